//! Starting a scan. A question that starts something is never simply asked again: after a failure that leaves open
//! whether the scan was started, the client looks for it first.

use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::CONTENT_TYPE;
use serde::Serialize;

use super::send::{Next, Reply};
use super::{Client, Filter, patience};
use crate::domain::fault::{Asked, Fault, Line};
use crate::domain::label::Label;
use crate::domain::scan::Scan;
use crate::domain::text::Untrusted;
use crate::format::airs::garbled;
use crate::format::intake;
use crate::io::clock;

/// How often a scan is asked for, each time after a look.
const ATTEMPTS: u32 = 2;
/// What the clocks of two machines may differ by where nobody knows better, in seconds.
const SLACK: i64 = 120;

/// A scan to start. The service fetches the model itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Launch {
    /// Where the model is.
    pub model_uri: String,
    /// UUID of the group that judges it.
    pub security_group_uuid: String,
    /// Labels, as key and value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<Label>,
    /// Files to look at; all where there is none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allow_patterns: Vec<String>,
    /// Files to leave out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ignore_patterns: Vec<String>,
}

#[derive(Serialize)]
struct Body<'a> {
    #[serde(flatten)]
    launch: &'a Launch,
    scan_origin: &'static str,
}

impl Client {
    /// Starts a scan, once.
    pub async fn launch(&self, launch: &Launch) -> Result<Scan, Fault> {
        let asked = Asked::Launch;
        let url = self.data(&["scans"]);
        let body = Body {
            launch,
            scan_origin: "MODEL_SECURITY_API",
        };
        let body = serde_json::to_string(&body).map_err(|why| Fault::Other(why.to_string()))?;
        let question = || {
            let question = self.inside.http.post(url.clone());
            question
                .header(CONTENT_TYPE, "application/json")
                .body(body.clone())
        };
        // The service's own time before anything is asked, so that no older scan looks like this one. The token brings it.
        self.token().await?;
        let begun = self.server_time();
        let (mut attempt, mut unclear) = (1, 0);
        loop {
            let outcome = self.with_token(asked, &question).await;
            if let Some(why) = self.leaves_open(&outcome) {
                unclear += 1;
                patience::rest(self.inside.patience.first).await;
                if let Some(scan) = self.look_for(launch, begun).await.map_err(|_| open(&why))? {
                    return Ok(scan);
                }
                if unclear == ATTEMPTS {
                    return Err(open(&why));
                }
                continue;
            }
            // What is left was surely not started, and may be asked again.
            match self.judged(asked, outcome, attempt) {
                Next::Pause(pause) => patience::rest(pause).await,
                Next::Done(answer) => return self.started(&answer?),
            }
            attempt += 1;
        }
    }

    /// Why it is not known whether the scan was started, if it is not.
    fn leaves_open(&self, outcome: &Result<Reply, Fault>) -> Option<Fault> {
        match outcome {
            Ok(reply) if reply.is_good() => self.started(&reply.body).err(),
            Ok(reply) if reply.is_broken() => Some(self.refusal(Asked::Launch, reply)),
            Ok(_) => None,
            Err(fault) => match fault {
                Fault::Line {
                    line: Line::Cut | Line::TimedOut,
                    ..
                } => Some(fault.clone()),
                _ => None,
            },
        }
    }

    fn started(&self, body: &str) -> Result<Scan, Fault> {
        let host = self.host(Asked::Launch);
        intake::scan(body).map_err(|why| garbled(Asked::Launch, host, body, &why))
    }

    /// The newest scan of this model by this group that was made since.
    async fn look_for(&self, launch: &Launch, begun: Timestamp) -> Result<Option<Scan>, Fault> {
        let later = clock::now().saturating_add(Duration::from_hours(24));
        let filter = Filter {
            group: Some(launch.security_group_uuid.clone()),
            prefix: Some(launch.model_uri.clone()),
            between: Some((begun, later.unwrap_or(begun))),
            ..Filter::default()
        };
        let scans = self.scans(&filter).await?;
        let ours = |scan: &Scan| {
            let uri = scan.model_uri.as_ref().map(Untrusted::raw);
            uri == Some(launch.model_uri.as_str()) && scan.created_at.is_some_and(|at| at >= begun)
        };
        Ok(scans.into_iter().rev().find(ours))
    }

    /// The service's time, as far as it is known, and not later.
    fn server_time(&self) -> Timestamp {
        let ahead = self.ahead().unwrap_or(SLACK);
        let now = clock::now().as_second();
        Timestamp::from_second(now - ahead - 1).unwrap_or(Timestamp::MIN)
    }
}

fn open(why: &Fault) -> Fault {
    Fault::Unclear {
        why: Box::new(why.clone()),
    }
}
