//! Launching a scan: what somebody wants scanned, and whether the service will take it.
//!
//! Owns targets and the sources they lie at, requests and what is wrong with them, which security groups fit, which
//! engine scans what, the phases of a scan that runs, and what to do about one that decided nothing. Refuses to know
//! how anything is started, and what is there on this machine: it is told.

mod advice;
mod engine;
mod group;
mod pattern;
mod phase;
mod request;
mod source;
mod target;

pub use advice::advice;
pub use engine::{Choice, Engine, NotAnEngine};
pub use group::{Judge, fitting, proposed};
pub use phase::{Phase, Progress};
pub use request::{Part, Refusal, Request, Wish};
pub use source::Source;
pub use target::{NotATarget, Target};
