//! A secret on its way from a keyboard to a keyring: never shown, and wiped where it is no longer needed.

use std::fmt;

use secrecy::zeroize::{Zeroize as _, Zeroizing};
use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;

/// Longest secret, in bytes.
pub const LONGEST: usize = 8192;

/// A secret that is handed on like any other value.
#[derive(Clone, Debug)]
pub struct Secret(SecretString);

/// Why a text is no secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("that is no client secret: it is empty, or holds more than text")]
pub struct NotASecret;

impl Secret {
    /// A secret of this text.
    pub fn read(text: &str) -> Result<Self, NotASecret> {
        let fits = !text.is_empty() && !text.chars().any(char::is_control);
        fits.then(|| Self(text.into())).ok_or(NotASecret)
    }

    /// The secret itself, for who needs it.
    pub fn into_inner(self) -> SecretString {
        self.0
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.0.expose_secret() == other.0.expose_secret()
    }
}

/// A secret while it is typed. It has room for all of it from the beginning, so that no copy of a part stays behind.
pub struct Typed(Zeroizing<String>);

impl Default for Typed {
    fn default() -> Self {
        Self(Zeroizing::new(String::with_capacity(LONGEST)))
    }
}

impl Clone for Typed {
    fn clone(&self) -> Self {
        let mut other = Self::default();
        other.add(&self.0);
        other
    }
}

impl fmt::Debug for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Typed([REDACTED])")
    }
}

impl Typed {
    /// Adds text at the end; says whether there was room for all of it.
    pub fn add(&mut self, text: &str) -> bool {
        let fits = self.0.len() + text.len() <= LONGEST;
        if fits {
            self.0.push_str(text);
        }
        fits
    }

    /// Takes the last character off.
    pub fn back(&mut self) {
        self.0.pop();
    }

    /// Wipes all of it.
    pub fn clear(&mut self) {
        self.0.zeroize();
    }

    /// How many characters were typed.
    pub fn length(&self) -> usize {
        self.0.chars().count()
    }

    /// Hands over what was typed, and wipes it here.
    pub fn take(&mut self) -> Result<Secret, NotASecret> {
        let secret = Secret::read(self.0.trim());
        self.clear();
        secret
    }

    /// Takes a secret back that was handed over.
    pub fn put_back(&mut self, secret: &Secret) {
        self.clear();
        self.add(secret.0.expose_secret());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_handed_over_once_and_never_printed() {
        let mut typed = Typed::default();
        assert!(typed.add("can") && typed.add("aryx"));
        typed.back();
        let copy = typed.clone();
        assert!(!format!("{typed:?}{copy:?}").contains("can"));
        let secret = typed.take().unwrap();
        assert_eq!(secret, Secret::read("canary").unwrap());
        assert!(!format!("{secret:?}").contains("can"));
        assert_eq!((typed.length(), copy.length()), (0, 6));
        assert_eq!(typed.take(), Err(NotASecret));
        typed.put_back(&secret);
        assert_eq!(typed.take(), Ok(secret));
    }

    #[test]
    fn room_for_it_is_never_asked_for_again() {
        let mut typed = Typed::default();
        let place = typed.0.as_ptr();
        assert!(typed.add(&"x".repeat(LONGEST)) && !typed.add("y"));
        assert_eq!((typed.0.as_ptr(), typed.length()), (place, LONGEST));
        typed.clear();
        assert!(typed.add("bell\u{7}"));
        assert_eq!(typed.take(), Err(NotASecret));
    }
}
