//! The ledger: verdicts in the order that was asked for, the selected one whole beside or below.
//!
//! ```text
//!  by expiry  verdict  rule  author  model  precision               12 verdicts, 2 expired
//!    verdict          rule                    about            covers   expires
//!  expired, excuse nothing any more  2
//!  ▌ ◌ false positive Approved File Format    vocab.txt        1 in 1   expired 3 days ago
//!  / filter
//! ```

mod columns;
mod detail;
mod rules;

use ratatui::Frame;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use strum::IntoEnumIterator;
use unicode_width::UnicodeWidthStr;

use crate::app::layout;
use crate::app::model::Model;
use crate::app::screens::exceptions::Row;
use crate::app::screens::exceptions::order::{Heading, Section, View};
use crate::view::parts::cells::{age, fit, number};
use crate::view::parts::{filter, rows};
use crate::view::theme::Theme;

/// What an empty ledger says.
const EMPTY: &str = "
   Nothing is decided yet, so there is no exception.

   The first one takes four keys: 1 for the reports, Enter on one, f on a
   finding that is wrong (or a for a risk you accept), Enter to save.

   Here you then see how far it reaches and when it runs out, and can
   extend it, take it off, or hand it on.";

/// Draws the screen.
pub fn draw(model: &Model, theme: &Theme, frame: &mut Frame<'_>) {
    let size = model.size.intersection(frame.area());
    let screen = &model.exceptions;
    let whole = screen.shows_detail() && !screen.rows.is_empty();
    let areas = layout::exceptions(size, screen.shows_detail());
    frame.render_widget(views(model, theme, areas.views.width), areas.views);
    frame.render_widget(status(model, theme, areas.status.width), areas.status);
    if screen.rows.is_empty() {
        let body = areas.heading.union(areas.rows).union(areas.detail);
        frame.render_widget(empty(model, theme), body);
        return;
    }
    let width = usize::from(areas.rows.width);
    let columns = columns::of(screen.view, width);
    let heading = if screen.view == View::Precision {
        rules::heading(theme, width)
    } else {
        columns::heading(&columns, theme)
    };
    frame.render_widget(heading, areas.heading);
    rows::draw(
        (&screen.list, screen.marks.range_from),
        screen.rows.len(),
        (frame, areas.rows),
        theme,
        |at, selected| match screen.rows[at] {
            Row::Section(at) => section(&screen.sections[at], theme, width),
            Row::Verdict(at) => columns::row(model, at, selected, &columns, theme),
            Row::Rule(at) => rules::row(&screen.rules[at], selected, theme, width),
        },
    );
    if whole {
        rows::divider(areas.divider, theme, frame);
        let text = detail::lines(model, theme, usize::from(areas.detail.width));
        let scroll = screen.scroll.min(rows::furthest(&text));
        frame.render_widget(Paragraph::new(text).scroll((scroll, 0)), areas.detail);
    }
}

/// How far the detail is scrolled, if it is, and how far it can be.
pub fn scrolled(model: &Model, theme: &Theme) -> Option<(u16, u16)> {
    let screen = Some(&model.exceptions).filter(|screen| screen.scroll > 0)?;
    let area = layout::exceptions(model.size, screen.shows_detail()).detail;
    let text = detail::lines(model, theme, usize::from(area.width));
    Some((screen.scroll, rows::furthest(&text)))
}

/// The orders, the present one marked, and how many verdicts there are.
fn views(model: &Model, theme: &Theme, width: u16) -> Line<'static> {
    let screen = &model.exceptions;
    let mut spans = vec![Span::styled(" by ", theme.dim)];
    for view in View::iter() {
        let style = if view == screen.view {
            theme.accent.patch(theme.selected).patch(theme.heading)
        } else {
            theme.dim
        };
        spans.push(Span::styled(format!(" {} ", view.word()), style));
    }
    let taken: usize = spans.iter().map(|span| span.content.width()).sum();
    let room = usize::from(width).saturating_sub(taken + 1);
    let counts = counts(model, room);
    spans.push(Span::raw(" ".repeat(room - counts.width())));
    spans.push(Span::styled(counts, theme.dim));
    Line::from(spans)
}

/// As much of the counts as fits.
fn counts(model: &Model, room: usize) -> String {
    let (counts, shown) = (model.exceptions.counts, model.exceptions.shown);
    let plural = if counts.all == 1 { "" } else { "s" };
    let of = if shown == counts.all {
        String::new()
    } else {
        format!("{} of ", number(shown))
    };
    let mut facts = vec![format!("{of}{} verdict{plural}", number(counts.all))];
    for (count, word) in [(counts.expired, "expired"), (counts.soon, "soon")] {
        if count > 0 {
            facts.push(format!("{} {word}", number(count)));
        }
    }
    while facts.len() > 1 && facts.join(", ").width() > room {
        facts.pop();
    }
    fit(&facts.join(", "), room)
}

fn section(section: &Section, theme: &Theme, width: usize) -> Line<'static> {
    let words = match &section.heading {
        Heading::Verdict(_) => section
            .heading
            .verdict()
            .map_or("", |verdict| verdict.words())
            .to_owned(),
        Heading::Stage(stage) => stage.title().to_owned(),
        Heading::Named(name) => name.printable().into_string(),
        Heading::Scans => "whole scans".to_owned(),
    };
    let count = format!("  {}", number(section.count));
    let words = fit(&format!(" {words}"), width.saturating_sub(count.width()));
    Line::from(vec![
        Span::styled(words, theme.heading),
        Span::styled(count, theme.dim),
    ])
}

fn status(model: &Model, theme: &Theme, width: u16) -> Line<'static> {
    let (screen, width) = (&model.exceptions, usize::from(width));
    let filter = filter::line(&screen.filter, screen.filtering, width, theme);
    if let Some(line) = filter {
        return line;
    }
    let mut facts: Vec<String> = Vec::new();
    if !screen.marks.on.is_empty() {
        facts.push(format!("{} marked", number(screen.marks.on.len())));
    }
    if screen.marks.range_from.is_some() {
        facts.push("range: v ends it".to_owned());
    }
    if facts.is_empty() && screen.view == View::Precision && !screen.rows.is_empty() {
        facts.extend(rules::LEGEND.map(str::to_owned));
    }
    if facts.is_empty() && !screen.shows_detail() {
        facts.extend(selected(model));
    }
    Line::styled(fit(&format!(" {}", facts.join(" · ")), width), theme.dim)
}

/// Who gave the selected verdict, for what, and the first words of why.
fn selected(model: &Model) -> Option<String> {
    let subject = model.exceptions.selected_subject()?;
    let decision = model.decisions.get(subject)?;
    let (who, why) = (decision.author.printable(), decision.note.printable());
    let ago = age(decision.at, model.now);
    Some(format!("{who}, {ago} · {} · {why}", subject.words()))
}

fn empty(model: &Model, theme: &Theme) -> Paragraph<'static> {
    let screen = &model.exceptions;
    let words = if !model.ledger.is_read() {
        "\n   The ledger is not open, so nothing can be shown.".to_owned()
    } else if !screen.filter.text().is_empty() {
        format!("\n   {}", filter::leaves_nothing(screen.filter.text()))
    } else if screen.counts.all > 0 {
        "\n   No verdict is about a rule: those on scans as a whole say nothing about one."
            .to_owned()
    } else {
        EMPTY.to_owned()
    };
    Paragraph::new(words).style(theme.dim)
}
