//! The client against a simulated tenant: tokens, lists, completion, launches, and everything that goes wrong.

mod any;
mod completion;
mod faults;
mod launch;
mod lines;
mod lists;
mod mock;
mod tokens;

pub(crate) use crate::support::account::{account, client};
use crate::support::account::{brief, own, secret};
