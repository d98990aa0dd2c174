//! The simulated tenant itself: what it remembers, what it refuses, how it fails, and who judges it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod faults;
mod judged;
mod mock;
mod requests;
mod state;
mod tokens;
mod visitor;

#[path = "../support/tenant/mod.rs"]
mod tenant;
