//! Everything that can happen to the desk.

use std::sync::Arc;

use jiff::Timestamp;

use crate::app::effect::{Left, Sighted};
use crate::app::job::JobId;
use crate::app::mouse::Mouse;
use crate::app::press::Press;
use crate::domain::decision::Change;
use crate::domain::decisions::Decisions;
use crate::domain::diff::Comparison;
use crate::domain::group::{Choices, RuleInstance, SecurityGroup};
use crate::domain::history::Event;
use crate::domain::label::Label;
use crate::domain::launch::Progress;
use crate::domain::outline::{Hit, Outline};
use crate::domain::report::{Origin, Report, Summary};
use crate::domain::scan::Scan;
use crate::domain::secret::Secret;
use crate::domain::tenant::{Layer, Name};
use crate::domain::text::{Printable, Untrusted};

/// A message to the desk.
#[derive(Clone, Debug)]
pub enum Message {
    /// A key was pressed.
    Pressed(Press),
    /// Something was done with the mouse.
    Mouse(Mouse),
    /// The detail was scrolled past its end, which is here.
    ScrolledPast(u16),
    /// Text was pasted.
    Pasted(String),
    /// The terminal has a new size, in columns and rows.
    Resized(u16, u16),
    /// It is now so late.
    Clock(Timestamp),
    /// Some of the library was read.
    Loaded(JobId, Vec<Loaded>),
    /// The library is read to its end.
    LoadEnded(JobId),
    /// What was named is there and will be read, or why it is not.
    Added(JobId, Result<Added, Printable>),
    /// Files came, changed or went.
    Changed(JobId, Box<Changed>),
    /// A watched folder that was named is gone, or is there again.
    Folder(JobId, Printable, Presence),
    /// Changes are not told, or not all, and why.
    Unwatched(JobId, Printable),
    /// A scan was fetched from the tenant, or could not be. Its report follows as any that is added.
    Completed(JobId, Completed),
    /// The tenant's security groups, or why they are not here.
    Groups(JobId, Result<Listed<SecurityGroup>, Printable>),
    /// The rules of a security group, or why they are not here.
    Rules(JobId, Result<Listed<RuleInstance>, Printable>),
    /// The security groups that are chosen, or why a choice could not be kept.
    ChosenGroups(JobId, Result<Choices, Printable>),
    /// What is at a path on this machine.
    Looked(JobId, Looked),
    /// A scan that was launched goes on.
    Scanning(JobId, Progress),
    /// It is over, and its report follows as any that is added; or why there is none.
    ScanEnded(JobId, Result<Ended, NotScanned>),
    /// Scans that an earlier desk left running.
    LeftRunning(Vec<LeftRunning>),
    /// The tenants of the settings, or why they cannot be told.
    Tenants(JobId, Result<Tenants, Printable>),
    /// An account was proved and kept, or was not.
    LoggedIn(JobId, Result<LoggedIn, NotLoggedIn>),
    /// The secret of a tenant is out of the keyring, in a sentence, or why it is not.
    LoggedOut(JobId, Result<Printable, Printable>),
    /// Some of the tenant's scans, or why there are no more of them.
    Scans(JobId, Result<Scanned, Printable>),
    /// Labels were added to scans of the tenant, or not to all of them.
    Labelled(JobId, Labelled),
    /// Scans that were blocked since the last look, or why nobody can look.
    Blocked(JobId, Result<Vec<Blocked>, Printable>),
    /// A report was opened, or could not be.
    Opened(JobId, Result<Box<Report>, Printable>),
    /// The ledger was read, or could not be.
    LedgerRead(JobId, Result<Reading, Printable>),
    /// Somebody wrote to the ledger, perhaps this desk.
    LedgerTouched,
    /// The ledger recorded, undid or redid, or refused.
    LedgerChanged(JobId, Result<Change, Printable>),
    /// What happened to a subject was read, or could not be.
    History(JobId, Result<Vec<Event>, Printable>),
    /// An export was written, or not.
    Exported(JobId, Result<Written, ExportFault>),
    /// The user's editor came back with a note, or could not.
    NoteEdited(JobId, Result<String, Printable>),
    /// A text is in the clipboard, or is not.
    Copied(JobId, Result<Clipboard, Printable>),
    /// The system was asked to open a page, or could not be.
    Browsed(JobId, Result<(), Printable>),
    /// The saved filters were written, or not.
    FiltersSaved(JobId, Result<(), Printable>),
    /// The source of a report was read, or could not be.
    SourceRead(JobId, Result<Source, Printable>),
    /// The row that a search found, if any.
    Searched(JobId, Option<Hit>),
    /// Two reports were compared, or could not be.
    Compared(JobId, Result<Box<Comparison>, Printable>),
    /// The terminal is gone or the program is asked to end.
    Ended,
}

/// Whether something is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It was, and is not any more.
    Gone,
    /// It is again.
    Back,
}

/// A piece of news from the library.
#[derive(Clone, Debug, PartialEq)]
pub enum Loaded {
    /// A report as it stands while parts of it may be found: it is told of again.
    Waiting(Box<Summary>),
    /// A report was read.
    Report(Box<Summary>),
    /// Something gave no report.
    Notice(Unread),
    /// So many files of so many are read.
    Progress {
        /// Files read.
        done: usize,
        /// Files found so far.
        total: usize,
    },
}

/// The source of a report, and the row to open it at.
#[derive(Clone, Debug)]
pub struct Source {
    /// The document.
    pub outline: Arc<Outline>,
    /// The row that speaks of what was selected.
    pub at: Option<usize>,
}

/// A file that gave no report: a row of its own in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The text that was read.
    pub origin: Origin,
    /// The file, and the member of an archive.
    pub place: Printable,
    /// Whether it is broken, rather than something else.
    pub broken: bool,
    /// Why, with line and column where there are any.
    pub why: Printable,
}

/// What was added to the library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// The files and folders, as the library calls them.
    pub paths: Vec<Untrusted>,
}

/// What files hold that came, changed or went.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changed {
    /// Files that were looked at again; what was known of them is replaced.
    pub files: Vec<Untrusted>,
    /// The reports they hold now.
    pub reports: Vec<Summary>,
    /// Those that give no report now.
    pub unread: Vec<Unread>,
}

/// Where a copied text went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clipboard {
    /// Into the desktop's clipboard.
    Desktop,
    /// To the terminal, which puts it into the clipboard where it is allowed to; it does not say.
    Terminal,
}

/// An export that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Where.
    pub path: Printable,
    /// How many exceptions it holds.
    pub exceptions: usize,
    /// Reports that could not be read again and are missing from it.
    pub missing: usize,
}

/// An export that was not written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportFault {
    /// There is such a file already.
    Exists,
    /// It could not be written, and why.
    Failed(Printable),
}

/// What became of one of the scans that are fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completed {
    /// How many were asked for by now.
    pub done: usize,
    /// How many there are.
    pub total: usize,
    /// The scan, or why it is not here.
    pub outcome: Result<Ended, Printable>,
}

/// A scan that was just blocked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocked {
    /// What its model is called.
    pub name: Untrusted,
    /// What would be kept of it.
    pub sighted: Sighted,
}

/// What became of labels that were to be added to scans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labelled {
    /// UUIDs of the scans that have them now.
    pub scans: Vec<String>,
    /// The labels.
    pub labels: Vec<Label>,
    /// Why the next scan has not.
    pub failed: Option<Printable>,
}

/// What is told of the tenant's scans while they come, the newest first.
#[derive(Clone, Debug, PartialEq)]
pub enum Scanned {
    /// Those that were kept and fit, and what was asked for then.
    Kept(Listed<Scan>, String),
    /// Further ones from the service, and how many there are in all, where it counts them.
    Further(Vec<Scan>, Option<u64>),
    /// That these were all: an empty list.
    Whole(Listed<()>),
}

/// A list of a tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed<T> {
    /// The tenant in words.
    pub tenant: Printable,
    /// What is listed.
    pub rows: Vec<T>,
    /// When it was fetched.
    pub fetched_at: Timestamp,
    /// Who gave it.
    pub by: Giver,
}

/// Who gave a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Giver {
    /// The service; why the list could not be kept for when it is away, if so.
    Service(Option<Printable>),
    /// Nobody: it is as it was kept, and why; for the time being where there is no reason, for the service is being
    /// asked.
    Cache(Option<Printable>),
}

impl<T> Listed<T> {
    /// Its rows, and what is said of them.
    pub fn apart(self) -> (Vec<T>, Listed<()>) {
        let Self {
            tenant,
            rows,
            fetched_at,
            by,
        } = self;
        let listed = Listed {
            tenant,
            rows: Vec::new(),
            fetched_at,
            by,
        };
        (rows, listed)
    }

    /// Why it is one that was kept, if it is and the service did not give another.
    pub fn kept(&self) -> Option<&Printable> {
        match &self.by {
            Giver::Cache(why) => why.as_ref(),
            Giver::Service(_) => None,
        }
    }
}

/// What is at a path on this machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Looked {
    /// The path, as it was asked for.
    pub path: String,
    /// The absolute path of what is there; none where nothing is.
    pub place: Option<String>,
    /// Paths that begin with what is typed.
    pub more: Vec<String>,
}

/// A scan that is over, and whose report is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ended {
    /// Its UUID.
    pub scan: String,
    /// What is odd about it or its report, each as half a sentence.
    pub doubts: Vec<Printable>,
}

/// Why there is no result of a scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotScanned {
    /// In words.
    pub why: Printable,
    /// Whether the service goes on with it.
    pub goes_on: bool,
}

/// A scan that an earlier desk left running.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftRunning {
    /// Which one.
    pub left: Left,
    /// The model's address.
    pub model: Untrusted,
    /// The group that judges it: its name, else its UUID.
    pub group: Untrusted,
    /// When it was started.
    pub since: Timestamp,
}

/// The tenants that are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tenants {
    /// The one that counts, where it is one of the settings.
    pub current: Option<Name>,
    /// Those of the settings, and what these say of each.
    pub rows: Vec<(Name, Layer)>,
    /// What the environment says of one.
    pub environment: Layer,
    /// Whether the environment holds a secret.
    pub secret_is_set: bool,
}

impl Tenants {
    /// The one that counts.
    pub fn row(&self) -> Option<&(Name, Layer)> {
        let current = self.current.as_ref()?;
        self.rows.iter().find(|(name, _)| name == current)
    }
}

/// An account that was let in, and is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedIn {
    /// What its tenant is called.
    pub name: Name,
    /// The same in words.
    pub tenant: Printable,
    /// What it may not see and why, and why its secret is not in the keyring, if so.
    pub doubts: Vec<Printable>,
}

/// Why an account is not kept.
#[derive(Clone, Debug, PartialEq)]
pub struct NotLoggedIn {
    /// In words.
    pub why: Printable,
    /// The secret that was typed, where it is not at fault.
    pub secret: Option<Secret>,
}

/// What a reading of the ledger found.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Every verdict.
    pub decisions: Decisions,
    /// Why no further one can be saved, if so.
    pub barred: Option<Printable>,
}

impl From<Decisions> for Reading {
    /// A reading of a ledger that can be written.
    fn from(decisions: Decisions) -> Self {
        Self {
            decisions,
            barred: None,
        }
    }
}
