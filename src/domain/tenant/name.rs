//! Names of tenants.

use std::fmt;

use thiserror::Error;

/// What a tenant is called where nobody says so.
pub const UNNAMED: &str = "default";

/// What a user calls a tenant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

/// Why something is no name for a tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error(
    "a tenant's name is 1 to 32 letters, digits, points, dashes and underscores, as in prod-eu"
)]
pub struct NotAName;

impl Name {
    /// The name as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for Name {
    type Err = NotAName;

    fn from_str(text: &str) -> Result<Self, NotAName> {
        let fits = |it: char| it.is_ascii_alphanumeric() || "._-".contains(it);
        let named = text.starts_with(|first: char| first.is_ascii_alphanumeric());
        if named && text.len() <= 32 && text.chars().all(fits) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotAName)
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_words() {
        for name in ["prod", "prod-eu.2", "9_x"] {
            assert_eq!(name.parse::<Name>().unwrap().as_str(), name);
        }
        for name in ["", "-x", ".hidden", "a b", "ä", &"x".repeat(33)] {
            assert_eq!(name.parse::<Name>(), Err(NotAName), "{name}");
        }
    }
}
