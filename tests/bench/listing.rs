//! The desk while 5,000 scans are being listed: from a key to the frame that shows what it did, in the real loop, with
//! the real client, while every page of the list comes in between.

use std::time::{Duration, Instant};

use airs_triage::app::layout::Area;
use airs_triage::app::message::Message;
use airs_triage::app::model::Model;
use airs_triage::io::clipboard::Clipboard;
use airs_triage::io::ledger::Ledger;
use airs_triage::io::library::Library;
use airs_triage::io::runner::{Desktop, Runner, Service};
use airs_triage::tui::hands::Hands;
use airs_triage::tui::{self, Wires};
use airs_triage::view::theme::Theme;
use futures::StreamExt as _;
use jiff::Timestamp;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use tokio::sync::{mpsc, watch};

use super::measure::quantile;
use super::support::account::{client, places};
use super::support::tenant::{Fault, Tenant, What, World};
use super::table::{Amount, Budget, Row};

const SCANS: usize = 5_000;
const SIZE: (u16, u16) = (120, 36);
/// Each page takes so long, so that the keys fall between them.
const LATENCY: Duration = Duration::from_millis(50);
const FRAME: u64 = 16;
/// Keys that are pressed again and again while the list comes.
const KEYS: &str = "j j PageDown k G g Space Space / 0 Backspace Enter J K";
/// A list that has not ended by then does not.
const PATIENCE: Duration = Duration::from_mins(2);

pub(crate) fn row() -> Row {
    let world = World::scans(SCANS).moved_to(Timestamp::now());
    let tenant = Tenant::listen(world, 0, None);
    tenant.fault(Fault::under("/aims", What::Latency(LATENCY), usize::MAX));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let times = runtime.block_on(frames(&tenant));
    assert_eq!(tenant.tokens_issued(), 1, "one token serves all questions");
    assert!(
        times.len() > 50,
        "only {} frames while it came",
        times.len()
    );
    Row::new(
        format!(
            "desk: {} frames while 5,000 scans are listed: key to frame, p99",
            times.len()
        ),
        Amount::Time(quantile(times, 99)),
        Budget::AtMost(Amount::milliseconds(FRAME)),
    )
}

/// Presses a key, waits for its frame, and so on until the list is whole; how long each frame took.
async fn frames(tenant: &Tenant) -> Vec<Duration> {
    let folder = tempfile::tempdir().expect("a folder");
    let (sender, answers) = mpsc::channel(64);
    let ledger = Ledger::in_memory().await;
    let desktop = Desktop {
        clipboard: Clipboard::terminal(|_| Ok(())),
        browser: |_| Ok(()),
    };
    let library = Library::new(Vec::new());
    let clock = Timestamp::now;
    let mut runner = Runner::new(library, ledger, "ann".into(), clock, desktop, sender);
    runner.connect(Service::with(&places(folder.path()), client(tenant)));
    let (input, mut messages) = mpsc::unbounded_channel();
    let (shown, mut frames) = watch::channel(Buffer::default());
    let wires = Wires {
        input: futures::stream::poll_fn(move |context| messages.poll_recv(context))
            .boxed_local()
            .peekable(),
        runner,
        answers,
        hands: Hands {
            mouse: Box::new(|_| {}),
            suspend: Box::new(|| {}),
            editor: Box::new(|note| Box::pin(async move { Ok(note) })),
        },
        clock,
        frames: Some(shown),
    };
    let (mut times, start) = (Vec::new(), Instant::now());
    let hand = async move {
        let press = |key: &str| {
            let message = Message::Pressed(key.parse().expect("a key"));
            input.send(message).expect("the desk");
        };
        press("4");
        let keys = KEYS.split_whitespace().cycle();
        for key in keys {
            frames.borrow_and_update();
            let pressed = Instant::now();
            press(key);
            frames.changed().await.expect("a frame");
            let screen = text(&frames.borrow_and_update());
            if screen.contains("asked just now") || pressed > start + PATIENCE {
                assert!(screen.contains("5,000 scans"), "{screen}");
                break;
            }
            times.push(pressed.elapsed());
            // As a person does: not all keys at once.
            tokio::time::sleep_until(tokio::time::Instant::now() + Duration::from_millis(3)).await;
        }
        times
    };
    let mut terminal = Terminal::new(TestBackend::new(SIZE.0, SIZE.1)).expect("a screen");
    let mut model = Model::new(Area::new(0, 0, SIZE.0, SIZE.1), clock());
    let theme = Theme::dark();
    let desk = Box::pin(tui::run(&mut terminal, wires, &mut model, &theme));
    let (ended, times) = futures::future::join(desk, hand).await;
    ended.expect("a desk");
    times
}

fn text(buffer: &Buffer) -> String {
    let cells = buffer.content().iter();
    cells.map(Cell::symbol).collect()
}
