//! What each message does: to the model, and as effects to the world. Routing only; what a command does to a screen
//! stands with the screen.

mod answers;
mod commands;
mod deciding;
mod library;
mod moving;

use crate::app::effect::Effect;
use crate::app::field::Field;
use crate::app::keys;
use crate::app::layout::Area;
use crate::app::message::Message;
use crate::app::model::{Model, Screen};
use crate::app::press::{Key, Named, Press};

/// The first wish of a session: the ledger. The reports follow when it has answered, so that every report arrives
/// with its verdicts and no key comes too early for them.
pub fn start(model: &mut Model) -> Vec<Effect> {
    let ledger = model.jobs.start();
    model.jobs.ledger = Some(ledger);
    model.jobs.load = Some(ledger);
    vec![Effect::ReadLedger(ledger)]
}

/// Takes one message.
pub fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    match message {
        Message::Pressed(press) => pressed(model, press),
        Message::Pasted(text) => {
            let Some(field) = field(model) else {
                return library::pasted(model, text);
            };
            field.paste(&text);
            typed(model);
            Vec::new()
        }
        Message::Resized(width, height) => {
            resized(model, width, height);
            Vec::new()
        }
        Message::Clock(now) => {
            model.now = now;
            Vec::new()
        }
        Message::Ended => vec![Effect::Quit],
        answer => answers::take(model, answer),
    }
}

fn pressed(model: &mut Model, press: Press) -> Vec<Effect> {
    model.toast = None;
    if is_text(model, press)
        && let Some(field) = field(model)
        && field.press(press)
    {
        typed(model);
        return Vec::new();
    }
    let Some(command) = keys::lookup(model.contexts(), press) else {
        return Vec::new();
    };
    if let Some(refusal) = command.refusal(model) {
        model.say(refusal);
        return Vec::new();
    }
    commands::run(model, command)
}

/// Whether a press belongs to the text being typed rather than to the key table.
fn is_text(model: &Model, press: Press) -> bool {
    let leaves = press.ctrl && press.key == Key::Char('c');
    let vertical = matches!(
        press.key,
        Key::Named(
            Named::Enter | Named::Esc | Named::Tab | Named::BackTab | Named::Up | Named::Down
        )
    );
    !leaves && !vertical && (model.overlay.is_some() || model.is_filtering())
}

/// The field that takes text now.
fn field(model: &mut Model) -> Option<&mut Field> {
    if let Some(overlay) = &mut model.overlay {
        return overlay.field();
    }
    match (model.screen, &mut model.report) {
        (Screen::Report, Some(open)) => open.filtering.then_some(&mut open.filter),
        _ => model.reports.filtering.then_some(&mut model.reports.filter),
    }
}

/// What follows from typed text: a filter takes effect at once, an overlay sees to itself.
fn typed(model: &mut Model) {
    match &mut model.overlay {
        Some(overlay) => overlay.typed(),
        None => refilter(model),
    }
}

fn refilter(model: &mut Model) {
    match (model.screen, &mut model.report) {
        (Screen::Report, Some(open)) => open.rebuild(model.size),
        _ => model.reports.rebuild(&model.library, model.size),
    }
}

fn resized(model: &mut Model, width: u16, height: u16) {
    model.size = Area::new(0, 0, width, height);
    model.reports.step(0, model.size);
    if let Some(open) = &mut model.report {
        open.step(0, model.size);
    }
}
