//! What can be typed after the commands of a tenant.

use std::path::PathBuf;

use crate::domain::tenant::{Field, Layer, Name};

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
