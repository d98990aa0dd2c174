//! The floor plan of `airs-triage`.
//!
//! A functional core, effects at the edge, The Elm Architecture in between. Arrows point downwards only; the
//! architecture test reads the sources and holds this table.
//!
//! | room | owns | refuses to know |
//! |---|---|---|
//! | [`domain`] | facts and rules: report, finding, identity, verdict, query | every other room, files, network, clock |
//! | [`mod@format`] | bytes to and from the domain: every dialect, archives, every export | files, network, the desk |
//! | [`app`] | what the user is doing: model, messages, effects, the key table, update | terminal, files, network, clock |
//! | [`view`] | pixels from `&Model` | everything but `app` and `domain` |
//! | [`io`] | effects: library of reports, ledger, clipboard | the desk, but for messages and effects |
//! | [`tui`] | terminal guard, input, event loop | the command line |
//! | [`cli`] | non-interactive commands, printing, exit codes | the desk |
//!
//! One key press travels `tui::input` → `app::update` → effects → `io::runner` → `app::update` → `view`.
//! One byte travels `io::library` → `format::artifact` → `format::intake` → `domain::report`.

#![cfg_attr(
    test,
    expect(clippy::unwrap_used, reason = "a test fails by panicking")
)]

pub mod app;
pub mod cli;
pub mod domain;
pub mod format;
pub mod io;
pub mod tui;
pub mod view;
