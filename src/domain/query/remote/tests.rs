//! Filters of scans as they are typed, and what becomes of them.

use super::*;
use crate::domain::outcome::Outcome;

fn now() -> Timestamp {
    "2026-08-02T06:00:00Z".parse().unwrap()
}

fn wish(text: &str) -> Wish {
    Sought::parse(text, now()).unwrap().wish
}

fn scan() -> Scan {
    Scan {
        uuid: Some("3afa4f98-6db3-59ee-8685-34549154f05e".into()),
        model_uri: Some("https://huggingface.co/acme/scorer".into()),
        outcome: Outcome::Blocked,
        source_type: Some("HUGGING_FACE".into()),
        group: Some(Group {
            uuid: Some("0f95d196-2cba-5ece-a3f5-d9f9d7a361f3".into()),
            name: Some("HF prod".into()),
        }),
        created_at: Some("2026-08-01T06:00:00Z".parse().unwrap()),
        labels: vec![("team".into(), "ml".into())],
        ..Scan::default()
    }
}

#[test]
fn terms_become_the_services_own_question() {
    let text = "outcome:blo,err source:hf group:\"HF prod\" since:7d label:team:ml,team:nlp label:env uri:https://huggingface.co/acme plain";
    let wish = wish(text);
    assert_eq!(wish.outcomes, ["BLOCKED", "ERROR"]);
    assert_eq!(wish.sources, ["HUGGING_FACE"]);
    assert_eq!(wish.group.as_ref().unwrap().raw(), "HF prod");
    assert_eq!(wish.since, "2026-07-26T06:00:00Z".parse().ok());
    assert_eq!(wish.prefix.as_deref(), Some("https://huggingface.co/acme"));
    let labels = "(team:ml OR team:nlp) AND env:*";
    assert_eq!(wish.labels().as_deref(), Some(labels));
    let again = Sought::parse(&wish.words, now()).unwrap().wish;
    assert_eq!(again, wish, "what it says of itself is what it is");
    let one = Sought::parse("label:a=b,c", now()).unwrap().wish;
    assert_eq!(one.labels().as_deref(), Some("a:b OR c:*"));
    assert_eq!(Wish::default().labels(), None);
}

#[test]
fn what_cannot_be_asked_is_refused_in_its_place() {
    let long = format!("uri:{}", "x".repeat(257));
    let cases = [
        ("outcome:maybe", 8..13, "one of blocked"),
        ("-source:hf", 0..10, "cannot leave out"),
        ("source:ftp", 7..10, "one of hf"),
        ("since:soon", 6..10, "12h, 7d"),
        ("group:a group:b", 14..15, "one at a time"),
        ("since:7d,8d", 9..11, "one at a time"),
        ("label:ä", 6..8, "key or key:value"),
        ("outcme:blocked", 0..14, "did you mean “outcome:”"),
        ("@mine", 0..5, "saved filters"),
        (&long, 4..261, "256 characters"),
    ];
    for (text, span, words) in cases {
        let fault = Sought::parse(text, now()).unwrap_err();
        assert!(fault.sentence.contains(words), "{text}: {}", fault.sentence);
        assert_eq!(fault.span, span, "{text}");
    }
}

#[test]
fn words_are_looked_for_in_what_came() {
    for (text, found) in [
        ("", true),
        ("SCORER", true),
        ("acme -llama", true),
        ("\"hf prod\"", true),
        ("team=ml", true),
        ("-team=ml", false),
        ("-acme", false),
        ("3afa4f98", true),
        ("outcome:allowed", true),
        ("llama", false),
    ] {
        let sought = Sought::parse(text, now()).unwrap();
        assert_eq!(sought.says(&scan()), found, "{text}");
    }
}

#[test]
fn what_was_kept_is_judged_as_the_service_would() {
    for (text, accepted) in [
        ("", true),
        ("outcome:blocked", true),
        ("outcome:error,allowed", false),
        ("source:HUGGING_FACE", true),
        ("source:s3", false),
        ("group:\"hf PROD\"", true),
        ("group:0F95d196-2cba-5ece-a3f5-d9f9d7a361f3", true),
        ("group:HF", false),
        ("since:2d", true),
        ("since:12h", false),
        ("until:12h", true),
        ("until:2d", false),
        ("label:team", true),
        ("label:team:nlp,team:ml", true),
        ("label:team:ml label:env", false),
        ("uri:https://huggingface.co/acme", true),
        ("uri:acme", false),
    ] {
        assert_eq!(wish(text).accepts(&scan()), accepted, "{text}");
    }
}
