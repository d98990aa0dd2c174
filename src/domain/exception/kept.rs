//! An exception from the ledger alone. A decision keeps what was in front of the person who made it, which is enough to
//! name the finding and the knob; what else a wide decision covers, only the reports know.

use jiff::civil::Date;

use super::{Case, Exception};
use crate::domain::decision::{Context, Decision};
use crate::domain::finding::Finding;
use crate::domain::identity::Identity;
use crate::domain::observation::Observation;
use crate::domain::report::{Completeness, Coverage, Head, Source};
use crate::domain::scan::{Group, Scan};

/// The exception as the ledger kept it.
pub(super) fn exception(decision: &Decision, today: Date) -> Exception {
    let context = &decision.context;
    let head = head(context);
    let finding = finding(context);
    let case = Case {
        decision,
        seen: finding.iter().map(|finding| (&head, finding)).collect(),
    };
    Exception {
        from_ledger: finding.is_some(),
        ..case.exception(today)
    }
}

fn head(context: &Context) -> Head {
    let group = Group {
        uuid: context.group_uuid.clone(),
        name: context.group_name.clone(),
    };
    Head {
        source: Source {
            path: context.model.clone(),
            member: None,
            index: 0,
            dialect: "ledger",
        },
        joined: Vec::new(),
        scan: Scan {
            uuid: context.scan.clone(),
            model_uri: context.model_uri.clone(),
            model_name: Some(context.model.clone()),
            group: (group.uuid.is_some() || group.name.is_some()).then_some(group),
            created_at: context.scanned,
            ..Scan::default()
        },
        completeness: Completeness::Partial,
        coverage: Coverage::default(),
        warnings: Vec::new(),
        identity: Identity {
            exact: context.seen_in,
            shape: context.shape,
        },
        model_key: context.model.clone(),
    }
}

/// The finding; none where the decision is about a scan as a whole.
fn finding(context: &Context) -> Option<Finding> {
    let rule = context.rule.clone()?;
    let description = context.description.clone().unwrap_or_else(|| "".into());
    let seen = Observation {
        rule_instance: context.rule_instance.clone(),
        threat: context.threat.clone(),
        file: context.file.clone(),
        hash: context.hash.clone(),
        operator: context.symbol.clone(),
        ..Observation::new(rule, description)
    };
    Some(Finding {
        kind: seen.kind(),
        severity: None,
        identity: Identity {
            exact: context.fingerprint,
            shape: context.shape,
        },
        seen,
    })
}
