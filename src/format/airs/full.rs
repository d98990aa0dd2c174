//! The document that a completed scan is kept as: the service's own text of the scan and of every row of its lists, and
//! where all that came from. [`intake`](crate::format::intake) reads it back as any report (`full-report`).

use jiff::Timestamp;
use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};
use serde_json::value::RawValue;

/// A whole list: every page of it.
#[derive(Debug, Default)]
pub struct List {
    /// Its rows.
    pub rows: Vec<Box<RawValue>>,
    /// How many the service says there are.
    pub total: Option<u64>,
}

/// A scan with everything that the service has on it.
#[derive(Debug)]
pub struct Full {
    /// The scan.
    pub scan: Box<RawValue>,
    /// What was found.
    pub violations: List,
    /// Results by rule.
    pub evaluations: List,
    /// Files of the model.
    pub files: List,
}

/// Where a completed scan came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Provenance {
    /// When it was fetched.
    pub fetched_at: Timestamp,
    /// By what.
    pub tool: &'static str,
    /// Its version.
    pub version: &'static str,
    /// What its user calls the tenant.
    pub tenant: Option<String>,
    /// The tenant's number.
    pub tsg_id: String,
    /// Where the service answered.
    pub api_endpoint: String,
    /// The report that it completes, where there was one.
    pub completes: Option<String>,
}

impl Full {
    /// The document, in one line for each row.
    pub fn text(&self, provenance: &Provenance) -> serde_json::Result<String> {
        let document = Document {
            scan: &self.scan,
            violations: Named("violations", &self.violations),
            evaluations: Named("evaluations", &self.evaluations),
            files: Named("files", &self.files),
            provenance,
        };
        Ok(serde_json::to_string_pretty(&document)? + "\n")
    }
}

/// A scan alone as a document: what it concluded, and that nobody has fetched why.
pub fn alone(scan: &RawValue, provenance: &Provenance) -> serde_json::Result<String> {
    #[derive(Serialize)]
    struct Document<'a> {
        scan: &'a RawValue,
        provenance: &'a Provenance,
    }
    Ok(serde_json::to_string_pretty(&Document { scan, provenance })? + "\n")
}

#[derive(Serialize)]
struct Document<'a> {
    scan: &'a RawValue,
    violations: Named<'a>,
    evaluations: Named<'a>,
    files: Named<'a>,
    provenance: &'a Provenance,
}

/// A list in its page, as the service gives it.
struct Named<'a>(&'static str, &'a List);

impl Serialize for Named<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Pagination {
            total_items: Option<u64>,
        }
        let Self(name, List { rows, total }) = *self;
        let mut page = serializer.serialize_struct("Page", 2)?;
        page.serialize_field(name, rows)?;
        page.serialize_field(
            "pagination",
            &Pagination {
                total_items: *total,
            },
        )?;
        page.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::report::{Completeness, Origin, Report};
    use crate::format::airs::Page;
    use crate::format::intake;

    const SCAN: &str =
        include_str!("../../../tests/samples/02_sdk_model_dump_blocked_pickle_local.json");
    const VIOLATIONS: &str =
        include_str!("../../../tests/samples/09_api_violations_pickle_local.json");
    const EVALUATIONS: &str = include_str!("../../../tests/samples/14_api_evaluations.json");
    const FILES: &str = include_str!("../../../tests/samples/15_api_files.json");

    fn list(text: &str, name: &str) -> List {
        let page = Page::read(text, name).unwrap();
        List {
            rows: page.rows,
            total: page.total,
        }
    }

    fn full(violations: List) -> Full {
        Full {
            scan: RawValue::from_string(SCAN.trim().to_owned()).unwrap(),
            violations,
            evaluations: list(EVALUATIONS, "evaluations"),
            files: list(FILES, "files"),
        }
    }

    fn provenance() -> Provenance {
        Provenance {
            fetched_at: "2026-07-14T09:41:07Z".parse().unwrap(),
            tool: "airs-triage",
            version: "0.0.0",
            tenant: Some("prod".into()),
            tsg_id: "1180045521".into(),
            api_endpoint: "https://api.example.com/aims".into(),
            completes: Some("build-812.zip!/model_scan_report.json".into()),
        }
    }

    fn read(text: &str) -> Report {
        let origin = Origin {
            path: "scan.json".into(),
            member: None,
        };
        let mut reading = intake::read(&origin, text, false);
        assert_eq!(reading.notices, []);
        let (source, draft) = reading.drafts.pop().unwrap();
        Report::derive(source, Vec::new(), draft)
    }

    #[test]
    fn what_was_fetched_reads_back_as_a_full_report_that_tells_where_it_came_from() {
        let full = full(list(VIOLATIONS, "violations"));
        let report = read(&full.text(&provenance()).unwrap());
        assert_eq!(report.head.completeness, Completeness::Full);
        assert_eq!(report.head.source.dialect, "full-report");
        assert_eq!(report.findings.len(), full.violations.rows.len());
        assert_eq!(report.evaluations.len(), full.evaluations.rows.len());
        assert_eq!(report.files.len(), full.files.rows.len());
        let (name, words) = report.head.scan.extra.last().unwrap();
        assert_eq!(name.raw(), "provenance");
        assert_eq!(
            words.raw(),
            "fetched 2026-07-14T09:41:07Z, from tenant prod, TSG 1180045521, at https://api.example.com/aims, completes build-812.zip!/model_scan_report.json"
        );
    }

    #[test]
    fn a_list_that_fell_short_is_not_full() {
        let mut short = list(VIOLATIONS, "violations");
        short.rows.truncate(1);
        let report = read(&full(short).text(&provenance()).unwrap());
        assert_eq!(report.head.completeness, Completeness::Partial);
        assert!(!report.head.warnings.is_empty());
    }
}
