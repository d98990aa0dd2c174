//! Every intention a user can have, with the words for it. A command says itself why it cannot be had now; the same
//! sentence greys it in the footer and answers the key.

mod refusal;

use strum::EnumIter;

use crate::domain::verdict::Verdict;

/// A user's intention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter)]
#[expect(missing_docs, reason = "the table below words them")]
pub enum Command {
    Down,
    Up,
    PageDown,
    PageUp,
    First,
    Last,
    Open,
    Fold,
    Back,
    Quit,
    Help,
    Filter,
    /// Type words that rows must have.
    FindWords,
    KeepFilter,
    ClearFilter,
    NextOffer,
    PreviousOffer,
    TakeOffer,
    NameFilter,
    GoReports,
    GoReport,
    GoGroups,
    ShowRules,
    NextRule,
    PreviousRule,
    AskAgain,
    /// Choose a group for its kind of source.
    ChooseGroup,
    /// Scan a model.
    Scan,
    StartScan,
    OpenResult,
    LogIn,
    LogOut,
    Tenants,
    GoScans,
    OpenScan,
    GoExceptions,
    Inspect,
    NextView,
    PreviousView,
    Extend,
    Regroup,
    NextOpen,
    PreviousOpen,
    Mark,
    MarkRange,
    MarkAlike,
    #[strum(disabled)]
    Decide(Verdict),
    Reopen,
    EditVerdict,
    Confirm,
    ConfirmAll,
    Refuse,
    Undo,
    Redo,
    Export,
    DetailDown,
    DetailUp,
    Reload,
    SortNext,
    SortInvert,
    ByModel,
    Hide,
    AddPath,
    /// Fetch what a report lacks from the tenant.
    Fetch,
    Label,
    WatchTenant,
    Add,
    Mouse,
    EditNote,
    Suspend,
    NextField,
    PreviousField,
    NextChoice,
    PreviousChoice,
    Save,
    Cancel,
    Palette,
    Copy,
    Browse,
    Log,
    Pick,
    Raw,
    Unfold,
    FoldUp,
    UnfoldAll,
    FoldAll,
    Search,
    SearchNow,
    StopSearch,
    NextMatch,
    PreviousMatch,
    Diff,
    Jump,
    EarlierScan,
    LaterScan,
}

impl Command {
    /// One or two words for the footer.
    pub fn label(self) -> &'static str {
        self.words().0
    }

    /// A sentence for help.
    pub fn sentence(self) -> &'static str {
        self.words().1
    }

    #[expect(clippy::too_many_lines, reason = "a table, one command a row")]
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Down => ("down", "Move down"),
            Self::Up => ("up", "Move up"),
            Self::PageDown => ("page down", "Move down by a page"),
            Self::PageUp => ("page up", "Move up by a page"),
            Self::First => ("first", "Go to the first line"),
            Self::Last => ("last", "Go to the last line"),
            Self::Open => ("open", "Open the report, or unfold the group"),
            Self::Fold => ("fold", "Fold the group the cursor is in"),
            Self::Back => ("back", "Close what is open, or go back to the reports"),
            Self::Quit => ("quit", "Leave the program; every saved verdict is kept"),
            Self::Help => ("help", "Show every key that works here"),
            Self::Filter => (
                "filter",
                "Filter by words and terms: rule:license -file:vocab since:2w",
            ),
            Self::FindWords => ("find", "Filter by words, in any order; -word leaves out"),
            Self::KeepFilter => ("keep", "Keep the filter and go back to the list"),
            Self::ClearFilter => ("clear", "Close the completions, else clear the filter"),
            Self::NextOffer => (
                "next offer",
                "Go to the next completion; without any, back to the list",
            ),
            Self::PreviousOffer => (
                "previous offer",
                "Go to the previous completion; without any, back to the list",
            ),
            Self::TakeOffer => (
                "complete",
                "Take the completion; without any, show what could be typed",
            ),
            Self::NameFilter => (
                "save as",
                "Save the filter under a name, to take it again as @name",
            ),
            Self::GoReports => ("reports", "Go to the list of reports"),
            Self::GoReport => ("report", "Go to the report that was opened last"),
            Self::GoGroups => ("groups", "Go to the tenant's security groups"),
            Self::ShowRules => ("rules", "Show the rules of the security group"),
            Self::NextRule => ("next rule", "Go to the next rule of the group"),
            Self::PreviousRule => ("previous rule", "Go to the previous rule of the group"),
            Self::AskAgain => ("ask again", "Ask the tenant again"),
            Self::ChooseGroup => (
                "choose",
                "Choose the group for its kind of source, or choose it no more",
            ),
            Self::Scan => (
                "scan",
                "Scan a model: the selected one again, or another one",
            ),
            Self::StartScan => ("start", "Start the scan, unless something is wrong with it"),
            Self::OpenResult => (
                "result",
                "Open what came of the scan that ended last of those launched here",
            ),
            Self::LogIn => (
                "log in",
                "Connect a tenant: its account is proved, its secret kept in the keyring",
            ),
            Self::LogOut => (
                "log out",
                "Delete the tenant's secret from the keyring; asks first",
            ),
            Self::Tenants => (
                "tenants",
                "Choose the tenant that the desk talks to, or connect another one",
            ),
            Self::GoScans => ("scans", "Go to the tenant's scans"),
            Self::OpenScan => (
                "full report",
                "Open the full report of the scan; it is fetched where it is not here",
            ),
            Self::GoExceptions => (
                "exceptions",
                "Go to every verdict of the ledger, and to how often each rule was right",
            ),
            Self::Inspect => (
                "show",
                "Show the verdict whole; once shown, open its report at the finding",
            ),
            Self::NextView => (
                "order",
                "Order by expiry, verdict, rule, author or model; last, the rules by precision",
            ),
            Self::PreviousView => ("order back", "Order as before"),
            Self::Extend => (
                "90 days more",
                "Let the verdict hold 90 days longer, also after it has run out",
            ),
            Self::Regroup => ("by file", "Group findings by rule or by file"),
            Self::NextOpen => (
                "next open",
                "Go to the next open finding, also in the next report",
            ),
            Self::PreviousOpen => (
                "previous open",
                "Go to the previous open finding, also in another report",
            ),
            Self::Mark => (
                "mark",
                "Mark or unmark, and go on by one; verdicts then go to all that is marked",
            ),
            Self::MarkRange => ("range", "Start a range; move, and press again to mark it"),
            Self::MarkAlike => (
                "all like this",
                "Mark all of the same rule, or of the same model",
            ),
            Self::Decide(Verdict::TruePositive) => ("true", "True positive: the danger is real"),
            Self::Decide(Verdict::FalsePositive) => (
                "false",
                "False positive: the finding is wrong or cannot happen",
            ),
            Self::Decide(Verdict::AcceptedRisk) => (
                "accept",
                "Accepted risk: real, knowingly accepted until a date",
            ),
            Self::Decide(Verdict::NeedsReview) => {
                ("review", "Needs review: a second person must look")
            }
            Self::Decide(Verdict::PipelineFault) => (
                "pipeline",
                "Pipeline fault: the build failed for its own reasons (about the scan as a whole)",
            ),
            Self::Reopen => ("reopen", "Take the verdict off: open again"),
            Self::EditVerdict => ("edit", "Edit the verdict and its note"),
            Self::Confirm => ("confirm", "Confirm the proposed verdict"),
            Self::ConfirmAll => (
                "confirm all",
                "Confirm every proposed verdict of this report",
            ),
            Self::Refuse => (
                "refuse",
                "Refuse the proposed verdict: it stays open and is not proposed again",
            ),
            Self::Undo => ("undo", "Undo your last verdict, also after a restart"),
            Self::Redo => ("redo", "Redo what was undone"),
            Self::Export => ("export", "Export the verdicts as exception notes"),
            Self::DetailDown => ("scroll", "Scroll the detail down"),
            Self::DetailUp => ("scroll up", "Scroll the detail up"),
            Self::Reload => ("reload", "Read the reports again"),
            Self::SortNext => ("sort", "Sort by the next column"),
            Self::SortInvert => ("invert", "Sort the other way round"),
            Self::ByModel => (
                "by model",
                "Put the reports of each model together, or apart again",
            ),
            Self::Hide => (
                "remove",
                "Remove what is marked or selected from here; no file is touched",
            ),
            Self::Fetch => ("fetch", "Fetch from the tenant what a report lacks"),
            Self::Label => (
                "label",
                "Write labels, as the verdict and a ticket, to the scan at the tenant; shown first",
            ),
            Self::WatchTenant => (
                "watch",
                "Watch the tenant: scans that it blocks come in by themselves; or no more",
            ),
            Self::AddPath => ("add by path", "Add a file or folder by its path"),
            Self::Add => ("add", "Add what is typed to the reports"),
            Self::Mouse => (
                "mouse",
                "Turn the mouse off, so that the terminal's own selection works, or on again",
            ),
            Self::EditNote => (
                "editor",
                "Write the note in your editor ($VISUAL or $EDITOR)",
            ),
            Self::Suspend => (
                "suspend",
                "Go back to the shell; its command fg comes here again",
            ),
            Self::NextField => ("next field", "Go to the next field"),
            Self::PreviousField => ("previous field", "Go to the previous field"),
            Self::NextChoice => ("next choice", "Take the next choice"),
            Self::PreviousChoice => ("previous choice", "Take the previous choice"),
            Self::Save => ("save", "Save and close the form"),
            Self::Cancel => ("cancel", "Close without saving"),
            Self::Palette => ("commands", "Find a command by its words and run it"),
            Self::Copy => (
                "copy",
                "Copy something of what is selected: UUID, file, hash, …",
            ),
            Self::Browse => (
                "browse",
                "Open a page about what is selected in the browser",
            ),
            Self::Log => ("messages", "Read again what was said in this session"),
            Self::Pick => ("take", "Take the line under the cursor"),
            Self::Raw => ("raw", "Show the report's source as it stands"),
            Self::Unfold => ("unfold", "Unfold the line, or fold it"),
            Self::FoldUp => ("fold", "Fold what the cursor is in"),
            Self::UnfoldAll => ("unfold all", "Unfold everything"),
            Self::FoldAll => ("fold all", "Fold everything"),
            Self::Search => ("search", "Search for words, whatever their case"),
            Self::SearchNow => ("find", "Go to the next line with these words"),
            Self::StopSearch => ("leave", "Leave the search line"),
            Self::NextMatch => ("next", "Go to the next match"),
            Self::PreviousMatch => ("previous", "Go to the previous match"),
            Self::Diff => ("diff", "Compare with the previous scan of the model"),
            Self::Jump => (
                "go there",
                "Go to the finding in its report, or fold the section",
            ),
            Self::EarlierScan => ("earlier scan", "Compare with an earlier scan of the model"),
            Self::LaterScan => ("later scan", "Compare with a later scan of the model"),
        }
    }
}
