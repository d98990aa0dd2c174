//! A child process that is watched: what it says is bounded, its time too, and when it is ended so is all that it
//! started.

use std::io;
use std::pin::{Pin, pin};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::FusedFuture;
use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use super::super::Stop;

/// What is kept of standard output.
const OUTPUT: usize = 16 << 20;
/// What is kept of the end of standard error.
const WORDS: usize = 8 << 10;
/// How long a child may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Time {
    /// In all.
    pub(super) whole: Duration,
    /// To end in good order when it has to.
    pub(super) grace: Duration,
}

/// What a child said.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// Standard output.
    pub(super) output: Vec<u8>,
    /// The end of standard error.
    pub(super) words: Vec<u8>,
}

/// How a child ended.
#[derive(Debug)]
pub(super) enum Ended {
    /// By itself.
    Itself(ExitStatus),
    /// It was called off.
    Stopped,
    /// Its time was over.
    TimedOut,
    /// It said too much.
    TooMuch,
}

/// Runs a program to its end, whoever brings that about.
pub(super) async fn run(
    mut command: Command,
    time: Time,
    stop: &mut Stop,
) -> io::Result<(Ended, Said)> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    #[cfg(unix)]
    command.process_group(0);
    let mut child = command.spawn()?;
    let mut family = Family::of(&child);
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let mut said = Said::default();
    let ended = {
        let (output, words) = (&mut said.output, &mut said.words);
        let reading = async { tokio::try_join!(whole(stdout, output), end_of(stderr, words)) };
        let mut reading = pin!(reading.fuse());
        let over = timeout(time.whole, watch(&mut child, reading.as_mut(), stop)).await;
        let ended = over.unwrap_or(Ok(Ended::TimedOut))?;
        if !matches!(ended, Ended::Itself(_)) {
            family.end(&mut child, time.grace).await?;
        }
        // What the child left behind would keep the pipes open.
        family.kill();
        if !reading.is_terminated() {
            let _ = timeout(time.grace, reading).await;
        }
        ended
    };
    Ok((ended, said))
}

/// Waits until the child has ended, or has to.
async fn watch(
    child: &mut Child,
    mut reading: Pin<&mut impl FusedFuture<Output = Result<((), ()), TooMuch>>>,
    stop: &mut Stop,
) -> io::Result<Ended> {
    loop {
        tokio::select! {
            biased;
            () = stop.called() => return Ok(Ended::Stopped),
            read = reading.as_mut(), if !reading.is_terminated() => {
                if let Err(TooMuch) = read {
                    return Ok(Ended::TooMuch);
                }
            }
            status = child.wait() => return status.map(Ended::Itself),
        }
    }
}

struct TooMuch;

/// Reads everything, as far as anybody should.
async fn whole(from: Option<impl AsyncRead + Unpin>, into: &mut Vec<u8>) -> Result<(), TooMuch> {
    let Some(from) = from else { return Ok(()) };
    let mut from = from.take(OUTPUT as u64 + 1);
    let _ = from.read_to_end(into).await;
    if into.len() > OUTPUT {
        return Err(TooMuch);
    }
    Ok(())
}

/// Reads everything and keeps the end.
async fn end_of(from: Option<impl AsyncRead + Unpin>, into: &mut Vec<u8>) -> Result<(), TooMuch> {
    let Some(mut from) = from else { return Ok(()) };
    let mut piece = [0; 4096];
    while let Ok(read @ 1..) = from.read(&mut piece).await {
        into.extend_from_slice(&piece[..read]);
        if into.len() > 2 * WORDS {
            into.drain(..into.len() - WORDS);
        }
    }
    Ok(())
}

/// A child and all that it started. Where nobody waits for its end any more, it is killed.
struct Family {
    #[cfg(unix)]
    group: Option<rustix::process::Pid>,
}

#[cfg(unix)]
impl Family {
    fn of(child: &Child) -> Self {
        let id = child.id().and_then(|id| i32::try_from(id).ok());
        let group = id.and_then(rustix::process::Pid::from_raw);
        Self { group }
    }

    fn signal(&self, signal: rustix::process::Signal) {
        if let Some(group) = self.group {
            let _ = rustix::process::kill_process_group(group, signal);
        }
    }

    /// Asks to end, and after a grace sees to it.
    async fn end(&mut self, child: &mut Child, grace: Duration) -> io::Result<()> {
        self.signal(rustix::process::Signal::TERM);
        if timeout(grace, child.wait()).await.is_err() {
            self.kill();
            child.wait().await?;
        }
        Ok(())
    }

    fn kill(&mut self) {
        self.signal(rustix::process::Signal::KILL);
        self.group = None;
    }
}

#[cfg(unix)]
impl Drop for Family {
    fn drop(&mut self) {
        self.kill();
    }
}

#[cfg(not(unix))]
impl Family {
    fn of(_: &Child) -> Self {
        Self {}
    }

    async fn end(&mut self, child: &mut Child, _: Duration) -> io::Result<()> {
        child.kill().await
    }

    fn kill(&mut self) {}
}
