//! The desk in a terminal: what an analyst does, and what must not go wrong around it.

use std::fs;
use std::path::Path;
use std::process::Command;

use airs_triage::tui::guard::Guard;
use tempfile::TempDir;
use vt100::{Color, Screen};

use crate::support::pty::Session;

const BINARY: &str = env!("CARGO_BIN_EXE_airs-triage");
const SIZE: (u16, u16) = (100, 30);
const CTRL_C: &str = "\x03";

pub(crate) fn start(home: &TempDir, args: &[&str], envs: &[(&str, &str)]) -> Session {
    let command: Vec<_> = [BINARY].iter().chain(args).copied().collect();
    let envs = [&[("AIRS_TRIAGE_AUTHOR", "ann")], envs].concat();
    Session::start(home.path(), &command, SIZE, &envs)
}

/// What a shell script does in the home, with the program as `$0`.
pub(crate) fn shell(home: &TempDir, script: &str) -> Session {
    let command = ["/bin/sh", "-c", script, BINARY];
    Session::start(home.path(), &command, SIZE, &[])
}

/// A home in which these files of the bundled workspace lie.
pub(crate) fn home_with(files: &[&str]) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    for file in files {
        leave(home.path(), file);
    }
    home
}

pub(crate) fn leave(home: &Path, file: &str) {
    let bundled = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo");
    fs::copy(bundled.join(file), home.join(file)).unwrap();
}

/// Leaves with a key and sees that everything is as it was.
#[track_caller]
pub(crate) fn leaves(mut session: Session, key: &str) {
    session.send(key);
    let ending = session.finish();
    assert_eq!((ending.code, ending.restored), (Some(0), true));
}

pub(crate) fn signal(session: &Session, name: &str) {
    let pid = session.pid().to_string();
    let sent = Command::new("kill").args(["-s", name, &pid]).status();
    assert!(sent.unwrap().success());
}

pub(crate) fn pasted(text: &str) -> String {
    format!("\x1b[200~{text}\x1b[201~")
}

#[test]
fn the_sample_workspace_opens_and_closes() {
    let home = home_with(&[]);
    let session = start(&home, &["demo"], &[]);
    session.wait_for("10 reports");
    leaves(session, "q");
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn a_verdict_outlives_the_desk_reaches_the_next_scan_and_the_ticket() {
    let home = home_with(&["build-812.zip"]);
    let mut session = start(&home, &[], &[]);
    session.wait_for("11/11 open");
    session.send("\r");
    session.wait_for("0 of 11 decided");
    session.send("/vocab\rf");
    session.wait_for("False positive ─");
    session.send("plain text vocabulary\r");
    session.wait_for("Saved: false positive on 1 finding");
    leaves(session, "q");

    let session = start(&home, &["--fresh"], &[]);
    session.wait_for("10/11 open");
    leaves(session, "q");

    leave(home.path(), "build-811.json");
    let mut session = start(&home, &[], &[]);
    session.wait_for("4/5 open");
    session.send("/811\r\r");
    session.wait_for("1 of 5 decided");
    session.send("/vocab\r");
    session.wait_for("carried");
    session.send("x");
    session.wait_for("Export the verdicts");
    session.send("\r");
    session.wait_for("Wrote 1 verdict to airs-exceptions.md");
    leaves(session, "q");
    let notes = fs::read_to_string(home.path().join("airs-exceptions.md")).unwrap();
    for fact in ["vocab.txt", "plain text vocabulary", "ToolNoise", "ann"] {
        assert!(notes.contains(fact), "{fact} is not in\n{notes}");
    }
}

#[test]
fn an_export_finds_the_home_folder_and_writes_nothing_where_no_report_is_left() {
    let home = home_with(&["build-811.json"]);
    fs::create_dir(home.path().join("work")).unwrap();
    let mut session = start(&home, &["build-811.json"], &[]);
    session.wait_for("5/5 open");
    session.send("x");
    session.wait_for("Export the verdicts");
    let erased = "\x7f".repeat("airs-exceptions.md".len());
    session.send(&format!("\t{erased}~/work/x.md\r"));
    session.wait_for("Wrote 0 verdicts to ~/work/x.md");
    assert!(home.path().join("work/x.md").exists());

    fs::remove_file(home.path().join("build-811.json")).unwrap();
    session.send("x");
    session.wait_for("Export the verdicts");
    session.send(&format!("\t{erased}y.md\r"));
    session.wait_for("None of the reports can be read any more");
    assert!(!home.path().join("y.md").exists());
    session.send(CTRL_C);
    assert_eq!(session.finish().code, Some(0));
}

#[test]
fn what_was_called_saved_survives_a_kill() {
    let home = home_with(&["build-811.json"]);
    let mut session = start(&home, &[], &[]);
    session.wait_for("5/5 open");
    session.send("\r");
    session.wait_for("0 of 5 decided");
    session.send("t\r");
    session.wait_for("Saved: true positive");
    signal(&session, "KILL");
    assert_eq!(session.finish().code, None);
    let session = start(&home, &[], &[]);
    session.wait_for("4/5 open");
    leaves(session, "q");
}

#[test]
fn a_verdict_given_in_the_act_of_leaving_is_kept() {
    let home = home_with(&["build-811.json"]);
    for left in ["4/5 open", "3/5 open"] {
        let mut session = start(&home, &["--fresh"], &[]);
        session.wait_for("/5 open");
        session.send("\r");
        session.wait_for("of 5 decided");
        leaves(session, "gnt\rq");
        let session = start(&home, &["--fresh"], &[]);
        session.wait_for(left);
        leaves(session, "q");
    }
}

#[test]
fn a_form_survives_the_smallest_terminal() {
    let home = home_with(&[]);
    let mut session = start(&home, &["demo"], &[]);
    session.wait_for("10 reports");
    session.send("\r");
    session.wait_for("2 of 11 decided");
    session.send("f");
    session.wait_for("expires");
    for (columns, rows) in [(20, 5), (1, 1), (100, 30)] {
        session.resize(columns, rows);
        session.send(".");
    }
    session.send("still here");
    session.wait_for("...still here");
    session.send("\r");
    session.wait_for("Saved: false positive");
    leaves(session, "q");
}

#[test]
fn a_signal_ends_the_desk_and_gives_the_terminal_back() {
    let home = home_with(&[]);
    for (name, code) in [("TERM", 143), ("HUP", 129), ("INT", 130)] {
        let session = start(&home, &["demo"], &[]);
        session.wait_for("10 reports");
        signal(&session, name);
        let ending = session.finish();
        assert_eq!((ending.code, ending.restored), (Some(code), true), "{name}");
    }
}

#[test]
fn a_key_ends_the_desk_as_its_user_wants() {
    let home = home_with(&[]);
    for key in ["q", CTRL_C] {
        let session = start(&home, &["demo"], &[]);
        session.wait_for("10 reports");
        leaves(session, key);
    }
}

const PANIC: &str = "AIRS_TRIAGE_TEST_PANIC";

/// What the child of the next test does: it panics with the terminal in its hands.
#[test]
fn child_that_panics() {
    if std::env::var_os(PANIC).is_some() {
        let guard = Guard::take(true).unwrap();
        assert!(guard.terminal.size().is_err(), "panicking on purpose");
    }
}

#[test]
fn a_panic_gives_the_terminal_back() {
    let home = home_with(&[]);
    let this = std::env::current_exe().unwrap();
    let child = "desk::child_that_panics";
    let command = [this.to_str().unwrap(), "--exact", child, "--nocapture"];
    let session = Session::start(home.path(), &command, SIZE, &[(PANIC, "1")]);
    let ending = session.finish();
    assert_eq!((ending.code, ending.restored), (Some(101), true));
    let screen = ending.screen.contents();
    assert!(screen.contains("panicking on purpose"), "{screen}");
}

#[test]
fn without_a_terminal_it_says_so_in_a_sentence() {
    let home = home_with(&["build-811.json"]);
    for script in ["\"$0\" </dev/null", "\"$0\" | cat; exit 2"] {
        let ending = shell(&home, script).finish();
        assert_eq!((ending.code, ending.restored), (Some(2), true), "{script}");
        let screen = ending.screen.contents();
        assert!(
            screen.starts_with("airs-triage: the desk needs a terminal"),
            "{screen}"
        );
    }
}

#[test]
fn a_report_can_come_through_a_pipe() {
    let home = home_with(&["build-811.json"]);
    let mut session = shell(&home, "cat build-811.json | \"$0\" -");
    session.wait_for("5/5 open");
    session.send("\r");
    session.wait_for("0 of 5 decided");
    leaves(session, "q");
}

#[test]
fn a_megabyte_pasted_is_no_trouble() {
    let home = home_with(&[]);
    let much = pasted(&"much text\r\n".repeat(100_000));
    let mut session = start(&home, &["demo"], &[]);
    session.wait_for("10 reports");
    session.send("/");
    session.send(&much);
    session.wait_for("Nothing matches");
    session.send("\x1b");
    session.wait_for("10 reports, 1 without one");
    session.send("\r");
    session.wait_for("2 of 11 decided");
    session.send("f");
    session.wait_for("expires");
    session.send(&much);
    session.wait_for("much text much text");
    session.send("\r");
    session.wait_for("Saved: false positive");
    leaves(session, "q");
}

#[test]
fn a_storm_of_keys_leaves_it_usable() {
    const KEYS: &str = "jkgGnNhlvtfarpoecCuU*x/?12JK \r\t\x04\x15";
    let home = home_with(&[]);
    let keys: Vec<char> = KEYS.chars().collect();
    let mut seed = 1_u32;
    let storm: String = (0..2_000)
        .map(|_| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            keys[seed as usize / 65_536 % keys.len()]
        })
        .collect();
    let mut session = start(&home, &["demo"], &[]);
    session.wait_for("10 reports");
    session.send(&storm);
    leaves(session, CTRL_C);
}

#[test]
fn a_ledger_that_is_none_leaves_reports_readable() {
    let home = home_with(&["build-811.json"]);
    let file = home.path().join("ledger.db");
    let prose = "not a database, and long enough to be looked at as one";
    fs::write(&file, prose).unwrap();
    let mut session = start(&home, &["--ledger", "ledger.db"], &[]);
    session.wait_for("ledger.db is not a ledger");
    session.wait_for("5/5 open");
    session.send("\r");
    session.wait_for("0 of 5 decided");
    for key in ["t", "f", "u"] {
        session.send(key);
        session.wait_for("No verdict can be saved: ledger.db is not a ledger");
        session.send("j");
        session.wait_until("the keys again", |screen| {
            !screen.contents().contains("No verdict can be saved")
        });
    }
    leaves(session, "q");
    assert_eq!(fs::read_to_string(file).unwrap(), prose);
}

#[test]
fn a_read_only_desk_takes_no_verdict() {
    let home = home_with(&["build-811.json"]);
    let mut session = start(&home, &["--read-only"], &[]);
    session.wait_for("5/5 open");
    session.send("\r");
    session.wait_for("0 of 5 decided");
    session.send("f");
    session.wait_for("This desk is read-only.");
    leaves(session, "q");
}

/// Ink and ground of every cell.
fn colours(screen: &Screen) -> impl Iterator<Item = Color> {
    let (rows, columns) = screen.size();
    let cells = (0..rows.get()).flat_map(move |row| (0..columns.get()).map(move |at| (row, at)));
    let cells = cells.filter_map(|(row, at)| screen.cell(row, at));
    cells.flat_map(|cell| [cell.fgcolor(), cell.bgcolor()])
}

fn is_coloured(screen: &Screen) -> bool {
    colours(screen).any(|color| color != Color::Default)
}

#[test]
fn no_colour_where_none_is_wanted() {
    let home = home_with(&[]);
    let none = [("NO_COLOR", "1")];
    for (args, envs, coloured) in [
        (["demo"].as_slice(), [].as_slice(), true),
        (&["demo"], &none, false),
        (&["demo", "--theme", "none"], &[], false),
        (&["--theme", "none", "demo"], &[], false),
    ] {
        let mut session = start(&home, args, envs);
        let reports = session.wait_for("10 reports");
        session.send("\rf");
        let form = session.wait_for("expires");
        for screen in [reports, form] {
            assert_eq!(is_coloured(&screen), coloured, "{args:?} {envs:?}");
        }
        leaves(session, CTRL_C);
    }
}

#[test]
fn a_terminal_of_few_colours_is_sent_no_others() {
    let home = home_with(&[]);
    for (args, term) in [
        (["demo"].as_slice(), "linux"),
        (&["demo", "--theme", "16"], "xterm-256color"),
    ] {
        let mut session = start(&home, args, &[("TERM", term)]);
        session.wait_for("10 reports");
        session.send("\rf");
        let form = session.wait_for("expires");
        let few = |color| matches!(color, Color::Default | Color::Idx(0..8));
        assert!(is_coloured(&form));
        assert!(colours(&form).all(few), "{term}");
        leaves(session, CTRL_C);
    }
}

/// What a light terminal says when it is asked for its colours, and what kind of terminal it is.
const LIGHT: &str = "\x1b]10;rgb:0000/0000/0000\x07\x1b]11;rgb:ffff/ffff/ffff\x07\x1b[?62;22c";

#[test]
fn the_terminal_is_asked_for_its_ground_and_may_be_silent() {
    let home = home_with(&[]);
    for (answer, bad) in [(LIGHT, 124), ("", 210)] {
        // The answer waits in the terminal before the question is asked.
        let script = "was=$(stty -g); stty raw -echo; printf ready; read go; unset COLORFGBG
                      \"$0\" demo; stty $was";
        let mut session = shell(&home, script);
        session.wait_for("ready");
        session.send(&format!("\n{answer}"));
        let screen = session.wait_for("10 reports");
        let colours = |row| screen.cell(row, 5).map(vt100::Cell::fgcolor);
        assert!(
            (0..9).any(|row| colours(row) == Some(Color::Idx(bad))),
            "{bad}"
        );
        leaves(session, "q");
    }
}

#[test]
fn it_can_be_suspended_and_continued() {
    let home = home_with(&["build-811.json"]);
    let script = "set -m; \"$0\"; echo stopped with $?; read go; fg";
    let mut session = shell(&home, script);
    session.wait_for("5/5 open");
    session.send("\r");
    session.wait_for("0 of 5 decided");
    session.send("fa note\x1a");
    let screen = session.wait_for("stopped with");
    assert!(is_handed_back(&screen), "{}", screen.contents());
    session.resize(80, 24);
    session.send("\r");
    session.wait_for("▌note     a note");
    session.send("\x1b");
    session.wait_until("no form", |screen| !screen.contents().contains("note"));
    leaves(session, "q");
}

#[test]
fn without_a_shell_to_go_back_to_it_stays() {
    let home = home_with(&["build-811.json"]);
    let mut session = start(&home, &[], &[]);
    session.wait_for("5/5 open");
    session.send("\x1a\r");
    session.wait_for("0 of 5 decided");
    leaves(session, "q");
}

fn is_handed_back(screen: &Screen) -> bool {
    let mouse = screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None;
    mouse && !screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor()
}

#[test]
fn what_one_desk_decides_another_one_shows_by_itself() {
    let home = home_with(&["build-811.json"]);
    let open = |author| {
        let mut session = start(&home, &[], &[("AIRS_TRIAGE_AUTHOR", author)]);
        session.wait_for("5/5 open");
        session.send("\r");
        session.wait_for("0 of 5 decided");
        session
    };
    let (mut ann, bob) = (open("ann"), open("bob"));
    ann.send("f");
    ann.wait_for("False positive");
    ann.send("seen before\r");
    ann.wait_for("1 of 5 decided");
    bob.wait_for("1 of 5 decided");
    leaves(ann, "q");
    leaves(bob, "q");
}
