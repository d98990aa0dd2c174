//! The verdict form.

use ratatui::Frame;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::layout;
use crate::app::model::Model;
use crate::app::overlays::verdict::{Aim, Form, Line as Field};
use crate::app::target::Target;
use crate::domain::scope::{Scope, Subject};
use crate::domain::verdict::Verdict;
use crate::view::overlays::Popup;
use crate::view::parts::cells::{cell, fit, number};
use crate::view::parts::{field, prose};
use crate::view::theme::Theme;

/// Width of the form.
const WIDTH: u16 = 78;
/// Width of the labels.
const LABEL: usize = 11;

/// Draws the form.
pub fn draw(model: &Model, form: &Form, theme: &Theme, frame: &mut Frame<'_>) {
    let mut lines = Vec::new();
    let mut focus = 0;
    for field in form.lines() {
        if field == form.focus {
            focus = lines.len();
        }
        lines.extend(field_lines(model, form, field, theme));
    }
    lines.extend(replaced(form, theme));
    if let Some(problem) = &form.problem {
        let body = layout::frame(model.size.intersection(frame.area())).body;
        let inside = layout::overlay(body, WIDTH, u16::MAX)
            .width
            .saturating_sub(2);
        let width = usize::from(inside);
        lines.extend(prose::hanging(
            Span::styled(" ! ", theme.bad),
            problem,
            theme.bad,
            width,
        ));
        focus = focus.max(lines.len() - 1);
    }
    let form = Popup {
        width: WIDTH,
        title: title(model, form),
        lines,
        focus,
    };
    form.draw(model.size, theme, frame);
}

fn field_lines(model: &Model, form: &Form, field: Field, theme: &Theme) -> Vec<Line<'static>> {
    let choice =
        |name, value: &str, words: &str| vec![choice(form, field, name, value, words, theme)];
    match field {
        Field::Verdict => choice("verdict", form.verdict.words(), ""),
        Field::Reason => choice("reason", &form.reason.to_string(), form.reason.words()),
        Field::Scope => scopes(form, theme),
        Field::Expires => {
            let until = form.term.until(model.today());
            let until = until.map_or_else(String::new, |last| format!("on {last}"));
            choice("expires", &form.term.words(), &until)
        }
        Field::Note => vec![note(form, theme)],
    }
}

/// What is decided already and would be replaced.
fn replaced(form: &Form, theme: &Theme) -> Option<Line<'static>> {
    let first = form.earlier.first()?;
    let (symbol, style) = theme.verdict(first.verdict);
    let more = match form.earlier.len() {
        1 => String::new(),
        count => format!(", and {} more", count - 1),
    };
    let words = format!(
        "{symbol} {} by {} {}{more}  {}",
        first.verdict.words(),
        first.author.printable(),
        first.at.strftime("%Y-%m-%d"),
        first.note.printable()
    );
    let label = Span::styled("  replaces ", theme.dim);
    Some(Line::from(vec![
        label,
        Span::styled(fit(&words, usize::from(WIDTH) - 13), style),
    ]))
}

fn title(model: &Model, form: &Form) -> String {
    let about = match (&form.target, &model.report) {
        (Target::Findings(findings), Some(open)) => {
            let first = &open.report.findings[findings[0]];
            let more = if findings.len() > 1 {
                format!(" and {} more", findings.len() - 1)
            } else {
                String::new()
            };
            let file = first
                .seen
                .file
                .as_ref()
                .map_or_else(String::new, |file| format!(" · {}", file.printable()));
            format!("{}{file}{more}", first.seen.rule.printable())
        }
        (Target::Exceptions(subjects), _) => in_ledger(model, subjects),
        (target, _) => match &model.heads(target)[..] {
            [only] => format!("the scan of {} as a whole", only.name().printable()),
            several => format!("{} scans as a whole", several.len()),
        },
    };
    fit(
        &format!(" {} ─ {about} ", capital(form.verdict)),
        usize::from(WIDTH) - 4,
    )
}

/// A verdict of the ledger, by what it is about.
fn in_ledger(model: &Model, subjects: &[Subject]) -> String {
    let first = subjects
        .first()
        .and_then(|subject| model.decisions.get(subject));
    first.map_or_else(String::new, |decision| {
        let context = &decision.context;
        let rule = context.rule.as_ref().map_or_else(
            || "the whole scan".to_owned(),
            |rule| rule.printable().into_string(),
        );
        let place = context.file.as_ref().unwrap_or(&context.model);
        format!("{rule} · {}", place.printable())
    })
}

fn capital(verdict: Verdict) -> String {
    let words = verdict.words();
    let (first, rest) = words.split_at(1);
    format!("{}{rest}", first.to_uppercase())
}

fn label(form: &Form, field: Field, name: &str, theme: &Theme) -> Span<'static> {
    let focused = form.focus == field;
    let style = if focused { theme.accent } else { theme.dim };
    Span::styled(
        format!(" {}{name:<9}", if focused { "▌" } else { " " }),
        style,
    )
}

fn choice(
    form: &Form,
    field: Field,
    name: &str,
    value: &str,
    words: &str,
    theme: &Theme,
) -> Line<'static> {
    Line::from(vec![
        label(form, field, name, theme),
        Span::styled(format!("‹ {value} ›"), theme.text),
        Span::styled(format!("  {words}"), theme.dim),
    ])
}

fn scopes(form: &Form, theme: &Theme) -> Vec<Line<'static>> {
    let line = |(at, aim): (usize, &Aim)| {
        let name = match at {
            0 => label(form, Field::Scope, "scope", theme),
            _ => Span::raw(" ".repeat(LABEL)),
        };
        let chosen = at == form.aim;
        let words = aim.scope.map_or("the scan as a whole", Scope::words);
        let covers = format!(
            "covers {}{}",
            number(aim.covers),
            positives(aim.true_positives)
        );
        let room = (usize::from(WIDTH) - 4).saturating_sub(LABEL + 2 + covers.width());
        let (style, danger) = match aim.true_positives {
            0 => (theme.dim, theme.dim),
            _ => (theme.text, theme.bad),
        };
        Line::from(vec![
            name,
            Span::styled(if chosen { "● " } else { "○ " }, theme.text),
            cell(words, room, if chosen { theme.text } else { style }),
            Span::styled(covers, danger),
        ])
    };
    form.aims.iter().enumerate().map(line).collect()
}

/// True positives that the scope would excuse, where there are any.
fn positives(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => " · 1 TRUE POSITIVE".to_owned(),
        count => format!(" · {} TRUE POSITIVES", number(count)),
    }
}

fn note(form: &Form, theme: &Theme) -> Line<'static> {
    let mut spans = vec![label(form, Field::Note, "note", theme)];
    let focused = form.focus == Field::Note;
    spans.extend(field::spans(
        &form.note,
        usize::from(WIDTH) - 15,
        focused,
        theme.text,
    ));
    Line::from(spans)
}
