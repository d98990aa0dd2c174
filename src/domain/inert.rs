//! Text of reports inside Markdown, inert.
//!
//! A report's text must not become markup, a link, a mention or a command of the ticket system. What could be taken
//! for any of these is put in a code span, the one place where no ticket system looks for them; backslashes would show
//! in those that do not know them.

use crate::domain::text::Untrusted;

/// Characters that are markup, or the beginning of some, anywhere in a line.
const MARKUP: [char; 10] = ['\\', '`', '*', '[', ']', '<', '>', '|', '~', '$'];
/// Characters that are markup at the start of a line.
const MARKUP_AT_START: [char; 5] = ['-', '+', '=', ':', '#'];
/// Signs that make a reference of the word behind them: people, issues, merge requests, labels, milestones, epics.
const REFERENCE: [char; 8] = ['@', '#', '!', '~', '%', '&', '$', '^'];

/// One line of a report's text, safe anywhere in a line and in a table.
pub fn text(raw: &Untrusted) -> String {
    inert(raw.printable().as_str().trim())
}

/// A sentence of a report without the marks that its producer puts around names, safe as [`text()`] is.
pub fn sentence(raw: &Untrusted) -> String {
    let plain = raw.printable().as_str().replace("**", "").replace('`', "");
    inert(plain.trim())
}

/// A line that is safe to show already, for where no table is: a bar in it stays one.
pub fn inert_outside_tables(line: &str) -> String {
    if refers(line) || is_marked(line) {
        span(line)
    } else {
        line.to_owned()
    }
}

/// The same for a line that is safe to show already.
pub fn inert(line: &str) -> String {
    if refers(line) || is_marked(line) {
        cell(line)
    } else {
        line.to_owned()
    }
}

/// Whether something in it could be taken for markup.
fn is_marked(line: &str) -> bool {
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = number.len() < line.len() && number.starts_with(['.', ')']);
    numbered || line.starts_with(MARKUP_AT_START) || line.contains(MARKUP) || emphasises(line)
}

/// Whether an underscore stands at the edge of a word, where it marks; inside of one it is a letter.
fn emphasises(line: &str) -> bool {
    let is_edge = |side: Option<char>| !side.is_some_and(char::is_alphanumeric);
    line.match_indices('_').any(|(at, _)| {
        is_edge(line[..at].chars().next_back()) || is_edge(line[at + 1..].chars().next())
    })
}

/// Whether a ticket system could see a mention, a reference or an address in it.
fn refers(line: &str) -> bool {
    let mut after_sign = false;
    let sign = line.chars().any(|character| {
        let found = after_sign && (character.is_alphanumeric() || character == '"');
        after_sign = REFERENCE.contains(&character);
        found
    });
    sign || line.contains("://") || line.to_ascii_lowercase().contains("www.")
}

/// A value of a report as a code span. Not for tables, where a bar would end the cell.
pub fn code(raw: &Untrusted) -> String {
    span(raw.printable().as_str())
}

/// A value of a report as a code span that may stand in a table.
pub fn code_cell(raw: &Untrusted) -> String {
    cell(raw.printable().as_str())
}

fn cell(line: &str) -> String {
    span(&line.replace('|', "\\x7c"))
}

/// A code span around any line: the fence is longer than any run of backticks inside, and blanks keep it apart.
pub fn span(line: &str) -> String {
    if line.is_empty() {
        return String::new();
    }
    let (mut longest, mut run) = (0, 0);
    for character in line.chars() {
        run = if character == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    let pad = if longest > 0 || line.starts_with(' ') || line.ends_with(' ') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{line}{pad}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_reports_is_neither_markup_nor_a_reference() {
        let cases = [
            ("plain text, e.g. 3.5 or a-b", "plain text, e.g. 3.5 or a-b"),
            (
                "a|b `c` **d** <e> [f](g)",
                "`` a\\x7cb `c` **d** <e> [f](g) ``",
            ),
            ("back\\", "`back\\`"),
            ("# head", "`# head`"),
            ("- item", "`- item`"),
            ("===", "`===`"),
            ("12. twelve", "`12. twelve`"),
            ("2) two", "`2) two`"),
            ("Default HUGGING_FACE", "Default HUGGING_FACE"),
            ("__init__ runs", "`__init__ runs`"),
            ("a _b_ c", "`a _b_ c`"),
            ("R & D, really!", "R & D, really!"),
            ("ask @team", "`ask @team`"),
            ("see #12 | x", "`see #12 \\x7c x`"),
            ("HTTP://x.example", "`HTTP://x.example`"),
            ("``` @a", "```` ``` @a ````"),
        ];
        for (raw, safe) in cases {
            assert_eq!(text(&raw.into()), safe, "{raw}");
        }
    }

    #[test]
    fn a_producers_own_marks_go_and_what_was_hidden_in_them_stays_inert() {
        let cases = [
            ("file `a.txt` is **zip**", "file a.txt is zip"),
            ("@**team**", "`@team`"),
            ("htt**ps://x", "`https://x`"),
            ("* **", "`*`"),
            ("<**b**>", "`<b>`"),
            ("module `__main__`", "`module __main__`"),
        ];
        for (raw, safe) in cases {
            assert_eq!(sentence(&raw.into()), safe, "{raw}");
        }
    }

    #[test]
    fn code_spans_survive_backticks_and_blanks() {
        let cases = [
            ("posix.system", "`posix.system`"),
            ("a`b", "`` a`b ``"),
            ("`", "`` ` ``"),
            (" x", "`  x `"),
            ("", ""),
        ];
        for (raw, span) in cases {
            assert_eq!(code(&raw.into()), span, "{raw:?}");
        }
    }
}
