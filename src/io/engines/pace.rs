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

    /// For a scan that an earlier program left running. Nobody knows who scanned it, so it gets the longer time.
    pub fn of_left() -> Self {
        Self::usual(Engine::Sdk)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_is_waited_for_as_long_as_it_would_have_been() {
        for engine in [Engine::Airs, Engine::Sdk] {
            assert!(Pace::of_left().timeout >= Pace::usual(engine).timeout);
        }
    }
}
