//! Answers that refuse (facts §4.2): `{code, message, details}` of the service, `{detail}` of its framework, `{error,
//! error_description}` of the token service, and whatever else a proxy between may say.

use serde::Deserialize;
use serde_json::Value;

use crate::domain::fault::{Asked, Fault};
use crate::domain::outcome::enum_word;
use crate::domain::text::Untrusted;

/// Characters that are kept of a service's words.
const MOST_WORDS: usize = 300;
/// Fields that are kept of a refusal.
const MOST_FIELDS: usize = 10;

/// An answer that is no success.
pub struct Answer<'a> {
    /// What was asked for.
    pub asked: Asked,
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: &'a str,
    /// Who answered.
    pub host: &'a str,
    /// The tenant in words.
    pub tenant: &'a str,
    /// The tenant's number.
    pub tsg_id: &'a str,
    /// Whether the service asks for rest, and for how many seconds.
    pub wait: Option<u64>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Said {
    message: Value,
    detail: Value,
    details: Value,
    error: Value,
    error_description: Value,
}

/// What a refusal means.
pub fn refusal(answer: &Answer<'_>) -> Fault {
    let said: Said = serde_json::from_str(answer.body).unwrap_or_default();
    let asked = answer.asked;
    let words = || words(&said, answer.body);
    if asked == Asked::Token {
        return token(answer, &said, words());
    }
    match answer.status {
        400 => mismatch(&said.details).unwrap_or_else(|| refused(answer, words())),
        401 => Fault::Token { skew: None },
        403 => Fault::Forbidden {
            asked,
            words: words(),
        },
        404 => Fault::Absent {
            asked,
            tenant: answer.tenant.to_owned(),
        },
        409 => Fault::Conflict {
            asked,
            words: words(),
        },
        422 => Fault::Invalid {
            asked,
            fields: fields(&said.detail).unwrap_or_else(|| vec![("value".into(), words())]),
        },
        429 => Fault::Busy { wait: answer.wait },
        status @ 500.. => Fault::Broken { asked, status },
        _ => refused(answer, words()),
    }
}

/// A success that holds no answer: a web page, an error in spite of its status, or other JSON.
pub fn garbled(asked: Asked, host: &str, body: &str, why: &serde_json::Error) -> Fault {
    let said: Said = serde_json::from_str(body).unwrap_or_default();
    let stated = [&said.message, &said.detail, &said.error]
        .into_iter()
        .find_map(Value::as_str);
    let why = match stated {
        _ if is_page(body) => "it is a web page".into(),
        _ if body.trim().is_empty() && why.is_eof() => "it is empty".into(),
        Some(words) => format!("it is called a success, and says: {words}"),
        None if why.is_data() => "it is other JSON than was asked for".into(),
        None => format!(
            "it is no JSON at line {}, column {}",
            why.line(),
            why.column()
        ),
    };
    Fault::Garbled {
        asked,
        host: host.into(),
        why: cut(&why),
    }
}

fn refused(answer: &Answer<'_>, words: Untrusted) -> Fault {
    Fault::Refused {
        asked: answer.asked,
        status: answer.status,
        words,
    }
}

/// The token service's refusals.
fn token(answer: &Answer<'_>, said: &Said, words: Untrusted) -> Fault {
    let error = said.error.as_str().unwrap_or_default();
    match (error, answer.status) {
        ("invalid_scope" | "access_denied" | "unauthorized_client", _) => Fault::Scope {
            tsg_id: answer.tsg_id.into(),
            words,
        },
        ("invalid_client" | "invalid_grant", _) => Fault::Credentials { words },
        (_, 429) => Fault::Busy { wait: answer.wait },
        (_, status @ 500..) => Fault::Broken {
            asked: Asked::Token,
            status,
        },
        ("", _) if is_page(answer.body) => Fault::Garbled {
            asked: Asked::Token,
            host: answer.host.into(),
            why: "it is a web page, not a token".into(),
        },
        (_, 401) => Fault::Credentials { words },
        (_, 403) => Fault::Scope {
            tsg_id: answer.tsg_id.into(),
            words,
        },
        (_, _) => refused(answer, words),
    }
}

/// The two kinds of source that do not fit each other.
fn mismatch(details: &Value) -> Option<Fault> {
    let source = |key: &str| {
        let said = details.get(key)?.as_str()?;
        Some(Untrusted::from(enum_word(said)))
    };
    Some(Fault::Mismatch {
        group: source("security_group_source_type")?,
        model: source("model_source_type")?,
    })
}

/// The fields that a framework's refusal names.
fn fields(detail: &Value) -> Option<Vec<(Untrusted, Untrusted)>> {
    let rows = detail.as_array().filter(|rows| !rows.is_empty())?;
    let field = |row: &Value| {
        let place = row.get("loc").and_then(Value::as_array);
        let steps = place.into_iter().flatten().map(|step| match step {
            Value::String(step) => step.clone(),
            other => other.to_string(),
        });
        let steps: Vec<_> = steps
            .filter(|step| !["body", "query", "path"].contains(&step.as_str()))
            .collect();
        let why = row.get("msg").and_then(Value::as_str).unwrap_or("refused");
        (cut(&steps.join(".")), cut(why))
    };
    Some(rows.iter().take(MOST_FIELDS).map(field).collect())
}

/// The service's own words, whatever they stand under.
fn words(said: &Said, body: &str) -> Untrusted {
    let stated = [
        &said.message,
        &said.error_description,
        &said.detail,
        &said.error,
    ];
    let stated = stated.into_iter().find_map(Value::as_str);
    match stated.map(str::trim).filter(|words| !words.is_empty()) {
        Some(words) => cut(words),
        None if body.trim().is_empty() => "it gives no reason".into(),
        None if is_page(body) => "it answers with a web page".into(),
        None => "its reason cannot be read".into(),
    }
}

fn is_page(body: &str) -> bool {
    body.trim_start().starts_with('<')
}

fn cut(words: &str) -> Untrusted {
    let kept: String = words.chars().take(MOST_WORDS).collect();
    kept.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(asked: Asked, status: u16, body: &str) -> String {
        let answer = Answer {
            asked,
            status,
            body,
            host: "api.example.com",
            tenant: "tenant prod (TSG 1)",
            tsg_id: "1",
            wait: None,
        };
        refusal(&answer).to_string()
    }

    const MISMATCH: &str = r#"{"code": "400", "message": "Security group source type does not match the model source",
            "details": {"security_group_source_type": "HUGGING_FACE", "model_source_type": "SourceType.LOCAL"}}"#;
    const FIELDS: &str = r#"{"detail": [{"loc": ["body", "security_group_uuid"], "msg": "Input should be a valid UUID", "type": "uuid_parsing"}]}"#;
    const CLIENT: &str =
        r#"{"error_description": "Client authentication failed", "error": "invalid_client"}"#;

    /// What the service says, and what becomes of it: what happened, why, what to do.
    const SAID: [(Asked, u16, &str, [&str; 3]); 18] = [
        (
            Asked::Launch,
            400,
            MISMATCH,
            [
                "group is for HUGGING_FACE, and the model is LOCAL",
                "one kind of source",
                "Choose a group",
            ],
        ),
        (
            Asked::Scans,
            400,
            r#"{"code": "400", "message": "Only one of start_time and end_time"}"#,
            [
                "refuses the scans (400)",
                "Only one of",
                "Correct what it says",
            ],
        ),
        (
            Asked::Scans,
            401,
            "{}",
            [
                "refuses a token that it has just given",
                "endpoints may belong",
                "whoami",
            ],
        ),
        (
            Asked::Groups,
            403,
            r#"{"message": "Forbidden"}"#,
            [
                "may not read the security groups",
                "Forbidden",
                "ai_ms.security_groups",
            ],
        ),
        (
            Asked::Scans,
            403,
            "<html>",
            [
                "may not read the scans",
                "a web page",
                "profile is missing or has expired",
            ],
        ),
        (
            Asked::PypiUrl,
            403,
            "",
            [
                "may not read the package index",
                "no reason",
                "ai_ms_pypi_auth",
            ],
        ),
        (
            Asked::Scan,
            404,
            r#"{"message": "Scan not found"}"#,
            [
                "tenant prod (TSG 1) does not have the scan",
                "deleted, or belong to another tenant",
                "--tenant",
            ],
        ),
        (
            Asked::Rules,
            409,
            r#"{"message": "Group is PENDING"}"#,
            [
                "cannot be had yet",
                "Group is PENDING",
                "try again in a minute",
            ],
        ),
        (
            Asked::Launch,
            422,
            FIELDS,
            [
                "does not accept the question for a new scan",
                "security_group_uuid: Input should be a valid UUID",
                "Correct the value",
            ],
        ),
        (
            Asked::Launch,
            422,
            r#"{"detail": "no"}"#,
            ["does not accept", "value: no", "Correct the value"],
        ),
        (
            Asked::Scans,
            429,
            "",
            ["asks for fewer questions", "", "Wait, then try again"],
        ),
        (
            Asked::Violations,
            503,
            "<html>",
            [
                "failed at the violations of the scan (503)",
                "every time",
                "nothing was lost",
            ],
        ),
        (
            Asked::Scans,
            418,
            r#"{"detail": "a teapot"}"#,
            ["refuses the scans (418)", "a teapot", "Correct"],
        ),
        (
            Asked::Token,
            401,
            CLIENT,
            [
                "client id or the client secret is wrong",
                "Client authentication failed",
                "login",
            ],
        ),
        (
            Asked::Token,
            400,
            r#"{"error": "invalid_scope"}"#,
            ["no access to TSG 1", "invalid_scope", "check the TSG id"],
        ),
        (
            Asked::Token,
            403,
            "<html>",
            [
                "gave no answer for an access token",
                "a web page, not a token",
                "sign-in page",
            ],
        ),
        (
            Asked::Token,
            500,
            "",
            [
                "failed at an access token (500)",
                "every time",
                "nothing was lost",
            ],
        ),
        (Asked::Token, 429, "", ["fewer questions", "", "try again"]),
    ];

    #[test]
    fn every_refusal_says_what_happened_why_and_what_to_do() {
        for (asked, status, body, words) in SAID {
            let said = said(asked, status, body);
            for word in words {
                assert!(
                    said.to_lowercase().contains(&word.to_lowercase()),
                    "{status} {word:?}: {said}"
                );
            }
        }
    }

    #[test]
    fn words_of_a_service_are_bounded_and_safe() {
        let long = format!(r#"{{"message": "\u001b[31m{}"}}"#, "x".repeat(5000));
        let said = said(Asked::Scans, 403, &long);
        assert!(said.contains("\\x1b[31mxxx") && said.len() < 700, "{said}");
    }
}
