//! The groups screen: what its keys do, what an analyst does with it against a tenant, and how it looks.

pub(crate) mod journeys;
mod keys;
