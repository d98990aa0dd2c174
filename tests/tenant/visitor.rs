//! A plain client, which knows the service only from its description, and is not the one that the project has.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use ureq::Body;
use ureq::http::{Request, Response};

use crate::tenant::Tenant;

/// Someone with a token, or without.
#[derive(Clone)]
pub(crate) struct Visitor {
    token: Option<String>,
    api: String,
}

impl Visitor {
    /// Someone who has asked for a token with the tenant's own credentials.
    pub(crate) fn with_token(tenant: &Tenant) -> Self {
        let pair = (tenant.client_id(), tenant.client_secret());
        let (status, body) = ask(tenant, &pair, &tenant.tsg());
        assert_eq!(status, 200, "{body}");
        Self {
            token: body["access_token"].as_str().map(str::to_owned),
            ..Self::without_token(tenant)
        }
    }

    pub(crate) fn without_token(tenant: &Tenant) -> Self {
        Self {
            token: None,
            api: tenant.api_url(),
        }
    }

    pub(crate) fn get(&self, path: &str) -> (u16, Value) {
        answer(self.response("GET", path, None))
    }

    /// The body of an answer that has to be 200.
    pub(crate) fn read(&self, path: &str) -> Value {
        let (status, body) = self.get(path);
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    pub(crate) fn send(&self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        answer(self.response(method, path, Some(body)))
    }

    /// An answer of the API as it begins.
    pub(crate) fn response(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Response<Body> {
        let url = format!("{}{path}", self.api);
        let token = self.token.as_ref().map(|token| format!("Bearer {token}"));
        let token = token
            .as_ref()
            .map(|token| ("authorization", token.as_str()));
        let kind = body.map(|_| ("content-type", "application/json"));
        let headers: Vec<_> = token.into_iter().chain(kind).collect();
        let body = body.map(|body| body.to_string().into_bytes());
        request(method, &url, &headers, body)
    }
}

/// Asks for a token.
pub(crate) fn ask(tenant: &Tenant, pair: &(String, String), tsg: &str) -> (u16, Value) {
    let basic = STANDARD.encode(format!("{}:{}", pair.0, pair.1));
    let basic = format!("Basic {basic}");
    let headers = [
        ("authorization", basic.as_str()),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    let form = format!("grant_type=client_credentials&scope=tsg_id%3A{tsg}");
    let url = tenant.token_url();
    answer(request("POST", &url, &headers, Some(form.into_bytes())))
}

/// Any request at all.
pub(crate) fn request(
    method: &str,
    url: &str,
    headers: &[(&str, &str)],
    body: Option<Vec<u8>>,
) -> Response<Body> {
    let config = ureq::Agent::config_builder()
        .proxy(None)
        .http_status_as_error(false)
        .allow_non_standard_methods(true)
        .build();
    let agent = ureq::Agent::from(config);
    let request = Request::builder().method(method).uri(url);
    let request = headers.iter().fold(request, |request, (name, value)| {
        request.header(*name, *value)
    });
    match body {
        Some(body) => agent.run(request.body(body).unwrap()),
        None => agent.run(request.body(()).unwrap()),
    }
    .unwrap()
}

fn answer(mut response: Response<Body>) -> (u16, Value) {
    let text = response.body_mut().read_to_string().unwrap();
    let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
    (response.status().as_u16(), body)
}
