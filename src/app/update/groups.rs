//! The groups screen: asking the tenant once, taking what it says, and what the keys do.

use crate::app::effect::Effect;
use crate::app::job::JobId;
use crate::app::message::{Giver, Listed};
use crate::app::model::Model;
use crate::app::screens::Screen;
use crate::app::screens::groups::Rules;
use crate::domain::group::{Choices, SecurityGroup};
use crate::domain::text::Printable;
use crate::domain::words::ago;

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

/// Asks for the groups.
pub(super) fn ask(model: &mut Model) -> Effect {
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

/// Takes the groups: for the time being as they were kept, then as the service has them. What is here stays where the
/// service does not give it, and says so.
pub(super) fn came(
    model: &mut Model,
    job: JobId,
    answer: Result<Listed<SecurityGroup>, Printable>,
) {
    let screen = &mut model.groups;
    if screen.asking != Some(job) {
        return;
    }
    let for_now = is_for_now(&answer);
    if !for_now {
        screen.asking = None;
    }
    match (answer, &mut screen.answer) {
        (Ok(_), Some(Ok(_))) if for_now => {}
        (Ok(listed), _) => {
            remark(model, &listed);
            model.groups.arrived(listed, model.size);
        }
        (Err(why), Some(Ok(here))) => {
            here.by = Giver::Cache(Some(why));
            let here = here.clone();
            remark(model, &here);
        }
        (Err(why), nothing) => *nothing = Some(Err(why)),
    }
}

/// Takes the rules of a group, in the same way.
pub(super) fn rules_came(model: &mut Model, job: JobId, answer: Rules) {
    let screen = &mut model.groups;
    let for_now = is_for_now(&answer);
    let Some((of, group)) = screen.asking_rules.take_if(|(of, _)| *of == job) else {
        return;
    };
    if for_now {
        screen.asking_rules = Some((of, group.clone()));
    }
    let answer = match (answer, screen.rules.remove(&group)) {
        (Err(why), Some(Ok(here))) => Ok(Listed {
            by: Giver::Cache(Some(why)),
            ..here
        }),
        (answer, _) => answer,
    };
    if let Ok(listed) = &answer {
        remark(model, listed);
    }
    model.groups.rules.insert(group, answer);
    model.groups.lay_anew(model.size);
}

fn is_for_now<T>(answer: &Result<Listed<T>, Printable>) -> bool {
    matches!(answer, Ok(listed) if listed.by == Giver::Cache(None))
}

/// Says where a list is as it was kept, or could not be kept.
fn remark<T>(model: &mut Model, listed: &Listed<T>) {
    let then = ago(listed.fetched_at, model.now);
    match &listed.by {
        Giver::Cache(Some(why)) => model.complain(format!("As it was {then}: {why}")),
        Giver::Service(Some(why)) => {
            model.say(format!("Not kept for when the service is away: {why}"));
        }
        Giver::Cache(None) | Giver::Service(None) => {}
    }
}

/// Chooses the selected group for its kind of source, or chooses it no more.
pub(super) fn choose(model: &mut Model) -> Vec<Effect> {
    let Some(group) = model.groups.selected() else {
        return Vec::new();
    };
    let (name, source) = (group.name.printable(), group.source_type.clone());
    let (uuid, words) = if model.groups.chosen.has(group) {
        let words = format!("No group is chosen for {} any more.", source.printable());
        (None, words)
    } else {
        let words = format!("{name} is chosen for {}.", source.printable());
        (Some(group.uuid.clone()), words)
    };
    let job = model.jobs.start();
    model.groups.choosing = Some((job, words));
    vec![Effect::ChooseGroup(job, source, uuid)]
}

/// Takes the choices, which come with the groups and after a choice.
pub(super) fn chosen(model: &mut Model, job: JobId, answer: Result<Choices, Printable>) {
    let screen = &mut model.groups;
    let kept = screen.choosing.take_if(|(of, _)| *of == job);
    match answer {
        Ok(chosen) if kept.is_some() || screen.asking == Some(job) => {
            screen.chosen = chosen;
            if let Some((_, words)) = kept {
                model.say(words);
            }
        }
        Ok(_) => {}
        Err(why) => model.complain(why.into_string()),
    }
}

/// Shows the rules of the selected group.
pub(super) fn show_rules(model: &mut Model) {
    if let Some(group) = model.groups.selected() {
        let uuid = group.uuid.clone();
        model.groups.used(uuid);
    }
    model.groups.show_rules(true, model.size);
}

/// Closes what is open, the innermost first; then goes back to the reports.
pub(super) fn back(model: &mut Model) -> bool {
    let size = model.size;
    model.groups.show_rules(false, size) || model.groups.unfilter(size)
}
