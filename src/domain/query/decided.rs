//! Whether a filter lets a verdict of the ledger through.

use jiff::civil::Date;

use super::facet::Asks;
use super::needle::Needle;
use super::{Query, Term, Wanted};
use crate::domain::decision::Decision;
use crate::domain::expiry::Expiry;

impl Query {
    /// Whether a verdict satisfies it. Terms that ask about scans hold of none.
    pub fn accepts_decision(&self, decision: &Decision, today: Date) -> bool {
        let mut terms = self.terms.iter();
        terms.all(|term| term.holds_of_decision(decision, today) != term.negated)
    }
}

impl Term {
    fn holds_of_decision(&self, decision: &Decision, today: Date) -> bool {
        match (&self.wanted, self.wanted.facet().map(|facet| &facet.asks)) {
            (Wanted::Word(needle), _) => occurs(needle, decision, today),
            (Wanted::Text(_, needles), Some(Asks::VerdictText(texts))) => {
                let mut texts = texts(decision).into_iter().flatten();
                texts.any(|text| needles.iter().any(|needle| needle.is_in(text.raw())))
            }
            (Wanted::Choice(_, chosen), Some(Asks::VerdictWord(words))) => {
                chosen.iter().any(|at| (words[*at].holds)(decision, today))
            }
            (Wanted::Since(_, then), _) => decision.at >= *then,
            _ => false,
        }
    }
}

/// Whether a text occurs anywhere in a verdict: in what was decided, by whom, why and about what.
fn occurs(needle: &Needle, decision: &Decision, today: Date) -> bool {
    let context = &decision.context;
    let always = [&decision.author, &decision.note, &context.model];
    let optional = [
        &context.rule,
        &context.threat,
        &context.file,
        &context.symbol,
        &context.group_name,
        &context.group_uuid,
        &context.model_uri,
        &context.scan,
        &context.hash,
    ];
    let optional = optional.into_iter().flatten();
    let mut texts = always.into_iter().chain(optional);
    texts.any(|text| needle.is_in(text.raw()))
        || needle.is_in(decision.verdict.words())
        || needle.is_in(decision.subject.words())
        || needle.is_in(&Expiry::of(decision, today).words())
        || decision
            .reason
            .is_some_and(|reason| needle.is_in(&reason.to_string()))
        || needle.begins(&context.fingerprint)
}
