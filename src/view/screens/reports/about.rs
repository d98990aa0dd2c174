//! The selected report in words, under the list: doubts, facts, and the history of its model.

use ratatui::Frame;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Borders, Paragraph};
use unicode_width::UnicodeWidthStr;

use crate::app::layout::Area;
use crate::app::model::Model;
use crate::app::screens::reports::Row;
use crate::domain::report::Head;
use crate::view::parts::cells::{fit, fit_end};
use crate::view::parts::{history, prose, whole};
use crate::view::theme::Theme;

/// Columns that a file's name has at least.
const LEAST_PLACE: usize = 32;

/// Draws it.
pub(super) fn draw(model: &Model, theme: &Theme, frame: &mut Frame<'_>, area: Area) {
    let selected = model.reports.selected_report();
    let width = usize::from(area.width);
    let (doubts, facts) = match model.reports.selected() {
        Some(Row::Unread(at)) => {
            let unread = &model.library.unread[at];
            (vec![unread.why.to_string()], unread.place.to_string())
        }
        Some(_) | None => selected.map_or_else(Default::default, |at| {
            let head = &model.library.summaries[at].head;
            (doubts(head), facts(head, width.saturating_sub(2)))
        }),
    };
    let history = selected.and_then(|at| history::line(model, at, theme, width));
    let head = selected.map(|at| &model.library.summaries[at].head);
    let verdict = head.and_then(|head| whole::line(model, head, theme, width));
    let taken = 2 + u16::from(history.is_some()) + u16::from(verdict.is_some());
    let room = usize::from(area.height.saturating_sub(taken));
    let doubts = doubts.iter().flat_map(|doubt| {
        prose::hanging(Span::styled(" ! ", theme.warn), doubt, theme.warn, width)
    });
    let doubts = prose::first(doubts.collect(), room, width);
    let mut lines: Vec<_> = verdict.into_iter().chain(doubts).collect();
    lines.push(Line::styled(fit(&format!(" {facts}"), width), theme.dim));
    lines.extend(history);
    let block = Block::new().borders(Borders::TOP).border_style(theme.line);
    frame.render_widget(Paragraph::new(lines).block(block), area);
}

/// What makes the selected report doubtful.
fn doubts(head: &Head) -> Vec<String> {
    let message = head
        .scan
        .error
        .as_ref()
        .and_then(|error| error.message.as_ref());
    let message = message.map(|message| message.printable().into_string());
    let warnings = head.warnings.iter().map(ToString::to_string);
    let notes = head
        .coverage
        .notes
        .iter()
        .map(|note| note.printable().into_string());
    message.into_iter().chain(warnings).chain(notes).collect()
}

/// The selected report in a line, at whose end its file is named.
fn facts(head: &Head, width: usize) -> String {
    let when = head
        .scan
        .created_at
        .map(|at| at.strftime("%Y-%m-%d %H:%M UTC").to_string());
    let group = head
        .group_name()
        .map(|group| group.printable().into_string());
    let dialect = Some(head.source.dialect.to_owned());
    let mut known: Vec<_> = [
        when,
        Some(head.completeness.word().to_owned()),
        group,
        dialect,
    ]
    .into_iter()
    .flatten()
    .map(|fact| fact + " · ")
    .collect();
    let place = head.source.label().printable();
    let wanted = place.as_str().width().min(LEAST_PLACE);
    // What is said last is missed least.
    while known.concat().width() + wanted > width && known.pop().is_some() {}
    let facts = known.concat();
    let place = fit_end(place.as_str(), width.saturating_sub(facts.width()));
    facts + &place
}
