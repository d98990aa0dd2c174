//! Which names are worth a look: the same for whoever lists a folder and for whoever watches it.

use std::ffi::OsStr;

use crate::format::artifact::{Standing, standing};

/// Folders that hold programs and their parts, never reports. Hidden folders are passed over too.
const PASSED_OVER: [&str; 5] = [
    "node_modules",
    "target",
    "venv",
    "site-packages",
    "__pycache__",
];

/// Whether a folder of this name may hold reports.
pub fn is_of_interest(folder: &OsStr) -> bool {
    let name = folder.to_string_lossy();
    !name.starts_with('.') && !PASSED_OVER.contains(&&*name)
}

/// Whether a file of this name may be a report.
pub fn may_be_report(file: &OsStr) -> bool {
    standing(&file.to_string_lossy()) != Standing::Other
}
