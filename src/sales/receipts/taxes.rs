//! The tax inside a document, rate by rate. Pure.

use uuid::Uuid;

use crate::sales::{LineTax, SaleLine};
use crate::values::{Money, Rate};

/// What one rate of one class comes to on a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TaxSum {
    /// The class.
    pub tax_class_id: Uuid,
    /// Whether goods of it bear no tax at all.
    pub is_exempt: bool,
    /// Its rate.
    pub rate: Rate,
    /// What was paid for the goods, without the tax.
    pub base: Money,
    /// The tax.
    pub tax: Money,
}

/// All of them, in the order of the lines. None where they cannot be counted.
pub(super) fn taxes_of(lines: &[SaleLine]) -> Option<Vec<TaxSum>> {
    sums(lines.iter().map(|line| (&line.tax, line.amount)))
}

fn sums<'a>(lines: impl Iterator<Item = (&'a LineTax, Money)>) -> Option<Vec<TaxSum>> {
    let mut sums: Vec<TaxSum> = Vec::new();
    for (tax, amount) in lines {
        let base = amount.minus(tax.amount)?;
        let same = |sum: &&mut TaxSum| sum.tax_class_id == tax.tax_class_id && sum.rate == tax.rate;
        if let Some(sum) = sums.iter_mut().find(same) {
            sum.base = sum.base.plus(base)?;
            sum.tax = sum.tax.plus(tax.amount)?;
        } else {
            sums.push(TaxSum {
                tax_class_id: tax.tax_class_id,
                is_exempt: tax.code == "exempt",
                rate: tax.rate,
                base,
                tax: tax.amount,
            });
        }
    }
    Some(sums)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn tax(class: u128, code: &str, rate: u32, minor: i64) -> LineTax {
        LineTax {
            tax_class_id: Uuid::from_u128(class),
            code: code.to_owned(),
            rate: Rate::from_basis_points(rate),
            amount: Money::from_minor(minor),
        }
    }

    #[test]
    fn lines_of_one_rate_add_up() {
        let lines = [
            (tax(1, "standard", 1600, 1600), 11_600),
            (tax(2, "exempt", 0, 0), 5_000),
            (tax(1, "standard", 1600, 800), 5_800),
            (tax(3, "zero", 0, 0), 100),
        ];
        let lines = lines.iter();
        let sums = sums(lines.map(|(tax, amount)| (tax, Money::from_minor(*amount)))).unwrap();
        let shown: Vec<_> = sums
            .iter()
            .map(|sum| (sum.is_exempt, sum.base.minor(), sum.tax.minor()))
            .collect();
        assert_eq!(
            shown,
            [(false, 15_000, 2_400), (true, 5_000, 0), (false, 100, 0)]
        );
    }

    #[test]
    fn what_cannot_be_counted_is_not() {
        let huge = [(tax(1, "zero", 0, 0), i64::MAX), (tax(1, "zero", 0, 0), 1)];
        let lines = huge.iter();
        assert_eq!(
            sums(lines.map(|(tax, amount)| (tax, Money::from_minor(*amount)))),
            None
        );
    }
}
