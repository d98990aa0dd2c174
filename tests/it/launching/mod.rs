//! Scans launched from the desk: the form, what runs, and what comes of it.

mod journeys;
mod keys;
mod running;
#[cfg(unix)]
mod sdk;
