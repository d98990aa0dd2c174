//! The filter of a screen: its line with what is wrong marked in it, the sentence about that, and the completions. What
//! is said stands over the list, below a line at the top and above one at the foot, so that nothing moves.

use ratatui::Frame;
use ratatui::layout::{Alignment, Rect};
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear, Paragraph};
use unicode_width::UnicodeWidthStr;

use super::cells::fit;
use super::{field, prose};
use crate::app::command::Command;
use crate::app::field::Field;
use crate::app::filter::Filter;
use crate::app::keys;
use crate::app::layout;
use crate::app::model::Model;
use crate::app::offers::{Offer, Offers};
use crate::app::screens::Screen;
use crate::domain::text::Printable;
use crate::view::theme::Theme;

/// Completions that are seen at once.
const SEEN: usize = 8;
/// Lines that are given to what is wrong.
const LINES_OF_A_FAULT: usize = 3;
/// Columns before the text of a filter.
const INDENT: u16 = 3;
/// Widest completion, and widest list of them.
const WORD: usize = 40;
const WIDEST: usize = 76;

/// The line of a filter, while it is typed and while it holds.
pub fn line(filter: &Filter, typing: bool, width: usize, theme: &Theme) -> Option<Line<'static>> {
    let there = typing || !filter.text().is_empty();
    there.then(|| behind_sign(spans(filter, room(width), typing, theme), theme))
}

/// The line of a filter that takes words only, while they are typed and while they hold.
pub fn line_of_words(
    words: &Field,
    typing: bool,
    width: usize,
    theme: &Theme,
) -> Option<Line<'static>> {
    let there = typing || !words.text().is_empty();
    there.then(|| {
        let spans = field::spans(words, room(width), typing, theme.text);
        behind_sign(spans, theme)
    })
}

/// What stands in place of rows where a filter leaves none.
pub fn leaves_nothing(text: &str) -> String {
    let text = Printable::line(text.trim());
    format!("Nothing matches “{text}”. Esc clears the filter.")
}

/// Columns that such a line leaves to the text.
fn room(width: usize) -> usize {
    width.saturating_sub(2 * usize::from(INDENT))
}

fn behind_sign(text: Vec<Span<'static>>, theme: &Theme) -> Line<'static> {
    let sign = Span::styled(" / ", theme.accent);
    std::iter::once(sign).chain(text).collect()
}

/// What is typed, or the name it is being saved under.
pub fn spans<Q: Default>(
    filter: &Filter<Q>,
    width: usize,
    typing: bool,
    theme: &Theme,
) -> Vec<Span<'static>> {
    if let Some(name) = &filter.naming {
        let asked = format!("save “{}” as @", safe(filter.text().trim(), width / 2));
        let room = width.saturating_sub(asked.width());
        let mut spans = vec![Span::styled(asked, theme.accent)];
        spans.extend(field::spans(name, room, typing, theme.text));
        return spans;
    }
    let text = filter.text();
    let wrong = filter.wrong().map(|fault| {
        let characters = |bytes: usize| text.get(..bytes).map_or(0, |part| part.chars().count());
        characters(fault.span.start)..characters(fault.span.end)
    });
    let style = theme.bad.add_modifier(Modifier::UNDERLINED);
    let mark = wrong.as_ref().map(|range| (range, style));
    field::marked(&filter.field, width, typing, theme.text, mark)
}

fn safe(text: &str, width: usize) -> String {
    fit(Printable::line(text).as_str(), width)
}

/// Draws what is said about the filter of the shown screen.
pub fn over(model: &Model, theme: &Theme, frame: &mut Frame<'_>) {
    let size = model.size.intersection(frame.area());
    let typing = model.is_filtering();
    match (model.screen, &model.report) {
        (Screen::Groups, _) => {}
        (Screen::Exceptions, _) => {
            let whole = model.exceptions.shows_detail();
            let line = (layout::exceptions(size, whole).status, false);
            said(model.filter(), typing, line, (size, theme), frame);
        }
        (Screen::Scans, _) => {
            let line = (layout::scans(size).views, true);
            said(&model.scans.filter, typing, line, (size, theme), frame);
        }
        (Screen::Report, Some(_)) => {
            let line = (layout::report(size, model.split).status, false);
            said(model.filter(), typing, line, (size, theme), frame);
        }
        _ => {
            let line = (layout::reports(size).filter, true);
            said(model.filter(), typing, line, (size, theme), frame);
        }
    }
}

/// Draws what is said about a filter next to its line.
fn said<Q: Default>(
    filter: &Filter<Q>,
    typing: bool,
    (line, below): (Rect, bool),
    (size, theme): (Rect, &Theme),
    frame: &mut Frame<'_>,
) {
    let body = layout::frame(size).body;
    let mut next = line;
    if let Some(fault) = filter.wrong() {
        let label = Span::styled(format!("{:>1$}", "✗ ", usize::from(INDENT)), theme.bad);
        let sentence = Printable::line(&fault.sentence);
        let mut lines = prose::hanging(label, sentence.as_str(), theme.bad, next.width.into());
        lines.truncate(LINES_OF_A_FAULT);
        let height = u16::try_from(lines.len()).unwrap_or(1);
        next = beside(next, height, below).intersection(body);
        frame.render_widget(Clear, next);
        frame.render_widget(Paragraph::new(lines), next);
    }
    if let Some(offers) = filter.offers.as_ref().filter(|_| typing) {
        let text = filter.text().get(..offers.span.start);
        let column = INDENT + u16::try_from(text.map_or(0, UnicodeWidthStr::width)).unwrap_or(0);
        completions(offers, (next, below), column, body, theme, frame);
    }
}

/// So many lines next to a line.
fn beside(line: Rect, height: u16, below: bool) -> Rect {
    let y = if below {
        line.bottom()
    } else {
        line.y.saturating_sub(height)
    };
    Rect { y, height, ..line }
}

/// Draws completions in a box next to a line, their words under what is typed.
fn completions(
    offers: &Offers,
    (line, below): (Rect, bool),
    column: u16,
    body: Rect,
    theme: &Theme,
    frame: &mut Frame<'_>,
) {
    let rows = Rows::of(offers);
    let hint = hint(offers);
    let width = rows.width().max(hint.width() + 4).min(WIDEST);
    let width = u16::try_from(width).unwrap_or(0).min(body.width);
    let all = if below {
        body.bottom().saturating_sub(line.bottom())
    } else {
        line.y.saturating_sub(body.y)
    };
    let height = u16::try_from(rows.0.len().min(SEEN) + 2).unwrap_or(0);
    let area = Rect {
        width,
        x: column
            .saturating_sub(2)
            .min(body.right().saturating_sub(width)),
        ..beside(line, height.min(all), below)
    };
    let seen = usize::from(area.height.saturating_sub(2));
    let top = (offers.selected + 1).saturating_sub(seen);
    let shown = (top..rows.0.len()).take(seen);
    let inner = usize::from(width.saturating_sub(2));
    let lines: Vec<_> = shown
        .map(|at| rows.line(at, at == offers.selected, inner, theme))
        .collect();
    let block = Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(theme.line)
        .title_bottom(Line::styled(fit(&hint, inner), theme.dim).alignment(Alignment::Right));
    let area = area.intersection(body);
    frame.render_widget(Clear, area);
    frame.render_widget(Paragraph::new(lines).block(block), area);
}

/// Completions as they are shown: a word and what it means.
struct Rows(Vec<(String, String)>);

impl Rows {
    fn of(offers: &Offers) -> Self {
        let row = |offer: &Offer| {
            (
                safe(offer.text.trim_end(), WORD),
                safe(&offer.about, WIDEST),
            )
        };
        Self(offers.list.iter().map(row).collect())
    }

    /// Width of the words.
    fn words(&self) -> usize {
        let widths = self.0.iter().map(|(word, _)| word.width());
        widths.max().unwrap_or(0)
    }

    /// Width of the box they need.
    fn width(&self) -> usize {
        let meanings = self.0.iter().map(|(_, about)| about.width());
        self.words() + meanings.max().unwrap_or(0) + 6
    }

    fn line(&self, at: usize, selected: bool, width: usize, theme: &Theme) -> Line<'static> {
        let (word, about) = &self.0[at];
        let words = self.words();
        let about = fit(about, width.saturating_sub(words + 4));
        let used = words + 3 + about.width();
        let line = Line::from(vec![
            Span::styled(if selected { "▌" } else { " " }, theme.accent),
            Span::styled(word.clone(), theme.text),
            Span::raw(" ".repeat(words - word.width() + 2)),
            Span::styled(about, theme.dim),
            Span::raw(" ".repeat(width.saturating_sub(used))),
        ]);
        if selected {
            theme.under_cursor(line)
        } else {
            line
        }
    }
}

/// How to take a completion, as the key table has it, and where there are more of them.
fn hint(offers: &Offers) -> String {
    let key = |command| keys::shown(command).unwrap_or_default();
    let (take, next) = (key(Command::TakeOffer), key(Command::NextOffer));
    let all = offers.list.len();
    let more = if all > SEEN {
        format!("{} of {all} · ", offers.selected + 1)
    } else {
        String::new()
    };
    format!(" {more}{take} takes it, {next} goes on ")
}
