//! What a tenant holds, as plain values, and the few rules by which it changes: a model scanned under a group gives
//! evaluations, an outcome and violations that agree with each other.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A tenant, from its credentials to its last file.
#[derive(Clone, Debug)]
pub struct World {
    pub tsg: String,
    pub client_id: String,
    pub client_secret: String,
    /// `expires_in` of the tokens given out from now on, in seconds.
    pub token_lifetime: u32,
    /// No token is asked for: the API files know of none, so what is driven from them cannot send one.
    pub open: bool,
    /// The tenant's own clock, which only moves when it is told to. Every answer tells it, so a client may well see
    /// that its own goes ahead.
    pub now: Timestamp,
    /// How often a new scan is seen PENDING before it is finished.
    pub polls: u32,
    pub totals: Totals,
    /// How the next new scans end; those that nothing is said about are evaluated.
    pub endings: VecDeque<Ending>,
    pub rules: Vec<Rule>,
    pub groups: Vec<Group>,
    /// What the scanner finds in a model, whatever the group makes of it.
    pub models: Vec<Model>,
    pub scans: Vec<Scan>,
    /// How many scans were asked for.
    pub scans_started: usize,
    /// The tokens that were given out, also those that have expired.
    pub tokens: Vec<Token>,
}

/// A bearer token and when it stops being one.
#[derive(Clone, Debug)]
pub struct Token {
    pub value: String,
    pub expires: Timestamp,
}

/// What the lists say about their length.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Totals {
    #[default]
    Counted,
    /// `total_items` is null.
    Unknown,
    /// The list of scans counts no further than this, and says so with `count_capped`.
    Capped(usize),
}

/// How a scan ends.
#[derive(Clone, Debug, Default)]
pub enum Ending {
    #[default]
    Evaluated,
    Error {
        code: String,
        message: String,
    },
}

impl Ending {
    /// The answer to the first scan of some Hugging Face models: try again later.
    pub fn data_pending() -> Self {
        Self::Error {
            code: "SCAN_DATA_PENDING".to_owned(),
            message: "Scan data for this model is being prepared; try again later".to_owned(),
        }
    }
}

/// A managed rule, in the shape of the management plane.
#[derive(Clone, Debug, Serialize)]
pub struct Rule {
    pub uuid: Uuid,
    pub name: String,
    pub description: String,
    #[serde(rename = "rule_type")]
    pub kind: String,
    pub compatible_sources: Vec<String>,
    pub default_state: String,
    pub remediation: RuleRemediation,
    pub editable_fields: Vec<EditableField>,
    pub constant_values: BTreeMap<String, Vec<String>>,
    pub default_values: BTreeMap<String, Vec<String>>,
}

#[derive(Clone, Debug, Serialize)]
pub struct RuleRemediation {
    pub description: String,
    pub steps: Vec<String>,
    pub url: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct EditableField {
    pub attribute_name: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub display_name: String,
    pub display_type: String,
    pub description: Option<String>,
    pub dropdown_values: Option<Vec<Choice>>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    pub value: String,
    pub label: String,
}

/// A security group, in the shape of the management plane.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    pub uuid: Uuid,
    pub tsg_id: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub name: String,
    pub description: String,
    pub source_type: String,
    pub state: String,
    /// Deleted: no longer listed, but still there by its id.
    pub is_tombstone: bool,
    #[serde(skip)]
    pub instances: Vec<Instance>,
}

impl Group {
    /// How many of its rules are not DISABLED.
    pub fn enabled(&self) -> usize {
        let rules = self.instances.iter();
        rules.filter(|one| one.state != "DISABLED").count()
    }
}

/// A rule as one group has it.
#[derive(Clone, Debug)]
pub struct Instance {
    pub uuid: Uuid,
    pub rule: Uuid,
    pub state: String,
    pub field_values: BTreeMap<String, Vec<String>>,
}

/// A model as the scanner sees it.
#[derive(Clone, Debug)]
pub struct Model {
    pub uri: String,
    pub files: Vec<ModelFile>,
    pub findings: Vec<Finding>,
}

#[derive(Clone, Debug)]
pub struct ModelFile {
    pub path: String,
    pub format: Option<String>,
    pub result: String,
}

/// What breaks a rule, wherever the rule is in force.
#[derive(Clone, Debug, Default)]
pub struct Finding {
    pub rule: String,
    pub description: String,
    pub threat: Option<String>,
    pub threat_description: Option<String>,
    pub threat_kb_url: Option<String>,
    pub module: Option<String>,
    pub operator: Option<String>,
    pub file: Option<String>,
}

/// A scan, in the shape of the data plane, with what belongs to it.
#[derive(Clone, Debug, Serialize)]
pub struct Scan {
    pub uuid: Uuid,
    pub tsg_id: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub model_uri: String,
    pub owner: String,
    #[serde(rename = "scan_origin")]
    pub origin: String,
    pub security_group_uuid: Uuid,
    pub security_group_name: String,
    pub model_version_uuid: Option<Uuid>,
    pub eval_outcome: String,
    pub source_type: String,
    pub eval_summary: Option<Summary>,
    pub enabled_rule_count_snapshot: Option<usize>,
    pub scanner_version: Option<String>,
    pub sdk_version: Option<String>,
    pub time_started: Option<Timestamp>,
    pub total_files_scanned: Option<usize>,
    pub total_files_skipped: Option<usize>,
    pub model_formats: Option<BTreeSet<String>>,
    pub error_code: Option<String>,
    pub error_message: Option<String>,
    pub labels: Vec<Label>,
    pub created_by: Option<Uuid>,
    /// While it is PENDING: how often it will still be seen so, and how it ends.
    #[serde(skip)]
    pub pending: Option<(u32, Ending)>,
    #[serde(skip)]
    pub evaluations: Vec<Evaluation>,
    #[serde(skip)]
    pub violations: Vec<Violation>,
    #[serde(skip)]
    pub files: Vec<Entry>,
}

#[derive(Clone, Copy, Debug, Serialize)]
pub struct Summary {
    pub rules_failed: usize,
    pub rules_passed: usize,
    pub total_rules: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    pub key: String,
    pub value: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Evaluation {
    pub uuid: Uuid,
    pub tsg_id: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub result: String,
    pub violation_count: usize,
    pub rule_instance_uuid: Uuid,
    pub scan_uuid: Uuid,
    pub rule_name: String,
    pub rule_description: String,
    pub rule_instance_state: String,
    pub rule_origin: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Violation {
    pub uuid: Uuid,
    pub tsg_id: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub description: String,
    pub rule_instance_uuid: Uuid,
    pub rule_name: String,
    pub rule_description: String,
    pub rule_instance_state: String,
    pub rule_origin: String,
    pub threat: Option<String>,
    pub threat_description: Option<String>,
    pub threat_kb_url: Option<String>,
    pub insights_url: Option<String>,
    pub module: Option<String>,
    pub operator: Option<String>,
    pub file: Option<String>,
    pub hash: Option<String>,
    pub remediation: Option<Remediation>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Remediation {
    pub steps: Vec<String>,
    pub url: Option<String>,
}

/// A file or folder of a scanned model.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    pub uuid: Uuid,
    pub tsg_id: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub path: String,
    pub parent_path: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub result: String,
    pub formats: Option<Vec<String>>,
    pub blob_id: Option<String>,
    pub model_version_uuid: Uuid,
    pub scan_uuid: Uuid,
}

/// The same id for the same name, on every machine.
pub fn id(name: &str) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, name.as_bytes())
}

/// Where a model lies, by its address.
pub fn source_of(uri: &str) -> &'static str {
    const SOURCES: [(&str, &str); 4] = [
        ("https://huggingface.co/", "HUGGING_FACE"),
        ("s3://", "S3"),
        ("gs://", "GCS"),
        ("https://gitlab.com/", "GITLAB"),
    ];
    let known = SOURCES.iter().find(|(start, _)| uri.starts_with(start));
    known.map_or("LOCAL", |(_, source)| source)
}

impl World {
    /// The group of that name.
    pub fn group(&self, name: &str) -> &Group {
        let group = self.groups.iter().find(|group| group.name == name);
        group.unwrap_or_else(|| panic!("no group is called {name}"))
    }

    /// What a list of that length says of it.
    pub fn counted(&self, length: usize) -> Option<usize> {
        (self.totals != Totals::Unknown).then_some(length)
    }

    /// Starts a scan of a model under a group, PENDING, at the tenant's present time; `None` without such a group.
    pub fn start_scan(&mut self, uri: &str, group: Uuid, polls: u32) -> Option<&mut Scan> {
        let group = self.groups.iter().find(|one| one.uuid == group)?;
        let number = self.scans.len();
        let ending = self.endings.pop_front().unwrap_or_default();
        self.scans.push(Scan {
            uuid: id(&format!("scan {number}")),
            tsg_id: self.tsg.clone(),
            created_at: self.now,
            updated_at: self.now,
            model_uri: uri.to_owned(),
            owner: self.client_id.clone(),
            origin: "MODEL_SECURITY_API".to_owned(),
            security_group_uuid: group.uuid,
            security_group_name: group.name.clone(),
            model_version_uuid: None,
            eval_outcome: "PENDING".to_owned(),
            source_type: group.source_type.clone(),
            eval_summary: None,
            enabled_rule_count_snapshot: Some(group.enabled()),
            scanner_version: None,
            sdk_version: None,
            time_started: None,
            total_files_scanned: None,
            total_files_skipped: None,
            model_formats: None,
            error_code: None,
            error_message: None,
            labels: Vec::new(),
            created_by: None,
            pending: Some((polls, ending)),
            evaluations: Vec::new(),
            violations: Vec::new(),
            files: Vec::new(),
        });
        self.scans.last_mut()
    }

    /// A finished scan of a model under the group of that name, made `ago` before the tenant's present time.
    pub fn add_scan(&mut self, uri: &str, group: &str, ago: Duration) -> &mut Scan {
        let (now, group) = (self.now, self.group(group).uuid);
        self.now = now - ago;
        self.start_scan(uri, group, 0);
        let last = self.scans.len() - 1;
        self.finish(last);
        self.now = now;
        &mut self.scans[last]
    }

    /// One look at a scan that is PENDING: after the last of them it is finished.
    pub fn poll(&mut self, index: usize) {
        match &mut self.scans[index].pending {
            Some((0, _)) => self.finish(index),
            Some((left, _)) => *left -= 1,
            None => {}
        }
    }

    /// Ends a PENDING scan: the group's rules as they are now, held against what the scanner finds in the model.
    pub fn finish(&mut self, index: usize) {
        let mut scan = self.scans[index].clone();
        let Some((_, ending)) = scan.pending.take() else {
            return;
        };
        scan.updated_at = self.now + Duration::from_millis(8_683);
        match ending {
            Ending::Evaluated => self.evaluate(&mut scan),
            Ending::Error { code, message } => {
                "ERROR".clone_into(&mut scan.eval_outcome);
                scan.model_version_uuid = Some(Uuid::nil());
                (scan.error_code, scan.error_message) = (Some(code), Some(message));
            }
        }
        self.scans[index] = scan;
    }

    fn evaluate(&self, scan: &mut Scan) {
        let unknown = Model {
            uri: scan.model_uri.clone(),
            files: Vec::new(),
            findings: Vec::new(),
        };
        let model = self.models.iter().find(|one| one.uri == scan.model_uri);
        let model = model.unwrap_or(&unknown);
        let version = id(&format!("version of {}", model.uri));
        scan.model_version_uuid = Some(version);
        scan.time_started = Some(scan.created_at);
        scan.scanner_version = Some("2026.7.1".to_owned());
        let skipped = model.files.iter().filter(|one| one.result == "SKIPPED");
        let skipped = skipped.count();
        scan.total_files_scanned = Some(model.files.len() - skipped);
        scan.total_files_skipped = Some(skipped);
        let formats = model.files.iter().filter_map(|file| file.format.clone());
        scan.model_formats = Some(formats.collect());
        scan.files = entries(scan, model, version);
        self.judge(scan, model);
        let failed: Vec<&Evaluation> = scan
            .evaluations
            .iter()
            .filter(|one| one.result == "FAILED")
            .collect();
        let blocked = failed
            .iter()
            .any(|one| one.rule_instance_state == "BLOCKING");
        scan.eval_summary = Some(Summary {
            rules_failed: failed.len(),
            rules_passed: scan.evaluations.len() - failed.len(),
            total_rules: scan.evaluations.len(),
        });
        let outcome = if blocked { "BLOCKED" } else { "ALLOWED" };
        outcome.clone_into(&mut scan.eval_outcome);
    }

    /// Every rule of the group that is not DISABLED, and what breaks it.
    fn judge(&self, scan: &mut Scan, model: &Model) {
        let group = self
            .groups
            .iter()
            .find(|one| one.uuid == scan.security_group_uuid);
        let rules = group.into_iter().flat_map(|group| &group.instances);
        for instance in rules.filter(|one| one.state != "DISABLED") {
            let Some(rule) = self.rules.iter().find(|rule| rule.uuid == instance.rule) else {
                continue;
            };
            let found = model.findings.iter();
            let found: Vec<_> = found.filter(|one| one.rule == rule.name).collect();
            scan.evaluations.push(Evaluation {
                uuid: id(&format!("evaluation of {} in {}", rule.name, scan.uuid)),
                tsg_id: scan.tsg_id.clone(),
                created_at: scan.updated_at,
                updated_at: scan.updated_at,
                result: if found.is_empty() { "PASSED" } else { "FAILED" }.to_owned(),
                violation_count: found.len(),
                rule_instance_uuid: instance.uuid,
                scan_uuid: scan.uuid,
                rule_name: rule.name.clone(),
                rule_description: rule.description.clone(),
                rule_instance_state: instance.state.clone(),
                rule_origin: "PANW_MANAGED".to_owned(),
            });
            for finding in found {
                scan.violations
                    .push(violation(scan, (rule, instance), finding));
            }
        }
    }
}

fn violation(scan: &Scan, (rule, instance): (&Rule, &Instance), finding: &Finding) -> Violation {
    let number = scan.violations.len();
    let file = finding.file.as_ref();
    Violation {
        uuid: id(&format!("violation {number} of {}", scan.uuid)),
        tsg_id: scan.tsg_id.clone(),
        created_at: scan.updated_at,
        updated_at: scan.updated_at,
        description: finding.description.clone(),
        rule_instance_uuid: instance.uuid,
        rule_name: rule.name.clone(),
        rule_description: rule.description.clone(),
        rule_instance_state: instance.state.clone(),
        rule_origin: "PANW_MANAGED".to_owned(),
        threat: finding.threat.clone(),
        threat_description: finding.threat_description.clone(),
        threat_kb_url: finding.threat_kb_url.clone(),
        insights_url: None,
        module: finding.module.clone(),
        operator: finding.operator.clone(),
        file: finding.file.clone(),
        hash: file.map(|file| {
            id(&format!("{file} of {}", scan.model_uri))
                .simple()
                .to_string()
        }),
        remediation: file.map(|_| Remediation {
            steps: rule.remediation.steps.clone(),
            url: Some(rule.remediation.url.clone()),
        }),
    }
}

/// The files of a model with the folders that they lie in.
fn entries(scan: &Scan, model: &Model, version: Uuid) -> Vec<Entry> {
    let folders: BTreeSet<&str> = model
        .files
        .iter()
        .flat_map(|file| file.path.match_indices('/').map(|(at, _)| &file.path[..at]))
        .collect();
    let folders = folders.into_iter().map(|path| (path, "DIRECTORY", None));
    let files = model.files.iter();
    let files = files.map(|file| (file.path.as_str(), "FILE", Some(file)));
    folders
        .chain(files)
        .map(|(path, kind, file)| Entry {
            uuid: id(&format!("file {path} of {}", scan.uuid)),
            tsg_id: scan.tsg_id.clone(),
            created_at: scan.updated_at,
            updated_at: scan.updated_at,
            path: path.to_owned(),
            parent_path: path
                .rsplit_once('/')
                .map_or_else(|| "/".to_owned(), |(parent, _)| format!("/{parent}")),
            kind: kind.to_owned(),
            result: file.map_or("SUCCESS", |file| &file.result).to_owned(),
            formats: file
                .and_then(|file| file.format.clone())
                .map(|one| vec![one]),
            blob_id: file.map(|_| id(&format!("{path} of {}", model.uri)).simple().to_string()),
            model_version_uuid: version,
            scan_uuid: scan.uuid,
        })
        .collect()
}
