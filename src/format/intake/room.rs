//! How much is made of one file. Two bytes of text become a finding or a report of some hundred bytes in memory, so that
//! a bound on bytes alone is none.

use memchr::memchr_iter;

/// What may still be made of a file while its texts are read.
#[derive(Clone, Debug)]
pub struct Room {
    objects: Left,
    findings: Left,
    reports: Left,
}

/// How many things of one kind still have room.
#[derive(Clone, Debug)]
struct Left {
    count: usize,
    /// Whether there were more.
    short: bool,
    /// What is then said of the text.
    words: &'static str,
}

impl Default for Room {
    /// A violation has two objects; a report of 200 MB has a third of a million.
    fn default() -> Self {
        Self::of(1_000_000, 1_000_000, 50_000)
    }
}

impl Room {
    fn of(objects: usize, findings: usize, reports: usize) -> Self {
        let left = |count, words| Left {
            count,
            short: false,
            words,
        };
        Self {
            objects: left(
                objects,
                "more JSON objects than a report can have; it was not read. Cut the report out of it first",
            ),
            findings: left(
                findings,
                "more findings than are read from one file; the rest was left out. Split the file",
            ),
            reports: left(
                reports,
                "more reports than are read from one file; the rest was left out. Split the file",
            ),
        }
    }

    /// Takes all JSON objects that a text can hold, or none of them.
    pub(super) fn objects(&mut self, text: &str) -> bool {
        let starts = memchr_iter(b'{', text.as_bytes()).count();
        self.objects.take(starts)
    }

    /// Takes a line that is a finding. The reader of lines stops at the first that has no room.
    pub(super) fn finding(&mut self) -> bool {
        self.findings.take(1)
    }

    /// Takes the findings of a document, cuts off what has no room, and says whether it did.
    pub(super) fn cut<T>(&mut self, findings: &mut Vec<T>) -> bool {
        let cut = !self.findings.take(findings.len());
        if cut {
            findings.truncate(self.findings.count);
            self.findings.count = 0;
        }
        cut
    }

    /// Takes a report, or a part of one.
    pub(super) fn report(&mut self) -> bool {
        self.reports.take(1)
    }

    /// Whether so many reports have room. The reader of lines stops at the first that has none, which [`Self::report`]
    /// then says.
    pub(super) fn holds(&self, reports: usize) -> bool {
        reports <= self.reports.count
    }

    /// What had no room since this was last asked.
    pub(super) fn overflow(&mut self) -> Option<&'static str> {
        let mut short = None;
        for left in [&mut self.objects, &mut self.findings, &mut self.reports] {
            if std::mem::take(&mut left.short) {
                short.get_or_insert(left.words);
            }
        }
        short
    }
}

impl Left {
    fn take(&mut self, count: usize) -> bool {
        let fits = count <= self.count;
        if fits {
            self.count -= count;
        }
        self.short |= !fits;
        fits
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Origin, Reading, read_within};
    use super::*;

    fn read(room: &mut Room, text: &str) -> Reading {
        let origin = Origin {
            path: "given".into(),
            member: None,
        };
        read_within(room, &origin, text, false)
    }

    fn small() -> Room {
        Room::of(8, 3, 2)
    }

    /// What is repeated, how many reports and findings have room, and what is said.
    #[test]
    fn a_text_gives_what_has_room_and_says_that_there_was_more() {
        let uuid = |at: usize| format!("Scan UUID: f73bf4ed-14c6-5783-b9d6-d2403ebd37{at:02}");
        let scan = r#"{"uuid":"f73bf4ed-14c6-5783-b9d6-d2403ebd37a3","eval_outcome":"BLOCKED"}"#;
        let import = "m.pkl: dangerous import 'os system' FOUND";
        let pickle = format!(
            r#"{{"severity":"OVERTLY_MALICIOUS","analysis":"","detailed_results":{{"a":{{"b":[{}]}}}}}}"#,
            ["\"import os\""; 9].join(",")
        );
        let cases: [(String, usize, usize, &str); 8] = [
            (
                (10..40).map(|at| uuid(at) + "\n").collect(),
                2,
                0,
                "reports",
            ),
            (
                "evaloutcome.a\nevaloutcome.b\nmodel security\n".repeat(9),
                2,
                0,
                "reports",
            ),
            ("[BLOCKED] m 1/2 rules passed\n".repeat(9), 2, 0, "reports"),
            (
                format!(
                    "[BLOCKED] m 1/2 rules passed\n{}",
                    "- X: A in b\n".repeat(9)
                ),
                1,
                3,
                "findings",
            ),
            (format!("{import}\n").repeat(9), 1, 4, "findings"),
            (
                format!("[{scan}{}]", format!(",{scan}").repeat(6)),
                2,
                0,
                "reports",
            ),
            (
                format!("[{scan}{}]", format!(",{scan}").repeat(8)),
                0,
                0,
                "objects",
            ),
            (pickle, 1, 3, "findings"),
        ];
        for (text, reports, findings, what) in cases {
            let reading = read(&mut small(), &text);
            let found = reading
                .drafts
                .iter()
                .map(|(_, draft)| draft.observations.len());
            assert_eq!(
                (reading.drafts.len(), found.sum()),
                (reports, findings),
                "{text}"
            );
            let said: Vec<_> = reading
                .notices
                .iter()
                .map(|it| it.message.to_string())
                .collect();
            assert!(
                said.len() == 1 && said[0].contains(what),
                "{said:?}: {text}"
            );
            assert_eq!(read(&mut Room::default(), &text).notices, [], "{text}");
        }
    }

    #[test]
    fn texts_of_one_file_share_its_room() {
        let mut room = small();
        let text = "[BLOCKED] m 1/2 rules passed";
        let taken = [(); 3].map(|()| read(&mut room, text).drafts.len());
        assert_eq!(taken, [1, 1, 0]);
    }

    #[test]
    fn a_log_that_names_one_scan_over_and_over_needs_room_for_one() {
        let of = |last: char| format!("polling scan f73bf4ed-14c6-5783-b9d6-d2403ebd37a{last}\n");
        let reading = read(&mut small(), &(of('1') + &of('2')).repeat(50));
        assert_eq!((reading.drafts.len(), reading.notices), (2, vec![]));
    }
}
