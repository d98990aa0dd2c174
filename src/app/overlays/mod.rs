//! What lies on top of a screen: one thing at a time.

pub mod export;
pub mod help;
pub mod verdict;

/// The overlay that is open.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// Every key that works here.
    Help(help::Help),
    /// A verdict being filled in.
    Verdict(Box<verdict::Form>),
    /// An export being filled in.
    Export(Box<export::Form>),
}
