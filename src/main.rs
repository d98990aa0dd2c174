//! The front door: parse, choose the desk or a command, turn the outcome into an exit code.

use std::process::ExitCode;

use airs_triage::cli::args::{Args, Command, Palette, Shared};
use airs_triage::cli::exit::Exit;
use airs_triage::cli::{Counter, print};
use airs_triage::domain::text::Printable;
use airs_triage::io::places::{self, Surroundings};
use airs_triage::tui::colours;
use airs_triage::tui::desk::{self, Wishes};
use airs_triage::tui::guard::{self, Taken};
use airs_triage::view::theme::Theme;
use anyhow::bail;

/// A large report is a million short texts, and the system's allocator takes long over them. Huge pages are left out:
/// quicker while memory is fresh, they cost more than they gain once it is in pieces.
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
    let terminal = guard::available(Taken {
        input: args.paths.iter().any(|path| path.as_os_str() == "-"),
        output: args.print_selected,
    });
    let wishes = |shared: &Shared| Wishes {
        theme: theme(shared.theme),
        mouse: !shared.no_mouse,
        read_only: args.read_only,
        watch_tenant: shared.watch_tenant,
        fresh: args.fresh,
    };
    let of_the_desk = args.read_only || args.fresh || args.print_selected;
    match args.command {
        Some(_) if of_the_desk || !args.paths.is_empty() => {
            bail!(
                "paths go behind the command, and --read-only, --fresh and --print-selected are for the desk alone; see `airs-triage --help`"
            )
        }
        Some(Command::Demo) if terminal => {
            let wishes = wishes(&args.shared);
            let signal = desk::demo(places::author(args.shared.author), wishes).await?;
            Ok(ending(signal))
        }
        Some(command) => Counter::open(args.shared).run(command).await,
        None if places::none_exists(&args.paths) => bail!(
            "{} is neither a file or folder nor a command; `airs-triage --help` lists the commands",
            Printable::line(&args.paths[0].to_string_lossy())
        ),
        None if terminal => {
            let wishes = wishes(&args.shared);
            let mut counter = Counter::open(args.shared);
            let inputs = counter.inputs(args.paths)?;
            let (author, tenant) = (counter.author.clone(), counter.tenant.clone());
            let left = desk::open(&counter.places, author, inputs, tenant, wishes).await?;
            if let Some(why) = left.forgotten {
                let words = format!("what was open is not kept for the next time: {why}");
                counter.printer.notice(&words);
            }
            if args.print_selected {
                counter.printer.text(&left.selected)?;
            }
            Ok(ending(left.signal))
        }
        None => bail!(
            "the desk needs a terminal for input and output; `airs-triage list` prints without one"
        ),
    }
}

/// How the desk ended: left by its user, or by a signal.
fn ending(signal: Option<u8>) -> Exit {
    signal.map_or(Exit::Pass, Exit::Signalled)
}

fn theme(palette: Palette) -> Theme {
    let surroundings = Surroundings::look();
    match palette {
        _ if surroundings.no_colour => Theme::plain(),
        Palette::None => Theme::plain(),
        Palette::Sixteen => Theme::sixteen(),
        Palette::Light => Theme::light(),
        Palette::Dark => Theme::dark(),
        Palette::Auto => colours::theme(&surroundings),
    }
}
