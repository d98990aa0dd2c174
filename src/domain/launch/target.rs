//! What is to be scanned: an address of a model, in one of the spellings that the service and its client know.

use thiserror::Error;
use url::Url;

use super::Source;
use crate::domain::text::is_deceptive;

/// A longer address is none.
const LONGEST: usize = 2048;
/// Where public models lie.
const HUB: &str = "huggingface.co";
/// Other names that people use for it.
const ALSO_HUB: [&str; 3] = ["hf.co", "www.huggingface.co", "www.hf.co"];
/// Steps of the hub that lead to something else than a model.
const NO_MODELS: [&str; 8] = [
    "api",
    "collections",
    "datasets",
    "docs",
    "models",
    "organizations",
    "papers",
    "spaces",
];
/// Buckets, by the scheme in front.
const BUCKETS: [(&str, Source); 3] = [
    ("s3", Source::S3),
    ("gs", Source::Gcs),
    ("az", Source::Azure),
];
/// How the machines of Azure Blob Storage and of Artifactory end.
const MACHINES: [(&str, Source); 2] = [
    (".blob.core.windows.net", Source::Azure),
    (".jfrog.io", Source::Artifactory),
];
/// Steps that only a GitLab model registry, and an Artifactory under another name, have.
const STEPS: [(&str, Source); 2] = [
    ("/-/ml/models/", Source::Gitlab),
    ("/artifactory/", Source::Artifactory),
];

/// A model that can be scanned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    source: Source,
    address: String,
}

/// Why something cannot be scanned.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotATarget {
    /// Nothing was named.
    #[error(
        "name a model: a Hugging Face URL, s3://…, gs://…, az://…, an Artifactory or GitLab URL, or a path"
    )]
    Nothing,
    /// It holds what cannot be seen.
    #[error("the address holds characters that cannot be seen; type it anew")]
    Unseen,
    /// It is longer than any.
    #[error("the address is longer than 2,048 characters, which none is; check what was pasted")]
    TooLong,
    /// It cannot be read as a URL.
    #[error("that is no URL; one looks like https://huggingface.co/acme/model")]
    NoUrl,
    /// It is fetched in the clear.
    #[error("http:// is not protected on its way; write https://")]
    Unprotected,
    /// A scheme that nobody scans.
    #[error(
        "{0}:// is nothing that can be scanned; there are https://, s3://, gs://, az://, and paths"
    )]
    Scheme(String),
    /// `file://`, which the official client takes for a name.
    #[error("give the path itself, without file://")]
    File,
    /// A short way to write the hub.
    #[error("the service wants the full URL: https://huggingface.co/…")]
    ShortHub,
    /// A model without its organisation.
    #[error(
        "the organisation is missing; a model of Hugging Face is https://huggingface.co/ORGANISATION/MODEL"
    )]
    NoOrganisation,
    /// Another thing of the hub.
    #[error("that is no model of Hugging Face; one is https://huggingface.co/ORGANISATION/MODEL")]
    NoModel,
    /// A page of a model.
    #[error("that goes further than the model; scan {0}")]
    Beyond(String),
    /// It holds a name, a password or a signature.
    #[error(
        "the address holds credentials or a question; leave out what stands before @ and behind ? or #, and set the credentials in the environment, where the official client looks for them"
    )]
    Credentials,
    /// A bucket without a name, a container without one.
    #[error("the address names no model; say which bucket, repository or container")]
    NoPlace,
    /// A machine of which nobody knows what it is.
    #[error(
        "{0} is neither Hugging Face, Azure (*.blob.core.windows.net), Artifactory (*.jfrog.io, /artifactory/) nor a GitLab model registry (/-/ml/models/)"
    )]
    Machine(String),
    /// No such file or folder.
    #[error(
        "there is no file or folder {0}; a model of Hugging Face is a full URL: https://huggingface.co/ORGANISATION/MODEL"
    )]
    Absent(String),
}

impl Target {
    /// Reads an address. A path stays as it was typed, until whoever can look says where it leads ([`Target::found`]).
    pub fn parse(text: &str) -> Result<Self, NotATarget> {
        let text = text.trim();
        if text.is_empty() {
            return Err(NotATarget::Nothing);
        }
        if text.chars().any(is_deceptive) {
            return Err(NotATarget::Unseen);
        }
        if text.len() > LONGEST {
            return Err(NotATarget::TooLong);
        }
        let Some((scheme, rest)) = scheme(text) else {
            return Ok(Self::of(Source::Local, text));
        };
        let bucket = BUCKETS.iter().find(|(name, _)| *name == scheme);
        match (scheme.as_str(), bucket) {
            (_, Some((_, source))) => bucket_of(*source, text, rest),
            ("https", _) => page(text),
            ("http", _) => Err(NotATarget::Unprotected),
            ("file", _) => Err(NotATarget::File),
            ("hf" | "huggingface", _) => Err(NotATarget::ShortHub),
            _ => Err(NotATarget::Scheme(scheme)),
        }
    }

    /// The same, at its place on this machine: the absolute path of what is there, or none where nothing is. What does
    /// not lie on this machine is not asked for.
    pub fn found(self, place: Option<String>) -> Result<Self, NotATarget> {
        match (self.source, place) {
            (Source::Local, Some(place)) => Ok(Self::of(Source::Local, &place)),
            (Source::Local, None) => Err(NotATarget::Absent(self.address)),
            _ => Ok(self),
        }
    }

    fn of(source: Source, address: &str) -> Self {
        let address = address.to_owned();
        Self { source, address }
    }

    /// Where it lies.
    pub fn source(&self) -> Source {
        self.source
    }

    /// Its address as the service and its client take it.
    pub fn address(&self) -> &str {
        &self.address
    }
}

/// The scheme of an address in lower case, and what stands behind it. A drive's letter is none.
fn scheme(text: &str) -> Option<(String, &str)> {
    let (scheme, rest) = text.split_once("://")?;
    let fits = |it: char| it.is_ascii_alphanumeric() || "+-.".contains(it);
    let known = scheme.len() > 1 && scheme.chars().all(fits);
    known.then(|| (scheme.to_ascii_lowercase(), rest))
}

fn bucket_of(source: Source, text: &str, rest: &str) -> Result<Target, NotATarget> {
    let bucket = rest.split('/').next().unwrap_or_default();
    if bucket.is_empty() {
        Err(NotATarget::NoPlace)
    } else if bucket.contains(['@', ':', '?', '#']) {
        Err(NotATarget::Credentials)
    } else {
        Ok(Target::of(source, text))
    }
}

fn page(text: &str) -> Result<Target, NotATarget> {
    let url = Url::parse(text).map_err(|_| NotATarget::NoUrl)?;
    let named = !url.username().is_empty() || url.password().is_some();
    if named || url.query().is_some() || url.fragment().is_some() {
        return Err(NotATarget::Credentials);
    }
    let host = url.host_str().unwrap_or_default();
    let path = url.path();
    match host {
        HUB if url.port().is_none() => return hub(path),
        host if ALSO_HUB.contains(&host) => return Err(NotATarget::ShortHub),
        _ => {}
    }
    let machine = MACHINES.iter().find(|(end, _)| host.ends_with(end));
    let step = STEPS.iter().find(|(step, _)| path.contains(step));
    // A registry is told by its steps wherever it stands.
    let (_, source) = step
        .or(machine)
        .ok_or_else(|| NotATarget::Machine(host.to_owned()))?;
    let place = step.map_or(path, |(step, _)| {
        path.split_once(step).map_or("", |(_, it)| it)
    });
    if place.trim_matches('/').is_empty() {
        return Err(NotATarget::NoPlace);
    }
    Ok(Target::of(*source, text))
}

/// A model of Hugging Face.
fn hub(path: &str) -> Result<Target, NotATarget> {
    let steps: Vec<&str> = path.split('/').filter(|step| !step.is_empty()).collect();
    let named = |step: &&str| {
        let fits = |it: char| it.is_ascii_alphanumeric() || "-_.".contains(it);
        step.starts_with(|it: char| it.is_ascii_alphanumeric()) && step.chars().all(fits)
    };
    match steps[..] {
        [first, ..] if NO_MODELS.contains(&first) => Err(NotATarget::NoModel),
        [] | [_] => Err(NotATarget::NoOrganisation),
        [organisation, model, ref more @ ..] => {
            if ![organisation, model].iter().all(named) {
                return Err(NotATarget::NoModel);
            }
            let address = format!("https://{HUB}/{organisation}/{model}");
            if more.is_empty() {
                Ok(Target::of(Source::HuggingFace, &address))
            } else {
                Err(NotATarget::Beyond(address))
            }
        }
    }
}

#[cfg(test)]
mod tests;
