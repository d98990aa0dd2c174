//! The columns of the list: which of them fit a width, and what each holds. What the headings of an order
//! say is left out of its lines.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::model::Model;
use crate::app::screens::exceptions::order::View;
use crate::domain::decision::Decision;
use crate::domain::expiry::{Expiry, Stage};
use crate::domain::scope::Scope;
use crate::domain::text::Untrusted;
use crate::view::parts::cells::{age, number};
use crate::view::parts::columns::Wide::{Cells, Share};
use crate::view::parts::columns::{Columns, Spec};
use crate::view::theme::Theme;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Verdict,
    Rule,
    About,
    Model,
    Scope,
    Covers,
    Author,
    Age,
    /// When it runs out, under a heading that says how urgent that is.
    Days,
    Expires,
    Note,
}

/// In which views a column stands.
#[derive(Clone, Copy, Debug)]
enum In {
    All,
    But(View),
    Only(View),
}

use Column::{
    About, Age, Author, Covers, Days, Expires, Model as OfModel, Note, Rule, Scope as Reach,
    Verdict,
};
use In::{All, But, Only};

/// The columns, how wide each is in a list of which width, and where it stands.
const TABLE: [(Spec<Column>, In); 11] = [
    ((Verdict, &[(72, Cells(15))]), But(View::Verdict)),
    ((Rule, &[(0, Share(5))]), But(View::Rule)),
    ((About, &[(0, Share(4))]), All),
    ((OfModel, &[(110, Share(4))]), But(View::Model)),
    ((Reach, &[(118, Cells(7))]), All),
    ((Covers, &[(72, Cells(9))]), All),
    ((Author, &[(100, Cells(9))]), But(View::Author)),
    ((Age, &[(100, Cells(5))]), All),
    ((Days, &[(0, Cells(14))]), Only(View::Expiry)),
    ((Expires, &[(0, Cells(21))]), But(View::Expiry)),
    ((Note, &[(150, Share(6))]), All),
];

impl In {
    fn holds(self, view: View) -> bool {
        match self {
            All => true,
            But(other) => view != other,
            Only(only) => view == only,
        }
    }
}

/// Cells of pointer, mark and symbol.
const LEAD: usize = 4;

/// The columns that fit.
pub(super) fn of(view: View, width: usize) -> Columns<Column> {
    let there = TABLE.iter().filter(|(_, place)| place.holds(view));
    Columns::of(there.map(|(spec, _)| spec), LEAD, width)
}

/// The line of headings.
pub(super) fn heading(columns: &Columns<Column>, theme: &Theme) -> Line<'static> {
    columns.heading(|column, _| (word(column), theme.dim))
}

fn word(column: Column) -> &'static str {
    match column {
        Verdict => "verdict",
        Rule => "rule",
        About => "about",
        OfModel => "model",
        Reach => "scope",
        Covers => "covers",
        Author => "author",
        Age => "age",
        Days | Expires => "expires",
        Note => "note",
    }
}

/// One verdict as a line.
pub(super) fn row(
    model: &Model,
    at: usize,
    selected: bool,
    columns: &Columns<Column>,
    theme: &Theme,
) -> Line<'static> {
    let screen = &model.exceptions;
    let Some(decision) = screen
        .subjects
        .get(at)
        .and_then(|subject| model.decisions.get(subject))
    else {
        return Line::default();
    };
    let expiry = Expiry::of(decision, model.today());
    let (symbol, style) = symbol(decision, expiry, theme);
    let marked = screen.marks.on.contains(&at);
    let mut spans = vec![
        Span::styled(if selected { "▌" } else { " " }, theme.accent),
        Span::styled(if marked { "●" } else { " " }, theme.accent),
        Span::styled(format!("{symbol} "), style),
    ];
    spans.extend(columns.cells(|column, _| content(model, decision, column, theme)));
    Line::from(spans)
}

/// Symbol and style of a verdict; one that has run out shows as such.
pub(super) fn symbol(decision: &Decision, expiry: Expiry, theme: &Theme) -> (&'static str, Style) {
    if expiry.stage() == Stage::Expired {
        ("◌", theme.warn)
    } else {
        theme.verdict(decision.verdict)
    }
}

fn content(model: &Model, decision: &Decision, column: Column, theme: &Theme) -> (String, Style) {
    let context = &decision.context;
    let expiry = Expiry::of(decision, model.today());
    let shown = |text: &Untrusted| text.printable().into_string();
    match column {
        Verdict => (
            decision.verdict.words().to_owned(),
            symbol(decision, expiry, theme).1,
        ),
        Rule => {
            let rule = context.rule.as_ref();
            (
                rule.map_or_else(|| "whole scan".to_owned(), shown),
                theme.text,
            )
        }
        About => (about(decision), theme.text),
        OfModel => (shown(&context.model), theme.dim),
        Reach => (scope(decision).to_owned(), theme.dim),
        Covers => (covers(model, decision), theme.dim),
        Author => (shown(&decision.author), theme.dim),
        Age => (age(decision.at, model.now), theme.dim),
        Days => (expiry.days(), urgency(expiry, theme)),
        Expires => (expiry.words(), urgency(expiry, theme)),
        Note => (shown(&decision.note), theme.dim),
    }
}

/// The style of an expiry.
pub(super) fn urgency(expiry: Expiry, theme: &Theme) -> Style {
    match expiry.stage() {
        Stage::Expired => theme.bad,
        Stage::Soon => theme.warn,
        Stage::Later | Stage::Never | Stage::Unlimited => theme.dim,
    }
}

/// What a verdict is about, as narrow as its scope: the symbol in its file, the file, the model or the group.
fn about(decision: &Decision) -> String {
    let context = &decision.context;
    let shown = |text: &Untrusted| text.printable().into_string();
    let named = |text: Option<&Untrusted>| text.map(shown);
    let model = || shown(&context.model);
    match decision.subject.scope() {
        None | Some(Scope::RuleInModel) => model(),
        Some(Scope::RuleInGroup) => {
            let group = context.group_name.as_ref().or(context.group_uuid.as_ref());
            named(group).unwrap_or_else(model)
        }
        Some(Scope::Exact | Scope::Symbol) => {
            let parts = [named(context.file.as_ref()), named(context.symbol.as_ref())];
            let parts: Vec<_> = parts.into_iter().flatten().collect();
            if parts.is_empty() {
                model()
            } else {
                parts.join("  ")
            }
        }
    }
}

fn scope(decision: &Decision) -> &'static str {
    match decision.subject.scope() {
        None => "scan",
        Some(Scope::Exact) => "exact",
        Some(Scope::Symbol) => "symbol",
        Some(Scope::RuleInModel) => "model",
        Some(Scope::RuleInGroup) => "group",
    }
}

/// How many findings in how many reports.
fn covers(model: &Model, decision: &Decision) -> String {
    match model.exceptions.reaches.get(&decision.subject) {
        None => "–".to_owned(),
        Some(reach) if reach.findings == 0 => "scan".to_owned(),
        Some(reach) => format!(
            "{} in {}",
            number(reach.findings),
            number(reach.reports.len())
        ),
    }
}
