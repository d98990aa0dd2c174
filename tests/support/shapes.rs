//! Box-drawing and block characters as geometry, so that borders and bars join in any font.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::palette::Rgb;
use super::svg::{Dot, HIGH, WIDE};

const LEFT: u8 = 1;
const RIGHT: u8 = 2;
const UP: u8 = 4;
const DOWN: u8 = 8;

/// Light lines, heavy lines and the arms of both, in one order.
const LIGHT: &str = "─│┌┐└┘├┤┬┴┼╴╵╶╷";
const HEAVY: &str = "━┃┏┓┗┛┣┫┳┻╋╸╹╺╻";
const ARMS: [u8; 15] = [
    LEFT | RIGHT,
    UP | DOWN,
    RIGHT | DOWN,
    LEFT | DOWN,
    RIGHT | UP,
    LEFT | UP,
    UP | DOWN | RIGHT,
    UP | DOWN | LEFT,
    LEFT | RIGHT | DOWN,
    LEFT | RIGHT | UP,
    LEFT | RIGHT | UP | DOWN,
    LEFT,
    UP,
    RIGHT,
    DOWN,
];
const ROUND: [(char, u8); 4] = [
    ('╭', RIGHT | DOWN),
    ('╮', LEFT | DOWN),
    ('╰', RIGHT | UP),
    ('╯', LEFT | UP),
];

/// Where lines cross in a cell. Below the half, so that a thin line falls on whole pixels.
const CENTRE: (usize, usize) = (WIDE / 2, HIGH / 2 + 1);
/// Radius of a round corner.
const CURVE: usize = WIDE / 2;
/// Thickness of light and heavy lines.
pub const THIN: usize = 2;
const THICK: usize = 5;

/// Whether a character is drawn here rather than written.
pub fn draws(symbol: &str) -> bool {
    line(symbol).is_some() || round(symbol).is_some() || block(symbol).is_some()
}

fn line(symbol: &str) -> Option<(u8, usize)> {
    let symbol = symbol.chars().next()?;
    [(LIGHT, THIN), (HEAVY, THICK)]
        .into_iter()
        .find_map(|(set, width)| {
            let at = set.chars().position(|member| member == symbol)?;
            Some((ARMS[at], width))
        })
}

fn round(symbol: &str) -> Option<u8> {
    let (_, arms) = ROUND
        .into_iter()
        .find(|(corner, _)| symbol.starts_with(*corner))?;
    Some(arms)
}

/// The part of the cell that a block covers, from `(x, y)` by `(width, height)`, and how much of its ink in per cent.
fn block(symbol: &str) -> Option<([usize; 4], u32)> {
    let symbol = symbol.chars().next()?;
    let eighths = |first: char| u32::from(symbol) as usize + 1 - first as usize;
    let across = |eighths| (WIDE * eighths + 4) / 8;
    let down = |eighths| HIGH * eighths / 8;
    Some(match symbol {
        '▀' => ([0, 0, WIDE, down(4)], 100),
        '▁'..='█' => {
            let high = down(eighths('▁'));
            ([0, HIGH - high, WIDE, high], 100)
        }
        '▉'..='▏' => ([0, 0, across(8 - eighths('▉')), HIGH], 100),
        '▐' => ([across(4), 0, WIDE - across(4), HIGH], 100),
        '░' => ([0, 0, WIDE, HIGH], 20),
        '▒' => ([0, 0, WIDE, HIGH], 40),
        '▓' => ([0, 0, WIDE, HIGH], 70),
        '▔' => ([0, 0, WIDE, down(1)], 100),
        '▕' => ([WIDE - across(1), 0, across(1), HIGH], 100),
        _ => return None,
    })
}

/// Rectangles of one colour, joined along the row where they touch.
pub fn blocks(row: &[Dot<'_>]) -> Vec<([usize; 4], Rgb)> {
    let mut joined: Vec<([usize; 4], Rgb)> = Vec::new();
    for dot in row {
        let Some(([x, y, wide, high], percent)) = block(dot.symbol) else {
            continue;
        };
        let ink = dot.ink.over(dot.ground, percent);
        let (left, top) = (dot.x * WIDE + x, dot.y * HIGH + y);
        match joined.last_mut() {
            Some((last, same))
                if *same == ink && [last[0] + last[2], last[1], last[3]] == [left, top, high] =>
            {
                last[2] += wide;
            }
            _ => joined.push(([left, top, wide, high], ink)),
        }
    }
    joined
}

/// Path data by colour and thickness.
pub type Strokes = BTreeMap<(Rgb, usize), String>;

/// Adds every line of the screen, joined over as many cells as it runs.
pub fn strokes(rows: &[Vec<Dot<'_>>], into: &mut Strokes) {
    let mut dots: Vec<&Dot<'_>> = rows.iter().flatten().collect();
    for dot in &dots {
        corner(dot, into);
    }
    for (start, end, pen) in joined(
        dots.iter()
            .map(|dot| (dot.y, dot.x, arms(dot, LEFT, RIGHT))),
    ) {
        let y = start.0 * HIGH + CENTRE.1;
        let (from, to) = (along(start.1, WIDE, CENTRE.0), along(end, WIDE, CENTRE.0));
        let _ = write!(into.entry(pen).or_default(), "M{from} {y}H{to}");
    }
    dots.sort_by_key(|dot| (dot.x, dot.y));
    for (start, end, pen) in joined(dots.iter().map(|dot| (dot.x, dot.y, arms(dot, UP, DOWN)))) {
        let x = start.0 * WIDE + CENTRE.0;
        let (from, to) = (along(start.1, HIGH, CENTRE.1), along(end, HIGH, CENTRE.1));
        let _ = write!(into.entry(pen).or_default(), "M{x} {from}V{to}");
    }
}

type Pen = (Rgb, usize);

/// The pens of a cell's two halves in one direction.
fn arms(dot: &Dot<'_>, before: u8, after: u8) -> [Option<Pen>; 2] {
    let (arms, width) = line(dot.symbol).unwrap_or_default();
    [before, after].map(|arm| (arms & arm != 0).then_some((dot.ink, width)))
}

/// Joins the halves of cells, given as (lane, place, pens), into runs: start as (lane, half), end, pen.
fn joined(
    cells: impl Iterator<Item = (usize, usize, [Option<Pen>; 2])>,
) -> Vec<((usize, usize), usize, Pen)> {
    let halves = cells.flat_map(|(lane, place, [before, after])| {
        [(lane, 2 * place, before), (lane, 2 * place + 1, after)]
    });
    let mut runs: Vec<((usize, usize), usize, Pen)> = Vec::new();
    for (lane, half, pen) in halves {
        let Some(pen) = pen else { continue };
        match runs.last_mut() {
            Some((start, end, same)) if (start.0, *end, *same) == (lane, half, pen) => *end += 1,
            _ => runs.push(((lane, half), half + 1, pen)),
        }
    }
    runs
}

/// Where a half begins: at a cell's edge or at its centre.
fn along(half: usize, cell: usize, centre: usize) -> usize {
    half / 2 * cell + half % 2 * centre
}

fn corner(dot: &Dot<'_>, into: &mut Strokes) {
    let Some(arms) = round(dot.symbol) else {
        return;
    };
    let (left, top) = (dot.x * WIDE, dot.y * HIGH);
    let (x, y) = (left + CENTRE.0, top + CENTRE.1);
    let side = if arms & LEFT != 0 { left } else { left + WIDE };
    let (bend, end) = if arms & UP != 0 {
        (y - CURVE, top)
    } else {
        (y + CURVE, top + HIGH)
    };
    let path = into.entry((dot.ink, THIN)).or_default();
    let _ = write!(path, "M{side} {y}Q{x} {y} {x} {bend}V{end}");
}
