//! The time, as people write it: in whole seconds.

use std::time::SystemTime;

use jiff::Timestamp;

/// Now. A clock that is set beyond the year 9999 stands at its end.
pub fn now() -> Timestamp {
    let now = Timestamp::try_from(SystemTime::now()).unwrap_or(Timestamp::MAX);
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}
