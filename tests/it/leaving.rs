//! Leaving the desk while something is being written: it is written, and what could not be is said.

use std::cell::Cell;
use std::fs;
use std::io;
use std::path::Path;
use std::rc::Rc;

use airs_triage::app::model::Model;
use airs_triage::io::ledger::Ledger;
use airs_triage::io::library::Input;
use ratatui::Terminal;
use ratatui::backend::{Backend, ClearType, TestBackend, WindowSize};
use ratatui::buffer::Cell as Letter;
use ratatui::layout::{Position, Size};

use crate::support::desk::{Hand, Setting, at, at_screen};

const BUILD: &[u8] = include_bytes!("../../assets/demo/build-811.json");

async fn on(folder: &Path) -> Setting {
    let build = folder.join("build-811.json");
    fs::write(&build, BUILD).unwrap();
    Setting {
        ledger: Ledger::open(&folder.join("ledger.db")).await.unwrap(),
        ..Setting::on(vec![Input::Path(build)], (100, 30)).await
    }
}

fn said(model: &Model) -> &str {
    let toast = model.toast.as_ref().filter(|toast| toast.bad);
    toast.map_or("", |toast| toast.text.as_str())
}

/// A screen that can be pulled out.
struct Screen {
    drawn: TestBackend,
    gone: Rc<Cell<bool>>,
}

impl Screen {
    fn there<T>(&self, done: Result<T, std::convert::Infallible>) -> io::Result<T> {
        if self.gone.get() {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let Ok(done) = done;
        Ok(done)
    }
}

impl Backend for Screen {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Letter)>,
    {
        let drawn = self.drawn.draw(content);
        self.there(drawn)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        let done = self.drawn.hide_cursor();
        self.there(done)
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        let done = self.drawn.show_cursor();
        self.there(done)
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        let done = self.drawn.get_cursor_position();
        self.there(done)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let done = self.drawn.set_cursor_position(position);
        self.there(done)
    }

    fn clear(&mut self) -> io::Result<()> {
        let done = self.drawn.clear();
        self.there(done)
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        let done = self.drawn.clear_region(region);
        self.there(done)
    }

    fn size(&self) -> io::Result<Size> {
        self.there(self.drawn.size())
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        let done = self.drawn.window_size();
        self.there(done)
    }

    fn flush(&mut self) -> io::Result<()> {
        let done = self.drawn.flush();
        self.there(done)
    }
}

#[tokio::test]
async fn a_verdict_in_flight_is_saved_though_the_screen_breaks() {
    let folder = tempfile::tempdir().unwrap();
    let gone = Rc::<Cell<bool>>::default();
    let screen = Screen {
        drawn: TestBackend::new(100, 30),
        gone: Rc::clone(&gone),
    };
    let setting = on(folder.path()).await;
    let act = async |hand: &mut Hand| {
        hand.sees("5/5 open").await;
        hand.press("Enter");
        hand.sees("0 of 5 decided").await;
        hand.press("f");
        hand.sees("False positive ─").await;
        gone.set(true);
        hand.press("Enter");
    };
    let (model, left) = at_screen(Terminal::new(screen).unwrap(), setting, act).await;
    assert_eq!(left.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    assert_eq!(said(&model), "");
    let ledger = Ledger::open(&folder.path().join("ledger.db")).await;
    let decisions = ledger.unwrap().decisions().await.unwrap();
    assert_eq!(decisions.iter().count(), 1);
}

#[tokio::test]
async fn what_could_not_be_written_when_the_user_left_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let model = at(on(folder.path()).await, async |hand| {
        hand.sees("5/5 open").await;
        hand.press("x Tab");
        hand.types("/no/such/folder/");
        hand.press("Enter Esc q");
    })
    .await;
    assert!(
        said(&model).contains("Nothing was exported: "),
        "{}",
        said(&model)
    );
}
