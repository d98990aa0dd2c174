//! What the desk has said, so that a message that went by can be read again.

use std::collections::VecDeque;

use jiff::Timestamp;

use crate::domain::text::Printable;

/// How many messages are kept.
pub const KEPT: usize = 200;

/// The last messages, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Log(VecDeque<Entry>);

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When it was said.
    pub at: Timestamp,
    /// The sentence.
    pub text: Printable,
    /// Whether something went wrong.
    pub bad: bool,
}

impl Log {
    /// Keeps a message, and forgets the oldest where there are too many.
    pub fn add(&mut self, at: Timestamp, text: &str, bad: bool) {
        self.0.truncate(KEPT - 1);
        self.0.push_front(Entry {
            at,
            text: Printable::line(text),
            bad,
        });
    }

    /// The messages, the newest first.
    pub fn entries(&self) -> impl ExactSizeIterator<Item = &Entry> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_come_first_and_the_oldest_are_forgotten() {
        let mut log = Log::default();
        for number in 0..KEPT + 5 {
            log.add(Timestamp::UNIX_EPOCH, &format!("m{number}\x1b"), false);
        }
        assert_eq!(log.entries().len(), KEPT);
        let newest = log.entries().next().map(|entry| entry.text.as_str());
        assert_eq!(newest, Some("m204\\x1b"));
    }
}
