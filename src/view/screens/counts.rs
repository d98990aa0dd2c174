//! A report without findings: what that means, and the ways on.

use ratatui::text::Line;
use ratatui::widgets::{Paragraph, Wrap};

use crate::app::model::Model;
use crate::domain::decisions::Standing;
use crate::domain::outcome::Outcome;
use crate::domain::report::{Completeness, Report};
use crate::domain::text::Printable;
use crate::view::theme::Theme;

/// Explains why there is nothing to list.
pub(super) fn explanation(model: &Model, report: &Report, theme: &Theme) -> Paragraph<'static> {
    let head = &report.head;
    let mut lines = vec![Line::default()];
    lines.extend(
        why(report)
            .into_iter()
            .map(|line| Line::raw(format!("   {line}"))),
    );
    lines.push(Line::default());
    let failed = report
        .evaluations
        .iter()
        .filter(|evaluation| evaluation.result.raw() == "FAILED");
    for evaluation in failed {
        let state = evaluation
            .state
            .as_ref()
            .map(|state| Printable::line(state.word()).into_string());
        lines.push(Line::styled(
            format!(
                "   failed  {}  {}",
                evaluation.rule.printable(),
                state.unwrap_or_default()
            ),
            theme.bad,
        ));
    }
    for note in head.warnings.iter().map(ToString::to_string) {
        lines.push(Line::styled(format!("   ! {note}"), theme.warn));
    }
    for note in &head.coverage.notes {
        lines.push(Line::styled(
            format!("   · {}", note.printable()),
            theme.dim,
        ));
    }
    lines.extend(
        ways_on(report)
            .into_iter()
            .map(|line| Line::raw(format!("   {line}"))),
    );
    if let Standing::Proposed(decision) = model.decisions.of_scan(head, model.today()) {
        lines.push(Line::default());
        let words = format!(
            "   ~ proposed: {}, as for {}; c confirms",
            decision.verdict.words(),
            decision.context.model.printable()
        );
        lines.push(Line::styled(words, theme.info));
    }
    Paragraph::new(lines).wrap(Wrap { trim: false })
}

fn why(report: &Report) -> Vec<String> {
    let head = &report.head;
    let error = head.scan.error.as_ref();
    let code = error
        .and_then(|error| error.code.as_ref())
        .map(|code| code.printable().into_string());
    let message = error
        .and_then(|error| error.message.as_ref())
        .map(|message| message.printable().into_string());
    match (&head.scan.outcome, head.completeness) {
        (Outcome::Error, _) => {
            let mut lines =
                vec!["The scan itself failed, so nothing was decided about the model.".to_owned()];
            lines.extend(code);
            lines.extend(message);
            lines
        }
        (Outcome::Pending, _) => {
            vec!["The scan was not finished when this was written: it says nothing yet.".to_owned()]
        }
        (_, Completeness::Counts) if head.scan.rules.is_some_and(|rules| rules.failed == 0) => {
            vec!["No rule failed.".to_owned()]
        }
        (_, Completeness::Counts) => vec![
            "This artifact says how many rules failed, not which:".to_owned(),
            "the official client saves counts only.".to_owned(),
        ],
        _ => vec!["The report lists no findings.".to_owned()],
    }
}

fn ways_on(report: &Report) -> Vec<String> {
    let head = &report.head;
    let mut lines = vec![String::new()];
    let uuid = head
        .scan
        .uuid
        .as_ref()
        .map(|uuid| uuid.printable().into_string())
        .filter(|uuid| is_plain(uuid));
    if let (Completeness::Counts, Some(uuid), false) = (
        head.completeness,
        uuid,
        head.scan.outcome == Outcome::Pending,
    ) {
        lines.push("To see why, save its violations beside this file and press Ctrl-r:".to_owned());
        lines.push(format!(
            "    model-security get-scan-violations {uuid} > {uuid}.violations.json"
        ));
        lines.push(String::new());
    }
    lines.push("t f a r p   decide about the scan as a whole".to_owned());
    lines
}

/// Whether a scan's UUID may stand in a line that people paste into a shell.
fn is_plain(uuid: &str) -> bool {
    uuid.bytes()
        .all(|byte| byte == b'-' || byte.is_ascii_alphanumeric())
        && !uuid.starts_with('-')
}
