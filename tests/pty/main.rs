//! Runs of the real binary in a pseudo-terminal.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod account;
mod around;
#[cfg(target_os = "linux")]
mod connecting;
mod desk;
mod editor;
mod kit;
mod label;
mod login;
mod mouse;
mod returning;
mod scan;
mod scanning;
#[path = "../support/mod.rs"]
mod support;
