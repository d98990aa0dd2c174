//! The source of a report as it stands.
//!
//! ```text
//!  acme/scorer · source                                2 files, 512 lines
//!  ▾ build-812.zip!/violations.json                        JSON, 497 lines
//!    ▾ violations: [] 11 entries
//!      ▸ [0] {} 19 keys  uuid: "0000…", rule_name: "Load Time …
//!  violations[0].description · line 12
//!  The model will execute remote code since it contains operator …
//! ```

use std::collections::HashMap;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph};
use unicode_width::UnicodeWidthStr;

use crate::app::layout;
use crate::app::model::Model;
use crate::app::overlays::raw::{Raw, View};
use crate::domain::outline::{Count, Form, Kind, Outline};
use crate::domain::text::{LINE_LIMIT, Printable};
use crate::view::parts::cells::{fit, number};
use crate::view::parts::{field, prose, rows};
use crate::view::theme::Theme;

/// Bytes of a value that a row looks at, for each column it has.
const BYTES_A_COLUMN: usize = 4;
/// Bytes of a value that are shown below.
const VALUE: usize = 64 * 1024;
/// Deepest indent, in steps; what is deeper stands there too.
const DEEPEST: usize = 16;
/// Members of a folded object that are looked at for its preview.
const LOOKED_AT: usize = 24;
/// Ends of keys that tell the least about an object.
const DULL: [&str; 4] = ["uuid", "_id", "_at", "owner"];

/// Draws the view.
pub fn draw(model: &Model, raw: &Raw, theme: &Theme, frame: &mut Frame<'_>) {
    let size = model.size.intersection(frame.area());
    let areas = layout::raw(size);
    frame.render_widget(Clear, layout::frame(size).body);
    let width = usize::from(areas.title.width);
    let name = raw.name.printable();
    let Some(view) = &raw.view else {
        let title = Line::styled(fit(&format!(" {name} · source"), width), theme.heading);
        frame.render_widget(title, areas.title);
        let words = " reading the source… Esc stops it";
        frame.render_widget(Line::styled(words, theme.dim), areas.rows);
        return;
    };
    let title = format!(" {name} · source · {} rows", number(view.outline.rows()));
    frame.render_widget(Line::styled(fit(&title, width), theme.heading), areas.title);
    tree(view, theme, frame, areas.rows);
    frame.render_widget(status(view, theme, width), areas.status);
    let value = value(view, theme, areas.value);
    let scroll = view.scroll.min(furthest(&value, areas.value));
    frame.render_widget(Paragraph::new(value).scroll((scroll, 0)), areas.value);
}

fn tree(view: &View, theme: &Theme, frame: &mut Frame<'_>, area: Rect) {
    let mut indexes = Indexes::default();
    for (line, row) in view.seen().take(usize::from(area.height)).enumerate() {
        let selected = row == view.cursor;
        let index = indexes.of(&view.outline, row);
        let place = Rect {
            y: area.y + u16::try_from(line).unwrap_or(0),
            height: 1,
            ..area
        };
        let content = drawn(view, row, index, theme, usize::from(area.width));
        rows::one(content, selected, theme, place, frame);
    }
}

/// Positions of rows in their lists: only the first of a list is counted from its beginning.
#[derive(Default)]
struct Indexes(HashMap<usize, (usize, usize)>);

impl Indexes {
    fn of(&mut self, outline: &Outline, row: usize) -> Option<usize> {
        let parent = outline.parent(row)?;
        let index = match self.0.get(&parent) {
            Some((sibling, index)) if outline.behind(*sibling) == row => Some(index + 1),
            _ => outline.index(row),
        }?;
        self.0.insert(parent, (row, index));
        Some(index)
    }
}

fn drawn(
    view: &View,
    row: usize,
    index: Option<usize>,
    theme: &Theme,
    width: usize,
) -> Line<'static> {
    let outline = &view.outline;
    let folds = outline.folds_at(row);
    let marker = match (folds, view.folds.is_folded(row)) {
        (true, true) => "▸ ",
        (true, false) => "▾ ",
        (false, _) => "  ",
    };
    let indent = outline.depth(row).min(DEEPEST) * 2;
    let mut spans = vec![
        Span::styled(if row == view.cursor { "▌" } else { " " }, theme.accent),
        Span::raw(" ".repeat(indent)),
        Span::styled(marker, theme.dim),
    ];
    let kind = outline.kind(row);
    if let Some(key) = outline.key(row) {
        spans.extend(matched(view, &key_words(key, width), theme.accent));
        spans.push(Span::styled(": ", theme.dim));
    } else if let Some(index) = index {
        spans.push(Span::styled(format!("[{index}] "), theme.dim));
    }
    let taken: usize = spans.iter().map(|span| span.content.width()).sum();
    let room = width.saturating_sub(taken);
    match kind {
        Kind::Part => spans.push(Span::styled(
            fit(&heading(outline, row), room),
            theme.heading,
        )),
        Kind::Object | Kind::List => spans.extend(container(view, row, theme, room)),
        Kind::Line { goes_on, damaged } => {
            let number = if goes_on {
                "↪".to_owned()
            } else {
                number(outline.line(row))
            };
            let mark = if damaged { "✗" } else { " " };
            let style = if damaged { theme.bad } else { theme.dim };
            spans.push(Span::styled(format!("{mark}{number:>6} "), style));
            spans.extend(start(view, row, theme.text, room.saturating_sub(8)));
        }
        Kind::Text => spans.extend(start(view, row, theme.text, room)),
        Kind::Number | Kind::Word => spans.extend(start(view, row, theme.info, room)),
    }
    Line::from(spans)
}

/// A key; with its quotes where it could be taken for something else.
fn key_words(key: &str, width: usize) -> String {
    let plain = |c: char| c.is_alphanumeric() || "_-.$@".contains(c);
    let cut = &key[..key.floor_char_boundary(width * BYTES_A_COLUMN)];
    let words = Printable::line(cut).into_string();
    let words = fit(&words, width / 2);
    if key.is_empty() || !key.chars().all(plain) {
        format!("\"{words}\"")
    } else {
        words
    }
}

/// What a part is, and where it is damaged.
fn heading(outline: &Outline, row: usize) -> String {
    let part = outline.part(row);
    let lines = outline.line_at(part.range.end, part);
    let words = match part.form {
        Form::Json => format!("JSON, {} lines", number(lines)),
        Form::Lines => format!("text, {} lines", number(lines)),
        Form::Damaged(damage) => format!(
            "not JSON from line {} on: {}",
            number(outline.line_at(damage.offset, part)),
            damage.what
        ),
    };
    let cut = part.cut.map_or(String::new(), |at| {
        let left = part.range.end.saturating_sub(at);
        format!("; the last {} bytes are not shown", number(left))
    });
    format!("{}  {words}{cut}", part.label.printable())
}

fn container(view: &View, row: usize, theme: &Theme, room: usize) -> Vec<Span<'static>> {
    let outline = &view.outline;
    let (brackets, one, many) = match outline.kind(row) {
        Kind::List => ("[]", "entry", "entries"),
        _ => ("{}", "key", "keys"),
    };
    let count = match outline.count(row) {
        Count::Exactly(0) => return vec![Span::styled(brackets, theme.text)],
        Count::Exactly(1) => format!("1 {one}"),
        Count::Exactly(count) => format!("{} {many}", number(count)),
        Count::MoreThan(count) => format!("over {} {many}", number(count)),
    };
    let words = format!("{brackets} {count}");
    let left = room.saturating_sub(words.width() + 2);
    let mut spans = vec![Span::styled(fit(&words, room), theme.dim)];
    if view.folds.is_folded(row) && left > 8 {
        let preview = fit(&preview(outline, row, left), left);
        spans.push(Span::raw("  "));
        spans.extend(matched(view, &preview, theme.text));
    }
    spans
}

/// What is in a folded row: its plain members, the telling ones first.
fn preview(outline: &Outline, row: usize, width: usize) -> String {
    let members = outline.inside(row).take(LOOKED_AT);
    let (mut telling, mut dull) = (Vec::new(), Vec::new());
    for member in members {
        if matches!(outline.kind(member), Kind::Object | Kind::List) {
            continue;
        }
        let value = outline.value(member, width * BYTES_A_COLUMN).text;
        let key = outline.key(member).unwrap_or_default();
        let is_dull = value == "null" || DULL.iter().any(|end| key.ends_with(end));
        let words = Printable::line(value);
        let words = if key.is_empty() {
            words.into_string()
        } else {
            format!("{}: {words}", key_words(key, width))
        };
        if is_dull { &mut dull } else { &mut telling }.push(words);
    }
    telling.append(&mut dull);
    telling.join(", ")
}

/// The beginning of a row's value.
fn start(view: &View, row: usize, style: Style, room: usize) -> Vec<Span<'static>> {
    let shown = view.outline.value(row, room.max(1) * BYTES_A_COLUMN);
    let mut words = Printable::line(shown.text).into_string();
    if !shown.whole {
        words.push('…');
    }
    matched(view, &fit(&words, room), style)
}

/// A text with what was searched for underlined.
fn matched(view: &View, text: &str, style: Style) -> Vec<Span<'static>> {
    let found = view
        .needle
        .as_ref()
        .and_then(|needle| needle.first_in(text));
    let Some(found) = found else {
        return vec![Span::styled(text.to_owned(), style)];
    };
    let underlined = style.add_modifier(Modifier::UNDERLINED | Modifier::BOLD);
    vec![
        Span::styled(text[..found.start].to_owned(), style),
        Span::styled(text[found.clone()].to_owned(), underlined),
        Span::styled(text[found.end..].to_owned(), style),
    ]
}

/// Where the cursor stands, or the words being typed.
fn status(view: &View, theme: &Theme, width: usize) -> Line<'static> {
    if view.typing {
        let mut spans = vec![Span::styled(" / ", theme.accent)];
        let words = field::spans(&view.words, width.saturating_sub(6), true, theme.text);
        spans.extend(words);
        return Line::from(spans);
    }
    let outline = &view.outline;
    let line = format!(" · line {} ", number(outline.line(view.cursor)));
    let path = match outline.kind(view.cursor) {
        Kind::Part | Kind::Line { .. } => outline.part(view.cursor).label.printable(),
        _ => Printable::line(&outline.path(view.cursor)),
    };
    let search = if view.search.is_some() {
        " searching… Esc stops it ·"
    } else {
        ""
    };
    let room = width.saturating_sub(line.width() + search.width() + 4);
    let words = format!("──{search} {}{line}", fit(path.as_str(), room));
    let rest = "─".repeat(width.saturating_sub(words.width()));
    Line::styled(format!("{words}{rest}"), theme.dim)
}

/// How far the value is scrolled, if it is, and how far it can be.
pub fn scrolled(model: &Model, raw: &Raw, theme: &Theme) -> Option<(u16, u16)> {
    let view = raw.view.as_ref().filter(|view| view.scroll > 0)?;
    let area = layout::raw(model.size).value;
    Some((view.scroll, furthest(&value(view, theme, area), area)))
}

/// Until its last line is the last that is shown: the place for it is small.
fn furthest(value: &[Line<'_>], area: Rect) -> u16 {
    let most = value.len().saturating_sub(usize::from(area.height));
    u16::try_from(most).unwrap_or(u16::MAX)
}

/// The value under the cursor, whole, its escapes read.
fn value(view: &View, theme: &Theme, area: Rect) -> Vec<Line<'static>> {
    let (outline, row) = (&view.outline, view.cursor);
    let width = usize::from(area.width);
    let shown = outline.value(row, VALUE);
    let text = match outline.kind(row) {
        Kind::Part => heading(outline, row),
        Kind::Object | Kind::List => preview(outline, row, VALUE / LOOKED_AT / BYTES_A_COLUMN),
        Kind::Text if shown.whole => {
            serde_json::from_str(shown.text).unwrap_or_else(|_| shown.text.to_owned())
        }
        _ => shown.text.to_owned(),
    };
    let mut lines: Vec<Line<'static>> = Vec::new();
    if let (Kind::Line { damaged: true, .. }, Form::Damaged(damage)) =
        (outline.kind(row), outline.part(row).form)
    {
        let words = format!("Not JSON from here on: {}.", damage.what);
        lines.extend(prose::hanging(Span::raw(" ✗ "), &words, theme.bad, width));
    }
    for line in text.lines() {
        let printed = whole(line);
        lines.extend(prose::hanging(Span::raw(" "), &printed, theme.text, width));
    }
    if !shown.whole && matches!(outline.kind(row), Kind::Text | Kind::Line { .. }) {
        let words = format!(
            " … these are the first {} bytes of it",
            number(shown.text.len())
        );
        lines.push(Line::styled(words, theme.dim));
    }
    lines
}

/// A line of any length, safe to show.
fn whole(line: &str) -> String {
    let mut printed = String::with_capacity(line.len());
    let mut rest = line;
    while !rest.is_empty() {
        let cut = rest
            .char_indices()
            .nth(LINE_LIMIT)
            .map_or(rest.len(), |(at, _)| at);
        printed.push_str(Printable::line(&rest[..cut]).as_str());
        rest = &rest[cut..];
    }
    printed
}
