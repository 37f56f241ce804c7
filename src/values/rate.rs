//! A share of something, such as a tax rate.

use serde::{Deserialize, Serialize};

use super::figures;

/// A share in basis points: 1600 is 16 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rate(u32);

impl Rate {
    /// Nothing of it.
    pub const ZERO: Rate = Rate(0);
    /// All of it.
    pub const ALL: Rate = Rate(10_000);

    /// From basis points (hundredths of a percent).
    pub const fn from_basis_points(basis_points: u32) -> Rate {
        Rate(basis_points)
    }

    /// In basis points.
    pub const fn basis_points(self) -> u32 {
        self.0
    }

    /// Reads what a person typed: `16`, `7.5`, `7,5 %`. From nothing to all of it, in hundredths of a
    /// percent; none where it is anything else.
    pub fn parse(text: &str) -> Option<Rate> {
        let typed = text.trim().trim_end_matches('%').trim().replace(',', ".");
        if typed.is_empty() || !typed.chars().all(|c| c.is_ascii_digit() || c == '.') {
            return None;
        }
        let basis_points: u32 = figures::whole(&typed, 2)?.parse().ok()?;
        Some(Rate(basis_points)).filter(|rate| *rate <= Rate::ALL)
    }

    /// For a form field: `16`, `7.5`.
    pub fn bare(self) -> String {
        figures::short(i64::from(self.0), 2)
    }

    /// As people say it: `16 %`, `7.5 %`.
    pub fn shown(self) -> String {
        format!("{} %", self.bare())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_percent() {
        assert_eq!(Rate(1600).shown(), "16 %");
        assert_eq!(Rate(750).shown(), "7.5 %");
        assert_eq!(Rate(750).bare(), "7.5");
    }

    #[test]
    fn reads_percent() {
        assert_eq!(Rate::parse("16"), Some(Rate(1600)));
        assert_eq!(Rate::parse("7,5 %"), Some(Rate(750)));
        assert_eq!(Rate::parse("0"), Some(Rate::ZERO));
        assert_eq!(Rate::parse(" 100% "), Some(Rate::ALL));
        for wrong in ["", "-1", "101", "8.125", "16 percent", "1.2.3"] {
            assert_eq!(Rate::parse(wrong), None, "{wrong}");
        }
    }
}
