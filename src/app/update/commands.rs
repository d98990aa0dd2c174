//! What each command does: one line each. Moving about is in [`super::moving`], verdicts in [`super::deciding`].

use super::{
    comparing, deciding, exceptions, fetching, filtering, groups, labelling, launching, library,
    lookout, menus, mouse, moving, reading, scans, tenants,
};
use crate::app::command::Command;
use crate::app::effect::Effect;
use crate::app::model::{End, Model};
use crate::app::overlays::help::Help;
use crate::app::overlays::raw::View;
use crate::app::overlays::{Overlay, export};
use crate::app::screens::Screen;
use crate::app::screens::report::Open;
use crate::app::screens::reports::Reports;
use crate::app::screens::reports::order::Sort;
use crate::app::target::Target;

#[expect(clippy::too_many_lines, reason = "a table, one command a row")]
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
        Command::Quit => {
            model.end = Some(End::Left);
            return vec![Effect::Quit];
        }
        Command::Help => {
            model.help = Some(Box::new(Help::on(model.contexts())));
        }
        Command::Filter | Command::FindWords => filtering::begin(model),
        Command::KeepFilter => return filtering::keep(model),
        Command::ClearFilter => filtering::leave(model),
        Command::NextOffer => return filtering::step(model, 1),
        Command::PreviousOffer => return filtering::step(model, -1),
        Command::TakeOffer => filtering::take_offer(model),
        Command::NameFilter => filtering::name(model),
        Command::GoReports => filtering::show(model, Screen::Reports),
        Command::GoReport => filtering::show(model, Screen::Report),
        Command::GoGroups => filtering::show(model, Screen::Groups),
        Command::ShowRules => groups::show_rules(model),
        Command::NextRule => model.groups.go_to_rule(true),
        Command::PreviousRule => model.groups.go_to_rule(false),
        Command::AskAgain if model.screen == Screen::Scans => return scans::ask(model),
        Command::AskAgain => return groups::ask_again(model),
        Command::ChooseGroup => return groups::choose(model),
        Command::Scan => return launching::open(model),
        Command::StartScan => return launching::start(model),
        Command::OpenResult => return launching::open_last(model),
        Command::LogIn => return tenants::log_in(model),
        Command::LogOut => return tenants::log_out(model),
        Command::Tenants => return tenants::menu(model),
        Command::GoScans => filtering::show(model, Screen::Scans),
        Command::OpenScan => return scans::open(model),
        Command::GoExceptions => filtering::show(model, Screen::Exceptions),
        Command::Inspect => return exceptions::inspect(model),
        Command::NextView => exceptions::turn(model, 1),
        Command::PreviousView => exceptions::turn(model, -1),
        Command::Extend => {
            let entries = exceptions::extensions(model);
            return deciding::record(model, entries);
        }
        Command::Regroup => moving::on_report(model, Open::regroup),
        Command::NextOpen => return moving::go_to_open(model, true),
        Command::PreviousOpen => return moving::go_to_open(model, false),
        Command::Mark => moving::mark(model),
        Command::MarkRange => moving::mark_range(model),
        Command::MarkAlike => moving::mark_alike(model),
        Command::Decide(verdict) => return deciding::decide(model, verdict),
        Command::EditVerdict => return deciding::edit(model),
        Command::Reopen => return deciding::reopen(model),
        Command::Confirm => {
            let target = model.target();
            return deciding::confirm(model, &target);
        }
        Command::ConfirmAll => {
            let target = Target::Findings(model.proposals());
            return deciding::confirm(model, &target);
        }
        Command::Refuse => return deciding::refuse(model),
        Command::Undo => return deciding::on_ledger(model, Effect::Undo),
        Command::Redo => return deciding::on_ledger(model, Effect::Redo),
        Command::Export if model.screen == Screen::Exceptions => exceptions::export(model),
        Command::Export => {
            model.overlay = Some(Overlay::Export(Box::new(export::Form::of(
                model.export_heads(),
            ))));
        }
        Command::Reload => return library::reload(model),
        Command::SortNext => library::sort(model, Sort::next),
        Command::SortInvert => library::sort(model, Sort::inverted),
        Command::ByModel => filtering::lay(model, Reports::regroup),
        Command::Hide => library::hide(model),
        Command::Fetch => return fetching::start(model),
        Command::WatchTenant => return lookout::turn(model),
        Command::Label => labelling::open(model),
        Command::AddPath => model.overlay = Some(Overlay::AddPath(Box::default())),
        Command::Add => return library::add(model),
        Command::DetailDown => reading::scroll(model, 1),
        Command::DetailUp => reading::scroll(model, -1),
        Command::EditNote => return deciding::edit_note(model),
        Command::Suspend => return vec![Effect::Suspend],
        Command::Mouse => return mouse::turn(model),
        Command::NextField => on_overlay(model, |overlay| overlay.move_focus(1)),
        Command::PreviousField => on_overlay(model, |overlay| overlay.move_focus(-1)),
        Command::NextChoice => choose(model, 1),
        Command::PreviousChoice => choose(model, -1),
        Command::Save => return deciding::save(model),
        Command::Palette => menus::palette(model),
        Command::Copy => menus::copy(model),
        Command::Browse => return menus::browse(model),
        Command::Log => menus::log(model),
        Command::Pick => return menus::pick(model),
        Command::Cancel => {
            model.filter_mut().naming = None;
            return reading::leave(model).unwrap_or_default();
        }
        Command::Raw => return reading::open(model),
        Command::Unfold => reading::on_view(model, View::toggle),
        Command::FoldUp => reading::fold(model),
        Command::UnfoldAll => reading::on_view(model, |view, size| view.fold_all(false, size)),
        Command::FoldAll => reading::on_view(model, |view, size| view.fold_all(true, size)),
        Command::Search => reading::on_view(model, View::type_words),
        Command::StopSearch => reading::on_view(model, |view, _| view.typing = false),
        Command::SearchNow | Command::NextMatch => return reading::search(model, true),
        Command::PreviousMatch => return reading::search(model, false),
        Command::Diff => return comparing::open(model),
        Command::Jump => comparing::jump(model),
        Command::EarlierScan => return comparing::choose(model, -1),
        Command::LaterScan => return comparing::choose(model, 1),
    }
    Vec::new()
}

fn choose(model: &mut Model, by: isize) {
    if let Some(overlay) = &mut model.overlay {
        overlay.choose(by, &model.groups);
    }
}

fn on_overlay(model: &mut Model, act: impl FnOnce(&mut Overlay)) {
    if let Some(overlay) = &mut model.overlay {
        act(overlay);
    }
}
