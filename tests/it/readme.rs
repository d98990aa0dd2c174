//! The README, held to what the program does: its generated blocks are current and its links lead somewhere.
//!
//! A block stands between `<!-- keys -->` and `<!-- /keys -->`; `SNAPSHOTS=overwrite` rewrites it.

use std::path::{Path, PathBuf};

use snapbox::{Assert, Data, IntoData as _};

/// A generated block: its name and what the program says belongs there, whole lines.
type Block = (&'static str, fn() -> String);

/// Every generated block, in the order of the README.
const BLOCKS: &[Block] = &[
    ("scans", airs_triage::domain::query::remote::markdown),
    ("dialects", airs_triage::format::intake::markdown),
    ("filter", airs_triage::domain::query::markdown_of_scans),
    (
        "filter-of-verdicts",
        airs_triage::domain::query::markdown_of_verdicts,
    ),
    ("keys", airs_triage::app::keys::markdown),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Compares one block of a file with what was generated.
#[track_caller]
pub(crate) fn block(file: &Path, name: &str, generated: &str) {
    let text = std::fs::read_to_string(file).unwrap();
    let current = with_block(&text, name, generated)
        .unwrap_or_else(|| panic!("{} has no block `{name}`", file.display()));
    Assert::new()
        .action_env("SNAPSHOTS")
        .eq(current.into_data().raw(), Data::read_from(file, None).raw());
}

/// The text with the inside of a block replaced.
fn with_block(text: &str, name: &str, generated: &str) -> Option<String> {
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let start = text.find(&open)? + open.len();
    let end = start + text[start..].find(&close)?;
    let inside = generated.trim_end();
    Some(format!("{}{inside}\n{}", &text[..start], &text[end..]))
}

/// The names of all blocks of a text.
fn blocks(text: &str) -> Vec<&str> {
    let closings = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("<!-- /"));
    closings
        .filter_map(|rest| rest.strip_suffix(" -->"))
        .collect()
}

/// The relative links and images of a Markdown text, code left out.
fn links(text: &str) -> Vec<String> {
    let prose = text.split("```").step_by(2).collect::<String>();
    let prose: String = prose.split('`').step_by(2).collect();
    let mut links = Vec::new();
    for (opening, closing) in [
        ("](", ')'),
        ("src=\"", '"'),
        ("srcset=\"", '"'),
        ("href=\"", '"'),
    ] {
        for (at, _) in prose.match_indices(opening) {
            let target = prose[at + opening.len()..]
                .split([closing, ' ', '#'])
                .next();
            let target = target.unwrap_or_default();
            if !target.is_empty() && !target.contains(':') {
                links.push(target.to_owned());
            }
        }
    }
    links
}

#[test]
fn every_block_is_current() {
    let readme = root().join("README.md");
    let text = std::fs::read_to_string(&readme).unwrap();
    let named: Vec<&str> = BLOCKS.iter().map(|(name, _)| *name).collect();
    assert_eq!(
        blocks(&text),
        named,
        "blocks of the README and of this table, in order"
    );
    for (name, generate) in BLOCKS {
        block(&readme, name, &generate());
    }
}

#[test]
fn every_relative_link_leads_somewhere() {
    let text = std::fs::read_to_string(root().join("README.md")).unwrap();
    let lost: Vec<String> = links(&text)
        .into_iter()
        .filter(|link| !root().join(link).exists())
        .collect();
    assert!(lost.is_empty(), "the README points at {lost:?}");
}

const MADE_UP: &str =
    "Keys:\n<!-- keys -->\nold\n<!-- /keys -->\nand\n<!-- exits -->\n<!-- /exits -->\nend\n";

#[test]
fn a_block_is_replaced_and_the_rest_is_kept() {
    let keys = "Keys:\n<!-- keys -->\nnew\nlines\n<!-- /keys -->\nand\n<!-- exits -->\n<!-- /exits -->\nend\n";
    assert_eq!(
        with_block(MADE_UP, "keys", "new\nlines\n").as_deref(),
        Some(keys)
    );
    assert_eq!(with_block(MADE_UP, "keys", "old").as_deref(), Some(MADE_UP));
    assert_eq!(with_block(MADE_UP, "absent", "x"), None);
    assert_eq!(blocks(MADE_UP), ["keys", "exits"]);
}

#[test]
fn a_current_block_passes() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("README.md");
    std::fs::write(&file, MADE_UP).unwrap();
    block(&file, "keys", "old\n");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), MADE_UP);
}

#[test]
fn links_are_found_outside_code_and_only_relative_ones() {
    let text = "[a](docs/a.md#part) ![b](b.svg \"title\") [c](https://c.example) [d](#d) `[e](e.md)`\n\
                ```\n[f](f.md)\n```\n<img src=\"g.svg\"> <a href=\"mailto:h@i.example\">";
    assert_eq!(links(text), ["docs/a.md", "b.svg", "g.svg"]);
}
