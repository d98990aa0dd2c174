//! How long to wait, and how often to ask again.

use std::time::Duration;

use crate::domain::fault::{Fault, Line};

/// Statuses that may be gone the next time. A gateway's 501 never is.
const PASSING: [u16; 6] = [408, 429, 500, 502, 503, 504];

/// How long to wait, and how often to ask again.
#[derive(Clone, Debug)]
pub struct Patience {
    /// How often a question is asked in all.
    pub attempts: u32,
    /// The first pause; each further one is twice as long, and any is cut at random.
    pub first: Duration,
    /// The longest pause, also where the service asks for more.
    pub longest: Duration,
    /// Time for a connection.
    pub connecting: Duration,
    /// Time without a byte.
    pub silence: Duration,
    /// Time for a whole answer.
    pub whole: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            attempts: 5,
            first: Duration::from_millis(500),
            longest: Duration::from_mins(1),
            connecting: Duration::from_secs(10),
            silence: Duration::from_secs(30),
            whole: Duration::from_mins(2),
        }
    }
}

impl Patience {
    /// How long to pause before the attempt after this one (counted from 1). The service's own wish counts where it has
    /// one; none where it wishes for more than anybody should wait, or where it was asked often enough.
    pub(super) fn pause(&self, attempt: u32, wish: Option<u64>) -> Option<Duration> {
        if attempt >= self.attempts {
            return None;
        }
        if let Some(seconds) = wish {
            let wish = Duration::from_secs(seconds);
            return (wish <= self.longest).then_some(wish);
        }
        let doubled = self.first.saturating_mul(1 << (attempt - 1).min(16));
        let whole = doubled.min(self.longest);
        Some(whole.mul_f64(0.5 + fastrand::f64() / 2.0))
    }
}

/// Lets time pass.
pub(in crate::io) async fn rest(pause: Duration) {
    tokio::time::sleep(pause).await;
}

/// Whether a status may be gone the next time.
pub(super) fn is_passing(status: u16) -> bool {
    PASSING.contains(&status)
}

/// How often a question is asked over a connection that fails so; a certificate does not change.
pub(super) fn attempts(fault: &Fault) -> u32 {
    match fault {
        Fault::Line { line, .. } => match line {
            Line::Cut => u32::MAX,
            Line::Unreachable | Line::TimedOut => 2,
            Line::Proxy | Line::Certificate | Line::CertificateTime | Line::Trust => 1,
        },
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_are_cut_at_random_and_end() {
        let patience = Patience::default();
        for _ in 0..100 {
            for (attempt, most) in [(1, 500), (2, 1000), (3, 2000), (4, 4000)] {
                let pause = patience.pause(attempt, None).unwrap().as_millis();
                assert!((most / 2..=most).contains(&pause), "{attempt}: {pause}");
            }
        }
        assert_eq!(patience.pause(5, None), None);
        assert_eq!(patience.pause(5, Some(0)), None);
        assert_eq!(patience.pause(1, Some(7)), Some(Duration::from_secs(7)));
        assert_eq!(patience.pause(1, Some(3600)), None);
    }
}
