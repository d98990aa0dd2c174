//! A screen as a picture: the cell grid drawn as SVG, exact in any monospaced font, small enough to review.
//!
//! Everything is a whole number, in half pixels. The picture of a screen is also its snapshot and lies in
//! `screenshots/`; `SNAPSHOTS=overwrite` accepts what the test drew.

use std::fmt::Write as _;
use std::path::Path;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Modifier;
use snapbox::{Assert, Data, IntoData as _};
use unicode_width::UnicodeWidthStr as _;

pub use super::palette::Palette;
use super::palette::Rgb;
use super::shapes::{self, Strokes};

/// A cell.
pub const WIDE: usize = 18;
pub const HIGH: usize = 40;
/// From the window's edge to the first cell.
const MARGIN: usize = 32;
const BASELINE: usize = 30;
const FONT: &str = "ui-monospace,SFMono-Regular,Menlo,'Cascadia Mono',Consolas,'DejaVu Sans Mono','Liberation Mono',monospace";

/// One cell as it is painted: colours resolved, its second half left out when it is wide.
#[derive(Clone, Copy)]
pub struct Dot<'a> {
    pub x: usize,
    pub y: usize,
    pub wide: usize,
    pub symbol: &'a str,
    pub ink: Rgb,
    pub ground: Rgb,
    modifier: Modifier,
}

impl<'a> Dot<'a> {
    fn new((x, y): (usize, usize), cell: &'a Cell, palette: Palette) -> Self {
        let modifier = cell.modifier;
        let mut ink = palette.shows(cell.fg, palette.ink());
        let mut ground = palette.shows(cell.bg, palette.ground());
        if modifier.contains(Modifier::REVERSED) {
            std::mem::swap(&mut ink, &mut ground);
        }
        if modifier.contains(Modifier::DIM) {
            ink = ink.over(ground, 60);
        }
        let hidden = modifier.contains(Modifier::HIDDEN);
        Self {
            x,
            y,
            wide: cell.symbol().width().max(1),
            symbol: if hidden { " " } else { cell.symbol() },
            ink,
            ground,
            modifier,
        }
    }

    fn blank(&self) -> bool {
        self.symbol.trim().is_empty()
    }

    /// Whether its glyph may come from another font, with another advance, and so has to keep its own place.
    fn stands_alone(&self) -> bool {
        self.wide > 1 || self.symbol.chars().any(|symbol| symbol >= '\u{2190}')
    }

    /// What must be the same for two cells to be written in one go.
    fn pen(&self) -> (Rgb, bool, bool) {
        let is = |modifier| self.modifier.contains(modifier);
        (self.ink, is(Modifier::BOLD), is(Modifier::ITALIC))
    }
}

fn dots(buffer: &Buffer, palette: Palette) -> Vec<Vec<Dot<'_>>> {
    let columns = usize::from(buffer.area.width);
    let rows = buffer.content.chunks(columns.max(1)).enumerate();
    rows.map(|(y, row)| {
        let mut next = 0;
        let cells = row.iter().enumerate();
        cells
            .filter_map(|(x, cell)| {
                let dot = (x == next).then(|| Dot::new((x, y), cell, palette))?;
                next += dot.wide;
                Some(dot)
            })
            .collect()
    })
    .collect()
}

/// The text of a screen, a line a row, without blanks at the ends.
pub fn text(buffer: &Buffer) -> String {
    let mut text = String::new();
    for row in dots(buffer, Palette::Dark) {
        let line: String = row.iter().map(|dot| dot.symbol).collect();
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Draws a screen.
pub fn svg(buffer: &Buffer, palette: Palette) -> String {
    let area = buffer.area;
    let width = usize::from(area.width) * WIDE + 2 * MARGIN;
    let height = usize::from(area.height) * HIGH + 2 * MARGIN;
    let rows = dots(buffer, palette);
    let mut picture = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {width} {height}\" xml:space=\"preserve\">\n\
         <rect x=\"1\" y=\"1\" width=\"{}\" height=\"{}\" rx=\"18\" fill=\"{}\" stroke=\"{}\" stroke-width=\"2\"/>\n\
         <g transform=\"translate({MARGIN} {MARGIN})\">\n",
        width / 2,
        height / 2,
        width - 2,
        height - 2,
        palette.ground(),
        palette.frame(),
    );
    picture.push_str("<g shape-rendering=\"crispEdges\">\n");
    for row in &rows {
        grounds(row, palette, &mut picture);
        for (place, ink) in shapes::blocks(row) {
            rect(place, ink, &mut picture);
        }
    }
    picture.push_str("</g>\n<g fill=\"none\" stroke-linecap=\"square\">\n");
    let mut strokes = Strokes::new();
    shapes::strokes(&rows, &mut strokes);
    for row in &rows {
        rules(row, &mut strokes);
    }
    for ((ink, width), path) in strokes {
        let _ = writeln!(
            picture,
            "<path d=\"{path}\" stroke=\"{ink}\" stroke-width=\"{width}\"/>"
        );
    }
    let _ = writeln!(
        picture,
        "</g>\n<g font-family=\"{FONT}\" font-size=\"30\" fill=\"{}\">",
        palette.ink()
    );
    for row in &rows {
        words(row, palette, &mut picture);
    }
    picture.push_str("</g>\n</g>\n</svg>\n");
    picture
}

fn rect([x, y, width, height]: [usize; 4], fill: Rgb, picture: &mut String) {
    let _ = writeln!(
        picture,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\"/>"
    );
}

fn grounds(row: &[Dot<'_>], palette: Palette, picture: &mut String) {
    for run in row.chunk_by(|one, next| one.ground == next.ground) {
        if run[0].ground != palette.ground() {
            let columns: usize = run.iter().map(|dot| dot.wide).sum();
            let place = [run[0].x * WIDE, run[0].y * HIGH, columns * WIDE, HIGH];
            rect(place, run[0].ground, picture);
        }
    }
}

/// Lines under and through text. Drawn, since not every renderer knows text decorations.
fn rules(row: &[Dot<'_>], strokes: &mut Strokes) {
    for (modifier, drop) in [
        (Modifier::UNDERLINED, BASELINE + 5),
        (Modifier::CROSSED_OUT, BASELINE - 9),
    ] {
        for run in row.chunk_by(|one, next| {
            one.modifier.contains(modifier) == next.modifier.contains(modifier)
                && one.ink == next.ink
        }) {
            if run[0].modifier.contains(modifier) {
                let columns: usize = run.iter().map(|dot| dot.wide).sum();
                let path = strokes.entry((run[0].ink, shapes::THIN)).or_default();
                let (x, y) = (run[0].x * WIDE, run[0].y * HIGH + drop);
                let _ = write!(path, "M{x} {y}h{}", columns * WIDE);
            }
        }
    }
}

/// Text that is written in one go: words of one style with single blanks between, or one symbol repeated.
struct Run<'a> {
    first: Dot<'a>,
    end: usize,
    text: String,
}

impl<'a> Run<'a> {
    fn new(first: Dot<'a>) -> Self {
        Self {
            first,
            end: first.x + first.wide,
            text: first.symbol.to_owned(),
        }
    }

    fn takes(&self, next: &Dot<'_>) -> bool {
        let together = if self.first.stands_alone() || next.stands_alone() {
            next.x == self.end && next.symbol == self.first.symbol
        } else {
            next.x <= self.end + 1
        };
        together && next.pen() == self.first.pen()
    }

    fn push(&mut self, next: &Dot<'_>) {
        if next.x > self.end {
            self.text.push(' ');
        }
        self.text.push_str(next.symbol);
        self.end = next.x + next.wide;
    }
}

fn words(row: &[Dot<'_>], palette: Palette, picture: &mut String) {
    let mut runs: Vec<Run<'_>> = Vec::new();
    for dot in row {
        if dot.blank() || shapes::draws(dot.symbol) {
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.takes(dot) => run.push(dot),
            _ => runs.push(Run::new(*dot)),
        }
    }
    for run in &runs {
        write(run, palette, picture);
    }
}

fn write(run: &Run<'_>, palette: Palette, picture: &mut String) {
    let (ink, bold, italic) = run.first.pen();
    let (x, y) = (run.first.x * WIDE, run.first.y * HIGH + BASELINE);
    let length = (run.end - run.first.x) * WIDE;
    let _ = write!(picture, "<text x=\"{x}\" y=\"{y}\" textLength=\"{length}\"");
    if run.first.stands_alone() {
        picture.push_str(" lengthAdjust=\"spacingAndGlyphs\"");
    }
    if ink != palette.ink() {
        let _ = write!(picture, " fill=\"{ink}\"");
    }
    if bold {
        picture.push_str(" font-weight=\"bold\"");
    }
    if italic {
        picture.push_str(" font-style=\"italic\"");
    }
    let _ = writeln!(picture, ">{}</text>", escaped(&run.text));
}

fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, character| {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            _ if character.is_control() => out.push('\u{fffd}'),
            _ => out.push(character),
        }
        out
    })
}

/// Compares a screen with `screenshots/<name>.svg`.
#[track_caller]
pub fn assert_screen(buffer: &Buffer, palette: Palette, name: &str) {
    assert_picture(buffer, palette, &format!("screenshots/{name}.svg"));
}

/// Compares a screen with a picture of the project.
#[track_caller]
pub fn assert_picture(buffer: &Buffer, palette: Palette, path: &str) {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let same = Assert::new().action_env("SNAPSHOTS").try_eq(
        Some(&path),
        svg(buffer, palette).into_data().raw(),
        Data::read_from(&kept, None).raw(),
    );
    if let Err(difference) = same {
        panic!("the screen is now:\n{}\n{difference}", text(buffer));
    }
}
