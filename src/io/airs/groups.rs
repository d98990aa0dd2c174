//! Groups, rules, and the address that pip needs.

use secrecy::SecretString;
use serde::Deserialize;
use url::Url;

use super::Client;
use super::pages::Question;
use crate::domain::fault::{Asked, Fault};
use crate::format::airs::{List, garbled};

impl Client {
    /// The security groups, as the service writes them.
    pub async fn groups(&self) -> Result<List, Fault> {
        self.list(&Question {
            asked: Asked::Groups,
            url: self.management(&["security-groups"]),
            name: "security_groups",
        })
        .await
    }

    /// The rules of a group, as the service writes them.
    pub async fn rules(&self, group: &str) -> Result<List, Fault> {
        self.list(&Question {
            asked: Asked::Rules,
            url: self.management(&["security-groups", group, "rule-instances"]),
            name: "rule_instances",
        })
        .await
    }

    /// Asks for one group and one scan, to see whether that is allowed; what each question came to.
    pub async fn probe(&self) -> [(Asked, Result<(), Fault>); 2] {
        let one = |mut url: Url| {
            url.query_pairs_mut().append_pair("limit", "1");
            url
        };
        let groups = one(self.management(&["security-groups"]));
        let scans = one(self.data(&["scans"]));
        let (groups, scans) = tokio::join!(
            self.get(Asked::Groups, &groups),
            self.get(Asked::Scans, &scans)
        );
        [
            (Asked::Groups, groups.map(drop)),
            (Asked::Scans, scans.map(drop)),
        ]
    }

    /// Proves that the service gives a token.
    pub async fn prove(&self) -> Result<(), Fault> {
        self.token().await.map(drop)
    }

    /// The address of the package index. It holds credentials.
    pub async fn pypi_url(&self) -> Result<SecretString, Fault> {
        #[derive(Deserialize)]
        struct Said {
            url: String,
        }
        let asked = Asked::PypiUrl;
        let body = self
            .get(asked, &self.management(&["pypi", "authenticate"]))
            .await?;
        let said: Said = serde_json::from_str(&body)
            .map_err(|why| garbled(asked, self.host(asked), "", &why))?;
        let protected = Url::parse(&said.url).is_ok_and(|url| url.scheme() == "https");
        let plain = said.url.bytes().all(|it| it.is_ascii_graphic());
        if protected && plain {
            Ok(said.url.into())
        } else {
            Err(Fault::Garbled {
                asked,
                host: self.host(asked).into(),
                why: "the address in it is not one that pip can use".into(),
            })
        }
    }
}
