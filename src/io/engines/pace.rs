//! How often a scan is looked at, and for how long.

use std::time::Duration;

use crate::domain::launch::Engine;

/// How often a scan is looked at, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Time between two looks.
    pub interval: Duration,
    /// Time until it is given up; with the official client, that of the child too.
    pub timeout: Duration,
    /// Time that the official client has to end in good order when it is called off.
    pub grace: Duration,
    /// Time after which a scan that was asked for, and that the service does not show, was not started.
    pub settled: Duration,
}

impl Pace {
    /// As the official client has it. It also reads the model on this machine, so it gets longer than the service.
    pub fn usual(engine: Engine) -> Self {
        let minutes = match engine {
            Engine::Airs => 10,
            Engine::Sdk => 30,
        };
        Self {
            interval: Duration::from_secs(5),
            timeout: Duration::from_mins(minutes),
            grace: Duration::from_secs(5),
            settled: Duration::from_mins(1),
        }
    }
}
