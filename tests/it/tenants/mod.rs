//! Tenants in the desk: the login form, the menu of tenants, and what of them is kept.

mod journeys;
mod keys;
