//! The barcode that a scale prints: thirteen digits, of which the first two say what the scale means,
//! five name the goods, five are a weight or a price, and the last one checks the others. Pure.

use super::{Money, Quantity, Unit};

/// What the five digits of a value are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carries {
    /// Grams, or millilitres.
    Weight,
    /// Minor units of the business's currency, for all of it.
    Price,
}

impl Carries {
    /// Both of them.
    pub const ALL: [Carries; 2] = [Carries::Weight, Carries::Price];

    /// Its word in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Carries::Weight => "weight",
            Carries::Price => "price",
        }
    }

    /// What that word means.
    pub fn parse(code: &str) -> Option<Carries> {
        Carries::ALL
            .into_iter()
            .find(|carries| carries.code() == code)
    }
}

/// A barcode that a scale printed, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScaleBarcode {
    /// From `20` to `29`.
    pub prefix: String,
    /// Five digits that name the goods.
    pub item: String,
    /// Up to 99,999 of what the prefix says.
    pub value: u32,
}

impl ScaleBarcode {
    /// Takes a barcode apart. None where it is not thirteen digits beginning with 20 to 29, or where
    /// its last digit does not check the others.
    pub fn read(code: &str) -> Option<ScaleBarcode> {
        if code.len() != 13 || !code.starts_with('2') {
            return None;
        }
        let (before, check) = code.split_at_checked(12)?;
        let check = check.parse::<u32>().ok()?;
        if ean_check_digit(before)? != check {
            return None;
        }
        Some(ScaleBarcode {
            prefix: before.get(..2)?.to_owned(),
            item: before.get(2..7)?.to_owned(),
            value: before.get(7..)?.parse().ok()?,
        })
    }

    /// Its value as a weight: how much that is in this unit. None where nothing was weighed, and
    /// where the unit cannot be weighed.
    pub fn weight(&self, unit: Unit) -> Option<Quantity> {
        let grams = i64::from(self.value);
        let milli = match unit {
            Unit::Kg | Unit::Litre => grams,
            Unit::G | Unit::Ml => grams.checked_mul(1000)?,
            _ => return None,
        };
        (milli > 0).then(|| Quantity::from_milli(milli))
    }

    /// Its value as a price for all of it.
    pub fn amount(&self) -> Money {
        Money::from_minor(i64::from(self.value))
    }

    /// What it says of goods in that unit, at that price: how much there is, and what all of it costs where
    /// it carries that. No quantity where goods are counted in pieces and the scale says a weight, or where
    /// there is no price to divide by.
    pub fn means(
        &self,
        carries: Carries,
        unit: Unit,
        price: Money,
    ) -> (Option<Quantity>, Option<Money>) {
        match carries {
            Carries::Weight => (self.weight(unit), None),
            Carries::Price => (bought_for(self.amount(), price), Some(self.amount())),
        }
    }
}

/// How much so much money buys at a unit price, to the thousandth, half away from zero. None where
/// the goods cost nothing, or the money buys nothing.
fn bought_for(amount: Money, price: Money) -> Option<Quantity> {
    let milli = Money::from_minor(1000).share(amount.minor(), price.minor())?;
    (milli > Money::ZERO).then(|| Quantity::from_milli(milli.minor()))
}

/// The digit that checks twelve others, as every EAN-13 has it: counted from the left, every second
/// digit weighs three times as much, and all of them together end in zero. None where they are not
/// twelve digits.
pub fn ean_check_digit(twelve: &str) -> Option<u32> {
    if twelve.len() != 12 {
        return None;
    }
    let mut sum = 0;
    for (place, digit) in twelve.chars().enumerate() {
        let weight = if place % 2 == 0 { 1 } else { 3 };
        sum += digit.to_digit(10)? * weight;
    }
    Some((10 - sum % 10) % 10)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn printed(prefix: u32, item: u32, value: u32) -> String {
        let twelve = format!("{prefix:02}{item:05}{value:05}");
        format!("{twelve}{}", ean_check_digit(&twelve).unwrap())
    }

    #[test]
    fn check_digits_are_those_of_real_goods() {
        for code in [
            "4006381333931",
            "5901234123457",
            "9780201379624",
            "0012345678905",
        ] {
            let (twelve, last) = code.split_at(12);
            assert_eq!(ean_check_digit(twelve).unwrap().to_string(), last, "{code}");
        }
        assert_eq!(ean_check_digit("12345"), None);
        assert_eq!(ean_check_digit("12345678901x"), None);
    }

    #[test]
    fn a_barcode_is_taken_apart() {
        let read = ScaleBarcode::read(&printed(21, 42, 1250)).unwrap();
        assert_eq!((read.prefix.as_str(), read.item.as_str()), ("21", "00042"));
        assert_eq!(read.weight(Unit::Kg), Some(Quantity::from_milli(1250)));
        assert_eq!(read.weight(Unit::G), Some(Quantity::from_milli(1_250_000)));
        assert_eq!(read.weight(Unit::Piece), None);
        assert_eq!(read.amount(), Money::from_minor(1250));
        let nothing = ScaleBarcode::read(&printed(21, 42, 0)).unwrap();
        assert_eq!(nothing.weight(Unit::Kg), None);
    }

    #[test]
    fn what_no_scale_prints_is_none_of_it() {
        let good = printed(21, 42, 1250);
        let last = good[12..].parse::<u32>().unwrap();
        let wrong = format!("{}{}", &good[..12], (last + 1) % 10);
        for code in [
            wrong.as_str(),
            "",
            "21",
            "3100042012508",
            "21000420125xx",
            "２１００４",
        ] {
            assert_eq!(ScaleBarcode::read(code), None, "{code}");
        }
    }

    #[test]
    fn money_buys_to_the_thousandth() {
        let buys = |amount, price| {
            bought_for(Money::from_minor(amount), Money::from_minor(price)).map(Quantity::milli)
        };
        assert_eq!(buys(1250, 10_000), Some(125));
        assert_eq!(buys(10_000, 30_000), Some(333));
        assert_eq!(buys(20_000, 30_000), Some(667));
        assert_eq!(buys(0, 30_000), None);
        assert_eq!(buys(1250, 0), None);
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back(
            prefix in 20_u32..=29,
            item in 0_u32..100_000,
            value in 0_u32..100_000,
        ) {
            let code = printed(prefix, item, value);
            let read = ScaleBarcode::read(&code).unwrap();
            prop_assert_eq!(read.prefix, prefix.to_string());
            prop_assert_eq!(read.item, format!("{item:05}"));
            prop_assert_eq!(read.value, value);
        }

        #[test]
        fn one_wrong_digit_is_always_found(
            item in 0_u32..100_000,
            value in 0_u32..100_000,
            place in 1_usize..13,
            by in 1_u32..10,
        ) {
            let code = printed(24, item, value);
            let smudged: String = code
                .chars()
                .enumerate()
                .map(|(at, digit)| {
                    let digit = digit.to_digit(10).unwrap();
                    let digit = if at == place { (digit + by) % 10 } else { digit };
                    char::from_digit(digit, 10).unwrap()
                })
                .collect();
            prop_assert_eq!(ScaleBarcode::read(&smudged), None);
        }

        #[test]
        fn anything_may_be_scanned(code in ".{0,20}") {
            let _ = ScaleBarcode::read(&code);
        }

        #[test]
        fn the_quantity_costs_the_amount(amount in 1_i64..100_000, price in 1_i64..1_000_000) {
            if let Some(quantity) = bought_for(Money::from_minor(amount), Money::from_minor(price)) {
                // A thousandth of a unit may cost several cents: no further off than half of that.
                let costs = Money::from_minor(price).times(quantity).unwrap().minor();
                prop_assert!((costs - amount).abs() <= price / 2000 + 1);
            }
        }
    }
}
