//! What to do about a scan that decided nothing.

use crate::domain::outcome::{Outcome, enum_word};
use crate::domain::scan::Scan;
use crate::domain::text::Untrusted;

const ACCESS: &str =
    "check that the credentials in the environment may read the model, and scan again";
const PLACE: &str = "check the address, and scan again";
const AGAIN: &str = "scan again in a few minutes; if it stays so, give the scan's UUID to support";

/// What to do about the service's codes for an error.
const ADVICE: [(&str, &str); 13] = [
    (
        "SCAN_DATA_PENDING",
        "the service has met this model for the first time and is preparing it: scan again in a few minutes",
    ),
    ("ACCESS_DENIED", ACCESS),
    ("MISSING_CREDENTIALS", ACCESS),
    ("NO_SUCH_KEY", PLACE),
    ("NO_SUCH_BUCKET", PLACE),
    ("INVALID_BUCKET_NAME", PLACE),
    ("RESOURCE_NOT_FOUND", PLACE),
    (
        "MISSING_ARTIFACTS",
        "nothing that looks like a model was found there: check the address and the patterns",
    ),
    (
        "INVALID_OBJECT_STATE",
        "the files are archived: restore them in the bucket, and scan again",
    ),
    (
        "UNSUPPORTED_REMOTE_STORAGE",
        "download the model and scan it as a path",
    ),
    ("SERVICE_UNAVAILABLE", AGAIN),
    ("INTERNAL_ERROR", AGAIN),
    ("WORKER_ERROR", AGAIN),
];

/// That a scan failed, why, and what to do; none where it came to a decision.
pub fn advice(scan: &Scan) -> Option<String> {
    if scan.outcome != Outcome::Error {
        return None;
    }
    let error = scan.error.clone().unwrap_or_default();
    let code = enum_word(error.code.as_ref().map_or("", Untrusted::raw));
    let known = ADVICE.iter().find(|(name, _)| *name == code);
    let way = known.map_or(AGAIN, |(_, way)| way);
    let words = error.message.or(error.code);
    let why = words.map_or_else(
        || "it gives no reason".to_owned(),
        |words| words.printable().into_string(),
    );
    let why = why.trim_end_matches('.');
    Some(format!("the scan failed and decided nothing: {why}; {way}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::scan::ScanError;

    #[test]
    fn an_error_says_what_to_do() {
        let failed = |code: Option<&str>, message: Option<&str>| {
            let (code, message) = (code.map(Into::into), message.map(Into::into));
            advice(&Scan {
                outcome: Outcome::Error,
                error: Some(ScanError { code, message }),
                ..Scan::default()
            })
            .unwrap()
        };
        for (code, way) in ADVICE {
            assert!(failed(Some(code), None).ends_with(way), "{code}");
        }
        assert_eq!(
            failed(Some("ErrorCodes.ACCESS_DENIED"), Some("No.\u{1b}[31m")),
            format!("the scan failed and decided nothing: No.\\x1b[31m; {ACCESS}")
        );
        assert!(failed(Some("NEW"), None).contains(": NEW; scan again"));
        assert!(failed(None, None).contains("it gives no reason"));
        assert_eq!(advice(&Scan::default()), None);
    }
}
