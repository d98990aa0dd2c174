//! One binary for everything that runs in-process.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod export;
mod schema;
mod tuning;
mod scanners;
mod architecture;
mod picture;
mod readme;
#[path = "../support/mod.rs"]
mod support;
mod ledger;
