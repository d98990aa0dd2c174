//! A rough life: tiny terminals, floods of text, names made to break columns, a clock that lies, two desks at once.
