//! Attending to a scan: how far it is stands on standard error, and a signal ends the waiting.

use std::pin::pin;

use anyhow::anyhow;
use tokio::sync::mpsc;

use super::Counter;
use crate::cli::exit::Exit;
use crate::domain::launch::Progress;
use crate::io::engines::{NotScanned, Stop, Tell, stop};
use crate::io::signals::Signals;

/// Does some work. A signal calls it off, a second one leaves at once; the exit code where one came.
pub(super) async fn to<T>(
    counter: &mut Counter,
    work: impl AsyncFnOnce(Tell<'_>, &mut Stop) -> Result<T, NotScanned>,
) -> anyhow::Result<Result<T, Exit>> {
    let (sender, mut told) = mpsc::unbounded_channel();
    let tell = move |progress| {
        let _ = sender.send(progress);
    };
    let (stopper, mut stop) = stop();
    let mut work = pin!(work(&tell, &mut stop));
    let mut signals = Signals::watch()?;
    let (mut came, mut phase) = (None, None);
    let done = loop {
        tokio::select! {
            biased;
            number = signals.next() => {
                if came.replace(number).is_some() {
                    counter.printer.progress_end();
                    return Ok(Err(Exit::Signalled(number)));
                }
                stopper.stop();
            }
            Some(progress) = told.recv() => {
                let new = phase.replace(progress.phase) != Some(progress.phase);
                let stopping = came.map_or("", |_| "; stopping, a second Ctrl-C leaves at once");
                counter.printer.stage(&(words(&progress) + stopping), new);
            }
            done = &mut work => break done,
        }
    };
    // What was told in the last moment.
    while let Ok(progress) = told.try_recv() {
        let new = phase.replace(progress.phase) != Some(progress.phase);
        counter.printer.stage(&words(&progress), new);
    }
    counter.printer.progress_end();
    match (done, came) {
        (Ok(done), _) => Ok(Ok(done)),
        (Err(why @ (NotScanned::Stopped { .. } | NotScanned::Unfound)), Some(number)) => {
            counter.printer.notice(&sentence(&why));
            Ok(Err(Exit::Signalled(number)))
        }
        (Err(why), _) => Err(anyhow!(sentence(&why))),
    }
}

fn sentence(why: &NotScanned) -> String {
    let command = why.command().map(|it| format!("; {it}"));
    format!("{why}{}", command.unwrap_or_default())
}

fn words(progress: &Progress) -> String {
    let phase = progress.phase.words();
    let scan = progress.scan.as_ref();
    let scan = scan.map_or_else(String::new, |scan| format!(", scan {scan}"));
    format!("{} {phase}{scan}", progress.clock())
}
