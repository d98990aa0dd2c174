//! The label form: what would be written to scans of the tenant, exactly as it would be written, before anything is.

use crate::app::effect::{Addressee, Labelling};
use crate::app::fetching;
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
    /// A form for what is marked or selected, with the verdict on it where there is one.
    pub fn of(model: &Model) -> Self {
        let verdict = verdict(model).map(|verdict| format!("{TRIAGE}={verdict}"));
        Self {
            scans: scans(model),
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

/// The verdict in force on what is selected; of a scan of the tenant, that on its report here.
fn verdict(model: &Model) -> Option<Verdict> {
    if model.screen != Screen::Scans {
        return model.target_decision().map(|decision| decision.verdict);
    }
    let wanted = Incomplete::of_scan(model.scans.selected()?).ok()?;
    let head = &model.library.summaries[fetching::full(model, &wanted.scan)?].head;
    let whole = model.decisions.of_scan(head, model.today());
    Standing::decision(whole).map(|decision| decision.verdict)
}
