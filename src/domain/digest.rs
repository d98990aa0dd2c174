//! Eight bytes of a digest: what is kept of a million findings in one piece of memory, and enough to tell them apart.

use std::collections::HashSet;

use crate::domain::identity::Fingerprint;

/// Bits by which [`Digests`] tells at a glance: of 25,000 digests, one stranger in forty is mistaken.
const TELLING_BITS: u32 = 20;

/// The first eight bytes of a fingerprint, or of anything that was hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Digest(pub(super) u64);

impl From<Fingerprint> for Digest {
    fn from(fingerprint: Fingerprint) -> Self {
        Self(fingerprint.prefix())
    }
}

/// Digests that are looked for among many. Almost all of the many are told apart in an eighth of a megabyte.
#[derive(Clone, Debug)]
pub struct Digests {
    likely: Box<[u64]>,
    all: HashSet<Digest>,
}

impl FromIterator<Digest> for Digests {
    fn from_iter<T: IntoIterator<Item = Digest>>(digests: T) -> Self {
        let all: HashSet<Digest> = digests.into_iter().collect();
        let mut likely = vec![0; 1 << (TELLING_BITS - u64::BITS.ilog2())];
        for digest in &all {
            let (word, bit) = place(*digest);
            likely[word] |= 1 << bit;
        }
        Self {
            likely: likely.into(),
            all,
        }
    }
}

impl Digests {
    /// Whether a digest is among them.
    #[inline]
    pub fn hold(&self, digest: Digest) -> bool {
        let (word, bit) = place(digest);
        self.likely[word] & 1 << bit != 0 && self.all.contains(&digest)
    }
}

/// The bit of a digest: its word, and its place in there.
fn place(digest: Digest) -> (usize, u64) {
    let telling = digest.0 >> (u64::BITS - TELLING_BITS);
    let bits = u64::from(u64::BITS);
    ((telling / bits) as usize, telling % bits)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn digests_hold_what_was_put_in(
            some in prop::collection::vec(any::<u64>(), 0..50), near in any::<prop::sample::Index>(), off in 0..3u64
        ) {
            let digests: Digests = some.iter().copied().map(Digest).collect();
            let asked = if some.is_empty() { off } else { near.get(&some).wrapping_add(off) };
            prop_assert_eq!(digests.hold(Digest(asked)), some.contains(&asked));
        }
    }
}
