//! One binary for everything that runs in-process.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod architecture;
mod export;
mod ledger;
mod picture;
mod readme;
mod scanners;
mod schema;
#[path = "../support/mod.rs"]
mod support;
mod tuning;
mod dialects;
