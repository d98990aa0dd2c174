//! The browser chooser: pages about what is selected. Pages of known hosts open at once, others after a second Enter.

use crate::app::list::List;
use crate::domain::link::{Address, Link, Refusal, Trust};

/// State of the chooser.
#[derive(Clone, Debug)]
pub struct Chooser {
    /// The pages.
    pub links: Vec<Link>,
    /// Cursor and window.
    pub list: List,
    /// Whether Enter was pressed on a page of an unknown host; the next one opens it.
    pub asked: bool,
}

/// What follows from Enter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The page is opened.
    Open(Address),
    /// The user is asked whether to trust the host.
    Ask,
    /// The page is never opened.
    Refuse(Refusal),
}

impl Chooser {
    /// A choice of these pages.
    pub fn of(links: Vec<Link>) -> Self {
        Self {
            links,
            list: List::default(),
            asked: false,
        }
    }

    /// The page under the cursor.
    pub fn selected(&self) -> Option<&Link> {
        self.links.get(self.list.cursor())
    }

    /// Moves by so many lines; what was asked is forgotten.
    pub fn step(&mut self, by: isize, height: usize) {
        self.asked &= by == 0;
        self.list.step(by, self.links.len(), height);
    }

    /// Goes to a line by its number, counted from 1; says whether there is one.
    pub fn go(&mut self, number: char, height: usize) -> bool {
        let at = number
            .to_digit(10)
            .and_then(|digit| usize::try_from(digit).ok()?.checked_sub(1))
            .filter(|at| *at < self.links.len());
        if let Some(at) = at {
            self.asked &= at == self.list.cursor();
            self.list.go(at, self.links.len(), height);
        }
        at.is_some()
    }

    /// Takes the line under the cursor.
    pub fn pick(&mut self) -> Option<Answer> {
        let trust = self.selected()?.trust.clone();
        Some(match trust {
            Trust::Known(address) => Answer::Open(address),
            Trust::Unknown(address) if self.asked => Answer::Open(address),
            Trust::Unknown(_) => {
                self.asked = true;
                Answer::Ask
            }
            Trust::Refused(refusal) => Answer::Refuse(refusal),
        })
    }
}
