//! Money in the smallest unit of a business's one currency. There is no `+`: arithmetic that can
//! overflow says so.

use std::fmt;

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use super::{Quantity, Rate, figures};

/// An amount in minor units of the business's currency (cents of a shilling). May be negative.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Money(i64);

/// Why a text or a sum is not an amount of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyFault {
    /// Not a number, or one with more decimals than the currency has.
    #[error("not an amount")]
    NotAnAmount,
    /// Larger than what can be counted.
    #[error("too large")]
    TooLarge,
}

/// How many decimals a currency has: KES 2, IDR, UGX and RWF none.
pub fn currency_decimals(currency: &str) -> u32 {
    match currency {
        "IDR" | "UGX" | "RWF" | "JPY" | "BIF" => 0,
        _ => 2,
    }
}

/// What people write before an amount: `KSh`, `TSh`, `Rp`; the code itself where we know no sign.
pub fn currency_sign(currency: &str) -> &str {
    match currency {
        "KES" => "KSh",
        "TZS" => "TSh",
        "UGX" => "USh",
        "IDR" => "Rp",
        "USD" => "$",
        other => other,
    }
}

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(0);
    /// The most that can be typed, and that a line can be worth: a hundred billion shillings. More is a slip of
    /// the hand, and sums of very many stay countable.
    pub const MOST: Money = Money(10_000_000_000_000);

    /// From minor units (cents).
    pub const fn from_minor(minor: i64) -> Money {
        Money(minor)
    }

    /// In minor units (cents).
    pub const fn minor(self) -> i64 {
        self.0
    }

    /// Whether there is none.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The sum, if it can be counted.
    pub fn plus(self, other: Money) -> Option<Money> {
        self.0.checked_add(other.0).map(Money)
    }

    /// The difference, if it can be counted.
    pub fn minus(self, other: Money) -> Option<Money> {
        self.0.checked_sub(other.0).map(Money)
    }

    /// The amount with its sign turned.
    pub fn negated(self) -> Option<Money> {
        self.0.checked_neg().map(Money)
    }

    /// This unit price for a quantity, rounded half away from zero, so that a refund mirrors its sale.
    pub fn times(self, quantity: Quantity) -> Option<Money> {
        let exact = i128::from(self.0).checked_mul(i128::from(quantity.milli()))?;
        divide_half_away(exact, 1000).map(Money)
    }

    /// What so much of it is worth, at this for one: [`Money::times`], but none beyond [`Money::MOST`].
    pub fn worth_of(self, quantity: Quantity) -> Option<Money> {
        let worth = self.times(quantity)?;
        (worth <= Money::MOST).then_some(worth)
    }

    /// This amount, times `part`, divided by `whole`; rounded half away from zero.
    pub fn share(self, part: i64, whole: i64) -> Option<Money> {
        if whole == 0 {
            return None;
        }
        let exact = i128::from(self.0).checked_mul(i128::from(part))?;
        divide_half_away(exact, i128::from(whole)).map(Money)
    }

    /// The tax that stands inside this tax-included amount.
    pub fn tax_inside(self, rate: Rate) -> Option<Money> {
        let bp = i64::from(rate.basis_points());
        self.share(bp, 10_000 + bp)
    }

    /// All of them together.
    pub fn sum(amounts: impl IntoIterator<Item = Money>) -> Option<Money> {
        amounts.into_iter().try_fold(Money::ZERO, Money::plus)
    }

    /// What must be added to make a multiple of `unit`, half away from zero: 0 where it is one.
    pub fn rounding_to(self, unit: Money) -> Option<Money> {
        if unit.0 <= 1 {
            return Some(Money::ZERO);
        }
        let units = divide_half_away(i128::from(self.0), i128::from(unit.0))?;
        Money(units.checked_mul(unit.0)?).minus(self)
    }

    /// Reads what a person typed: `1250`, `1,250.50`, `KSh 90`. At most the currency's decimals. A comma
    /// stands between thousands: `12,50`, which for many is twelve and a half, is refused.
    pub fn parse(text: &str, currency: &str) -> Result<Money, MoneyFault> {
        let sign = currency_sign(currency);
        let bare = text
            .trim()
            .trim_start_matches(sign)
            .trim_start_matches(currency);
        let spaceless: String = bare
            .chars()
            .filter(|c| !matches!(c, ' ' | '\u{a0}'))
            .collect();
        let digits = without_commas(&spaceless).ok_or(MoneyFault::NotAnAmount)?;
        let minor = figures::whole(&digits, currency_decimals(currency));
        let minor = minor.ok_or(MoneyFault::NotAnAmount)?;
        match minor.parse::<i64>() {
            Ok(minor) if minor.unsigned_abs() <= Money::MOST.0.unsigned_abs() => Ok(Money(minor)),
            _ => Err(MoneyFault::TooLarge),
        }
    }

    /// With all its decimals and thousands apart: `1,250.00`.
    pub fn full(self, currency: &str) -> String {
        grouped(self.0, currency_decimals(currency))
    }

    /// As short as it is exact: `1,250`, `7.50`.
    pub fn short(self, currency: &str) -> String {
        let decimals = currency_decimals(currency);
        if self.0 % 10_i64.pow(decimals) == 0 {
            return grouped(self.0 / 10_i64.pow(decimals), 0);
        }
        grouped(self.0, decimals)
    }

    /// With its currency's sign, as short as it is exact: `KSh 1,250`. The two never part.
    pub fn named(self, currency: &str) -> String {
        format!("{}\u{a0}{}", currency_sign(currency), self.short(currency))
    }

    /// For machines and form fields: `1250.00`, no grouping, and below zero with the sign that they know.
    pub fn bare(self, currency: &str) -> String {
        self.full(currency)
            .replace(',', "")
            .replace('\u{2212}', "-")
    }

    /// As a decimal number of whole currency units.
    pub fn decimal(self, currency: &str) -> Decimal {
        Decimal::new(self.0, currency_decimals(currency))
    }

    /// From a decimal number of whole currency units, rounded half away from zero.
    pub fn from_decimal(amount: Decimal, currency: &str) -> Option<Money> {
        let scale = Decimal::from(10_i64.pow(currency_decimals(currency)));
        let minor = amount.checked_mul(scale)?;
        minor
            .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
            .to_i64()
            .map(Money)
    }
}

impl fmt::Display for Money {
    /// In minor units: for logs and test messages, never for people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} minor", self.0)
    }
}

/// A number without the commas between its thousands; none where a comma stands anywhere else.
fn without_commas(number: &str) -> Option<String> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let mut groups = whole.trim_start_matches('-').split(',');
    let first = groups.next().unwrap_or_default();
    let are_thousands = groups.all(|group| group.len() == 3)
        && !fraction.contains(',')
        && (!whole.contains(',') || (1..=3).contains(&first.len()));
    are_thousands.then(|| number.replace(',', ""))
}

fn divide_half_away(numerator: i128, denominator: i128) -> Option<i64> {
    let sign = if (numerator < 0) == (denominator < 0) {
        1
    } else {
        -1
    };
    let (n, d) = (numerator.unsigned_abs(), denominator.unsigned_abs());
    let rounded = (n.checked_mul(2)?.checked_add(d)?) / d.checked_mul(2)?;
    i64::try_from(i128::try_from(rounded).ok()? * sign).ok()
}

fn grouped(value: i64, decimals: u32) -> String {
    let scale = 10_u64.pow(decimals);
    let absolute = value.unsigned_abs();
    let whole = (absolute / scale).to_string();
    let mut text = String::new();
    if value < 0 {
        // A true minus sign, as wide as a plus.
        text.push('\u{2212}');
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if decimals > 0 {
        text.push_str(&format!(
            ".{:0width$}",
            absolute % scale,
            width = decimals as usize
        ));
    }
    text
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_people_type() {
        assert_eq!(Money::parse("1,250.50", "KES"), Ok(Money(125_050)));
        assert_eq!(Money::parse(" KSh 90 ", "KES"), Ok(Money(9_000)));
        assert_eq!(Money::parse("7.5", "KES"), Ok(Money(750)));
        assert_eq!(Money::parse("15000", "IDR"), Ok(Money(15_000)));
        assert_eq!(Money::parse("-1,234,567.5", "KES"), Ok(Money(-123_456_750)));
        assert_eq!(Money::parse("1 250 000", "KES"), Ok(Money(125_000_000)));
        for wrong in ["", "abc", "1.234", "1e9", "--1", "1.2.3", "٣"] {
            assert_eq!(
                Money::parse(wrong, "KES"),
                Err(MoneyFault::NotAnAmount),
                "{wrong}"
            );
        }
        assert_eq!(
            Money::parse("99999999999999999", "KES"),
            Err(MoneyFault::TooLarge)
        );
    }

    #[test]
    fn what_goods_are_worth_has_an_end() {
        let worth = |minor: i64, milli: i64| Money(minor).worth_of(Quantity::from_milli(milli));
        assert_eq!(worth(250, 1_500), Some(Money(375)));
        assert_eq!(worth(Money::MOST.minor(), 1_000), Some(Money::MOST));
        assert_eq!(worth(Money::MOST.minor(), 1_001), None);
        assert_eq!(worth(10_000_001, Quantity::MOST.milli()), None);
        assert_eq!(worth(Money::MOST.minor(), Quantity::MOST.milli()), None);
    }

    /// A hundred times too much would be taken without a word.
    #[test]
    fn a_comma_before_cents_is_no_thousand() {
        for unclear in [
            "12,50", "206,5", "1 234,56", "1,2345", "1234,567", ",500", "1,", "1.5,000",
        ] {
            assert_eq!(
                Money::parse(unclear, "KES"),
                Err(MoneyFault::NotAnAmount),
                "{unclear}"
            );
        }
    }

    #[test]
    fn shows_groups_and_signs() {
        assert_eq!(Money(125_000).full("KES"), "1,250.00");
        assert_eq!(Money(125_000).short("KES"), "1,250");
        assert_eq!(Money(750).short("KES"), "7.50");
        assert_eq!(Money(-123_456_789).full("KES"), "\u{2212}1,234,567.89");
        assert_eq!(Money(15_000).full("IDR"), "15,000");
    }

    #[test]
    fn rounds_half_away_from_zero() {
        assert_eq!(Money(750).times(Quantity::from_milli(1)).unwrap(), Money(1));
        assert_eq!(
            Money(-750).times(Quantity::from_milli(1)).unwrap(),
            Money(-1)
        );
        assert_eq!(
            Money(11_600)
                .tax_inside(Rate::from_basis_points(1600))
                .unwrap(),
            Money(1_600)
        );
        assert_eq!(Money(1_250).rounding_to(Money(100)).unwrap(), Money(50));
        assert_eq!(Money(1_249).rounding_to(Money(100)).unwrap(), Money(-49));
        assert_eq!(Money(1_200).rounding_to(Money(100)).unwrap(), Money(0));
    }

    proptest! {
        #[test]
        fn a_refund_mirrors_its_sale(price in 0_i64..10_000_000, milli in 1_i64..10_000_000) {
            let sold = Money(price).times(Quantity::from_milli(milli)).unwrap();
            let back = Money(-price).times(Quantity::from_milli(milli)).unwrap();
            prop_assert_eq!(sold.plus(back).unwrap(), Money::ZERO);
        }

        #[test]
        fn what_is_shown_reads_back(minor in -10_000_000_000_i64..10_000_000_000) {
            let shown = Money(minor).bare("KES");
            prop_assert_eq!(Money::parse(&shown, "KES").unwrap(), Money(minor));
        }
    }
}
