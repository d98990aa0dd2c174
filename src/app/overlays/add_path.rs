//! The prompt for a file or folder to add.

use crate::app::field::Field;

/// The prompt as it is filled in.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// What is typed.
    pub path: Field,
    /// What went wrong.
    pub problem: Option<String>,
}
