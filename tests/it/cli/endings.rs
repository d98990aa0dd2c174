//! Commands that a signal ends.

use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};

use super::Desk;

/// More than a pipe holds: who could write all of it knows that it is being read.
const MORE_THAN_A_PIPE: usize = 1 << 20;

#[test]
fn a_signal_ends_a_command_at_once_as_shells_expect() {
    let desk = Desk::new();
    for (name, number) in [("INT", 2), ("TERM", 15), ("HUP", 1)] {
        for args in [["list", "-"], ["show", "-"], ["export", "-"]] {
            let mut child = undisturbed(&desk.process(&args)).spawn().unwrap();
            // Standard input stays open: nothing but the signal ends the child.
            let mut input = child.stdin.take().unwrap();
            input
                .write_all(" ".repeat(MORE_THAN_A_PIPE).as_bytes())
                .unwrap();
            let pid = child.id().to_string();
            let sent = Command::new("kill").args(["-s", name, &pid]).status();
            assert!(sent.unwrap().success());
            let ended = child.wait().unwrap();
            drop(input);
            assert_eq!(ended.signal(), Some(number), "{args:?} {name}");
        }
    }
}

/// A command that takes signals as a shell's does, even where who runs the tests ignores some, as `nohup` makes it.
fn undisturbed(command: &Command) -> Command {
    let mut process = Command::new("env");
    process
        .arg("--default-signal=INT,TERM,HUP")
        .arg(command.get_program())
        .args(command.get_args())
        .env_clear()
        .envs(
            command
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        .stdin(Stdio::piped());
    if let Some(folder) = command.get_current_dir() {
        process.current_dir(folder);
    }
    process
}
