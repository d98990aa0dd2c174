//! Where models lie, in the service's words.

use strum::{EnumIter, IntoEnumIterator as _};

/// A kind of place that models lie at. Every security group judges models of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter)]
pub enum Source {
    /// A public repository of Hugging Face.
    HuggingFace,
    /// A bucket of Amazon S3.
    S3,
    /// A bucket of Google Cloud Storage.
    Gcs,
    /// A container of Azure Blob Storage.
    Azure,
    /// A repository of Artifactory.
    Artifactory,
    /// A model registry of GitLab.
    Gitlab,
    /// A file or folder of this machine.
    Local,
}

impl Source {
    /// The API's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::HuggingFace => "HUGGING_FACE",
            Self::S3 => "S3",
            Self::Gcs => "GCS",
            Self::Azure => "AZURE",
            Self::Artifactory => "ARTIFACTORY",
            Self::Gitlab => "GITLAB",
            Self::Local => "LOCAL",
        }
    }

    /// What people call it.
    pub fn words(self) -> &'static str {
        match self {
            Self::HuggingFace => "Hugging Face",
            Self::S3 => "Amazon S3",
            Self::Gcs => "Google Cloud Storage",
            Self::Azure => "Azure Blob Storage",
            Self::Artifactory => "Artifactory",
            Self::Gitlab => "GitLab",
            Self::Local => "this machine",
        }
    }

    /// The source that the API means by a word; none where this program does not know it.
    pub fn read(word: &str) -> Option<Self> {
        Self::iter().find(|source| source.word() == word)
    }
}
