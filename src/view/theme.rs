//! Colours by role, and the symbols of the desk. Colour never carries meaning alone: every role that means something
//! has a word or a symbol beside it, so that the theme without colour loses nothing.

use ratatui::style::{Color, Modifier, Style};

use crate::domain::decisions::Mark;
use crate::domain::grade::Level;
use crate::domain::history::Step;
use crate::domain::outcome::Meaning;
use crate::domain::verdict::Verdict;

/// Styles by role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Plain text.
    pub text: Style,
    /// What matters less.
    pub dim: Style,
    /// Headings.
    pub heading: Style,
    /// Keys and names to look at.
    pub accent: Style,
    /// Stopped, dangerous, failed.
    pub bad: Style,
    /// Passed, excused, done.
    pub good: Style,
    /// Undecided, doubtful.
    pub warn: Style,
    /// Proposed, derived.
    pub info: Style,
    /// The line under the cursor.
    pub selected: Style,
    /// Lines and frames.
    pub line: Style,
}

impl Theme {
    /// For dark terminals.
    pub const fn dark() -> Self {
        Self {
            text: Style::new(),
            dim: Style::new().fg(Color::Gray),
            heading: Style::new().add_modifier(Modifier::BOLD),
            accent: Style::new().fg(Color::LightCyan),
            bad: Style::new()
                .fg(Color::LightRed)
                .add_modifier(Modifier::BOLD),
            good: Style::new().fg(Color::LightGreen),
            warn: Style::new().fg(Color::LightYellow),
            info: Style::new().fg(Color::LightMagenta),
            selected: Style::new().bg(Color::Indexed(237)),
            line: Style::new().fg(Color::DarkGray),
        }
    }

    /// For light terminals.
    pub const fn light() -> Self {
        Self {
            text: Style::new(),
            dim: Style::new().fg(Color::DarkGray),
            heading: Style::new().add_modifier(Modifier::BOLD),
            accent: Style::new().fg(Color::Blue),
            bad: Style::new().fg(Color::Red).add_modifier(Modifier::BOLD),
            good: Style::new().fg(Color::Indexed(28)),
            warn: Style::new().fg(Color::Indexed(94)),
            info: Style::new().fg(Color::Magenta),
            selected: Style::new().bg(Color::Indexed(253)),
            line: Style::new().fg(Color::Gray),
        }
    }

    /// Without colour (`NO_COLOR`).
    pub const fn plain() -> Self {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        let plain = Style::new();
        Self {
            text: plain,
            dim: plain,
            heading: bold,
            accent: bold,
            bad: bold,
            good: plain,
            warn: plain,
            info: plain,
            selected: Style::new().add_modifier(Modifier::REVERSED),
            line: plain,
        }
    }

    /// The style of an outcome.
    pub fn outcome(&self, meaning: Meaning) -> Style {
        match meaning {
            Meaning::Passed => self.good,
            Meaning::Stopped => self.bad,
            Meaning::Undecided => self.warn,
        }
    }

    /// The style of a grade.
    pub fn level(&self, level: Level) -> Style {
        match level {
            Level::Critical | Level::High => self.bad,
            Level::Medium => self.warn,
            Level::Low | Level::Info => self.dim,
        }
    }

    /// Symbol and style of where something stands.
    pub fn mark(&self, mark: Mark) -> (&'static str, Style) {
        match mark {
            Mark::Open => ("○", self.text),
            Mark::Expired => ("◌", self.warn),
            Mark::Proposed => ("~", self.info),
            Mark::Verdict(verdict) => self.verdict(verdict),
        }
    }

    /// Symbol and style of how a scan ended.
    pub fn step(&self, step: Step) -> (&'static str, Style) {
        match step {
            Step::Passed => ("✔", self.good),
            Step::Stopped => ("✘", self.bad),
            Step::Failed => ("!", self.warn),
            Step::Pending => ("…", self.warn),
            Step::Unknown => ("?", self.dim),
        }
    }

    /// Symbol and style of a verdict.
    pub fn verdict(&self, verdict: Verdict) -> (&'static str, Style) {
        match verdict {
            Verdict::TruePositive => ("✘", self.bad),
            Verdict::FalsePositive | Verdict::AcceptedRisk => ("✓", self.good),
            Verdict::NeedsReview => ("?", self.warn),
            Verdict::PipelineFault => ("!", self.warn),
        }
    }
}
