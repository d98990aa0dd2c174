//! What only the owner of the terminal can do for the desk, beside drawing on it.

use std::cell::Cell;
use std::rc::Rc;

use futures::future::LocalBoxFuture;

use crate::domain::text::Printable;
use crate::io::editor;
use crate::tui::guard;
use crate::tui::input::Keyboard;

/// A note as the user left it in their editor, or why it could not be edited.
pub type Edited = Result<String, Printable>;

/// The hands that hold the terminal.
pub struct Hands {
    /// Takes the mouse, or leaves it to the terminal.
    pub mouse: Box<dyn FnMut(bool)>,
    /// Lets the user write a note in their own editor, with the terminal to itself.
    pub editor: Box<dyn FnMut(String) -> LocalBoxFuture<'static, Edited>>,
    /// Stops the program until the shell continues it.
    pub suspend: Box<dyn FnMut()>,
}

impl Hands {
    /// Hands on the real terminal, of which the keyboard is listened to.
    pub fn on(keyboard: Keyboard, mouse: bool) -> Self {
        let mouse = Rc::new(Cell::new(mouse));
        let (captured, listened) = (Rc::clone(&mouse), keyboard.clone());
        let stopped = Rc::clone(&mouse);
        Self {
            mouse: Box::new(move |on| {
                captured.set(on);
                guard::mouse(on);
            }),
            editor: Box::new(move |note| Box::pin(away(listened.clone(), mouse.get(), note))),
            suspend: Box::new(move || suspend(&keyboard, stopped.get())),
        }
    }
}

/// Stops the whole job, as the terminal itself would where it still reads Ctrl-z. Without a shell that could continue
/// it, the system lets the job run on.
fn suspend(keyboard: &Keyboard, mouse: bool) {
    keyboard.rest();
    guard::give_back();
    #[cfg(unix)]
    {
        use rustix::process::{Signal, kill_current_process_group};
        let _ = kill_current_process_group(Signal::TSTP);
    }
    // Where the terminal is gone by now, the keyboard tells.
    let _ = guard::enter(mouse);
}

/// Steps back from the terminal while the editor runs. Nobody else listens to the keyboard meanwhile, and an interrupt
/// is the editor's.
async fn away(keyboard: Keyboard, mouse: bool, note: String) -> Edited {
    keyboard.rest();
    guard::give_back();
    let edited = tokio::task::spawn_blocking(move || editor::edit(&note)).await;
    keyboard.rest();
    let taken = guard::enter(mouse);
    let failed = |why: &dyn std::fmt::Display| Printable::line(&why.to_string());
    taken.map_err(|why| failed(&why))?;
    edited.map_err(|why| failed(&why))?
}
