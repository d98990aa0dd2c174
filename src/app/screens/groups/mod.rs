//! The tenant's security groups, and the rules of the selected one. What the tenant said is kept while the desk runs;
//! rows are laid when it or the filter changes, never for a frame.

pub mod page;

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::app::field::Field;
use crate::app::job::JobId;
use crate::app::layout::{self, Area};
use crate::app::list::List;
use crate::app::message::Listed;
use crate::app::model::Model;
use crate::app::screens::Screen;
use crate::app::words::Words;
use crate::domain::group::{Choices, RuleInstance, SecurityGroup};
use crate::domain::text::{Printable, Untrusted};
use page::Page;

/// Groups that count as used lately.
const RECENT: usize = 8;

/// What the tenant said of a group's rules.
pub type Rules = Result<Listed<RuleInstance>, Printable>;

/// State of the groups screen.
#[derive(Clone, Debug, Default)]
pub struct Groups {
    /// What the tenant said last, in the order of the list; none before it was asked.
    pub answer: Option<Result<Listed<SecurityGroup>, Printable>>,
    /// The question for the groups that is on its way.
    pub asking: Option<JobId>,
    /// What it said of rules, by the UUID of the group.
    pub rules: HashMap<Untrusted, Rules>,
    /// The question for the rules of a group that is on its way: one at a time, however fast the cursor moves.
    pub asking_rules: Option<(JobId, Untrusted)>,
    /// Those that the user has chosen.
    pub chosen: Choices,
    /// The choice that is being kept, and what is said once it is.
    pub choosing: Option<(JobId, String)>,
    /// UUIDs of those that were used, the last first.
    pub recent: Vec<Untrusted>,
    /// Groups that the filter lets through, by position.
    pub rows: Vec<usize>,
    /// Cursor and window.
    pub list: List,
    /// The filter as typed.
    pub filter: Field,
    /// Whether it is being typed.
    pub filtering: bool,
    /// The group that the cursor stood on when typing began.
    pub from: Option<Untrusted>,
    /// Whether the rules of the selected group are shown.
    pub detail: bool,
    /// Its rules as lines, where they are here.
    pub page: Option<Page>,
}

/// The selected group, and the rule that is shown first.
#[derive(Clone, Copy, Debug)]
pub struct Chosen<'a> {
    /// The group.
    pub group: &'a SecurityGroup,
    /// The rule, where its rules are shown.
    pub rule: Option<&'a RuleInstance>,
}

impl<'a> Chosen<'a> {
    /// What the cursor stands on, where the groups are shown.
    pub fn of(model: &'a Model) -> Option<Self> {
        let screen = &model.groups;
        let group = screen
            .selected()
            .filter(|_| model.screen == Screen::Groups)?;
        let rule = screen.rule().and_then(|at| screen.rules_here()?.get(at));
        Some(Self { group, rule })
    }
}

impl Groups {
    /// The groups of the tenant.
    pub fn all(&self) -> &[SecurityGroup] {
        match &self.answer {
            Some(Ok(listed)) => &listed.rows,
            Some(Err(_)) | None => &[],
        }
    }

    /// The screen before anybody was asked, as for another tenant.
    #[must_use]
    pub fn emptied(&mut self) -> Self {
        Self {
            recent: std::mem::take(&mut self.recent),
            ..Self::default()
        }
    }

    /// Remembers that a group was used. The list stays as it is until it comes again.
    pub fn used(&mut self, uuid: Untrusted) {
        self.recent.retain(|known| *known != uuid);
        self.recent.insert(0, uuid);
        self.recent.truncate(RECENT);
    }

    /// The tenant in words, where it has answered.
    pub fn tenant(&self) -> Option<&Printable> {
        let listed = self.answer.as_ref()?.as_ref().ok()?;
        Some(&listed.tenant)
    }

    /// Takes the groups: those that are not deleted; what was used lately first, the others by source, the chosen one
    /// before the default, then what changed last. The cursor stays on its group.
    pub fn arrived(&mut self, mut listed: Listed<SecurityGroup>, size: Area) {
        let stood_on = self.selected().map(|group| group.uuid.clone());
        listed.rows.retain(|group| !group.deleted);
        listed.rows.sort_by(|one, other| {
            let used = |it: &SecurityGroup| {
                let mut recent = self.recent.iter();
                recent.position(|uuid| *uuid == it.uuid).unwrap_or(RECENT)
            };
            let order = |it: &SecurityGroup| {
                let chosen = self.chosen.has(it);
                (!chosen, !it.is_default(), Reverse(it.updated_at))
            };
            let source = one.source_type.cmp(&other.source_type);
            let name = one.name.cmp(&other.name);
            let own = source.then(order(one).cmp(&order(other))).then(name);
            used(one).cmp(&used(other)).then(own)
        });
        self.answer = Some(Ok(listed));
        self.lay(stood_on.as_ref(), size);
    }

    /// Lays the rows again after the filter has changed; the cursor stays on its group.
    pub fn refilter(&mut self, size: Area) {
        let stood_on = self.selected().map(|group| group.uuid.clone());
        self.lay(stood_on.as_ref(), size);
    }

    /// Ends typing and clears the filter; the cursor goes back to where it was. Says whether there was a filter.
    pub fn unfilter(&mut self, size: Area) -> bool {
        let any = self.filtering || !self.filter.text().is_empty();
        (self.filtering, self.filter) = (false, Field::default());
        let own = || self.selected().map(|group| group.uuid.clone());
        let stood_on = self.from.clone().or_else(own);
        self.from = None;
        self.lay(stood_on.as_ref(), size);
        any
    }

    fn lay(&mut self, stood_on: Option<&Untrusted>, size: Area) {
        let words = Words::read(self.filter.text());
        let groups = self.all().iter().enumerate();
        let shown = groups.filter(|(_, group)| words.is_empty() || self.says(&words, group));
        self.rows = shown.map(|(at, _)| at).collect();
        let is = |at: &usize| Some(&self.all()[*at].uuid) == stood_on;
        let found = self.rows.iter().position(is);
        let (length, height) = (self.rows.len(), self.height(size));
        match found {
            Some(at) => self.list.carry(at, length, height),
            None => self.list.fit(length, height),
        }
    }

    /// The group under the cursor.
    pub fn selected(&self) -> Option<&SecurityGroup> {
        let at = self.rows.get(self.list.cursor())?;
        self.all().get(*at)
    }

    /// Moves the cursor by so many rows.
    pub fn step(&mut self, by: isize, size: Area) {
        let height = self.height(size);
        self.list.step(by, self.rows.len(), height);
    }

    /// Moves the cursor to a row.
    pub fn go(&mut self, to: usize, size: Area) {
        let height = self.height(size);
        self.list.go(to, self.rows.len(), height);
    }

    /// Rows that fit.
    pub fn height(&self, size: Area) -> usize {
        usize::from(layout::groups(size, self.detail).rows.height)
    }

    /// Shows the rules of the selected group, or no more; says whether that changed anything.
    pub fn show_rules(&mut self, shown: bool, size: Area) -> bool {
        let changed = self.detail != shown;
        self.detail = shown;
        self.step(0, size);
        changed
    }

    /// The rules of the selected group, where they are here.
    pub fn rules_here(&self) -> Option<&[RuleInstance]> {
        let said = self.rules.get(&self.selected()?.uuid)?;
        said.as_ref().ok().map(|listed| &listed.rows[..])
    }

    /// The rule that is shown first, by position.
    pub fn rule(&self) -> Option<usize> {
        self.page.as_ref().filter(|_| self.detail)?.rule()
    }

    /// Lays the rules of the selected group as lines, unless they are laid already.
    pub fn lay_page(&mut self, size: Area) {
        let width = usize::from(layout::groups(size, self.detail).detail.width);
        let laid = |page: &Page| {
            let wanted = self.selected().filter(|_| self.detail);
            page.width == width && wanted.is_some_and(|group| group.uuid == page.group)
        };
        if !self.page.as_ref().is_some_and(laid) {
            self.lay_anew(size);
        }
    }

    /// Lays them again, from the same rule on.
    pub fn lay_anew(&mut self, size: Area) {
        let width = usize::from(layout::groups(size, self.detail).detail.width);
        let wanted = self.selected().filter(|_| self.detail);
        let page = wanted.zip(self.rules_here()).map(|(group, rules)| {
            let before = self.page.as_ref().filter(|page| page.group == group.uuid);
            Page::of(group, rules, width, before.and_then(Page::rule))
        });
        self.page = page;
    }

    /// Scrolls the rules by so many lines.
    pub fn scroll(&mut self, by: isize) {
        if let Some(page) = &mut self.page {
            page.scroll(by);
        }
    }

    /// Goes to the next rule, or the previous one.
    pub fn go_to_rule(&mut self, forward: bool) {
        if let Some(page) = &mut self.page {
            page.go_to_rule(forward);
        }
    }

    /// Whether a group is looked for: its source, name, state, UUID, description, or that it is chosen or a default.
    fn says(&self, words: &Words, group: &SecurityGroup) -> bool {
        let default = if group.is_default() { "default" } else { "" };
        let chosen = if self.chosen.has(group) { "chosen" } else { "" };
        let texts = [&group.source_type, &group.name, &group.state, &group.uuid];
        let texts = texts.into_iter().chain(&group.description);
        words.are_in(texts.map(Untrusted::raw).chain([default, chosen]))
    }
}
