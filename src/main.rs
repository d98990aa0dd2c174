//! The front door: parse, choose the desk or a command, turn the outcome into an exit code.

use std::process::ExitCode;

use airs_triage::cli::args::{Args, Command, Palette, Shared};
use airs_triage::cli::exit::Exit;
use airs_triage::cli::{Counter, print};
use airs_triage::domain::text::Printable;
use airs_triage::io::places;
use airs_triage::tui::signals::Signals;
use airs_triage::tui::{desk, guard};
use airs_triage::view::theme::Theme;
use anyhow::bail;

/// A large report is a million short texts: the system's allocator and its small pages were a third of the time.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let args = Args::read();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let outcome = match runtime {
        Ok(runtime) => {
            let outcome = runtime.block_on(run(args));
            runtime.shutdown_background();
            outcome
        }
        Err(why) => Err(why.into()),
    };
    match outcome {
        Ok(exit) => exit.into(),
        Err(fault) => {
            print::Printer::new().notice(&format!("{fault:#}"));
            Exit::Undecided.into()
        }
    }
}

async fn run(args: Args) -> anyhow::Result<Exit> {
    let input_is_taken = args.paths.iter().any(|path| path.as_os_str() == "-");
    let terminal = guard::available(input_is_taken);
    match args.command {
        Some(_) if args.read_only || !args.paths.is_empty() => {
            bail!(
                "paths go behind the command, and --read-only is for the desk alone; see `airs-triage --help`"
            )
        }
        Some(Command::Demo) if terminal => {
            let theme = theme(&args.shared);
            let signals = Signals::watch()?;
            desk::demo(places::author(args.shared.author), theme).await?;
            Ok(ending(signals))
        }
        Some(command) => Counter::open(args.shared).run(command).await,
        None if places::none_exists(&args.paths) => bail!(
            "{} is neither a file or folder nor a command; `airs-triage --help` lists the commands",
            Printable::line(&args.paths[0].to_string_lossy())
        ),
        None if terminal => {
            let theme = theme(&args.shared);
            let counter = Counter::open(args.shared);
            let inputs = counter.inputs(args.paths)?;
            let signals = Signals::watch()?;
            desk::open(
                &counter.places,
                counter.author,
                inputs,
                args.read_only,
                theme,
            )
            .await?;
            Ok(ending(signals))
        }
        None => bail!(
            "the desk needs a terminal for input and output; `airs-triage list` prints without one"
        ),
    }
}

/// How the desk ended: left by its user, or by a signal.
fn ending(signals: Signals) -> Exit {
    signals.came().map_or(Exit::Pass, Exit::Signalled)
}

fn theme(shared: &Shared) -> Theme {
    match shared.theme {
        _ if places::no_colour() => Theme::plain(),
        Palette::None => Theme::plain(),
        Palette::Light => Theme::light(),
        Palette::Auto if places::light_background() => Theme::light(),
        Palette::Auto | Palette::Dark => Theme::dark(),
    }
}
