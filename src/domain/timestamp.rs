//! Points in time as reports write them (facts §1.0.2): RFC 3339, Python's `str(datetime)`, epoch milliseconds.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// Epoch numbers above this are milliseconds; below, seconds. The line lies in the year 5138 for seconds.
const MILLISECONDS_FROM: u64 = 100_000_000_000;

/// Reads any rendering that reports use; `None` when it is none of them. A time without offset counts as UTC.
pub fn parse(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(timestamp) = text.parse::<Timestamp>() {
        return Some(timestamp);
    }
    if let Ok(civil) = text.parse::<DateTime>() {
        return civil
            .to_zoned(TimeZone::UTC)
            .ok()
            .map(|zoned| zoned.timestamp());
    }
    epoch(text.parse::<f64>().ok()?)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "jiff refuses what lies outside its range"
)]
fn epoch(number: f64) -> Option<Timestamp> {
    if !number.is_finite() {
        return None;
    }
    let whole = number as i64;
    if whole.unsigned_abs() >= MILLISECONDS_FROM {
        Timestamp::from_millisecond(whole).ok()
    } else {
        Timestamp::from_second(whole).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rendering_of_the_field_reads() {
        let cases = [
            (
                "2026-07-14T09:41:07.218934Z",
                Some("2026-07-14T09:41:07.218934Z"),
            ),
            ("2026-07-14T11:41:07+02:00", Some("2026-07-14T09:41:07Z")),
            (
                "2026-06-03 22:32:12.344402+00:00",
                Some("2026-06-03T22:32:12.344402Z"),
            ),
            ("2026-06-03 22:32:11+00:00", Some("2026-06-03T22:32:11Z")),
            (
                "2026-11-21T23:41:54.477504",
                Some("2026-11-21T23:41:54.477504Z"),
            ),
            ("1784022067218", Some("2026-07-14T09:41:07.218Z")),
            ("1795303883.09", Some("2026-11-21T23:31:23Z")),
            ("yesterday", None),
            ("NaN", None),
            ("-1e308", None),
            ("inf", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(
                parse(text).map(|t| t.to_string()).as_deref(),
                expected,
                "{text}"
            );
        }
    }
}
