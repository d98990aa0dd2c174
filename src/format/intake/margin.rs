//! Documents printed over many lines behind a margin that no table knows: the service of a compose file, the branch of a
//! parallel build, a logger's own head. Where a line opens an object, those behind it show how wide the margin is.

use std::borrow::Cow;

/// How often each line of a text is looked at, taken together: a bound, not a number that anybody meets.
const LOOKS: usize = 8;

/// The text without the margins of what is printed over many lines.
pub(super) fn without(text: &str) -> Cow<'_, str> {
    let lines: Vec<&str> = text.lines().collect();
    let mut clean = String::new();
    let (mut at, mut copied, mut looks) = (0, 0, lines.len() * LOOKS);
    while at < lines.len() {
        let Some((margin, length)) = hanging(&lines[at..], &mut looks) else {
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
fn hanging(lines: &[&str], looks: &mut usize) -> Option<(usize, usize)> {
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
        let head = first.get(..margin).filter(|head| !head.trim().is_empty())?;
        let length = closed(rest, head, closing, looks)?;
        Some((margin, length + 1))
    })
}

/// Lines to the one that closes what stands behind a head, if all of them stand behind it.
fn closed(lines: &[&str], head: &str, closing: char, looks: &mut usize) -> Option<usize> {
    for (at, line) in lines.iter().enumerate() {
        *looks = looks.checked_sub(1)?;
        let (own, inner) = line.split_at_checked(head.len())?;
        if !alike(own, head) {
            return None;
        }
        match inner {
            inner if inner.starts_with(closing) => return Some(at + 1),
            inner if inner.is_empty() || inner.starts_with([' ', '\t']) => {}
            _ => return None,
        }
    }
    None
}

/// Whether two heads are of one printer: they differ in digits at most, as times do.
fn alike(one: &str, other: &str) -> bool {
    let mut pairs = one.bytes().zip(other.bytes());
    pairs.all(|(one, other)| one == other || one.is_ascii_digit() && other.is_ascii_digit())
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
    fn lines_of_another_printer_are_none_of_it() {
        let text = "scan-a | {\nscan-b |   \"x\": 1\nscan-a | }\n";
        assert_eq!(without(text), text);
    }

    #[test]
    fn lines_that_open_and_never_close_end_in_bounded_time() {
        for line in ["a |  {\n", "a [\na\t[\n", "a |  [\na |   [\n"] {
            let text = line.repeat(200_000);
            assert_eq!(without(&text), text, "{line}");
        }
    }
}
