//! The table: what was measured, against what, and whether it is within its budget.

use std::time::Duration;

/// One line of the table.
pub(crate) struct Row {
    pub(crate) what: String,
    /// None where the means to measure it are missing, which counts as over.
    pub(crate) measured: Option<Amount>,
    /// What it is compared with, and how much that is.
    pub(crate) against: Option<(&'static str, Amount)>,
    pub(crate) budget: Budget,
}

#[derive(Clone, Copy)]
pub(crate) enum Amount {
    Time(Duration),
    Megabytes(f64),
}

#[derive(Clone, Copy)]
pub(crate) enum Budget {
    /// So many times what it is compared with.
    Times(f64),
    AtMost(Amount),
    /// Shown, not judged.
    Shown,
}

impl Amount {
    pub(crate) fn milliseconds(count: u64) -> Self {
        Self::Time(Duration::from_millis(count))
    }

    /// Comparable with amounts of its own kind.
    fn size(self) -> f64 {
        match self {
            Self::Time(time) => time.as_secs_f64(),
            Self::Megabytes(size) => size,
        }
    }

    fn words(self) -> String {
        match self {
            Self::Time(time) if time >= Duration::from_secs(1) => {
                format!("{:.2} s", time.as_secs_f64())
            }
            Self::Time(time) => format!("{:.2} ms", time.as_secs_f64() * 1e3),
            Self::Megabytes(size) => format!("{size:.1} MB"),
        }
    }
}

impl Row {
    pub(crate) fn new(what: impl Into<String>, measured: Amount, budget: Budget) -> Self {
        Self {
            what: what.into(),
            measured: Some(measured),
            against: None,
            budget,
        }
    }

    fn ratio(&self) -> Option<f64> {
        Some(self.measured?.size() / self.against?.1.size())
    }

    pub(crate) fn is_over(&self) -> bool {
        match self.budget {
            Budget::Times(most) => self.ratio().is_none_or(|ratio| ratio > most),
            Budget::AtMost(most) => self
                .measured
                .is_none_or(|amount| amount.size() > most.size()),
            Budget::Shown => false,
        }
    }

    fn cells(&self) -> [String; 6] {
        let against = |(what, amount): &(&str, Amount)| format!("{} {what}", amount.words());
        let budget = match self.budget {
            Budget::Times(most) => format!("{most:.1}×"),
            Budget::AtMost(most) => most.words(),
            Budget::Shown => String::new(),
        };
        let verdict = match (self.budget, self.is_over()) {
            (Budget::Shown, _) => "",
            (_, true) => "OVER",
            (_, false) => "ok",
        };
        [
            self.what.clone(),
            self.measured
                .map_or_else(|| "not measured".to_owned(), Amount::words),
            self.against.as_ref().map(against).unwrap_or_default(),
            self.ratio()
                .map(|ratio| format!("{ratio:.2}×"))
                .unwrap_or_default(),
            budget,
            verdict.to_owned(),
        ]
    }
}

/// The table, columns as wide as their widest cell.
pub(crate) fn text(rows: &[Row]) -> String {
    let heading = ["what", "measured", "against", "ratio", "budget", ""].map(str::to_owned);
    let lines: Vec<_> = [heading]
        .into_iter()
        .chain(rows.iter().map(Row::cells))
        .collect();
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max();
    let widths: Vec<usize> = (0..6).filter_map(width).collect();
    let line = |cells: &[String; 6]| {
        let padded: Vec<_> = cells
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:<width$}"))
            .collect();
        padded.join("  ").trim_end().to_owned() + "\n"
    };
    lines.iter().map(line).collect()
}
