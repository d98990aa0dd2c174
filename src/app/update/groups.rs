//! The groups screen: asking the tenant once, taking what it says, and what the keys do.

use crate::app::effect::Effect;
use crate::app::job::JobId;
use crate::app::message::Listed;
use crate::app::model::{Model, Screen};
use crate::app::screens::groups::Rules;
use crate::app::words::ago;
use crate::domain::group::SecurityGroup;
use crate::domain::text::Printable;

/// Asks, while the screen is shown, for what was never asked for; lays the rules that are shown.
pub(super) fn keep_up(model: &mut Model) -> Vec<Effect> {
    if model.screen != Screen::Groups || model.demo {
        return Vec::new();
    }
    let screen = &model.groups;
    let effect = if screen.answer.is_none() && screen.asking.is_none() {
        Some(ask(model))
    } else {
        ask_rules(model)
    };
    model.groups.lay_page(model.size);
    effect.into_iter().collect()
}

fn ask(model: &mut Model) -> Effect {
    let job = model.jobs.start();
    model.groups.asking = Some(job);
    Effect::ListGroups(job)
}

fn ask_rules(model: &mut Model) -> Option<Effect> {
    let screen = &model.groups;
    let group = screen.selected().filter(|_| screen.detail)?.uuid.clone();
    if screen.asking_rules.is_some() || screen.rules.contains_key(&group) {
        return None;
    }
    let job = model.jobs.start();
    model.groups.asking_rules = Some((job, group.clone()));
    Some(Effect::ListRules(job, group))
}

/// Asks again for the groups, and for rules as they are looked at.
pub(super) fn ask_again(model: &mut Model) -> Vec<Effect> {
    let screen = &mut model.groups;
    screen.rules.clear();
    screen.asking_rules = None;
    vec![ask(model)]
}

/// Takes the groups. What is here stays where they could not be had again.
pub(super) fn came(
    model: &mut Model,
    job: JobId,
    answer: Result<Listed<SecurityGroup>, Printable>,
) {
    if model.groups.asking != Some(job) {
        return;
    }
    model.groups.asking = None;
    match answer {
        Ok(listed) => {
            remark(model, &listed);
            model.groups.arrived(listed, model.size);
        }
        Err(why) if matches!(model.groups.answer, Some(Ok(_))) => {
            model.complain(format!("Not asked again: {why}"));
        }
        Err(why) => model.groups.answer = Some(Err(why)),
    }
}

/// Takes the rules of a group.
pub(super) fn rules_came(model: &mut Model, job: JobId, answer: Rules) {
    let asked = model.groups.asking_rules.take_if(|(of, _)| *of == job);
    let Some((_, group)) = asked else {
        return;
    };
    if let Ok(listed) = &answer {
        remark(model, listed);
    }
    model.groups.page = None;
    model.groups.rules.insert(group, answer);
}

/// Says where a list was kept from before, or could not be kept.
fn remark<T>(model: &mut Model, listed: &Listed<T>) {
    if let Some(why) = &listed.kept {
        let then = ago(listed.fetched_at, model.now);
        model.complain(format!("As it was {then}: {why}"));
    } else if let Some(why) = &listed.unkept {
        model.say(format!("Not kept for when the service is away: {why}"));
    }
}

/// Shows the rules of the selected group.
pub(super) fn show_rules(model: &mut Model) {
    model.groups.show_rules(true, model.size);
}

/// Closes what is open, the innermost first; then goes back to the reports.
pub(super) fn back(model: &mut Model) -> bool {
    let size = model.size;
    model.groups.show_rules(false, size) || model.groups.unfilter(size)
}
