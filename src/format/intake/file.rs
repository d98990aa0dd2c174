//! Files of the model as a scan lists them (`GET /v1/scans/{uuid}/files`). They name their scan.

use serde::Deserialize;
use serde::de::Deserializer;

use super::wire::{Shared, Text, rows};
use super::{Dialect, Fragment, Item, Reads};
use crate::domain::outcome::enum_word;
use crate::domain::report::ScannedFile;
use crate::domain::text::Untrusted;

const KEYS: [&str; 3] = ["path", "result", "formats"];

/// A page of files, or a bare array of them.
pub(super) const DIALECT: Dialect = Dialect {
    name: "api-files",
    about: "files of one scan, as the API prints them",
    reads: Reads::Json {
        recognise: |shape| {
            let page = shape.list_of("files", &["scan_uuid", "parent_path", "blob_id"]);
            page && shape.object_with(&["files", "pagination"])
                || shape.array_of(&KEYS) && shape.has("scan_uuid")
        },
        read,
    },
};

fn read(text: &str) -> serde_json::Result<Vec<Item>> {
    let Files { list, scan, total } = serde_json::from_str(text)?;
    Ok(vec![Item::Fragment(Fragment {
        scan,
        files: list,
        total,
        ..Fragment::default()
    })])
}

/// A list of files, the scan they name, and the total that their page states.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Files {
    pub(super) list: Vec<ScannedFile>,
    scan: Option<Untrusted>,
    pub(super) total: Option<u64>,
}

impl<'de> Deserialize<'de> for Files {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (mut shared, mut list, mut scan) = (Shared::default(), Vec::new(), None);
        let total = rows(deserializer, "files", |row: Row<'de>| {
            scan = scan.take().or_else(|| row.scan_uuid.untrusted());
            list.push(row.file(&mut shared));
        })?;
        Ok(Self { list, scan, total })
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Row<'a> {
    #[serde(borrow)]
    path: Text<'a>,
    #[serde(borrow, rename = "type")]
    kind: Text<'a>,
    #[serde(borrow)]
    result: Text<'a>,
    #[serde(borrow)]
    scan_uuid: Text<'a>,
}

impl Row<'_> {
    fn file(&self, shared: &mut Shared) -> ScannedFile {
        ScannedFile {
            path: self.path.or_empty().into(),
            result: shared.get(&enum_word(self.result.or_empty())),
            folder: enum_word(self.kind.or_empty()) == "DIRECTORY",
        }
    }
}
