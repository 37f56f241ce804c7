//! How an amount falls on several things without losing a cent. Pure.

use uuid::Uuid;

use crate::values::Money;

/// Spreads an amount by weights, in their order: what is rounded off one falls on a later one. Where
/// no weight is more than nothing, each is as heavy as the next. None where it cannot be counted.
pub(super) fn by_weight(amount: Money, weights: &[i64]) -> Option<Vec<Money>> {
    if weights.is_empty() {
        return amount.is_zero().then(Vec::new);
    }
    let plain;
    let all = weights
        .iter()
        .try_fold(0_i64, |sum, one| sum.checked_add(*one))?;
    let (weights, all) = if all > 0 {
        (weights, all)
    } else {
        plain = vec![1; weights.len()];
        (plain.as_slice(), i64::try_from(weights.len()).ok()?)
    };
    let mut so_far = 0_i64;
    let mut given = Money::ZERO;
    let mut shares = Vec::with_capacity(weights.len());
    for weight in weights {
        so_far = so_far.checked_add(*weight)?;
        let up_to_here = amount.share(so_far, all)?;
        shares.push(up_to_here.minus(given)?);
        given = up_to_here;
    }
    Some(shares)
}

/// Spreads money over what is open, in its order, until it is gone: what settles how much, and what
/// is left over. None where it cannot be counted.
pub(super) fn in_order(
    money: Money,
    open: &[(Uuid, Money)],
) -> Option<(Vec<(Uuid, Money)>, Money)> {
    let mut left = money;
    let mut used = Vec::new();
    for (id, rest) in open {
        let part = left.min(*rest);
        if part > Money::ZERO {
            used.push((*id, part));
            left = left.minus(part)?;
        }
    }
    Some((used, left))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn money(minor: i64) -> Money {
        Money::from_minor(minor)
    }

    #[test]
    fn an_amount_falls_by_weight() {
        let shares = by_weight(money(100), &[1, 1, 1]).unwrap();
        assert_eq!(shares, [money(33), money(34), money(33)]);
        let shares = by_weight(money(-100), &[3, 1]).unwrap();
        assert_eq!(shares, [money(-75), money(-25)]);
        assert_eq!(by_weight(money(9), &[0, 0]).unwrap(), [money(5), money(4)]);
        assert_eq!(by_weight(money(9), &[]), None);
        assert_eq!(by_weight(Money::ZERO, &[]), Some(Vec::new()));
    }

    #[test]
    fn money_settles_one_after_the_other() {
        let (a, b, c) = (Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3));
        let open = [(a, money(60)), (b, money(0)), (c, money(50))];
        let (used, left) = in_order(money(100), &open).unwrap();
        assert_eq!(used, [(a, money(60)), (c, money(40))]);
        assert_eq!(left, Money::ZERO);
        let (_, left) = in_order(money(200), &open).unwrap();
        assert_eq!(left, money(90));
    }

    proptest! {
        #[test]
        fn no_cent_is_lost(amount in -1_000_000_i64..1_000_000, weights in proptest::collection::vec(0_i64..100_000, 1..8)) {
            let shares = by_weight(money(amount), &weights).unwrap();
            prop_assert_eq!(Money::sum(shares).unwrap(), money(amount));
        }
    }
}
