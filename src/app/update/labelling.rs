//! Writing labels to scans of the tenant: through a form, and never without it.

use crate::app::effect::Effect;
use crate::app::job::JobId;
use crate::app::message::Labelled;
use crate::app::model::Model;
use crate::app::overlays::Overlay;
use crate::app::overlays::label::Form;
use crate::domain::words::counted;

/// Opens the form.
pub(super) fn open(model: &mut Model) {
    model.overlay = Some(Overlay::Label(Box::new(Form::of(model))));
}

/// Writes what the form says; once.
pub(super) fn save(model: &mut Model, mut form: Box<Form>) -> Vec<Effect> {
    let mut effects = Vec::new();
    if form.writing.is_none() {
        match form.labelling() {
            Ok(labelling) => {
                let job = model.jobs.start();
                form.writing = Some(job);
                form.problem = None;
                effects.push(Effect::Label(job, Box::new(labelling)));
            }
            Err(unfit) => form.problem = Some(format!("Not written: {unfit}.")),
        }
    }
    model.overlay = Some(Overlay::Label(form));
    effects
}

/// The labels are on the scans, or not on all of them.
pub(super) fn labelled(model: &mut Model, job: JobId, answer: Labelled) {
    let words: Vec<_> = answer.labels.iter().map(ToString::to_string).collect();
    model.scans.labelled(&answer.scans, &answer.labels);
    let done = counted(answer.scans.len(), "scan");
    let own = |form: &Form| form.writing == Some(job);
    let form = match &mut model.overlay {
        Some(Overlay::Label(form)) if own(form) => Some(form),
        _ => None,
    };
    match (answer.failed, form) {
        (None, form) => {
            if form.is_some() {
                model.overlay = None;
            }
            model.say(format!("Written to {done}: {}.", words.join(" ")));
        }
        (Some(why), Some(form)) => {
            form.writing = None;
            let before = if answer.scans.is_empty() {
                "Not written".to_owned()
            } else {
                format!("Written to {done} and no further")
            };
            form.problem = Some(format!("{before}: {why}"));
        }
        (Some(why), None) => model.complain(format!("Labels were not written: {why}")),
    }
}
