//! Palette, copy menu, browser chooser and messages: how they open, and what follows from a line that is taken.

use super::{commands, tenants};
use crate::app::command::Command;
use crate::app::effect::Effect;
use crate::app::job::JobId;
use crate::app::message::Clipboard;
use crate::app::model::Model;
use crate::app::mouse::Hold;
use crate::app::overlays::{Overlay, copy, links, log, palette};
use crate::app::press::{Key, Press};
use crate::app::screens::groups::Chosen;
use crate::app::screens::scans;
use crate::app::selected::{Selected, pages};
use crate::domain::clip::Clip;
use crate::domain::link::{Address, Trust};
use crate::domain::text::Printable;

/// How much of a copied text is repeated, in characters.
const REPEATED: usize = 100;

pub(super) fn palette(model: &mut Model) {
    let palette = palette::Palette::over(model.contexts(), &model.recent);
    model.overlay = Some(Overlay::Palette(Box::new(palette)));
}

pub(super) fn copy(model: &mut Model) {
    let menu = if let Some(chosen) = Chosen::of(model) {
        Some(copy::Menu::of_group(&chosen))
    } else if let Some(scan) = scans::chosen(model) {
        Some(copy::Menu::of_scan(scan))
    } else if let Some(decision) = model.selected_decision() {
        Some(copy::Menu::of_verdict(decision))
    } else {
        Selected::of(model).map(|selected| copy::Menu::of(&selected))
    };
    model.overlay = menu.map(Overlay::Copy);
}

pub(super) fn log(model: &mut Model) {
    model.overlay = Some(Overlay::Log(log::Page::of(&model.log)));
}

/// Opens the only page there is where its host is known; else lets the user choose.
pub(super) fn browse(model: &mut Model) -> Vec<Effect> {
    let links = pages(model);
    if let [only] = &links[..]
        && let Trust::Known(address) = &only.trust
    {
        return visit(model, address);
    }
    model.overlay = Some(Overlay::Links(links::Chooser::of(links)));
    Vec::new()
}

/// Takes the line that a letter stands for.
pub(super) fn letter(model: &mut Model, press: Press) -> Vec<Effect> {
    let (Key::Char(letter), Some(overlay)) = (press.key, &mut model.overlay) else {
        return Vec::new();
    };
    let plain = !press.ctrl && !press.alt && model.help.is_none();
    if plain && overlay.go(letter, model.size) {
        return pick(model);
    }
    Vec::new()
}

/// Takes the line under the cursor.
pub(super) fn pick(model: &mut Model) -> Vec<Effect> {
    match &mut model.overlay {
        Some(Overlay::Palette(palette)) => {
            let row = palette.selected().copied();
            row.map_or_else(Vec::new, |row| run(model, row))
        }
        Some(Overlay::Copy(menu)) => {
            let item = menu.selected().cloned();
            model.overlay = None;
            item.map_or_else(Vec::new, |item| take(model, item))
        }
        Some(Overlay::Tenants(_)) => tenants::pick(model),
        Some(Overlay::Links(chooser)) => match chooser.pick() {
            Some(links::Answer::Open(address)) => {
                model.overlay = None;
                visit(model, &address)
            }
            Some(links::Answer::Refuse(refusal)) => {
                model.complain(format!("Not opened: {refusal}."));
                Vec::new()
            }
            Some(links::Answer::Ask) | None => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Runs a command on what is below the palette, which stays where the command cannot be had.
fn run(model: &mut Model, row: palette::Row) -> Vec<Effect> {
    if let Some(refusal) = row.refusal(model) {
        model.say(refusal);
        return Vec::new();
    }
    model.overlay = None;
    let command: Command = row.binding.command;
    model.recent.retain(|other| *other != command);
    model.recent.insert(0, command);
    commands::run(model, command)
}

fn take(model: &mut Model, item: copy::Item) -> Vec<Effect> {
    if let Some(chosen) = Chosen::of(model).filter(|_| item.names_group()) {
        let uuid = chosen.group.uuid.clone();
        model.groups.used(uuid);
    }
    let job = model.jobs.start();
    let text = item.clip.text().to_owned();
    model.copying = Some((job, item.kind.name, item.clip));
    vec![Effect::Copy(job, text)]
}

fn visit(model: &mut Model, address: &Address) -> Vec<Effect> {
    let job = model.jobs.start();
    model.browsing = Some((job, Printable::line(address.as_str())));
    vec![Effect::Browse(job, address.as_str().to_owned())]
}

/// Says where a copied text went, or shows it where it went nowhere.
pub(super) fn copied(model: &mut Model, job: JobId, answer: Result<Clipboard, Printable>) {
    let Some((_, name, clip)) = model.copying.take_if(|(wanted, ..)| *wanted == job) else {
        return;
    };
    // On lines of its own, so that the terminal selects it in one piece.
    let whole = Printable::line(clip.text());
    let altered = clip
        .altered()
        .map_or_else(String::new, |why| format!(" (not exactly: {why})"));
    let select = if model.mouse == Hold::Off {
        "select it"
    } else {
        "select it with Shift"
    };
    match answer {
        Ok(Clipboard::Desktop) => {
            model.say(format!("Copied the {name}{altered}: {}", beginning(&clip)));
        }
        Ok(Clipboard::Terminal) => model.say(format!(
            "Asked the terminal to copy the {name}{altered}; if it did not, {select}:\n{whole}"
        )),
        Err(why) => model.complain(format!("Not copied: {why}; {select}:\n{whole}")),
    }
}

/// As much of a text as reminds of it.
fn beginning(clip: &Clip) -> Printable {
    let mut shown: String = clip.text().chars().take(REPEATED).collect();
    if shown.len() < clip.text().len() {
        shown.push('…');
    }
    Printable::line(&shown)
}

/// Says what became of a page.
pub(super) fn browsed(model: &mut Model, job: JobId, answer: Result<(), Printable>) {
    let Some((_, page)) = model.browsing.take_if(|(wanted, _)| *wanted == job) else {
        return;
    };
    match answer {
        Ok(()) => model.say(format!("Opened in the browser: {page}")),
        Err(why) => model.complain(format!(
            "No browser could be started ({why}). Open it by hand: {page}"
        )),
    }
}
