//! The judge is judged: a mock that others made from the same files sees the same requests.

use std::env;

use url::form_urlencoded::Serializer;

use crate::requests::{self, Case};
use crate::visitor::request;

#[test]
#[ignore = "needs the mock that .ci/contract starts"]
fn mock_and_judge_agree() {
    let mut disagreements = Vec::new();
    for Case { call, fault, mock } in requests::cases() {
        let (variable, path) = match call.path.strip_prefix("/aims/data") {
            Some(path) => ("AIRS_TRIAGE_MOCK_DATA", path),
            None => ("AIRS_TRIAGE_MOCK_MGMT", &call.path["/aims/mgmt".len()..]),
        };
        let base = env::var(variable).expect(variable);
        let query = Serializer::new(String::new())
            .extend_pairs(&call.query)
            .finish();
        let kind = call.header("content-type");
        let headers: Vec<_> = kind
            .map(|kind| ("content-type", kind))
            .into_iter()
            .collect();
        let body = (!call.body.is_empty()).then(|| call.body.clone());
        let url = format!("{base}{path}?{query}");
        let answer = request(&call.method, &url, &headers, body);
        if answer.status() != mock {
            disagreements.push((answer.status(), call.method, url, fault));
        }
    }
    assert!(disagreements.is_empty(), "{disagreements:#?}");
}
