//! Every spelling of an address, and what is no address.

use proptest::prelude::*;

use super::*;

#[test]
fn every_spelling_has_its_source() {
    for (text, source, address) in [
        (
            "https://huggingface.co/acme/tiny-2.5",
            Source::HuggingFace,
            "https://huggingface.co/acme/tiny-2.5",
        ),
        (
            " HTTPS://HuggingFace.co/acme/tiny/ ",
            Source::HuggingFace,
            "https://huggingface.co/acme/tiny",
        ),
        (
            "s3://bucket/fraud/v42/",
            Source::S3,
            "s3://bucket/fraud/v42/",
        ),
        ("S3://bucket", Source::S3, "S3://bucket"),
        ("gs://bucket/a b", Source::Gcs, "gs://bucket/a b"),
        (
            "az://container/model",
            Source::Azure,
            "az://container/model",
        ),
        (
            "https://acme.blob.core.windows.net/models/bert",
            Source::Azure,
            "https://acme.blob.core.windows.net/models/bert",
        ),
        (
            "https://acme.jfrog.io/ml/bert",
            Source::Artifactory,
            "https://acme.jfrog.io/ml/bert",
        ),
        (
            "https://files.acme.example/artifactory/ml/bert",
            Source::Artifactory,
            "https://files.acme.example/artifactory/ml/bert",
        ),
        (
            "https://git.acme.example/team/p/-/ml/models/7",
            Source::Gitlab,
            "https://git.acme.example/team/p/-/ml/models/7",
        ),
        ("models/model.pkl", Source::Local, "models/model.pkl"),
        ("/srv/models", Source::Local, "/srv/models"),
        ("~/m.pt", Source::Local, "~/m.pt"),
        (r"C:\models\m.pt", Source::Local, r"C:\models\m.pt"),
        ("acme/tiny", Source::Local, "acme/tiny"),
        ("-", Source::Local, "-"),
    ] {
        let target = Target::parse(text).unwrap();
        assert_eq!(
            (target.source(), target.address()),
            (source, address),
            "{text}"
        );
    }
}

#[test]
fn what_cannot_be_scanned_says_why() {
    for (text, why) in [
        ("  ", "name a model"),
        ("https://huggingface.co/ac\u{202e}me/tiny", "cannot be seen"),
        ("https://[", "no URL"),
        ("http://huggingface.co/acme/tiny", "write https://"),
        ("ftp://host/x", "ftp:// is nothing"),
        ("file:///srv/m.pt", "without file://"),
        ("hf://acme/tiny", "the full URL"),
        ("https://hf.co/acme/tiny", "the full URL"),
        (
            "https://huggingface.co/bert-base-uncased",
            "organisation is missing",
        ),
        ("https://huggingface.co/", "organisation is missing"),
        ("https://huggingface.co/datasets/acme/rows", "no model"),
        ("https://huggingface.co/acme/t%20y", "no model"),
        (
            "https://huggingface.co/acme/tiny/tree/main",
            "scan https://huggingface.co/acme/tiny",
        ),
        ("https://ci:canary@acme.jfrog.io/ml/x", "credentials"),
        (
            "https://a.blob.core.windows.net/c/m?sig=canary",
            "credentials",
        ),
        ("s3://key:canary@bucket/m", "credentials"),
        ("https://huggingface.co/acme/tiny#x", "behind ? or #"),
        ("s3:///models", "which bucket"),
        ("https://acme.jfrog.io/", "which bucket"),
        ("https://git.acme.example/p/-/ml/models/", "which bucket"),
        ("https://example.com/model", "example.com is neither"),
        ("https://huggingface.co:8443/acme/tiny", "is neither"),
        ("https://notjfrog.io/x", "is neither"),
    ] {
        let said = Target::parse(text).unwrap_err().to_string();
        assert!(said.contains(why), "{text}: {said}");
        assert!(!said.contains("canary"), "{said}");
    }
    let long = format!("s3://b/{}", "x".repeat(LONGEST));
    assert_eq!(Target::parse(&long), Err(NotATarget::TooLong));
}

#[test]
fn a_path_is_what_is_found_there_and_an_address_is_not_looked_for() {
    let path = Target::parse("models").unwrap();
    let found = path.clone().found(Some("/srv/models".into())).unwrap();
    assert_eq!(found.address(), "/srv/models");
    let said = path.found(None).unwrap_err().to_string();
    assert!(said.contains("no file or folder models"), "{said}");
    let bucket = Target::parse("s3://bucket/m").unwrap();
    assert_eq!(bucket.clone().found(None), Ok(bucket));
}

proptest! {
    #[test]
    fn any_text_is_read_and_what_is_read_stays_what_it_is(text in "(https?|s3|gs|az|hf)?(://)?[a-z0-9./@?#:~ -]{0,40}") {
        if let Ok(target) = Target::parse(&text) {
            let again = Target::parse(target.address());
            prop_assert_eq!(again, Ok(target));
        }
    }

    #[test]
    fn an_address_holds_nothing_that_cannot_be_seen(text in any::<String>()) {
        if let Ok(target) = Target::parse(&text) {
            prop_assert!(!target.address().chars().any(is_deceptive));
            prop_assert!(!target.address().is_empty());
        }
    }

    #[test]
    fn every_model_of_the_hub_is_one(organisation in "[A-Za-z0-9][A-Za-z0-9_.-]{0,20}", model in "[A-Za-z0-9][A-Za-z0-9_.-]{0,20}") {
        prop_assume!(!NO_MODELS.contains(&organisation.as_str()));
        let text = format!("https://huggingface.co/{organisation}/{model}");
        let target = Target::parse(&text).unwrap();
        prop_assert_eq!((target.source(), target.address()), (Source::HuggingFace, text.as_str()));
    }
}
