//! What a model is called, and what tells it from others across builds.

use crate::domain::scan::Scan;
use crate::domain::text::Untrusted;

/// Whether a model URI is a relative path: no scheme, not absolute, and a path at all.
pub(super) fn is_relative(uri: &str) -> bool {
    let scheme = uri.split_once("://").is_some();
    let absolute = uri.starts_with(['/', '\\']) || uri.get(1..2) == Some(":");
    !scheme && !absolute && uri.contains(['/', '\\', '.'])
}

/// The short name people use: `organisation/repository` for Hugging Face, else the stem of the last path part, with
/// the part before it when it is only a version (`s3://registry/fraud/v42/` is `fraud/v42`).
pub fn model_name(uri: &str) -> Option<String> {
    let path = uri.split(['?', '#']).next()?.trim_end_matches(['/', '\\']);
    if let Some(repository) = hugging_face_repository(path) {
        return Some(repository);
    }
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    let mut parts = path.rsplit(['/', '\\']).filter(|part| !part.is_empty());
    let last = parts.next()?;
    let version = last.strip_prefix('v').unwrap_or(last);
    if !version.is_empty()
        && version
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
    {
        return Some(
            parts
                .next()
                .map_or_else(|| last.to_owned(), |parent| format!("{parent}/{last}")),
        );
    }
    Some(stem(last).to_owned())
}

fn hugging_face_repository(path: &str) -> Option<String> {
    let rest = path.split_once("://")?.1;
    let rest = rest
        .strip_prefix("huggingface.co/")
        .or_else(|| rest.strip_prefix("hf.co/"))?;
    let mut parts = rest.split('/');
    let (organisation, repository) = (parts.next()?, parts.next()?);
    Some(format!("{organisation}/{repository}"))
}

/// Names of files that say nothing about what is in them.
const NAMELESS: [&str; 8] = [
    "model",
    "pytorch_model",
    "tf_model",
    "weights",
    "checkpoint",
    "best",
    "last",
    "final",
];
/// How many parts of its path a model shows whose file says nothing.
const TELLING_PARTS: usize = 3;

/// What to call a model on screen: its short name, and where that says nothing, the end of its path
/// (`churn-model/models/model.pkl`).
pub fn label(scan: &Scan) -> Option<Untrusted> {
    let name = scan.model_name.as_ref()?;
    if scan.model_uri.is_none() || !NAMELESS.contains(&name.raw()) {
        return Some(name.clone());
    }
    let key = model_key(scan);
    let parts: Vec<_> = key.rsplit('/').take(TELLING_PARTS).collect();
    Some(parts.into_iter().rev().collect::<Vec<_>>().join("/").into())
}

/// A file name without its last extension, where that looks like one.
fn stem(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, extension))
            if !stem.is_empty()
                && (1..=11).contains(&extension.len())
                && extension.starts_with(|c: char| c.is_ascii_alphabetic()) =>
        {
            stem
        }
        _ => name,
    }
}

/// Roots of a build agent's workspace and how many path parts below them name the run, not the model.
const WORKSPACES: [(&str, usize); 7] = [
    ("/home/runner/work/", 2),
    ("/agent/_work/", 2),
    ("/home/vsts/work/", 2),
    ("/builds/", 2),
    ("/var/lib/jenkins/workspace/", 1),
    ("/var/jenkins_home/workspace/", 1),
    ("/github/workspace/", 0),
];

/// What tells one model from another across builds: its URI without scheme and without the build agent's folders.
/// The first folder below the workspace stays where it is a repository's name.
pub fn model_key(scan: &Scan) -> String {
    let Some(uri) = &scan.model_uri else {
        return scan
            .model_name
            .as_ref()
            .map_or_else(String::new, |name| name.raw().to_owned());
    };
    let uri = uri.raw().trim_end_matches('/');
    let path = uri.strip_prefix("file://").unwrap_or(uri);
    let Some((root, parts)) = WORKSPACES.iter().find(|(root, _)| path.starts_with(root)) else {
        return path.to_owned();
    };
    let below = &path[root.len()..];
    let mut split = below.splitn(parts + 1, '/');
    let run: Vec<_> = split.by_ref().take(*parts).collect();
    let rest = split.next().unwrap_or_default();
    let repository = run
        .last()
        .filter(|name| name.len() > 1)
        .copied()
        .unwrap_or_default();
    if rest.is_empty() {
        below.to_owned()
    } else {
        format!("{repository}/{rest}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn model_names_are_the_short_ones() {
        let cases = [
            (
                "https://huggingface.co/google/timesfm-2.5-200m-pytorch",
                "google/timesfm-2.5-200m-pytorch",
            ),
            ("https://huggingface.co/acme/m/tree/main", "acme/m"),
            (
                "file:///home/runner/work/churn-model/churn-model/models/model.pkl",
                "model",
            ),
            ("/agent/_work/3/s/models/malicious-model", "malicious-model"),
            ("s3://acme-model-registry/fraud/v42/", "fraud/v42"),
            ("oci://registry.example/acme/model:1", "model:1"),
            ("C:\\models\\fraud.onnx", "fraud"),
            ("Qwen2.5-3B-Instruct", "Qwen2.5-3B-Instruct"),
        ];
        for (uri, name) in cases {
            assert_eq!(model_name(uri).as_deref(), Some(name), "{uri}");
        }
        assert_eq!(model_name("///"), None);
    }

    #[test]
    fn model_keys_forget_the_run_but_not_the_repository() {
        let key = |uri: &str| {
            model_key(&Scan {
                model_uri: Some(uri.into()),
                ..Scan::default()
            })
        };
        assert_eq!(
            key("file:///home/runner/work/churn/churn/models/model.pkl"),
            "churn/models/model.pkl"
        );
        assert_eq!(
            key("/agent/_work/3/s/models/m.pkl"),
            key("/agent/_work/17/s/models/m.pkl")
        );
        assert_ne!(key("/srv/a/model.pkl"), key("/srv/b/model.pkl"));
        assert_eq!(
            key("https://huggingface.co/acme/m/"),
            "https://huggingface.co/acme/m"
        );
    }

    #[test]
    fn files_that_say_nothing_show_where_they_lie() {
        let label = |uri: &str| {
            let scan = Scan {
                model_uri: Some(uri.into()),
                model_name: model_name(uri).map(Into::into),
                ..Scan::default()
            };
            label(&scan).unwrap().raw().to_owned()
        };
        let build = "file:///home/runner/work/churn-model/churn-model/models/model.pkl";
        assert_eq!(label(build), "churn-model/models/model.pkl");
        assert_eq!(label("models/model.pkl"), "models/model.pkl");
        assert_eq!(label("https://huggingface.co/acme/model"), "acme/model");
    }

    #[test]
    fn only_paths_are_relative() {
        for (uri, relative) in [
            ("models/model.pkl", true),
            ("./m", true),
            ("/abs/m.pkl", false),
            ("file:///m", false),
            ("s3://b/k", false),
            ("C:\\m.pkl", false),
            ("plain-name", false),
        ] {
            assert_eq!(is_relative(uri), relative, "{uri}");
        }
    }
}
