//! The mail room: bytes to domain and domain to bytes.
//!
//! Owns every dialect of report, the archives they come in, and every export. Refuses to know about files, network
//! and the desk: it is given bytes and gives back values, so that everything here can be tested as a table.

pub mod airs;
pub mod artifact;
pub mod diff;
pub mod export;
pub mod filters;
pub mod finding;
pub mod intake;
pub mod pairing;
pub mod schema;
