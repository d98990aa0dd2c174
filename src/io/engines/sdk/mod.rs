//! The official client, `model-security`, as a child process. It reads the model on this machine and sends what it
//! found; what it prints is read as any report, for the scan's UUID. Secrets reach it by its environment only.

mod child;
mod program;

use std::iter;
use std::process::ExitStatus;
use std::time::Duration;

use tokio::process::Command;

use super::{Failure, NotScanned, Pace, Stop};
use crate::domain::launch::{Request, Source};
use crate::domain::report::Origin;
use crate::domain::text::{Printable, Untrusted};
use crate::format::{airs, intake};
use crate::io::airs::Client;
use child::{Ended, Said, Time};

pub use program::{Program, SDK, whereabouts};

/// Characters of what the client said that are shown.
const SHOWN: usize = 400;

/// What the client is to do.
pub(super) struct Job<'a> {
    pub(super) request: &'a Request,
    pub(super) pace: Pace,
    /// Whether it waits until the scan is over.
    pub(super) wait: bool,
}

impl Program {
    /// Lets the client scan; the UUID of the scan that it told of.
    pub(super) async fn run(
        &self,
        client: &Client,
        job: &Job<'_>,
        stop: &mut Stop,
    ) -> Result<String, NotScanned> {
        let mut command = Command::new(self.path());
        command.args(arguments(job));
        client.equip(&mut command);
        let time = Time {
            whole: job.pace.timeout,
            grace: job.pace.grace,
        };
        let ran = child::run(command, time, stop).await;
        let (ended, said) = ran.map_err(|why| self.not_started(&why))?;
        // Some servers say back what they were asked with, and so may their client.
        let words = client.hide(String::from_utf8_lossy(&said.words).into_owned());
        match (ended, scan(&said)) {
            (Ended::Stopped, scan) => Err(NotScanned::Stopped { scan }),
            (_, Some(scan)) => Ok(scan),
            (ended, None) => Err(failure(&ended, &words, time.whole).into()),
        }
    }
}

/// The arguments. The model's path is absolute: a relative one is blocked whatever it holds.
fn arguments(job: &Job<'_>) -> Vec<String> {
    let request = job.request;
    let model = match request.target.source() {
        Source::Local => "--model-path",
        _ => "--model-uri",
    };
    let mut arguments: Vec<String> = [
        "--log-level",
        "critical",
        "scan",
        "--security-group-uuid",
        request.judge.uuid(),
        model,
        request.target.address(),
    ]
    .map(str::to_owned)
    .into();
    for label in &request.labels {
        arguments.push("-l".to_owned());
        arguments.push(label.to_string());
    }
    for (option, value) in [
        ("--model-name", &request.name),
        ("--model-author", &request.author),
        ("--model-version", &request.version),
    ] {
        // In one word, whatever the value begins with.
        arguments.extend(value.iter().map(|value| format!("{option}={value}")));
    }
    for (option, patterns) in [
        ("--allow-patterns", &request.allow),
        ("--ignore-patterns", &request.ignore),
    ] {
        if !patterns.is_empty() {
            arguments.push(option.to_owned());
            arguments.extend(patterns.iter().cloned());
        }
    }
    // Without an interval it does not wait.
    let interval = if job.wait {
        seconds(job.pace.interval)
    } else {
        0
    };
    for (option, seconds) in [
        ("--poll-interval-secs", interval),
        ("--poll-timeout-secs", seconds(job.pace.timeout)),
    ] {
        arguments.push(option.to_owned());
        arguments.push(seconds.to_string());
    }
    arguments
}

/// Whole seconds, and at least one.
fn seconds(time: Duration) -> u64 {
    time.as_secs().max(1)
}

/// The UUID of the scan that the client told of, among whatever else it printed. The last counts: it is the freshest.
fn scan(said: &Said) -> Option<String> {
    let origin = Origin {
        path: "model-security".into(),
        member: None,
    };
    let text = String::from_utf8_lossy(&said.output);
    let reading = intake::read(&origin, &text, false);
    let scans = reading.drafts.iter().rev().map(|(_, draft)| &draft.scan);
    let mut uuids = scans.filter_map(|scan| airs::uuid(scan.uuid.as_ref().map(Untrusted::raw)?));
    uuids.next()
}

/// What it means that the client told of no scan.
fn failure(ended: &Ended, words: &str, after: Duration) -> Failure {
    let said = last_words(words);
    match ended {
        Ended::TooMuch => Failure::TooMuch,
        Ended::TimedOut | Ended::Stopped => Failure::TimedOut { after, said },
        Ended::Itself(_) if speaks_of_python(words) => Failure::Python(said),
        Ended::Itself(status) => match (signal(*status), status.code()) {
            (Some(number), _) => Failure::Signal { number, said },
            (None, Some(0) | None) => Failure::Garbage { said },
            (None, Some(code)) => Failure::Exited { code, said },
        },
    }
}

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Option<i32> {
    None
}

/// Whether a client that failed says that its Python does not fit.
fn speaks_of_python(words: &str) -> bool {
    let words = words.to_ascii_lowercase();
    let version = words.contains("python")
        && [
            "requires",
            "unsupported",
            "not supported",
            "or newer",
            ">=3",
            ">= 3",
        ]
        .iter()
        .any(|sign| words.contains(sign));
    version || words.contains("syntaxerror: invalid syntax")
}

/// The end of what somebody said, in one line: the reason stands there.
fn last_words(words: &str) -> Printable {
    let words: Vec<&str> = words.split_whitespace().collect();
    let line = end(&words.join(" "));
    // What cannot be seen is longer once it can.
    Printable::line(&end(Printable::line(&line).as_str()))
}

fn end(line: &str) -> String {
    let length = line.chars().count();
    if length <= SHOWN {
        return line.to_owned();
    }
    let end = line.chars().skip(length - SHOWN + 1);
    iter::once('…').chain(end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::launch::{Judge, Target, Wish};

    fn words(target: &str, wish: &Wish, wait: bool) -> String {
        let target = Target::parse(target).unwrap();
        let request = Request::new(target, Judge::unseen("u"), wish).unwrap();
        let job = Job {
            request: &request,
            pace: Pace {
                interval: Duration::from_millis(10),
                timeout: Duration::from_secs(90),
                grace: Duration::ZERO,
                settled: Duration::ZERO,
            },
            wait,
        };
        arguments(&job).join(" ")
    }

    #[test]
    fn arguments_are_the_clients_own() {
        let wish = Wish {
            labels: vec!["team=vision".into(), "env=ci".into()],
            name: "-n".into(),
            version: "v 2".into(),
            ..Wish::default()
        };
        assert_eq!(
            words("/srv/m", &wish, true),
            "--log-level critical scan --security-group-uuid u --model-path /srv/m -l team=vision -l env=ci --model-name=-n --model-version=v 2 --poll-interval-secs 1 --poll-timeout-secs 90"
        );
        let wish = Wish {
            allow: vec!["*.bin".into(), "*.json".into()],
            ignore: vec!["*.md".into()],
            ..Wish::default()
        };
        assert_eq!(
            words("https://huggingface.co/a/m", &wish, false),
            "--log-level critical scan --security-group-uuid u --model-uri https://huggingface.co/a/m --allow-patterns *.bin *.json --ignore-patterns *.md --poll-interval-secs 0 --poll-timeout-secs 90"
        );
    }

    #[test]
    fn the_scan_is_found_among_whatever_else_is_printed() {
        let said = |text: &str| {
            scan(&Said {
                output: text.into(),
                words: Vec::new(),
            })
        };
        let sample = include_str!("../../../../tests/samples/28_cli_scan_stdout_mixed.log");
        let uuid = "33d6a549-de13-5bdc-8b1a-1e7f6630fbad";
        assert_eq!(said(sample).as_deref(), Some(uuid));
        for text in [
            "",
            "done",
            "{}",
            "[1, 2",
            r#"{"uuid": "x", "eval_outcome": "BLOCKED"}"#,
        ] {
            assert_eq!(said(text), None, "{text}");
        }
    }

    #[test]
    fn a_python_that_does_not_fit_is_told_from_other_failures() {
        for (words, fits) in [
            (
                "ERROR: Package requires a different Python: 3.10.12 not in '>=3.11'",
                false,
            ),
            ("  File \"x.py\"\nSyntaxError: invalid syntax", false),
            ("python: connection refused", true),
            ("", true),
        ] {
            assert_eq!(speaks_of_python(words), !fits, "{words}");
        }
    }

    #[test]
    fn the_end_of_long_words_is_shown() {
        assert_eq!(last_words("  a\n b\u{1b} ").as_str(), "a b\\x1b");
        let long = last_words(&"word ".repeat(1000));
        assert_eq!(long.as_str().chars().count(), SHOWN);
        assert!(long.as_str().starts_with('…') && long.as_str().ends_with("word"));
        let unseen = last_words(&"\0".repeat(8000));
        assert_eq!(unseen.as_str().chars().count(), SHOWN);
    }
}
