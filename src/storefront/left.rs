//! How much of a product is left, as a customer is told, and how much one press of a button adds.

use crate::values::Quantity;

/// How much is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Left {
    /// Not even one step of it.
    SoldOut,
    /// So little that it should be said.
    Few(Quantity),
    /// Enough.
    Plenty,
}

/// What to say of what is available of a product sold in these steps.
pub(super) fn left(available: Quantity, step: Quantity) -> Left {
    if available < step || available <= Quantity::ZERO {
        return Left::SoldOut;
    }
    let few = step.max(Quantity::ONE).milli().saturating_mul(5);
    if available.milli() <= few {
        Left::Few(available)
    } else {
        Left::Plenty
    }
}

/// What one press adds: one unit, or one step where one unit can't be had.
pub(super) fn portion(available: Quantity, step: Quantity) -> Quantity {
    if Quantity::ONE.is_in_steps_of(step) && available >= Quantity::ONE {
        Quantity::ONE
    } else {
        step
    }
}

/// One step less than a quantity; none where nothing would be left.
pub(super) fn one_less(quantity: Quantity, step: Quantity) -> Option<Quantity> {
    quantity.minus(step).filter(|less| *less > Quantity::ZERO)
}

/// One step more than a quantity; none where there is not so much.
pub(super) fn one_more(
    quantity: Quantity,
    step: Quantity,
    available: Quantity,
) -> Option<Quantity> {
    quantity.plus(step).filter(|more| *more <= available)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn q(milli: i64) -> Quantity {
        Quantity::from_milli(milli)
    }

    #[test]
    fn says_what_is_left() {
        assert_eq!(left(q(0), q(1000)), Left::SoldOut);
        assert_eq!(left(q(200), q(250)), Left::SoldOut);
        assert_eq!(left(q(4000), q(1000)), Left::Few(q(4000)));
        assert_eq!(left(q(5250), q(250)), Left::Plenty);
        assert_eq!(left(q(500_000), q(100_000)), Left::Few(q(500_000)));
    }

    #[test]
    fn a_press_adds_one_where_one_can_be_had() {
        assert_eq!(portion(q(9000), q(250)), q(1000));
        assert_eq!(portion(q(750), q(250)), q(250));
        assert_eq!(portion(q(9000), q(1500)), q(1500));
    }

    #[test]
    fn steps_stay_within_what_there_is() {
        assert_eq!(one_less(q(1000), q(1000)), None);
        assert_eq!(one_less(q(1000), q(250)), Some(q(750)));
        assert_eq!(one_more(q(1000), q(250), q(1200)), None);
        assert_eq!(one_more(q(1000), q(250), q(1250)), Some(q(1250)));
    }
}
