//! What can be typed after the commands of a tenant.

use std::path::PathBuf;
use std::time::Duration;

use crate::domain::launch::{Choice, NotAnEngine, Wish};
use crate::domain::tenant::{Field, Layer, Name};
use crate::io::engines::SDK;

/// Examples for `login --help`.
const LOGIN: &str = "\
The secret is asked for without showing it, or read from standard input. It goes into the
keyring of the operating system and nowhere else; without one, set MODEL_SECURITY_CLIENT_SECRET.

Examples:
  airs-triage login
  airs-triage login --tenant prod --client-id ci@1180045521.iam.panserviceaccount.com
  pass show airs/prod | airs-triage login --tenant prod --secret-stdin";

/// `login`
#[derive(Debug, clap::Args)]
#[command(after_help = LOGIN)]
pub struct Login {
    /// The service account
    #[arg(long, value_name = "ID")]
    pub client_id: Option<String>,
    /// The tenant's number [default: the one in the client id]
    #[arg(long, value_name = "ID")]
    pub tsg_id: Option<String>,
    /// Where the service answers
    #[arg(long, value_name = "URL")]
    pub api_endpoint: Option<String>,
    /// Where tokens come from
    #[arg(long, value_name = "URL")]
    pub token_endpoint: Option<String>,
    /// The tenant's region, for people
    #[arg(long, value_name = "NAME")]
    pub region: Option<String>,
    /// Read the secret from standard input
    #[arg(long)]
    pub secret_stdin: bool,
    /// Make it the tenant that counts where none is named
    #[arg(long)]
    pub default: bool,
}

impl Login {
    /// What was typed.
    pub(super) fn layer(&self) -> Layer {
        Layer::flags([
            (Field::ClientId, self.client_id.clone()),
            (Field::TsgId, self.tsg_id.clone()),
            (Field::Api, self.api_endpoint.clone()),
            (Field::Tokens, self.token_endpoint.clone()),
            (Field::Region, self.region.clone()),
        ])
    }
}

/// `logout`
#[derive(Debug, clap::Args)]
pub struct Logout {
    /// Take the tenant out of the settings too
    #[arg(long)]
    pub forget: bool,
}

/// `whoami`
#[derive(Debug, clap::Args)]
pub struct Whoami {
    /// Print one JSON document: an airs-triage.whoami/1
    #[arg(long)]
    pub json: bool,
}

/// `tenants`
#[derive(Debug, clap::Args)]
pub struct Tenants {
    /// Make this tenant the one that counts where none is named
    #[arg(long, value_name = "NAME")]
    pub default: Option<Name>,
    /// Print one JSON document: an airs-triage.tenants/1
    #[arg(long)]
    pub json: bool,
}

/// `groups`
#[derive(Debug, clap::Args)]
pub struct Groups {
    /// List only groups for this kind of source: `LOCAL`, `HUGGING_FACE`, S3…
    #[arg(long, value_name = "TYPE")]
    pub source_type: Option<String>,
    /// Ask nobody: list what was fetched last
    #[arg(long)]
    pub offline: bool,
    /// Print one JSON document: an airs-triage.groups/1
    #[arg(long)]
    pub json: bool,
}

/// `rules`
#[derive(Debug, clap::Args)]
pub struct Rules {
    /// The security group, by UUID or name
    pub group: String,
    /// Ask nobody: list what was fetched last
    #[arg(long)]
    pub offline: bool,
    /// Print one JSON document: an airs-triage.rules/1
    #[arg(long)]
    pub json: bool,
}

/// Examples for `label --help`.
const LABEL: &str = "\
A key that the scan has already gets the new value; its other labels stay. What would be written is
shown first, and nothing is written without a yes.

Examples:
  airs-triage label 3afa4f98-6db3-59ee-8685-34549154f05e triage=false-positive ticket=SEC-42
  airs-triage label 3afa4f98-6db3-59ee-8685-34549154f05e triage=accepted-risk --yes";

/// `label`
#[derive(Debug, clap::Args)]
#[command(after_help = LABEL)]
pub struct Label {
    /// UUID of the scan
    #[arg(value_name = "SCAN_UUID")]
    pub scan: String,
    /// Labels, each a key and a value of the letters a-z A-Z 0-9 _ -
    #[arg(value_name = "KEY=VALUE", required = true)]
    pub labels: Vec<String>,
    /// Write without a question
    #[arg(long)]
    pub yes: bool,
}

/// Examples for `fetch --help`.
const FETCH: &str = "\
Each scan becomes one file, scan-UUID.json, with its violations, evaluations and files, and where
they came from.

Examples:
  airs-triage fetch 3afa4f98-6db3-59ee-8685-34549154f05e
  airs-triage fetch build-812.zip
  airs-triage fetch --blocked --since 7d -o reports";

/// `fetch`
#[derive(Debug, clap::Args)]
#[command(after_help = FETCH)]
pub struct Fetch {
    /// UUIDs of scans; or reports, archives and folders whose scans are to be completed
    #[arg(value_name = "SCAN_UUID|PATH", required_unless_present = "blocked")]
    pub what: Vec<PathBuf>,
    /// Every scan that was blocked
    #[arg(long, conflicts_with = "what")]
    pub blocked: bool,
    /// How far back: 12h, 7d, 2w, or a date as 2026-08-01
    #[arg(long, value_name = "AGE", default_value = "7d", requires = "blocked")]
    pub since: String,
    /// The folder to write to [default: the library]
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Print one JSON document: an array of airs-triage.report/1 without findings
    #[arg(long)]
    pub json: bool,
}

/// Examples for `scan --help`.
const SCAN: &str = "\
A model of Hugging Face is scanned by the service itself. Everything else is scanned on this
machine by the official client, model-security, which has to be installed. The result goes into
the library as a full report, whatever it is. Ctrl-C stops the waiting; a scan that the service has
goes on, and --resume waits for it again.

Exit codes: 0 the model is allowed, or everything that stops it is excused by a verdict in force;
1 it is blocked; 2 it was not decided: an error, a scan that did not finish, wrong usage;
130 interrupted.

Examples:
  airs-triage scan https://huggingface.co/acme/model
  airs-triage scan models/model.pkl --group 'Default LOCAL' --report scan.json
  airs-triage scan s3://registry/fraud/v42/ --label build=812 --timeout 1h
  airs-triage scan --resume";

/// `scan`
#[derive(Debug, clap::Args)]
#[command(after_help = SCAN)]
pub struct Scan {
    /// A Hugging Face URL; s3://, gs://, az://, an Azure Blob Storage, Artifactory or GitLab URL; or a path
    #[arg(value_name = "TARGET", required_unless_present = "resume")]
    pub target: Option<String>,
    /// The security group that judges it, by UUID or name [default: the tenant's own for that kind of source]
    #[arg(long, value_name = "UUID|NAME")]
    pub group: Option<String>,
    /// Who scans: auto, airs (the service) or sdk (the official client)
    #[arg(long, value_name = "ENGINE", default_value = "auto", value_parser = read_engine)]
    pub engine: Choice,
    /// A label for the scan; may be given several times
    #[arg(long = "label", value_name = "KEY=VALUE")]
    pub labels: Vec<String>,
    /// Scan only files that match, as in *.safetensors (Hugging Face only); may be given several times
    #[arg(long, value_name = "PATTERN")]
    pub allow: Vec<String>,
    /// Leave out files that match (Hugging Face only); may be given several times
    #[arg(long, value_name = "PATTERN")]
    pub ignore: Vec<String>,
    /// What the model is called
    #[arg(
        long,
        value_name = "NAME",
        default_value = "",
        hide_default_value = true
    )]
    pub model_name: String,
    /// Who made the model
    #[arg(
        long,
        value_name = "NAME",
        default_value = "",
        hide_default_value = true
    )]
    pub model_author: String,
    /// The model's version; for Hugging Face, the commit
    #[arg(
        long,
        value_name = "VERSION",
        default_value = "",
        hide_default_value = true
    )]
    pub model_version: String,
    /// Write the full report to a file too, in place of one that is there
    #[arg(long, value_name = "FILE", conflicts_with = "no_wait")]
    pub report: Option<PathBuf>,
    /// Print one JSON document: an airs-triage.report/1
    #[arg(long, conflicts_with = "no_wait")]
    pub json: bool,
    /// Do not wait for the result: print the scan's UUID
    #[arg(long)]
    pub no_wait: bool,
    /// How long to wait: 90s, 10m, 2h [default: 10m; 30m with the official client or --resume]
    #[arg(long, value_name = "TIME", value_parser = read_time)]
    pub timeout: Option<Duration>,
    /// How often to look: 5s, 1m [default: 5s]
    #[arg(long, value_name = "TIME", value_parser = read_time)]
    pub poll_interval: Option<Duration>,
    /// The official client [default: model-security on PATH]
    #[arg(long, env = SDK, hide_env_values = true, value_name = "PATH")]
    pub sdk: Option<PathBuf>,
    /// Wait again for a scan that was started here; without a UUID, for the only one
    #[arg(
        long,
        value_name = "UUID",
        num_args = 0..=1,
        conflicts_with_all = ["target", "group", "labels", "allow", "ignore", "model_name", "model_author", "model_version", "no_wait"]
    )]
    pub resume: Option<Option<String>>,
}

impl Scan {
    /// What was typed beside target and group.
    pub(super) fn wish(&self) -> Wish {
        Wish {
            labels: self.labels.clone(),
            allow: self.allow.clone(),
            ignore: self.ignore.clone(),
            name: self.model_name.clone(),
            author: self.model_author.clone(),
            version: self.model_version.clone(),
        }
    }
}

fn read_engine(text: &str) -> Result<Choice, NotAnEngine> {
    Choice::read(text)
}

/// A time of at least a second and at most a day: `90s`, `10m`, `2h`; seconds where no unit is given.
fn read_time(text: &str) -> Result<Duration, &'static str> {
    let text = text.trim();
    let digits = text.trim_end_matches(|it: char| it.is_ascii_alphabetic());
    let unit = match &text[digits.len()..] {
        "" | "s" => Some(1),
        "m" => Some(60),
        "h" => Some(3600),
        _ => None,
    };
    let seconds = digits.parse::<u64>().ok().zip(unit);
    let seconds = seconds.and_then(|(count, unit)| count.checked_mul(unit));
    let seconds = seconds.filter(|seconds| (1..=86_400).contains(seconds));
    seconds
        .map(Duration::from_secs)
        .ok_or("expected a time from 1s to 24h, as in 90s, 10m, 2h")
}
