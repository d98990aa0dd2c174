//! The mouse in a terminal: its escape sequences arrive, the terminal is asked for them and gets its own mouse back.

use vt100::MouseProtocolMode;

use crate::desk::{home_with, leaves, start};
use crate::support::pty::Session;

/// A report of the mouse in the encoding that every terminal has: which button, where (from 0), down or up.
fn report(button: u8, (column, row): (u16, u16), down: bool) -> String {
    let end = if down { 'M' } else { 'm' };
    format!("\x1b[<{button};{};{}{end}", column + 1, row + 1)
}

fn click(session: &mut Session, cell: (u16, u16)) {
    session.send(&report(0, cell, true));
    session.send(&report(0, cell, false));
}

/// The cell at which a text stands.
fn at(session: &Session, text: &str) -> (u16, u16) {
    let screen = session.wait_for(text).contents();
    let mut lines = screen.lines().enumerate();
    let (row, line) = lines.find(|(_, line)| line.contains(text)).unwrap();
    let column = line[..line.find(text).unwrap()].chars().count();
    (u16::try_from(column).unwrap(), u16::try_from(row).unwrap())
}

fn takes_the_mouse(session: &Session, wanted: bool) {
    let has = |mode| mode != MouseProtocolMode::None;
    session.wait_until("the mouse", |screen| {
        has(screen.mouse_protocol_mode()) == wanted
    });
}

#[test]
fn clicks_wheel_and_drag_do_what_they_are_done_on() {
    let home = home_with(&[]);
    let mut session = start(&home, &["demo"], &[]);
    session.wait_until("a library read to its end", |screen| {
        let screen = screen.contents();
        screen.contains("10 reports, 1 without one") && !screen.contains("reading")
    });
    let row = at(&session, "churn-model");
    takes_the_mouse(&session, true);
    click(&mut session, row);
    session.wait_for("▌   BLOCKED    churn-model");
    let first = at(&session, "acme/fraud-scorer");
    click(&mut session, first);
    click(&mut session, first);
    let divider = at(&session, "│");
    click(&mut session, divider);
    session.send(&report(0, divider, true));
    let to = (divider.0 + 10, divider.1);
    session.send(&report(32, to, true));
    session.wait_until("the divider", |screen| {
        screen
            .cell(to.1, to.0)
            .is_some_and(|cell| cell.contents() == "│")
    });
    let moved = report(35, (3, 3), true);
    session.send(&moved.repeat(200));
    session.send(&report(65, (to.0 + 5, 10), true));
    session.wait_until("a scrolled detail", |screen| {
        !screen.contents().contains("PAIT-PYTCH-100  CRITICAL")
    });
    let tab = at(&session, "1 Reports");
    click(&mut session, tab);
    session.wait_for("10 reports");
    leaves(session, "q");
}

#[test]
fn the_mouse_can_be_left_to_the_terminal() {
    let home = home_with(&[]);
    let none = [("AIRS_TRIAGE_NO_MOUSE", "1")];
    let session = start(&home, &["demo"], &none);
    session.wait_for("10 reports");
    takes_the_mouse(&session, false);
    leaves(session, "q");
    let mut session = start(&home, &["demo", "--no-mouse"], &[]);
    session.wait_for("10 reports");
    takes_the_mouse(&session, false);
    session.send("M");
    session.wait_for("The mouse is on");
    takes_the_mouse(&session, true);
    session.send("M");
    session.wait_for("The mouse is off");
    takes_the_mouse(&session, false);
    leaves(session, "q");
}

/// Reports that are cut short, out of range, of other encodings, or none.
const GARBAGE: &[&str] = &[
    "\x1b[<0;0;0M",
    "\x1b[<0;65535;65535M",
    "\x1b[<0;99999;1M",
    "\x1b[<;;M",
    "\x1b[<0;10M",
    "\x1b[<255;1;1M",
    "\x1b[M !!",
    "\x1b[M\x20\x21\x21",
    "\x1b[32;44;37M",
    "\x1b[<0;1\x1b[<0;10;5M",
    "Z\x1b[I\x1b[O",
];

#[test]
fn garbage_for_a_mouse_does_no_harm() {
    let home = home_with(&[]);
    let mut session = start(&home, &["demo"], &[]);
    session.wait_for("14 open");
    for garbage in GARBAGE {
        session.send(&garbage.repeat(50));
    }
    session.send("\x1b\x1b1\x1b[200~\x1b[201~g?");
    session.wait_for("Help");
    session.send("\x1b");
    session.wait_until("no help", |screen| !screen.contents().contains("Help"));
    leaves(session, "q");
}
