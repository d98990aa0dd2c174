//! The change of a security group that would make a verdict unnecessary, in words and as the request that makes it.

use std::fmt::Write;

use super::bundle::Bundle;
use crate::domain::inert::{inert, span, text};
use crate::domain::text::{Printable, Untrusted};
use crate::domain::tuning::{Edit, Knob, Request, Tuning};

pub(super) fn write(page: &mut String, bundle: &Bundle<'_>) {
    let tunings = bundle.all.iter().filter_map(|it| it.tuning.as_ref());
    let alike = |first: &Tuning, other: &Tuning| first.knob.title == other.knob.title;
    let mut shown: Vec<&Tuning> = Vec::new();
    for tuning in tunings {
        if shown.iter().any(|known| alike(known, tuning)) {
            continue;
        }
        shown.push(tuning);
        let all = bundle.all.iter().filter_map(|it| it.tuning.as_ref());
        let knobs = all.filter(|other| alike(tuning, other)).map(|it| &it.knob);
        proposal(page, tuning, &knobs.collect::<Vec<_>>());
    }
}

/// One proposal for knobs of one kind.
fn proposal(page: &mut String, tuning: &Tuning, knobs: &[&Knob]) {
    let knob = &tuning.knob;
    let _ = write!(page, "\nProposed change: **{}**\n\n", knob.title);
    let request = together(knobs);
    for change in changes(knobs, request.as_ref()) {
        let _ = writeln!(page, "- {change}");
    }
    let _ = writeln!(page, "- Reach: {}", knob.reach);
    if let Some(request) = request.as_ref().filter(|it| can_be_sent(it)) {
        send(page, request);
    }
    let others: Vec<_> = tuning.alternatives.iter().map(|it| it.title).collect();
    if !others.is_empty() {
        let _ = writeln!(page, "- Or: {}", others.join("; "));
    }
}

/// What to set, once: knobs that differ only in their values are one change.
fn changes(knobs: &[&Knob], request: Option<&Request>) -> Vec<String> {
    let mut changes: Vec<_> = knobs.iter().map(|knob| text(&knob.change)).collect();
    changes.dedup();
    let joined = match request.map(|request| &request.edit) {
        Some(Edit::Add { field, values }) => format!("Add {} to {field}", listed(values)),
        Some(Edit::Remove { field, values }) => format!("Remove {} from {field}", listed(values)),
        _ => return changes,
    };
    if changes.len() > 1 {
        vec![inert(Printable::line(&joined).as_str())]
    } else {
        changes
    }
}

fn listed(values: &[Untrusted]) -> String {
    let values: Vec<_> = values.iter().map(quoted).collect();
    values.join(", ")
}

/// The one request that does what all of these ask for, where one can.
fn together(knobs: &[&Knob]) -> Option<Request> {
    let mut requests = knobs.iter().map(|knob| knob.request.as_ref());
    let mut whole = requests.next()??.clone();
    for request in requests {
        let request = request?;
        let same = (&request.group, &request.rule_instance) == (&whole.group, &whole.rule_instance);
        if !same || !joined(&mut whole.edit, &request.edit) {
            return None;
        }
    }
    Some(whole)
}

/// Takes over what another edit asks for; false where that is something else.
fn joined(whole: &mut Edit, other: &Edit) -> bool {
    let (values, more) = match (&mut *whole, other) {
        (
            Edit::Add { field, values },
            Edit::Add {
                field: same,
                values: more,
            },
        )
        | (
            Edit::Remove { field, values },
            Edit::Remove {
                field: same,
                values: more,
            },
        ) if field == same => (values, more),
        (whole, other) => return whole == other,
    };
    values.extend(more.iter().cloned());
    values.sort_unstable();
    values.dedup();
    true
}

/// Whether its addressees are UUIDs: a report must not choose another path.
fn can_be_sent(request: &Request) -> bool {
    let is_uuid = |text: &Untrusted| {
        let text = text.raw();
        text.len() == 36
            && text
                .bytes()
                .all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
    };
    is_uuid(&request.group) && is_uuid(&request.rule_instance)
}

/// The request of the management API. It replaces a list as a whole, so the present one has to be read first; a body
/// that left it out would parse, and clear it.
fn send(page: &mut String, request: &Request) {
    let group = request.group.raw();
    let path = format!(
        "/aims/mgmt/v1/security-groups/{group}/rule-instances/{}",
        request.rule_instance.raw()
    );
    let (change, present) = match &request.edit {
        Edit::Add { field, values } => {
            let values: Vec<_> = values.iter().map(quoted).collect();
            let list = format!("[…,{}]", values.join(","));
            (format!(r#""field_values":{{"{field}":{list}}}"#), "")
        }
        Edit::Remove { field, .. } => (
            format!(r#""field_values":{{"{field}":[…]}}"#),
            ", without what is to be removed",
        ),
        Edit::State { state } => (format!(r#""state":"{state}""#), ""),
    };
    let body = format!(r#"{{"security_group_uuid":"{group}",{change}}}"#);
    let _ = writeln!(page, "- Request: `PUT {path}`");
    let _ = writeln!(page, "- Body: {}", span(Printable::line(&body).as_str()));
    if !matches!(request.edit, Edit::State { .. }) {
        let _ = writeln!(
            page,
            "- The request replaces the list: `…` stands for what `GET` on the same path shows there now{present}"
        );
    }
}

/// A value as JSON has it.
fn quoted(value: &Untrusted) -> String {
    serde_json::Value::from(value.raw()).to_string()
}
