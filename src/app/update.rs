//! What each message does: to the model, and as effects to the world. Routing only; what a command does to a screen
//! stands with the screen.

mod answers;
mod commands;
mod comparing;
mod deciding;
mod exceptions;
mod fetching;
mod filtering;
mod groups;
mod labelling;
mod launching;
mod library;
mod lookout;
mod menus;
mod mouse;
mod moving;
mod reading;
mod scans;
mod tenants;

use jiff::Timestamp;
use secrecy::zeroize::Zeroizing;

use crate::app::command::Command;
use crate::app::effect::Effect;
use crate::app::field::Field;
use crate::app::keys;
use crate::app::layout::Area;
use crate::app::message::Message;
use crate::app::model::{End, Model};
use crate::app::overlays::{Overlay, login};
use crate::app::press::{Key, Named, Press};
use crate::app::screens::Screen;
use crate::app::session;

/// The first wish of a session: the ledger. The reports follow when it has answered, so that every report arrives
/// with its verdicts and no key comes too early for them.
pub fn start(model: &mut Model) -> Vec<Effect> {
    let ledger = model.jobs.start();
    model.jobs.load = Some(ledger);
    let mut effects = vec![Effect::ReadLedger(ledger)];
    effects.extend(lookout::start(model));
    effects
}

/// Takes one message.
pub fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    let effects = take(model, message);
    prepare(model);
    effects
}

/// Takes one of several messages that are there at once; [`prepare`] follows the last of them.
pub fn take(model: &mut Model, message: Message) -> Vec<Effect> {
    if let Message::Clock(now) = message {
        told_time(model, now);
        return Vec::new();
    }
    let acted = matches!(message, Message::Pressed(_) | Message::Mouse(_));
    let mut effects = route(model, message);
    if acted {
        lookout::seen(model);
    }
    effects.extend(exceptions::keep_up(model));
    effects.extend(groups::keep_up(model));
    effects.extend(launching::keep_up(model));
    effects.extend(scans::keep_up(model));
    effects
}

/// Looks up what only the next frame needs: where else the shown finding was seen.
pub fn prepare(model: &mut Model) {
    if let (Screen::Report, Some(open)) = (model.screen, &mut model.report) {
        open.look_back(&model.library);
    }
}

/// Whether letters go into a text, and are no commands.
pub fn takes_text(model: &mut Model) -> bool {
    field(model).is_some()
}

/// It is later now; on another day other verdicts have run out.
fn told_time(model: &mut Model, now: Timestamp) {
    let day = model.today();
    model.now = now;
    if model.today() != day {
        answers::recount(model);
    }
}

fn route(model: &mut Model, message: Message) -> Vec<Effect> {
    match message {
        Message::Pressed(press) => pressed(model, press),
        Message::Mouse(mouse) => mouse::take(model, mouse),
        Message::ScrolledPast(end) => {
            if let Some(scroll) = reading::scrolled(model) {
                *scroll = end.min(*scroll);
            }
            Vec::new()
        }
        Message::Pasted(text) => {
            model.toast = None;
            session::give_up(model);
            if let Some(secret) = model.overlay.as_mut().and_then(Overlay::unseen) {
                secret.add(Zeroizing::new(text).trim());
                typed(model);
                return Vec::new();
            }
            let Some(field) = field(model) else {
                return library::pasted(model, text);
            };
            let whole = field.paste(&text);
            typed(model);
            if !whole {
                model.complain("The text was cut: a field takes 4,000 characters.");
            }
            Vec::new()
        }
        Message::Resized(width, height) => {
            resized(model, width, height);
            Vec::new()
        }
        Message::Ended => {
            model.end = Some(End::Cut);
            vec![Effect::Quit]
        }
        answer => answers::take(model, answer),
    }
}

fn pressed(model: &mut Model, press: Press) -> Vec<Effect> {
    model.toast = None;
    session::give_up(model);
    if is_text(model, press)
        && let Some(field) = field(model)
        && field.press(press)
    {
        typed(model);
        return Vec::new();
    }
    if is_text(model, press)
        && let Some(secret) = model.overlay.as_mut().and_then(Overlay::unseen)
        && login::press(secret, press)
    {
        typed(model);
        return Vec::new();
    }
    match keys::lookup(model.contexts(), press) {
        Some(command) => obey(model, command),
        None => menus::letter(model, press),
    }
}

/// Does what a command wants, or says why it cannot be had.
fn obey(model: &mut Model, command: Command) -> Vec<Effect> {
    if let Some(refusal) = command.refusal(model) {
        model.say(refusal);
        return Vec::new();
    }
    commands::run(model, command)
}

/// Whether a press belongs to the text being typed rather than to the key table.
fn is_text(model: &Model, press: Press) -> bool {
    let bound = press.ctrl && keys::lookup(model.contexts(), press).is_some();
    let vertical = matches!(
        press.key,
        Key::Named(
            Named::Enter | Named::Esc | Named::Tab | Named::BackTab | Named::Up | Named::Down
        )
    );
    let takes_text = model.help.is_some() || model.overlay.is_some() || model.is_filtering();
    !bound && !vertical && takes_text
}

/// The field that takes text now.
fn field(model: &mut Model) -> Option<&mut Field> {
    if model.help.is_some() {
        let help = model.help.as_mut().filter(|help| help.searching);
        return help.map(|help| &mut help.search);
    }
    if model.overlay.is_some() {
        return model.overlay.as_mut().and_then(Overlay::field);
    }
    if model.screen == Screen::Groups {
        let screen = &mut model.groups;
        return screen.filtering.then_some(&mut screen.filter);
    }
    if model.screen == Screen::Scans {
        let screen = &mut model.scans;
        return screen.filtering.then_some(&mut screen.filter.field);
    }
    if !model.is_filtering() {
        return None;
    }
    let filter = model.filter_mut();
    Some(filter.naming.as_mut().unwrap_or(&mut filter.field))
}

/// What follows from typed text: a filter takes effect at once, an overlay sees to itself.
fn typed(model: &mut Model) {
    if let Some(help) = &mut model.help {
        return help.search();
    }
    match &mut model.overlay {
        Some(overlay) => overlay.typed(),
        None if model.screen == Screen::Groups => model.groups.refilter(model.size),
        None if model.screen == Screen::Scans => scans::typed(model),
        None => filtering::typed(model),
    }
}

fn resized(model: &mut Model, width: u16, height: u16) {
    model.size = Area::new(0, 0, width, height);
    model.reports.step(0, model.size);
    model.exceptions.step(0, model.size);
    model.groups.step(0, model.size);
    model.scans.step(0, model.size);
    if let Some(open) = &mut model.report {
        open.step(0, model.size);
    }
    if let Some(overlay) = &mut model.overlay {
        overlay.step(0, model.size);
    }
}
