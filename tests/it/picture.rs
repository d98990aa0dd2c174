//! The drawing of screens itself, on made-up buffers.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style, Stylize as _};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear, Widget as _};

use crate::support::svg::{Palette, assert_picture, svg, text};

/// A screen with everything that screens are made of.
fn made_up(palette: Palette, (width, height): (u16, u16)) -> Buffer {
    let area = Rect::new(0, 0, width, height);
    let (quiet, mark) = match palette {
        Palette::Dark => (Color::Indexed(236), Color::Rgb(38, 58, 88)),
        Palette::Light => (Color::Indexed(254), Color::Rgb(214, 228, 250)),
    };
    let mut screen = Buffer::empty(area);
    let mut line = |y, line: Line<'_>| line.render(Rect::new(0, y, width, 1), &mut screen);
    line(0, heading(quiet));
    line(
        1,
        Line::from(" is:open rule:\"load time\" & <model>").underlined(),
    );
    line(2, Line::from("─".repeat(width.into())).dark_gray());
    line(
        3,
        Line::from("   outcome  model                      group          rules   findings").dim(),
    );
    line(4, marked(width, mark));
    line(
        5,
        row("BLOCKED", Color::Red, "churn-model", "counts only · F"),
    );
    line(
        6,
        row(
            "ERROR  ",
            Color::Yellow,
            "s3://registry/fraud/v42/",
            "ACCESS_DENIED",
        ),
    );
    line(
        7,
        row(
            "ALLOWED",
            Color::Green,
            "模型/注册表 漢字 é ñ",
            "▰▰▰▱▱ 3/5 open ✓ ○ ~ ✗",
        ),
    );
    line(
        8,
        Line::from("█▉▊▋▌▍▎▏ ▁▂▃▄▅▆▇█ ░▒▓ ▀▐ ━┳━ ┃╋┃  ╭──╮ ┌┬┐").cyan(),
    );
    line(9, Line::from("           ━┻━  ┃   ╰──╯ ├┼┤").cyan());
    line(10, styles());
    line(11, colours());
    line(
        height - 1,
        Line::from(" Enter open  / filter  F complete  ? help  : commands").reversed(),
    );
    columns(Rect::new(0, 12, width, height - 13), &mut screen);
    popup(
        quiet,
        Rect::new(width / 2 - 20, height / 2 + 2, 40, 5),
        &mut screen,
    );
    screen
}

fn heading(quiet: Color) -> Line<'static> {
    let bar = Style::new().bg(quiet);
    Line::from(vec![
        " airs-triage ".bold(),
        " 1 Reports ".reversed().bold(),
        " 2 Report  3 Groups  4 Scans  5 Exceptions     ".into(),
        "acme-prod ".into(),
        "●".green(),
        " 42 open ".into(),
    ])
    .style(bar)
}

fn marked(width: u16, mark: Color) -> Line<'static> {
    let mut line = row("BLOCKED", Color::Red, "acme/fraud-scorer", "▰▰▰▱▱ 3/5 open");
    line.spans[0] = "▌".cyan();
    line.spans.push(" ".repeat(width.into()).into());
    line.style(Style::new().bg(mark).bold())
}

fn row(outcome: &str, color: Color, model: &str, findings: &str) -> Line<'static> {
    let pad = 26usize.saturating_sub(Span::raw(model).width());
    Line::from(vec![
        " ".into(),
        format!("  {outcome}  ").fg(color),
        format!("{model}{} ", " ".repeat(pad)).into(),
        "HF prod        8/11    ".into(),
        findings.to_owned().into(),
    ])
}

fn styles() -> Line<'static> {
    Line::from(vec![
        "bold".bold(),
        " dim".dim(),
        " italic".italic(),
        " underlined text".underlined(),
        " crossed out".crossed_out(),
        " ".into(),
        "reversed".reversed(),
        " ".into(),
        Span::styled("secret", Modifier::HIDDEN),
        "all".bold().italic().underlined().magenta(),
    ])
}

fn colours() -> Line<'static> {
    let blocks = (0..16).map(|number| format!("{number:^4}").fg(Color::Indexed(number)));
    let others = [
        " 256 ".bg(Color::Indexed(130)),
        " rgb ".bg(Color::Rgb(60, 20, 90)),
    ];
    blocks.chain(others).collect()
}

fn columns(area: Rect, screen: &mut Buffer) {
    let half = area.width / 2;
    Block::bordered().title(" THREATS ").dark_gray().render(
        Rect {
            width: half,
            ..area
        },
        screen,
    );
    Block::bordered()
        .border_type(BorderType::Rounded)
        .title(" Load Time Code Execution Check ".bold())
        .blue()
        .render(
            Rect {
                x: half,
                width: area.width - half,
                ..area
            },
            screen,
        );
}

fn popup(quiet: Color, area: Rect, screen: &mut Buffer) {
    Clear.render(area, screen);
    let block = Block::bordered()
        .border_type(BorderType::Thick)
        .title(" False positive ")
        .style(Style::new().fg(Color::Yellow).bg(quiet));
    Line::from(" reason  ‹ NotForRelease ›").render(block.inner(area), screen);
    block.render(area, screen);
}

#[test]
fn a_screen_is_drawn_as_it_was_accepted() {
    let pictures = [
        ("dark-80x24", Palette::Dark, (80, 24)),
        ("light-80x24", Palette::Light, (80, 24)),
        ("dark-120x36", Palette::Dark, (120, 36)),
    ];
    for (name, palette, size) in pictures {
        let path = format!("tests/snapshots/picture/{name}.svg");
        assert_picture(&made_up(palette, size), palette, &path);
    }
}

#[test]
fn text_is_what_the_cells_say_once_and_without_blanks_at_the_ends() {
    let mut screen = Buffer::empty(Rect::new(0, 0, 12, 3));
    screen.set_string(1, 0, "漢字 <a>", Style::new());
    screen.set_string(2, 2, "┌─┐", Style::new());
    assert_eq!(text(&screen), " 漢字 <a>\n\n  ┌─┐\n");
}

#[test]
fn written_text_is_escaped_and_runs_end_where_style_or_place_changes() {
    let cases: [(Line<'_>, &[&str]); 6] = [
        (
            "<&> \"q\"".into(),
            &["textLength=\"126\">&lt;&amp;&gt; \"q\"<"],
        ),
        (
            "one  two".into(),
            &[">one<", "x=\"90\" y=\"30\" textLength=\"54\">two<"],
        ),
        (
            Line::from(vec!["a".bold(), "b".into()]),
            &["font-weight=\"bold\">a<", ">b<"],
        ),
        (
            "漢字x".into(),
            &[">漢<", ">字<", "x=\"72\" y=\"30\" textLength=\"18\">x<"],
        ),
        ("▰▰▱".into(), &[">▰▰<", ">▱<"]),
        (Line::from(Span::styled("secret", Modifier::HIDDEN)), &[]),
    ];
    for (line, wanted) in cases {
        let mut screen = Buffer::empty(Rect::new(0, 0, 12, 1));
        line.render(screen.area, &mut screen);
        let picture = svg(&screen, Palette::Dark);
        let written: Vec<&str> = picture
            .lines()
            .filter(|line| line.starts_with("<text"))
            .collect();
        assert_eq!(written.len(), wanted.len(), "{picture}");
        for (written, wanted) in written.iter().zip(wanted) {
            assert!(written.contains(wanted), "{written} lacks {wanted}");
        }
    }
}

#[test]
fn lines_join_over_cells_and_no_shape_is_written_as_text() {
    let mut screen = Buffer::empty(Rect::new(0, 0, 4, 3));
    Block::bordered().render(screen.area, &mut screen);
    let picture = svg(&screen, Palette::Dark);
    assert!(
        picture.contains("d=\"M9 21H63M9 101H63M9 21V101M63 21V101\""),
        "{picture}"
    );
    assert!(!picture.contains("<text"), "{picture}");
}

#[test]
fn dim_and_reversed_text_takes_its_colours_from_the_cell() {
    let mut screen = Buffer::empty(Rect::new(0, 0, 4, 1));
    Line::from(vec!["ab".red().reversed(), "cd".dim()]).render(screen.area, &mut screen);
    let picture = svg(&screen, Palette::Light);
    assert!(
        picture.contains("width=\"36\" height=\"40\" fill=\"#bf2431\""),
        "{picture}"
    );
    assert!(picture.contains("fill=\"#fbfbfd\">ab<"), "{picture}");
    assert!(picture.contains("fill=\"#7d8088\">cd<"), "{picture}");
}
