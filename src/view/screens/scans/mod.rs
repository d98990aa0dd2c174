//! The tenant's scans: what is asked for, how far the answer is, the rows, and the selected scan beside or below.
//!
//! ```text
//!  / since:7d outcome:blocked        300 of 5,000 scans · asking tenant sim
//!    outcome  model           group     rules          here  age
//!  ▌ BLOCKED  acme/scorer     HF prod   8/11 passed    full   2m
//! ────────────────────────────────────────────────────────────────────────
//!  BLOCKED · HUGGING_FACE · 2026-08-02 06:05 UTC
//! ```

mod columns;
mod detail;

use ratatui::Frame;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr;

use crate::app::command::Command;
use crate::app::fetching::NO_TENANT;
use crate::app::keys;
use crate::app::layout;
use crate::app::message::Giver;
use crate::app::model::Model;
use crate::app::screens::scans::back::{Back, back};
use crate::app::screens::scans::{Row, Scans};
use crate::app::words::on_desk;
use crate::domain::text::Printable;
use crate::view::parts::cells::{ago, bar, fit, number};
use crate::view::parts::{filter, prose, rows};
use crate::view::theme::Theme;

/// How far the detail is scrolled, if it is, and how far it can be.
pub fn scrolled(model: &Model, theme: &Theme) -> Option<(u16, u16)> {
    let scroll = Some(model.scans.scroll).filter(|scroll| *scroll > 0)?;
    let width = layout::scans(model.size).detail.width;
    let text = detail::lines(model, theme, usize::from(width));
    Some((scroll, rows::furthest(&text)))
}

/// Draws the screen.
pub fn draw(model: &Model, theme: &Theme, frame: &mut Frame<'_>) {
    let size = model.size.intersection(frame.area());
    let areas = layout::scans(size);
    frame.render_widget(top(model, theme, areas.views.width), areas.views);
    frame.render_widget(status(model, theme, areas.status.width), areas.status);
    if model.scans.rows.is_empty() {
        let body = areas.heading.union(areas.rows).union(areas.detail);
        let words = nothing(model);
        let lines = prose::paragraphs(&words, theme.dim, usize::from(body.width));
        frame.render_widget(Paragraph::new(lines), body);
        return;
    }
    let screen = &model.scans;
    let columns = columns::of(usize::from(areas.rows.width));
    frame.render_widget(columns::heading(&columns, theme), areas.heading);
    rows::draw(
        (&screen.list, screen.marks.range_from),
        screen.rows.len(),
        (frame, areas.rows),
        theme,
        |at, selected| columns::row(model, screen.rows[at], selected, &columns, theme),
    );
    rows::divider(areas.divider, theme, frame);
    detail::draw(model, theme, frame, areas.detail);
}

/// The filter, and how many scans there are of it.
fn top(model: &Model, theme: &Theme, width: u16) -> Line<'static> {
    let (screen, width) = (&model.scans, usize::from(width));
    let mut counts = if model.demo {
        String::new()
    } else {
        counts(screen)
    };
    let typed = screen.filter.text().width() + 2;
    if screen.filtering && typed + counts.width() + 6 > width {
        counts.clear();
    }
    let mut spans = vec![Span::styled(" / ", theme.accent)];
    let room = width.saturating_sub(counts.width() + 6);
    if screen.filtering || !screen.filter.text().is_empty() {
        spans.extend(filter::spans(&screen.filter, room, screen.filtering, theme));
    } else {
        let words = if model.demo { "" } else { "every scan" };
        spans.push(Span::styled(words, theme.line));
    }
    let taken: usize = spans.iter().map(|span| span.content.width()).sum();
    let gap = width.saturating_sub(taken + counts.width() + 1);
    spans.push(Span::raw(" ".repeat(gap)));
    spans.push(Span::styled(counts, theme.dim));
    Line::from(spans)
}

fn counts(screen: &Scans) -> String {
    let remote = |row: &&Row| matches!(row, Row::Remote(_));
    let (shown, all) = (screen.rows.iter().filter(remote).count(), screen.all.len());
    let mut parts = Vec::new();
    if !screen.marks.on.is_empty() {
        parts.push(format!("{} marked", number(screen.marks.on.len())));
    }
    if screen.marks.range_from.is_some() {
        parts.push("range: v ends it".to_owned());
    }
    let plural = if all == 1 { "" } else { "s" };
    if shown == all {
        parts.push(format!("{} scan{plural}", number(all)));
    } else {
        parts.push(format!("{} of {} scan{plural}", number(shown), number(all)));
    }
    if let Some(asking) = &screen.asking {
        let came = asking.came();
        parts.push(match asking.total {
            Some(total) => format!(
                "{} of {} came {}",
                number(came),
                number(total),
                bar(came, total)
            ),
            None if came > 0 => format!("{} came", number(came)),
            None => "asking…".to_owned(),
        });
    }
    parts.join(" · ")
}

/// Why the list is not whole, or who gave it and when; while a filter is typed, what Enter does with it.
fn status(model: &Model, theme: &Theme, width: u16) -> Line<'static> {
    let (screen, width) = (&model.scans, usize::from(width));
    let line = |words: &str, style: Style| Line::styled(fit(&format!(" {words}"), width), style);
    if model.demo {
        return Line::default();
    }
    if screen.asks_anew() && (screen.filtering || screen.asking.is_none()) {
        let words = format!(
            "{} asks the tenant for this; words search what came.",
            keys::shown(Command::KeepFilter).unwrap_or_default()
        );
        return line(&words, theme.accent);
    }
    match &screen.answer {
        Some(Ok(heading)) => {
            let listed = &heading.listed;
            let then = ago(listed.fetched_at, model.now);
            let tenant = &listed.tenant;
            match &listed.by {
                Giver::Service(_) => line(&format!("{tenant}, asked {then}"), theme.dim),
                Giver::Cache(why) => {
                    let why = why.as_ref().map_or("", Printable::as_str);
                    let why = if why.is_empty() {
                        "asking the tenant…"
                    } else {
                        why
                    };
                    let of = kept_for(&heading.asked, &screen.asked);
                    line(&format!("! as it was {then}{of}: {why}"), theme.warn)
                }
            }
        }
        Some(Err(why)) if !screen.rows.is_empty() => {
            line(&format!("! not all scans are here: {why}"), theme.warn)
        }
        None if back(model) == Back::StopListing => {
            line("Esc stops here; what came stays.", theme.dim)
        }
        Some(Err(_)) | None => Line::default(),
    }
}

/// What was asked for when a list was kept, where that is not what is asked for now.
fn kept_for(then: &str, now: &str) -> String {
    match then {
        _ if then == now => String::new(),
        "" => String::new(),
        then => format!(", asked for {}", Printable::line(then)),
    }
}

/// Why there is no scan to show, and what to do.
fn nothing(model: &Model) -> String {
    let screen = &model.scans;
    let key = |command| keys::shown(command).unwrap_or_default();
    let (again, filter) = (key(Command::AskAgain), key(Command::Filter));
    match &screen.answer {
        _ if model.demo => NO_TENANT.to_owned(),
        _ if !screen.all.is_empty() => format!(
            "None of the {} scans that came says “{}”.",
            number(screen.all.len()),
            Printable::line(screen.filter.text())
        ),
        _ if screen.asking.is_some() => "Asking the tenant…".to_owned(),
        Some(Ok(heading)) => format!(
            "{} has no scan for “{}”.\n\n{filter} asks for others; {again} asks again.",
            heading.listed.tenant,
            Printable::line(&screen.asked)
        ),
        Some(Err(why)) => format!(
            "The tenant's scans are not here: {}.\n\n{again} asks again, {} connects a tenant. Everything but the tenant works without.",
            on_desk(why.as_str().trim_end_matches('.')),
            key(Command::LogIn)
        ),
        None => String::new(),
    }
}
