//! The verdict form.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use crate::app::layout;
use crate::app::model::Model;
use crate::app::overlays::verdict::{Form, Line as Field};
use crate::app::target::Target;
use crate::domain::decision::Decision;
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
/// Widths of what a scope covers: true positives, findings, reports.
const COUNTS: [usize; 3] = [6, 9, 8];
/// What stands over these.
const COVERS: &str = "would cover · ✘ true positives of it";

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
        Field::Verdict => {
            let mut lines = choice("verdict", form.verdict.words(), "");
            let whole = form
                .aims
                .get(form.aim)
                .is_some_and(|aim| aim.scope.is_none());
            lines.extend(excused(form, theme).filter(|_| whole));
            lines
        }
        Field::Reason => choice("reason", &form.reason.to_string(), form.reason.words()),
        Field::Scope => scopes(form, theme),
        Field::Expires => {
            let until = form.term.until(model.today());
            let until = until.map_or_else(String::new, |last| format!("on {last}"));
            choice("expires", &form.term.words(), &until)
        }
        Field::Note => {
            let whose = earlier_note(form, theme);
            std::iter::once(note(form, theme)).chain(whose).collect()
        }
    }
}

/// What is decided already: it is replaced, unless it is narrower than what is being decided and so outlasts it, or wider
/// and so holds for all else.
fn replaced(form: &Form, theme: &Theme) -> Option<Line<'static>> {
    let chosen = form.aims.get(form.aim).and_then(|aim| aim.scope);
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
    let label = match first.subject.scope().zip(chosen) {
        Some((old, new)) if old.is_narrower(new) => "  stays    ",
        Some((old, new)) if new.is_narrower(old) => "  outranks ",
        _ => "  replaces ",
    };
    let label = Span::styled(label, theme.dim);
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

/// Every scope, and what it would cover in the library; true positives come first.
fn scopes(form: &Form, theme: &Theme) -> Vec<Line<'static>> {
    let room = usize::from(WIDTH) - 2 - LABEL - 3 - COUNTS.iter().sum::<usize>();
    let line =
        |name: Span<'static>, dot: &'static str, words: &str, counts: [String; 3], styles| {
            let [style, danger] = styles;
            let mut spans = vec![name, Span::styled(dot, style), cell(words, room, style)];
            let styles = [danger, theme.dim, theme.dim];
            for ((count, width), style) in counts.iter().zip(COUNTS).zip(styles) {
                spans.push(Span::styled(format!("{count:>width$}"), style));
            }
            Line::from(spans)
        };
    let blank = || Span::raw(" ".repeat(LABEL));
    let (true_positive, _) = theme.verdict(Verdict::TruePositive);
    let heads = [
        true_positive.to_owned(),
        "findings".into(),
        "reports".into(),
    ];
    let mut lines = vec![line(blank(), "  ", COVERS, heads, [theme.dim, theme.dim])];
    for (at, aim) in form.aims.iter().enumerate() {
        let name = match at {
            0 => label(form, Field::Scope, "scope", theme),
            _ => blank(),
        };
        let chosen = at == form.aim;
        let words = aim.scope.map_or("the scan as a whole", Scope::words);
        let (positives, danger) = match aim.true_positives {
            0 => ("–".to_owned(), theme.dim),
            count => (format!("{true_positive} {}", number(count)), theme.bad),
        };
        let counts = [positives, number(aim.covers), number(aim.reports)];
        let style = if chosen { theme.text } else { theme.dim };
        let dot = if chosen { "● " } else { "○ " };
        lines.push(line(name, dot, words, counts, [style, danger]));
    }
    lines.extend(excused(form, theme));
    lines
}

/// What a verdict that excuses would hide, where that is a danger somebody has found.
fn excused(form: &Form, theme: &Theme) -> Option<Line<'static>> {
    let aim = form.aims.get(form.aim)?;
    let positives = match aim.true_positives {
        count if count == 0 || !form.verdict.excuses() => return None,
        1 => "1 TRUE POSITIVE".to_owned(),
        count => format!("{} TRUE POSITIVES", number(count)),
    };
    let words = match aim.scope {
        Some(_) => format!("this covers {positives}"),
        None => format!("this holds {positives}: the gate stays closed"),
    };
    let words = format!("{}! {words}", " ".repeat(LABEL));
    Some(Line::styled(words, theme.bad))
}

/// Whose note it is, where another verdict was given with these very words.
fn earlier_note(form: &Form, theme: &Theme) -> Option<Line<'static>> {
    let text = form.note.text();
    let same = |old: &&Decision| old.note.raw() == text && old.verdict != form.verdict;
    let old = form
        .earlier
        .iter()
        .find(same)
        .filter(|_| !text.is_empty())?;
    let verdict = old.verdict.words();
    let words = format!(
        "{}as it was for {verdict}: Ctrl-u empties it",
        " ".repeat(LABEL)
    );
    Some(Line::styled(words, theme.dim))
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
