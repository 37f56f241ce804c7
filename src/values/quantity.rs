//! How much of a product: thousandths of its unit, so that 1.5 kg and 3 pieces are both whole numbers.

use serde::{Deserialize, Serialize};

use super::figures;

/// How much of a product, in thousandths of its unit: grams of a kg, 1000 for one piece.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Quantity(i64);

/// Why a text is not a quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QuantityFault {
    /// Nothing was typed.
    #[error("nothing")]
    Nothing,
    /// Words, or signs that no number has.
    #[error("not a number")]
    NotANumber,
    /// Below zero.
    #[error("below zero")]
    BelowZero,
    /// More than three decimals.
    #[error("too fine")]
    TooFine,
    /// Beyond a million units.
    #[error("too large")]
    TooLarge,
}

impl Quantity {
    /// The most that can be typed: a million units.
    pub const MOST: Quantity = Quantity(1_000_000_000);
    /// None of it.
    pub const ZERO: Quantity = Quantity(0);
    /// One unit.
    pub const ONE: Quantity = Quantity(1000);

    /// From thousandths of the unit.
    pub const fn from_milli(milli: i64) -> Quantity {
        Quantity(milli)
    }

    /// In thousandths of the unit.
    pub const fn milli(self) -> i64 {
        self.0
    }

    /// The sum, if it can be counted.
    pub fn plus(self, other: Quantity) -> Option<Quantity> {
        self.0.checked_add(other.0).map(Quantity)
    }

    /// The difference, if it can be counted.
    pub fn minus(self, other: Quantity) -> Option<Quantity> {
        self.0.checked_sub(other.0).map(Quantity)
    }

    /// So many of something that is so much each: 2.5 packs of 12 are 30. None where it does not come
    /// out even in thousandths, or cannot be counted.
    pub fn times(self, each: Quantity) -> Option<Quantity> {
        let exact = i128::from(self.0).checked_mul(i128::from(each.0))?;
        if exact % 1000 != 0 {
            return None;
        }
        i64::try_from(exact / 1000).ok().map(Quantity)
    }

    /// Reads what a person typed: `3`, `1.5`, `1,5`, `0.250`.
    ///
    /// # Errors
    /// What keeps it from being a quantity, so that it can be said.
    pub fn read(text: &str) -> Result<Quantity, QuantityFault> {
        let text = text.trim().replace(',', ".");
        if text.is_empty() {
            return Err(QuantityFault::Nothing);
        }
        let figures = text.strip_prefix(['-', '\u{2212}']);
        let is_below = figures.is_some();
        let figures = figures.unwrap_or(&text);
        let (whole, fraction) = figures.split_once('.').unwrap_or((figures, ""));
        let digits = format!("{whole}{fraction}");
        if digits.is_empty() || !digits.chars().all(|c| c.is_ascii_digit()) {
            return Err(QuantityFault::NotANumber);
        }
        if is_below {
            return Err(QuantityFault::BelowZero);
        }
        let fraction = fraction.trim_end_matches('0');
        if fraction.len() > 3 {
            return Err(QuantityFault::TooFine);
        }
        let milli = format!("{whole}{fraction:0<3}").parse::<i64>();
        match milli.map(Quantity) {
            Ok(quantity) if quantity <= Quantity::MOST => Ok(quantity),
            _ => Err(QuantityFault::TooLarge),
        }
    }

    /// Whether a comma in what was typed may be a decimal's or a thousand's: `1,250` kg. The two are a
    /// thousand times apart, so whoever typed it is asked.
    pub fn has_two_meanings(typed: &str) -> bool {
        let Some((whole, rest)) = typed.trim().split_once(',') else {
            return false;
        };
        let is_figures = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let are_thousands = (1..=3).contains(&whole.len()) && whole != "0" && rest.len() == 3;
        are_thousands && is_figures(whole) && is_figures(rest)
    }

    /// The same where it does not matter why a text is no quantity. What has two meanings is none.
    pub fn parse(text: &str) -> Option<Quantity> {
        if Quantity::has_two_meanings(text) {
            return None;
        }
        Quantity::read(text).ok()
    }

    /// Whether this can be sold in steps of `step`: 1.5 kg in steps of 0.25 can.
    pub fn is_in_steps_of(self, step: Quantity) -> bool {
        step.0 > 0 && self.0 % step.0 == 0
    }

    /// As short as it is exact: `3`, `1.5`, `0.25`.
    pub fn short(self) -> String {
        figures::short(self.0, 3)
    }
}

/// What a product is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// One of a thing.
    Piece,
    /// Kilogram.
    Kg,
    /// Gram.
    G,
    /// Litre.
    Litre,
    /// Millilitre.
    Ml,
    /// A bunch, of greens.
    Bunch,
    /// A head, of cabbage.
    Head,
    /// A packet.
    Packet,
    /// A bottle.
    Bottle,
    /// A crate.
    Crate,
    /// A bag.
    Bag,
}

impl Unit {
    /// Every unit, in the order that lists show.
    pub const ALL: [Unit; 11] = [
        Unit::Piece,
        Unit::Packet,
        Unit::Bottle,
        Unit::Kg,
        Unit::G,
        Unit::Litre,
        Unit::Ml,
        Unit::Bunch,
        Unit::Head,
        Unit::Crate,
        Unit::Bag,
    ];

    /// Its word in the database, in files and in translation keys (`unit-kg`).
    pub const fn code(self) -> &'static str {
        match self {
            Unit::Piece => "piece",
            Unit::Kg => "kg",
            Unit::G => "g",
            Unit::Litre => "litre",
            Unit::Ml => "ml",
            Unit::Bunch => "bunch",
            Unit::Head => "head",
            Unit::Packet => "packet",
            Unit::Bottle => "bottle",
            Unit::Crate => "crate",
            Unit::Bag => "bag",
        }
    }

    /// The unit of that code, or none.
    pub fn parse(code: &str) -> Option<Unit> {
        Unit::ALL
            .into_iter()
            .find(|unit| unit.code() == code.trim().to_ascii_lowercase())
    }

    /// Whether it is weighed or poured, so that fractions make sense.
    pub const fn is_measured(self) -> bool {
        matches!(self, Unit::Kg | Unit::G | Unit::Litre | Unit::Ml)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_type() {
        assert_eq!(Quantity::parse("1.5"), Some(Quantity(1500)));
        assert_eq!(Quantity::parse("1,5"), Some(Quantity(1500)));
        assert_eq!(Quantity::parse(" 3 "), Some(Quantity(3000)));
        assert_eq!(Quantity::parse(".5"), Some(Quantity(500)));
        assert_eq!(Quantity::parse("0.2500"), Some(Quantity(250)));
        assert_eq!(Quantity::parse("1000000"), Some(Quantity::MOST));
        for wrong in [
            "",
            "-1",
            "1.2345",
            "abc",
            "1e3",
            "99999999999",
            "½",
            "1,250",
        ] {
            assert_eq!(Quantity::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn says_why_something_is_no_quantity() {
        let faults: [(QuantityFault, &[&str]); 5] = [
            (QuantityFault::Nothing, &["", "  "]),
            (
                QuantityFault::NotANumber,
                &[
                    "abc", "1e3", ".", "--", "1.2.3", "1 000", "0x10", "½", "\u{ff11}",
                ],
            ),
            (QuantityFault::BelowZero, &["-3", "-0.5", "\u{2212}1", "-0"]),
            (
                QuantityFault::TooFine,
                &["1.2345", "0,00000000000000000000000000000001"],
            ),
            (
                QuantityFault::TooLarge,
                &[
                    "1000000.001",
                    "9223372036854775807",
                    "99999999999999999999999999999999",
                ],
            ),
        ];
        for (fault, texts) in faults {
            for text in texts {
                assert_eq!(Quantity::read(text), Err(fault), "{text}");
            }
        }
    }

    #[test]
    fn a_comma_may_be_a_decimals_or_a_thousands() {
        for asked in ["1,000", " 12,500 ", "250,000"] {
            assert!(Quantity::has_two_meanings(asked), "{asked}");
        }
        for clear in [
            "1,5", "1,50", "0,250", ",250", "1000", "1.000", "a,000", "1,0o0",
        ] {
            assert!(!Quantity::has_two_meanings(clear), "{clear}");
        }
    }

    #[test]
    fn shows_no_idle_zeros() {
        assert_eq!(Quantity(1500).short(), "1.5");
        assert_eq!(Quantity(3000).short(), "3");
        assert_eq!(Quantity(250).short(), "0.25");
    }

    #[test]
    fn steps() {
        assert!(Quantity(1500).is_in_steps_of(Quantity(250)));
        assert!(!Quantity(1500).is_in_steps_of(Quantity(1000)));
    }
}
