//! What lies on top of a screen: one thing at a time. An overlay says itself which keys it takes, which field takes
//! text, what a step in it is, and what work ends with it; nothing else asks what kind it is.

pub mod diff;
pub mod export;
pub mod help;
pub mod raw;
pub mod verdict;

use crate::app::field::Field;
use crate::app::job::JobId;
use crate::app::keys::Context;
use crate::app::layout::Area;

/// The overlay that is open.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// Every key that works here.
    Help(help::Help),
    /// A verdict being filled in.
    Verdict(Box<verdict::Form>),
    /// An export being filled in.
    Export(Box<export::Form>),
    /// The source of a report.
    Raw(Box<raw::Raw>),
    /// Two scans of one model.
    Diff(Box<diff::Diff>),
}

impl Overlay {
    /// Where a press is looked up, the topmost first.
    pub fn contexts(&self) -> &'static [Context] {
        match self {
            Self::Help(_) => &[Context::Help, Context::List],
            Self::Verdict(_) | Self::Export(_) => &[Context::Form],
            Self::Raw(raw) if raw.view.as_ref().is_some_and(|view| view.typing) => {
                &[Context::Search]
            }
            Self::Raw(_) => &[Context::Raw, Context::List],
            Self::Diff(_) => &[Context::Diff, Context::List],
        }
    }

    /// The field that takes text now.
    pub fn field(&mut self) -> Option<&mut Field> {
        match self {
            Self::Help(_) | Self::Diff(_) => None,
            Self::Verdict(form) => (form.focus == verdict::Line::Note).then_some(&mut form.note),
            Self::Export(form) => form.on_path.then_some(&mut form.path),
            Self::Raw(raw) => {
                let view = raw.view.as_mut().filter(|view| view.typing);
                view.map(|view| &mut view.words)
            }
        }
    }

    /// Takes notice of typed text: a form forgets its complaint.
    pub fn typed(&mut self) {
        match self {
            Self::Help(_) | Self::Raw(_) | Self::Diff(_) => {}
            Self::Verdict(form) => form.problem = None,
            Self::Export(form) => (form.problem, form.replace) = (None, false),
        }
    }

    /// Moves its cursor by so many lines.
    pub fn step(&mut self, by: isize, size: Area) {
        match self {
            Self::Help(help) => help.step(by),
            Self::Verdict(_) | Self::Export(_) => {}
            Self::Raw(raw) => {
                if let Some(view) = &mut raw.view {
                    view.step(by, size);
                }
            }
            Self::Diff(diff) => diff.step(by, size),
        }
    }

    /// Lines of a page, where it has pages of its own.
    pub fn page(&self, size: Area) -> Option<usize> {
        match self {
            Self::Raw(_) => Some(raw::height(size)),
            Self::Diff(_) => Some(diff::height(size)),
            Self::Help(_) | Self::Verdict(_) | Self::Export(_) => None,
        }
    }

    /// The work in flight that nobody wants once it is closed.
    pub fn work(&self) -> Option<JobId> {
        match self {
            Self::Raw(raw) => match &raw.view {
                Some(view) => view.search,
                None => Some(raw.job),
            },
            Self::Diff(diff) => diff.comparison.is_none().then_some(diff.job),
            Self::Help(_) | Self::Verdict(_) | Self::Export(_) => None,
        }
    }

    /// Moves the focus of a form by so many lines.
    pub fn move_focus(&mut self, by: isize) {
        match self {
            Self::Verdict(form) => form.move_focus(by),
            Self::Export(form) => form.on_path = !form.on_path,
            Self::Help(_) | Self::Raw(_) | Self::Diff(_) => {}
        }
    }

    /// Takes another choice in the line of a form that has the focus.
    pub fn choose(&mut self, by: isize) {
        match self {
            Self::Verdict(form) => form.choose(by),
            Self::Export(form) if !form.on_path => form.choose(by),
            Self::Export(_) | Self::Help(_) | Self::Raw(_) | Self::Diff(_) => {}
        }
    }
}
