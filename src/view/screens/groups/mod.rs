//! The tenant's security groups, and the rules of the selected one beside or below.
//!
//! ```text
//!  9 groups of tenant prod (TSG 1512)                 asked 2 minutes ago
//!    source        name                     state   rules  default  changed
//!  ▌ HUGGING_FACE  Default HUGGING_FACE     ACTIVE      9  default       3w
//! ────────────────────────────────────────────────────────────────────────
//!  ■ License Is Valid For Use  BLOCKING
//!    values    approved_licenses: apache-2.0, mit
//! ```

mod columns;
mod rules;

use jiff::Timestamp;
use ratatui::Frame;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr;

use crate::app::command::Command;
use crate::app::fetching::NO_TENANT;
use crate::app::keys;
use crate::app::layout;
use crate::app::message::Giver;
use crate::app::model::Model;
use crate::app::screens::groups::Groups;
use crate::app::words::on_desk;
use crate::domain::text::{Printable, Untrusted};
use crate::view::parts::cells::{ago, fit, number};
use crate::view::parts::{filter, prose, rows};
use crate::view::theme::Theme;

/// What is shown while the tenant is asked.
const ASKING: &str = "Asking the tenant…";

/// Draws the screen.
pub fn draw(model: &Model, theme: &Theme, frame: &mut Frame<'_>) {
    let size = model.size.intersection(frame.area());
    let screen = &model.groups;
    let areas = layout::groups(size, screen.detail);
    frame.render_widget(top(model, theme, areas.views.width), areas.views);
    frame.render_widget(status(model, theme, areas.status.width), areas.status);
    if screen.rows.is_empty() {
        let body = areas.heading.union(areas.rows).union(areas.detail);
        let words = nothing(model);
        let lines = prose::paragraphs(&words, theme.dim, usize::from(body.width));
        frame.render_widget(Paragraph::new(lines), body);
        return;
    }
    let columns = columns::of(usize::from(areas.rows.width));
    frame.render_widget(columns::heading(&columns, theme), areas.heading);
    rows::draw(
        (&screen.list, None),
        screen.rows.len(),
        (frame, areas.rows),
        theme,
        |at, selected| {
            let group = screen.all().get(screen.rows[at]);
            group.map_or_else(Line::default, |group| {
                let chosen = screen.chosen.has(group);
                columns::row(group, chosen, model.now, selected, &columns, theme)
            })
        },
    );
    if screen.detail {
        rows::divider(areas.divider, theme, frame);
        let lines = rules::lines(model, theme, areas.detail);
        frame.render_widget(Paragraph::new(lines), areas.detail);
    }
}

/// How many groups whose tenant has, and when it said so.
fn top(model: &Model, theme: &Theme, width: u16) -> Line<'static> {
    let screen = &model.groups;
    let Some(Ok(listed)) = &screen.answer else {
        return Line::default();
    };
    let (shown, all) = (screen.rows.len(), listed.rows.len());
    let of = if shown == all {
        String::new()
    } else {
        format!("{} of ", number(shown))
    };
    let plural = if all == 1 { "" } else { "s" };
    let words = format!(" {of}{} group{plural} of {}", number(all), listed.tenant);
    let then = ago(listed.fetched_at, model.now);
    let asking = if screen.asking.is_some() {
        " · asking the tenant…"
    } else {
        ""
    };
    let (when, style) = match &listed.by {
        Giver::Cache(_) => (format!("! as it was {then}{asking}"), theme.warn),
        Giver::Service(_) => (format!("asked {then}{asking}"), theme.dim),
    };
    let width = usize::from(width);
    let when = fit(&when, width.saturating_sub(1));
    let words = fit(&words, width.saturating_sub(when.width() + 2));
    let gap = width.saturating_sub(words.width() + when.width() + 1);
    Line::from(vec![
        Span::styled(words, theme.dim),
        Span::raw(" ".repeat(gap)),
        Span::styled(when, style),
    ])
}

/// The filter, else why the list is an old one, else what somebody wrote about the selected group.
fn status(model: &Model, theme: &Theme, width: u16) -> Line<'static> {
    let (screen, width) = (&model.groups, usize::from(width));
    let filter = filter::line_of_words(&screen.filter, screen.filtering, width, theme);
    if let Some(line) = filter {
        return line;
    }
    if let Some((why, then)) = kept(screen) {
        let words = format!(" ! as it was {}: {why}", ago(then, model.now));
        return Line::styled(fit(&words, width), theme.warn);
    }
    let about = screen.selected().and_then(|it| it.description.as_ref());
    let about = about.filter(|_| !screen.detail).map(Untrusted::printable);
    let words = format!(" {}", about.unwrap_or_default());
    Line::styled(fit(&words, width), theme.dim)
}

/// Why the rules that are shown, or else the groups, are as they were kept, and since when.
fn kept(screen: &Groups) -> Option<(&Printable, Timestamp)> {
    let group = screen.selected().filter(|_| screen.detail);
    let rules = group.and_then(|group| screen.rules.get(&group.uuid)?.as_ref().ok());
    let of_rules = rules.and_then(|listed| Some((listed.kept()?, listed.fetched_at)));
    let groups = screen
        .answer
        .as_ref()
        .and_then(|answer| answer.as_ref().ok());
    let of_groups = || groups.and_then(|listed| Some((listed.kept()?, listed.fetched_at)));
    of_rules.or_else(of_groups)
}

/// A sentence that goes on with a dot.
fn sentence(why: &Printable) -> &str {
    why.as_str().trim_end_matches('.')
}

/// Why there is no group to show, and what to do.
fn nothing(model: &Model) -> String {
    let screen = &model.groups;
    let again = keys::shown(Command::AskAgain).unwrap_or_default();
    match &screen.answer {
        _ if model.demo => NO_TENANT.to_owned(),
        Some(Ok(listed)) if listed.rows.is_empty() => {
            format!(
                "{} has no security group.\n\n{again} asks again.",
                listed.tenant
            )
        }
        Some(Ok(_)) => filter::leaves_nothing(screen.filter.text()),
        _ if screen.asking.is_some() => ASKING.to_owned(),
        Some(Err(why)) => format!(
            "The tenant's security groups are not here: {}.\n\n{again} asks again, {} connects a tenant. Everything but the tenant works without.",
            on_desk(sentence(why)),
            keys::shown(Command::LogIn).unwrap_or_default()
        ),
        None => String::new(),
    }
}
