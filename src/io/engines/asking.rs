//! Asking the service for a scan, and finding one of which nobody read the answer: the program ended before it came.

use jiff::SignedDuration;
use tokio::time::Instant;

use super::{Bench, NotScanned, Order, Pace, Started, Stop, Unanswered};
use crate::domain::fault::{self, Fault};
use crate::domain::scan::Scan;
use crate::domain::text::Untrusted;
use crate::format::airs;
use crate::io::airs::{Trace, rest};
use crate::io::clock;

impl Bench<'_> {
    /// Asks the service for a scan, which is noted first. Not called off in the middle: it would not be known whether
    /// the service has it.
    pub(super) async fn ask(&self, order: &Order<'_>) -> Result<Started, NotScanned> {
        let asked = self.asked(order, self.client.trace(order.request).await?);
        // Where this cannot be kept, neither can the scan, and that is said then.
        let _ = self.notes.ask(&asked).await;
        let launched = self.client.launch(order.request, &asked.trace).await;
        let launched = launched.and_then(|scan| self.uuid(&scan));
        let started = match launched {
            Ok(scan) => Ok(self.noted(asked.became(&scan)).await),
            Err(fault) => Err(fault),
        };
        let settled = match &started {
            Ok(started) => started.unkept.is_none(),
            Err(why) => !matches!(why, Fault::Unclear { .. }),
        };
        if settled {
            self.notes.settle(&asked);
        }
        Ok(started?)
    }

    fn asked(&self, order: &Order<'_>, trace: Trace) -> Unanswered {
        let now = clock::now();
        Unanswered {
            name: Unanswered::name_at(now),
            who: order.who.into(),
            tsg_id: self.client.tenant().tsg_id.value.as_str().into(),
            model: order.request.target.address().into(),
            group: order.request.judge.label(),
            asked_at: now,
            trace,
        }
    }

    /// The UUID of a scan that was asked for, once the service shows it: it may still be at work on the question.
    pub(super) async fn found(
        &self,
        asked: &Unanswered,
        pace: Pace,
        stop: &mut Stop,
    ) -> Result<String, NotScanned> {
        let ago = clock::now().duration_since(asked.asked_at);
        let ago = ago.max(SignedDuration::ZERO).unsigned_abs();
        let end = Instant::now() + pace.settled.saturating_sub(ago);
        let look = async {
            loop {
                match self.client.traced(&asked.trace).await {
                    Ok(Some(scan)) => return self.uuid(&scan).map_err(NotScanned::Fault),
                    Ok(None) if Instant::now() >= end => return Err(NotScanned::NotStarted),
                    Ok(None) => rest(pace.interval).await,
                    Err(why @ Fault::Unclear { .. }) => return Err(why.into()),
                    Err(why) => return Err(NotScanned::Unsought(why)),
                }
            }
        };
        let found = tokio::select! {
            biased;
            () = stop.called() => Err(NotScanned::Unfound),
            found = look => found,
        };
        let settled = match &found {
            Ok(scan) => self.notes.keep(&asked.became(scan)).await.is_ok(),
            Err(why) => !matches!(why, NotScanned::Unsought(_) | NotScanned::Unfound),
        };
        if settled {
            self.notes.settle(asked);
        }
        found
    }

    /// The UUID under which the service has a scan.
    fn uuid(&self, scan: &Scan) -> Result<String, Fault> {
        let uuid = scan.uuid.as_ref().map_or("", Untrusted::raw);
        airs::uuid(uuid).ok_or_else(|| Fault::Garbled {
            asked: fault::Asked::Launch,
            host: self.client.tenant().api.value.host().into(),
            why: "the scan in it has no UUID".into(),
        })
    }
}
