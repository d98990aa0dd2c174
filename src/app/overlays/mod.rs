//! What lies on top of a screen: one thing at a time. An overlay says itself which keys it takes, which field takes
//! text, and what a step in it is; nothing else asks what kind it is.

pub mod add_path;
pub mod export;
pub mod help;
pub mod verdict;

use crate::app::field::Field;
use crate::app::keys::Context;

/// The overlay that is open.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// Every key that works here.
    Help(help::Help),
    /// A verdict being filled in.
    Verdict(Box<verdict::Form>),
    /// An export being filled in.
    Export(Box<export::Form>),
    /// A path being typed.
    AddPath(Box<add_path::Form>),
}

impl Overlay {
    /// Where a press is looked up, the topmost first.
    pub fn contexts(&self) -> &'static [Context] {
        match self {
            Self::Help(_) => &[Context::Help, Context::List],
            Self::Verdict(_) | Self::Export(_) => &[Context::Form],
            Self::AddPath(_) => &[Context::Prompt],
        }
    }

    /// The field that takes text now.
    pub fn field(&mut self) -> Option<&mut Field> {
        match self {
            Self::Help(_) => None,
            Self::Verdict(form) => (form.focus == verdict::Line::Note).then_some(&mut form.note),
            Self::Export(form) => form.on_path.then_some(&mut form.path),
            Self::AddPath(form) => Some(&mut form.path),
        }
    }

    /// Takes notice of typed text: a form forgets its complaint.
    pub fn typed(&mut self) {
        match self {
            Self::Help(_) => {}
            Self::Verdict(form) => form.problem = None,
            Self::Export(form) => (form.problem, form.replace) = (None, false),
            Self::AddPath(form) => form.problem = None,
        }
    }

    /// Moves its cursor by so many lines.
    pub fn step(&mut self, by: isize) {
        match self {
            Self::Help(help) => help.step(by),
            Self::Verdict(_) | Self::Export(_) | Self::AddPath(_) => {}
        }
    }

    /// Moves the focus of a form by so many lines.
    pub fn move_focus(&mut self, by: isize) {
        match self {
            Self::Verdict(form) => form.move_focus(by),
            Self::Export(form) => form.on_path = !form.on_path,
            Self::Help(_) | Self::AddPath(_) => {}
        }
    }

    /// Takes another choice in the line of a form that has the focus.
    pub fn choose(&mut self, by: isize) {
        match self {
            Self::Verdict(form) => form.choose(by),
            Self::Export(form) if !form.on_path => form.choose(by),
            Self::Export(_) | Self::Help(_) | Self::AddPath(_) => {}
        }
    }
}
