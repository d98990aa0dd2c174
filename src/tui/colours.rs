//! Which theme suits the terminal: what the user says, else what the environment says, else what the terminal itself
//! answers.

use std::time::Duration;

use terminal_colorsaurus::{QueryOptions, ThemeMode, theme_mode};

use crate::io::places::Surroundings;
use crate::view::theme::Theme;

/// Longest wait for a terminal's answer, here and over a network; only one that answers nothing at all is waited for
/// so long. An answer that came later would be taken for keys.
const PATIENCE: Duration = Duration::from_millis(100);
const PATIENCE_FAR: Duration = Duration::from_secs(1);
/// Terminals that have 256 colours and whose name does not say so.
const MANY_COLOURS: &[&str] = &[
    "alacritty",
    "contour",
    "foot",
    "ghostty",
    "iterm",
    "kitty",
    "wezterm",
];

/// What is known of a terminal's colours before it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guess {
    /// It has none, or none are wanted.
    None,
    /// It has sixteen.
    Sixteen,
    /// It has 256, on a dark ground.
    Dark,
    /// It has 256, on a light ground.
    Light,
    /// It has 256, on a ground it may be asked for.
    Unknown,
}

/// The theme that suits the terminal.
pub fn theme(surroundings: &Surroundings) -> Theme {
    match guess(surroundings) {
        Guess::None => Theme::plain(),
        Guess::Sixteen => Theme::sixteen(),
        Guess::Light => Theme::light(),
        Guess::Unknown if is_light(surroundings.remote) => Theme::light(),
        Guess::Dark | Guess::Unknown => Theme::dark(),
    }
}

/// What the environment says.
pub fn guess(surroundings: &Surroundings) -> Guess {
    let Surroundings {
        no_colour,
        term,
        colorterm,
        colorfgbg,
        remote: _,
    } = surroundings;
    let many = term.contains("256color")
        || term.contains("direct")
        || MANY_COLOURS.iter().any(|name| term.contains(name))
        || ["truecolor", "24bit"].contains(&colorterm.as_str())
        || cfg!(windows);
    let ground = colorfgbg.rsplit(';').next().unwrap_or_default();
    match ground {
        _ if *no_colour || term == "dumb" => Guess::None,
        _ if !many => Guess::Sixteen,
        "7" | "15" => Guess::Light,
        "0" | "1" | "2" | "3" | "4" | "5" | "6" | "8" => Guess::Dark,
        _ => Guess::Unknown,
    }
}

/// Asks the terminal for its ground (OSC 11); without an answer it is dark.
fn is_light(remote: bool) -> bool {
    let mut options = QueryOptions::default();
    options.timeout = if remote { PATIENCE_FAR } else { PATIENCE };
    matches!(theme_mode(options), Ok(ThemeMode::Light))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_is_believed_first() {
        for (no_colour, term, colorterm, colorfgbg, wanted) in [
            (false, "xterm-256color", "", "", Guess::Unknown),
            (false, "xterm-256color", "", "0;15", Guess::Light),
            (false, "xterm-256color", "", "12;default;8", Guess::Dark),
            (false, "xterm-256color", "", "0;default", Guess::Unknown),
            (false, "xterm-kitty", "", "", Guess::Unknown),
            (false, "xterm", "truecolor", "15;0", Guess::Dark),
            (false, "xterm", "", "0;15", Guess::Sixteen),
            (false, "linux", "", "", Guess::Sixteen),
            (false, "", "", "", Guess::Sixteen),
            (false, "dumb", "truecolor", "", Guess::None),
            (true, "xterm-256color", "truecolor", "0;15", Guess::None),
        ] {
            let surroundings = Surroundings {
                no_colour,
                term: term.to_owned(),
                colorterm: colorterm.to_owned(),
                colorfgbg: colorfgbg.to_owned(),
                remote: false,
            };
            assert_eq!(guess(&surroundings), wanted, "{surroundings:?}");
        }
    }
}
