//! Starting a scan. A question that starts something is never simply asked again: after a failure that leaves open
//! whether the scan was started, the client looks for it first.

use jiff::{SignedDuration, Timestamp};
use reqwest::header::CONTENT_TYPE;
use serde::Serialize;

use super::send::{Next, Reply};
use super::{Client, Filter, patience};
use crate::domain::fault::{Asked, Fault, Line};
use crate::domain::label::Label;
use crate::domain::launch::Request;
use crate::domain::scan::Scan;
use crate::domain::text::Untrusted;
use crate::format::airs::garbled;
use crate::format::intake;
use crate::io::clock;

/// How often a scan is asked for, each time after a look.
const ATTEMPTS: u32 = 2;
/// How far around now a scan is looked for. Clocks that differ by more find nothing, and take nothing for theirs.
const AROUND: SignedDuration = SignedDuration::from_hours(24);
/// Characters of an address that scans can be looked for by, at most.
const PREFIX: usize = 256;

/// Not before the first, nor after the second.
type Span = (Timestamp, Timestamp);

#[derive(Serialize)]
struct Body<'a> {
    model_uri: &'a str,
    security_group_uuid: &'a str,
    scan_origin: &'static str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    labels: &'a [Label],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    allow_patterns: &'a [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    ignore_patterns: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    model_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model_author: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model_version: Option<&'a str>,
}

impl<'a> Body<'a> {
    fn of(request: &'a Request) -> Self {
        Self {
            model_uri: request.target.address(),
            security_group_uuid: request.judge.uuid(),
            scan_origin: "MODEL_SECURITY_API",
            labels: &request.labels,
            allow_patterns: &request.allow,
            ignore_patterns: &request.ignore,
            model_name: request.name.as_deref(),
            model_author: request.author.as_deref(),
            model_version: request.version.as_deref(),
        }
    }
}

impl Client {
    /// Starts a scan, once. The service fetches the model itself.
    pub async fn launch(&self, request: &Request) -> Result<Scan, Fault> {
        let asked = Asked::Launch;
        let url = self.data(&["scans"]);
        let body = serde_json::to_string(&Body::of(request));
        let body = body.map_err(|why| Fault::Other(why.to_string()))?;
        let question = || {
            let question = self.inside.http.post(url.clone());
            question
                .header(CONTENT_TYPE, "application/json")
                .body(body.clone())
        };
        // The token brings the service's time.
        self.token().await?;
        let span = self.around_now();
        // What was there before is never taken for this one, whatever the clocks say.
        let before = self.alike(request, span).await;
        let (mut attempt, mut unclear) = (1, 0);
        loop {
            let outcome = self.with_token(asked, &question).await;
            if let Some(why) = self.leaves_open(&outcome) {
                unclear += 1;
                patience::rest(self.inside.patience.first).await;
                // Where nobody could look before, nobody can tell now.
                let before = before.as_deref().map_err(|_| open(&why))?;
                let now = self.alike(request, span).await.map_err(|_| open(&why))?;
                let new = |scan: &Scan| !before.iter().any(|known| known.uuid == scan.uuid);
                if let Some(scan) = now.into_iter().rev().find(new) {
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

    /// The scans of this model by this group with these labels, of that span of time; the oldest first.
    async fn alike(&self, request: &Request, span: Span) -> Result<Vec<Scan>, Fault> {
        let address = request.target.address();
        let filter = Filter {
            group: Some(request.judge.uuid().to_owned()),
            prefix: Some(address.chars().take(PREFIX).collect()),
            between: Some(span),
            ..Filter::default()
        };
        let mut scans = self.scans(&filter).await?;
        scans.retain(|scan| {
            let uri = scan.model_uri.as_ref().map(Untrusted::raw);
            let pairs = scan.labels.iter();
            let pairs = pairs.map(|(key, value)| (key.raw(), value.raw()));
            let labelled = |label: &Label| {
                pairs
                    .clone()
                    .any(|it| it == (label.key.as_str(), label.value.as_str()))
            };
            uri == Some(address) && request.labels.iter().all(labelled)
        });
        Ok(scans)
    }

    /// Some time before and after the service's now, as far as that is known.
    fn around_now(&self) -> Span {
        let ahead = SignedDuration::from_secs(self.ahead().unwrap_or(0));
        let now = clock::now();
        let at = |ago| now.saturating_sub(ago).unwrap_or(now);
        (at(ahead + AROUND), at(ahead - AROUND))
    }
}

fn open(why: &Fault) -> Fault {
    Fault::Unclear {
        why: Box::new(why.clone()),
    }
}
