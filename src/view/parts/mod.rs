//! Parts that several screens share.

pub mod cells;
pub mod columns;
pub mod field;
pub mod filter;
pub mod footer;
pub mod history;
pub mod prose;
pub mod rows;
pub mod tabs;
pub mod whole;
