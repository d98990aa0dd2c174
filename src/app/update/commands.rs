//! What each command does.

use crate::app::command::Command;
use crate::app::effect::Effect;
use crate::app::layout::Area;
use crate::app::model::{Model, Screen, Target};
use crate::app::overlays::{Overlay, export, help, verdict};
use crate::app::screens::{report, reports};
use crate::domain::decision::Entry;
use crate::domain::scope::Scope;
use crate::domain::verdict::{Ruling, Verdict};

pub(super) fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    match command {
        Command::Down => step(model, 1),
        Command::Up => step(model, -1),
        Command::PageDown => step(model, page(model)),
        Command::PageUp => step(model, -page(model)),
        Command::First => step(model, isize::MIN),
        Command::Last => step(model, isize::MAX),
        Command::Open => return open(model),
        Command::Fold => on_report(model, super::super::screens::report::Open::fold),
        Command::Back => return back(model),
        Command::Quit => return vec![Effect::Quit],
        Command::Help => model.overlay = Some(Overlay::Help(help::Help::on(model.contexts()))),
        Command::Filter => set_filtering(model, true),
        Command::KeepFilter => set_filtering(model, false),
        Command::ClearFilter => clear_filter(model),
        Command::GoReports => model.screen = Screen::Reports,
        Command::GoReport => model.screen = Screen::Report,
        Command::Regroup => on_report(model, report::Open::regroup),
        Command::NextOpen => go_to_open(model, true),
        Command::PreviousOpen => go_to_open(model, false),
        Command::Mark => mark(model),
        Command::MarkRange => mark_range(model),
        Command::MarkAlike => mark_alike(model),
        Command::Decide(verdict) => decide(model, verdict),
        Command::EditVerdict => edit(model),
        Command::Reopen => return reopen(model),
        Command::Confirm => {
            let target = model.target();
            return confirm(model, &target);
        }
        Command::ConfirmAll => {
            let target = Target::Findings(model.proposals());
            return confirm(model, &target);
        }
        Command::Undo => return on_ledger(model, Effect::Undo),
        Command::Redo => return on_ledger(model, Effect::Redo),
        Command::Export => {
            model.overlay = Some(Overlay::Export(Box::new(export::Form::of(
                model.export_heads(),
            ))));
        }
        Command::DetailDown => {
            on_report(model, |open, _| open.scroll = open.scroll.saturating_add(1));
        }
        Command::DetailUp => {
            on_report(model, |open, _| open.scroll = open.scroll.saturating_sub(1));
        }
        Command::Reload => return reload(model),
        Command::NextField => move_focus(model, 1),
        Command::PreviousField => move_focus(model, -1),
        Command::NextChoice => choose(model, 1),
        Command::PreviousChoice => choose(model, -1),
        Command::Save => return save(model),
        Command::Cancel => model.overlay = None,
    }
    Vec::new()
}

fn on_report(model: &mut Model, act: impl FnOnce(&mut report::Open, Area)) {
    if let Some(open) = &mut model.report {
        act(open, model.size);
    }
}

fn page(model: &Model) -> isize {
    let height = match model.screen {
        Screen::Reports => reports::height(model.size),
        Screen::Report => report::height(model.size),
    };
    isize::try_from(height.saturating_sub(1).max(1)).unwrap_or(1)
}

fn step(model: &mut Model, by: isize) {
    let size = model.size;
    if let Some(Overlay::Help(help)) = &mut model.overlay {
        let last = help.lines().len();
        let top = help.list.top().saturating_add_signed(by).min(last);
        help.list.go(top, last + 1, 1);
        return;
    }
    match (model.screen, &mut model.report) {
        (Screen::Report, Some(open)) => open.step(by, size),
        _ => model.reports.step(by, size),
    }
}

fn open(model: &mut Model) -> Vec<Effect> {
    if model.screen == Screen::Report {
        on_report(model, report::Open::unfold);
        return Vec::new();
    }
    match model.reports.selected() {
        Some(reports::Row::Report(at)) => {
            let job = model.jobs.start();
            model.jobs.open = Some(job);
            vec![Effect::Open(
                job,
                Box::new(model.library.summaries[at].head.clone()),
            )]
        }
        Some(reports::Row::Unread(at)) => {
            let unread = &model.library.unread[at];
            let words = format!("{}: {}", unread.place, unread.why);
            model.complain(words);
            Vec::new()
        }
        None => Vec::new(),
    }
}

/// Closes what is open, the innermost first; stops reading the library last.
fn back(model: &mut Model) -> Vec<Effect> {
    if model.overlay.take().is_some() {
        return Vec::new();
    }
    if let (Screen::Report, Some(open)) = (model.screen, &mut model.report) {
        if open.marks.clear() {
            return Vec::new();
        }
        if clear(&mut open.filter) {
            open.rebuild(model.size);
        } else {
            model.screen = Screen::Reports;
        }
        return Vec::new();
    }
    if model.reports.marks.clear() {
        return Vec::new();
    }
    if clear(&mut model.reports.filter) {
        model.reports.rebuild(&model.library, model.size);
        return Vec::new();
    }
    stop_loading(model)
}

fn stop_loading(model: &mut Model) -> Vec<Effect> {
    let Some(job) = model.jobs.load.take() else {
        return Vec::new();
    };
    let (done, total) = model.library.progress;
    model.say(format!(
        "Stopped after {done} of {total} files; Ctrl-r reads them again."
    ));
    vec![Effect::Cancel(job)]
}

fn clear(field: &mut crate::app::field::Field) -> bool {
    let any = !field.text().is_empty();
    *field = crate::app::field::Field::default();
    any
}

fn set_filtering(model: &mut Model, filtering: bool) {
    match (model.screen, &mut model.report) {
        (Screen::Report, Some(open)) => open.filtering = filtering,
        _ => model.reports.filtering = filtering,
    }
}

fn clear_filter(model: &mut Model) {
    set_filtering(model, false);
    match (model.screen, &mut model.report) {
        (Screen::Report, Some(open)) => {
            clear(&mut open.filter);
            open.rebuild(model.size);
        }
        _ => {
            clear(&mut model.reports.filter);
            model.reports.rebuild(&model.library, model.size);
        }
    }
}

fn go_to_open(model: &mut Model, forward: bool) {
    let size = model.size;
    if let (Screen::Report, Some(open)) = (model.screen, &mut model.report) {
        open.go_to_open(forward, size);
        return;
    }
    let rows = &model.reports.rows;
    let waits = |row: &reports::Row| match row {
        reports::Row::Report(at) => is_waiting(model, *at),
        reports::Row::Unread(_) => false,
    };
    let (length, cursor) = (rows.len(), model.reports.list.cursor());
    let found = (1..=length)
        .map(|by| {
            if forward {
                (cursor + by) % length
            } else {
                (cursor + length - by) % length
            }
        })
        .find(|at| waits(&rows[*at]));
    match found {
        Some(at) => model.reports.go(at, size),
        None => model.say("Everything here is decided."),
    }
}

/// Whether a report waits: it has open findings, or none listed and no verdict on the whole.
fn is_waiting(model: &Model, at: usize) -> bool {
    let (summary, tally) = (&model.library.summaries[at], model.library.tallies[at]);
    let whole = || {
        model
            .decisions
            .of_scan(&summary.head, model.today())
            .is_open()
    };
    let stopped = summary.head.scan.outcome.meaning() != crate::domain::outcome::Meaning::Passed;
    if tally.total > 0 {
        tally.open > 0
    } else {
        stopped && whole()
    }
}

fn mark(model: &mut Model) {
    match (model.screen, &mut model.report) {
        (Screen::Report, Some(open)) => {
            let members = open.under_cursor().to_vec();
            open.marks.toggle(&members);
            open.step(1, model.size);
        }
        _ => {
            let at: Vec<_> = model.reports.selected_report().into_iter().collect();
            model.reports.marks.toggle(&at);
            model.reports.step(1, model.size);
        }
    }
}

fn mark_range(model: &mut Model) {
    match (model.screen, &mut model.report) {
        (Screen::Report, Some(open)) => open.mark_range(),
        _ => model.reports.mark_range(),
    }
}

fn mark_alike(model: &mut Model) {
    match (model.screen, &mut model.report) {
        (Screen::Report, Some(open)) => open.mark_alike(),
        _ => model.reports.mark_alike(&model.library),
    }
}

fn decide(model: &mut Model, verdict: Verdict) {
    let form = verdict::Form::open(model, verdict, None);
    model.overlay = Some(Overlay::Verdict(Box::new(form)));
}

fn edit(model: &mut Model) {
    let Some(decision) = model.target_decision().cloned() else {
        return;
    };
    let form = verdict::Form::open(model, decision.verdict, Some(&decision));
    model.overlay = Some(Overlay::Verdict(Box::new(form)));
}

/// Reopens what is selected: the very verdicts that are in force on it, whatever their scope.
fn reopen(model: &mut Model) -> Vec<Effect> {
    let target = model.target();
    let standings = model.standings(&target);
    let mut entries: Vec<Entry> = standings
        .into_iter()
        .filter_map(crate::domain::decisions::Standing::decision)
        .map(|decision| Entry {
            subject: decision.subject.clone(),
            ruling: None,
            context: decision.context.clone(),
        })
        .collect();
    let mut seen = std::collections::HashSet::new();
    entries.retain(|entry| seen.insert(entry.subject.clone()));
    record(model, entries)
}

/// Takes over proposed verdicts, each on its own finding exactly.
fn confirm(model: &mut Model, target: &Target) -> Vec<Effect> {
    use crate::domain::decisions::Standing;
    let each: Vec<Target> = match target {
        Target::Findings(findings) => findings
            .iter()
            .map(|at| Target::Findings(vec![*at]))
            .collect(),
        Target::Scans(scans) => scans.iter().map(|at| Target::Scans(vec![*at])).collect(),
        other => vec![other.clone()],
    };
    let mut entries = Vec::new();
    for one in each {
        let Some(Standing::Proposed(proposed)) = model.standings(&one).first().copied() else {
            continue;
        };
        let ruling = Ruling {
            reason: proposed.reason,
            note: proposed.note.raw().to_owned(),
            ..Ruling::usual(proposed.verdict)
        };
        entries.extend(verdict::entries(
            model,
            &one,
            Some(Scope::Exact),
            Some(&ruling),
        ));
    }
    record(model, entries)
}

fn record(model: &mut Model, entries: Vec<Entry>) -> Vec<Effect> {
    if entries.is_empty() {
        return Vec::new();
    }
    on_ledger(model, |job| Effect::Record(job, entries))
}

fn on_ledger(
    model: &mut Model,
    effect: impl FnOnce(crate::app::job::JobId) -> Effect,
) -> Vec<Effect> {
    let job = model.jobs.start();
    model.jobs.ledger = Some(job);
    vec![effect(job)]
}

fn reload(model: &mut Model) -> Vec<Effect> {
    let mut effects: Vec<Effect> = model
        .jobs
        .load
        .take()
        .map(Effect::Cancel)
        .into_iter()
        .collect();
    let job = model.jobs.start();
    model.jobs.load = Some(job);
    model.library = crate::app::library::Library::default();
    model.reports.marks.clear();
    model.reports.rebuild(&model.library, model.size);
    effects.push(Effect::Load(job));
    effects
}

fn move_focus(model: &mut Model, by: isize) {
    match &mut model.overlay {
        Some(Overlay::Verdict(form)) => form.move_focus(by),
        Some(Overlay::Export(form)) => form.on_path = !form.on_path,
        _ => {}
    }
}

fn choose(model: &mut Model, by: isize) {
    match &mut model.overlay {
        Some(Overlay::Verdict(form)) => form.choose(by),
        Some(Overlay::Export(form)) if !form.on_path => form.choose(by),
        _ => {}
    }
}

fn save(model: &mut Model) -> Vec<Effect> {
    match model.overlay.take() {
        Some(Overlay::Verdict(mut form)) => {
            if let Err(incomplete) = form.ruling().check() {
                form.problem = Some(format!("Not saved: {incomplete}."));
                form.focus = verdict::Line::Note;
                model.overlay = Some(Overlay::Verdict(form));
                return Vec::new();
            }
            let entries = form.entries(model);
            record(model, entries)
        }
        Some(Overlay::Export(form)) => {
            let job = model.jobs.start();
            model.jobs.export = Some(job);
            let effect = Effect::Export(job, form.export());
            model.overlay = Some(Overlay::Export(form));
            vec![effect]
        }
        other => {
            model.overlay = other;
            Vec::new()
        }
    }
}
