//! Starting a scan. A question that starts something is never simply asked again: after a failure that leaves open
//! whether the scan was started, the client looks for it first.

use jiff::{SignedDuration, Timestamp};
use reqwest::header::CONTENT_TYPE;
use serde::{Deserialize, Serialize};

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

/// By what a scan that is asked for can be told from every other one: what it will say of itself, and which scans like
/// it were there before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    model: String,
    group: String,
    labels: Vec<Label>,
    span: Span,
    /// The UUIDs of those; none where nobody could look.
    before: Option<Vec<Untrusted>>,
}

impl Client {
    /// By what a scan will be told that is asked for now.
    pub async fn trace(&self, request: &Request) -> Result<Trace, Fault> {
        // The token brings the service's time.
        self.token().await?;
        let mut trace = Trace {
            model: request.target.address().to_owned(),
            group: request.judge.uuid().to_owned(),
            labels: request.labels.clone(),
            span: self.around_now(),
            before: None,
        };
        // What was there before is never taken for this one, whatever the clocks say.
        let before = self.alike(&trace).await.ok();
        let uuids = |scans: Vec<Scan>| scans.into_iter().filter_map(|scan| scan.uuid).collect();
        trace.before = before.map(uuids);
        Ok(trace)
    }

    /// Starts a scan, once. The service fetches the model itself.
    pub async fn launch(&self, request: &Request, trace: &Trace) -> Result<Scan, Fault> {
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
        let (mut attempt, mut unclear) = (1, 0);
        loop {
            let outcome = self.with_token(asked, &question).await;
            if let Some(why) = self.leaves_open(&outcome) {
                unclear += 1;
                patience::rest(self.inside.patience.first).await;
                let traced = self.traced(trace).await;
                if let Some(scan) = traced.map_err(|_| open(&why))? {
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

    /// The scan that was asked for, where the service has it.
    pub async fn traced(&self, trace: &Trace) -> Result<Option<Scan>, Fault> {
        let Some(before) = &trace.before else {
            let why = "nobody could look which scans were there before";
            return Err(open(&Fault::Other(why.to_owned())));
        };
        let new = |scan: &Scan| {
            let uuid = scan.uuid.as_ref();
            uuid.is_some_and(|uuid| !before.contains(uuid))
        };
        Ok(self.alike(trace).await?.into_iter().rev().find(new))
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

    /// The scans that say what the one that is looked for will say, the oldest first.
    async fn alike(&self, trace: &Trace) -> Result<Vec<Scan>, Fault> {
        let filter = Filter {
            group: Some(trace.group.clone()),
            prefix: Some(trace.model.chars().take(PREFIX).collect()),
            between: Some(trace.span),
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
            uri == Some(trace.model.as_str()) && trace.labels.iter().all(labelled)
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
