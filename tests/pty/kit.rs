//! The kit itself, on shell scripts: what it sees, what it sends, and that it tells a good ending from a bad one.

use crate::support::pty::{Ending, Session};

const WIDE: (u16, u16) = (80, 24);

fn shell(script: &str, envs: &[(&str, &str)]) -> (tempfile::TempDir, Session) {
    let home = tempfile::tempdir().unwrap();
    let session = Session::start(home.path(), &["/bin/sh", "-c", script], WIDE, envs);
    (home, session)
}

fn ending_of(script: &str) -> Ending {
    let (_home, session) = shell(script, &[]);
    session.finish()
}

#[test]
fn keys_arrive_and_what_they_cause_is_seen() {
    let (_home, mut session) = shell("printf 'hello '; read x; printf \"got $x\"; exit 3", &[]);
    session.wait_for("hello");
    session.send("world\n");
    session.wait_for("got world");
    let ending = session.finish();
    assert_eq!(ending.code, Some(3));
    assert!(ending.restored);
    assert!(ending.screen.contents().ends_with("got world"));
}

#[test]
fn everything_written_before_the_end_is_on_the_screen() {
    for _ in 0..20 {
        let ending = ending_of("seq 1 500; printf last");
        assert!(ending.screen.contents().ends_with("500\nlast"));
    }
}

#[test]
fn a_terminal_left_in_disorder_is_not_called_restored() {
    let disorders = [
        r"printf '\033[?1049h'",
        r"printf '\033[?25l'",
        r"printf '\033[?1000h'",
        r"printf '\033[?2004h'",
        "stty raw -echo",
    ];
    for disorder in disorders {
        let ending = ending_of(disorder);
        assert_eq!(
            (ending.code, ending.restored),
            (Some(0), false),
            "{disorder}"
        );
    }
    let tidy =
        ending_of(r"was=$(stty -g); stty raw -echo; printf '\033[?1049h\033[?1049l'; stty $was");
    assert_eq!((tidy.code, tidy.restored), (Some(0), true));
}

#[test]
fn a_new_size_reaches_program_and_screen() {
    let (_home, mut session) = shell("stty size; read x; stty size", &[]);
    session.wait_for("24 80");
    session.resize(120, 36);
    session.send("\n");
    let screen = session.wait_for("36 120");
    let (rows, columns) = screen.size();
    assert_eq!((columns.get(), rows.get()), (120, 36));
    assert_eq!(session.finish().code, Some(0));
}

#[test]
fn the_environment_is_what_was_given_and_the_home_is_the_tests_own() {
    let (home, session) = shell("pwd; env", &[("ONE_MORE", "given")]);
    let ending = session.finish();
    let seen = ending.screen.contents();
    let shown = |line: &str| seen.lines().any(|seen| seen == line);
    let home = home.path().display();
    assert!(shown(&home.to_string()), "{seen}");
    assert!(shown("ONE_MORE=given"), "{seen}");
    assert!(shown("TERM=xterm-256color"), "{seen}");
    assert!(
        shown(&format!("XDG_DATA_HOME={home}/.local/share")),
        "{seen}"
    );
    assert!(!seen.contains("CARGO"), "{seen}");
}

#[test]
fn death_by_signal_has_no_exit_code() {
    let (_home, session) = shell("printf ready; read x", &[]);
    session.wait_for("ready");
    let pid = session.pid().to_string();
    let sent = std::process::Command::new("kill")
        .args(["-TERM", &pid])
        .status();
    assert!(sent.unwrap().success());
    assert_eq!(session.finish().code, None);
}

#[test]
#[should_panic(expected = "did not come; the screen:\nsomething else")]
fn what_cannot_come_any_more_fails_at_once() {
    let (_home, session) = shell("printf 'something else'", &[]);
    session.wait_for("never");
}
