//! Where the value of a setting came from.

use std::fmt;

/// The places that a value can come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Typed, with this flag.
    Flag(&'static str),
    /// This environment variable.
    Environment(&'static str),
    /// The file of settings.
    File,
    /// The keyring of the operating system.
    Keyring,
    /// Answered at a prompt, or piped in.
    Asked,
    /// Worked out from another setting.
    Derived(&'static str),
    /// What counts where nobody says otherwise.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(name) => write!(f, "flag {name}"),
            Self::Environment(name) => write!(f, "environment {name}"),
            Self::File => f.write_str("config.toml"),
            Self::Keyring => f.write_str("keyring"),
            Self::Asked => f.write_str("typed"),
            Self::Derived(from) => write!(f, "from the {from}"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// A value and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting<T> {
    /// The value.
    pub value: T,
    /// Where it came from.
    pub from: Origin,
}

impl<T> Setting<T> {
    /// A value from there.
    pub fn new(value: T, from: Origin) -> Self {
        Self { value, from }
    }
}
