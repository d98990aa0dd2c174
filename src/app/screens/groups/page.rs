//! The rules of a group as lines of a width, so that going from rule to rule and drawing mean the same lines.

use unicode_width::UnicodeWidthStr;

use crate::domain::group::{EditableField, RuleInstance, SecurityGroup};
use crate::domain::observation::RuleState;
use crate::domain::text::{Printable, Untrusted};

/// Width of the labels.
const LABEL: usize = 10;
/// Blanks before a label.
const INDENT: usize = 3;
/// Values of a list, and choices of a field, that are named; the rest is counted.
const NAMED: usize = 100;
/// Lines of a description that are shown.
const DESCRIPTION: usize = 20;

/// A group's rules as lines.
#[derive(Clone, Debug)]
pub struct Page {
    /// UUID of the group.
    pub group: Untrusted,
    /// The width that they are laid for.
    pub width: usize,
    /// The lines.
    pub lines: Vec<Line>,
    /// The first line that is shown.
    pub top: usize,
}

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The rule that it speaks of, by position; none where it is the group.
    pub rule: Option<usize>,
    /// What it says.
    pub said: Said,
}

/// What a line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// The name of the group.
    Group(Printable),
    /// The state of a rule, its name and its kind.
    Rule(RuleState, Printable, Printable),
    /// A fact; its label stands on its first line.
    Fact(&'static str, String),
    /// Nothing.
    Blank,
}

impl Page {
    /// The lines of a group, from this rule on.
    pub fn of(
        group: &SecurityGroup,
        rules: &[RuleInstance],
        width: usize,
        first: Option<usize>,
    ) -> Self {
        let mut page = Self {
            group: group.uuid.clone(),
            width,
            lines: Vec::new(),
            top: 0,
        };
        page.add_group(group, rules.len());
        for (at, rule) in rules.iter().enumerate() {
            page.add_rule(at, rule);
        }
        if let Some(first) = first.filter(|at| *at > 0) {
            page.top = page.start_of(first).unwrap_or(0);
        }
        page
    }

    /// The rule that is shown first.
    pub fn rule(&self) -> Option<usize> {
        let mut shown = self.lines.iter().skip(self.top);
        shown.find_map(|line| line.rule)
    }

    /// Scrolls by so many lines; the last rule can be brought to the top, and no more.
    pub fn scroll(&mut self, by: isize) {
        let last = self.lines.len().saturating_sub(1);
        self.top = self.top.saturating_add_signed(by).min(last);
    }

    /// Brings the next rule to the top, or the previous one.
    pub fn go_to_rule(&mut self, forward: bool) {
        let starts = self.lines.iter().enumerate();
        let mut starts = starts.filter(|(_, line)| matches!(line.said, Said::Rule(..)));
        let shown = self.rule().and_then(|at| self.start_of(at));
        let to = if forward {
            starts.find(|(at, _)| *at > shown.unwrap_or(0).max(self.top))
        } else {
            starts.rfind(|(at, _)| *at < self.top)
        };
        match to {
            Some((at, _)) => self.top = at,
            None if forward => {}
            None => self.top = 0,
        }
    }

    /// A label, so wide that texts stand under one another.
    pub fn label(label: &str) -> String {
        let gap = LABEL.saturating_sub(label.width());
        format!("{}{label}{}", " ".repeat(INDENT), " ".repeat(gap))
    }

    fn start_of(&self, rule: usize) -> Option<usize> {
        self.lines.iter().position(|line| line.rule == Some(rule))
    }

    fn add(&mut self, rule: Option<usize>, said: Said) {
        self.lines.push(Line { rule, said });
    }

    /// A fact wrapped to the width; nothing where it says nothing.
    fn fact(&mut self, rule: Option<usize>, label: &'static str, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        let room = self.width.saturating_sub(INDENT + LABEL + 1).max(8);
        let options = textwrap::Options::new(room).break_words(true);
        for (at, part) in textwrap::wrap(text, options).into_iter().enumerate() {
            let label = if at == 0 { label } else { "" };
            self.add(rule, Said::Fact(label, part.into_owned()));
        }
    }

    fn add_group(&mut self, group: &SecurityGroup, rules: usize) {
        self.add(None, Said::Group(group.name.printable()));
        self.fact(None, "uuid", group.uuid.printable().as_str());
        for (at, line) in described(group.description.as_ref()) {
            self.fact(None, if at == 0 { "about" } else { "" }, line.as_str());
        }
        if rules == 0 {
            self.fact(None, "rules", "none");
        }
    }

    fn add_rule(&mut self, at: usize, rule: &RuleInstance) {
        let own = Some(at);
        self.add(None, Said::Blank);
        let kind = rule.kind.as_ref().map(Untrusted::printable);
        let (state, name) = (rule.state.clone(), rule.name.printable());
        self.add(own, Said::Rule(state, name, kind.unwrap_or_default()));
        for (line, text) in described(rule.description.as_ref()) {
            self.fact(own, if line == 0 { "asks" } else { "" }, text.as_str());
        }
        for (at, (key, values)) in rule.fields.iter().enumerate() {
            let label = if at == 0 { "values" } else { "" };
            self.fact(own, label, &list(key, values));
        }
        for (at, field) in rule.editable.iter().enumerate() {
            let label = if at == 0 { "editable" } else { "" };
            self.fact(own, label, &editable(field));
        }
        if let Some(state) = rule.default_state.as_ref().filter(|it| **it != rule.state) {
            let words = format!("{} in a new group", Printable::line(state.word()));
            self.fact(own, "otherwise", &words);
        }
    }
}

fn described(text: Option<&Untrusted>) -> impl Iterator<Item = (usize, Printable)> {
    let lines = text.into_iter().flat_map(|text| text.raw().lines());
    let lines = lines.filter(|line| !line.trim().is_empty());
    lines.take(DESCRIPTION).map(Printable::line).enumerate()
}

fn list(key: &Untrusted, values: &[Untrusted]) -> String {
    let values = named(values.iter().map(|it| it.printable().into_string()));
    let values = if values.is_empty() { "none" } else { &values };
    format!("{}: {values}", key.printable())
}

fn editable(field: &EditableField) -> String {
    let label = field.label.as_ref().unwrap_or(&field.key).printable();
    let about = field.description.as_ref().map(Untrusted::printable);
    let about = about.map_or_else(String::new, |about| format!(", {about}"));
    let choices = named(field.choices.iter().map(|(value, label)| {
        if value == label {
            label.printable().into_string()
        } else {
            format!("{} ({})", label.printable(), value.printable())
        }
    }));
    let choices = if choices.is_empty() {
        "any value".to_owned()
    } else {
        format!("one or more of {choices}")
    };
    format!("{label}{about}: {choices}")
}

/// As many as are named, and how many more there are.
fn named(texts: impl ExactSizeIterator<Item = String>) -> String {
    let more = texts.len().saturating_sub(NAMED);
    let mut words = texts.take(NAMED).collect::<Vec<_>>().join(", ");
    if more > 0 {
        words.push_str(&format!(" and {more} more"));
    }
    words
}
