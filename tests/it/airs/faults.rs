//! What goes wrong at the service: asked again where that may help, and said in words where it does not.

use std::time::Duration;

use airs_triage::domain::fault::{Fault as Wrong, Line};
use airs_triage::io::airs::{Client, Filter, Patience};

use super::{brief, client, own, secret};
use crate::support::tenant::{Fault, Tenant, What, World};

const SCANS: &str = "GET /aims/data/v1/scans";
const TOKEN: &str = "POST /oauth2/access_token";

#[tokio::test]
async fn what_passes_is_asked_again() {
    let cases = [
        What::Status(500),
        What::Status(502),
        What::Status(503),
        What::RetryAfter(429, "0"),
        What::RetryAfter(503, "Wed, 21 Oct 2015 07:28:00 GMT"),
        What::Cut,
    ];
    for what in cases {
        let tenant = Tenant::start(World::sample());
        tenant.fault(Fault::on(SCANS, what, 2));
        let scans = client(&tenant).scans(&Filter::default()).await;
        assert!(scans.is_ok_and(|scans| scans.len() > 5), "{what:?}");
        assert_eq!(tenant.count(SCANS), 3, "{what:?}");
    }
}

/// A fault that stays: how often it is asked about, and what is said in the end.
const LASTING: [(What, usize, &str); 9] = [
    (What::Status(500), 3, "failed at the scans (500)"),
    (What::RetryAfter(429, "0"), 3, "asks for fewer questions"),
    (What::RetryAfter(429, "3600"), 1, "it wants 3600 s of rest"),
    (What::Status(403), 1, "ai_ms.scans"),
    (What::Html, 1, "it is a web page"),
    (What::WrongJson, 1, "other JSON than was asked for"),
    (
        What::ErrorBody200,
        1,
        "it is called a success, and says: A fault of the simulation",
    ),
    (
        What::Redirect("http://127.0.0.2:9/aims"),
        1,
        "sends on to http://127.0.0.2:9",
    ),
    (What::Cut, 3, "broke off in the middle of an answer"),
];

#[tokio::test]
async fn what_stays_is_said_in_words() {
    for (what, times, words) in LASTING {
        let tenant = Tenant::start(World::sample());
        tenant.fault(Fault::on(SCANS, what, usize::MAX));
        let wrong = client(&tenant).scans(&Filter::default()).await.unwrap_err();
        let said = wrong.to_string();
        assert!(said.contains(words), "{what:?}: {said}");
        assert_eq!(tenant.count(SCANS), times, "{what:?}: {said}");
    }
}

#[tokio::test]
async fn a_token_endpoint_that_answers_with_a_page_is_no_wrong_password() {
    for what in [What::Html, What::WrongJson, What::ErrorBody200] {
        let tenant = Tenant::start(World::sample());
        tenant.fault(Fault::on(TOKEN, what, usize::MAX));
        let wrong = client(&tenant).prove().await.unwrap_err();
        assert!(matches!(wrong, Wrong::Garbled { .. }), "{what:?}: {wrong}");
        assert_eq!(tenant.count(TOKEN), 1, "{what:?}");
    }
}

#[tokio::test]
async fn a_secret_is_not_sent_on_to_another_place() {
    let elsewhere = Tenant::start(World::sample());
    let there: &'static str = elsewhere.token_url().leak();
    let tenant = Tenant::start(World::sample());
    tenant.fault(Fault::on(TOKEN, What::Redirect(there), usize::MAX));
    let wrong = client(&tenant).prove().await.unwrap_err();
    assert!(matches!(wrong, Wrong::Redirected { .. }), "{wrong}");
    assert_eq!(elsewhere.seen().len(), 0);
}

#[tokio::test]
async fn an_answer_without_end_is_given_up() {
    for what in [What::Flood, What::Bomb] {
        let tenant = Tenant::start(World::sample());
        tenant.fault(Fault::on(SCANS, what, usize::MAX));
        let wrong = client(&tenant).scans(&Filter::default()).await;
        let wrong = wrong.unwrap_err();
        // What is packed in pieces ends for the client with the first of them.
        let cut = matches!(
            &wrong,
            Wrong::Line {
                line: Line::Cut,
                ..
            }
        );
        assert!(cut || matches!(wrong, Wrong::TooLarge { .. }), "{wrong}");
    }
}

#[tokio::test]
async fn packed_answers_are_read() {
    let tenant = Tenant::start(World::sample());
    let client = client(&tenant);
    let plain = client.scans(&Filter::default()).await.unwrap();
    tenant.fault(Fault::on(SCANS, What::Packed, 1));
    assert_eq!(client.scans(&Filter::default()).await.unwrap(), plain);
}

#[tokio::test]
async fn a_service_that_is_silent_is_given_up_after_a_while() {
    let tenant = Tenant::start(World::sample());
    tenant.fault(Fault::on(SCANS, What::Held, usize::MAX));
    let patience = Patience {
        silence: Duration::from_millis(50),
        ..brief()
    };
    let client = Client::new(own(&tenant), secret(&tenant), patience).unwrap();
    let wrong = client.scans(&Filter::default()).await.unwrap_err();
    let late = |wrong: &Wrong| {
        matches!(
            wrong,
            Wrong::Line {
                line: Line::TimedOut,
                ..
            }
        )
    };
    assert!(late(&wrong), "{wrong}");
    assert_eq!(tenant.count(SCANS), 2);
    tenant.release();
}

#[tokio::test]
async fn slow_answers_are_waited_for_as_long_as_they_come() {
    let tenant = Tenant::start(World::sample());
    tenant.fault(Fault::on(SCANS, What::Slow(Duration::from_millis(5)), 1));
    assert!(client(&tenant).scans(&Filter::default()).await.is_ok());
}
