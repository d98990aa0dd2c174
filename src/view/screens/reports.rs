//! The list of reports.
//!
//! ```text
//!  filter                                     7 of 1,204 reports
//!    outcome  model            group   rules   findings      age▾
//!  ▌ BLOCKED  acme/scorer      HF prod  8/11   ▰▱▱▱▱ 4/5 open  2m
//!  ✗ unread   build-813.zip                    not JSON, line 1
//! ────────────────────────────────────────────────────────────────
//!  what is selected, in words
//! ```

mod about;
mod columns;
mod rows;

use ratatui::Frame;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr;

use self::columns::Columns;
use crate::app::layout;
use crate::app::model::Model;
use crate::app::screens::reports::Row;
use crate::view::parts::cells::{bar, counted, number};
use crate::view::parts::{self, filter};
use crate::view::theme::Theme;

/// Draws the screen.
pub fn draw(model: &Model, theme: &Theme, frame: &mut Frame<'_>) {
    let areas = layout::reports(model.size.intersection(frame.area()));
    frame.render_widget(top(model, theme, areas.filter.width), areas.filter);
    let columns = Columns::of(areas.rows.width, model.reports.by_model);
    frame.render_widget(columns.heading(model.reports.sort(), theme), areas.heading);
    if model.reports.rows.is_empty() {
        frame.render_widget(empty(model, theme), areas.rows);
    }
    parts::rows::draw(
        (&model.reports.list, model.reports.marks.range_from),
        model.reports.rows.len(),
        (frame, areas.rows),
        theme,
        |at, selected| rows::line(model, model.reports.rows[at], selected, &columns, theme),
    );
    about::draw(model, theme, frame, areas.about);
}

/// The filter, and how much it leaves.
fn top(model: &Model, theme: &Theme, width: u16) -> Line<'static> {
    let reports = &model.reports;
    let (shown, all) = (reports.shown, model.library.listed());
    let unread = |row: &&Row| matches!(row, Row::Unread(_));
    let others = reports.rows.iter().filter(unread).count();
    let mut counts = if shown == all {
        counted(all, "report")
    } else {
        format!("{} of {}", number(shown), counted(all, "report"))
    };
    if others > 0 {
        counts.push_str(&format!(", {} without one", number(others)));
    }
    if !reports.marks.on.is_empty() {
        let unseen = match reports.marked_unseen() {
            0 => String::new(),
            unseen => format!(" ({} not shown)", number(unseen)),
        };
        let marked = number(reports.marks.on.len());
        counts = format!("{marked} marked{unseen} · {counts}");
    }
    if reports.marks.range_from.is_some() {
        counts = format!("range: v ends it · {counts}");
    }
    let columns = Columns::of(width, reports.by_model);
    if !columns.show(reports.sort().column) {
        counts = format!("{counts} {}", reports.sort().heading());
    }
    if let Some(progress) = progress(model) {
        counts = format!("{progress} · {counts}");
    }
    let typed = reports.filter.text().width() + 2;
    if reports.filtering && typed + counts.width() + 6 > usize::from(width) {
        counts.clear();
    }
    let room = usize::from(width).saturating_sub(counts.width() + 6);
    let mut spans = vec![Span::styled(" / ", theme.accent)];
    if reports.filtering || !reports.filter.text().is_empty() {
        spans.extend(filter::spans(
            &reports.filter,
            room,
            reports.filtering,
            theme,
        ));
    } else {
        spans.push(Span::styled("filter", theme.line));
    }
    let taken: usize = spans.iter().map(|span| span.content.width()).sum();
    spans.push(Span::raw(" ".repeat(
        usize::from(width).saturating_sub(taken + counts.width() + 1),
    )));
    spans.push(Span::styled(counts, theme.dim));
    Line::from(spans)
}

/// How far reading is.
fn progress(model: &Model) -> Option<String> {
    let (done, total) = model.library.progress;
    let percent = (done * 100).checked_div(total).unwrap_or(0);
    model.jobs.is_reading().then(|| {
        format!(
            "reading {} of {} files {} {percent}%",
            number(done),
            number(total),
            bar(done, total)
        )
    })
}

fn empty(model: &Model, theme: &Theme) -> Paragraph<'static> {
    let words = if model.jobs.load.is_some() {
        "\n   Reading…".to_owned()
    } else if model.library.summaries.is_empty() && model.library.unread.is_empty() {
        "\n   No scan reports here yet.\n\n   Start with what a failed build left behind:\n\n      airs-triage build-812.zip\n      airs-triage downloads/\n\n   JSON of any dialect, a CI log, a zip of either, a folder.\n   O adds one by its path; what is saved here meanwhile appears by itself.".to_owned()
    } else if model.reports.filter.text().is_empty() {
        "\n   Everything is off the list. Ctrl-r brings it back.".to_owned()
    } else {
        let text = model.reports.filter.text();
        format!("\n   {}", filter::leaves_nothing(text))
    };
    Paragraph::new(words).style(theme.dim)
}
