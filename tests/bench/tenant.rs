//! Completing many scans: against a simulated tenant that takes its time, and what those questions would take if there
//! were always as many of them on their way as the client allows itself.

use std::path::Path;
use std::time::{Duration, Instant};

use super::measure::command;
use super::support::tenant::{Fault, Tenant, What, World};
use super::table::{Amount, Budget, Row};

const SCANS: usize = 1_000;
const LATENCY: Duration = Duration::from_millis(50);
/// Questions on their way at once.
const AT_ONCE: u32 = 16;

pub(crate) fn row(program: &str) -> Row {
    let mut world = World::scans(SCANS);
    for scan in &mut world.scans {
        "BLOCKED".clone_into(&mut scan.eval_outcome);
    }
    let tenant = Tenant::listen(world, 0, None);
    tenant.fault(Fault::under("/aims", What::Latency(LATENCY), usize::MAX));
    let home = tempfile::tempdir().expect("a home");
    let mut fetch = command(Path::new(program), &[]);
    fetch
        .args([
            "fetch",
            "--blocked",
            "--since",
            "2020-01-01",
            "-o",
            "reports",
        ])
        .current_dir(home.path())
        .env("HOME", home.path())
        .env("MODEL_SECURITY_API_ENDPOINT", tenant.api_url())
        .env("MODEL_SECURITY_TOKEN_ENDPOINT", tenant.token_url())
        .env("MODEL_SECURITY_CLIENT_ID", tenant.client_id())
        .env("MODEL_SECURITY_CLIENT_SECRET", tenant.client_secret())
        .env("TSG_ID", tenant.tsg());
    let start = Instant::now();
    let ended = fetch.status().expect("the program");
    let took = start.elapsed();
    assert!(ended.success(), "the scans were not fetched");
    assert_eq!(tenant.tokens_issued(), 1);
    let questions = u32::try_from(tenant.seen().len()).unwrap_or(u32::MAX);
    Row {
        against: Some((
            "the questions alone",
            Amount::Time(LATENCY * questions / AT_ONCE),
        )),
        ..Row::new(
            format!("complete {SCANS} scans at 50 ms a question"),
            Amount::Time(took),
            Budget::Times(1.3),
        )
    }
}
