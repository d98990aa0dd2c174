//! The rules of the selected group: each with its state in a word and a symbol, what it asks, and what can be set.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use unicode_width::UnicodeWidthStr;

use super::{ASKING, sentence};
use crate::app::layout::Area;
use crate::app::model::Model;
use crate::app::screens::groups::page::{self, Page, Said};
use crate::domain::observation::RuleState;
use crate::domain::text::Printable;
use crate::view::parts::cells::fit;
use crate::view::parts::prose;
use crate::view::theme::Theme;

/// The lines that are shown.
pub(super) fn lines(model: &Model, theme: &Theme, area: Area) -> Vec<Line<'static>> {
    let screen = &model.groups;
    let width = usize::from(area.width);
    if let Some(page) = &screen.page {
        let (first, rule) = (page.lines.iter().skip(page.top), page.rule());
        let shown = first.take(usize::from(area.height));
        return shown
            .map(|line| drawn(line, line.rule.is_some() && line.rule == rule, theme, width))
            .collect();
    }
    let said = screen.selected().and_then(|it| screen.rules.get(&it.uuid));
    let words = match said {
        Some(Err(why)) => format!("Its rules are not here: {}.", sentence(why)),
        Some(Ok(_)) | None => ASKING.to_owned(),
    };
    prose::paragraphs(&words, theme.dim, width)
}

fn drawn(line: &page::Line, first: bool, theme: &Theme, width: usize) -> Line<'static> {
    match &line.said {
        Said::Blank => Line::default(),
        Said::Group(name) => {
            let words = format!(" {name}");
            Line::styled(fit(&words, width), theme.heading)
        }
        Said::Rule(state, name, kind) => rule(state, (name, kind), first, theme, width),
        Said::Fact(label, text) => {
            let label = Span::styled(Page::label(label), theme.dim);
            let room = width.saturating_sub(label.width());
            Line::from(vec![label, Span::styled(fit(text, room), theme.text)])
        }
    }
}

/// Its state comes first, so that no name can push it out.
fn rule(
    state: &RuleState,
    (name, kind): (&Printable, &Printable),
    first: bool,
    theme: &Theme,
    width: usize,
) -> Line<'static> {
    let (symbol, style) = mark(state, theme);
    let word = Printable::line(state.word());
    let pointer = if first { "▌" } else { " " };
    let state = format!("{symbol} {}  ", fit(word.as_str(), 12));
    let room = width.saturating_sub(1 + state.width());
    let name = fit(name.as_str(), room);
    let kind = fit(&format!("  {kind}"), room.saturating_sub(name.width()));
    Line::from(vec![
        Span::styled(pointer, theme.accent),
        Span::styled(state, style),
        Span::styled(name, theme.heading),
        Span::styled(kind, theme.dim),
    ])
}

/// Symbol and style of a rule's state.
fn mark(state: &RuleState, theme: &Theme) -> (&'static str, Style) {
    match state {
        RuleState::Blocking => ("■", theme.bad),
        RuleState::Allowing => ("□", theme.warn),
        RuleState::Disabled => ("·", theme.dim),
        RuleState::Other(_) => ("?", theme.warn),
    }
}
