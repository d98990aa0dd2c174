//! A Rust source as the architecture test reads it: its code without comments and literals, and the paths it names.

use std::path::Path;

/// One source file.
pub struct Source {
    /// Where it is, from the project's root.
    pub path: String,
    /// The file as it is.
    pub text: String,
    /// Every path it names, `use` trees spelled out.
    pub mentions: Vec<Mention>,
    code: String,
}

/// A path that a source names.
pub struct Mention {
    /// Its segments.
    pub path: Vec<String>,
    /// Whether `mut` stands before it.
    pub mutable: bool,
    at: usize,
}

impl Mention {
    /// Whether `name` is a part of the path.
    pub fn names(&self, name: &str) -> bool {
        let name: Vec<&str> = name.split("::").collect();
        self.path.windows(name.len()).any(|part| part == name)
    }
}

impl Source {
    pub fn new(path: &str, text: &str) -> Self {
        let code = code(text);
        Self {
            path: path.replace('\\', "/"),
            text: text.to_owned(),
            mentions: mentions(&code),
            code,
        }
    }

    /// The first step below `src/`: a room, or a file beside the rooms.
    pub fn room(&self) -> &str {
        let within = self.path.trim_start_matches("src/");
        within
            .split('/')
            .next()
            .unwrap_or_default()
            .trim_end_matches(".rs")
    }

    pub fn stem(&self) -> &str {
        let stem = Path::new(&self.path).file_stem();
        stem.and_then(|stem| stem.to_str()).unwrap_or_default()
    }

    /// The code before the module of tests, which comes last.
    pub fn outside_tests(&self) -> &str {
        &self.code[..self.tests()]
    }

    fn tests(&self) -> usize {
        self.code.find("#[cfg(test)]").unwrap_or(self.code.len())
    }

    /// Whether the code says a word, not as the end of a longer one.
    pub fn says(&self, word: &str) -> bool {
        self.code
            .match_indices(word)
            .any(|(at, _)| !self.code[..at].ends_with(in_word))
    }

    /// Paths from the root of the crate, without `crate`: written so, or climbing there by `super`.
    pub fn visits(&self) -> impl Iterator<Item = &[String]> {
        let within = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        let depth = within.split('/').filter(|step| *step != "mod").count();
        self.mentions.iter().filter_map(move |mention| {
            let depth = depth + usize::from(mention.at > self.tests());
            let climbs = mention
                .path
                .iter()
                .take_while(|step| *step == "super")
                .count();
            let from_root = if mention.path[0] == "crate" {
                1
            } else {
                climbs
            };
            let path = &mention.path[from_root..];
            // `pub(crate)` names the crate and nothing in it.
            (from_root >= 1 && (climbs == 0 || climbs >= depth) && !path.is_empty()).then_some(path)
        })
    }
}

fn in_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// The code of a source: comments and the insides of literals left out.
fn code(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(length) = literal(rest, code.ends_with(in_word)) {
            length
        } else {
            code.push(next);
            rest = &rest[next.len_utf8()..];
            continue;
        };
        code.push(' ');
        rest = &rest[skipped..];
    }
    code
}

/// The length of the string or character literal that a text begins with.
fn literal(text: &str, after_word: bool) -> Option<usize> {
    let hashes = text
        .strip_prefix('r')
        .map_or(0, |raw| raw.len() - raw.trim_start_matches('#').len());
    if !after_word && text.starts_with('r') && text[1 + hashes..].starts_with('"') {
        let end = format!("\"{}", "#".repeat(hashes));
        let inside = &text[hashes + 2..];
        return Some(
            inside
                .find(&end)
                .map_or(text.len(), |at| hashes + 2 + at + end.len()),
        );
    }
    if text.starts_with('"') {
        return Some(closing(text, '"'));
    }
    let inside = text.strip_prefix('\'')?;
    let lifetime = !inside.starts_with('\\') && inside.chars().nth(1) != Some('\'');
    (!lifetime).then(|| closing(text, '\''))
}

/// Where a quoted text ends, backslashes minded.
fn closing(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn mentions(code: &str) -> Vec<Mention> {
    let mut mentions = Vec::new();
    let mut at = 0;
    while let Some(found) =
        code[at..].find(|character: char| character.is_alphabetic() || character == '_')
    {
        let start = at + found;
        let mut paths = Vec::new();
        let rest = tree(&code[start..], &[], &mut paths);
        let mutable = code[..start].trim_end().ends_with("mut");
        mentions.extend(paths.into_iter().map(|path| Mention {
            path,
            mutable,
            at: start,
        }));
        at = code.len() - rest.len();
    }
    mentions
}

/// Reads a path or a `use` tree, adds the paths in it, gives what follows.
fn tree<'a>(code: &'a str, before: &[String], into: &mut Vec<Vec<String>>) -> &'a str {
    let mut path = before.to_vec();
    let mut rest = code.trim_start();
    loop {
        let word = rest
            .find(|character| !in_word(character))
            .unwrap_or(rest.len());
        if word > 0 {
            path.push(rest[..word].to_owned());
            rest = &rest[word..];
        } else if let Some(mut branches) = rest.strip_prefix('{') {
            while !branches.starts_with('}') && !branches.is_empty() {
                let after = tree(branches, &path, into);
                // `self as name`, `*`, commas: nothing that names a room.
                let next = after.find(['}', ',']).unwrap_or(after.len());
                branches = after[next..].trim_start_matches(',').trim_start();
            }
            return branches.strip_prefix('}').unwrap_or(branches);
        } else {
            break;
        }
        match rest.strip_prefix("::") {
            Some(next) => rest = next,
            None => break,
        }
    }
    path.retain(|step| step != "self");
    if !path.is_empty() {
        into.push(path);
    }
    rest
}
