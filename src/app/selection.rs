//! What is selected, as lines for another program: the marked, else what the cursor stands on.

use crate::app::model::Model;
use crate::app::target::Target;
use crate::domain::text::Untrusted;

/// One line for each selected thing: on the list of reports the scan's UUID (empty where it has none) and the file,
/// a tab between them; on a report the fingerprint of a finding, or of the whole scan where it lists none.
pub fn lines(model: &Model) -> String {
    let mut lines = String::new();
    match (model.target(), &model.report) {
        (Target::Findings(findings), Some(open)) => {
            for at in findings {
                let fingerprint = open.report.findings[at].identity.exact;
                lines.push_str(&format!("{fingerprint}\n"));
            }
        }
        (Target::OpenScan, Some(open)) => {
            lines.push_str(&format!("{}\n", open.report.head.identity.exact));
        }
        (target @ Target::Scans(_), _) => {
            for head in model.heads(&target) {
                let uuid = head.scan.uuid.as_ref().map(Untrusted::printable);
                let uuid = uuid.unwrap_or_default();
                lines.push_str(&format!("{uuid}\t{}\n", head.source.path.printable()));
            }
        }
        _ => {}
    }
    lines
}
