//! Made-up reports in the shape of a web front end's (scan, violations, evaluations): the same bytes on every machine.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

/// Changes with the generator, so that an older corpus is not taken for this one.
const VERSION: &str = "airs-triage-corpus-2";
const VIOLATIONS: usize = 20;

/// The corpus under the system's temporary folder, made on first use: a folder of `count` reports of about 30 kB, and
/// one report with `violations` violations.
pub(crate) fn corpus(count: usize, violations: usize) -> io::Result<(PathBuf, PathBuf)> {
    let root = std::env::temp_dir().join(format!("{VERSION}-{count}-{violations}"));
    let (folder, large) = (root.join("reports"), root.join("large.json"));
    let complete = root.join("complete");
    if !complete.exists() {
        fs::create_dir_all(&folder)?;
        for number in 0..count {
            report(
                &folder.join(format!("scan-{number:05}.json")),
                number,
                VIOLATIONS,
            )?;
        }
        report(&large, count, violations)?;
        File::create(complete)?;
    }
    Ok((folder, large))
}

/// Writes one report; even numbers compact, odd ones indented.
fn report(path: &Path, number: usize, violations: usize) -> io::Result<()> {
    let mut chance = Chance::new(number as u64);
    let scan = Scan::new(&mut chance, number, violations);
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    if number.is_multiple_of(2) {
        serde_json::to_writer(&mut out, &scan)?;
    } else {
        serde_json::to_writer_pretty(&mut out, &scan)?;
    }
    out.flush()
}

/// A small linear congruential generator (Knuth's MMIX constants): chance that is the same every time.
struct Chance(u64);

impl Chance {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 16
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.next()).unwrap_or(0) % of.len()]
    }

    fn hex(&mut self, digits: usize) -> String {
        (0..digits)
            .filter_map(|_| char::from_digit(u32::try_from(self.next() & 15).ok()?, 16))
            .collect()
    }

    fn uuid(&mut self) -> String {
        let (a, b, c) = (self.hex(8), self.hex(4), self.hex(3));
        format!("{a}-{b}-4{c}-8{}-{}", self.hex(3), self.hex(12))
    }
}

const TSG: &str = "1180045521";
const TIME: &str = "2026-07-14T09:41:07.218934Z";
const RULES: [(&str, &str, Option<&str>); 6] = [
    (
        "Load Time Code Execution Check",
        "Model artifacts should not contain unsafe operators that are run upon deserialization",
        Some("PAIT-PKL-100"),
    ),
    (
        "Runtime Code Execution Check",
        "Model artifacts should not contain unsafe operators that are run via interaction with the model",
        Some("PAIT-KERAS-300"),
    ),
    (
        "Suspicious Model Components Check",
        "Model artifacts should not contain suspicious components",
        Some("PAIT-ONNX-200"),
    ),
    (
        "Stored In Approved File Format",
        "Model files should be stored in an approved file format",
        Some("UNAPPROVED_FORMATS"),
    ),
    (
        "License Is Valid For Use",
        "Model should have a license that is approved for use",
        None,
    ),
    (
        "Organization Verified By Hugging Face",
        "Organization that produced the model should be verified by Hugging Face",
        None,
    ),
];
const SYMBOLS: [(&str, &str); 5] = [
    ("posix", "system"),
    ("builtins", "eval"),
    ("subprocess", "Popen"),
    ("socket", "create_connection"),
    ("importlib", "import_module"),
];
const FOLDERS: [&str; 4] = ["weights", "checkpoints/step", "onnx/export", "tokenizer"];
const ADVICE: [&str; 3] = [
    "Prefer a serialization format that cannot run code, such as safetensors, for everything that is handed on",
    "Ask the producer how the file was made and by whom before trusting it in any environment",
    "Scan the replacement again before it is taken into the registry",
];

#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "the names are the service's")]
struct Scan {
    uuid: String,
    tsg_id: &'static str,
    created_at: &'static str,
    updated_at: &'static str,
    model_uri: String,
    owner: &'static str,
    scan_origin: &'static str,
    security_group_uuid: &'static str,
    security_group_name: &'static str,
    model_version_uuid: String,
    eval_outcome: &'static str,
    source_type: &'static str,
    eval_summary: Counts,
    enabled_rule_count_snapshot: u64,
    scanner_version: &'static str,
    sdk_version: &'static str,
    total_files_scanned: usize,
    total_files_skipped: usize,
    model_formats: [&'static str; 2],
    error_code: Option<&'static str>,
    error_message: Option<&'static str>,
    labels: [&'static str; 0],
    violations: Vec<Violation>,
    evaluations: Vec<Evaluation>,
}

#[derive(Serialize)]
struct Counts {
    rules_failed: usize,
    rules_passed: usize,
    total_rules: usize,
}

#[derive(Serialize)]
struct Violation {
    uuid: String,
    tsg_id: &'static str,
    created_at: &'static str,
    updated_at: &'static str,
    description: String,
    rule_instance_uuid: String,
    rule_name: &'static str,
    rule_description: &'static str,
    rule_instance_state: &'static str,
    rule_origin: &'static str,
    threat: Option<&'static str>,
    threat_description: Option<&'static str>,
    threat_kb_url: Option<String>,
    insights_url: Option<String>,
    module: Option<&'static str>,
    operator: Option<&'static str>,
    file: Option<String>,
    hash: Option<String>,
    remediation: Advice,
}

#[derive(Serialize)]
struct Advice {
    steps: [&'static str; 3],
    url: &'static str,
}

#[derive(Serialize)]
struct Evaluation {
    uuid: String,
    tsg_id: &'static str,
    created_at: &'static str,
    result: &'static str,
    violation_count: usize,
    rule_instance_uuid: String,
    scan_uuid: String,
    rule_name: &'static str,
    rule_description: &'static str,
    rule_instance_state: &'static str,
}

impl Scan {
    fn new(chance: &mut Chance, number: usize, violations: usize) -> Self {
        let uuid = chance.uuid();
        let instances: Vec<_> = RULES.iter().map(|_| chance.uuid()).collect();
        let list: Vec<_> = (0..violations)
            .map(|at| Violation::new(chance, at, &instances))
            .collect();
        let count = |rule: &str| list.iter().filter(|seen| seen.rule_name == rule).count();
        let evaluations: Vec<_> = RULES
            .iter()
            .zip(&instances)
            .map(|((rule, about, _), instance)| Evaluation {
                uuid: chance.uuid(),
                tsg_id: TSG,
                created_at: TIME,
                result: if count(rule) > 0 { "FAILED" } else { "PASSED" },
                violation_count: count(rule),
                rule_instance_uuid: instance.clone(),
                scan_uuid: uuid.clone(),
                rule_name: rule,
                rule_description: about,
                rule_instance_state: "BLOCKING",
            })
            .collect();
        let failed = evaluations.iter().filter(|seen| seen.result == "FAILED");
        let failed = failed.count();
        Self {
            uuid,
            tsg_id: TSG,
            created_at: TIME,
            updated_at: TIME,
            model_uri: format!("https://huggingface.co/acme/model-{}", number % 1_000),
            owner: "ci-model-scan@1180045521.iam.example.com",
            scan_origin: "MODEL_SECURITY_SDK",
            security_group_uuid: "0f95d196-2cba-4ece-a3f5-d9f9d7a361f3",
            security_group_name: "Default HUGGING_FACE",
            model_version_uuid: chance.uuid(),
            eval_outcome: "BLOCKED",
            source_type: "HUGGING_FACE",
            eval_summary: Counts {
                rules_failed: failed,
                rules_passed: RULES.len() - failed,
                total_rules: RULES.len(),
            },
            enabled_rule_count_snapshot: 6,
            scanner_version: "2026.7.1",
            sdk_version: "1.1.2",
            total_files_scanned: violations,
            total_files_skipped: 1,
            model_formats: ["pytorch_v1_13", "zip"],
            error_code: None,
            error_message: None,
            labels: [],
            violations: list,
            evaluations,
        }
    }
}

impl Violation {
    fn new(chance: &mut Chance, at: usize, instances: &[String]) -> Self {
        let which = usize::try_from(chance.next()).unwrap_or(0) % RULES.len();
        let (rule, about, threat) = RULES[which];
        let symbol = (which < 3).then(|| chance.pick(&SYMBOLS));
        let file = threat.map(|_| {
            format!(
                "{}/{at:06}/model.pt:archive/data.pkl",
                chance.pick(&FOLDERS)
            )
        });
        let description = match (symbol, &file) {
            (Some((module, operator)), _) => format!(
                "The model will execute remote code since it contains operator `{operator}` from module `{module}`."
            ),
            (None, Some(file)) => {
                format!("The file `{file}` is stored in an unapproved format: **pytorch_v1_13**")
            }
            (None, None) => format!(
                "The model was produced under terms number {at} (**other**), which are not approved"
            ),
        };
        let kb = "https://protectai.com/insights/knowledge-base";
        Self {
            uuid: chance.uuid(),
            tsg_id: TSG,
            created_at: TIME,
            updated_at: TIME,
            description,
            rule_instance_uuid: instances[which].clone(),
            rule_name: rule,
            rule_description: about,
            rule_instance_state: "BLOCKING",
            rule_origin: "PANW_MANAGED",
            threat,
            threat_description: threat.map(|_| "Model with arbitrary code execution at load time"),
            threat_kb_url: threat.map(|code| format!("{kb}/deserialization-threats/{code}")),
            insights_url: None,
            module: symbol.map(|(module, _)| module),
            operator: symbol.map(|(_, operator)| operator),
            hash: file.as_ref().map(|_| chance.hex(40)),
            file,
            remediation: Advice {
                steps: ADVICE,
                url: "https://docs.example.com/ai-model-security/understanding-model-security-rules",
            },
        }
    }
}
