//! The label form: what would be written to scans of the tenant, exactly as it would be written, before anything is.

use std::collections::HashMap;

use crate::app::effect::{Addressee, Labelling};
use crate::app::field::Field;
use crate::app::job::JobId;
use crate::app::model::Model;
use crate::app::screens::Screen;
use crate::domain::decisions::Standing;
use crate::domain::incomplete::Incomplete;
use crate::domain::label::{Label, Unfit};
use crate::domain::scan::Scan;
use crate::domain::verdict::Verdict;

/// The key under which a verdict is written.
const TRIAGE: &str = "triage";

/// The form as it is filled in.
#[derive(Clone, Debug)]
pub struct Form {
    /// The scans, at least one.
    pub scans: Vec<Scan>,
    /// The labels as typed, a blank between them.
    pub field: Field,
    /// What went wrong.
    pub problem: Option<String>,
    /// The writing that is on its way.
    pub writing: Option<JobId>,
}

impl Form {
    /// A form for what is marked or selected, with the verdict on it where there is one and the same.
    pub fn of(model: &Model) -> Self {
        let scans = scans(model);
        let verdict = verdict(model, &scans).map(|verdict| format!("{TRIAGE}={verdict}"));
        Self {
            scans,
            field: Field::with(&verdict.unwrap_or_default()),
            problem: None,
            writing: None,
        }
    }

    /// The labels that are typed.
    pub fn labels(&self) -> Result<Vec<Label>, Unfit> {
        Label::all(self.field.text().split_whitespace())
    }

    /// What would be written.
    pub fn labelling(&self) -> Result<Labelling, Unfit> {
        let scans = self.scans.iter();
        let scans = scans.filter_map(|scan| Incomplete::of_scan(scan).ok());
        let address = |of: Incomplete| Addressee {
            scan: of.scan,
            tsg_id: of.tsg_id,
        };
        Ok(Labelling {
            scans: scans.map(address).collect(),
            labels: self.labels()?,
        })
    }
}

/// The scans of the tenant that labels would be written to.
pub fn scans(model: &Model) -> Vec<Scan> {
    let scans: Vec<&Scan> = match model.screen {
        Screen::Scans => model.scans.targets(),
        Screen::Report => model.report.iter().map(|it| &it.report.head.scan).collect(),
        _ => {
            let heads = model.heads(&model.target());
            heads.into_iter().map(|head| &head.scan).collect()
        }
    };
    let known = |scan: &&Scan| Incomplete::of_scan(scan).is_ok();
    scans.into_iter().filter(known).cloned().collect()
}

/// The verdict on each of these scans as a whole, where all have one and the same; of a scan of the tenant, that on its
/// reports here.
fn verdict(model: &Model, scans: &[Scan]) -> Option<Verdict> {
    let mut verdicts = HashMap::new();
    for summary in model.library.there() {
        let Ok(of) = Incomplete::of_scan(&summary.head.scan) else {
            continue;
        };
        let whole = model.decisions.of_scan(&summary.head, model.today());
        if let Some(decision) = Standing::decision(whole) {
            verdicts.insert(of.scan, decision.verdict);
        }
    }
    let mut verdicts = scans.iter().map(|scan| {
        let of = Incomplete::of_scan(scan).ok()?;
        verdicts.get(&of.scan).copied()
    });
    let first = verdicts.next()??;
    verdicts.all(|other| other == Some(first)).then_some(first)
}
