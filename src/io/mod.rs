//! The street: effects happen here and nowhere else.
//!
//! Owns the library of reports, the ledger of verdicts, the service of a tenant and the keyring with its secret, the
//! engines that scan, the settings, the ways to a clipboard and, with the desk, the runner of its effects. Refuses to know what is on screen.

pub mod airs;
mod aside;
mod bounded;
pub mod clipboard;
pub mod clock;
pub mod demo;
pub mod editor;
pub mod engines;
pub mod filters;
pub mod interest;
pub mod keyring;
pub mod ledger;
pub mod library;
pub mod login;
pub mod places;
pub mod runner;
pub mod save;
pub mod session;
pub mod settings;
pub mod signals;
pub mod watch;
