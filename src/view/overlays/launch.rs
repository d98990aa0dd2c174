//! The form for a scan: what is wrong with a line stands below it.

use ratatui::Frame;
use ratatui::text::{Line, Span};
use strum::IntoEnumIterator;

use crate::app::layout;
use crate::app::model::Model;
use crate::app::overlays::launch::{Form, Line as Field};
use crate::domain::launch::{Choice, Engine};
use crate::domain::text::Printable;
use crate::view::overlays::Popup;
use crate::view::parts::cells::fit;
use crate::view::parts::{field, prose};
use crate::view::theme::Theme;

/// Width of the form.
const WIDTH: u16 = 78;
/// Width of the labels.
const LABEL: usize = 11;
/// Completions of a path that are shown.
const COMPLETIONS: usize = 3;

/// Draws the form.
pub fn draw(model: &Model, form: &Form, theme: &Theme, frame: &mut Frame<'_>) {
    let body = layout::frame(model.size.intersection(frame.area())).body;
    let inside = layout::overlay(body, WIDTH, u16::MAX).width;
    let width = usize::from(inside.saturating_sub(2));
    let faults = form.faults(&model.groups);
    let (mut lines, mut focus) = (Vec::new(), 0);
    for line in Field::iter() {
        lines.push(drawn(model, form, line, theme, width));
        let below = faults.iter().filter(|(at, _)| *at == line);
        for (_, why) in below {
            let mark = Span::styled(format!("{}! ", " ".repeat(LABEL)), theme.bad);
            lines.extend(prose::hanging(mark, why, theme.bad, width));
        }
        if line == Field::Target {
            lines.extend(completions(form, theme, width));
        }
        if line == form.focus {
            focus = lines.len() - 1;
        }
    }
    if let Some(problem) = &form.problem {
        lines.push(Line::default());
        let mark = Span::styled(" ! ", theme.bad);
        lines.extend(prose::hanging(mark, problem, theme.bad, width));
        focus = lines.len() - 1;
    }
    let popup = Popup {
        width: WIDTH,
        title: " Scan a model ".to_owned(),
        lines,
        focus,
    };
    popup.draw(model.size, theme, frame);
}

fn drawn(model: &Model, form: &Form, line: Field, theme: &Theme, width: usize) -> Line<'static> {
    let focused = form.focus == line;
    let style = if focused { theme.accent } else { theme.dim };
    let pointer = if focused { "▌" } else { " " };
    let label = format!(" {pointer}{:<1$}", words(line), LABEL - 2);
    let mut spans = vec![Span::styled(label, style)];
    let room = width.saturating_sub(LABEL + 1);
    if let Some(text) = form.text(line) {
        let empty = text.text().is_empty();
        if !empty || focused {
            spans.extend(field::spans(text, room, focused, theme.text));
        }
        if empty {
            let gap = if focused { " " } else { "" };
            let words = fit(otherwise(line), room.saturating_sub(gap.len() + 1));
            spans.push(Span::styled(format!("{gap}{words}"), theme.dim));
        }
        return Line::from(spans);
    }
    let (value, about) = match line {
        Field::Group => group(model, form),
        _ => engine(form),
    };
    let value = fit(&format!("‹ {value} ›"), room);
    let left = room.saturating_sub(value.chars().count() + 2);
    spans.push(Span::styled(value, theme.text));
    spans.push(Span::styled(format!("  {}", fit(&about, left)), theme.dim));
    Line::from(spans)
}

/// The group that judges, and what speaks for it.
fn group(model: &Model, form: &Form) -> (String, String) {
    let groups = &model.groups;
    match (form.judging(groups), form.unseen()) {
        (Some(group), _) => {
            let source = group.source_type.printable();
            let standing = match (groups.chosen.has(group), group.is_default()) {
                (true, _) => ", chosen",
                (false, true) => ", the default",
                (false, false) => "",
            };
            (
                group.name.printable().into_string(),
                format!("{source}{standing}"),
            )
        }
        (None, Some(uuid)) => (uuid.printable().into_string(), String::new()),
        (None, None) => ("none".to_owned(), String::new()),
    }
}

/// Who scans, and what that means.
fn engine(form: &Form) -> (String, String) {
    let engine = form.source().and_then(|it| form.engine.engine(it).ok());
    let means = match engine {
        Some(Engine::Airs) => "the service fetches and scans it",
        Some(Engine::Sdk) => "the official client scans it on this machine",
        None => "the service for Hugging Face, the official client for the rest",
    };
    let means = match form.engine {
        Choice::Auto if engine.is_some() => format!("here: {means}"),
        _ => means.to_owned(),
    };
    (form.engine.to_string(), means)
}

fn completions(form: &Form, theme: &Theme, width: usize) -> Vec<Line<'static>> {
    let shown = form.completions().iter().take(COMPLETIONS);
    let room = width.saturating_sub(LABEL + 1);
    let line = |path: &String| {
        let path = fit(Printable::line(path).as_str(), room);
        Line::styled(format!("{}{path}", " ".repeat(LABEL)), theme.dim)
    };
    let shown = shown.filter(|_| form.focus == Field::Target);
    shown.map(line).collect()
}

fn words(line: Field) -> &'static str {
    match line {
        Field::Target => "model",
        Field::Group => "group",
        Field::Engine => "engine",
        Field::Labels => "labels",
        Field::Allow => "only",
        Field::Ignore => "without",
    }
}

fn otherwise(line: Field) -> &'static str {
    match line {
        Field::Target => "https://huggingface.co/…, s3://…, gs://…, az://…, or a path",
        Field::Labels => "none, or as team=vision build=812",
        Field::Allow => "every file, or as *.safetensors *.json",
        _ => "no file, or as *.md",
    }
}
