//! What was found out about texts already. A library has each text once, and a million findings ask about the same few
//! again and again.

use std::ptr;

use super::needle::Needle;

/// Answers that are remembered; a newer one takes the place of an older.
const ANSWERS: usize = 1 << 10;

/// Which pieces of text occur in which texts, as far as it was asked lately.
#[derive(Debug)]
pub struct Memo<'a>(Box<[Option<Answer<'a>>]>);

#[derive(Clone, Copy, Debug)]
struct Answer<'a> {
    needle: &'a Needle,
    text: &'a str,
    occurs: bool,
}

impl Default for Memo<'_> {
    fn default() -> Self {
        Self(vec![None; ANSWERS].into())
    }
}

impl<'a> Memo<'a> {
    /// Whether a piece of text occurs in a text: known by where the two stand in memory, so that neither is read again.
    pub(super) fn is_in(&mut self, needle: &'a Needle, text: &'a str) -> bool {
        let place = (text.as_ptr().addr() >> 4) ^ (ptr::from_ref(needle).addr() >> 3);
        let slot = &mut self.0[place % ANSWERS];
        let known = slot.filter(|it| ptr::eq(it.needle, needle) && ptr::eq(it.text, text));
        let answer = known.unwrap_or_else(|| Answer {
            needle,
            text,
            occurs: needle.is_in(text),
        });
        *slot = Some(answer);
        answer.occurs
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_memo_says_what_looking_says(
            needles in prop::collection::vec("[ab]{0,2}", 1..4),
            texts in prop::collection::vec("[ab]{0,4}", 1..4),
            asked in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..40),
        ) {
            let needles: Vec<Needle> = needles.iter().map(|text| Needle::new(text)).collect();
            let mut memo = Memo::default();
            for (needle, text) in asked {
                let (needle, text) = (needle.get(&needles), text.get(&texts));
                prop_assert_eq!(memo.is_in(needle, text), needle.is_in(text));
            }
        }
    }
}
