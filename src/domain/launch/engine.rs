//! Engines: who scans what.

use std::str::FromStr;

use strum::{Display, EnumString};
use thiserror::Error;

use super::Source;

/// Who scans.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display)]
#[strum(serialize_all = "lowercase")]
pub enum Engine {
    /// The service, which fetches the model itself.
    Airs,
    /// The official client on this machine.
    Sdk,
}

/// Who is to scan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Display, EnumString)]
#[strum(serialize_all = "lowercase")]
pub enum Choice {
    /// Whoever can: the service for Hugging Face, the official client for the rest.
    #[default]
    Auto,
    /// The service.
    Airs,
    /// The official client.
    Sdk,
}

/// Why nobody of that name scans.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NotAnEngine {
    /// The built-in check is not there yet.
    #[error(
        "the built-in check (local) is not part of this version yet; there are auto, airs and sdk"
    )]
    NotBuilt,
    /// No such name.
    #[error("there are auto, airs and sdk")]
    Unknown,
    /// The service fetches from one kind of place only.
    #[error(
        "the service fetches models of Hugging Face and nothing else; leave out the engine, or choose sdk"
    )]
    NotFetched,
}

/// Who scans what, where nobody says.
const USUAL: [(Source, Engine); 7] = [
    (Source::HuggingFace, Engine::Airs),
    (Source::S3, Engine::Sdk),
    (Source::Gcs, Engine::Sdk),
    (Source::Azure, Engine::Sdk),
    (Source::Artifactory, Engine::Sdk),
    (Source::Gitlab, Engine::Sdk),
    (Source::Local, Engine::Sdk),
];

impl Engine {
    /// Who scans what lies there.
    pub fn usual(source: Source) -> Self {
        let row = USUAL.iter().find(|(known, _)| *known == source);
        row.map_or(Self::Sdk, |(_, engine)| *engine)
    }
}

impl Choice {
    /// Reads a choice as somebody types it.
    pub fn read(text: &str) -> Result<Self, NotAnEngine> {
        match text.trim().to_ascii_lowercase().as_str() {
            "local" => Err(NotAnEngine::NotBuilt),
            word => Self::from_str(word).map_err(|_| NotAnEngine::Unknown),
        }
    }

    /// Who scans what lies there.
    pub fn engine(self, source: Source) -> Result<Engine, NotAnEngine> {
        let usual = Engine::usual(source);
        match self {
            Self::Auto => Ok(usual),
            Self::Sdk => Ok(Engine::Sdk),
            Self::Airs if usual == Engine::Airs => Ok(Engine::Airs),
            Self::Airs => Err(NotAnEngine::NotFetched),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use strum::IntoEnumIterator as _;

    #[test]
    fn the_service_scans_the_hub_and_the_client_scans_all() {
        for source in Source::iter() {
            let of_hub = source == Source::HuggingFace;
            let usual = if of_hub { Engine::Airs } else { Engine::Sdk };
            assert!(USUAL.iter().any(|(known, _)| *known == source));
            assert_eq!(Choice::Auto.engine(source), Ok(usual));
            assert_eq!(Choice::Sdk.engine(source), Ok(Engine::Sdk));
            assert_eq!(Choice::Airs.engine(source).is_ok(), of_hub);
        }
    }

    #[test]
    fn what_is_not_built_is_said_to_be_that() {
        assert_eq!(Choice::read("SDK"), Ok(Choice::Sdk));
        assert_eq!(Choice::read("local"), Err(NotAnEngine::NotBuilt));
        assert_eq!(Choice::read("remote"), Err(NotAnEngine::Unknown));
    }
}
