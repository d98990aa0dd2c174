//! How much may come out of one file. Sizes that an archive declares are never believed: what is read is counted.

const MEBIBYTE: u64 = 1 << 20;

/// The limits that hold everywhere outside tests.
pub const LIMITS: Limits = Limits {
    file: 1024 * MEBIBYTE,
    member: 512 * MEBIBYTE,
    total: 1024 * MEBIBYTE,
    ratio: 100,
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
    /// How many times its packed size a member may unpack to, and a file with all that is in it…
    pub ratio: u64,
    /// …once it is larger than this, the file than four times this: one bomb must not hide what lies beside it.
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
    /// The budget of a file of this size.
    pub(super) fn new(limits: &Limits, file: u64) -> Self {
        let by_ratio = file
            .saturating_mul(limits.ratio)
            .max(limits.ratio_above.saturating_mul(4));
        Self {
            limits: *limits,
            bytes: limits.total.min(by_ratio),
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

    /// Counts a member; fails when no more may be read.
    pub(super) fn member(&mut self) -> Result<(), &'static str> {
        if self.bytes == 0 {
            return Err("unpacks to more than is read; the rest was left out");
        }
        self.members = self
            .members
            .checked_sub(1)
            .ok_or("more members than are read; the rest was left out")?;
        Ok(())
    }
}
