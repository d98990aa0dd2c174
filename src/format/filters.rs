//! The file of saved filters: one a line, `@name` and the filter behind it. Lines that are not so are passed over.

use crate::domain::query::is_name;

/// Filters that are read at most.
const MOST: usize = 500;
/// What the file says of itself.
const HEAD: &str = "# Saved filters of airs-triage, one a line: @name and the filter.\n";

/// Reads a file of saved filters; of two with one name the later counts.
pub fn read(text: &str) -> Vec<(String, String)> {
    let mut filters = Vec::new();
    for (name, filter) in text.lines().filter_map(line).take(MOST) {
        put(&mut filters, name, filter);
    }
    filters
}

/// Adds a filter, in the place of one with its name.
pub fn put(filters: &mut Vec<(String, String)>, name: &str, filter: &str) {
    match filters.iter_mut().find(|(known, _)| known == name) {
        Some((_, known)) => filter.clone_into(known),
        None => filters.push((name.to_owned(), filter.to_owned())),
    }
}

fn line(line: &str) -> Option<(&str, &str)> {
    let (name, filter) = line.strip_prefix('@')?.split_once(char::is_whitespace)?;
    let filter = filter.trim();
    (is_name(name) && !filter.is_empty()).then_some((name, filter))
}

/// Writes a file of saved filters.
pub fn write(filters: &[(String, String)]) -> String {
    let mut text = HEAD.to_owned();
    for (name, filter) in filters {
        text.push_str(&format!("@{name} {filter}\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_no_filter_is_passed_over() {
        let text = "# mine\n@mine is:open\n\n@two  words \"a b\" \nother\n@\n@empty \n@no/name x\n@mine sev:high";
        let mine = ("mine".to_owned(), "sev:high".to_owned());
        let two = ("two".to_owned(), "words \"a b\"".to_owned());
        assert_eq!(read(text), [mine, two]);
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(filters in prop::collection::btree_map("[a-z0-9._-]{1,8}", "[^\\s\\p{C}]{1,9}( [^\\s\\p{C}]{1,9})?", 0..6)) {
            let filters: Vec<_> = filters.into_iter().collect();
            prop_assert_eq!(read(&write(&filters)), filters);
        }

        #[test]
        fn any_text_reads(text in "(?s).{0,200}") {
            read(&text);
        }
    }
}
