//! The clipboard. At the desktop a program of the system takes the text; far away from it, or where there is none, the
//! terminal is asked. A text is never an argument: whoever lists processes must not read it.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;

use crate::app::message::Clipboard as Place;

/// Longest that a program may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// A program that puts its standard input into the clipboard.
struct Tool {
    program: &'static str,
    arguments: &'static [&'static str],
    /// The variable without which it has no desktop to talk to.
    needs: Option<&'static str>,
}

/// Programs, the likeliest first.
const TOOLS: [Tool; 4] = [
    Tool {
        program: "wl-copy",
        arguments: &[],
        needs: Some("WAYLAND_DISPLAY"),
    },
    Tool {
        program: "xclip",
        arguments: &["-selection", "clipboard"],
        needs: Some("DISPLAY"),
    },
    Tool {
        program: "xsel",
        arguments: &["--clipboard", "--input"],
        needs: Some("DISPLAY"),
    },
    Tool {
        program: "pbcopy",
        arguments: &[],
        needs: None,
    },
];
/// Variables that say that the desktop is elsewhere: its clipboard would be the wrong one.
const REMOTE: [&str; 2] = ["SSH_TTY", "SSH_CONNECTION"];

/// Gives a text to the terminal's clipboard.
pub type Terminal = fn(&str) -> io::Result<()>;

/// The ways to a clipboard.
#[derive(Clone, Debug)]
pub struct Clipboard {
    tools: Vec<&'static Tool>,
    folders: Vec<PathBuf>,
    terminal: Terminal,
}

impl std::fmt::Debug for Tool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.program)
    }
}

impl Clipboard {
    /// The ways that an environment offers. Programs come from absolute folders of its path alone: one that lies in
    /// the current folder may have come with a report.
    pub fn of(environment: impl Fn(&str) -> Option<OsString>, terminal: Terminal) -> Self {
        let has = |name: &str| environment(name).is_some_and(|value| !value.is_empty());
        let near = !REMOTE.iter().any(|name| has(name));
        let usable = |tool: &&Tool| near && tool.needs.is_none_or(has);
        let path = environment("PATH").unwrap_or_default();
        Self {
            tools: TOOLS.iter().filter(usable).collect(),
            folders: std::env::split_paths(&path)
                .filter(|folder| folder.is_absolute())
                .collect(),
            terminal,
        }
    }

    /// Only the terminal's.
    pub fn terminal(terminal: Terminal) -> Self {
        Self::of(|_| None, terminal)
    }

    /// Puts a text into the first clipboard that takes it.
    pub async fn take(&self, text: &str) -> io::Result<Place> {
        for tool in &self.tools {
            let mut places = self.folders.iter().map(|folder| folder.join(tool.program));
            if let Some(program) = places.find(|place| place.is_file())
                && give(&program, tool.arguments, text, PATIENCE).await.is_ok()
            {
                return Ok(Place::Desktop);
            }
        }
        (self.terminal)(text).map(|()| Place::Terminal)
    }
}

/// Runs a program with the text as its input, not longer than patience lasts.
async fn give(
    program: &Path,
    arguments: &[&str],
    text: &str,
    patience: Duration,
) -> io::Result<()> {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    let input = child.stdin.take();
    let done = async {
        if let Some(mut input) = input {
            input.write_all(text.as_bytes()).await?;
            input.shutdown().await?;
        }
        child.wait().await
    };
    let status = tokio::time::timeout(patience, done).await??;
    if status.success() {
        Ok(())
    } else {
        Err(io::Error::other(status.to_string()))
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    const ACCEPTS: Terminal = |_| Ok(());
    const REFUSES: Terminal = |_| Err(io::Error::other("no terminal"));

    /// A folder with a program in it that keeps its input and its arguments beside itself.
    fn folder(program: &str, ends: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(program);
        let script = format!(
            "#!/bin/sh\n/bin/cat > \"$0.text\"\necho \"$@\" > \"$0.arguments\"\nexit {ends}\n"
        );
        fs::write(&path, script).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        folder
    }

    fn environment(folder: &Path, names: &[&str]) -> impl Fn(&str) -> Option<OsString> {
        let path = folder.as_os_str().to_owned();
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        move |name| match name {
            "PATH" => Some(path.clone()),
            _ => names.iter().any(|it| it == name).then(|| "1".into()),
        }
    }

    /// One after the other: a program cannot be started while another thread's child still holds it open.
    #[tokio::test]
    async fn programs_come_before_the_terminal() {
        a_program_of_the_desktop_takes_the_text_on_its_input().await;
        a_program_that_takes_nothing_is_not_waited_for().await;
        without_a_desktop_the_terminal_takes_it().await;
    }

    async fn a_program_of_the_desktop_takes_the_text_on_its_input() {
        let folder = folder("xclip", "0");
        let clipboard = Clipboard::of(environment(folder.path(), &["DISPLAY"]), REFUSES);
        let text = "a 'b' $(c)";
        assert_eq!(clipboard.take(text).await.unwrap(), Place::Desktop);
        let read = |name| fs::read_to_string(folder.path().join(name)).unwrap();
        assert_eq!(read("xclip.text"), text);
        assert_eq!(read("xclip.arguments"), "-selection clipboard\n");
    }

    async fn a_program_that_takes_nothing_is_not_waited_for() {
        let folder = folder("xclip", "0");
        let program = folder.path().join("xclip");
        fs::write(&program, "#!/bin/sh\nexec tail -f /dev/null\n").unwrap();
        let fault = give(
            &program,
            &[],
            &"x".repeat(1 << 20),
            Duration::from_millis(20),
        )
        .await;
        assert_eq!(fault.unwrap_err().kind(), io::ErrorKind::TimedOut);
    }

    async fn without_a_desktop_the_terminal_takes_it() {
        let failing = folder("xclip", "1");
        let working = folder("xclip", "0");
        let cases = [
            environment(failing.path(), &["DISPLAY"]),
            environment(working.path(), &[]),
            environment(working.path(), &["DISPLAY", "SSH_TTY"]),
            environment(Path::new("relative"), &["DISPLAY"]),
        ];
        for environment in cases {
            let clipboard = Clipboard::of(environment, ACCEPTS);
            assert_eq!(clipboard.take("x").await.unwrap(), Place::Terminal);
        }
        assert!(!working.path().join("xclip.text").exists());
    }

    #[tokio::test]
    async fn where_nobody_takes_it_the_reason_comes_back() {
        let nobody = Clipboard::terminal(REFUSES).take("x").await;
        assert_eq!(nobody.unwrap_err().to_string(), "no terminal");
    }
}
