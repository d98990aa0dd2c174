//! Every text of a library once. A million findings speak of a few rules, threats, files and symbols: shared, these stay
//! near the processor while a filter asks all findings for them, and equal ones are known at a glance.

use std::collections::HashSet;

use crate::domain::identity::Key;
use crate::domain::text::Untrusted;

/// The texts of the findings that were read so far.
#[derive(Clone, Debug, Default)]
pub struct Lexicon(HashSet<Untrusted>);

impl Lexicon {
    /// Puts the texts that are known already into the findings of a report in place of their own.
    pub fn share(&mut self, keys: &mut [Key]) {
        for at in 0..keys.len() {
            let (before, rest) = keys.split_at_mut(at);
            let Some(key) = rest.first_mut() else { return };
            let last = before.last();
            self.put(Some(&mut key.rule), last.map(|last| &last.rule));
            self.put(
                key.threat.as_mut(),
                last.and_then(|last| last.threat.as_ref()),
            );
            self.put(key.file.as_mut(), last.and_then(|last| last.file.as_ref()));
            self.put(
                key.symbol.as_mut(),
                last.and_then(|last| last.symbol.as_ref()),
            );
        }
    }

    /// Neighbours mostly say the same, which is quicker to see than to look up.
    fn put(&mut self, text: Option<&mut Untrusted>, last: Option<&Untrusted>) {
        let Some(text) = text else { return };
        if let Some(last) = last.filter(|last| *last == text) {
            text.clone_from(last);
        } else if let Some(known) = self.0.get(text) {
            text.clone_from(known);
        } else {
            self.0.insert(text.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::grade::Kind;
    use crate::domain::identity::{self, Identity};

    fn key(at: u8, texts: &str) -> Key {
        let digest = identity::of_bytes(&[at]);
        let mut texts = texts.split(' ').map(Untrusted::from);
        Key {
            identity: Identity {
                exact: digest,
                shape: digest,
            },
            rule: texts.next().unwrap(),
            threat: texts.next(),
            file: texts.next(),
            symbol: texts.next(),
            level: None,
            kind: Kind::Threat,
            blocks: true,
        }
    }

    #[test]
    fn reports_say_the_same_and_keep_each_text_once() {
        let report = || {
            [
                key(1, "code PKL a.pkl os.system"),
                key(2, "code KERAS"),
                key(3, "PKL"),
            ]
        };
        let mut lexicon = Lexicon::default();
        let mut reports = [report(), report()];
        for keys in &mut reports {
            lexicon.share(keys);
        }
        assert_eq!(reports, [report(), report()]);
        let texts = |key: &Key| {
            let rest = [&key.threat, &key.file, &key.symbol];
            let rest = rest.into_iter().flatten();
            let all = std::iter::once(&key.rule).chain(rest);
            all.map(|text| (text.raw().to_owned(), text.raw().as_ptr()))
                .collect::<Vec<_>>()
        };
        let texts: HashSet<_> = reports.iter().flatten().flat_map(texts).collect();
        assert_eq!(texts.len(), 5, "{texts:?}");
    }
}
