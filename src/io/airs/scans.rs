//! Scans of the tenant, by what they are looked for.

use jiff::{SignedDuration, Timestamp};
use serde_json::value::RawValue;
use url::Url;

use super::Client;
use super::pages::{Fresh, Question};
use crate::domain::fault::{Asked, Fault};
use crate::domain::scan::Scan;
use crate::format::airs::{self, List, garbled};

/// A machine's clock may be behind: what is asked for until now is asked for until tomorrow.
const AHEAD: SignedDuration = SignedDuration::from_hours(24);

/// By what scans are looked for; what is not given is no condition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// `BLOCKED`, `ALLOWED`, `ERROR`, `PENDING`.
    pub outcomes: Vec<String>,
    /// `HUGGING_FACE`, `LOCAL`…
    pub source_types: Vec<String>,
    /// UUID of a security group.
    pub group: Option<String>,
    /// What the model's address begins with.
    pub prefix: Option<String>,
    /// `key:value`, in the service's own language.
    pub labels: Option<String>,
    /// Not made before the first, nor after the second.
    pub between: Option<(Timestamp, Timestamp)>,
}

impl Filter {
    /// What was made from then until now, by this machine's clock.
    pub fn since(from: Timestamp, now: Timestamp) -> Self {
        let to = now.saturating_add(AHEAD).unwrap_or(now);
        Self {
            between: Some((from, to)),
            ..Self::default()
        }
    }

    fn put(&self, url: &mut Url) {
        let mut query = url.query_pairs_mut();
        for (key, values) in [
            ("eval_outcomes", &self.outcomes),
            ("source_types", &self.source_types),
        ] {
            for value in values {
                query.append_pair(key, value);
            }
        }
        for (key, value) in [
            ("security_group_uuid", &self.group),
            ("search_query", &self.prefix),
            ("labels_query", &self.labels),
        ] {
            if let Some(value) = value {
                query.append_pair(key, value);
            }
        }
        if let Some((from, to)) = self.between {
            query.append_pair("start_time", &from.to_string());
            query.append_pair("end_time", &to.to_string());
        }
    }
}

impl Client {
    /// The scans that a filter lets through, oldest first: what is made meanwhile comes behind what was read.
    pub async fn scans(&self, filter: &Filter) -> Result<Vec<Scan>, Fault> {
        let list = self.list(&self.question(filter, "asc")).await?;
        self.read(&list.rows)
    }

    /// The same, the newest first, each page shown when it has come; as the service writes them. What is made meanwhile
    /// pushes the others down, so nothing is missed, and what comes again is shown once.
    pub async fn scans_as_they_come(
        &self,
        filter: &Filter,
        mut show: impl FnMut(Vec<Scan>, Option<u64>) -> Result<(), Fault>,
    ) -> Result<List, Fault> {
        let question = self.question(filter, "desc");
        let show = |(rows, total): Fresh<'_>| show(self.read(rows)?, total);
        self.list_as_it_comes(&question, show).await
    }

    fn question(&self, filter: &Filter, order: &str) -> Question {
        let mut url = self.data(&["scans"]);
        filter.put(&mut url);
        url.query_pairs_mut().append_pair("sort_order", order);
        let (asked, name) = (Asked::Scans, "scans");
        Question { asked, url, name }
    }

    fn read(&self, rows: &[Box<RawValue>]) -> Result<Vec<Scan>, Fault> {
        let asked = Asked::Scans;
        airs::scans(rows).map_err(|why| garbled(asked, self.host(asked), "", &why))
    }
}
