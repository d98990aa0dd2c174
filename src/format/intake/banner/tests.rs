//! What logs without JSON tell of scans.

use super::*;

fn scans(text: &str) -> Vec<(String, String)> {
    let scan = |item| match item {
        Item::Report(draft) => {
            let uuid = draft
                .scan
                .uuid
                .map_or("-".into(), |uuid| uuid.raw()[..4].to_owned());
            Some((uuid, draft.scan.outcome.word().to_owned()))
        }
        _ => None,
    };
    read(text, &mut Room::default())
        .into_iter()
        .filter_map(scan)
        .collect()
}

#[test]
fn each_banner_and_each_mention_is_one_scan() {
    let (one, two) = (
        "f73bf4ed-14c6-5783-b9d6-d2403ebd37a3",
        "0f379adc-5eda-5998-89ce-8cf5bd4f529d",
    );
    let cases: [(String, &[(&str, &str)]); 14] = [
        (
            format!("scan {one} is EvalOutcome.ALLOWED\nscan {one} is EvalOutcome.BLOCKED"),
            &[("f73b", "ALLOWED"), ("f73b", "BLOCKED")],
        ),
        (
            format!("scan {one} is EvalOutcome.PENDING\nscan {one} is EvalOutcome.BLOCKED"),
            &[("f73b", "BLOCKED")],
        ),
        (
            format!("scan {one}\nscan {two}\nscan {one} is EvalOutcome.BLOCKED"),
            &[("f73b", "BLOCKED"), ("0f37", "UNKNOWN")],
        ),
        (
            format!("Scan UUID: {one}\nINFO policy text: outcome: allowed models only"),
            &[("f73b", "UNKNOWN")],
        ),
        (
            format!("Scan UUID: {one}\nSecurity Group: outcome: ALLOWED\nOutcome: REJECTED"),
            &[("f73b", "REJECTED")],
        ),
        (
            format!(
                "Model: a/b\nScan UUID: {one}\nOutcome: EvalOutcome.BLOCKED\nModel: a/b\nScan UUID: {two}\nOutcome: EvalOutcome.ALLOWED"
            ),
            &[("f73b", "BLOCKED"), ("0f37", "ALLOWED")],
        ),
        (
            format!("INFO x: Scan UUID : {one}\nScan UUID: {one}"),
            &[("f73b", "UNKNOWN")],
        ),
        (
            format!("polling scan {one} in group {two}"),
            &[("f73b", "UNKNOWN")],
        ),
        (format!("scanning with security group {two}"), &[]),
        (format!("  \"scan_uuid\": \"{one}\","), &[]),
        (
            "Scan completed: EvalOutcome.ALLOWED\nnext\nScan completed: EvalOutcome.BLOCKED".into(),
            &[("-", "ALLOWED"), ("-", "BLOCKED")],
        ),
        ("if outcome == EvalOutcome.BLOCKED:".into(), &[]),
        ("Scan Status: BLOCKED".into(), &[]),
        (
            "Prisma AIRS\nScan Status: BLOCKED".into(),
            &[("-", "BLOCKED")],
        ),
    ];
    for (text, expected) in cases {
        let found = scans(&text);
        let found: Vec<_> = found
            .iter()
            .map(|(uuid, word)| (uuid.as_str(), word.as_str()))
            .collect();
        assert_eq!(found, expected, "{text}");
    }
}
