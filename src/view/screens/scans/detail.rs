//! The selected scan in words: what it concluded, by which rules, and what to do where it concluded nothing.

use ratatui::Frame;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::columns::labels;
use crate::app::command::Command;
use crate::app::keys;
use crate::app::layout::Area;
use crate::app::model::Model;
use crate::app::running::Running;
use crate::domain::launch;
use crate::domain::outcome::Outcome;
use crate::domain::scan::Scan;
use crate::domain::text::Untrusted;
use crate::view::parts::{prose, rows};
use crate::view::theme::Theme;

/// What can be done about a scan that runs.
const WAITING: &str = "Stay on this line, and its report opens. Esc calls it off; what the service has goes on there, and the next desk waits for it again.";

/// Draws it.
pub(super) fn draw(model: &Model, theme: &Theme, frame: &mut Frame<'_>, area: Area) {
    if area.height > 0 {
        let text = lines(model, theme, usize::from(area.width));
        let scroll = model.scans.scroll.min(rows::furthest(&text));
        frame.render_widget(Paragraph::new(text).scroll((scroll, 0)), area);
    }
}

/// What is said of the selected scan; nothing where none is selected.
pub(super) fn lines(model: &Model, theme: &Theme, width: usize) -> Vec<Line<'static>> {
    let running = model.scans.selected_running();
    let running = running.and_then(|job| model.scanning.get(job));
    match (model.scans.selected(), running) {
        (Some(scan), _) => of_scan(model, scan, theme, width),
        (None, Some(running)) => of_running(model, running, theme, width),
        (None, None) => Vec::new(),
    }
}

fn of_scan(model: &Model, scan: &Scan, theme: &Theme, width: usize) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let mut add = |label, text: &str, style| lines.extend(fact(label, text, style, theme, width));
    add("model", &shown(scan.model_uri.as_ref()), theme.heading);
    let meaning = scan.outcome.meaning();
    add("outcome", &outcome(scan), theme.outcome(meaning));
    add("error", &code(scan), theme.warn);
    add("to do", &way(scan), theme.text);
    let group = scan.group.as_ref();
    let name = shown(group.and_then(|it| it.name.as_ref()));
    let uuid = shown(group.and_then(|it| it.uuid.as_ref()));
    add("group", &format!("{name}  {uuid}"), theme.text);
    add("labels", &labels(scan), theme.text);
    add("scan", &shown(scan.uuid.as_ref()), theme.text);
    add("made", &made(scan), theme.text);
    add("report", &report(model, scan), theme.dim);
    lines
}

fn fact(
    label: &'static str,
    text: &str,
    style: Style,
    theme: &Theme,
    width: usize,
) -> Vec<Line<'static>> {
    if text.trim().is_empty() {
        return Vec::new();
    }
    let label = Span::styled(format!(" {label:<9}"), theme.dim);
    prose::hanging(label, text, style, width.saturating_sub(1))
}

/// A scan that was launched: how far it is, and what can be done meanwhile.
fn of_running(model: &Model, running: &Running, theme: &Theme, width: usize) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let mut add = |label, text: &str, style| lines.extend(fact(label, text, style, theme, width));
    add("model", running.model.printable().as_str(), theme.heading);
    let far = format!("{}, {}", running.words(), running.elapsed(model.now));
    add("state", &far, theme.info);
    add("group", running.group.printable().as_str(), theme.text);
    add(
        "scan",
        running.scan.as_deref().unwrap_or_default(),
        theme.text,
    );
    add("to do", WAITING, theme.dim);
    lines
}

fn shown(text: Option<&Untrusted>) -> String {
    text.map_or_else(String::new, |text| text.printable().into_string())
}

fn outcome(scan: &Scan) -> String {
    let rules = scan.rules.map(|rules| {
        let (failed, total) = (rules.failed, rules.total);
        format!("{} of {total} rules passed, {failed} failed", rules.passed)
    });
    let enabled = scan.enabled_rules.filter(|_| rules.is_none());
    let enabled = enabled.map(|count| format!("{count} rules enabled"));
    let source = scan.source_type.as_ref().map(|it| shown(Some(it)));
    let word = scan.outcome_raw.printable().into_string();
    let parts = [Some(word), rules, enabled, source];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The service's code for what went wrong; its words are part of the advice.
fn code(scan: &Scan) -> String {
    shown(scan.error.as_ref().and_then(|error| error.code.as_ref()))
}

/// What to do about a scan that decided nothing.
fn way(scan: &Scan) -> String {
    match scan.outcome {
        Outcome::Pending => "It is not finished yet: ask again in a minute.".to_owned(),
        _ => launch::advice(scan).unwrap_or_default(),
    }
}

fn made(scan: &Scan) -> String {
    let at = scan.created_at;
    let at = at.map(|at| at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string());
    let of = |what: &str, version: &Option<Untrusted>| {
        let version = version.as_ref()?;
        Some(format!("{what} {}", version.printable()))
    };
    let parts = [
        at,
        of("scanner", &scan.scanner_version),
        of("client", &scan.sdk_version),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Whether the library has it whole, and which key does what.
fn report(model: &Model, scan: &Scan) -> String {
    let key = |command| keys::shown(command).unwrap_or_default();
    let (open, fetch) = (key(Command::OpenScan), key(Command::Fetch));
    if model.scans.is_held(scan) {
        format!("in the library, full: {open} opens it")
    } else {
        format!("{open} fetches and opens it, {fetch} only fetches")
    }
}
