//! `scan` at a terminal: how far it is, and Ctrl-C.

use crate::account;
use crate::support::tenant::{Tenant, World};

const SCAN: &str = "GET /aims/data/v1/scans/{uuid}";
const CTRL_C: &str = "\x03";

#[test]
fn progress_stands_on_one_line_and_ctrl_c_leaves_the_scan_to_the_service() {
    let tenant = Tenant::start(World::sample());
    tenant.change(|world| world.polls = u32::MAX);
    let home = tempfile::tempdir().unwrap();
    let model = "https://huggingface.co/acme-labs/tiny";
    let args = ["scan", model, "--poll-interval", "1s"];
    let mut session = account::start(&tenant, home.path(), &args, (160, 24), &[]);
    session.wait_for(" queued, scan ");
    // By now it was told more than once.
    tenant.until(SCAN, 3);
    let shown = session.screen().contents();
    assert_eq!(shown.matches("queued").count(), 1, "{shown}");
    session.send(CTRL_C);
    let ending = session.finish();
    let shown = ending.screen.contents();
    assert_eq!((ending.code, ending.restored), (Some(130), true), "{shown}");
    assert!(
        shown.contains("stopped waiting; the service goes on"),
        "{shown}"
    );
    assert!(!shown.contains("queued"), "{shown}");
}
