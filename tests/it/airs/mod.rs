//! The client against a simulated tenant: tokens, lists, completion, launches, and everything that goes wrong.

mod any;
mod completion;
mod faults;
mod launch;
mod lines;
mod lists;
mod mock;
mod tokens;

pub(crate) use crate::support::site::{account, client};
use crate::support::site::{brief, own, secret};
