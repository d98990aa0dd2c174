//! Work aside: what takes its time with a disk or a long text is done on a thread of its own, since every task of the
//! desk runs where its keys are read.

use std::future;
use std::panic;

use tokio::task;

/// Does work on a thread where waiting is allowed. Work that panics panics here.
pub(super) async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match task::spawn_blocking(work)
        .await
        .map_err(task::JoinError::try_into_panic)
    {
        Ok(done) => done,
        Err(Ok(panicked)) => panic::resume_unwind(panicked),
        // The program ends, and nobody waits for this any more.
        Err(Err(_)) => future::pending().await,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn the_loop_goes_on_while_work_is_done_aside() {
        let (done, finish) = std::sync::mpsc::channel();
        // The work waits for what comes after it on this thread.
        let work = aside(move || finish.recv_timeout(Duration::from_secs(20)));
        let (read, sent) = tokio::join!(work, async { done.send("a key") });
        assert_eq!((read, sent), (Ok("a key"), Ok(())));
    }

    #[tokio::test]
    #[should_panic(expected = "spilled")]
    async fn work_that_panics_panics_where_it_is_waited_for() {
        aside(|| panic::resume_unwind(Box::new("spilled"))).await;
    }
}
