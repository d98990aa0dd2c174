//! What the test binaries share: pictures of screens, and runs of the real binary in a pseudo-terminal.
#![allow(dead_code, unreachable_pub, reason = "each test binary uses its part")]

pub mod account;
pub mod desk;
#[cfg(target_os = "linux")]
pub mod keyring;
pub mod palette;
#[cfg(unix)]
pub mod pty;
pub mod shapes;
pub mod site;
pub mod source;
#[cfg(unix)]
pub mod standin;
pub mod svg;
pub mod tenant;
