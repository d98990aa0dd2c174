//! The verdict form.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use crate::app::model::{Model, Target};
use crate::app::overlays::verdict::{Aim, Form, Line as Field};
use crate::domain::scope::{Scope, Subject};
use crate::domain::verdict::Verdict;
use crate::view::parts::cells::{fit, number};
use crate::view::parts::field;
use crate::view::theme::Theme;

/// Width of the form.
const WIDTH: u16 = 78;

/// Draws the form.
pub fn draw(model: &Model, form: &Form, theme: &Theme, frame: &mut Frame<'_>) {
    let mut lines = Vec::new();
    for field in form.lines() {
        match field {
            Field::Verdict => lines.push(choice(
                form,
                field,
                "verdict",
                form.verdict.words(),
                "",
                theme,
            )),
            Field::Reason => {
                lines.push(choice(
                    form,
                    field,
                    "reason",
                    &form.reason.to_string(),
                    form.reason.words(),
                    theme,
                ));
            }
            Field::Scope => lines.extend(scopes(form, theme)),
            Field::Expires => {
                let until = form
                    .term
                    .until(model.today())
                    .map_or_else(String::new, |last| format!("on {last}"));
                lines.push(choice(
                    form,
                    field,
                    "expires",
                    &form.term.words(),
                    &until,
                    theme,
                ));
            }
            Field::Note => lines.push(note(form, theme)),
        }
    }
    if let Some(problem) = &form.problem {
        lines.push(Line::styled(format!(" {problem}"), theme.bad));
    }
    super::popup(model.size, WIDTH, lines, title(model, form), theme, frame);
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
        let name = if at == 0 { "scope" } else { "" };
        let chosen = at == form.aim;
        let words = aim.scope.map_or("the scan as a whole", Scope::words);
        let dangerous = aim.true_positives > 0;
        Line::from(vec![
            label(
                form,
                if at == 0 {
                    Field::Scope
                } else {
                    Field::Verdict
                },
                name,
                theme,
            )
            .style(if form.focus == Field::Scope {
                theme.accent
            } else {
                theme.dim
            }),
            Span::styled(
                format!("{} {words:<39}", if chosen { "●" } else { "○" }),
                if chosen { theme.text } else { theme.dim },
            ),
            Span::styled(format!("covers {:>5}", number(aim.covers)), theme.dim),
            Span::styled(
                positives(aim.true_positives),
                if dangerous { theme.bad } else { theme.dim },
            ),
        ])
    };
    form.aims.iter().enumerate().map(line).collect()
}

/// True positives that the scope would excuse, where there are any.
fn positives(count: usize) -> String {
    if count == 0 {
        String::new()
    } else {
        format!(" · {} TRUE", number(count))
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
