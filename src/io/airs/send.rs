//! One question: asked with a token, answered within bounds, asked again where that may help.

use std::sync::atomic::Ordering;
use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use reqwest::header::{ACCEPT, DATE, HeaderName, LOCATION, RETRY_AFTER};
use reqwest::{RequestBuilder, Response};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::{Client, UNKNOWN, connection, patience};
use crate::domain::fault::{Asked, Fault};
use crate::format::airs::{Answer, refusal};
use crate::io::clock;

/// The largest answer that is read, after unpacking.
const LARGEST: usize = 64 << 20;
/// The same in words.
const LARGEST_WORDS: &str = "64 MiB";
/// A shorter secret is part of any text.
const SHORTEST: usize = 8;
/// What stands for a secret that somebody says back.
const HIDDEN: &str = "(hidden)";
/// Clocks may differ so much, in seconds.
const SKEW: i64 = 120;

/// An answer, whatever it says.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) body: String,
    /// For how many seconds the service asks for rest.
    wait: Option<u64>,
    /// By how many seconds this machine's clock differs, where that is much.
    skew: Option<i64>,
    /// Where it sends to.
    elsewhere: Option<String>,
}

impl Reply {
    /// The same without a secret: some servers say in an answer what they were asked with.
    fn without(mut self, secret: &SecretString) -> Self {
        self.body = without(self.body, secret);
        self
    }

    pub(super) fn is_good(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Whether the service failed and may have done what was asked all the same.
    pub(super) fn is_broken(&self) -> bool {
        self.status >= 500
    }
}

impl Client {
    /// Asks a question that changes nothing, as often as that may help.
    pub(super) async fn get(&self, asked: Asked, url: &Url) -> Result<String, Fault> {
        self.patiently(asked, || self.inside.http.get(url.clone()))
            .await
    }

    /// Asks with a token: once, and once more with a new token where the service refuses this one.
    pub(super) async fn with_token(
        &self,
        asked: Asked,
        question: impl Fn() -> RequestBuilder,
    ) -> Result<Reply, Fault> {
        let token = self.token().await?;
        let ask = |secret: &str| question().bearer_auth(secret);
        let reply = self.once(asked, ask(token.secret.expose_secret())).await?;
        if reply.status != 401 {
            return Ok(reply.without(&token.secret));
        }
        self.inside.keeper.drop(token.number).await;
        let token = self.token().await?;
        let reply = self.once(asked, ask(token.secret.expose_secret())).await?;
        Ok(reply.without(&token.secret))
    }

    /// Asks with a token, as often as that may help.
    pub(super) async fn patiently(
        &self,
        asked: Asked,
        question: impl Fn() -> RequestBuilder,
    ) -> Result<String, Fault> {
        let mut attempt = 1;
        loop {
            let outcome = self.with_token(asked, &question).await;
            match self.judged(asked, outcome, attempt) {
                Next::Done(answer) => return answer,
                Next::Pause(pause) => patience::rest(pause).await,
            }
            attempt += 1;
        }
    }

    /// What becomes of an outcome: it is the answer, or the question is worth asking again after a while.
    pub(super) fn judged(&self, asked: Asked, outcome: Result<Reply, Fault>, attempt: u32) -> Next {
        let again = |wish| self.inside.patience.pause(attempt, wish);
        match outcome {
            Ok(reply) if reply.is_good() => Next::Done(Ok(reply.body)),
            Ok(reply) => {
                let passing = patience::is_passing(reply.status);
                match again(reply.wait).filter(|_| passing) {
                    Some(pause) => Next::Pause(pause),
                    None => Next::Done(Err(self.refusal(asked, &reply))),
                }
            }
            Err(fault) if attempt < patience::attempts(&fault) => match again(None) {
                Some(pause) => Next::Pause(pause),
                None => Next::Done(Err(fault)),
            },
            Err(fault) => Next::Done(Err(fault)),
        }
    }

    /// Asks once. Only so many questions are on their way at a time.
    pub(super) async fn once(
        &self,
        asked: Asked,
        question: RequestBuilder,
    ) -> Result<Reply, Fault> {
        let _room = self.inside.room.acquire().await;
        let host = self.host(asked);
        let line = |error: reqwest::Error| connection::fault(&error, host);
        let question = question.header(ACCEPT, "application/json");
        let mut response = question.send().await.map_err(line)?;
        let mut bytes = Vec::new();
        while let Some(piece) = response.chunk().await.map_err(line)? {
            if bytes.len() + piece.len() > LARGEST {
                return Err(Fault::TooLarge {
                    asked,
                    limit: LARGEST_WORDS,
                });
            }
            bytes.extend_from_slice(&piece);
        }
        let reply = Reply {
            status: response.status().as_u16(),
            body: String::from_utf8_lossy(&bytes).into_owned(),
            wait: wait(&response),
            skew: self.skew(&response),
            elsewhere: elsewhere(&response),
        };
        Ok(reply
            .without(&self.inside.secret)
            .without(&self.inside.credentials))
    }

    /// What a reply that is no success means.
    pub(super) fn refusal(&self, asked: Asked, reply: &Reply) -> Fault {
        let tenant = &self.inside.tenant;
        if (300..400).contains(&reply.status) {
            return Fault::Redirected {
                host: self.host(asked).into(),
                to: reply.elsewhere.as_deref().unwrap_or("nowhere").into(),
            };
        }
        if reply.status == 401 && asked != Asked::Token {
            return Fault::Token { skew: reply.skew };
        }
        refusal(&Answer {
            asked,
            status: reply.status,
            body: &reply.body,
            host: self.host(asked),
            tenant: &tenant.words(),
            tsg_id: &tenant.tsg_id.value,
            wait: reply.wait,
        })
    }

    /// By how many seconds this machine's clock is ahead of the service's, where an answer told.
    pub(super) fn ahead(&self) -> Option<i64> {
        let ahead = self.inside.ahead.load(Ordering::Relaxed);
        (ahead != UNKNOWN).then_some(ahead)
    }

    fn skew(&self, response: &Response) -> Option<i64> {
        let there = time(&header(response, &DATE)?)?;
        let ahead = clock::now().as_second() - there.as_second();
        self.inside.ahead.store(ahead, Ordering::Relaxed);
        (ahead.abs() > SKEW).then_some(ahead)
    }

    pub(super) fn host(&self, asked: Asked) -> &str {
        let tenant = &self.inside.tenant;
        match asked {
            Asked::Token => tenant.tokens.value.host(),
            _ => tenant.api.value.host(),
        }
    }
}

/// A text without a secret.
pub(super) fn without(text: String, secret: &SecretString) -> String {
    let secret = secret.expose_secret();
    if secret.len() >= SHORTEST && text.contains(secret) {
        text.replace(secret, HIDDEN)
    } else {
        text
    }
}

/// What becomes of an outcome.
pub(super) enum Next {
    Done(Result<String, Fault>),
    Pause(Duration),
}

fn header(response: &Response, name: &HeaderName) -> Option<String> {
    let value = response.headers().get(name)?.to_str().ok()?;
    Some(value.trim().to_owned())
}

fn time(text: &str) -> Option<Timestamp> {
    rfc2822::DateTimeParser::new().parse_timestamp(text).ok()
}

/// The machine that a reply sends to, without what may stand behind it.
fn elsewhere(response: &Response) -> Option<String> {
    let target = response.url().join(&header(response, &LOCATION)?).ok()?;
    Some(target.origin().ascii_serialization())
}

/// `Retry-After` in seconds: a number, or a time by the service's own clock.
fn wait(response: &Response) -> Option<u64> {
    let said = header(response, &RETRY_AFTER)?;
    if let Ok(seconds) = said.parse() {
        return Some(seconds);
    }
    let now = header(response, &DATE).and_then(|date| time(&date));
    let seconds = time(&said)?.as_second() - now.unwrap_or_else(clock::now).as_second();
    Some(u64::try_from(seconds).unwrap_or(0))
}
