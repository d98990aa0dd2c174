//! Calling a scan off.

use tokio::sync::watch;

/// Calls off. So does dropping it: nobody waits any more.
#[derive(Debug)]
pub struct Stopper(watch::Sender<bool>);

/// Is called off.
#[derive(Clone, Debug)]
pub struct Stop(watch::Receiver<bool>);

/// A way to call off, and to learn of it.
pub fn stop() -> (Stopper, Stop) {
    let (sender, receiver) = watch::channel(false);
    (Stopper(sender), Stop(receiver))
}

impl Stopper {
    /// Calls off.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }

    /// Whether anybody is left who could be called off.
    pub fn is_heard(&self) -> bool {
        !self.0.is_closed()
    }
}

impl Stop {
    /// Waits until it is called off.
    pub async fn called(&mut self) {
        // Where nobody can call any more, nobody waits either.
        let _ = self.0.wait_for(|called| *called).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_is_called_off_learns_of_it_and_who_has_ended_is_not_heard() {
        let (stopper, mut stop) = stop();
        assert!(stopper.is_heard());
        stopper.stop();
        stop.called().await;
        drop(stop);
        assert!(!stopper.is_heard());
    }

    #[tokio::test]
    async fn where_nobody_waits_any_more_it_is_called_off() {
        let (stopper, mut stop) = stop();
        drop(stopper);
        stop.called().await;
    }
}
