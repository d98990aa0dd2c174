//! The real loop with a hand at it: keys go in, frames come out, and a test waits for what it expects to see.

use std::path::PathBuf;
use std::time::Duration;

use airs_triage::app::layout::Area;
use airs_triage::app::message::Message;
use airs_triage::app::model::Model;
use airs_triage::io::clipboard::Clipboard;
use airs_triage::io::demo;
use airs_triage::io::ledger::Ledger;
use airs_triage::io::library::{Input, Library};
use airs_triage::io::runner::{Desktop, Runner, Service};
use airs_triage::tui::hands::Hands;
use airs_triage::tui::{self, Wires};
use airs_triage::view::theme::Theme;
use futures::StreamExt as _;
use ratatui::Terminal;
use ratatui::backend::{Backend, TestBackend};
use ratatui::buffer::Buffer;
use tokio::sync::{mpsc, watch};

use super::palette::Palette;
use super::svg;

/// Longest wait for a frame; only a failing test waits so long.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a desk is opened on.
pub struct Setting {
    pub library: Library,
    pub ledger: Ledger,
    pub author: &'static str,
    pub size: (u16, u16),
    pub theme: Theme,
    pub demo: bool,
    /// Where saved filters are kept, if anywhere.
    pub filters: Option<PathBuf>,
    /// The line to a tenant, if there is one.
    pub service: Option<Service>,
}

/// A desktop that takes every text and opens every page, and does neither.
fn desktop() -> Desktop {
    Desktop {
        clipboard: Clipboard::terminal(|_| Ok(())),
        browser: |_| Ok(()),
    }
}

impl Setting {
    /// A desk on these inputs, with a ledger of its own and no tenant.
    pub async fn on(inputs: Vec<Input>, size: (u16, u16)) -> Self {
        Self {
            library: Library::new(inputs),
            ledger: Ledger::in_memory().await.unwrap(),
            author: "ann",
            size,
            theme: Theme::dark(),
            demo: false,
            filters: None,
            service: None,
        }
    }

    /// The same desk with a line to a tenant.
    pub fn with(self, service: Service) -> Self {
        Self {
            service: Some(service),
            ..self
        }
    }

    /// The bundled workspace at a size.
    pub async fn demo(size: (u16, u16)) -> Self {
        let desk = Self::on(demo::inputs(), size).await;
        Self {
            ledger: demo::ledger(&desk.library).await.unwrap(),
            demo: true,
            ..desk
        }
    }
}

/// The hand at the desk.
pub struct Hand {
    input: mpsc::UnboundedSender<Message>,
    frames: watch::Receiver<Buffer>,
}

/// Opens a desk, lets a hand do something, closes it.
pub async fn at(setting: Setting, act: impl AsyncFnOnce(&mut Hand)) -> Model {
    let (width, height) = setting.size;
    let screen = Terminal::new(TestBackend::new(width, height)).unwrap();
    let (model, left) = at_screen(screen, setting, act).await;
    left.unwrap();
    model
}

/// The same at a screen that may break; how the desk was left comes with the model.
pub async fn at_screen<B: Backend>(
    mut terminal: Terminal<B>,
    setting: Setting,
    act: impl AsyncFnOnce(&mut Hand),
) -> (Model, Result<(), B::Error>) {
    let (width, height) = setting.size;
    let (sender, answers) = mpsc::channel(64);
    let (input, mut messages) = mpsc::unbounded_channel();
    let (shown, frames) = watch::channel(Buffer::empty(Area::default()));
    let mut runner = Runner::new(
        setting.library,
        Ok(setting.ledger),
        setting.author.to_owned(),
        demo::clock,
        desktop(),
        sender,
    );
    if let Some(path) = setting.filters {
        runner.keep_filters(path);
    }
    if let Some(service) = setting.service {
        runner.connect(service);
    }
    let mut model = Model::new(Area::new(0, 0, width, height), demo::clock());
    model.demo = setting.demo;
    let input_stream =
        futures::stream::poll_fn(move |context| messages.poll_recv(context)).boxed_local();
    let wires = Wires {
        input: input_stream.peekable(),
        runner,
        answers,
        hands: Hands {
            mouse: Box::new(|_| {}),
            suspend: Box::new(|| {}),
            editor: Box::new(|note| Box::pin(async move { Ok(format!("{note}, edited")) })),
        },
        clock: demo::clock,
        frames: Some(shown),
    };
    let mut hand = Hand { input, frames };
    let theme = setting.theme;
    let desk = Box::pin(tui::run(&mut terminal, wires, &mut model, &theme));
    let (left, ()) = futures::future::join(desk, async {
        Box::pin(act(&mut hand)).await;
        drop(hand);
    })
    .await;
    (model, left)
}

impl Hand {
    /// Presses keys, as the key table writes them, a blank between them.
    pub fn press(&self, keys: &str) {
        for key in keys.split_whitespace() {
            self.input
                .send(Message::Pressed(key.parse().unwrap()))
                .unwrap();
        }
    }

    /// Types text.
    pub fn types(&self, text: &str) {
        self.input.send(Message::Pasted(text.to_owned())).unwrap();
    }

    /// Waits until the screen shows a text.
    #[track_caller]
    pub fn sees(&mut self, text: &str) -> impl Future<Output = String> {
        self.waits(text, true)
    }

    /// Waits until the screen shows a text no more.
    #[track_caller]
    pub fn sees_no(&mut self, text: &str) -> impl Future<Output = String> {
        self.waits(text, false)
    }

    /// Waits until the cursor stands on a line with a text.
    #[track_caller]
    pub fn stands_on(&mut self, text: &str) -> impl Future<Output = String> {
        let there = move |screen: &str| {
            let mut lines = screen.lines();
            lines.any(|line| line.trim_start().starts_with('▌') && line.contains(text))
        };
        self.waits_for(format!("the cursor on {text:?}"), there)
    }

    async fn waits(&mut self, text: &str, there: bool) -> String {
        let wanted = format!("{text:?} (there: {there})");
        self.waits_for(wanted, |screen| screen.contains(text) == there)
            .await
    }

    async fn waits_for(&mut self, wanted: String, there: impl Fn(&str) -> bool) -> String {
        let seen = self.frames.wait_for(|buffer| there(&svg::text(buffer)));
        let outcome = tokio::time::timeout(PATIENCE, seen)
            .await
            .map(|frame| frame.map(|frame| svg::text(&frame)));
        match outcome {
            Ok(Ok(screen)) => screen,
            _ => panic!(
                "waited for {wanted} in\n{}",
                svg::text(&self.frames.borrow())
            ),
        }
    }

    /// Compares the screen with a picture in `screenshots/`, once nothing is being read any more.
    pub async fn picture(&mut self, palette: Palette, name: &str) {
        self.sees_no("reading ").await;
        svg::assert_screen(&self.frames.borrow(), palette, name);
    }
}
