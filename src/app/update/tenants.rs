//! Tenants: logging in to one, choosing which one the desk talks to, and leaving one.

use super::lookout;
use crate::app::effect::Effect;
use crate::app::job::JobId;
use crate::app::layout;
use crate::app::message::{LoggedIn, NotLoggedIn, Tenants};
use crate::app::model::Model;
use crate::app::overlays::{Overlay, login, tenants};
use crate::domain::tenant::Name;
use crate::domain::text::Printable;

/// Opens the login form: from the menu about the tenant under its cursor, else about the one that counts.
pub(super) fn log_in(model: &mut Model) -> Vec<Effect> {
    let (form, effects) = match model.overlay.take() {
        Some(Overlay::Tenants(menu)) if menu.asking.is_none() => {
            let form = match menu.selected().cloned() {
                Some(name) => login::Form::again(menu.known, &name),
                None => login::Form::another(menu.known),
            };
            (form, Vec::new())
        }
        _ => {
            let job = ask(model);
            (login::Form::default(), vec![Effect::ListTenants(job)])
        }
    };
    model.overlay = Some(Overlay::Login(Box::new(form)));
    effects
}

/// Opens the menu of tenants.
pub(super) fn menu(model: &mut Model) -> Vec<Effect> {
    let job = ask(model);
    let menu = tenants::Menu::waiting(job);
    model.overlay = Some(Overlay::Tenants(Box::new(menu)));
    vec![Effect::ListTenants(job)]
}

fn ask(model: &mut Model) -> JobId {
    let job = model.jobs.start();
    model.jobs.tenants = Some(job);
    job
}

/// Takes the tenants that are known; where there is none, the form for the first one opens.
pub(super) fn told(model: &mut Model, job: JobId, answer: Result<Tenants, Printable>) {
    if model.jobs.tenants.take_if(|asked| *asked == job).is_none() {
        return;
    }
    let lines = layout::overlay_lines(model.size);
    match (answer, &mut model.overlay) {
        (Ok(known), Some(Overlay::Login(form))) => form.meet(known),
        (Ok(known), Some(Overlay::Tenants(_))) if known.rows.is_empty() => {
            let form = login::Form::another(known);
            model.overlay = Some(Overlay::Login(Box::new(form)));
        }
        (Ok(known), Some(Overlay::Tenants(menu))) => menu.take(known, lines),
        (Err(why), Some(Overlay::Login(form))) => form.problem = Some(why.into_string()),
        (Err(why), Some(Overlay::Tenants(_))) => {
            model.overlay = None;
            model.complain(why.into_string());
        }
        _ => {}
    }
}

/// Has the account of the form proved.
pub(super) fn prove(model: &mut Model, mut form: Box<login::Form>) -> Vec<Effect> {
    let mut effects = Vec::new();
    if form.proving.is_none() {
        let job = model.jobs.start();
        let wanted = form.hand_over(job);
        effects.extend(wanted.map(|wanted| Effect::LogIn(job, Box::new(wanted))));
    }
    model.overlay = Some(Overlay::Login(form));
    effects
}

/// An account is kept, also where nobody waits for it any more; or it is not, and the form says why.
pub(super) fn logged_in(
    model: &mut Model,
    job: JobId,
    answer: Result<LoggedIn, NotLoggedIn>,
) -> Vec<Effect> {
    let waits = |overlay: &mut Overlay| matches!(overlay, Overlay::Login(form) if form.proving == Some(job));
    let form = model.overlay.take_if(waits);
    let entered = match (answer, form) {
        (Ok(entered), _) => entered,
        (Err(why), Some(Overlay::Login(mut form))) => {
            form.refused(&why);
            model.overlay = Some(Overlay::Login(form));
            return Vec::new();
        }
        (Err(refused), _) => {
            model.complain(format!("Not connected: {}.", refused.why));
            return Vec::new();
        }
    };
    let tenant = entered.tenant;
    match &entered.doubts[..] {
        [] => model.say(format!(
            "Connected to {tenant}; its groups and scans can be read."
        )),
        doubts => {
            let doubts: Vec<_> = doubts.iter().map(Printable::as_str).collect();
            model.complain(format!("Connected to {tenant}. {}", doubts.join(" ")));
        }
    }
    talk_to(model, entered.name)
}

/// Takes the line under the cursor: talks to that tenant from now on, or opens the form for another one.
pub(super) fn pick(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Tenants(menu)) = &model.overlay else {
        return Vec::new();
    };
    match menu.selected().cloned() {
        _ if menu.asking.is_some() => Vec::new(),
        None => log_in(model),
        Some(name) => {
            model.overlay = None;
            model.say(format!(
                "The desk talks to tenant {name} until you leave; `airs-triage tenants --default {name}` makes it the one that counts."
            ));
            talk_to(model, name)
        }
    }
}

/// Asks whether the secret of the tenant under the cursor may go; asked already, it goes.
pub(super) fn log_out(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Tenants(menu)) = &mut model.overlay else {
        return Vec::new();
    };
    let Some(name) = menu.selected().cloned() else {
        return Vec::new();
    };
    if !std::mem::replace(&mut menu.asked, true) {
        return Vec::new();
    }
    model.overlay = None;
    // Who looks out has the secret in memory; who looks out from then on must be given it again.
    let watching = model.lookout.job.take();
    let mut effects: Vec<_> = watching.map(Effect::Cancel).into_iter().collect();
    effects.push(Effect::LogOut(model.jobs.start(), name));
    effects.extend(watching.map(|_| lookout::look_out(model)));
    effects
}

/// The secret is out of the keyring, or it is not. What the tenant said stays until it is asked again.
pub(super) fn logged_out(model: &mut Model, answer: Result<Printable, Printable>) {
    match answer {
        Ok(sentence) => model.say(sentence.into_string()),
        Err(why) => model.complain(format!("Not logged out: {why}.")),
    }
}

/// Asks another tenant from now on, and forgets what the last one has told. What runs there goes on.
fn talk_to(model: &mut Model, name: Name) -> Vec<Effect> {
    model.groups = model.groups.emptied();
    let asking = model.scans.emptied();
    let watching = model.lookout.job.take();
    let stopped = asking.into_iter().chain(watching);
    let mut effects: Vec<_> = stopped.map(Effect::Cancel).collect();
    effects.push(Effect::UseTenant(name));
    effects.extend(watching.map(|_| lookout::look_out(model)));
    effects
}
