//! Every screen, overlay and empty state as a picture, small and wide, the key ones also light and without colour: one
//! table. The same pictures are the README's. A picture that needs a tenant stands with the screen it shows.

use airs_triage::app::layout::Area;
use airs_triage::app::model::Model;
use airs_triage::app::update::start;
use airs_triage::io::demo;
use airs_triage::io::ledger::Ledger;
use airs_triage::io::library::Library;
use airs_triage::view::{self, theme::Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use Step::{Press, See, Type};

use crate::support::desk::{Setting, at};
use crate::support::palette::Palette;
use crate::support::svg;
use crate::{exceptions, reports};

/// A picture: its name, what the desk is opened on, and what is done until it is taken.
struct Shot(&'static str, On, &'static [Step]);

/// What a desk is opened on.
#[derive(Clone, Copy)]
enum On {
    /// Nothing.
    Nothing,
    /// The bundled workspace.
    Demo,
    /// Its reports, and an empty ledger.
    Undecided,
    /// Its reports, and a ledger with a past.
    Past,
    /// Its reports, and older builds of one of its models.
    Builds,
}

/// A step on the way to a picture.
enum Step {
    /// Keys are pressed, as the key table writes them.
    Press(&'static str),
    /// Text is typed.
    Type(&'static str),
    /// The screen shows a text.
    See(&'static str),
}

/// Those that are also drawn light and without colour.
const KEY: &[Shot] = &[
    Shot("reports", On::Demo, &[]),
    Shot(
        "report",
        On::Demo,
        &[Press("Enter"), See("2 of 11 decided")],
    ),
    Shot(
        "verdict",
        On::Demo,
        &[
            Press("Enter"),
            See("2 of 11 decided"),
            Press("f"),
            See("expires"),
        ],
    ),
    Shot(
        "verdict-danger",
        On::Past,
        &[
            Press("5"),
            See("8 verdicts"),
            Press("G e"),
            See("replaces"),
            Press("BackTab BackTab Right"),
            See("1 TRUE POSITIVE"),
        ],
    ),
    Shot(
        "filter-fault",
        On::Demo,
        &[
            Press("/"),
            Type("load sev:grave -file:x"),
            See("no such severity"),
        ],
    ),
    Shot(
        "diff",
        On::Demo,
        &[
            Press("Enter"),
            See("2 of 11 decided"),
            Press("D"),
            See("ABOUT THE SCANS"),
            Press("j j j j j j j j j j j"),
            See("The file changed"),
        ],
    ),
    Shot(
        "source",
        On::Demo,
        &[
            Press("Enter"),
            See("2 of 11 decided"),
            Press("R"),
            See("violations[0] "),
            Press("j j j j j"),
            See("violations[0].description"),
        ],
    ),
    Shot("exceptions", On::Past, &[Press("5"), See("8 verdicts")]),
];

/// The others.
const OTHERS: &[Shot] = &[
    Shot("empty", On::Nothing, &[See("No scan reports here yet")]),
    Shot(
        "reports-by-model",
        On::Builds,
        &[
            See("16 reports"),
            Press("Tab Enter"),
            See("▾ acme/fraud-scorer ×7"),
        ],
    ),
    Shot(
        "reports-sorted",
        On::Demo,
        &[Press("S S I"), See("outcome▴")],
    ),
    Shot(
        "reports-marked",
        On::Demo,
        &[Press("Space j v j j"), See("range: v ends it")],
    ),
    Shot(
        "reports-removed",
        On::Demo,
        &[
            Press("g v G v Delete Delete"),
            See("Everything is off the list"),
        ],
    ),
    Shot(
        "no-match",
        On::Demo,
        &[
            Press("/"),
            Type("nothing like this"),
            See("Nothing matches"),
        ],
    ),
    Shot(
        "filter-completion",
        On::Demo,
        &[
            Press("/"),
            Type("outcome:blocked rule:"),
            See("Load Time"),
            Press("Down"),
            See("▌\"Load"),
        ],
    ),
    Shot("filter-terms", On::Demo, &[Press("/ Tab"), See("is:")]),
    Shot(
        "filter-name",
        On::Demo,
        &[
            Press("/"),
            Type("is:open since:2w "),
            Press("Ctrl-s"),
            Type("mine"),
            See("as @mine"),
        ],
    ),
    Shot(
        "filter-report",
        On::Demo,
        &[
            Press("Enter"),
            See("2 of 11 decided"),
            Press("/"),
            Type("kind:treat is:"),
            See("no such kind"),
            See("carried"),
        ],
    ),
    Shot(
        "add-path",
        On::Demo,
        &[
            Press("O"),
            Type("~/no such/build.zip"),
            Press("Enter"),
            See("no file or folder"),
        ],
    ),
    Shot(
        "report-by-file",
        On::Demo,
        &[
            Press("Enter"),
            See("2 of 11 decided"),
            Press("Tab"),
            See("training_args.bin  __builtin__"),
        ],
    ),
    Shot(
        "report-marked",
        On::Demo,
        &[
            Press("Enter"),
            See("2 of 11 decided"),
            Press("G * g v j"),
            See("v ends it"),
        ],
    ),
    Shot(
        "report-no-match",
        On::Demo,
        &[
            Press("Enter"),
            See("2 of 11 decided"),
            Press("/"),
            Type("nothing like this"),
            Press("Enter"),
            See("/ nothing like this"),
        ],
    ),
    Shot(
        "report-saved",
        On::Demo,
        &[
            Press("Enter"),
            See("2 of 11 decided"),
            Press("t"),
            Type("A shell call on load."),
            Press("Enter"),
            See("Saved: true positive"),
        ],
    ),
    Shot("counts", On::Demo, &[Press("j Enter"), See("not which")]),
    Shot(
        "report-failed",
        On::Demo,
        &[
            Press("/"),
            Type("outcome:error"),
            Press("Enter Enter"),
            See("the scan as a whole"),
        ],
    ),
    Shot(
        "verdict-corrected",
        On::Demo,
        &[
            Press("Enter"),
            See("2 of 11 decided"),
            Press("/"),
            Type("is:carried file:vocab"),
            Press("Enter t"),
            See("replaces"),
        ],
    ),
    Shot(
        "verdict-whole",
        On::Demo,
        &[
            Press("Enter"),
            See("2 of 11 decided"),
            Press("p"),
            See("as a whole"),
        ],
    ),
    Shot(
        "export",
        On::Demo,
        &[
            Press("Enter"),
            See("2 of 11 decided"),
            Press("x"),
            See("Export the verdicts"),
        ],
    ),
    Shot(
        "help",
        On::Demo,
        &[
            Press("Enter"),
            See("2 of 11 decided"),
            Press("?"),
            See("Help"),
        ],
    ),
    Shot(
        "help-search",
        On::Demo,
        &[
            Press("Enter"),
            See("2 of 11 decided"),
            Press("? /"),
            Type("verdict"),
            See("Take the verdict off"),
        ],
    ),
    Shot(
        "help-symbols",
        On::Demo,
        &[
            Press("Enter"),
            See("2 of 11 decided"),
            Press("? G"),
            See("pipeline fault"),
        ],
    ),
    Shot(
        "help-over-source",
        On::Demo,
        &[
            Press("Enter"),
            See("2 of 11 decided"),
            Press("R"),
            See("violations[0] "),
            Press("?"),
            See("In the source of a report"),
        ],
    ),
    Shot(
        "palette",
        On::Demo,
        &[
            Press("Enter"),
            See("2 of 11 decided"),
            Press(":"),
            See("Enter runs"),
        ],
    ),
    Shot(
        "palette-search",
        On::Demo,
        &[
            Press("Enter"),
            See("2 of 11 decided"),
            Press(":"),
            Type("open"),
            Press("Down"),
            See("▌next open"),
        ],
    ),
    Shot(
        "palette-nothing",
        On::Demo,
        &[Press(":"), Type("brew coffee"), See("No command")],
    ),
    Shot(
        "copy",
        On::Demo,
        &[
            Press("Enter"),
            See("2 of 11 decided"),
            Press("y"),
            See("a letter or Enter copies"),
        ],
    ),
    Shot(
        "links",
        On::Demo,
        &[
            Press("Enter"),
            See("2 of 11 decided"),
            Press("b"),
            See("Open in the browser"),
        ],
    ),
    Shot(
        "log",
        On::Demo,
        &[
            Press("L"),
            See("Nothing was said yet"),
            Press("Enter"),
            See("2 of 11 decided"),
            Press("y f"),
            See("Asked the terminal to copy the file"),
            Press("b Enter"),
            See("Opened in the browser: https://"),
            Press("a Enter"),
            See("Saved: accepted risk"),
            Press("L"),
            See("newest first"),
        ],
    ),
    Shot(
        "source-search",
        On::Demo,
        &[
            Press("Enter"),
            See("2 of 11 decided"),
            Press("R"),
            See("violations[0] "),
            Press("g /"),
            Type("TOKENIZER.model"),
            Press("Enter"),
            See("violations[3].description"),
            Press("n"),
            See("violations[3].file"),
        ],
    ),
    Shot(
        "source-damaged",
        On::Demo,
        &[Press("G R"), See("Not JSON from here on")],
    ),
    Shot(
        "diff-same",
        On::Demo,
        &[
            Press("D"),
            See("ABOUT THE SCANS"),
            Press("g h G Enter G"),
            See("The same finding in the same bytes"),
        ],
    ),
    Shot(
        "exceptions-empty",
        On::Undecided,
        &[Press("5"), See("Nothing is decided yet")],
    ),
    Shot(
        "exceptions-marked",
        On::Past,
        &[
            Press("5"),
            See("8 verdicts"),
            Press("Space Space"),
            See("2 marked"),
        ],
    ),
    Shot(
        "exceptions-filter",
        On::Past,
        &[
            Press("5"),
            See("8 verdicts"),
            Press("/"),
            Type("-is:expired author:"),
            See("Tab takes it"),
        ],
    ),
    Shot(
        "exceptions-fault",
        On::Past,
        &[
            Press("5"),
            See("8 verdicts"),
            Press("/"),
            Type("is:open rule:load"),
            See("no such standing"),
        ],
    ),
    Shot(
        "exceptions-no-match",
        On::Past,
        &[
            Press("5"),
            See("8 verdicts"),
            Press("/"),
            Type("author:nobody "),
            Press("Enter"),
            See("Nothing matches"),
        ],
    ),
    Shot(
        "exceptions-by-rule",
        On::Past,
        &[
            Press("5 Tab Tab"),
            See(" Load Time Code Execution Check  3"),
        ],
    ),
    Shot(
        "exceptions-rules",
        On::Past,
        &[Press("5 BackTab"), See("none judged")],
    ),
    Shot(
        "exception",
        On::Past,
        &[
            Press("5"),
            See("8 verdicts"),
            Press("j j Enter"),
            See("decided false positive"),
        ],
    ),
    Shot(
        "exception-edit",
        On::Past,
        &[
            Press("5"),
            See("8 verdicts"),
            Press("j j Enter"),
            See("decided false positive"),
            Press("e"),
            See("this rule in this group"),
        ],
    ),
];

/// A size, a theme and its ground, and how pictures of it end.
type Look = ((u16, u16), fn() -> Theme, Palette, &'static str);

const SMALL: Look = ((80, 24), Theme::dark, Palette::Dark, "80x24");
const WIDE: Look = ((120, 36), Theme::dark, Palette::Dark, "120x36");
const LIGHT: Look = ((80, 24), Theme::light, Palette::Light, "light");
const SIXTEEN: Look = ((80, 24), Theme::sixteen, Palette::Dark, "16-colours");
const PLAIN: Look = ((80, 24), Theme::plain, Palette::Dark, "no-colour");

async fn setting(on: On, size: (u16, u16)) -> Setting {
    let demo = Setting::demo(size).await;
    match on {
        On::Nothing => Setting {
            library: Library::new(Vec::new()),
            ledger: Ledger::in_memory().await.unwrap(),
            demo: false,
            ..demo
        },
        On::Demo => demo,
        On::Undecided => Setting {
            ledger: Ledger::in_memory().await.unwrap(),
            ..demo
        },
        On::Past => Setting {
            ledger: exceptions::ledger().await,
            ..demo
        },
        On::Builds => reports::history(size).await,
    }
}

async fn take(shots: &[Shot], (size, theme, palette, ending): Look) {
    for Shot(name, on, steps) in shots {
        let setting = Setting {
            theme: theme(),
            ..setting(*on, size).await
        };
        at(setting, async |hand| {
            if !matches!(on, On::Nothing) {
                hand.sees("without one").await;
                hand.sees_no("reading ").await;
            }
            for step in *steps {
                match step {
                    Press(keys) => hand.press(keys),
                    Type(text) => hand.types(text),
                    See(text) => {
                        hand.sees(text).await;
                    }
                }
            }
            hand.picture(palette, &format!("{name}-{ending}")).await;
        })
        .await;
    }
}

#[tokio::test]
async fn small() {
    take(KEY, SMALL).await;
    take(OTHERS, SMALL).await;
}

#[tokio::test]
async fn wide() {
    take(KEY, WIDE).await;
    take(OTHERS, WIDE).await;
}

#[tokio::test]
async fn what_is_said_in_colour_is_said_in_words_or_signs_as_well() {
    for look in [LIGHT, SIXTEEN, PLAIN] {
        take(KEY, look).await;
    }
}

/// While reports are read nothing waits for a hand, so the desk is drawn as it starts.
#[test]
fn reading() {
    for ((width, height), theme, palette, ending) in [SMALL, WIDE] {
        let mut model = Model::new(Area::new(0, 0, width, height), demo::clock());
        start(&mut model);
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        let drawn = terminal.draw(|frame| view::draw(&model, &theme(), frame));
        let name = format!("reading-{ending}");
        svg::assert_screen(drawn.unwrap().buffer, palette, &name);
    }
}
