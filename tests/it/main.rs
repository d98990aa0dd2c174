//! One binary for everything that runs in-process.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../support/mod.rs"]
mod support;

mod architecture;
mod artifact;
mod cli;
mod dialects;
mod export;
mod hostile;
mod journeys;
mod keys;
mod ledger;
mod library;
mod picture;
mod readme;
mod reports;
mod scanners;
mod schema;
mod screens;
mod tuning;
mod watching;
