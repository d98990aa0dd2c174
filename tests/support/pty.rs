//! The real binary in a pseudo-terminal: press keys, await what the screen shows, see how it ends.
//!
//! The environment holds nothing but what is given, so that a run is the same everywhere. Nothing here waits for a
//! length of time: a thread reads the terminal and tells of every change; a ceiling turns a hang into a failure.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{Child, ChildKiller, CommandBuilder, MasterPty, PtySize, native_pty_system};
use vt100::{MouseProtocolMode, Screen};

/// How long anything may take before it counts as hung.
const CEILING: Duration = Duration::from_secs(10);

/// A program at a terminal of its own.
pub struct Session {
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    killer: Box<dyn ChildKiller + Send + Sync>,
    pid: u32,
    watch: Arc<Watch>,
    threads: Vec<JoinHandle<()>>,
    settings: String,
}

/// How a program ended.
pub struct Ending {
    /// Its exit code; none where a signal ended it.
    pub code: Option<u32>,
    /// Whether it left the terminal as it found it.
    pub restored: bool,
    /// What stands on the screen afterwards.
    pub screen: Screen,
}

#[derive(Default)]
struct Watch {
    seen: Mutex<Seen>,
    changed: Condvar,
}

struct Seen {
    terminal: vt100::Parser<Clipboard>,
    hung_up: bool,
    exit: Option<portable_pty::ExitStatus>,
    /// Every byte that the terminal was sent.
    sent: Vec<u8>,
}

impl Default for Seen {
    fn default() -> Self {
        let [rows, columns] = [24, 80].map(|cells| NonZeroU16::new(cells).unwrap());
        let clipboard = Clipboard::default();
        Self {
            terminal: vt100::Parser::new_with_callbacks(rows, columns, 0, clipboard),
            hung_up: false,
            exit: None,
            sent: Vec::new(),
        }
    }
}

/// What was last given to the terminal's clipboard, in base64.
#[derive(Clone, Default)]
struct Clipboard(String);

impl vt100::Callbacks for Clipboard {
    fn copy_to_clipboard(&mut self, _: &mut Screen, _which: &[u8], text: &[u8]) {
        self.0 = String::from_utf8_lossy(text).into_owned();
    }
}

impl Watch {
    fn change(&self, change: impl FnOnce(&mut Seen)) {
        change(&mut self.seen.lock().unwrap());
        self.changed.notify_all();
    }

    /// Waits until `found` holds. Gives `Err` where it cannot come to hold any more, or takes too long.
    fn until(&self, found: impl Fn(&Seen) -> bool) -> Result<MutexGuard<'_, Seen>, String> {
        let end = Instant::now() + CEILING;
        let mut seen = self.seen.lock().unwrap();
        while !found(&seen) {
            let left = end.saturating_duration_since(Instant::now());
            let over = seen.hung_up && seen.exit.is_some();
            if over || left.is_zero() {
                return Err(seen.terminal.screen().contents());
            }
            seen = self.changed.wait_timeout(seen, left).unwrap().0;
        }
        Ok(seen)
    }
}

impl Session {
    /// Starts `command`, program first, with `home` as its home and working folder, on a terminal of
    /// (columns, rows).
    pub fn start(
        home: &Path,
        command: &[&str],
        (columns, rows): (u16, u16),
        envs: &[(&str, &str)],
    ) -> Self {
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let watch = Arc::new(Watch::default());
        watch.change(|seen| resize(seen, columns, rows));
        let settings = settings(pair.master.as_ref());
        let reader = pair.master.try_clone_reader().unwrap();
        let keyboard = pair.master.take_writer().unwrap();
        let child = pair
            .slave
            .spawn_command(build(home, command, envs))
            .unwrap();
        // The terminal hangs up, and the reader ends, only when nobody holds its other side.
        drop(pair.slave);
        Self {
            master: pair.master,
            keyboard,
            killer: child.clone_killer(),
            pid: child.process_id().unwrap(),
            threads: vec![read(reader, &watch), wait(child, &watch)],
            watch,
            settings,
        }
    }

    /// Its process id, for signals.
    pub fn pid(&self) -> u32 {
        self.pid
    }

    /// Types, as the bytes that a terminal would send: `"j"`, `"\r"`, `"\x1b[B"`.
    pub fn send(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    /// Changes the size of the terminal.
    pub fn resize(&self, columns: u16, rows: u16) {
        self.watch.change(|seen| resize(seen, columns, rows));
        self.master.resize(size(columns, rows)).unwrap();
    }

    /// What the screen shows now.
    pub fn screen(&self) -> Screen {
        self.watch.seen.lock().unwrap().terminal.screen().clone()
    }

    /// Whether the terminal was ever sent a text.
    pub fn was_sent(&self, text: &str) -> bool {
        let seen = self.watch.seen.lock().unwrap();
        memchr::memmem::find(&seen.sent, text.as_bytes()).is_some()
    }

    /// Waits until the terminal's clipboard holds a text, in base64.
    #[track_caller]
    pub fn wait_for_clipboard(&self, base64: &str) {
        let found = |seen: &Seen| seen.terminal.callbacks().0 == base64;
        if let Err(screen) = self.watch.until(found) {
            panic!("{base64} was not copied; the screen:\n{screen}");
        }
    }

    /// Waits until the screen shows `text`.
    #[track_caller]
    pub fn wait_for(&self, text: &str) -> Screen {
        self.wait_until(text, |screen| screen.contents().contains(text))
    }

    /// Waits until the screen is as `found` wants it; `what` says it in words.
    #[track_caller]
    pub fn wait_until(&self, what: &str, found: impl Fn(&Screen) -> bool) -> Screen {
        match self.watch.until(|seen| found(seen.terminal.screen())) {
            Ok(seen) => seen.terminal.screen().clone(),
            Err(screen) => panic!("{what:?} did not come; the screen:\n{screen}"),
        }
    }

    /// Waits for the end of the program and of everything it wrote.
    #[track_caller]
    pub fn finish(mut self) -> Ending {
        if let Err(screen) = self.watch.until(|seen| seen.hung_up && seen.exit.is_some()) {
            panic!("it does not end; the screen:\n{screen}");
        }
        for thread in self.threads.drain(..) {
            thread.join().unwrap();
        }
        let screen = self.screen();
        let exit = self.watch.seen.lock().unwrap().exit.clone().unwrap();
        Ending {
            code: exit.signal().is_none().then(|| exit.exit_code()),
            restored: is_plain(&screen) && settings(self.master.as_ref()) == self.settings,
            screen,
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // A test that failed half-way leaves no program behind; one that has ended is no longer ours to signal.
        if !self.threads.is_empty() && self.watch.seen.lock().is_ok_and(|seen| seen.exit.is_none())
        {
            let _ = self.killer.kill();
        }
    }
}

fn build(home: &Path, command: &[&str], envs: &[(&str, &str)]) -> CommandBuilder {
    let (program, args) = command.split_first().unwrap();
    let mut build = CommandBuilder::new(program);
    build.args(args);
    build.cwd(home);
    build.env_clear();
    build.env("HOME", home);
    for (name, folder) in [
        ("XDG_CONFIG_HOME", ".config"),
        ("XDG_DATA_HOME", ".local/share"),
        ("XDG_STATE_HOME", ".local/state"),
        ("XDG_CACHE_HOME", ".cache"),
    ] {
        build.env(name, home.join(folder));
    }
    build.env("PATH", "/usr/bin:/bin");
    build.env("TERM", "xterm-256color");
    build.env("COLORFGBG", "15;0");
    build.env("LANG", "C.UTF-8");
    for (name, value) in envs {
        build.env(name, value);
    }
    build
}

fn read(mut reader: Box<dyn Read + Send>, watch: &Arc<Watch>) -> JoinHandle<()> {
    let watch = Arc::clone(watch);
    std::thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok(count @ 1..) = reader.read(&mut bytes) {
            watch.change(|seen| {
                seen.terminal.process(&bytes[..count]);
                seen.sent.extend_from_slice(&bytes[..count]);
            });
        }
        watch.change(|seen| seen.hung_up = true);
    })
}

fn wait(mut child: Box<dyn Child + Send + Sync>, watch: &Arc<Watch>) -> JoinHandle<()> {
    let watch = Arc::clone(watch);
    std::thread::spawn(move || {
        let exit = child.wait().unwrap();
        watch.change(|seen| seen.exit = Some(exit));
    })
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        ..PtySize::default()
    }
}

fn resize(seen: &mut Seen, columns: u16, rows: u16) {
    let [rows, columns] = [rows, columns].map(|cells| NonZeroU16::new(cells).unwrap());
    seen.terminal.screen_mut().set_size(rows, columns);
}

/// The line settings of a terminal (echo, line mode, signals), only ever compared.
fn settings(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios())
}

/// Whether the screen is in the modes in which every terminal starts.
fn is_plain(screen: &Screen) -> bool {
    !screen.alternate_screen()
        && !screen.hide_cursor()
        && !screen.bracketed_paste()
        && !screen.application_cursor()
        && !screen.application_keypad()
        && screen.mouse_protocol_mode() == MouseProtocolMode::None
}
