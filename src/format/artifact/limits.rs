//! How much may come out of one file. Sizes that an archive declares are never believed: what is read is counted.

const MEBIBYTE: u64 = 1 << 20;

/// The limits that hold everywhere outside tests.
pub const LIMITS: Limits = Limits {
    file: 1024 * MEBIBYTE,
    member: 512 * MEBIBYTE,
    total: 1024 * MEBIBYTE,
    ratio: 250,
    ratio_above: 16 * MEBIBYTE,
    members: 50_000,
    depth: 3,
};

/// Bounds on one file and on everything packed in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a file.
    pub file: u64,
    /// Bytes of one unpacked member.
    pub member: u64,
    /// Bytes of all unpacked members, those of nested archives included.
    pub total: u64,
    /// How many times its packed size a member may unpack to…
    pub ratio: u64,
    /// …once it is larger than this.
    pub ratio_above: u64,
    /// Members of all archives together.
    pub members: usize,
    /// Archives in archives.
    pub depth: usize,
}

/// What is left of the limits while one file is read.
#[derive(Debug)]
pub(super) struct Budget {
    pub(super) limits: Limits,
    bytes: u64,
    members: usize,
}

impl Budget {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            limits: *limits,
            bytes: limits.total,
            members: limits.members,
        }
    }

    /// How many bytes a member of this packed size may unpack to.
    pub(super) fn allowance(&self, packed: u64) -> u64 {
        let by_ratio = packed
            .saturating_mul(self.limits.ratio)
            .max(self.limits.ratio_above);
        by_ratio.min(self.limits.member).min(self.bytes)
    }

    pub(super) fn spend(&mut self, bytes: usize) {
        self.bytes = self.bytes.saturating_sub(bytes as u64);
    }

    /// Counts a member; `false` when there were too many.
    pub(super) fn member(&mut self) -> bool {
        let left = self.members.checked_sub(1);
        self.members = left.unwrap_or(0);
        left.is_some()
    }
}
