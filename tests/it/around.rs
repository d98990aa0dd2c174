//! Getting around: palette, search in help, copy menu, browser chooser, messages. By keys, and as pictures.

use std::sync::Arc;

use airs_triage::app::command::Command;
use airs_triage::app::effect::Effect;
use airs_triage::app::hints;
use airs_triage::app::keys::Context;
use airs_triage::app::layout::Area;
use airs_triage::app::message::{Clipboard, Message};
use airs_triage::app::model::Model;
use airs_triage::app::overlays::Overlay;
use airs_triage::app::overlays::help::Line;
use airs_triage::app::screens::Screen;
use airs_triage::app::tabs;
use airs_triage::app::update::update;
use airs_triage::domain::observation::Remediation;
use airs_triage::domain::report::Report;
use airs_triage::domain::text::{Printable, is_deceptive};
use airs_triage::domain::verdict::Verdict;
use airs_triage::view::{self, theme::Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::keys::{desk, one, open, press, reports};
use crate::support::svg;

/// A desk with a report open whose first finding is a threat.
fn opened() -> Model {
    opened_on(&reports())
}

fn opened_on(reports: &[Report]) -> Model {
    let mut model = desk(reports);
    open(&mut model, reports);
    press(&mut model, "g");
    model
}

fn toast(model: &Model) -> &str {
    model.toast.as_ref().map_or("", |toast| toast.text.as_str())
}

/// What the screen shows.
fn screen(model: &Model) -> String {
    let Area { width, height, .. } = model.size;
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    let drawn = terminal.draw(|frame| view::draw(model, &Theme::plain(), frame));
    svg::text(drawn.unwrap().buffer)
}

#[test]
fn the_palette_runs_a_command_on_the_screen_below() {
    let mut model = opened();
    press(&mut model, ": e x p Enter");
    assert!(matches!(model.overlay, Some(Overlay::Export(_))));
    press(&mut model, "Esc : f a l s e Enter");
    let Some(Overlay::Verdict(form)) = &model.overlay else {
        panic!()
    };
    assert_eq!(form.verdict, Verdict::FalsePositive);
    press(&mut model, "Esc : l i s t Space o f Enter");
    assert_eq!(
        (model.screen, model.overlay.is_none()),
        (Screen::Reports, true)
    );
    assert_eq!(
        model.recent,
        [
            Command::GoReports,
            Command::Decide(Verdict::FalsePositive),
            Command::Export
        ]
    );
    press(&mut model, ": Down Ctrl-n Ctrl-n Ctrl-p Enter");
    assert!(matches!(model.overlay, Some(Overlay::Export(_))));
}

#[test]
fn a_command_that_cannot_be_had_says_why_and_the_palette_stays() {
    let mut model = desk(&reports());
    for (keys, why) in [
        (": b y Space f i l e Enter", "This works in: Report."),
        (": r e p o r t Space t h a t Enter", "No report is open"),
    ] {
        press(&mut model, keys);
        assert!(toast(&model).contains(why), "{}", toast(&model));
        assert!(screen(&model).contains(why));
        assert!(matches!(model.overlay, Some(Overlay::Palette(_))));
        press(&mut model, "Esc");
    }
    assert_eq!(press(&mut model, ": Z Z Z Enter"), []);
    assert!(screen(&model).contains("No command says this"));
}

#[test]
fn help_is_searched_by_words_and_keys_and_escape_clears_before_it_closes() {
    let mut model = opened();
    press(&mut model, "? / u n d o");
    let told = |model: &Model| {
        let Some(help) = &model.help else { panic!() };
        let lines = help.lines.iter();
        let keys = lines.filter_map(|line| match line {
            Line::Key(_, command) => Some(*command),
            Line::Heading(_) | Line::Symbols => None,
        });
        keys.collect::<Vec<_>>()
    };
    assert_eq!(told(&model), [Command::Undo, Command::Redo]);
    press(&mut model, "Enter j k");
    assert_eq!(told(&model).len(), 2);
    press(&mut model, "Esc");
    assert!(told(&model).len() > 30);
    press(&mut model, "/ P a g e D o w n Enter");
    assert_eq!(told(&model), [Command::PageDown]);
    press(&mut model, "/ Z Z Z Enter");
    assert!(screen(&model).contains("No key says this"));
    press(&mut model, "Esc Esc");
    assert!(model.help.is_none());
}

#[test]
fn help_opens_over_whatever_takes_no_text_tells_its_keys_first_and_leaves_it_as_it_was() {
    for (keys, context) in [
        ("y", Context::Menu),
        ("b", Context::Menu),
        ("L", Context::Log),
        ("R", Context::Raw),
        ("D", Context::Diff),
        ("x", Context::Form),
        ("f BackTab", Context::Verdict),
    ] {
        let mut model = opened();
        model.say("something to read again");
        let shown = |model: &Model| model.overlay.as_ref().map(std::mem::discriminant);
        press(&mut model, keys);
        let over = shown(&model);
        assert!(over.is_some(), "{keys} opens nothing: {}", toast(&model));
        assert!(
            context == Context::Form
                || context == Context::Verdict
                || hints::hints(&model, 80).iter().any(|hint| hint.key == "?"),
            "? is not offered after {keys}"
        );
        for close in ["?", "Esc", "q"] {
            press(&mut model, "?");
            let help = model.help.as_ref().unwrap_or_else(|| panic!("{keys} ?"));
            assert_eq!(help.lines.first(), Some(&Line::Heading(context)), "{keys}");
            press(&mut model, close);
            assert!(model.help.is_none(), "{keys} {close}");
            assert_eq!(shown(&model), over, "{keys} ? {close}");
        }
        if !matches!(context, Context::Form | Context::Verdict) {
            press(&mut model, "q");
            assert!(model.overlay.is_none() && model.end.is_none(), "{keys} q");
            press(&mut model, keys);
        }
        press(&mut model, "Esc");
        assert!(
            model.overlay.is_none() && model.screen == Screen::Report,
            "{keys} Esc"
        );
    }
}

#[test]
fn where_text_is_typed_a_question_mark_is_text() {
    for (keys, typed) in [("f", "?"), ("x Tab", "?"), (":", "?"), ("/", "?")] {
        let mut model = opened();
        press(&mut model, keys);
        press(&mut model, typed);
        assert!(
            model.help.is_none() && screen(&model).contains('?'),
            "{keys}"
        );
    }
}

#[test]
fn what_arrives_under_help_is_there_when_it_is_closed() {
    let mut model = opened();
    let Effect::ReadSource(job, _) = one(press(&mut model, "R")) else {
        panic!()
    };
    press(&mut model, "?");
    let late = Printable::line("the disk is gone");
    update(&mut model, Message::SourceRead(job, Err(late)));
    assert!(toast(&model).contains("the disk is gone"));
    let mut model = opened();
    press(&mut model, "b ?");
    assert_eq!(
        press(&mut model, "a b c"),
        [],
        "no page is chosen under help"
    );
    assert!(model.help.is_some() && model.overlay.is_some());
}

#[test]
fn the_end_of_help_says_what_the_symbols_mean() {
    let mut model = opened();
    press(&mut model, "? G");
    let shown = screen(&model);
    for words in ["✘", "true positive", "○", "nobody has decided", "◐", "●"] {
        assert!(shown.contains(words), "{words} is not in\n{shown}");
    }
}

#[test]
fn a_letter_or_enter_copies_the_raw_value_and_the_answer_says_so() {
    let mut model = opened();
    let open = model.report.as_ref().unwrap();
    let uuid = open
        .report
        .head
        .scan
        .uuid
        .as_ref()
        .unwrap()
        .raw()
        .to_owned();
    let Effect::Copy(job, text) = one(press(&mut model, "y s")) else {
        panic!()
    };
    assert_eq!(text, uuid);
    assert!(model.overlay.is_none());
    update(&mut model, Message::Copied(job, Ok(Clipboard::Desktop)));
    assert_eq!(toast(&model), format!("Copied the scan UUID: {uuid}"));
    update(
        &mut model,
        Message::Copied(job, Err(Printable::line("late"))),
    );
    assert!(!toast(&model).contains("late"));

    let Effect::Copy(job, row) = one(press(&mut model, "y Enter")) else {
        panic!()
    };
    assert!(
        row.starts_with("| acme/fraud-scorer | ") && row.ends_with(" |"),
        "{row}"
    );
    assert_eq!(row.matches(" | ").count(), 6, "{row}");
    update(
        &mut model,
        Message::Copied(job, Err(Printable::line("no terminal"))),
    );
    let said = toast(&model);
    let by_hand = format!("Not copied: no terminal; select it with Shift:\n{row}");
    assert_eq!(said, by_hand);
    assert!(model.toast.as_ref().unwrap().bad);

    press(&mut model, "M");
    let Effect::Copy(job, row) = one(press(&mut model, "y w")) else {
        panic!()
    };
    assert!(row.len() > 100);
    update(&mut model, Message::Copied(job, Ok(Clipboard::Terminal)));
    let asked = "Asked the terminal to copy the Markdown row; if it did not, select it:";
    assert_eq!(toast(&model), format!("{asked}\n{row}"));
    press(&mut model, "L");
    let Some(Overlay::Log(page)) = &model.overlay else {
        panic!()
    };
    assert_eq!(page.entries[0].text.as_str(), format!("{asked} {row}"));
    press(&mut model, "Esc");
}

#[test]
fn a_group_is_copied_as_a_line_for_the_shell() {
    let mut model = opened();
    let Effect::Copy(_, line) = one(press(&mut model, "y e")) else {
        panic!()
    };
    let open = model.report.as_ref().unwrap();
    let uuid = open.report.head.group_uuid().unwrap();
    assert_eq!(line, format!("export SECURITY_GROUP_UUID={}", uuid.raw()));
}

/// A report whose every text tries something.
fn hostile() -> Vec<Report> {
    let mut reports = reports();
    let mean = "x\nrm -rf ~\n\u{1b}]52;c;ZXZpbA==\u{7}\u{202e}$(reboot)";
    for report in &mut reports {
        let scan = &mut report.head.scan;
        scan.uuid = Some(mean.into());
        scan.tsg_id = Some("1&x=2".into());
        scan.model_uri = Some(format!("https://pan.dev\u{1b}[2J/{mean}").as_str().into());
        scan.model_name = Some(mean.into());
        if let Some(group) = &mut scan.group {
            group.uuid = Some("x; reboot".into());
        }
        for finding in &mut report.findings {
            let seen = &mut finding.seen;
            seen.rule = mean.into();
            seen.file = Some(mean.into());
            seen.hash = Some(mean.into());
            seen.threat_url = Some("https://pan.dev@evil.example/".into());
            seen.insights_url = Some("javascript:alert(1)".into());
            seen.remediation = Some(Arc::new(Remediation {
                steps: Vec::new(),
                url: Some("http://pan.dev/".into()),
            }));
        }
    }
    reports
}

#[test]
fn nothing_hostile_is_pasted_opened_or_drawn() {
    let mut model = opened_on(&hostile());
    press(&mut model, "y");
    let Some(Overlay::Copy(menu)) = &model.overlay else {
        panic!()
    };
    let letters: Vec<char> = menu.items.iter().map(|item| item.kind.letter).collect();
    assert!(
        !letters.contains(&'e') && letters.contains(&'u'),
        "{letters:?}"
    );
    press(&mut model, "Esc");
    for letter in letters {
        press(&mut model, "y");
        assert!(!screen(&model).contains(is_deceptive_in_a_line));
        let Effect::Copy(job, text) = one(press(&mut model, &letter.to_string())) else {
            panic!()
        };
        assert!(!text.contains(is_deceptive), "{letter}: {text:?}");
        update(&mut model, Message::Copied(job, Ok(Clipboard::Terminal)));
        if letter == 'f' {
            assert!(toast(&model).contains("not exactly"), "{}", toast(&model));
        }
    }
    press(&mut model, "b");
    for number in ["1", "2", "3", "4", "Enter", "Enter"] {
        assert_eq!(press(&mut model, number), [], "{number}");
        assert!(
            toast(&model).starts_with("Not opened:"),
            "{}",
            toast(&model)
        );
        assert!(!screen(&model).contains(is_deceptive_in_a_line));
    }
    press(&mut model, "Esc L");
    assert!(!screen(&model).contains(is_deceptive_in_a_line));
    press(&mut model, "Esc :");
    update(&mut model, Message::Pasted("\u{1b}[2J\u{202e}".to_owned()));
    assert!(!screen(&model).contains(is_deceptive_in_a_line));
}

fn is_deceptive_in_a_line(character: char) -> bool {
    character != '\n' && is_deceptive(character)
}

#[test]
fn known_hosts_open_at_once_and_others_ask() {
    let mut reports = reports();
    for report in &mut reports {
        report.head.scan.model_uri = Some("https://models.example/m?a=b".into());
        for finding in &mut report.findings {
            finding.seen.insights_url = Some("HTTPS://PAN.DEV/x".into());
        }
    }
    let mut model = opened_on(&reports);
    press(&mut model, "b");
    let Some(Overlay::Links(chooser)) = &model.overlay else {
        panic!()
    };
    let at = |found: &str| {
        let links = chooser.links.iter();
        let found = links
            .enumerate()
            .find(|(_, link)| link.found.raw() == found);
        (found.unwrap().0 + 1).to_string()
    };
    let (known, unknown) = (at("HTTPS://PAN.DEV/x"), at("https://models.example/m?a=b"));
    assert_eq!(press(&mut model, &unknown), []);
    assert!(screen(&model).contains("Enter again opens it"));
    press(&mut model, "k j");
    assert!(!screen(&model).contains("Enter again opens it"));
    assert_eq!(press(&mut model, "Enter"), []);
    let Effect::Browse(job, page) = one(press(&mut model, "Enter")) else {
        panic!()
    };
    assert_eq!(page, "https://models.example/m?a=b");
    update(
        &mut model,
        Message::Browsed(job, Err(Printable::line("none found"))),
    );
    assert_eq!(
        toast(&model),
        "No browser could be started (none found). Open it by hand: https://models.example/m?a=b"
    );
    let Effect::Browse(job, page) = one(press(&mut model, &format!("b {known}"))) else {
        panic!()
    };
    assert_eq!(page, "https://pan.dev/x");
    update(&mut model, Message::Browsed(job, Ok(())));
    assert_eq!(toast(&model), "Opened in the browser: https://pan.dev/x");
}

#[test]
fn the_only_page_of_a_known_host_needs_no_choice() {
    let mut reports = reports();
    for report in &mut reports {
        report.head.scan.uuid = None;
        report.head.scan.model_uri = Some("https://huggingface.co/acme/m".into());
    }
    let mut model = desk(&reports);
    assert_eq!(press(&mut model, "g b").len(), 1);
    assert!(model.overlay.is_none());
    for report in &mut reports {
        report.head.scan.model_uri = Some("s3://bucket/m".into());
    }
    let mut model = desk(&reports);
    assert_eq!(press(&mut model, "g b"), []);
    assert_eq!(toast(&model), "Nothing is selected that has a page.");
}

#[test]
fn messages_can_be_read_again_and_stay_still_while_they_are_read() {
    let mut model = desk(&reports());
    press(&mut model, "L");
    assert_eq!(toast(&model), "Nothing was said yet.");
    press(&mut model, "2");
    model.complain("The disk is full.");
    press(&mut model, "L");
    let shown = screen(&model);
    let (newest, oldest) = (
        shown.find("The disk is full"),
        shown.find("Nothing was said"),
    );
    assert!(newest.is_some() && newest < oldest, "{shown}");
    model.say("Meanwhile.");
    model.toast = None;
    assert!(!screen(&model).contains("Meanwhile"));
    press(&mut model, "Esc L");
    assert!(screen(&model).contains("Meanwhile"));
}

#[test]
fn the_first_line_says_where_we_are_and_fits() {
    let mut reports = reports();
    let mut model = opened_on(&reports);
    let first = |model: &Model| screen(model).lines().next().unwrap().to_owned();
    let line = first(&model);
    assert!(line.contains("1 Reports › 2 acme/fr"));
    for (column, character) in line.chars().enumerate().take(50) {
        let drawn = match character {
            '1' => Command::GoReports,
            '›' | '2' | '/' => Command::GoReport,
            _ => continue,
        };
        let column = u16::try_from(column).unwrap();
        assert_eq!(tabs::at(&model, column), Some(drawn), "{character}");
    }
    press(&mut model, "1");
    assert!(first(&model).contains("1 Reports › 2 acme/fr"));
    for report in &mut reports {
        report.head.scan.model_name = Some("n".repeat(300).as_str().into());
    }
    let model = opened_on(&reports);
    let line = first(&model);
    assert!(
        line.contains("nnn…") && line.trim_end().ends_with("open · 5 scans"),
        "{line}"
    );
}
