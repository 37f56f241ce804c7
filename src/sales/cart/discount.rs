//! What is given away: on one line, or on the whole.

use crate::values::{Money, Rate};

/// What is given away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Discount {
    /// So much.
    Amount(Money),
    /// A share of what it is given on; of it all at most.
    Share(Rate),
}

impl Discount {
    /// Nothing.
    pub const NONE: Discount = Discount::Amount(Money::ZERO);

    /// How much this takes off `amount`. None where that is below nothing, or more than there is.
    pub fn off(self, amount: Money) -> Option<Money> {
        let given = match self {
            Discount::Amount(given) => given,
            Discount::Share(rate) => share(amount, rate)?,
        };
        (Money::ZERO..=amount).contains(&given).then_some(given)
    }
}

impl Default for Discount {
    fn default() -> Discount {
        Discount::NONE
    }
}

impl From<Money> for Discount {
    fn from(amount: Money) -> Discount {
        Discount::Amount(amount)
    }
}

/// A share of an amount, rounded as everything is.
pub(super) fn share(amount: Money, rate: Rate) -> Option<Money> {
    let (part, whole) = (rate.basis_points(), Rate::ALL.basis_points());
    amount.share(i64::from(part), i64::from(whole))
}

/// Divides what is given away on a whole by what each of its parts comes to. None where more is given
/// than there is.
///
/// Each share is counted from the first part to here, less what went before: so they add up to the
/// cent, and no part gives more than it comes to.
pub fn spread(given: Money, parts: &[Money]) -> Option<Vec<Money>> {
    let all = Money::sum(parts.iter().copied())?;
    if given < Money::ZERO || given > all || parts.iter().any(|part| *part < Money::ZERO) {
        return None;
    }
    let (mut so_far, mut before) = (Money::ZERO, Money::ZERO);
    let mut shares = Vec::with_capacity(parts.len());
    for part in parts {
        so_far = so_far.plus(*part)?;
        let until = if all.is_zero() {
            Money::ZERO
        } else {
            given.share(so_far.minor(), all.minor())?
        };
        shares.push(until.minus(before)?);
        before = until;
    }
    Some(shares)
}
