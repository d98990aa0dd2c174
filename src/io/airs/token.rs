//! The token: fetched once for any number of questions, kept in memory until shortly before it expires, and never
//! anywhere else.

use std::time::Duration;

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Mutex;
use tokio::time::Instant;
use url::form_urlencoded;

use super::send::Next;
use super::{Client, patience};
use crate::domain::fault::{Asked, Fault};
use crate::domain::tenant::Tenant;
use crate::format::airs::{Granted, granted};

/// A token is not used in the last part of its life.
const MARGIN: Duration = Duration::from_mins(1);

/// Keeps the token.
#[derive(Default)]
pub(super) struct Keeper {
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    token: Option<(Token, Instant)>,
    given: u64,
}

/// A token, told from others by its number.
#[derive(Clone)]
pub(super) struct Token {
    pub(super) secret: SecretString,
    pub(super) number: u64,
}

impl Keeper {
    /// Drops the token of that number, which the service refuses; a newer one stays.
    pub(super) async fn drop(&self, number: u64) {
        let mut held = self.held.lock().await;
        if held
            .token
            .as_ref()
            .is_some_and(|(token, _)| token.number == number)
        {
            held.token = None;
        }
    }
}

impl Client {
    /// The token. Whoever comes while one is being fetched waits for that one.
    pub(super) async fn token(&self) -> Result<Token, Fault> {
        let mut held = self.inside.keeper.held.lock().await;
        if let Some((token, until)) = &held.token
            && Instant::now() < *until
        {
            return Ok(token.clone());
        }
        let asked_at = Instant::now();
        let granted = self.fetch_token().await?;
        held.given += 1;
        let token = Token {
            secret: granted.token.into(),
            number: held.given,
        };
        held.token = Some((token.clone(), asked_at + usable(granted.seconds)));
        Ok(token)
    }

    async fn fetch_token(&self) -> Result<Granted, Fault> {
        let tenant = &self.inside.tenant;
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "client_credentials")
            .append_pair("scope", &format!("tsg_id:{}", tenant.tsg_id.value))
            .finish();
        let question = || {
            self.inside
                .http
                .post(tenant.tokens.value.url().clone())
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .basic_auth(
                    &tenant.client_id.value,
                    Some(self.inside.secret.expose_secret()),
                )
                .body(form.clone())
        };
        let mut attempt = 1;
        let body = loop {
            // Asking for a token twice does no harm.
            let outcome = self.once(Asked::Token, question()).await;
            match self.judged(Asked::Token, outcome, attempt) {
                Next::Done(answer) => break answer?,
                Next::Pause(pause) => patience::rest(pause).await,
            }
            attempt += 1;
        };
        granted(&body).map_err(|why| Fault::Garbled {
            asked: Asked::Token,
            host: self.host(Asked::Token).into(),
            why: why.into(),
        })
    }
}

/// Client id and secret as they travel.
pub(super) fn credentials(
    http: &reqwest::Client,
    tenant: &Tenant,
    secret: &SecretString,
) -> SecretString {
    let question = http
        .post(tenant.tokens.value.url().clone())
        .basic_auth(&tenant.client_id.value, Some(secret.expose_secret()));
    let question = question.build().ok();
    let header = question
        .as_ref()
        .and_then(|it| it.headers().get(AUTHORIZATION));
    let header = header.and_then(|value| value.to_str().ok());
    header
        .unwrap_or_default()
        .trim_start_matches("Basic ")
        .into()
}

/// How long a token is used that is good for so many seconds: until a minute before; a short one for half its life.
fn usable(seconds: u64) -> Duration {
    let life = Duration::from_secs(seconds);
    life.saturating_sub(MARGIN.min(life / 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_not_used_in_the_last_part_of_its_life() {
        for (life, used) in [(899, 839), (120, 60), (60, 30), (2, 1), (0, 0)] {
            assert_eq!(usable(life), Duration::from_secs(used), "{life}");
        }
    }
}
