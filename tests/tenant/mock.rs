//! The judge is judged: a mock that others made from the same files sees the same requests.

use std::env;

use reqwest::{Client, Method};

use crate::requests::{self, Case};

#[tokio::test]
#[ignore = "needs the mock that .ci/contract starts"]
async fn mock_and_judge_agree() {
    let client = Client::builder().no_proxy().build().unwrap();
    let mut disagreements = Vec::new();
    for Case { call, fault, mock } in requests::cases() {
        let (variable, path) = match call.path.strip_prefix("/aims/data") {
            Some(path) => ("AIRS_TRIAGE_MOCK_DATA", path),
            None => ("AIRS_TRIAGE_MOCK_MGMT", &call.path["/aims/mgmt".len()..]),
        };
        let url = format!("{}{path}", env::var(variable).expect(variable));
        let method = Method::from_bytes(call.method.as_bytes()).unwrap();
        let request = client.request(method, url).query(&call.query);
        let request = request
            .headers(call.headers.clone())
            .body(call.body.clone());
        let answer = request.send().await.unwrap();
        if answer.status() != mock {
            disagreements.push((answer.status(), call.method, call.path, call.query, fault));
        }
    }
    assert!(disagreements.is_empty(), "{disagreements:#?}");
}
