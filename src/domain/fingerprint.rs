//! The fingerprint: what an identity prints as and is looked up by.

use std::fmt;
use std::str::FromStr;

/// Version of the recipe; a new recipe gets a new prefix, and old verdicts stay findable.
pub const VERSION: &str = "v1";

/// 128 bits of SHA-256 over an identity's parts; printed as `v1:` and 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint([u8; 16]);

impl From<[u8; 16]> for Fingerprint {
    fn from(digest: [u8; 16]) -> Self {
        Self(digest)
    }
}

impl Fingerprint {
    /// Whether its hexadecimal digits begin so.
    pub fn starts_with(&self, digits: &str) -> bool {
        let own = self.0.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        let mut own = own.map(u32::from);
        digits.chars().all(|digit| {
            digit
                .to_digit(16)
                .is_some_and(|digit| own.next() == Some(digit))
        })
    }
}

impl Fingerprint {
    /// Its first eight bytes, which are as good as random.
    pub fn prefix(self) -> u64 {
        (u128::from_be_bytes(self.0) >> u64::BITS) as u64
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{VERSION}:")?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Text that is no fingerprint of this version.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a fingerprint: expected {VERSION}: and 32 hexadecimal digits, as `show` prints them")]
pub struct NotAFingerprint;

impl FromStr for Fingerprint {
    type Err = NotAFingerprint;

    fn from_str(text: &str) -> Result<Self, NotAFingerprint> {
        let digits = text
            .strip_prefix(VERSION)
            .and_then(|rest| rest.strip_prefix(':'))
            .ok_or(NotAFingerprint)?;
        if digits.len() != 32 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(NotAFingerprint);
        }
        let number = u128::from_str_radix(digits, 16).map_err(|_| NotAFingerprint)?;
        Ok(Self(number.to_be_bytes()))
    }
}

impl serde::Serialize for Fingerprint {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Fingerprint {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_begins_as_it_prints() {
        let fingerprint = Fingerprint([0xab, 0xcd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x1f]);
        let printed = fingerprint.to_string();
        let digits = printed.trim_start_matches("v1:");
        for length in 0..=digits.len() {
            assert!(fingerprint.starts_with(&digits[..length]));
        }
        assert!(fingerprint.starts_with("ABc"));
        for other in ["b", "abce", "x", &format!("{digits}0")] {
            assert!(!fingerprint.starts_with(other), "{other}");
        }
    }
}
