//! What each command does: one line each. Moving about is in [`super::moving`], verdicts in [`super::deciding`].

use super::{deciding, library, moving};
use crate::app::command::Command;
use crate::app::effect::Effect;
use crate::app::model::{Model, Screen, Target};
use crate::app::overlays::{Overlay, export, help};
use crate::app::screens::report::Open;
use crate::app::screens::reports::order::Sort;

pub(super) fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    match command {
        Command::Down => moving::step(model, 1),
        Command::Up => moving::step(model, -1),
        Command::PageDown => moving::step(model, moving::page(model)),
        Command::PageUp => moving::step(model, -moving::page(model)),
        Command::First => moving::step(model, isize::MIN),
        Command::Last => moving::step(model, isize::MAX),
        Command::Open => return moving::open(model),
        Command::Fold => moving::fold(model),
        Command::Back => return moving::back(model),
        Command::Quit => return vec![Effect::Quit],
        Command::Help => model.overlay = Some(Overlay::Help(help::Help::on(model.contexts()))),
        Command::Filter => moving::set_filtering(model, true),
        Command::KeepFilter => moving::set_filtering(model, false),
        Command::ClearFilter => moving::clear_filter(model),
        Command::GoReports => model.screen = Screen::Reports,
        Command::GoReport => model.screen = Screen::Report,
        Command::Regroup => moving::on_report(model, Open::regroup),
        Command::NextOpen => moving::go_to_open(model, true),
        Command::PreviousOpen => moving::go_to_open(model, false),
        Command::Mark => moving::mark(model),
        Command::MarkRange => moving::mark_range(model),
        Command::MarkAlike => moving::mark_alike(model),
        Command::Decide(verdict) => deciding::decide(model, verdict),
        Command::EditVerdict => deciding::edit(model),
        Command::Reopen => return deciding::reopen(model),
        Command::Confirm => {
            let target = model.target();
            return deciding::confirm(model, &target);
        }
        Command::ConfirmAll => {
            let target = Target::Findings(model.proposals());
            return deciding::confirm(model, &target);
        }
        Command::Undo => return deciding::on_ledger(model, Effect::Undo),
        Command::Redo => return deciding::on_ledger(model, Effect::Redo),
        Command::Export => {
            model.overlay = Some(Overlay::Export(Box::new(export::Form::of(
                model.export_heads(),
            ))));
        }
        Command::DetailDown => {
            moving::on_report(model, |open, _| open.scroll = open.scroll.saturating_add(1));
        }
        Command::DetailUp => {
            moving::on_report(model, |open, _| open.scroll = open.scroll.saturating_sub(1));
        }
        Command::Reload => return library::reload(model),
        Command::SortNext => library::sort(model, Sort::next),
        Command::SortInvert => library::sort(model, Sort::inverted),
        Command::ByModel => model.reports.regroup(&model.library, model.size),
        Command::Hide => library::hide(model),
        Command::AddPath => model.overlay = Some(Overlay::AddPath(Box::default())),
        Command::Add => return library::add(model),
        Command::NextField => on_overlay(model, |overlay| overlay.move_focus(1)),
        Command::PreviousField => on_overlay(model, |overlay| overlay.move_focus(-1)),
        Command::NextChoice => on_overlay(model, |overlay| overlay.choose(1)),
        Command::PreviousChoice => on_overlay(model, |overlay| overlay.choose(-1)),
        Command::Save => return deciding::save(model),
        Command::Cancel => model.overlay = None,
    }
    Vec::new()
}

fn on_overlay(model: &mut Model, act: impl FnOnce(&mut Overlay)) {
    if let Some(overlay) = &mut model.overlay {
        act(overlay);
    }
}
