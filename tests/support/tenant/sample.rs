//! Tenants made up for tests: one with a bit of everything, and one with a long list of scans.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use jiff::Timestamp;

use super::world::{
    Choice, EditableField, Ending, Finding, Group, Instance, Label, Model, ModelFile, Rule,
    RuleRemediation, Totals, World, id,
};

const TSG: &str = "1180045521";
const DOCS: &str = "https://docs.paloaltonetworks.com/ai-runtime-security/ai-model-security/\
    model-security-to-secure-your-ai-models/understanding-ai-model-security-rules";
const KNOWLEDGE: &str = "https://protectai.com/insights/knowledge-base";

pub const SOURCES: [&str; 7] = [
    "LOCAL",
    "HUGGING_FACE",
    "S3",
    "GCS",
    "AZURE",
    "ARTIFACTORY",
    "GITLAB",
];
/// What has a place to lie in that a group can approve.
const STORES: &[&str] = &["LOCAL", "S3", "GCS", "AZURE", "ARTIFACTORY", "GITLAB"];
const HUB: &[&str] = &["HUGGING_FACE"];
const ALL: &[&str] = &["ALL"];

/// Last byte of the id, name, description, type, sources, default state, editable list with its default values.
type RuleRow = (
    u8,
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static str,
    Option<(&'static str, &'static [&'static str])>,
);

#[rustfmt::skip]
const RULES: &[RuleRow] = &[
    (0x06, "License Exists", "Models should have a license", "METADATA", HUB, "BLOCKING", None),
    (0x07, "License Is Valid For Use", "Models license should be valid for use", "METADATA", HUB, "BLOCKING",
        Some(("approved_licenses", &["apache-2.0", "mit", "bsd-3.0"]))),
    (0x08, "Load Time Code Execution Check", "Model artifacts should not contain unsafe operators that are run upon deserialization", "ARTIFACT", ALL, "BLOCKING", None),
    (0x09, "Suspicious Model Components Check", "Model artifacts should not contain suspicious components", "ARTIFACT", ALL, "BLOCKING", None),
    (0x0a, "Model Architecture Backdoor Check", "Model artifacts should not contain architectural backdoors", "ARTIFACT", ALL, "BLOCKING", None),
    (0x0b, "Known Framework Operators Check", "Model artifacts should only contain known safe TensorFlow operators", "ARTIFACT", ALL, "ALLOWING", None),
    (0x0c, "Runtime Code Execution Check", "Model artifacts should not contain operators that run code at inference", "ARTIFACT", ALL, "BLOCKING", None),
    (0x0d, "Stored In Approved File Format", "Model files should be stored in an approved file format", "METADATA", ALL, "BLOCKING",
        Some(("approved_formats", &["safetensors", "safetensors_index", "json", "yaml"]))),
    (0x0e, "Stored In Approved Location", "Model should be stored in an approved location", "METADATA", STORES, "BLOCKING",
        Some(("approved_locations", &["s3", "gs", "/"]))),
    (0x0f, "Organization Verified By Hugging Face", "Organization that produced the model should be verified by Hugging Face", "METADATA", HUB, "ALLOWING",
        Some(("approved_org_models", &["google/timesfm-2.5-200m-pytorch"]))),
    (0x10, "Organization Is Blocked", "Organization that produced the model should not be blocked", "METADATA", HUB, "BLOCKING",
        Some(("deny_orgs", &[]))),
    (0x11, "Model Is Blocked", "Model should not be blocked", "METADATA", HUB, "BLOCKING",
        Some(("denied_org_models", &[]))),
];

/// Code, who raises it, what it means, where it is described.
type ThreatRow = (
    &'static str,
    &'static str,
    &'static str,
    Option<&'static str>,
);

#[rustfmt::skip]
const THREATS: &[ThreatRow] = &[
    ("PAIT-PKL-100", "Load Time Code Execution Check", "Pickle model with arbitrary code execution at load time", Some("deserialization-threats")),
    ("PAIT-PYTCH-100", "Load Time Code Execution Check", "PyTorch model with arbitrary code execution at load time", Some("deserialization-threats")),
    ("PAIT-JOBLIB-101", "Load Time Code Execution Check", "Joblib model with suspicious code execution at load time", Some("deserialization-threats")),
    ("PAIT-KERAS-100", "Suspicious Model Components Check", "Keras model with a Lambda layer", Some("deserialization-threats")),
    ("PAIT-ONNX-200", "Model Architecture Backdoor Check", "ONNX model with an architectural backdoor", Some("backdoor-threats")),
    ("PAIT-TF-300", "Known Framework Operators Check", "TensorFlow SavedModel with an unknown operator", Some("runtime-threats")),
    ("PAIT-TF-301", "Runtime Code Execution Check", "TensorFlow SavedModel with a malicious operator", Some("runtime-threats")),
    ("UNAPPROVED_FORMATS", "Stored In Approved File Format", "Model is stored in a format that the security group does not allow", None),
];

impl World {
    /// A tenant with its seven default groups, two of its own, and scans of every outcome: threats, policy, errors,
    /// one that is not finished, and one with 250 violations and 1,200 files.
    pub fn sample() -> Self {
        let mut world = Self::empty();
        world.models = models();
        for (uri, group, hours) in SCANS {
            world.add_scan(uri, group, Duration::from_hours(*hours));
        }
        world.endings.push_back(Ending::data_pending());
        let waiting = "https://huggingface.co/acme-labs/new-arrival-7b";
        world.add_scan(waiting, "Default HUGGING_FACE", Duration::from_mins(50));
        world.endings.push_back(Ending::Error {
            code: "ACCESS_DENIED".to_owned(),
            message: "Access denied while listing objects under the given prefix".to_owned(),
        });
        let closed = "s3://acme-model-registry/fraud/v42/";
        world.add_scan(closed, "Default S3", Duration::from_mins(40));
        let group = world.group("Default HUGGING_FACE").uuid;
        world.start_scan(
            "https://huggingface.co/acme-labs/tinyllama-ft",
            group,
            world.polls,
        );
        world.scans[0].labels = vec![label("team", "nlp"), label("pipeline", "gate1")];
        world.scans[1].labels = vec![label("team", "vision")];
        world
    }

    /// A tenant with that many scans of models without findings, a minute apart.
    pub fn scans(count: usize) -> Self {
        let mut world = Self::empty();
        for number in 0..count {
            let uri = format!("https://huggingface.co/acme-labs/model-{number:05}");
            let ago = Duration::from_mins((count - number) as u64);
            world.add_scan(&uri, "Default HUGGING_FACE", ago);
        }
        world
    }

    /// The same at another time: its clock and all its scans with it.
    pub fn moved_to(mut self, now: Timestamp) -> Self {
        let by = now.duration_since(self.now);
        for scan in &mut self.scans {
            scan.created_at += by;
            scan.updated_at += by;
        }
        self.now = now;
        self
    }

    /// A tenant as it is on its first day: groups and rules, no scans.
    pub fn empty() -> Self {
        let mut world = Self {
            tsg: TSG.to_owned(),
            client_id: format!("triage@{TSG}.iam.panserviceaccount.com"),
            client_secret: "a-secret-of-the-simulation".to_owned(),
            token_lifetime: 899,
            open: false,
            now: Timestamp::constant(1_784_022_067, 218_934_000),
            polls: 2,
            totals: Totals::Counted,
            endings: VecDeque::new(),
            rules: RULES.iter().map(rule).collect(),
            groups: Vec::new(),
            models: Vec::new(),
            scans: Vec::new(),
            scans_started: 0,
            tokens: Vec::new(),
        };
        for source in SOURCES {
            let description = format!("Auto-created default security group for {source} models");
            world.add_group(&format!("Default {source}"), source, &description);
        }
        world.add_group("HF dev (warn)", "HUGGING_FACE", "Records, blocks nothing");
        for instance in &mut world.groups[SOURCES.len()].instances {
            "ALLOWING".clone_into(&mut instance.state);
        }
        world.add_group("Buckets, strict", "S3", "");
        world
    }

    /// A group with every rule that fits its source, each as it is by default.
    pub fn add_group(&mut self, name: &str, source: &str, description: &str) -> &mut Group {
        let fits = |rule: &&Rule| {
            let mut sources = rule.compatible_sources.iter();
            sources.any(|one| one == source || one == "ALL")
        };
        let uuid = id(&format!("group {name}"));
        let instance = |rule: &Rule| Instance {
            uuid: id(&format!("{} of {uuid}", rule.name)),
            rule: rule.uuid,
            state: rule.default_state.clone(),
            field_values: rule.default_values.clone(),
        };
        let group = Group {
            uuid,
            tsg_id: self.tsg.clone(),
            created_at: self.now - Duration::from_hours(24 * 150),
            updated_at: self.now - Duration::from_hours(24 * 14),
            name: name.to_owned(),
            description: description.to_owned(),
            source_type: source.to_owned(),
            state: "ACTIVE".to_owned(),
            is_tombstone: false,
            instances: self.rules.iter().filter(fits).map(instance).collect(),
        };
        self.groups.push(group);
        let last = self.groups.len() - 1;
        &mut self.groups[last]
    }
}

fn rule(row: &RuleRow) -> Rule {
    let (suffix, name, description, kind, sources, state, list) = *row;
    let words = |all: &[&str]| all.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
    let field = |(attribute, choices): (&str, &[&str])| EditableField {
        attribute_name: attribute.to_owned(),
        kind: "list".to_owned(),
        display_name: attribute.replace('_', " "),
        display_type: if choices.is_empty() { "LIST" } else { "SELECT" }.to_owned(),
        description: None,
        dropdown_values: (!choices.is_empty()).then(|| choices.iter().map(choice).collect()),
    };
    Rule {
        uuid: format!("550e8400-e29b-41d4-a716-4466554400{suffix:02x}")
            .parse()
            .expect("a written id"),
        name: name.to_owned(),
        description: description.to_owned(),
        kind: kind.to_owned(),
        compatible_sources: words(sources),
        default_state: state.to_owned(),
        remediation: RuleRemediation {
            description: format!("What to do when {name} fails"),
            steps: words(&[
                "Ask the producer of the model for a safe copy",
                "Or set the rule to Allowing",
            ]),
            url: DOCS.to_owned(),
        },
        editable_fields: list.into_iter().map(field).collect(),
        constant_values: BTreeMap::new(),
        default_values: list
            .into_iter()
            .map(|(key, values)| (key.to_owned(), words(values)))
            .collect(),
    }
}

fn choice(value: &&str) -> Choice {
    Choice {
        value: (*value).to_owned(),
        label: (*value).to_owned(),
    }
}

fn label(key: &str, value: &str) -> Label {
    Label {
        key: key.to_owned(),
        value: value.to_owned(),
    }
}

/// Finished scans: model, group, how many hours ago.
#[rustfmt::skip]
const SCANS: &[(&str, &str, u64)] = &[
    ("https://huggingface.co/drhyrum/bert-tiny-torch-picklebomb", "Default HUGGING_FACE", 300),
    ("s3://acme-model-registry/detector/v7/", "Buckets, strict", 200),
    ("/agent/_work/3/s/models/churn-model", "Default LOCAL", 120),
    ("https://huggingface.co/google/timesfm-2.5-200m-pytorch", "Default HUGGING_FACE", 96),
    ("https://huggingface.co/Qwen/Qwen2.5-3B-Instruct", "Default HUGGING_FACE", 72),
    ("https://huggingface.co/Qwen/Qwen2.5-3B-Instruct", "HF dev (warn)", 48),
    ("gs://acme-models/segmenter/2026-07/", "Default GCS", 30),
    ("https://gitlab.com/acme/voice", "Default GITLAB", 20),
    ("https://huggingface.co/acme-labs/zoo", "Default HUGGING_FACE", 3),
    ("https://huggingface.co/drhyrum/bert-tiny-torch-picklebomb", "Default HUGGING_FACE", 2),
];

fn models() -> Vec<Model> {
    let policy = |rule: &str, description: &str| Finding {
        rule: rule.to_owned(),
        description: description.to_owned(),
        ..Finding::default()
    };
    let license = policy("License Is Valid For Use", "Invalid license: **other**");
    let organization = |name| {
        policy(
            "Organization Verified By Hugging Face",
            &format!(
                "The org/model pair (**{name}**) is denied since it has not been explicitly approved"
            ),
        )
    };
    vec![
        model(
            "https://huggingface.co/drhyrum/bert-tiny-torch-picklebomb",
            &[
                ("config.json", "json"),
                ("pytorch_model.bin", "pytorch_v1_13"),
                ("tf_model.h5", "keras"),
            ],
            vec![
                organization("drhyrum/bert-tiny-torch-picklebomb"),
                policy("License Exists", "input data has a null license"),
                policy("License Is Valid For Use", "Invalid license: **null**"),
                threat("PAIT-PYTCH-100", "pytorch_model.bin", "builtins.exec"),
                threat("UNAPPROVED_FORMATS", "pytorch_model.bin", ""),
                threat("UNAPPROVED_FORMATS", "tf_model.h5", ""),
            ],
        ),
        model(
            "s3://acme-model-registry/detector/v7/",
            &[("detector.onnx", "onnx"), ("labels.json", "json")],
            vec![
                threat("PAIT-ONNX-200", "detector.onnx", ""),
                threat("UNAPPROVED_FORMATS", "detector.onnx", ""),
            ],
        ),
        model(
            "/agent/_work/3/s/models/churn-model",
            &[("model.pkl", "pickle")],
            vec![
                threat("PAIT-PKL-100", "model.pkl", "posix.system"),
                threat("UNAPPROVED_FORMATS", "model.pkl", ""),
            ],
        ),
        model(
            "https://huggingface.co/google/timesfm-2.5-200m-pytorch",
            &[
                ("config.json", "json"),
                ("model.safetensors", "safetensors"),
            ],
            Vec::new(),
        ),
        model(
            "https://huggingface.co/Qwen/Qwen2.5-3B-Instruct",
            &[("model-00001-of-00002.safetensors", "safetensors")],
            vec![organization("Qwen/Qwen2.5-3B-Instruct"), license],
        ),
        model(
            "gs://acme-models/segmenter/2026-07/",
            &[
                ("segmenter/saved_model.pb", "tensorflow"),
                ("segmenter/head.keras", "keras"),
            ],
            vec![
                threat(
                    "PAIT-TF-300",
                    "segmenter/saved_model.pb",
                    "tensorflow.AcmeResize",
                ),
                threat(
                    "PAIT-TF-301",
                    "segmenter/saved_model.pb",
                    "tensorflow.WriteFile",
                ),
                threat("PAIT-KERAS-100", "segmenter/head.keras", "keras.Lambda"),
            ],
        ),
        model(
            "https://gitlab.com/acme/voice",
            &[("voice/model.joblib", "joblib")],
            vec![threat(
                "PAIT-JOBLIB-101",
                "voice/model.joblib",
                "numpy.load",
            )],
        ),
        zoo(),
    ]
}

/// A repository with 1,200 files, 250 of them pickles that run code when they are loaded.
fn zoo() -> Model {
    let path = |number: usize| match number {
        0..250 => format!("pickles/{:02}/weights-{number:04}.pkl", number % 25),
        _ => format!("shards/weights-{number:04}.safetensors"),
    };
    let findings = (0..250).map(|number| threat("PAIT-PKL-100", &path(number), "posix.system"));
    let mut model = model(
        "https://huggingface.co/acme-labs/zoo",
        &[],
        findings.collect(),
    );
    model.files = (0..1200)
        .map(|number| {
            let (format, result) = match number {
                0..250 => ("pickle", "FAILED"),
                _ => ("safetensors", "SUCCESS"),
            };
            ModelFile {
                path: path(number),
                format: Some(format.to_owned()),
                result: result.to_owned(),
            }
        })
        .collect();
    model
}

/// A model with those files, and one that no scanner reads.
fn model(uri: &str, files: &[(&str, &str)], findings: Vec<Finding>) -> Model {
    let failing = |path: &str| {
        findings
            .iter()
            .any(|one| one.file.as_deref() == Some(path) && one.operator.is_some())
    };
    let mut all: Vec<ModelFile> = files
        .iter()
        .map(|(path, format)| ModelFile {
            path: (*path).to_owned(),
            format: Some((*format).to_owned()),
            result: if failing(path) { "FAILED" } else { "SUCCESS" }.to_owned(),
        })
        .collect();
    all.push(ModelFile {
        path: ".gitattributes".to_owned(),
        format: None,
        result: "SKIPPED".to_owned(),
    });
    Model {
        uri: uri.to_owned(),
        files: all,
        findings,
    }
}

/// What the rule that raises a threat says of a file; `call` is `module.operator`, or nothing.
fn threat(code: &str, file: &str, call: &str) -> Finding {
    let row = THREATS.iter().find(|row| row.0 == code);
    let (code, rule, meaning, shelf) = row.unwrap_or_else(|| panic!("no threat {code}"));
    let called = call.split_once('.');
    let description = match called {
        Some((module, operator)) => format!(
            "The model will execute remote code since it contains operator `{operator}` from module `{module}`."
        ),
        None => format!("Model file `{file}`: {meaning}"),
    };
    Finding {
        rule: (*rule).to_owned(),
        description,
        threat: Some((*code).to_owned()),
        threat_description: Some((*meaning).to_owned()),
        threat_kb_url: shelf.map(|shelf| format!("{KNOWLEDGE}/{shelf}/{code}")),
        module: called.map(|(module, _)| module.to_owned()),
        operator: called.map(|(_, operator)| operator.to_owned()),
        file: Some(file.to_owned()),
    }
}
