//! One binary for everything that runs in-process.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../support/mod.rs"]
mod support;

mod airs;
mod architecture;
mod around;
mod artifact;
mod cli;
mod dialects;
mod diff;
mod engines;
mod exceptions;
mod export;
mod fetching;
mod filter;
mod groups;
mod hostile;
mod journeys;
#[cfg(target_os = "linux")]
mod keyring;
mod keys;
mod launching;
mod leaving;
mod ledger;
mod library;
mod mouse;
mod picture;
mod readme;
mod reports;
mod rough;
mod scanners;
mod scans;
mod schema;
mod screens;
mod secrets;
mod session;
mod source;
mod tenants;
mod tuning;
mod waiting;
mod watching;
