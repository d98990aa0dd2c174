//! The login form: an account, its secret, and where it is asked. Enter has it proved; only then anything is kept.
//!
//! The secret is typed into no field: it cannot be read back, undone or drawn, and leaves the form with Enter.

use strum::{EnumCount, EnumIter, IntoEnumIterator};

use crate::app::effect::LogIn;
use crate::app::field::Field;
use crate::app::job::JobId;
use crate::app::message::{NotLoggedIn, Tenants};
use crate::app::overlays::turned;
use crate::app::press::{Key, Named, Press};
use crate::app::words::in_form;
use crate::domain::secret::Typed;
use crate::domain::tenant::{self, Layer, Name, Tenant, UNNAMED, Unset};

/// What is said where a field is empty that has to be filled in.
const EXAMPLE: &str = "as ci@1180045521.iam.panserviceaccount.com";

/// A line of the form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumCount, EnumIter)]
pub enum Line {
    /// The service account.
    #[default]
    ClientId,
    /// Its secret.
    Secret,
    /// The tenant's number.
    TsgId,
    /// What the user calls the tenant.
    Name,
    /// The region, for people.
    Region,
    /// Where the service answers.
    Api,
    /// Where tokens come from.
    Tokens,
}

impl Line {
    /// The setting that it fills in, if it is one of the tenant's.
    fn setting(self) -> Option<tenant::Field> {
        match self {
            Self::ClientId => Some(tenant::Field::ClientId),
            Self::TsgId => Some(tenant::Field::TsgId),
            Self::Region => Some(tenant::Field::Region),
            Self::Api => Some(tenant::Field::Api),
            Self::Tokens => Some(tenant::Field::Tokens),
            Self::Secret | Self::Name => None,
        }
    }

    fn of(setting: tenant::Field) -> Self {
        let mut lines = Self::iter();
        let line = lines.find(|line| line.setting() == Some(setting));
        line.unwrap_or_default()
    }
}

/// The form as it is filled in.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// What is typed, line by line; that of the secret stays empty.
    fields: [Field; Line::COUNT],
    /// The secret.
    pub secret: Typed,
    /// The line that takes keys.
    pub focus: Line,
    /// What is wrong, and what to do.
    pub problem: Option<String>,
    /// The proof that is on its way; until it is there, nothing can be typed.
    pub proving: Option<JobId>,
    /// Whether it is about another tenant than those that are known.
    another: bool,
    /// What is known of tenants, once it is.
    known: Tenants,
}

impl Form {
    /// A form for another tenant than those that are known.
    pub fn another(known: Tenants) -> Self {
        let mut form = Self {
            another: true,
            ..Self::default()
        };
        form.meet(known);
        form
    }

    /// A form that is filled in with what is known of a tenant.
    pub fn again(known: Tenants, name: &Name) -> Self {
        let current = Some(name.clone());
        let mut form = Self::default();
        form.meet(Tenants { current, ..known });
        form
    }

    /// Takes notice of what is known of tenants: where nobody has begun to type, the one that counts is filled in.
    pub fn meet(&mut self, known: Tenants) {
        let begun = self.fields.iter().any(|field| !field.text().is_empty());
        let row = known.row().filter(|_| !self.another && !begun);
        if let Some((name, layer)) = row {
            for line in Line::iter() {
                let said = line.setting().and_then(|setting| layer.get(setting));
                let text = said.map_or("", |said| &said.value);
                self.fields[line as usize] = Field::with(text);
            }
            self.fields[Line::Name as usize] = Field::with(name.as_str());
            if layer.get(tenant::Field::ClientId).is_some() {
                self.focus = Line::Secret;
            }
        }
        self.known = known;
    }

    /// The field of a line.
    pub fn text(&self, line: Line) -> &Field {
        &self.fields[line as usize]
    }

    /// The field that takes text now.
    pub fn field(&mut self) -> Option<&mut Field> {
        let takes = self.proving.is_none() && self.focus != Line::Secret;
        takes.then(|| &mut self.fields[self.focus as usize])
    }

    /// The secret, where it takes what is typed.
    pub fn unseen(&mut self) -> Option<&mut Typed> {
        let takes = self.proving.is_none() && self.focus == Line::Secret;
        takes.then_some(&mut self.secret)
    }

    /// Moves to another line.
    pub fn move_focus(&mut self, by: isize) {
        let lines: Vec<Line> = Line::iter().collect();
        self.focus = *turned(&lines, self.focus as usize, by);
    }

    /// What counts where a line is left empty, or what it is for.
    pub fn otherwise(&self, line: Line) -> String {
        let Some(setting) = line.setting() else {
            return match line {
                Line::Secret if self.known.secret_is_set => {
                    "the one of the environment, or another one".to_owned()
                }
                Line::Secret => "not shown; kept in the keyring and nowhere else".to_owned(),
                _ => UNNAMED.to_owned(),
            };
        };
        if let Some(said) = self.known.environment.get(setting) {
            return format!("{} ({})", said.value, said.from);
        }
        match (setting, setting.usual()) {
            (_, Some(usual)) => usual.to_owned(),
            (tenant::Field::ClientId, _) => EXAMPLE.to_owned(),
            (tenant::Field::TsgId, _) => match self.tenant() {
                Ok(tenant) => format!("{} ({})", tenant.tsg_id.value, tenant.tsg_id.from),
                Err(_) => "the one in the client id".to_owned(),
            },
            _ => "for people, as eu".to_owned(),
        }
    }

    /// The tenant of the settings whose account this would replace, if it is another account.
    pub fn replaces(&self) -> Option<Name> {
        let name = self.name().ok()?;
        let (_, layer) = self.known.rows.iter().find(|(known, _)| *known == name)?;
        let kept = Tenant::from_layers(None, std::slice::from_ref(layer)).ok()?;
        let other = self.tenant().ok()?.account() != kept.account();
        other.then_some(name)
    }

    /// Hands over what is to be proved. The secret is gone from here then. What is missing is said in the form.
    pub fn hand_over(&mut self, job: JobId) -> Option<LogIn> {
        match self.checked() {
            Ok(login) => {
                (self.problem, self.proving) = (None, Some(job));
                Some(login)
            }
            Err((line, problem)) => {
                (self.focus, self.problem) = (line, Some(problem));
                None
            }
        }
    }

    fn checked(&mut self) -> Result<LogIn, (Line, String)> {
        let name = self
            .name()
            .map_err(|why| (Line::Name, format!("Not saved: {why}.")))?;
        self.tenant().map_err(|why| {
            let (Unset::Missing(field) | Unset::Unfit { field, .. }) = &why;
            let line = Line::of(*field);
            match why {
                Unset::Missing(field) => (line, format!("Type the {}.", field.words())),
                Unset::Unfit { .. } => (line, format!("Not saved: {why}.")),
            }
        })?;
        let typed = self.secret.length() > 0 || !self.known.secret_is_set;
        let secret = typed.then(|| self.secret.take()).transpose();
        let secret = secret.map_err(|_| {
            let words = "Type the client secret; it is not shown.";
            (Line::Secret, words.to_owned())
        })?;
        Ok(LogIn {
            name,
            said: self.said(),
            secret,
        })
    }

    /// Takes notice that nothing was kept. What was typed is still here; so is a secret that was not at fault.
    pub fn refused(&mut self, answer: &NotLoggedIn) {
        self.proving = None;
        self.focus = Line::Secret;
        if let Some(secret) = &answer.secret {
            self.secret.put_back(secret);
        }
        self.problem = Some(format!(
            "Nothing was saved: {}.",
            in_form(answer.why.as_str())
        ));
    }

    fn name(&self) -> Result<Name, tenant::NotAName> {
        let typed = self.text(Line::Name).text().trim();
        let name = if typed.is_empty() { UNNAMED } else { typed };
        name.parse()
    }

    fn said(&self) -> Layer {
        let lines = Line::iter().filter_map(|line| Some((line.setting()?, line)));
        Layer::asked(lines.map(|(setting, line)| {
            let text = self.text(line).text().to_owned();
            (setting, Some(text))
        }))
    }

    fn tenant(&self) -> Result<Tenant, Unset> {
        let layers = [self.said(), self.known.environment.clone()];
        Tenant::from_layers(None, &layers)
    }
}

/// Takes a press into a secret that is typed; says whether it was one for it.
pub fn press(secret: &mut Typed, press: Press) -> bool {
    match press.key {
        Key::Char('u') if press.ctrl => secret.clear(),
        Key::Char('h') if press.ctrl => secret.back(),
        Key::Named(Named::Backspace) => secret.back(),
        Key::Char(letter) if !press.ctrl && !press.alt => {
            secret.add(letter.encode_utf8(&mut [0; 4]));
        }
        _ => return false,
    }
    true
}
