//! The time, as people write it: in whole seconds.

use jiff::Timestamp;

/// Now.
pub fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}
