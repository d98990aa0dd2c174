//! Commands that a signal ends.

use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};

use super::Desk;

#[test]
fn a_signal_ends_a_command_at_once_as_shells_expect() {
    let desk = Desk::new();
    for (name, number) in [("INT", 2), ("TERM", 15), ("HUP", 1)] {
        for args in [["list", "-"], ["show", "-"], ["export", "-"]] {
            let mut process = desk.process(&args);
            let mut child = process.stdin(Stdio::piped()).spawn().unwrap();
            let pid = child.id().to_string();
            let sent = Command::new("kill").args(["-s", name, &pid]).status();
            assert!(sent.unwrap().success());
            // Standard input stays open: nothing but the signal ends the child.
            let input = child.stdin.take();
            let ended = child.wait().unwrap();
            drop(input);
            assert_eq!(ended.signal(), Some(number), "{args:?} {name}");
        }
    }
}
