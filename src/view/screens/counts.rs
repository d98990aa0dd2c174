//! A report without findings: what that means, and the ways on.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::app::model::Model;
use crate::domain::clip::is_plain;
use crate::domain::decisions::Standing;
use crate::domain::gist;
use crate::domain::outcome::Outcome;
use crate::domain::report::{Completeness, Report};
use crate::domain::text::{Printable, Untrusted};
use crate::view::parts::prose;
use crate::view::theme::Theme;

/// What stands before every line.
const MARGIN: &str = "   ";

/// What stands before a text, the text, and its colour.
type Said = (&'static str, String, Style);

/// Explains why there is nothing to list, in paragraphs.
pub(super) fn explanation(
    model: &Model,
    report: &Report,
    theme: &Theme,
    width: u16,
) -> Paragraph<'static> {
    let paragraphs = [
        why(report),
        failed_rules(report, theme),
        doubts(report, theme),
        proposal(model, report, theme),
        ways_on(report, !model.demo),
    ];
    let room = usize::from(width).saturating_sub(2);
    let told = paragraphs.into_iter().filter(|it| !it.is_empty());
    let lines = told.flat_map(|paragraph| {
        let texts = paragraph.into_iter().flat_map(|(mark, text, style)| {
            let mark = Span::styled(format!("{MARGIN}{mark}"), style);
            prose::hanging(mark, &text, style, room)
        });
        [Line::default()].into_iter().chain(texts)
    });
    Paragraph::new(lines.collect::<Vec<_>>())
}

/// What is said of findings that are not there, and what the service said where the scan failed.
fn why(report: &Report) -> Vec<Said> {
    let error = report.head.scan.error.as_ref();
    let said = error.into_iter().flat_map(|it| [&it.code, &it.message]);
    let said = said.flatten().map(|text| text.printable().into_string());
    let sentence = gist::sentence(report).to_owned();
    let lines = [sentence].into_iter().chain(said);
    lines.map(|line| ("", line, Style::new())).collect()
}

/// Rules that failed, where evaluations say which.
fn failed_rules(report: &Report, theme: &Theme) -> Vec<Said> {
    let failed = report
        .evaluations
        .iter()
        .filter(|evaluation| evaluation.result.raw() == "FAILED");
    failed
        .map(|evaluation| {
            let state = evaluation
                .state
                .as_ref()
                .map(|state| Printable::line(state.word()));
            let words = format!(
                "{}  {}",
                evaluation.rule.printable(),
                state.unwrap_or_default()
            );
            ("failed  ", words, theme.bad)
        })
        .collect()
}

/// Doubts, holes, and fields that this program does not know.
fn doubts(report: &Report, theme: &Theme) -> Vec<Said> {
    let head = &report.head;
    let warnings = head
        .warnings
        .iter()
        .map(|warning| ("! ", warning.to_string(), theme.warn));
    let notes = &head.coverage.notes;
    let notes = notes
        .iter()
        .map(|note| ("· ", note.printable().into_string(), theme.dim));
    let unknown = head.scan.extra.iter().map(|(name, value)| {
        let field = format!("{}: {}", name.printable(), value.printable());
        ("· ", field, theme.dim)
    });
    warnings.chain(notes).chain(unknown).collect()
}

fn proposal(model: &Model, report: &Report, theme: &Theme) -> Vec<Said> {
    let Standing::Proposed(decision) = model.decisions.of_scan(&report.head, model.today()) else {
        return Vec::new();
    };
    let (verdict, like) = (decision.verdict.words(), decision.context.model.printable());
    let words = format!("proposed: {verdict}, as for {like}; c confirms");
    vec![("~ ", words, theme.info)]
}

fn ways_on(report: &Report, fetchable: bool) -> Vec<Said> {
    let head = &report.head;
    let uuid = head.scan.uuid.as_ref().map(Untrusted::printable);
    let uuid = uuid.filter(|uuid| is_plain(uuid.as_str()));
    let lines = match (&head.scan.outcome, uuid) {
        (Outcome::Error, _) => {
            let again = "Scan the model again; p notes that the pipeline was at fault.";
            vec![("", again.to_owned())]
        }
        (Outcome::Pending, Some(_)) if fetchable => {
            vec![("", "Press F to ask your tenant how it ended.".to_owned())]
        }
        (Outcome::Pending, _) => Vec::new(),
        (_, Some(uuid)) if head.completeness == Completeness::Counts => {
            let or = if fetchable {
                "To see why, press F to fetch the rest from your tenant. Or"
            } else {
                "To see why,"
            };
            let save = format!("{or} save its violations beside this file and press Ctrl-r:");
            vec![
                ("", save),
                (
                    "  ",
                    format!("model-security get-scan-violations {uuid} \\"),
                ),
                ("    ", format!("> {uuid}.violations.json")),
                ("", String::new()),
            ]
        }
        _ => Vec::new(),
    };
    let keys = "t f a r p   decide about the scan as a whole".to_owned();
    let lines = lines.into_iter().chain([("", keys)]);
    let plain = |(mark, line)| (mark, line, Style::new());
    lines.map(plain).collect()
}
