//! What makes two findings one, and what keeps them apart.

use super::*;

const HERE: Place<'static> = Place {
    model: "acme/m",
    scan: "s1",
};
const NEXT: Place<'static> = Place {
    model: "acme/m",
    scan: "s2",
};
const ELSEWHERE: Place<'static> = Place {
    model: "other/m",
    scan: "s3",
};

fn of(seen: &Observation, place: Place<'_>) -> Identity {
    super::of(seen, seen.kind(), place)
}

fn pickle(module: &str, hash: Option<&str>) -> Observation {
    Observation {
        threat: Some("PAIT-PKL-100".into()),
        module: Some(module.into()),
        operator: Some("system".into()),
        file: Some("model.pkl".into()),
        hash: hash.map(Into::into),
        ..Observation::new("Load Time Code Execution Check", "calls system")
    }
}

#[test]
fn same_bytes_are_the_same_finding_whatever_the_scan_platform_and_wording() {
    let seen = of(&pickle("posix", Some("AB")), HERE);
    assert_eq!(seen, of(&pickle("nt", Some("ab")), NEXT));
    let reworded = Observation {
        description: "other words".into(),
        ..pickle("os", Some("ab"))
    };
    assert_eq!(seen, of(&reworded, ELSEWHERE));
}

#[test]
fn new_bytes_keep_the_shape_only() {
    let (old, new) = (
        of(&pickle("os", Some("ab")), HERE),
        of(&pickle("os", Some("cd")), NEXT),
    );
    assert_eq!(old.shape, new.shape);
    assert_ne!(old.exact, new.exact);
}

#[test]
fn without_a_hash_nothing_is_carried_to_another_scan() {
    let (old, new) = (of(&pickle("os", None), HERE), of(&pickle("os", None), NEXT));
    assert_eq!(old.shape, new.shape);
    assert_ne!(old.exact, new.exact);
    assert_eq!(old, of(&pickle("os", None), HERE));
}

#[test]
fn what_stands_for_no_hash_is_none() {
    let none = of(&pickle("os", None), HERE);
    let zeros = "0".repeat(40);
    for word in ["None", "N/A", "unknown", "", "sha256:", &zeros] {
        assert_eq!(of(&pickle("os", Some(word)), HERE), none, "{word}");
    }
    let named = of(&pickle("os", Some("sha256:ab")), HERE);
    assert_eq!(named, of(&pickle("os", Some("sha256:ab")), NEXT));
    assert_ne!(named, none);
}

#[test]
fn a_licence_decision_stays_with_its_model_and_its_licence() {
    let licence = |text: &str| Observation::new("License Is Valid For Use", text);
    let other = of(&licence("Invalid license: **other**"), HERE);
    assert_eq!(other, of(&licence("Invalid license: 'other'"), NEXT));
    assert_ne!(
        other.exact,
        of(&licence("Invalid license: **other**"), ELSEWHERE).exact
    );
    assert_ne!(
        other.shape,
        of(&licence("Invalid license: **other**"), ELSEWHERE).shape
    );
    assert_ne!(
        other.exact,
        of(&licence("Invalid license: **gpl-3.0**"), NEXT).exact
    );
}

#[test]
fn two_formats_of_one_file_are_two_findings() {
    let format = |name: &str| Observation {
        threat: Some("UNAPPROVED_FORMATS".into()),
        file: Some("m.bin".into()),
        hash: Some("ab".into()),
        ..Observation::new(
            "Stored In Approved File Format",
            format!("unapproved format: **{name}**"),
        )
    };
    assert_ne!(of(&format("zip"), HERE), of(&format("pytorch_v1_13"), HERE));
}

#[test]
fn a_fingerprint_prints_and_parses() {
    let fingerprint = of(&pickle("os", None), HERE).exact;
    assert_eq!(fingerprint.to_string().parse(), Ok(fingerprint));
    for bad in [
        "",
        "v1:",
        "v2:00000000000000000000000000000000",
        "v1:+0000000000000000000000000000000",
    ] {
        assert_eq!(bad.parse::<Fingerprint>(), Err(NotAFingerprint), "{bad}");
    }
}

#[test]
fn member_paths_forget_the_build_agent() {
    let cases = [
        ("model.pkl", "model.pkl"),
        ("./onnx/model.onnx", "onnx/model.onnx"),
        (
            "/builds/ml/models/malicious.pt:archive/data.pkl",
            "malicious.pt:archive/data.pkl",
        ),
        ("/x", "x"),
        ("/", ""),
        ("/\u{1d360}", "\u{1d360}"),
        ("C:\\agent\\m.pkl", "m.pkl"),
    ];
    for (file, member) in cases {
        assert_eq!(member_path(file), member);
    }
}
