//! A share of something, such as a tax rate.

use serde::{Deserialize, Serialize};

/// A share in basis points: 1600 is 16 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rate(u32);

impl Rate {
    /// From basis points (hundredths of a percent).
    pub const fn from_basis_points(basis_points: u32) -> Rate {
        Rate(basis_points)
    }

    /// In basis points.
    pub const fn basis_points(self) -> u32 {
        self.0
    }

    /// As people say it: `16 %`, `7.5 %`.
    pub fn shown(self) -> String {
        let percent = rust_decimal::Decimal::new(i64::from(self.0), 2).normalize();
        format!("{percent} %")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_percent() {
        assert_eq!(Rate(1600).shown(), "16 %");
        assert_eq!(Rate(750).shown(), "7.5 %");
    }
}
