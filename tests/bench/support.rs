//! What the budgets take of the kit of the tests.
#![allow(dead_code, unreachable_pub, reason = "the tests use all of it")]

#[path = "../support/account.rs"]
pub mod account;
#[path = "../support/corpus.rs"]
pub mod corpus;
#[path = "../support/pty.rs"]
pub mod pty;
#[path = "../support/tenant/mod.rs"]
pub mod tenant;
