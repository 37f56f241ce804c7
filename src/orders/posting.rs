//! What an order does to the books. Pure: a document in, a journal entry out.
//!
//! | happens | debit | credit |
//! |---|---|---|
//! | paid | the tender's account | customer deposits, tax (at the tax point), refunds owed (surplus) |
//! | handed over | deposits, cost of goods | sales, delivery, rounding, the rest of the tax, inventory |
//! | cancelled | deposits, tax already posted | refunds owed |
//! | partly cancelled | deposits and tax of what was paid too much | refunds owed |
//! | paid back | refunds owed | the tender's account |

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::Order;
use super::remaining::Remaining;
use crate::ledger::{Draft, Role};
use crate::payments::Tender;
use crate::values::Money;

/// The account that a tender comes into.
pub(super) fn account_of(tender: Tender) -> Role {
    tender.account()
}

/// How money that came in falls: what was due, the tax in it that is posted now, what is owed back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Split {
    pub taken: Money,
    pub tax: Money,
    pub surplus: Money,
}

/// Splits an amount over an order. `tax_now` says whether payment is the business's tax point.
pub(super) fn split(order: &Order, amount: Money, tax_now: bool) -> Option<Split> {
    let due = order.due();
    let taken = amount.min(due);
    let surplus = amount.minus(taken)?;
    let tax = if !tax_now || taken.is_zero() {
        Money::ZERO
    } else if taken == due {
        // The last payment brings what is left, so that no cent of tax stays behind.
        order.tax.minus(order.tax_posted)?
    } else {
        let share = order.tax.share(taken.minor(), order.total.minor())?;
        share.min(order.tax.minus(order.tax_posted)?).min(taken)
    };
    Some(Split {
        taken,
        tax,
        surplus,
    })
}

/// Money came in.
pub(super) fn of_payment(
    payment_id: Uuid,
    tender: Tender,
    split: Split,
    at: DateTime<Utc>,
    location_id: Uuid,
) -> Option<Draft> {
    let amount = split.taken.plus(split.surplus)?;
    Some(Draft {
        source_kind: "payment",
        source_id: payment_id,
        purpose: "payment",
        occurred_at: at,
        location_id: Some(location_id),
        lines: vec![
            (account_of(tender), amount),
            (
                Role::CustomerDeposits,
                split.taken.minus(split.tax)?.negated()?,
            ),
            (Role::TaxOutput, split.tax.negated()?),
            (Role::RefundsOwed, split.surplus.negated()?),
        ],
    })
}

/// The tax inside an order's goods and inside its delivery fee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct TaxParts {
    pub goods: Money,
    pub delivery: Money,
}

/// The goods are in the customer's hand; `cost` is what they had cost.
pub(super) fn of_hand_over(
    order: &Order,
    tax: TaxParts,
    cost: Money,
    at: DateTime<Utc>,
) -> Option<Draft> {
    Some(Draft {
        source_kind: "order",
        source_id: order.order_id,
        purpose: "hand_over",
        occurred_at: at,
        location_id: Some(order.location_id),
        lines: vec![
            (Role::CustomerDeposits, order.total.minus(order.tax_posted)?),
            (Role::TaxOutput, order.tax_posted.minus(order.tax)?),
            (Role::Sales, tax.goods.minus(order.goods)?),
            (Role::DeliveryIncome, tax.delivery.minus(order.delivery)?),
            (Role::Rounding, order.rounding.negated()?),
            (Role::CostOfGoods, cost),
            (Role::Inventory, cost.negated()?),
        ],
    })
}

/// The order is called off: what was paid is owed back.
pub(super) fn of_cancel(order: &Order, at: DateTime<Utc>) -> Option<Draft> {
    Some(Draft {
        source_kind: "order",
        source_id: order.order_id,
        purpose: "cancel",
        occurred_at: at,
        location_id: Some(order.location_id),
        lines: vec![
            (Role::CustomerDeposits, order.paid.minus(order.tax_posted)?),
            (Role::TaxOutput, order.tax_posted),
            (Role::RefundsOwed, order.paid.negated()?),
        ],
    })
}

/// Part of the order is called off: what was paid above the new total is owed back, and tax that the
/// books show goes with it.
pub(super) fn of_part_cancel(
    order: &Order,
    cancellation_id: Uuid,
    after: &Remaining,
    at: DateTime<Utc>,
) -> Option<Draft> {
    Some(Draft {
        source_kind: "cancellation",
        source_id: cancellation_id,
        purpose: "part_cancel",
        occurred_at: at,
        location_id: Some(order.location_id),
        lines: vec![
            (Role::CustomerDeposits, after.refund.minus(after.tax_back)?),
            (Role::TaxOutput, after.tax_back),
            (Role::RefundsOwed, after.refund.negated()?),
        ],
    })
}

/// Money went back.
pub(super) fn of_refund(
    payment_id: Uuid,
    tender: Tender,
    amount: Money,
    at: DateTime<Utc>,
    location_id: Uuid,
) -> Option<Draft> {
    Some(Draft {
        source_kind: "payment",
        source_id: payment_id,
        purpose: "refund",
        occurred_at: at,
        location_id: Some(location_id),
        lines: vec![
            (Role::RefundsOwed, amount),
            (account_of(tender), amount.negated()?),
        ],
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(super) mod tests {
    use super::*;
    use crate::orders::{Fulfilment, PayBy, State};
    use crate::values::{Language, Phone};

    /// An order for the tests of this folder.
    pub(in crate::orders) fn order(total: i64, tax: i64, paid: i64, tax_posted: i64) -> Order {
        Order {
            order_id: Uuid::nil(),
            number: 1,
            code: "AAAA-BBBB".to_owned(),
            customer_name: String::new(),
            phone: Phone::from_stored("+254712345678".to_owned()),
            language: Language::En,
            fulfilment: Fulfilment::Pickup,
            location_id: Uuid::nil(),
            location_name: String::new(),
            area_name: None,
            address_note: String::new(),
            note: String::new(),
            currency: "KES".to_owned(),
            goods: Money::from_minor(total),
            delivery: Money::ZERO,
            rounding: Money::ZERO,
            tax: Money::from_minor(tax),
            total: Money::from_minor(total),
            pay_by: PayBy::Mpesa,
            state: State::Pending,
            paid: Money::from_minor(paid),
            tax_posted: Money::from_minor(tax_posted),
            refund_owed: Money::ZERO,
            review: None,
            reserved_until: None,
            placed_at: DateTime::UNIX_EPOCH,
            business_date: chrono::NaiveDate::default(),
            revision: 1,
        }
    }

    #[test]
    fn parts_of_a_payment_carry_all_the_tax() {
        let mut order = order(11_600, 1_600, 0, 0);
        let mut posted = Money::ZERO;
        for amount in [3_333, 3_333, 4_934] {
            let split = split(&order, Money::from_minor(amount), true).unwrap();
            posted = posted.plus(split.tax).unwrap();
            order.paid = order.paid.plus(split.taken).unwrap();
            order.tax_posted = posted;
            let draft = of_payment(
                Uuid::nil(),
                Tender::Mpesa,
                split,
                DateTime::UNIX_EPOCH,
                Uuid::nil(),
            );
            assert!(draft.unwrap().balanced().is_some());
        }
        assert_eq!(posted, Money::from_minor(1_600));
    }

    #[test]
    fn what_is_not_due_is_owed_back() {
        let split = split(&order(10_000, 0, 4_000, 0), Money::from_minor(10_000), true).unwrap();
        assert_eq!(split.taken, Money::from_minor(6_000));
        assert_eq!(split.surplus, Money::from_minor(4_000));
    }

    #[test]
    fn hand_over_and_cancel_balance() {
        let order = order(11_600, 1_600, 11_600, 1_600);
        let tax = TaxParts {
            goods: Money::from_minor(1_600),
            delivery: Money::ZERO,
        };
        let cost = Money::from_minor(7_000);
        let draft = of_hand_over(&order, tax, cost, DateTime::UNIX_EPOCH).unwrap();
        assert!(draft.balanced().is_some());
        assert!(
            of_cancel(&order, DateTime::UNIX_EPOCH)
                .unwrap()
                .balanced()
                .is_some()
        );
    }
}
