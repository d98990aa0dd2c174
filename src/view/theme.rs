//! Colours by role, and the symbols of the desk. Colour never carries meaning alone: every role that means something
//! has a word or a symbol beside it, so that the theme without colour loses nothing.

use ratatui::style::{Color, Modifier, Style};
use ratatui::text::Line;

use crate::domain::decisions::Mark;
use crate::domain::grade::Level;
use crate::domain::outcome::Meaning;
use crate::domain::trail::Step;
use crate::domain::verdict::Verdict;

/// What the symbols of the lists mean, for help.
pub const LEGEND: [(Symbol, &str); 11] = [
    (Symbol::Mark(Mark::Open), "open: nobody has decided"),
    (
        Symbol::Mark(Mark::Proposed),
        "a verdict is proposed and waits to be confirmed",
    ),
    (
        Symbol::Mark(Mark::Expired),
        "a verdict has run out: open again",
    ),
    (
        Symbol::Mark(Mark::Verdict(Verdict::TruePositive)),
        "true positive; in a history: blocked",
    ),
    (
        Symbol::Mark(Mark::Verdict(Verdict::FalsePositive)),
        "false positive, accepted risk; in a history: passed",
    ),
    (
        Symbol::Mark(Mark::Verdict(Verdict::NeedsReview)),
        "needs review; in a history: no known outcome",
    ),
    (
        Symbol::Mark(Mark::Verdict(Verdict::PipelineFault)),
        "pipeline fault, an error; before an outcome: doubts",
    ),
    (Symbol::Mixed, "some of the group are decided, or otherwise"),
    (Symbol::Marked, "marked: verdicts go to all that is marked"),
    (Symbol::Unread, "the file could not be read"),
    (
        Symbol::Derived,
        "severity by our own table, not the source's",
    ),
];

/// A symbol of the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symbol {
    /// Where a finding or scan stands.
    Mark(Mark),
    /// Findings of a group stand differently.
    Mixed,
    /// A line is marked.
    Marked,
    /// A file gave no report.
    Unread,
    /// A severity was derived.
    Derived,
}

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
    /// For dark terminals. The colours are fixed ones of the 256, so that their contrast is known.
    pub const fn dark() -> Self {
        Self {
            text: Style::new(),
            dim: Style::new().fg(Color::Indexed(250)),
            heading: Style::new().add_modifier(Modifier::BOLD),
            accent: Style::new().fg(Color::Indexed(117)),
            bad: Style::new()
                .fg(Color::Indexed(210))
                .add_modifier(Modifier::BOLD),
            good: Style::new().fg(Color::Indexed(114)),
            warn: Style::new().fg(Color::Indexed(221)),
            info: Style::new().fg(Color::Indexed(183)),
            selected: Style::new().bg(Color::Indexed(237)),
            line: Style::new().fg(Color::Indexed(245)),
        }
    }

    /// For light terminals, as [`Theme::dark`].
    pub const fn light() -> Self {
        Self {
            text: Style::new(),
            dim: Style::new().fg(Color::Indexed(240)),
            heading: Style::new().add_modifier(Modifier::BOLD),
            accent: Style::new().fg(Color::Indexed(24)),
            bad: Style::new()
                .fg(Color::Indexed(124))
                .add_modifier(Modifier::BOLD),
            good: Style::new().fg(Color::Indexed(22)),
            warn: Style::new().fg(Color::Indexed(94)),
            info: Style::new().fg(Color::Indexed(90)),
            selected: Style::new().bg(Color::Indexed(254)),
            line: Style::new().fg(Color::Indexed(242)),
        }
    }

    /// With no more than the eight colours and the bold that every terminal has.
    pub const fn sixteen() -> Self {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        Self {
            text: Style::new(),
            dim: Style::new(),
            heading: bold,
            accent: bold.fg(Color::Cyan),
            bad: bold.fg(Color::Red),
            good: Style::new().fg(Color::Green),
            warn: bold.fg(Color::Yellow),
            info: Style::new().fg(Color::Magenta),
            selected: Style::new().add_modifier(Modifier::REVERSED),
            line: Style::new(),
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

    /// A line under the cursor. Where its ground and ink are turned round it has one ink: a colour would become the
    /// ground of its word.
    pub fn under_cursor(&self, mut line: Line<'static>) -> Line<'static> {
        if self.selected.add_modifier.contains(Modifier::REVERSED) {
            line.style.fg = None;
            for span in &mut line.spans {
                span.style.fg = None;
            }
        }
        line.patch_style(self.selected)
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

    /// Symbol and style of what a symbol stands for.
    pub fn symbol(&self, symbol: Symbol) -> (&'static str, Style) {
        match symbol {
            Symbol::Mark(mark) => self.mark(mark),
            Symbol::Mixed => ("◐", self.warn),
            Symbol::Marked => ("●", self.accent),
            Symbol::Unread => ("✗", self.bad),
            Symbol::Derived => ("( )", self.dim),
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

#[cfg(test)]
mod tests {
    use ratatui::text::Span;

    use super::*;

    type Rgb = [u8; 3];

    /// Grounds and inks that terminals come with.
    const DARK: [(Rgb, Rgb); 3] = [
        ([0x00; 3], [0xc0; 3]),
        ([0x14, 0x17, 0x1d], [0xd6, 0xdb, 0xe5]),
        ([0x1e, 0x1e, 0x2e], [0xcd, 0xd6, 0xf4]),
    ];
    const LIGHT: [(Rgb, Rgb); 3] = [
        ([0xff; 3], [0x00; 3]),
        ([0xfb, 0xfb, 0xfd], [0x2a, 0x2f, 0x3a]),
        ([0xfa, 0xf4, 0xed], [0x46, 0x42, 0x61]),
    ];

    /// The fixed ones of the 256 colours: a cube of six steps a side, a ramp of greys.
    fn shown(color: Option<Color>, otherwise: Rgb) -> Rgb {
        let step = |level: u8| if level == 0 { 0 } else { 55 + 40 * level };
        match color {
            None => otherwise,
            Some(Color::Indexed(number @ 16..232)) => {
                let cube = number - 16;
                [cube / 36, cube / 6 % 6, cube % 6].map(step)
            }
            Some(Color::Indexed(number @ 232..)) => [8 + 10 * (number - 232); 3],
            Some(other) => unreachable!("{other} looks different in every terminal"),
        }
    }

    /// Relative luminance, as WCAG 2.2 defines it.
    fn luminance(rgb: Rgb) -> f64 {
        let [red, green, blue] = rgb.map(|channel| {
            let channel = f64::from(channel) / 255.0;
            if channel <= 0.04045 {
                channel / 12.92
            } else {
                ((channel + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn contrast(one: Rgb, other: Rgb) -> f64 {
        let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
        one.max(other) / one.min(other)
    }

    #[test]
    fn black_on_white_has_the_contrast_that_the_standard_gives_it() {
        assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
        assert!((contrast([0x76; 3], [255; 3]) - 4.54).abs() < 0.01);
    }

    #[test]
    fn every_text_stands_out_from_its_ground() {
        for (theme, terminals) in [(Theme::dark(), DARK), (Theme::light(), LIGHT)] {
            let roles = [
                theme.text,
                theme.dim,
                theme.heading,
                theme.accent,
                theme.bad,
                theme.good,
                theme.warn,
                theme.info,
            ];
            for (ground, ink) in terminals {
                let selected = shown(theme.selected.bg, ground);
                let pairs = roles
                    .iter()
                    .flat_map(|role| [(role, ground), (role, selected)]);
                for (role, ground) in pairs.chain([(&theme.line, ground)]) {
                    let ratio = contrast(shown(role.fg, ink), ground);
                    assert!(ratio >= 4.5, "{role:?} on {ground:?}: {ratio:.2}");
                }
            }
        }
    }

    #[test]
    fn no_word_of_the_line_under_the_cursor_has_a_ground_of_its_own() {
        for theme in [
            Theme::dark(),
            Theme::light(),
            Theme::sixteen(),
            Theme::plain(),
        ] {
            let line = Line::from_iter([Span::styled("CRIT", theme.bad), Span::raw("rule")]);
            let line = theme.under_cursor(line);
            let grounds = line.iter().map(|span| {
                let style = line.style.patch(span.style);
                let turned = style.add_modifier.contains(Modifier::REVERSED);
                if turned { style.fg } else { style.bg }
            });
            let mut grounds: Vec<_> = grounds.collect();
            grounds.dedup();
            assert_eq!(grounds, [theme.selected.bg]);
        }
    }

    #[test]
    fn themes_for_every_terminal_paint_with_nothing_else() {
        let (sixteen, plain) = (Theme::sixteen(), Theme::plain());
        for (role, colour) in [
            (sixteen.accent, Some(Color::Cyan)),
            (sixteen.text, None),
            (sixteen.selected, None),
            (plain.bad, None),
            (plain.selected, None),
        ] {
            assert_eq!((role.fg, role.bg), (colour, None), "{role:?}");
        }
    }
}
