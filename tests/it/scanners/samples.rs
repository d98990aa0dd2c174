//! What every sample says.

use airs_triage::domain::grade::Level;

/// Severity, symbol and file of a finding.
pub(super) type Row<'a> = (Option<Level>, &'a str, &'a str);

pub(super) struct Case {
    pub(super) sample: &'static str,
    pub(super) dialect: &'static str,
    pub(super) model: Option<&'static str>,
    pub(super) scanned: Option<u64>,
    pub(super) skipped: Option<u64>,
    pub(super) rules: &'static [&'static str],
    pub(super) findings: &'static [Row<'static>],
    /// Parts of the coverage notes, in order.
    pub(super) notes: &'static [&'static str],
}

pub(super) const CRITICAL: Option<Level> = Some(Level::Critical);
const NOT_SHOWN: &str = "made without --show-skipped";
const OP_SCAN: &str = "modelscan: PickleUnsafeOpScan";
const IMPORT: &str = "picklescan: dangerous import";
const S201: &str = "modelaudit: S201";
const NOT_ALLOWED: &str = "modelaudit: NON_ALLOWLISTED_GLOBAL";
pub(super) const PT: &str = "/builds/ml/models/malicious.pt:archive/data.pkl";
const BENIGN_PT: &str = "/builds/ml/models/benign.pt:archive/data.pkl";
const REBUILD: &str = "torch._utils._rebuild_tensor_v2";
const INCONCLUSIVE: &str = "the analysis is inconclusive (pickle_analysis_incomplete)";
const SKIPPED_CHECKS: &str =
    "skipped checks: 5, the first of them CVE-2025-32434 PyTorch Version Check";

pub(super) const CASES: &[Case] = &[
    Case {
        sample: "dir.modelscan.json",
        dialect: "modelscan",
        model: Some("/builds/ml/models"),
        scanned: Some(7),
        skipped: Some(9),
        rules: &[OP_SCAN, OP_SCAN, OP_SCAN, OP_SCAN, OP_SCAN],
        findings: &[
            (CRITICAL, "posix.system", "global_only.pkl"),
            (CRITICAL, "builtins.getattr", "suspect_fp.pkl"),
            (CRITICAL, "posix.system", "malicious_p0.pkl"),
            (CRITICAL, "posix.system", "malicious.pkl"),
            (CRITICAL, "posix.system", "malicious.pt:archive/data.pkl"),
        ],
        notes: &[
            "error: broken_tail.pkl: Parsing error: at position 29",
            "error: lambda.keras: To use modelscan.scanners.KerasLambdaDetectScan",
            "error: lambda.keras:model.weights.h5: ",
            "skipped: benign.safetensors: Model Scan did not scan file (SCAN_NOT_SUPPORTED)",
            "skipped: benign.pt:archive/byteorder",
            "skipped: benign.pt:archive/data/0",
            "skipped: benign.pt:archive/version",
            "skipped: lambda.keras:metadata.json",
            "skipped: lambda.keras:config.json",
            "skipped: malicious.pt:archive/byteorder",
            "skipped: malicious.pt:archive/data/0",
            "skipped: malicious.pt:archive/version",
        ],
    },
    Case {
        sample: "modelscan.benign.pkl.json",
        dialect: "modelscan",
        model: Some("/builds/ml/models/benign.pkl"),
        scanned: Some(1),
        skipped: None,
        rules: &[],
        findings: &[],
        notes: &[NOT_SHOWN],
    },
    Case {
        sample: "modelscan.broken_tail.pkl.json",
        dialect: "modelscan",
        model: Some("/builds/ml/models/broken_tail.pkl"),
        scanned: Some(0),
        skipped: None,
        rules: &[],
        findings: &[],
        notes: &[
            "no file was scanned",
            "opcode b'\\x00' unknown (PICKLE_GENOPS)",
            NOT_SHOWN,
        ],
    },
    Case {
        sample: "modelscan.global_only.pkl.json",
        dialect: "modelscan",
        model: Some("/builds/ml/models/global_only.pkl"),
        scanned: Some(1),
        skipped: None,
        rules: &[OP_SCAN],
        findings: &[(CRITICAL, "posix.system", "global_only.pkl")],
        notes: &[NOT_SHOWN],
    },
    Case {
        sample: "modelscan.lambda.keras.json",
        dialect: "modelscan",
        model: Some("/builds/ml/models/lambda.keras"),
        scanned: Some(0),
        skipped: None,
        rules: &[],
        findings: &[],
        notes: &[
            "no file was scanned",
            "tensorflow extras",
            "(DEPENDENCY)",
            NOT_SHOWN,
        ],
    },
    Case {
        sample: "modelscan.malicious.pkl.json",
        dialect: "modelscan",
        model: Some("/builds/ml/models/malicious.pkl"),
        scanned: Some(1),
        skipped: None,
        rules: &[OP_SCAN],
        findings: &[(CRITICAL, "posix.system", "malicious.pkl")],
        notes: &[NOT_SHOWN],
    },
    Case {
        sample: "modelscan.malicious.pt.json",
        dialect: "modelscan",
        model: Some("/builds/ml/models/malicious.pt"),
        scanned: Some(1),
        skipped: None,
        rules: &[OP_SCAN],
        findings: &[(CRITICAL, "posix.system", "malicious.pt:archive/data.pkl")],
        notes: &[NOT_SHOWN],
    },
    Case {
        sample: "picklescan.benign.pkl.txt",
        dialect: "picklescan",
        model: None,
        scanned: Some(1),
        skipped: None,
        rules: &[],
        findings: &[],
        notes: &[],
    },
    Case {
        sample: "picklescan.broken_tail.pkl.txt",
        dialect: "picklescan",
        model: Some("/builds/ml/models/broken_tail.pkl"),
        scanned: Some(1),
        skipped: None,
        rules: &[IMPORT],
        findings: &[(None, "builtins.eval", "/builds/ml/models/broken_tail.pkl")],
        notes: &["ERROR: parsing pickle in /builds/ml/models/broken_tail.pkl: at position 29"],
    },
    Case {
        sample: "picklescan.malicious.pkl.txt",
        dialect: "picklescan",
        model: Some("/builds/ml/models/malicious.pkl"),
        scanned: Some(1),
        skipped: None,
        rules: &[IMPORT],
        findings: &[(None, "posix.system", "/builds/ml/models/malicious.pkl")],
        notes: &[],
    },
    Case {
        sample: "picklescan.malicious.pt.txt",
        dialect: "picklescan",
        model: Some("/builds/ml/models/malicious.pt"),
        scanned: Some(1),
        skipped: None,
        rules: &[IMPORT],
        findings: &[(None, "posix.system", PT)],
        notes: &[],
    },
    Case {
        sample: "fickling.benign.pkl.json",
        dialect: "fickling",
        model: None,
        scanned: Some(1),
        skipped: None,
        rules: &[],
        findings: &[],
        notes: &[],
    },
    Case {
        sample: "fickling.global_only.pkl.json",
        dialect: "fickling",
        model: None,
        scanned: Some(1),
        skipped: None,
        rules: &["fickling: UnsafeImports"],
        findings: &[(CRITICAL, "posix.system", "")],
        notes: &[],
    },
    Case {
        sample: "fickling.malicious.pkl.json",
        dialect: "fickling",
        model: None,
        scanned: Some(1),
        skipped: None,
        rules: &["fickling: UnsafeImports", "fickling: UnusedVariables"],
        findings: &[(CRITICAL, "posix.system", ""), (CRITICAL, "", "")],
        notes: &[],
    },
    Case {
        sample: "modelaudit.malicious.pkl.json",
        dialect: "modelaudit",
        model: Some("/builds/ml/models/malicious.pkl"),
        scanned: Some(1),
        skipped: None,
        rules: &[S201],
        findings: &[(CRITICAL, "posix.system", "/builds/ml/models/malicious.pkl")],
        notes: &[],
    },
    Case {
        sample: "modelaudit.benign.pt.json",
        dialect: "modelaudit",
        model: Some("/builds/ml/models/benign.pt"),
        scanned: Some(1),
        skipped: None,
        rules: &[S201, NOT_ALLOWED],
        findings: &[
            (Some(Level::Info), "", BENIGN_PT),
            (Some(Level::Medium), REBUILD, BENIGN_PT),
        ],
        notes: &[INCONCLUSIVE, SKIPPED_CHECKS, "success: false"],
    },
    Case {
        sample: "modelaudit.malicious.pt.json",
        dialect: "modelaudit",
        model: Some("/builds/ml/models/malicious.pt"),
        scanned: Some(1),
        skipped: None,
        rules: &[S201, S201, NOT_ALLOWED, S201],
        findings: &[
            (CRITICAL, "", PT),
            (CRITICAL, "posix.system", PT),
            (Some(Level::Medium), REBUILD, PT),
            (CRITICAL, "posix.system", PT),
        ],
        notes: &[INCONCLUSIVE, SKIPPED_CHECKS, "success: false"],
    },
    Case {
        sample: "modelaudit.malicious.pkl.sarif",
        dialect: "sarif",
        model: Some("/builds/ml/models/malicious.pkl"),
        scanned: Some(1),
        skipped: None,
        rules: &["ModelAudit: S201"],
        findings: &[(
            Some(Level::High),
            "posix.system",
            "/builds/ml/models/malicious.pkl",
        )],
        notes: &[],
    },
];
