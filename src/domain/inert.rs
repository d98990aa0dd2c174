//! Text of reports inside Markdown, inert.
//!
//! A report's text must not become markup, a link, a mention or a command of the ticket system. Markup is escaped with
//! backslashes; what ticket systems look for in finished text (mentions, addresses, issue numbers) is put in a code
//! span, the one place where none of them looks.

use crate::domain::text::Untrusted;

/// Characters that are markup anywhere in a line.
const MARKUP: [char; 14] = [
    '\\', '`', '*', '_', '[', ']', '<', '>', '|', '~', '&', '$', '#', '!',
];
/// Characters that are markup at the start of a line.
const MARKUP_AT_START: [char; 4] = ['-', '+', '=', ':'];
/// Signs that make a reference of the word behind them: people, issues, merge requests, labels, milestones, epics.
const REFERENCE: [char; 8] = ['@', '#', '!', '~', '%', '&', '$', '^'];

/// One line of a report's text, safe anywhere in a line and in a table.
pub fn text(raw: &Untrusted) -> String {
    inert(raw.printable().as_str().trim())
}

/// The same for a line that is safe to show already.
pub fn inert(line: &str) -> String {
    if refers(line) {
        return span(&line.replace('|', "\\x7c"));
    }
    let mut escaped = String::with_capacity(line.len() + 8);
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = (number.len() < line.len() && number.starts_with(['.', ')']))
        .then_some(line.len() - number.len());
    for (at, character) in line.char_indices() {
        let at_start = at == 0 && MARKUP_AT_START.contains(&character);
        if at_start || MARKUP.contains(&character) || numbered == Some(at) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
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

/// A code span around any line: the fence is longer than any run of backticks inside, and blanks keep it apart.
fn span(line: &str) -> String {
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
                "a\\|b \\`c\\` \\*\\*d\\*\\* \\<e\\> \\[f\\](g)",
            ),
            ("back\\", "back\\\\"),
            ("# head", "\\# head"),
            ("- item", "\\- item"),
            ("===", "\\==="),
            ("12. twelve", "12\\. twelve"),
            ("2) two", "2\\) two"),
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
