//! The reports as the desk knows them: what is kept of each, how much of it is decided, and what became of it since
//! it was read. A report keeps its position as long as the library is not read anew, whatever happens to its file.

mod cover;

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use crate::app::message::{Changed, Unread};
use crate::domain::blast::Ground;
use crate::domain::census::Census;
use crate::domain::decisions::{Decisions, Tally, Touched};
use crate::domain::lexicon::Lexicon;
use crate::domain::report::{Source, Summary};
use crate::domain::roll::Roll;
use crate::domain::text::Untrusted;
use cover::Cover;

/// The reports as far as they are read.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// What is kept of each report.
    pub summaries: Vec<Summary>,
    /// How much of each is decided, in the same order.
    pub tallies: Vec<Tally>,
    /// Files that gave no report.
    pub unread: Vec<Unread>,
    /// Files read and found so far.
    pub progress: (usize, usize),
    /// Grows whenever the reports change, so that what was found out about them is known to be old.
    pub version: u64,
    /// How many findings there are of each rule in each model and group.
    census: Census,
    /// The texts of findings, each once.
    lexicon: Lexicon,
    /// What most questions ask of findings, report by report.
    roll: Roll,
    /// Where each report stands.
    places: HashMap<Place, usize>,
    /// Reports whose file is gone, or no longer holds them.
    gone: HashSet<usize>,
    /// Reports whose parts are still being looked for.
    waiting: HashSet<usize>,
    /// Reports that are part of another by now.
    joined: HashSet<usize>,
    /// Reports that another one of the same scan tells in full.
    cover: Cover,
    /// Reports that the user took off the list.
    hidden: HashSet<usize>,
    /// Files without a report that the user took off the list.
    hidden_unread: HashSet<usize>,
    /// Files that gave no report once and are read well or gone by now.
    settled: HashSet<usize>,
}

type Place = (Untrusted, Option<Untrusted>, usize);

/// What a change of files did to the library.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct News {
    /// Reports that came.
    pub new: Vec<usize>,
    /// Reports that say something else now.
    pub changed: Vec<usize>,
    /// Reports whose file is gone or no longer holds them.
    pub gone: Vec<usize>,
    /// Files that gave no report though they look like one.
    pub broken: Vec<usize>,
}

impl Library {
    /// Counts again how much of each report is decided.
    pub fn count(&mut self, decisions: &Decisions, today: Date) {
        let reports = self.summaries.iter();
        let tallies = reports.map(|summary| decisions.tally(summary, today));
        self.tallies = tallies.collect();
    }

    /// An empty library in place of this one.
    #[must_use]
    pub fn emptied(&self) -> Self {
        Self {
            version: self.version + 1,
            ..Self::default()
        }
    }

    /// Counts the reports again that a change touched.
    pub fn recount(&mut self, touched: &Touched, decisions: &Decisions, today: Date) {
        let reports = self.summaries.iter().zip(&mut self.tallies).enumerate();
        for (at, (summary, tally)) in reports {
            if touched.concerns(&summary.head, self.roll.of(at)) {
                *tally = decisions.tally(summary, today);
            }
        }
    }

    /// How much is decided of the reports that are listed and there.
    pub fn tally(&self) -> Tally {
        let away = self.unlisted().into_iter().chain([&self.gone]);
        let away: HashSet<usize> = away.flatten().copied().collect();
        let lost = away.iter().filter_map(|at| self.tallies.get(*at));
        let all: Tally = self.tallies.iter().copied().sum();
        all.without(lost.copied().sum())
    }

    /// What most questions ask of its findings.
    pub fn roll(&self) -> &Roll {
        &self.roll
    }

    /// What a verdict falls into.
    pub fn ground<'a>(&'a self, decisions: &'a Decisions, today: Date) -> Ground<'a> {
        Ground {
            summaries: &self.summaries,
            tallies: &self.tallies,
            census: &self.census,
            roll: &self.roll,
            decisions,
            today,
        }
    }

    /// Whether a report has a row.
    pub fn is_listed(&self, at: usize) -> bool {
        !self.unlisted().iter().any(|reports| reports.contains(&at))
    }

    /// The reports without a row; one may be so for several reasons.
    fn unlisted(&self) -> [&HashSet<usize>; 3] {
        [&self.hidden, &self.joined, self.cover.covered()]
    }

    /// The reports that are listed and there.
    pub fn there(&self) -> impl Iterator<Item = &Summary> {
        let all = self.summaries.iter().enumerate();
        let there = all.filter(|(at, _)| self.is_listed(*at) && !self.is_gone(*at));
        there.map(|(_, summary)| summary)
    }

    /// Whether parts of a report are still being looked for.
    pub fn is_waiting(&self, at: usize) -> bool {
        self.waiting.contains(&at)
    }

    /// Whether a report can no longer be read again.
    pub fn is_gone(&self, at: usize) -> bool {
        self.gone.contains(&at)
    }

    /// Whether a file without a report has a row.
    pub fn is_unsettled(&self, unread: usize) -> bool {
        !self.settled.contains(&unread) && !self.hidden_unread.contains(&unread)
    }

    /// How many reports have a row.
    pub fn listed(&self) -> usize {
        let unlisted: HashSet<&usize> = self.unlisted().into_iter().flatten().collect();
        self.summaries.len() - unlisted.len()
    }

    /// Takes reports off the list; their files stay as they are.
    pub fn hide(&mut self, reports: &[usize]) {
        self.hidden.extend(reports);
    }

    /// Takes a file without a report off the list.
    pub fn hide_unread(&mut self, unread: usize) {
        self.hidden_unread.insert(unread);
    }

    /// Whether all that was read from a file or folder is off the list.
    pub fn has_left(&self, path: &Untrusted) -> bool {
        let reports = self.summaries.iter().enumerate();
        let reports = reports.map(|(at, it)| (&it.head.source.path, self.is_listed(at)));
        let unread = self.unread.iter().enumerate();
        let unread = unread.map(|(at, it)| (&it.origin.path, self.is_unsettled(at)));
        let mut rows = reports
            .chain(unread)
            .filter(|(file, _)| file.lies_under(path));
        let mut rows = rows.by_ref().map(|(_, shown)| shown).peekable();
        rows.peek().is_some() && !rows.any(|shown| shown)
    }

    /// Where the report of a source stands.
    pub fn position(&self, source: &Source) -> Option<usize> {
        self.places.get(&place(source)).copied()
    }

    /// Shows a report whose parts are still being looked for, unless something is shown in its place.
    pub fn await_parts(&mut self, summary: Summary, tally: Tally) {
        let at = self.summaries.len();
        if let Entry::Vacant(place) = self.places.entry(place(&summary.head.source)) {
            place.insert(at);
            self.waiting.insert(at);
            self.append(summary, tally);
        }
    }

    /// Takes in a report that was read. It takes the place of what was shown of it meanwhile; one that is there
    /// already, in every word, is not listed twice.
    pub fn take(&mut self, summary: Summary, tally: Tally, news: &mut News) {
        let key = place(&summary.head.source);
        let known = self.places.get(&key).copied();
        let waited = known.filter(|at| self.waiting.remove(at));
        if known.is_some_and(|at| self.summaries[at] == summary) {
            return;
        }
        if let Some(at) = waited {
            return self.replace(at, summary, tally, news);
        }
        self.places.entry(key).or_insert(self.summaries.len());
        self.append(summary, tally);
    }

    fn append(&mut self, mut summary: Summary, tally: Tally) {
        self.lexicon.share(&mut summary.keys);
        self.census.enter(self.summaries.len(), &summary);
        self.roll.enter(&summary.keys);
        self.summaries.push(summary);
        self.tallies.push(tally);
        let at = self.summaries.len() - 1;
        self.cover.enter(at, &self.summaries, &self.gone);
    }

    /// Takes over what files hold that came, changed or went. A report stays on its row; one whose file is gone stays
    /// too, marked, so that nothing vanishes from under the cursor by another's hand. One that was taken off the list
    /// stays off unless its place holds another scan now.
    pub fn change(&mut self, changed: Changed, decisions: &Decisions, today: Date) -> News {
        let files: HashSet<Untrusted> = changed.files.into_iter().collect();
        let before = self.summaries.iter().enumerate();
        let mut left: HashSet<usize> = before
            .filter(|(_, summary)| files.contains(&summary.head.source.path))
            .map(|(at, _)| at)
            .collect();
        let mut joined = HashSet::new();
        let mut news = News::default();
        for summary in changed.reports {
            joined.extend(summary.head.joined.iter().map(place));
            let tally = decisions.tally(&summary, today);
            let known = self.position(&summary.head.source);
            match known.filter(|at| left.remove(at)) {
                Some(at) => self.replace(at, summary, tally, &mut news),
                None => self.push(summary, tally, &mut news),
            }
        }
        for at in left {
            if joined.contains(&place(&self.summaries[at].head.source)) {
                self.joined.insert(at);
            } else if self.is_listed(at) && self.gone.insert(at) {
                self.cover.settle(at, &self.summaries, &self.gone);
                news.gone.push(at);
            }
        }
        news.broken = self.change_unread(&files, changed.unread);
        news.gone.sort_unstable();
        news
    }

    /// Takes in a report that was read later; it replaces what stood in its place.
    pub fn add(&mut self, summary: Summary, tally: Tally, news: &mut News) {
        match self.position(&summary.head.source) {
            Some(at) => self.replace(at, summary, tally, news),
            None => self.push(summary, tally, news),
        }
    }

    /// Takes in a file that was read later and gave no report; gives its position. A file that says something else is
    /// wrong each time it is written has one position all the same.
    pub fn add_unread(&mut self, unread: Unread) -> usize {
        let all = || self.unread.iter().enumerate();
        let same = all().find(|(_, known)| **known == unread);
        let free = || all().find(|(at, known)| known.origin == unread.origin && self.is_free(*at));
        let Some(at) = same.or_else(free).map(|(at, _)| at) else {
            self.unread.push(unread);
            return self.unread.len() - 1;
        };
        self.unread[at] = unread;
        self.settled.remove(&at);
        at
    }

    /// Whether what a file without a report said there holds no more. What the user took off stays what it was.
    fn is_free(&self, unread: usize) -> bool {
        self.settled.contains(&unread) && !self.hidden_unread.contains(&unread)
    }

    fn push(&mut self, summary: Summary, tally: Tally, news: &mut News) {
        let at = self.summaries.len();
        news.new.push(at);
        self.places.insert(place(&summary.head.source), at);
        self.append(summary, tally);
    }

    fn replace(&mut self, at: usize, mut summary: Summary, tally: Tally, news: &mut News) {
        self.lexicon.share(&mut summary.keys);
        let old = &self.summaries[at];
        let back = self.gone.remove(&at) | self.joined.remove(&at);
        self.waiting.remove(&at);
        if old.head.identity.exact != summary.head.identity.exact {
            self.hidden.remove(&at);
        }
        if *old != summary || back {
            news.changed.push(at);
        }
        self.census.leave(at, old);
        self.census.enter(at, &summary);
        self.roll.replace(at, &summary.keys);
        self.cover.leave(at, &self.summaries, &self.gone);
        self.summaries[at] = summary;
        self.tallies[at] = tally;
        self.cover.enter(at, &self.summaries, &self.gone);
    }

    /// Takes in which of the changed files give no report by now: one that still gives none keeps its row, one that was
    /// read well has none. Tells which are broken and were not before.
    fn change_unread(&mut self, files: &HashSet<Untrusted>, unread: Vec<Unread>) -> Vec<usize> {
        let of_files = |at: &usize| files.contains(&self.unread[*at].origin.path);
        let touched: Vec<usize> = (0..self.unread.len()).filter(of_files).collect();
        let shown = touched.iter().filter(|at| self.is_unsettled(**at));
        let before: Vec<Unread> = shown.map(|at| self.unread[*at].clone()).collect();
        self.settled.extend(touched);
        let mut broken = Vec::new();
        for one in unread {
            let is_new = one.broken && !before.contains(&one);
            let at = self.add_unread(one);
            if is_new && self.is_unsettled(at) {
                broken.push(at);
            }
        }
        broken
    }
}

fn place(source: &Source) -> Place {
    (source.path.clone(), source.member.clone(), source.index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::report::Origin;
    use crate::domain::text::Printable;

    fn unread(file: &str, why: &str) -> Unread {
        Unread {
            origin: Origin {
                path: file.into(),
                member: None,
            },
            place: Printable::line(file),
            broken: true,
            why: Printable::line(why),
        }
    }

    #[test]
    fn a_file_that_is_written_again_and_again_fills_one_place() {
        let mut library = Library::default();
        let today = "2026-08-02".parse().unwrap();
        let mut tell = |file: &str, why: &[&str]| {
            let changed = Changed {
                files: vec![file.into()],
                reports: Vec::new(),
                unread: why.iter().map(|why| unread(file, why)).collect(),
            };
            let broken = library.change(changed, &Decisions::default(), today).broken;
            (broken, library.unread.len())
        };
        assert_eq!(tell("a.json", &["it ends on line 1"]), (vec![0], 1));
        assert_eq!(tell("b.json", &["it ends on line 1"]), (vec![1], 2));
        assert_eq!(tell("a.json", &["it ends on line 1"]), (vec![], 2));
        assert_eq!(tell("a.json", &["it ends on line 2"]), (vec![0], 2));
        assert_eq!(tell("a.json", &[]), (vec![], 2));
        assert_eq!(tell("a.json", &["it ends on line 3"]), (vec![0], 2));
        library.hide_unread(0);
        let last = unread("a.json", "it ends on line 4");
        let changed = Changed {
            files: vec!["a.json".into()],
            unread: vec![last.clone()],
            ..Changed::default()
        };
        let news = library.change(changed, &Decisions::default(), today);
        assert_eq!((news.broken, &library.unread[2]), (vec![2], &last));
    }
}
