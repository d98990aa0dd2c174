//! Texts that are saved under a report's name by accident: the page of a login, a pointer to a file, what `print` made
//! of a dictionary. Each is named in words that say what went wrong; none is read.

/// Bytes of the beginning that are looked at for a mark inside the text.
const HEAD: usize = 4096;

/// How to tell one kind, and its words.
struct Mistaken {
    is: fn(&str) -> bool,
    words: &'static str,
}

const MISTAKEN: [Mistaken; 7] = [
    Mistaken {
        is: |text| begins(text, "<!doctype html") || begins(text, "<html") || is_page(text),
        words: "a web page, not a report: the download was answered with a login or an error page; check its address and its token",
    },
    Mistaken {
        is: |text| text.starts_with('<') && head(text).contains("<testsuite"),
        words: "JUnit test results, not a scan report",
    },
    Mistaken {
        is: |text| text.starts_with("<?xml"),
        words: "an XML document, not a scan report",
    },
    Mistaken {
        is: |text| text.starts_with("version https://git-lfs."),
        words: "a Git LFS pointer, not the file it stands for: run `git lfs pull` and open it again",
    },
    Mistaken {
        is: |text| text.starts_with("{'") || text.starts_with("[{'") || text.contains("{'uuid':"),
        words: "a Python dictionary as `print` writes it, which is not JSON: let the script write `json.dumps(…)` or `model_dump_json()`",
    },
    Mistaken {
        is: |text| text.starts_with("//") || text.starts_with("/*") && text.contains('{'),
        words: "begins with a comment, which JSON does not have: take the comments out",
    },
    Mistaken {
        is: |text| text.lines().any(|line| line.starts_with("eval_outcome:")),
        words: "YAML, which is not read: save the report as JSON",
    },
];

/// What a text is that gave no report, if it is one of these.
pub(super) fn name(text: &str) -> Option<&'static str> {
    let text = text.trim_start();
    MISTAKEN
        .iter()
        .find(|mistaken| (mistaken.is)(text))
        .map(|mistaken| mistaken.words)
}

fn is_page(text: &str) -> bool {
    text.starts_with('<') && head(text).to_ascii_lowercase().contains("<html")
}

fn begins(text: &str, mark: &str) -> bool {
    text.get(..mark.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(mark))
}

fn head(text: &str) -> &str {
    &text[..text.floor_char_boundary(HEAD)]
}
