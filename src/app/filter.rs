//! The filter of a screen: what is typed, what of it was last understood, and what could complete it.

use crate::app::field::Field;
use crate::app::offers::Offers;
use crate::domain::query::{Fault, Query, Reader};

/// A filter. While what is typed has a fault, the list keeps what the filter last let through.
#[derive(Clone, Debug, Default)]
pub struct Filter<Q = Query> {
    /// The filter as typed.
    pub field: Field,
    /// The filter as last understood.
    pub query: Q,
    /// Why what is typed is not understood.
    pub fault: Option<Fault>,
    /// Whether that is but the name of a saved filter that is not typed to its end.
    pub begun: bool,
    /// Completions of what is being typed.
    pub offers: Option<Offers>,
    /// The name under which it is being saved.
    pub naming: Option<Field>,
    /// What the cursor stood on when typing began: to go back to where nothing comes of it.
    pub from: Option<usize>,
}

impl Filter {
    /// A filter as if it had been typed; one that nobody can have typed is cut.
    pub fn with(text: &str, reader: &Reader<'_>) -> Self {
        let mut filter = Self::default();
        filter.field.paste(text);
        filter.take(Query::parse(text, reader));
        filter
    }
}

impl<Q: Default> Filter<Q> {
    /// The filter as typed.
    pub fn text(&self) -> &str {
        self.field.text()
    }

    /// What is worth saying of what is not understood.
    pub fn wrong(&self) -> Option<&Fault> {
        self.fault.as_ref().filter(|_| !self.begun)
    }

    /// Takes what is typed as it was read; says whether it was understood.
    pub fn take(&mut self, read: Result<Q, Fault>) -> bool {
        self.fault = None;
        match read {
            Ok(query) => self.query = query,
            Err(fault) => self.fault = Some(fault),
        }
        self.fault.is_none()
    }

    /// Puts the selected completion in the place of what is being typed; says whether there was one.
    pub fn take_offer(&mut self) -> bool {
        let Some(offers) = self.offers.take() else {
            return false;
        };
        let (text, cursor) = offers.taken(self.field.text());
        self.field = Field::at(&text, cursor);
        true
    }

    /// Forgets everything; says whether anything was typed.
    pub fn clear(&mut self) -> bool {
        let any = !self.text().is_empty();
        *self = Self::default();
        any
    }
}
