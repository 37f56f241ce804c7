//! A share of something, such as a tax rate.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

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
        let percent: Decimal = typed.parse().ok()?;
        percent
            .checked_mul(Decimal::from(100))
            .filter(|exact| exact.fract().is_zero())
            .and_then(|exact| exact.to_u32())
            .map(Rate)
            .filter(|rate| *rate <= Rate::ALL)
    }

    /// For a form field: `16`, `7.5`.
    pub fn bare(self) -> String {
        self.percent().to_string()
    }

    fn percent(self) -> Decimal {
        Decimal::new(i64::from(self.0), 2).normalize()
    }

    /// As people say it: `16 %`, `7.5 %`.
    pub fn shown(self) -> String {
        format!("{} %", self.percent())
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
