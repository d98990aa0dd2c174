//! Budgets as ratios, printed as one table.

fn main() {}
