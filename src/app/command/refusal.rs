//! Why a command cannot be had now, in one sentence: it greys the footer and answers the key.

use std::borrow::Cow;

use crate::app::command::Command;
use crate::app::fetching;
use crate::app::model::Model;
use crate::app::overlays::{Overlay, label};
use crate::app::screens::Screen;
use crate::app::screens::groups::Chosen;
use crate::app::screens::scans;
use crate::app::selected::{Selected, pages};
use crate::domain::decisions::Mark;

/// What a desk says that changes nothing.
const READ_ONLY: &str = "This desk is read-only.";

impl Command {
    /// Why it cannot be had now, in a sentence; `None` when it can.
    pub fn refusal(self, model: &Model) -> Option<Cow<'static, str>> {
        if self.decides() {
            if model.read_only {
                return Some(READ_ONLY.into());
            }
            if let Some(refusal) = model.ledger.refusal() {
                return Some(refusal);
            }
        }
        self.missing(model).map(Cow::Borrowed)
    }

    /// Whether it writes to the ledger, at once or through a form.
    fn decides(self) -> bool {
        matches!(
            self,
            Self::Decide(_)
                | Self::Reopen
                | Self::EditVerdict
                | Self::Extend
                | Self::Undo
                | Self::Redo
                | Self::Confirm
                | Self::ConfirmAll
                | Self::Refuse
        )
    }

    /// What it needs and does not find, in a sentence.
    fn missing(self, model: &Model) -> Option<&'static str> {
        match self {
            Self::GoReport if model.report.is_none() => {
                Some("No report is open: press Enter on one.")
            }
            Self::Reopen | Self::Extend
                if model.screen == Screen::Exceptions && !model.has_target() =>
            {
                Some("No verdict is selected here.")
            }
            Self::EditVerdict
                if model.screen == Screen::Exceptions && model.target_decision().is_none() =>
            {
                Some("No verdict is selected here.")
            }
            Self::Extend if !model.exceptions.can_extend(&model.decisions) => {
                Some("This verdict does not run out, so there is nothing to extend.")
            }
            Self::Export if model.screen == Screen::Exceptions => {
                (!model.exceptions.can_export()).then_some("There is no verdict to export.")
            }
            Self::Decide(_) | Self::Reopen | Self::EditVerdict if !model.has_target() => {
                Some("Nothing is selected that a verdict could be about.")
            }
            Self::EditVerdict if !model.target_stands(is_decided) => {
                Some("There is no verdict here yet: t f a r p give one.")
            }
            Self::Reopen if !model.target_stands(is_decided) => Some("This is open already."),
            Self::Confirm | Self::Refuse if !model.target_stands(|mark| mark == Mark::Proposed) => {
                Some("No verdict is proposed here.")
            }
            Self::ConfirmAll if model.proposals().is_empty() => {
                Some("No verdict is proposed in this report.")
            }
            Self::NameFilter if model.screen == Screen::Scans => {
                Some("Only filters of reports are saved.")
            }
            Self::NameFilter if model.filter().text().trim().is_empty() => {
                Some("There is no filter to save yet.")
            }
            Self::NameFilter if model.filter().fault.is_some() => {
                Some("This filter is not understood, so it cannot be saved.")
            }
            Self::Hide
                if model.reports.selected().is_none() && model.reports.marks.on.is_empty() =>
            {
                Some("There is nothing to take off the list.")
            }
            Self::Raw if !model.has_source() => {
                Some("No report is selected whose source could be shown.")
            }
            Self::Diff => model.refuses_diff(),
            Self::Fetch => fetching::wanted(model).err(),
            Self::Export if model.export_heads().is_empty() => {
                Some("There is no report to export from.")
            }
            Self::ShowRules | Self::ChooseGroup if model.groups.selected().is_none() => {
                Some("No group is selected.")
            }
            Self::NextRule | Self::PreviousRule if model.groups.page.is_none() => {
                Some("No rules are shown: Enter on a group shows them.")
            }
            Self::OpenResult if model.scanning.last.is_none() => {
                Some("No scan that was launched here has ended yet.")
            }
            Self::LogOut if !selects_tenant(model) => Some("No tenant is selected."),
            Self::AskAgain
            | Self::OpenScan
            | Self::Label
            | Self::WatchTenant
            | Self::LogIn
            | Self::Tenants
            | Self::Scan
                if model.demo =>
            {
                Some(fetching::NO_TENANT)
            }
            Self::Scan | Self::Label if model.read_only => Some(READ_ONLY),
            Self::Filter if model.demo && model.screen == Screen::Scans => {
                Some(fetching::NO_TENANT)
            }
            Self::Label if label::scans(model).is_empty() => {
                Some("No scan of the tenant is selected that could be labelled.")
            }
            Self::OpenScan if model.scans.selected_running().is_some() => {
                Some("It is not over yet: stay on its line, and its report opens.")
            }
            Self::OpenScan if model.scans.selected().is_none() => Some("No scan is selected."),
            Self::Copy
                if Selected::of(model).is_none()
                    && Chosen::of(model).is_none()
                    && scans::chosen(model).is_none()
                    && model.selected_decision().is_none() =>
            {
                Some("Nothing is selected that could be copied.")
            }
            Self::Browse if pages(model).is_empty() => Some("Nothing is selected that has a page."),
            Self::Log if model.log.entries().len() == 0 => Some("Nothing was said yet."),
            _ => None,
        }
    }
}

fn selects_tenant(model: &Model) -> bool {
    matches!(&model.overlay, Some(Overlay::Tenants(menu)) if menu.selected().is_some())
}

fn is_decided(mark: Mark) -> bool {
    !mark.is_open()
}
