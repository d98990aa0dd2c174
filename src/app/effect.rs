//! Everything the desk may ask of the world, as plain values that tests compare.

use std::sync::Arc;

use crate::app::job::JobId;
use crate::domain::decision::Entry;
use crate::domain::exception::Format;
use crate::domain::incomplete::Incomplete;
use crate::domain::label::Label;
use crate::domain::launch::{Choice, Request};
use crate::domain::outline::{Clues, Outline};
use crate::domain::query::remote::Wish;
use crate::domain::report::{Head, Origin};
use crate::domain::scope::Subject;
use crate::domain::secret::Secret;
use crate::domain::tenant::{Layer, Name};
use crate::domain::text::Untrusted;

/// A wish. Those with a job are answered by a message with the same job.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Read the library.
    Load(JobId),
    /// Tell what changes among the files of the library from when it began to be read.
    Watch(JobId),
    /// Add what a text names to the library, and read it.
    Add(JobId, String),
    /// Fetch the rest of scans from the tenant, keep it, and read it.
    Complete(JobId, Vec<Incomplete>),
    /// Ask the tenant for its security groups.
    ListGroups(JobId),
    /// Ask the tenant for the rules of the security group with this UUID.
    ListRules(JobId, Untrusted),
    /// Choose a security group of the tenant, by its UUID, for a kind of source; or none.
    ChooseGroup(JobId, Untrusted, Option<Untrusted>),
    /// Look what is at a path on this machine, and what could complete it.
    Look(JobId, String),
    /// Start a scan, wait for its result, keep it and read it. Calling it off ends the waiting, not a remote scan.
    Launch(JobId, Box<Launch>),
    /// Wait for the result of a scan that an earlier desk left, keep it and read it.
    Await(JobId, Left),
    /// Tell which tenants the settings have.
    ListTenants(JobId),
    /// Prove an account, then keep it.
    LogIn(JobId, Box<LogIn>),
    /// Talk to this tenant of the settings from now on.
    UseTenant(Name),
    /// Delete the secret of this tenant from the keyring.
    LogOut(JobId, Name),
    /// Ask the tenant for its scans, the newest first.
    ListScans(JobId, Box<Wish>),
    /// Add labels to scans of the tenant.
    Label(JobId, Box<Labelling>),
    /// Tell of scans that the tenant blocks from now on.
    LookOut(JobId),
    /// Keep scans that were blocked, and read them.
    TakeIn(JobId, Vec<Sighted>),
    /// Stop a job; its answer is not wanted any more.
    Cancel(JobId),
    /// Read one report whole.
    Open(JobId, Box<Head>),
    /// Read the ledger.
    ReadLedger(JobId),
    /// Read the ledger again if somebody else wrote to it; answered only then.
    LookAtLedger(JobId),
    /// Record verdicts as one act.
    Record(JobId, Vec<Entry>),
    /// Take the last act back.
    Undo(JobId),
    /// Restore what was taken back.
    Redo(JobId),
    /// Read everything that happened to a subject.
    History(JobId, Subject),
    /// Write exception notes.
    Export(JobId, Export),
    /// Let the user write a note in their own editor; this is the note so far.
    EditNote(JobId, String),
    /// Take the mouse, or leave it to the terminal.
    Mouse(bool),
    /// Stop the program, as the shell's job control does, until it is continued.
    Suspend,
    /// Put a text into the clipboard.
    Copy(JobId, String),
    /// Open a page in the browser.
    Browse(JobId, String),
    /// Keep the saved filters, by name.
    SaveFilters(JobId, Vec<(String, String)>),
    /// Read the source of a report.
    ReadSource(JobId, Box<Wanted>),
    /// Search a source.
    Search(JobId, Search),
    /// Read two reports whole, the older first, and compare them.
    Compare(JobId, Box<(Head, Head)>),
    /// Leave.
    Quit,
}

/// A scan to start.
#[derive(Clone, Debug, PartialEq)]
pub struct Launch {
    /// What is to be scanned, and how.
    pub request: Request,
    /// Who scans.
    pub engine: Choice,
}

/// A scan that an earlier desk left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Left {
    /// One that the service has, by its UUID.
    Running(String),
    /// One that the service was asked for, by the name of the note: whether it has it is not known.
    Asked(String),
}

/// An account to prove and keep.
#[derive(Clone, Debug, PartialEq)]
pub struct LogIn {
    /// What the user calls its tenant.
    pub name: Name,
    /// What was typed.
    pub said: Layer,
    /// Its secret; that of the environment where none was typed.
    pub secret: Option<Secret>,
}

/// Labels to add, and the scans to add them to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labelling {
    /// The scans.
    pub scans: Vec<Addressee>,
    /// The labels.
    pub labels: Vec<Label>,
}

/// A scan that something is written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addressee {
    /// Its UUID, in lower case.
    pub scan: String,
    /// The tenant that it belongs to, where that is known.
    pub tsg_id: Option<Untrusted>,
}

/// A scan of the tenant that was just blocked, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighted {
    /// Its UUID, in lower case.
    pub scan: String,
    /// The document.
    pub text: String,
}

/// A source to read.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// The texts, in the order in which they are shown.
    pub origins: Vec<Origin>,
    /// What is looked for in them.
    pub clues: Clues,
}

/// A search in a source.
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    /// Where.
    pub outline: Arc<Outline>,
    /// The words.
    pub words: String,
    /// The row from which on.
    pub from: usize,
    /// Whether towards the end.
    pub forward: bool,
}

/// What to export.
#[derive(Clone, Debug, PartialEq)]
pub struct Export {
    /// The reports whose verdicts are wanted.
    pub heads: Vec<Head>,
    /// Only the verdicts on these subjects, also where no report shows them; every verdict on the reports where none.
    pub only: Option<Vec<Subject>>,
    /// In which format.
    pub format: Format,
    /// Where to, as typed.
    pub path: String,
    /// Whether a file that is there already may be replaced.
    pub replace: bool,
}
