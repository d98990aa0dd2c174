//! Who may ask: client credentials (`OAuth2`) for a token, and the token for everything else.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use url::form_urlencoded;

use super::call::{Answer, Call, Reply};
use super::serve::{Route, route};
use super::world::{Token, World};

pub const PATH: &str = "/oauth2/access_token";
pub const ROUTES: &[Route] = &[route("POST /oauth2/access_token", issue)];

fn issue(world: &mut World, call: &Call) -> Answer {
    let pair = format!("{}:{}", world.client_id, world.client_secret);
    let basic = format!("Basic {}", STANDARD.encode(pair));
    if call.header("authorization") != Some(&basic) {
        return Err(refusal(
            401,
            "invalid_client",
            "Client authentication failed",
        ));
    }
    let form = |name| {
        let mut fields = form_urlencoded::parse(&call.body);
        fields.find_map(|(key, value)| (key == name).then(|| value.into_owned()))
    };
    if form("grant_type").as_deref() != Some("client_credentials") {
        let words = "Only client_credentials is supported";
        return Err(refusal(400, "unsupported_grant_type", words));
    }
    let scope = format!("tsg_id:{}", world.tsg);
    if form("scope").as_deref() != Some(&scope) {
        let words = "Unknown/invalid scope(s)";
        return Err(refusal(400, "invalid_scope", words));
    }
    let lifetime = world.token_lifetime;
    let token = Token {
        value: format!("simulated.token.{}", world.tokens.len() + 1),
        expires: world.now + Duration::from_secs(lifetime.into()),
    };
    let reply = json!({
        "access_token": token.value,
        "scope": format!("profile {scope} email"),
        "token_type": "Bearer",
        "expires_in": lifetime,
    });
    world.tokens.push(token);
    Ok(Reply::of(200, &reply))
}

/// Whether a request shows a token that has not expired.
pub fn admit(world: &World, call: &Call) -> Result<(), Reply> {
    let shown = call.header("authorization").unwrap_or_default();
    let shown = shown.strip_prefix("Bearer ").unwrap_or_default();
    let good = |token: &Token| token.value == shown && token.expires > world.now;
    if world.open || world.tokens.iter().any(good) {
        return Ok(());
    }
    Err(Reply::refusal(401, "Invalid or expired access token"))
}

fn refusal(status: u16, error: &str, words: &str) -> Reply {
    Reply::of(status, &json!({"error_description": words, "error": error}))
}
