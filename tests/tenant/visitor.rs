//! A plain client, which knows the service only from its description.

use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::Value;

use crate::tenant::Tenant;

/// Someone with a token, or without.
pub(crate) struct Visitor {
    client: Client,
    token: Option<String>,
    api: String,
}

impl Visitor {
    /// Someone who has asked for a token with the tenant's own credentials.
    pub(crate) async fn with_token(tenant: &Tenant) -> Self {
        let pair = (tenant.client_id(), tenant.client_secret());
        let (status, body) = ask(tenant, &pair, &tenant.tsg()).await;
        assert_eq!(status, 200, "{body}");
        Self {
            token: body["access_token"].as_str().map(str::to_owned),
            ..Self::without_token(tenant)
        }
    }

    pub(crate) fn without_token(tenant: &Tenant) -> Self {
        Self {
            client: client(),
            token: None,
            api: tenant.api_url(),
        }
    }

    /// A request of a path of the API.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.api));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    pub(crate) async fn get(&self, path: &str) -> (StatusCode, Value) {
        answer(self.request(Method::GET, path)).await
    }

    /// The body of an answer that has to be 200.
    pub(crate) async fn read(&self, path: &str) -> Value {
        let (status, body) = self.get(path).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        body: &Value,
    ) -> (StatusCode, Value) {
        answer(self.request(method, path).json(body)).await
    }
}

/// Asks for a token.
pub(crate) async fn ask(
    tenant: &Tenant,
    pair: &(String, String),
    tsg: &str,
) -> (StatusCode, Value) {
    let scope = format!("tsg_id:{tsg}");
    let form = [("grant_type", "client_credentials"), ("scope", &scope)];
    let request = client().post(tenant.token_url());
    answer(request.basic_auth(&pair.0, Some(&pair.1)).form(&form)).await
}

fn client() -> Client {
    Client::builder().no_proxy().no_gzip().build().unwrap()
}

async fn answer(request: RequestBuilder) -> (StatusCode, Value) {
    let response = request.send().await.unwrap();
    let status = response.status();
    let text = response.text().await.unwrap();
    let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
    (status, body)
}
