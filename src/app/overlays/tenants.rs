//! The tenants of the settings: which one the desk talks to, another one to connect, and the way out of one.

use crate::app::job::JobId;
use crate::app::list::List;
use crate::app::message::Tenants;
use crate::domain::tenant::Name;

/// State of the menu.
#[derive(Clone, Debug)]
pub struct Menu {
    /// The question for them, until it is answered.
    pub asking: Option<JobId>,
    /// What is known of them.
    pub known: Tenants,
    /// Cursor and window; the line behind the last tenant connects another one.
    pub list: List,
    /// Whether the user was asked if the secret of the tenant under the cursor may go; the next key says so.
    pub asked: bool,
}

impl Menu {
    /// A menu that waits for its tenants.
    pub fn waiting(job: JobId) -> Self {
        Self {
            asking: Some(job),
            known: Tenants::default(),
            list: List::default(),
            asked: false,
        }
    }

    /// Takes the tenants; the cursor stands on the one that counts.
    pub fn take(&mut self, known: Tenants, height: usize) {
        self.asking = None;
        self.known = known;
        let current = self.known.current.as_ref();
        let mut names = self.known.rows.iter().map(|(name, _)| name);
        let at = names.position(|name| Some(name) == current);
        self.list.go(at.unwrap_or(0), self.length(), height);
    }

    /// The tenant under the cursor; none on the line that connects another one.
    pub fn selected(&self) -> Option<&Name> {
        let row = self.known.rows.get(self.list.cursor());
        row.map(|(name, _)| name)
    }

    /// Moves by so many lines; what was asked is forgotten.
    pub fn step(&mut self, by: isize, height: usize) {
        self.asked &= by == 0;
        self.list.step(by, self.length(), height);
    }

    /// Its lines: the tenants, and one for another.
    fn length(&self) -> usize {
        self.known.rows.len() + 1
    }
}
