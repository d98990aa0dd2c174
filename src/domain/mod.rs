//! Ground floor: the facts and rules of triage.
//!
//! Owns what a report, a finding, an identity and a verdict are and how they relate. Refuses to know where bytes
//! come from, what time it is, or how anything looks: time and text arrive as arguments, everything here is pure.

pub mod blast;
pub mod burden;
pub mod census;
pub mod clip;
pub mod decision;
pub mod decisions;
pub mod diff;
pub mod digest;
pub mod draft;
pub mod exception;
pub mod expiry;
pub mod fault;
pub mod finding;
pub mod fingerprint;
pub mod folded;
pub mod gate;
pub mod gist;
pub mod grade;
pub mod group;
pub mod grouping;
pub mod history;
pub mod identity;
pub mod incomplete;
pub mod inert;
pub mod label;
pub mod launch;
pub mod lexicon;
pub mod link;
pub mod model;
pub mod observation;
pub mod outcome;
pub mod outline;
pub mod precision;
pub mod query;
pub mod report;
pub mod roll;
pub mod rule;
pub mod scan;
pub mod scope;
pub mod secret;
pub mod setting;
pub mod tenant;
pub mod text;
pub mod threat;
pub mod timestamp;
pub mod trail;
pub mod tuning;
pub mod uuid;
pub mod verdict;
pub mod warning;
pub mod words;
