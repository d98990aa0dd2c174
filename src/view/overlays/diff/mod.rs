//! Two scans of one model side by side.
//!
//! ```text
//!  acme/scorer   BLOCKED → BLOCKED
//!  2026-08-02 build-812.zip   compared with ‹ 2026-07-28 BLOCKED build-811.json ›
//!  + 7 new   ≠ 1 changed   - 0 gone   = 4 same
//!  ▾ NEW 7
//!    + ○ Load Time Code Execution Check  pytorch_model.bin     the file is new
//! ```

mod words;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Borders, Clear, Paragraph};
use unicode_width::UnicodeWidthStr;

use crate::app::layout;
use crate::app::model::Model;
use crate::app::overlays::diff::{Diff, Row};
use crate::domain::diff::{Comparison, Section};
use crate::domain::report::{Completeness, Head, Report};
use crate::domain::text::{Printable, Untrusted};
use crate::view::parts::cells::{cell, fit, number};
use crate::view::parts::{prose, rows};
use crate::view::theme::Theme;
use words::{about, around, cause, entry, sentences, stands};

/// Least width of the column of causes.
const CAUSE: usize = 26;

/// Draws the comparison.
pub fn draw(model: &Model, diff: &Diff, theme: &Theme, frame: &mut Frame<'_>) {
    let size = model.size.intersection(frame.area());
    let areas = layout::diff(size);
    frame.render_widget(Clear, layout::frame(size).body);
    let width = usize::from(areas.title.width);
    frame.render_widget(Paragraph::new(title(diff, theme, width)), areas.title);
    let Some(comparison) = &diff.comparison else {
        let words = Line::styled(" comparing the two reports… Esc stops it", theme.dim);
        return frame.render_widget(words, areas.rows);
    };
    let lines = (0..usize::from(areas.rows.height)).filter_map(|line| {
        let at = diff.list.top() + line;
        let row = diff.row(at)?;
        let selected = at == diff.list.cursor();
        let content = drawn(model, diff, comparison, row, selected, theme, width);
        Some((content, selected))
    });
    for (line, (content, selected)) in lines.enumerate() {
        let place = Rect {
            y: areas.rows.y + u16::try_from(line).unwrap_or(0),
            height: 1,
            ..areas.rows
        };
        rows::one(content, selected, theme, place, frame);
    }
    let block = Block::new().borders(Borders::TOP).border_style(theme.line);
    let detail = detail(model, diff, comparison, theme, width);
    frame.render_widget(Paragraph::new(detail).block(block), areas.detail);
}

fn title(diff: &Diff, theme: &Theme, width: usize) -> Vec<Line<'static>> {
    let (older, newer) = diff.heads();
    let word = |head: &Head| {
        Untrusted::from(head.scan.outcome.word())
            .printable()
            .into_string()
    };
    let outcomes = [word(older), " → ".to_owned(), word(newer)];
    let taken: usize = outcomes.iter().map(|word| word.width()).sum();
    let name = diff.this.name().printable();
    let name = fit(name.as_str(), width.saturating_sub(taken + 5));
    let style = |head: &Head| theme.outcome(head.scan.outcome.meaning());
    let [before, arrow, now] = outcomes;
    let first = Line::from(vec![
        Span::styled(format!(" {name}   "), theme.heading),
        Span::styled(before, style(older)),
        Span::styled(arrow, theme.dim),
        Span::styled(now, style(newer)),
    ]);
    vec![first, scans(diff, theme, width), counts(diff, theme, width)]
}

/// Which two scans.
fn scans(diff: &Diff, theme: &Theme, width: usize) -> Line<'static> {
    let this = format!(" {}", scan(&diff.this, false));
    let other = scan(diff.other(), true);
    let of = match diff.others.len() {
        1 => String::new(),
        others => format!("  {} of {others}", diff.chosen + 1),
    };
    let between = "  compare with ";
    let room = width.saturating_sub(between.width() + of.width() + 4);
    let other = fit(&other, room.saturating_sub(this.width().min(room / 2)));
    let this = fit(&this, room.saturating_sub(other.width()));
    Line::from(vec![
        Span::styled(this, theme.text),
        Span::styled(between, theme.dim),
        Span::styled(format!("‹ {other} ›"), theme.accent),
        Span::styled(of, theme.dim),
    ])
}

fn scan(head: &Head, outcome: bool) -> String {
    let date = head
        .scan
        .created_at
        .map(|at| at.strftime("%Y-%m-%d").to_string());
    let word = outcome.then(|| head.scan.outcome.word().to_owned());
    let file = head.source.path.raw();
    let file = file.rsplit(['/', '\\']).next().unwrap_or(file).to_owned();
    let date = date.unwrap_or_else(|| "no date".to_owned());
    let parts: Vec<_> = [Some(date), word, Some(file)]
        .into_iter()
        .flatten()
        .collect();
    Printable::line(&parts.join(" ")).into_string()
}

fn counts(diff: &Diff, theme: &Theme, width: usize) -> Line<'static> {
    let Some(comparison) = &diff.comparison else {
        return Line::default();
    };
    let mut spans = vec![Span::raw(" ")];
    for section in [Section::New, Section::Changed, Section::Gone, Section::Same] {
        let (symbol, style) = symbol(section, theme);
        let count = section.entries(&comparison.diff).len();
        spans.push(Span::styled(format!("{symbol} {}", number(count)), style));
        let name = section.title().to_lowercase();
        spans.push(Span::styled(format!(" {name}   "), theme.dim));
    }
    let taken: usize = spans.iter().map(|span| span.content.width()).sum();
    if let Some(doubt) = doubt(comparison) {
        let room = width.saturating_sub(taken + 2);
        spans.push(Span::styled(format!("! {}", fit(&doubt, room)), theme.warn));
    }
    Line::from(spans)
}

/// What makes the counts less than sure.
fn doubt(comparison: &Comparison) -> Option<String> {
    let lists = |report: &Report| report.head.completeness == Completeness::Full;
    match (lists(&comparison.older), lists(&comparison.newer)) {
        (false, false) => Some("neither report lists all its findings".to_owned()),
        (false, true) => Some("the older report does not list all its findings".to_owned()),
        (true, false) => Some("the newer report does not list all its findings".to_owned()),
        (true, true) => (comparison.diff.unhashed > 0).then(|| {
            let count = number(comparison.diff.unhashed);
            format!("{count} have no hash: their bytes are not compared")
        }),
    }
}

fn symbol(section: Section, theme: &Theme) -> (&'static str, Style) {
    match section {
        Section::Around => ("·", theme.dim),
        Section::New => ("+", theme.bad),
        Section::Changed => ("≠", theme.warn),
        Section::Gone => ("-", theme.good),
        Section::Same => ("=", theme.text),
    }
}

fn drawn(
    model: &Model,
    diff: &Diff,
    comparison: &Comparison,
    row: Row,
    selected: bool,
    theme: &Theme,
    width: usize,
) -> Line<'static> {
    let cursor = Span::styled(if selected { "▌" } else { " " }, theme.accent);
    let Row::Entry(section, at) = row else {
        let Row::Heading(section) = row else {
            return Line::default();
        };
        let count = section.entries(&comparison.diff).len();
        let fold = if diff.is_folded(section) {
            "▸"
        } else {
            "▾"
        };
        let words = format!("{fold} {} {}", section.title(), number(count));
        return Line::from(vec![cursor, Span::styled(words, theme.heading)]);
    };
    let (symbol, style) = symbol(section, theme);
    let mut spans = vec![cursor, Span::styled(format!("  {symbol} "), style)];
    let Some(entry) = entry(comparison, section, at) else {
        let words = around(comparison, at);
        spans.push(Span::styled(
            fit(&words, width.saturating_sub(5)),
            theme.text,
        ));
        return Line::from(spans);
    };
    let (mark, style) = theme.mark(stands(model, &entry).1);
    spans.push(Span::styled(format!("{mark} "), style));
    let causes = (width / 3).max(CAUSE);
    let room = width.saturating_sub(7 + causes);
    let seen = &entry.finding.seen;
    let rule = seen.rule.printable();
    let symbol = seen.symbol().map(|symbol| symbol.printable());
    let place = match (&seen.file, symbol) {
        (Some(file), Some(symbol)) => format!("{} {symbol}", file.printable()),
        (Some(file), None) => file.printable().into_string(),
        (None, Some(symbol)) => symbol.into_string(),
        (None, None) => seen.description.printable().into_string(),
    };
    let half = rule.as_str().width().min(room / 2) + 2;
    spans.push(cell(rule.as_str(), half, theme.text));
    spans.push(cell(&place, room.saturating_sub(half), theme.dim));
    spans.push(Span::styled(fit(&cause(model, &entry), causes), theme.text));
    Line::from(spans)
}

/// The row under the cursor in sentences.
fn detail(
    model: &Model,
    diff: &Diff,
    comparison: &Comparison,
    theme: &Theme,
    width: usize,
) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let mut say = |text: &str, style| {
        lines.extend(prose::hanging(Span::raw(" "), text, style, width));
    };
    match diff.selected() {
        Some(Row::Entry(Section::Around, at)) => say(&around(comparison, at), theme.text),
        Some(Row::Entry(section, at)) => {
            let Some(entry) = entry(comparison, section, at) else {
                return lines;
            };
            for sentence in sentences(model, &entry) {
                say(&sentence, theme.text);
            }
            say(
                entry.finding.seen.description.printable().as_str(),
                theme.dim,
            );
        }
        Some(Row::Heading(section)) => say(about(section), theme.dim),
        None => {}
    }
    lines
}
