//! Documents printed over many lines behind a margin that no table knows: the service of a compose file, the branch of a
//! parallel build, a logger's own head. Where a line opens an object, those behind it show how wide the margin is.

use std::borrow::Cow;

/// The text without the margins of what is printed over many lines.
///
/// Takes time in proportion to the text: a line is looked at once for each margin that it may be under, and those have
/// different widths.
pub(super) fn without(text: &str) -> Cow<'_, str> {
    let lines: Vec<&str> = text.lines().collect();
    let mut clean = String::new();
    let (mut at, mut copied) = (0, 0);
    while at < lines.len() {
        let Some((margin, length)) = hanging(&lines[at..]) else {
            at += 1;
            continue;
        };
        copy(&mut clean, &lines[copied..at], 0);
        copy(&mut clean, &lines[at..at + length], margin);
        at += length;
        copied = at;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    copy(&mut clean, &lines[copied..], 0);
    Cow::Owned(clean)
}

fn copy(clean: &mut String, lines: &[&str], margin: usize) {
    for line in lines {
        clean.push_str(line.get(margin..).unwrap_or_default());
        clean.push('\n');
    }
}

/// The margin of what the first line opens, and how many lines that has.
fn hanging(lines: &[&str]) -> Option<(usize, usize)> {
    let (first, rest) = lines.split_first()?;
    let first = first.trim_end();
    let closing = match first.as_bytes().last()? {
        b'{' => '}',
        b'[' => ']',
        _ => return None,
    };
    let opens = first.len() - 1;
    let shared = common(first, rest.first()?).min(opens);
    [shared, opens].into_iter().find_map(|margin| {
        let head = first.get(..margin)?;
        let length = (!head.trim().is_empty()).then(|| closed(rest, margin, closing))??;
        Some((margin, length + 1))
    })
}

/// Lines to the one that closes what stands behind a margin, if all of them stand behind it.
fn closed(lines: &[&str], margin: usize, closing: char) -> Option<usize> {
    for (at, line) in lines.iter().enumerate() {
        match line.get(margin..)? {
            inner if inner.starts_with(closing) => return Some(at + 1),
            inner if inner.is_empty() || inner.starts_with([' ', '\t']) => {}
            _ => return None,
        }
    }
    None
}

/// Bytes that two lines begin with alike.
fn common(one: &str, other: &str) -> usize {
    let pairs = one.bytes().zip(other.bytes());
    pairs.take_while(|(one, other)| one == other).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hangs_behind_a_margin_is_taken_off_it() {
        let document = "{\n  \"a\": [\n    1\n  ]\n}";
        let behind = |heads: [&str; 5]| {
            let lines = heads.iter().zip(document.lines());
            let lines: Vec<_> = lines.map(|(head, line)| format!("{head}{line}")).collect();
            format!("before {{\n{}\nafter", lines.join("\n"))
        };
        let found = |document: &str| format!("before {{\n{document}\nafter\n");
        for heads in [
            ["scanner-1  | "; 5],
            ["#12 3.1 ", "#12 3.1 ", "#12 3.2 ", "#12 3.3 ", "#12 3.4 "],
            ["é[scan] "; 5],
        ] {
            assert_eq!(without(&behind(heads)), found(document), "{heads:?}");
        }
        let told = behind(["a | Report: ", "a | ", "a | ", "a | ", "a | "]);
        assert_eq!(without(&told), found(&format!("Report: {document}")));
        for plain in [document, "fn main() {\n  go();\n}\n", "x: {\n  y\n"] {
            assert!(matches!(without(plain), Cow::Borrowed(_)), "{plain}");
        }
    }

    #[test]
    fn lines_that_open_and_never_close_end_in_bounded_time() {
        let text = "a |  {\n".repeat(200_000);
        assert_eq!(without(&text), text);
    }
}
