//! The export form: format and file.

use strum::IntoEnumIterator;

use crate::app::effect::Export;
use crate::app::field::Field;
use crate::domain::exception::Format;
use crate::domain::report::Head;
use crate::domain::scope::Subject;

/// The form as it is filled in.
#[derive(Clone, Debug)]
pub struct Form {
    /// The reports whose verdicts are wanted.
    pub heads: Vec<Head>,
    /// Only the verdicts on these subjects, where not all of the reports are wanted.
    pub only: Option<Vec<Subject>>,
    /// The format.
    pub format: Format,
    /// The file.
    pub path: Field,
    /// Whether the path line takes keys; else the format line does.
    pub on_path: bool,
    /// Whether the file is there and the next Enter replaces it.
    pub replace: bool,
    /// What went wrong.
    pub problem: Option<String>,
}

impl Form {
    /// An export of these reports.
    pub fn of(heads: Vec<Head>) -> Self {
        let format = Format::Markdown;
        Self {
            heads,
            only: None,
            format,
            path: Field::with(format.file_name()),
            on_path: false,
            replace: false,
            problem: None,
        }
    }

    /// An export of verdicts on these subjects, which reach these reports.
    pub fn about(subjects: Vec<Subject>, heads: Vec<Head>) -> Self {
        Self {
            only: Some(subjects),
            ..Self::of(heads)
        }
    }

    /// Takes another format; a proposed file name follows it, a typed one stays.
    pub fn choose(&mut self, by: isize) {
        let all: Vec<_> = Format::iter().collect();
        let at = all
            .iter()
            .position(|format| *format == self.format)
            .unwrap_or(0);
        let proposed = self.path.text() == self.format.file_name();
        self.format = all[(at + all.len()).saturating_add_signed(by) % all.len()];
        if proposed {
            self.path = Field::with(self.format.file_name());
        }
        self.replace = false;
    }

    /// What is wanted.
    pub fn export(&self) -> Export {
        Export {
            heads: self.heads.clone(),
            only: self.only.clone(),
            format: self.format,
            path: self.path.text().trim().to_owned(),
            replace: self.replace,
        }
    }
}
