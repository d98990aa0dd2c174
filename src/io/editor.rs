//! The user's own editor, on a file that only they may read and that is gone afterwards.

use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::process::{Command, Stdio};

use crate::domain::text::Printable;

/// Longest text that is read back, in bytes; no note is nearly as long.
const LIMIT: u64 = 64 << 10;
/// The editor where none is named: the one that every Unix has.
const USUAL: &str = "vi";

/// Lets the user edit a text, and gives it as they left it, or says why it cannot. Waits until the editor ends; the
/// terminal must be free.
pub fn edit(text: &str) -> Result<String, Printable> {
    let named = ["VISUAL", "EDITOR"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|command| !command.trim().is_empty());
    let command = named.unwrap_or_else(|| USUAL.to_owned());
    edit_with(&command, text).map_err(|why| Printable::line(&why))
}

fn edit_with(command: &str, text: &str) -> Result<String, String> {
    let words = shlex::split(command).unwrap_or_default();
    let Some((program, args)) = words.split_first() else {
        return Err(format!(
            "“{command}” names no editor; set EDITOR to a program and its arguments."
        ));
    };
    let no_file = |why: io::Error| format!("no file for the editor could be made: {why}.");
    let mut file = tempfile::Builder::new()
        .prefix("airs-triage-note-")
        .suffix(".txt")
        .tempfile()
        .map_err(no_file)?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.flush())
        .map_err(no_file)?;
    let mut editor = Command::new(program);
    editor.args(args).arg(file.path());
    let ended = at_terminal(&mut editor).status();
    let ended = ended.map_err(|why| {
        format!("{program} could not be started: {why}. Set EDITOR to your editor.")
    })?;
    if !ended.success() {
        return Err(format!("{program} ended with {ended}."));
    }
    // Read by name: many editors write a new file and move it to the place of the old one.
    let mut bytes = Vec::new();
    File::open(file.path())
        .and_then(|file| file.take(LIMIT + 1).read_to_end(&mut bytes))
        .map_err(|why| format!("what {program} left could not be read: {why}."))?;
    if bytes.len() as u64 > LIMIT {
        return Err(format!("{program} left more than {} KiB.", LIMIT >> 10));
    }
    String::from_utf8(bytes).map_err(|_| format!("{program} left something that is not UTF-8."))
}

/// Connects a program to the terminal where our own input or output is a pipe.
fn at_terminal(program: &mut Command) -> &mut Command {
    let terminal = || File::options().read(true).write(true).open("/dev/tty");
    if !io::stdin().is_terminal() {
        program.stdin(terminal().map_or_else(|_| Stdio::inherit(), Stdio::from));
    }
    if !io::stdout().is_terminal() {
        program.stdout(terminal().map_or_else(|_| Stdio::inherit(), Stdio::from));
    }
    program
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn an_editor_is_words_without_a_shell_and_its_text_comes_back() {
        for (command, before, after) in [
            ("sh -c 'printf more >>\"$0\"'", "note ", "note more"),
            (
                "sh -c 'cp \"$0\" \"$0.new\"; printf x >\"$0.new\"; mv \"$0.new\" \"$0\"'",
                "a",
                "x",
            ),
            ("sh -c 'test \"$(stat -c %a \"$0\")\" = 600'", "ü", "ü"),
            ("true ; exit 1 ; $(exit 1)", "kept", "kept"),
        ] {
            assert_eq!(
                edit_with(command, before),
                Ok(after.to_owned()),
                "{command}"
            );
        }
    }

    #[test]
    fn an_editor_that_cannot_says_why() {
        for (command, words) in [
            ("false", "ended with exit status: 1"),
            ("sh -c 'kill -9 $$'", "ended with signal: 9"),
            ("no-such-editor-anywhere", "could not be started"),
            ("'unclosed", "names no editor"),
            ("  ", "names no editor"),
            ("sh -c 'rm \"$0\"'", "could not be read"),
            ("sh -c 'printf \"\\377\" >\"$0\"'", "not UTF-8"),
            (
                "sh -c 'head -c 1000000 /dev/zero >\"$0\"'",
                "more than 64 KiB",
            ),
        ] {
            let why = edit_with(command, "note").unwrap_err();
            assert!(why.contains(words), "{command}: {why}");
        }
    }
}
