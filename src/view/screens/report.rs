//! One report: findings in groups, the selected one in detail beside or below.
//!
//! ```text
//!  acme/scorer   BLOCKED by HF prod   8 of 11 rules passed
//!  ! what makes this report doubtful
//!  THREATS                        │ Load Time Code Execution Check
//!  ▌ ○ builtins.exec  model.bin   │ PAIT-PYTCH-100 · CRITICAL (derived)
//!  POLICY                         │ where   pytorch_model.bin
//!    ✓ ▸ Approved Format  ×9      │ why     …
//!  3 of 5 decided
//! ```

use ratatui::Frame;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr;

use super::{counts, detail};
use crate::app::layout;
use crate::app::model::Model;
use crate::app::screens::report::{Open, Row};
use crate::domain::decisions::Mark;
use crate::domain::finding::Finding;
use crate::domain::grade::{Kind, Level, Origin};
use crate::domain::grouping::By;
use crate::domain::report::{Completeness, Head};
use crate::domain::text::Untrusted;
use crate::domain::verdict::Verdict;
use crate::view::parts::cells::{counted, fit, fit_end, name, number};
use crate::view::parts::{filter, rows, whole};
use crate::view::theme::{Symbol, Theme};

/// Columns in which a file can be told by its name.
const LEAST_SOURCE: usize = 16;
/// Members of a group that are asked for their file, and files that are shown.
const FILES_LOOKED_AT: usize = 64;
const FILES_SHOWN: usize = 8;

/// Draws the screen.
pub fn draw(model: &Model, open: &Open, theme: &Theme, frame: &mut Frame<'_>) {
    let size = model.size.intersection(frame.area());
    let areas = layout::report(size, model.split);
    frame.render_widget(
        Paragraph::new(title(model, &open.report.head, theme, areas.title.width)),
        areas.title,
    );
    if open.report.findings.is_empty() {
        let body = areas.rows.union(areas.detail);
        frame.render_widget(
            counts::explanation(model, &open.report, theme, body.width),
            body,
        );
    } else if open.rows.is_empty() {
        let body = areas.rows.union(areas.detail);
        let words = format!("\n   {}", filter::leaves_nothing(open.filter.text()));
        frame.render_widget(Paragraph::new(words).style(theme.dim), body);
    } else {
        let width = usize::from(areas.rows.width);
        rows::draw(
            (&open.list, open.marks.range_from),
            open.rows.len(),
            (frame, areas.rows),
            theme,
            |at, selected| row_line(open, &open.rows[at], selected, theme, width),
        );
        rows::divider(areas.divider, theme, frame);
        let text = detail::lines(model, open, theme, usize::from(areas.detail.width));
        let scroll = open.scroll.min(rows::furthest(&text));
        let detail = Paragraph::new(text).scroll((scroll, 0));
        frame.render_widget(detail, areas.detail);
    }
    frame.render_widget(status(model, open, theme, areas.status.width), areas.status);
}

/// How far the detail is scrolled, if it is, and how far it can be.
pub fn scrolled(model: &Model, theme: &Theme) -> Option<(u16, u16)> {
    let open = model.report.as_ref().filter(|open| open.scroll > 0)?;
    let width = layout::report(model.size, model.split).detail.width;
    let text = detail::lines(model, open, theme, usize::from(width));
    Some((open.scroll, rows::furthest(&text)))
}

fn title(model: &Model, head: &Head, theme: &Theme, width: u16) -> Vec<Line<'static>> {
    let scan = &head.scan;
    let width = usize::from(width);
    let mut facts = String::new();
    if let Some(group) = head.group_name() {
        facts.push_str(&format!(" by {}", group.printable()));
    }
    if let Some(rules) = scan.rules {
        facts.push_str(&format!(
            "   {} of {} rules passed",
            rules.passed, rules.total
        ));
    }
    let outcome = scan.outcome.word().to_owned();
    let outcome = Untrusted::from(outcome).printable().into_string();
    let room = width.saturating_sub(outcome.width() + 5);
    let name = name(head, room.max(8));
    let rest = width.saturating_sub(name.width() + outcome.width() + 4);
    let first = Line::from(vec![
        Span::styled(format!(" {name}"), theme.heading),
        Span::raw("   "),
        Span::styled(outcome, theme.outcome(scan.outcome.meaning())),
        Span::styled(fit(&facts, rest), theme.dim),
    ]);
    vec![first, second(model, head, theme, width)]
}

/// The second line: the verdict on the whole, else the first doubt, else what the report holds.
fn second(model: &Model, head: &Head, theme: &Theme, width: usize) -> Line<'static> {
    if let Some(line) = whole::line(model, head, theme, width) {
        return line;
    }
    if let Some(warning) = head.warnings.first() {
        let more = if head.warnings.len() > 1 {
            format!(" (+{})", head.warnings.len() - 1)
        } else {
            String::new()
        };
        return Line::styled(fit(&format!(" !{more} {warning}"), width), theme.warn);
    }
    let files = match head.coverage.scanned {
        None => String::new(),
        Some(files) => format!(
            " · {} scanned",
            counted(usize::try_from(files).unwrap_or(usize::MAX), "file")
        ),
    };
    let skipped = head
        .coverage
        .skipped
        .filter(|skipped| *skipped > 0)
        .map_or_else(String::new, |skipped| format!(", {skipped} skipped"));
    let holds = match head.completeness {
        Completeness::Counts => "counts only",
        Completeness::Partial => "partial: there may be more findings than these",
        Completeness::Full => "full report",
    };
    Line::styled(fit(&format!(" {holds}{files}{skipped}"), width), theme.dim)
}

fn row_line(open: &Open, row: &Row, selected: bool, theme: &Theme, width: usize) -> Line<'static> {
    let members = open.members(row);
    let Some(first) = members.first().map(|at| &open.report.findings[*at]) else {
        let Row::Heading(section) = row else {
            return Line::default();
        };
        return Line::styled(format!(" {}", section.title()), theme.heading);
    };
    let marked = members.iter().all(|at| open.marks.on.contains(at));
    let (symbol, style) = together(open, members, theme);
    let mut spans = vec![
        Span::styled(if selected { "▌" } else { " " }, theme.accent),
        Span::styled(if marked { "● " } else { "  " }, theme.accent),
    ];
    if let Row::Finding { inside: true, .. } = row {
        spans.push(Span::raw("  "));
    }
    spans.push(Span::styled(format!("{symbol} "), style));
    if let Row::Group(group) = row {
        spans.push(Span::styled(
            if open.is_unfolded(*group) {
                "▾ "
            } else {
                "▸ "
            },
            theme.dim,
        ));
    }
    let grade = grade(first);
    spans.push(Span::styled(
        grade.0,
        grade.1.map_or(theme.dim, |level| theme.level(level)),
    ));
    let taken: usize = spans.iter().map(|span| span.content.width()).sum();
    let (what, rest) = words(open, row, first, members.len());
    let what = fit(&what, width.saturating_sub(taken));
    let room = width.saturating_sub(taken + what.width() + 2);
    spans.push(Span::styled(what, theme.text));
    spans.push(Span::styled(format!("  {}", fit(&rest, room)), theme.dim));
    Line::from(spans)
}

/// Symbol of several findings: their common one, or `◐` where some are decided.
fn together(open: &Open, members: &[usize], theme: &Theme) -> (&'static str, Style) {
    let mut marks = members.iter().map(|at| open.stands[*at]);
    let first = marks.next().unwrap_or(Mark::Open);
    if marks.all(|mark| mark == first) {
        return theme.mark(first);
    }
    let proposed = members.iter().any(|at| open.stands[*at] == Mark::Proposed);
    if proposed {
        theme.mark(Mark::Proposed)
    } else {
        theme.symbol(Symbol::Mixed)
    }
}

/// A grade in six columns; a derived one in brackets.
fn grade(finding: &Finding) -> (String, Option<Level>) {
    let Some(severity) = finding.severity else {
        return (String::new(), None);
    };
    let word = match severity.level {
        Level::Critical => "CRIT",
        Level::High => "HIGH",
        Level::Medium => "MED",
        Level::Low => "LOW",
        Level::Info => "INFO",
    };
    let word = if severity.origin == Origin::Derived {
        format!("({word})")
    } else {
        word.to_owned()
    };
    (format!("{word:<7}"), Some(severity.level))
}

/// What a row says: the telling part first.
fn words(open: &Open, row: &Row, first: &Finding, count: usize) -> (String, String) {
    let seen = &first.seen;
    let printed = |text: &Option<Untrusted>| {
        text.as_ref()
            .map(|text| text.printable().into_string())
            .unwrap_or_default()
    };
    let (rule, file) = (seen.rule.printable().into_string(), printed(&seen.file));
    let inside = matches!(row, Row::Finding { inside: true, .. });
    let symbol = printed(&seen.symbol());
    let telling = if symbol.is_empty() {
        printed(&subject(first))
    } else {
        symbol
    };
    let parts = match (open.by, count, inside) {
        (By::File, 1, false) | (By::Rule, 1, true) => [file, telling, rule],
        (By::File, 1, true) => [telling, rule, String::new()],
        (By::File, ..) => [
            if file.is_empty() {
                "(the model as a whole)".into()
            } else {
                file
            },
            format!("×{count}"),
            String::new(),
        ],
        (By::Rule, 1, false) if first.kind == Kind::Threat => [telling, file, rule],
        (By::Rule, 1, false) => [rule, telling, file],
        (By::Rule, ..) => [rule, format!("×{count}"), telling_of_group(open, row)],
    };
    let mut parts = parts.into_iter().filter(|part| !part.is_empty());
    let what = parts
        .next()
        .unwrap_or_else(|| seen.description.printable().into_string());
    (what, parts.collect::<Vec<_>>().join("  "))
}

/// The first files of a group.
fn telling_of_group(open: &Open, row: &Row) -> String {
    let members = open.members(row).iter().take(FILES_LOOKED_AT);
    let mut files: Vec<_> = members
        .filter_map(|at| open.report.findings[*at].seen.file.as_ref())
        .collect();
    files.dedup();
    let files = files
        .iter()
        .take(FILES_SHOWN)
        .map(|file| file.printable().into_string());
    files.collect::<Vec<_>>().join(", ")
}

/// What a policy finding is about: the last marked or quoted word of its description.
fn subject(finding: &Finding) -> Option<Untrusted> {
    let text = finding.seen.description.raw();
    ["**", "`", "'"].iter().find_map(|mark| {
        let (before, _) = text.rsplit_once(mark)?;
        let (_, word) = before.rsplit_once(mark)?;
        (!word.is_empty() && word.len() < 80).then(|| word.into())
    })
}

/// The filter; else what is decided, and the file in which the report stands.
fn status(model: &Model, open: &Open, theme: &Theme, width: u16) -> Line<'static> {
    let width = usize::from(width);
    if let Some(line) = filter::line(&open.filter, open.filtering, width, theme) {
        return line;
    }
    let facts = fit(&progress(model, open), width);
    let source = open.report.head.source.name().printable();
    let room = width.saturating_sub(facts.width() + 3);
    let source = Some(fit_end(source.as_str(), room)).filter(|_| room >= LEAST_SOURCE);
    let source = source.unwrap_or_default();
    let between = width.saturating_sub(facts.width() + source.width() + 1);
    Line::styled(format!("{facts}{}{source}", " ".repeat(between)), theme.dim)
}

/// What is decided, what waits for somebody, and what is in hand.
fn progress(model: &Model, open: &Open) -> String {
    let total = open.report.findings.len();
    if total == 0 {
        return String::new();
    }
    let waiting = (0..total).filter(|at| open.stands[*at].is_open()).count();
    let mut facts = vec![format!(
        " {} of {} decided",
        number(total - waiting),
        number(total)
    )];
    if !open.marks.on.is_empty() {
        facts.push(format!("{} marked", open.marks.on.len()));
    }
    if open.marks.range_from.is_some() {
        facts.push("range: v ends it".to_owned());
    }
    let review = Mark::Verdict(Verdict::NeedsReview);
    let reviews = open.stands.iter().filter(|stand| **stand == review).count();
    if reviews > 0 {
        facts.push(format!("{} for a second person to review", number(reviews)));
    }
    let proposals = model.proposals().len();
    if proposals > 0 {
        facts.push(format!("{proposals} proposed (~): c confirms one, C all"));
    }
    facts.join(" · ")
}
