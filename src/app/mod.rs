//! First floor: what the user is doing.
//!
//! Owns the model, the messages that change it, the effects it asks for, and the one table of keys. Refuses to know
//! terminal, files, network and clock: the same messages give the same model, always.

pub mod command;
pub mod effect;
pub mod fetching;
pub mod field;
pub mod filter;
pub mod hints;
pub mod job;
pub mod keys;
pub mod layout;
pub mod ledger;
pub mod library;
pub mod list;
pub mod log;
pub mod lookout;
pub mod marks;
pub mod message;
pub mod model;
pub mod mouse;
pub mod offers;
pub mod overlays;
pub mod press;
pub mod running;
pub mod screens;
pub mod selected;
pub mod selection;
pub mod session;
pub mod sightings;
pub mod tabs;
pub mod target;
pub mod update;
pub mod words;
