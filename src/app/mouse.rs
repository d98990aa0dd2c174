//! The mouse as plain values: what it did, and over which cell.

use crate::app::layout::Spot;

/// Something that was done with the mouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// What was done.
    pub act: Act,
    /// Column of the cell, from 0.
    pub column: u16,
    /// Row of the cell, from 0.
    pub row: u16,
}

/// What can be done with the mouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// The left button went down.
    Press,
    /// The pointer moved while the left button was down.
    Drag,
    /// The wheel turned away from the user.
    WheelUp,
    /// The wheel turned towards the user.
    WheelDown,
}

/// Who has the mouse, and what it holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hold {
    /// The terminal has it, so that its own selection works.
    Off,
    /// The desk has it.
    #[default]
    Free,
    /// It holds the line between list and detail.
    Divider,
}

impl Mouse {
    /// The cell it was done over.
    pub fn spot(self) -> Spot {
        Spot::new(self.column, self.row)
    }
}
