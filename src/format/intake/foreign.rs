//! Documents that are known and are no scan report: policy objects, requests, error answers, secrets, reports of
//! other products. Each is named in words; of a secret nothing else is ever said.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::shape::Shape;
use super::wire::Said;
use super::{Dialect, Item, Reads};
use crate::domain::text::Untrusted;

/// Everything in [`KNOWN`].
pub(super) const DIALECT: Dialect = Dialect {
    name: "no-report",
    about: "documents of the same field that are no scan reports: named, not read",
    reads: Reads::Json {
        recognise: |shape| KNOWN.iter().any(|known| (known.recognise)(shape)),
        read,
    },
};

/// One kind of document and how to name it.
struct Known {
    recognise: fn(&Shape) -> bool,
    name: fn(&str) -> serde_json::Result<String>,
}

/// Lists of the management API and of the data plane that hold no scans, with the words for one and for many.
const LISTS: [(&str, &str); 6] = [
    ("security_groups", "security groups"),
    ("rules", "security rules"),
    ("rule_instances", "rule instances"),
    ("custom_rules", "custom rules"),
    ("models", "models"),
    ("model_versions", "model versions"),
];
/// Fields of the reports of Runtime Security, beside `action`.
const RUNTIME: [&str; 6] = [
    "profile_name",
    "profile_id",
    "prompt_detected",
    "response_detected",
    "detection_results",
    "prompt_detection_details",
];

const KNOWN: &[Known] = &[
    Known {
        recognise: |shape| shape.object_with(&["access_token", "token_type"]),
        name: |_| Ok("an OAuth token response: it holds a secret, delete it".into()),
    },
    Known {
        recognise: |shape| {
            shape.object_with(&["url", "expires_at"]) && shape.only(&["url", "expires_at"])
        },
        name: |_| {
            Ok("the address of the private package index with its credentials: it holds a secret, delete it".into())
        },
    },
    Known {
        recognise: is_runtime,
        name: |_| {
            Ok("a report of Prisma AIRS Runtime Security, which judges prompts and responses: another product, not a model scan".into())
        },
    },
    Known {
        recognise: |shape| {
            shape.has("pagination")
                && LISTS
                    .iter()
                    .any(|(key, _)| !shape.is_array() && shape.is_list(key))
        },
        name: list,
    },
    Known {
        recognise: |shape| shape.object_with(&["uuid", "security_rule_uuid", "state"]),
        name: |text| with_rule(text, "a rule instance of a security group"),
    },
    Known {
        recognise: |shape| {
            shape.object_with(&["security_group_uuid", "state"])
                && shape.only(&["security_group_uuid", "state", "field_values"])
        },
        name: |_| Ok("a request that changes a rule of a security group".into()),
    },
    Known {
        recognise: |shape| {
            shape.object_with(&["condition", "compatible_sources"])
                && shape.object_with_any(&["rule_action", "violation_message"])
        },
        name: |text| named(text, "a custom rule"),
    },
    Known {
        recognise: |shape| shape.object_with(&["rule_type", "compatible_sources", "default_state"]),
        name: |text| named(text, "a security rule"),
    },
    Known {
        recognise: |shape| {
            shape.object_with(&["name", "source_type"])
                && shape.object_with_any(&["enabled_rule_count", "is_tombstone"])
        },
        name: |text| named(text, "a security group"),
    },
    Known {
        recognise: |shape| shape.list_of("labels", &["key"]) && shape.only(&["labels"]),
        name: |_| Ok("a request that labels a scan".into()),
    },
    Known {
        recognise: |shape| {
            shape.object_with(&["code", "message"])
                && shape.only(&["code", "message", "details", "request_id"])
        },
        name: api_error,
    },
    Known {
        recognise: |shape| shape.object_with(&["detail"]) && shape.only(&["detail"]),
        name: validation_error,
    },
    Known {
        recognise: |shape| {
            shape.object_with(&["error"])
                && shape.only(&["error", "error_description", "error_uri"])
        },
        name: token_error,
    },
    Known {
        recognise: |shape| {
            shape
                .text("schema")
                .is_some_and(|schema| schema.starts_with("airs-triage."))
        },
        name: |_| Ok("an export of this program: open the report it was made from".into()),
    },
];

fn is_runtime(shape: &Shape) -> bool {
    let scanned = shape.object_with(&["action"]) && shape.object_with_any(&RUNTIME);
    let threats = shape.object_with(&["report_id", "detection_results"]);
    let queried = shape.object_with(&["result", "scan_id"]) && shape.object_in("result", &RUNTIME);
    scanned || threats || queried
}

fn read(text: &str) -> serde_json::Result<Vec<Item>> {
    let shape = Shape::of(text)?;
    let known = KNOWN.iter().find(|known| (known.recognise)(&shape));
    known
        .map(|known| (known.name)(text).map(Item::Foreign))
        .into_iter()
        .collect()
}

fn list(text: &str) -> serde_json::Result<String> {
    let page: std::collections::HashMap<String, Length> = serde_json::from_str(text)?;
    let found = LISTS
        .iter()
        .find_map(|(key, words)| Some((page.get(*key)?.0?, words)));
    Ok(match found {
        Some((length, words)) => format!("a list of {length} {words}"),
        None => "a list without scans".into(),
    })
}

/// How long a list is; nothing for another value.
struct Length(Option<usize>);

impl<'de> Deserialize<'de> for Length {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = <&serde_json::value::RawValue>::deserialize(deserializer)?;
        let list: Option<Vec<IgnoredAny>> = serde_json::from_str(json.get()).ok();
        Ok(Self(list.map(|list| list.len())))
    }
}

fn named(text: &str, what: &str) -> serde_json::Result<String> {
    #[derive(Deserialize)]
    struct Named {
        #[serde(default)]
        name: Said,
    }
    let named: Named = serde_json::from_str(text)?;
    Ok(with(what, named.name.get()))
}

fn with_rule(text: &str, what: &str) -> serde_json::Result<String> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Instance {
        state: Said,
        rule: Option<Rule>,
    }
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Rule {
        name: Said,
    }
    let Instance { state, rule } = serde_json::from_str(text)?;
    let name = rule.and_then(|rule| rule.name.untrusted());
    let words: Vec<_> = name.iter().map(Untrusted::raw).chain(state.get()).collect();
    Ok(with(
        what,
        Some(words.join(", "))
            .as_deref()
            .filter(|words| !words.is_empty()),
    ))
}

fn with(what: &str, detail: Option<&str>) -> String {
    detail.map_or_else(|| what.to_owned(), |detail| format!("{what} ({detail})"))
}

fn api_error(text: &str) -> serde_json::Result<String> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Failure {
        code: Said,
        message: Said,
    }
    let Failure { code, message } = serde_json::from_str(text)?;
    let what = with("an error answer of the API", code.get());
    Ok(said(what, message.get()))
}

/// `FastAPI`'s answer: a sentence, or the fields that were refused.
fn validation_error(text: &str) -> serde_json::Result<String> {
    #[derive(Deserialize)]
    struct Refusal {
        detail: Vec<Field>,
    }
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Field {
        loc: Vec<Said>,
        msg: Said,
    }
    #[derive(Deserialize)]
    struct Sentence {
        detail: Said,
    }
    let Ok(Refusal { detail }) = serde_json::from_str(text) else {
        let sentence: Sentence = serde_json::from_str(text)?;
        return Ok(said(
            "an error answer of the API".into(),
            sentence.detail.get(),
        ));
    };
    let field = |field: &Field| {
        let place: Vec<_> = field.loc.iter().filter_map(Said::get).collect();
        format!(
            "{}: {}",
            place.join("."),
            field.msg.get().unwrap_or("refused")
        )
    };
    let fields: Vec<_> = detail.iter().map(field).collect();
    Ok(said(
        "an error answer of the API (422)".into(),
        Some(&fields.join("; ")),
    ))
}

fn token_error(text: &str) -> serde_json::Result<String> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Failure {
        error: Said,
        error_description: Said,
    }
    let Failure {
        error,
        error_description,
    } = serde_json::from_str(text)?;
    let what = with("an error answer of the token service", error.get());
    Ok(said(what, error_description.get()))
}

fn said(what: String, words: Option<&str>) -> String {
    match words.filter(|words| !words.is_empty()) {
        Some(words) => format!("{what}: {words}"),
        None => what,
    }
}
