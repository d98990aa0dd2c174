//! What lies on top of a screen: one thing at a time, and help on top of that. An overlay says itself which keys it takes, which field takes
//! text, what a step in it is, and what work ends with it; nothing else asks what kind it is.

pub mod add_path;
pub mod copy;
pub mod diff;
pub mod export;
pub mod help;
pub mod label;
pub mod launch;
pub mod links;
pub mod log;
pub mod login;
pub mod palette;
pub mod raw;
pub mod tenants;
pub mod verdict;

use crate::app::field::Field;
use crate::app::job::JobId;
use crate::app::keys::Context;
use crate::app::layout::{self, Area};
use crate::app::screens::groups::Groups;
use crate::domain::secret::Typed;

/// Lines of the palette that are not rows: the field, and the selected command in words.
pub const PALETTE_WORDS: usize = 4;
/// Lines of the browser chooser that are not pages: the selected address, and what is asked about it.
pub const LINKS_WORDS: usize = 6;

/// The overlay that is open.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// A verdict being filled in.
    Verdict(Box<verdict::Form>),
    /// An export being filled in.
    Export(Box<export::Form>),
    /// A path being typed.
    AddPath(Box<add_path::Form>),
    /// Labels that would be written to scans.
    Label(Box<label::Form>),
    /// Every command.
    Palette(Box<palette::Palette>),
    /// What can be copied.
    Copy(copy::Menu),
    /// Pages that can be opened.
    Links(links::Chooser),
    /// What was said.
    Log(log::Page),
    /// An account being filled in.
    Login(Box<login::Form>),
    /// A scan being filled in.
    Launch(Box<launch::Form>),
    /// The tenants of the settings.
    Tenants(Box<tenants::Menu>),
    /// The source of a report.
    Raw(Box<raw::Raw>),
    /// Two scans of one model.
    Diff(Box<diff::Diff>),
}

impl Overlay {
    /// Where a press is looked up, the topmost first.
    pub fn contexts(&self) -> &'static [Context] {
        match self {
            Self::AddPath(_) => &[Context::Prompt],
            Self::Verdict(_) => &[Context::Verdict, Context::Form],
            Self::Export(_) | Self::Login(_) | Self::Label(_) => &[Context::Form],
            Self::Launch(_) => &[Context::Launch, Context::Form],
            Self::Tenants(_) => &[Context::Tenants, Context::Menu, Context::List],
            Self::Palette(_) => &[Context::Palette],
            Self::Copy(_) | Self::Links(_) => &[Context::Menu, Context::List],
            Self::Log(_) => &[Context::Log, Context::List],
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
            Self::Verdict(form) => (form.focus == verdict::Line::Note).then_some(&mut form.note),
            Self::Export(form) => form.on_path.then_some(&mut form.path),
            Self::AddPath(form) => Some(&mut form.path),
            Self::Label(form) => Some(&mut form.field),
            Self::Palette(palette) => Some(&mut palette.field),
            Self::Login(form) => form.field(),
            Self::Launch(form) => form.field(),
            Self::Copy(_) | Self::Links(_) | Self::Log(_) | Self::Diff(_) | Self::Tenants(_) => {
                None
            }
            Self::Raw(raw) => {
                let view = raw.view.as_mut().filter(|view| view.typing);
                view.map(|view| &mut view.words)
            }
        }
    }

    /// The secret that takes what is typed now.
    pub fn unseen(&mut self) -> Option<&mut Typed> {
        match self {
            Self::Login(form) => form.unseen(),
            _ => None,
        }
    }

    /// Takes notice of typed text: a form forgets its complaint, a search begins at the top.
    pub fn typed(&mut self) {
        match self {
            Self::Verdict(form) => form.problem = None,
            Self::Export(form) => (form.problem, form.replace) = (None, false),
            Self::AddPath(form) => form.problem = None,
            Self::Login(form) => form.problem = None,
            Self::Launch(form) => form.problem = None,
            Self::Label(form) => form.problem = None,
            Self::Palette(palette) => palette.search(),
            _ => {}
        }
    }

    /// Moves its cursor by so many lines, on a screen of this size.
    pub fn step(&mut self, by: isize, size: Area) {
        let lines = layout::overlay_lines(size);
        match self {
            Self::Verdict(_)
            | Self::Export(_)
            | Self::AddPath(_)
            | Self::Login(_)
            | Self::Launch(_)
            | Self::Label(_) => {}
            Self::Tenants(menu) => menu.step(by, lines),
            Self::Palette(palette) => palette.step(by, layout::overlay_rows(size, PALETTE_WORDS)),
            Self::Copy(menu) => menu.step(by, lines),
            Self::Links(chooser) => chooser.step(by, layout::overlay_rows(size, LINKS_WORDS)),
            Self::Log(page) => page.step(by),
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
            _ => None,
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
            Self::Login(form) => form.proving,
            _ => None,
        }
    }

    /// Goes to the line that a character stands for; says whether there is one.
    pub fn go(&mut self, character: char, size: Area) -> bool {
        let lines = layout::overlay_lines(size);
        match self {
            Self::Copy(menu) => menu.go(character, lines),
            Self::Links(chooser) => chooser.go(character, layout::overlay_rows(size, LINKS_WORDS)),
            _ => false,
        }
    }

    /// Moves the focus of a form by so many lines.
    pub fn move_focus(&mut self, by: isize) {
        match self {
            Self::Verdict(form) => form.move_focus(by),
            Self::Export(form) => form.on_path = !form.on_path,
            Self::Login(form) => form.move_focus(by),
            Self::Launch(form) => form.move_focus(by),
            _ => {}
        }
    }

    /// Takes another choice in the line of a form that has the focus.
    pub fn choose(&mut self, by: isize, groups: &Groups) {
        match self {
            Self::Verdict(form) => form.choose(by),
            Self::Export(form) if !form.on_path => form.choose(by),
            Self::Launch(form) => form.choose(by, groups),
            _ => {}
        }
    }
}

/// The element so many places on, round the ends.
fn turned<T>(all: &[T], at: usize, by: isize) -> &T {
    let length = all.len();
    &all[(at + length).saturating_add_signed(by) % length]
}
