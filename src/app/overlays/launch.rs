//! The form for a scan: which model, judged by which group, by whom, and what goes along. Everything is looked at as it
//! is typed; Enter starts the scan when nothing is wrong.

use strum::{EnumIter, IntoEnumIterator};

use crate::app::effect::Launch;
use crate::app::field::Field;
use crate::app::message::Looked;
use crate::app::overlays::turned;
use crate::app::screens::groups::Groups;
use crate::app::words::on_desk;
use crate::domain::group::SecurityGroup;
use crate::domain::launch::{
    Choice, Judge, NotATarget, Part, Refusal, Request, Source, Target, Wish, fitting, proposed,
};
use crate::domain::text::Untrusted;

/// Who can be asked to scan.
const ENGINES: [Choice; 3] = [Choice::Auto, Choice::Airs, Choice::Sdk];

/// A line of the form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumIter)]
pub enum Line {
    /// The model.
    #[default]
    Target,
    /// The security group that judges it.
    Group,
    /// Who scans.
    Engine,
    /// Labels of the scan.
    Labels,
    /// Files to look at.
    Allow,
    /// Files to leave out.
    Ignore,
}

/// The form as it is filled in.
#[derive(Clone, Debug, Default)]
pub struct Form {
    target: Field,
    labels: Field,
    allow: Field,
    ignore: Field,
    /// UUID of the group that was chosen; the proposed one where none was.
    group: Option<Untrusted>,
    /// Who scans.
    pub engine: Choice,
    /// The line that takes keys.
    pub focus: Line,
    /// What was found where the target is a path.
    pub looked: Option<Looked>,
    /// Whether the user has tried to start it: from then on what is missing is said, too.
    tried: bool,
    /// Why it was not started, once it was tried.
    pub problem: Option<String>,
}

/// What is wrong with a line.
pub type Fault = (Line, String);

impl Form {
    /// A scan of this model, judged by this group, as far as they are known.
    pub fn of(model: Option<&Untrusted>, group: Option<&Untrusted>) -> Self {
        let focus = if model.is_some() {
            Line::Group
        } else {
            Line::Target
        };
        Self {
            target: Field::with(model.map_or("", Untrusted::raw)),
            group: group.cloned(),
            focus,
            ..Self::default()
        }
    }

    /// The field of a line that is typed.
    pub fn text(&self, line: Line) -> Option<&Field> {
        match line {
            Line::Target => Some(&self.target),
            Line::Labels => Some(&self.labels),
            Line::Allow => Some(&self.allow),
            Line::Ignore => Some(&self.ignore),
            Line::Group | Line::Engine => None,
        }
    }

    /// The field that takes text now.
    pub fn field(&mut self) -> Option<&mut Field> {
        match self.focus {
            Line::Target => Some(&mut self.target),
            Line::Labels => Some(&mut self.labels),
            Line::Allow => Some(&mut self.allow),
            Line::Ignore => Some(&mut self.ignore),
            Line::Group | Line::Engine => None,
        }
    }

    /// Moves to another line.
    pub fn move_focus(&mut self, by: isize) {
        let lines: Vec<Line> = Line::iter().collect();
        self.focus = *turned(&lines, self.focus as usize, by);
    }

    /// Takes another choice in the line that has the focus.
    pub fn choose(&mut self, by: isize, groups: &Groups) {
        match self.focus {
            Line::Group => self.choose_group(by, groups),
            Line::Engine => self.choose_engine(by),
            Line::Target | Line::Labels | Line::Allow | Line::Ignore => {}
        }
    }

    fn choose_engine(&mut self, by: isize) {
        let at = ENGINES.iter().position(|it| *it == self.engine);
        self.engine = *turned(&ENGINES, at.unwrap_or(0), by);
    }

    fn choose_group(&mut self, by: isize, groups: &Groups) {
        let Some(source) = self.source() else {
            return;
        };
        let fitting = fitting(groups.all(), source, chosen(groups, source));
        let now = self.judging(groups).map(|group| &group.uuid);
        let at = fitting.iter().position(|group| Some(&group.uuid) == now);
        let to = match at {
            Some(at) => turned(&fitting, at, by),
            None if fitting.is_empty() => return,
            None => &fitting[0],
        };
        self.group = Some(to.uuid.clone());
    }

    /// The path that has to be looked for on this machine, unless that was done.
    pub fn path(&self) -> Option<String> {
        let target = Target::parse(self.target.text()).ok()?;
        let looked = self
            .looked
            .as_ref()
            .is_some_and(|it| it.path == target.address());
        let here = target.source() == Source::Local && !looked;
        here.then(|| target.address().to_owned())
    }

    /// What could complete the path that is typed.
    pub fn completions(&self) -> &[String] {
        let typed = self.target.text().trim();
        let looked = self.looked.as_ref().filter(|it| it.path == typed);
        looked.map_or(&[], |it| &it.more)
    }

    /// Where the model lies, as far as that can be read.
    pub fn source(&self) -> Option<Source> {
        let target = Target::parse(self.target.text()).ok()?;
        Some(target.source())
    }

    /// The group that judges: the one that was chosen, else the proposed one.
    pub fn judging<'a>(&self, groups: &'a Groups) -> Option<&'a SecurityGroup> {
        if let Some(uuid) = &self.group {
            return groups.all().iter().find(|group| group.uuid == *uuid);
        }
        let source = self.source()?;
        proposed(groups.all(), source, chosen(groups, source))
    }

    /// UUID of the group that was chosen before anybody knew its name.
    pub fn unseen(&self) -> Option<&Untrusted> {
        self.group.as_ref()
    }

    /// What is wrong, line by line. What is only missing is not, until somebody has tried to start it.
    pub fn faults(&self, groups: &Groups) -> Vec<Fault> {
        let mut faults = self.request(groups).err().unwrap_or_default();
        let empty = self.target.text().trim().is_empty();
        faults.retain(|(line, _)| self.tried || !(empty && *line == Line::Target));
        faults
    }

    /// What is to be started, or everything that is wrong with it.
    pub fn launch(&mut self, groups: &Groups) -> Option<Launch> {
        self.tried = true;
        match self.request(groups) {
            Ok(request) => Some(Launch {
                request,
                engine: self.engine,
            }),
            Err(faults) => {
                self.focus = faults.first().map_or(self.focus, |(line, _)| *line);
                None
            }
        }
    }

    /// What is to be scanned, or what is wrong with every line. What depends on where the model lies is looked at as
    /// soon as that can be read, also where nothing is there.
    fn request(&self, groups: &Groups) -> Result<Request, Vec<Fault>> {
        let (target, source, wish) = (self.target(), self.source(), self.wish());
        let judge = source.map(|source| self.judge(groups, source));
        let engine = source.map(|source| self.engine.engine(source));
        let mut faults = Vec::new();
        faults.extend(
            target
                .as_ref()
                .err()
                .map(|why| (Line::Target, why.to_string())),
        );
        faults.extend(
            judge
                .clone()
                .and_then(Result::err)
                .map(|why| (Line::Group, why)),
        );
        let engine = engine.and_then(Result::err);
        faults.extend(engine.map(|why| (Line::Engine, why.to_string())));
        faults.extend(told(wish.refusals(source)));
        match (target, judge) {
            (Ok(target), Some(Ok(judge))) if faults.is_empty() => {
                Request::new(target, judge, &wish).map_err(|refusals| told(refusals).collect())
            }
            _ => Err(faults),
        }
    }

    /// The model; a path at its place, once somebody has looked.
    fn target(&self) -> Result<Target, NotATarget> {
        let target = Target::parse(self.target.text())?;
        match &self.looked {
            Some(looked) if looked.path == target.address() => target.found(looked.place.clone()),
            _ => Ok(target),
        }
    }

    fn judge(&self, groups: &Groups, source: Source) -> Result<Judge, String> {
        let here = matches!(groups.answer, Some(Ok(_)));
        match (self.judging(groups), &self.group) {
            (Some(group), _) => Judge::of(group, source),
            (None, Some(uuid)) if !here => Ok(Judge::unseen(uuid.raw())),
            (None, Some(_)) => {
                Err("that group is none of this tenant's; choose one with Right".to_owned())
            }
            (None, None) => Err(match &groups.answer {
                Some(Ok(_)) => format!(
                    "no group for {} is proposed; choose one with Right, or make one in the product",
                    source.words()
                ),
                Some(Err(why)) => format!(
                    "the security groups are not here: {}",
                    on_desk(why.as_str())
                ),
                None => "the tenant is asked for its security groups".to_owned(),
            }),
        }
    }

    fn wish(&self) -> Wish {
        Wish {
            labels: words(&self.labels),
            allow: words(&self.allow),
            ignore: words(&self.ignore),
            ..Wish::default()
        }
    }
}

/// The group that the user has chosen for a source.
fn chosen(groups: &Groups, source: Source) -> Option<&str> {
    let uuid = groups.chosen.of(&source.word().into())?;
    Some(uuid.raw())
}

/// The words of a line, between which stand blanks or commas.
fn words(field: &Field) -> Vec<String> {
    let parts = field.text().split([' ', ',', '\t']);
    let parts = parts.filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

fn told(refusals: Vec<Refusal>) -> impl Iterator<Item = Fault> {
    let refusals = refusals.into_iter();
    refusals.map(|refusal| (line(refusal.part), refusal.why))
}

fn line(part: Part) -> Line {
    match part {
        Part::Allow => Line::Allow,
        Part::Ignore => Line::Ignore,
        Part::Labels | Part::Name | Part::Author | Part::Version => Line::Labels,
    }
}
