//! The groups screen: what its keys do, what an analyst does with it against a tenant, and how it looks.

mod journeys;
mod keys;
