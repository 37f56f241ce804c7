//! What bills, payments and credits do to the books. Pure.
//!
//! | happens | debit | credit |
//! |---|---|---|
//! | the bill comes | goods received, at what they were received at; tax on purchases; inventory and cost of goods, what it asks beyond | suppliers |
//! | a bill is paid | suppliers | the tender's account |
//! | a supplier pays back | the tender's account | suppliers |
//! | goods go back | suppliers; goods received, where no bill has named them | inventory, at cost; tax on purchases; purchase differences |
//! | goods cost less after all | suppliers | inventory and cost of goods; tax on purchases |
//! | one of these is undone | the other way round | |
//! | goods are gone by then that had been made cheaper | cost of goods | inventory |

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::payment::Way;
use crate::ledger::{Draft, Role};
use crate::payments::Tender;
use crate::values::Money;

/// What a bill comes to, by where it goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Billed {
    /// What the goods it names were received at.
    pub received: Money,
    /// Tax that is claimed back.
    pub tax: Money,
    /// What goods on the shelf are worth in addition.
    pub to_stock: Money,
    /// What goods that have gone cost in addition.
    pub to_cost: Money,
    /// What is owed.
    pub total: Money,
}

/// A bill came.
pub(super) fn of_bill(bill_id: Uuid, billed: &Billed, at: DateTime<Utc>) -> Option<Draft> {
    Some(Draft {
        source_kind: "bill",
        source_id: bill_id,
        purpose: "bill",
        occurred_at: at,
        location_id: None,
        lines: vec![
            (Role::GoodsReceived, billed.received),
            (Role::TaxInput, billed.tax),
            (Role::Inventory, billed.to_stock),
            (Role::CostOfGoods, billed.to_cost),
            (Role::Payables, billed.total.negated()?),
        ],
    })
}

/// A supplier was paid, or paid back.
pub(super) fn of_payment(
    payment_id: Uuid,
    way: Way,
    (tender, amount): (Tender, Money),
    at: DateTime<Utc>,
) -> Option<Draft> {
    let (purpose, to_her) = match way {
        Way::Paid => ("to_supplier", amount),
        Way::Back => ("from_supplier", amount.negated()?),
    };
    Some(Draft {
        source_kind: "payment",
        source_id: payment_id,
        purpose,
        occurred_at: at,
        location_id: None,
        lines: vec![
            (Role::Payables, to_her),
            (tender.account(), to_her.negated()?),
        ],
    })
}

/// What a credit comes to, by where it comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Credited {
    /// What the supplier takes off.
    pub total: Money,
    /// Tax that is not claimed back after all.
    pub tax: Money,
    /// What goods that went back had cost; or what goods on the shelf are worth less.
    pub inventory: Money,
    /// What goods that have gone cost less.
    pub cost: Money,
    /// What goods that went back before any bill named them were received at.
    pub received: Money,
}

/// A supplier takes something off. What goods cannot carry stands under purchase differences.
pub(super) fn of_credit(
    credit_id: Uuid,
    credited: &Credited,
    at: DateTime<Utc>,
    location_id: Option<Uuid>,
) -> Option<Draft> {
    let carried = Money::sum([credited.tax, credited.inventory, credited.cost])?;
    let gone = credited.total.plus(credited.received)?;
    Some(Draft {
        source_kind: "supplier_credit",
        source_id: credit_id,
        purpose: "credit",
        occurred_at: at,
        location_id,
        lines: vec![
            (Role::Payables, credited.total),
            (Role::GoodsReceived, credited.received),
            (Role::Inventory, credited.inventory.negated()?),
            (Role::CostOfGoods, credited.cost.negated()?),
            (Role::TaxInput, credited.tax.negated()?),
            (Role::PurchaseDifferences, carried.minus(gone)?),
        ],
    })
}

/// What the entry of a credit took off goods: those on the shelf and those that had gone. None where it
/// cannot be counted.
pub(super) fn off_goods(posted: &Draft) -> Option<Money> {
    amount(posted, Role::Inventory)?
        .plus(amount(posted, Role::CostOfGoods)?)?
        .negated()
}

fn amount(posted: &Draft, role: Role) -> Option<Money> {
    let own = posted.lines.iter().filter(|(own, _)| *own == role);
    Money::sum(own.map(|(_, amount)| *amount))
}

/// A credit that had made goods cheaper is undone by the reversal of its entry (`posted`). This moves what
/// the goods cannot carry any more that have gone since: `to_stock` and `to_cost` is how it falls now.
pub(super) fn of_gone(
    posted: &Draft,
    (to_stock, to_cost): (Money, Money),
    at: DateTime<Utc>,
) -> Option<Draft> {
    Some(Draft {
        source_kind: "supplier_credit",
        source_id: posted.source_id,
        purpose: "gone_since",
        occurred_at: at,
        location_id: None,
        lines: vec![
            (
                Role::Inventory,
                to_stock.plus(amount(posted, Role::Inventory)?)?,
            ),
            (
                Role::CostOfGoods,
                to_cost.plus(amount(posted, Role::CostOfGoods)?)?,
            ),
        ],
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn money(minor: i64) -> Money {
        Money::from_minor(minor)
    }

    #[test]
    fn every_entry_balances() {
        let at = DateTime::UNIX_EPOCH;
        let billed = Billed {
            received: money(1000),
            tax: money(176),
            to_stock: money(60),
            to_cost: money(40),
            total: money(1276),
        };
        let bill = of_bill(Uuid::nil(), &billed, at).unwrap();
        assert_eq!(bill.balanced().unwrap().len(), 5);
        let sum = (Tender::Mpesa, money(1276));
        for (way, came) in [(Way::Paid, -1276), (Way::Back, 1276)] {
            let paid = of_payment(Uuid::nil(), way, sum, at).unwrap();
            let lines = paid.balanced().unwrap();
            assert!(lines.contains(&(Role::MpesaClearing, money(came))));
            let undone = paid.reversed(Uuid::max(), at).unwrap();
            let lines = undone.balanced().unwrap();
            assert!(lines.contains(&(Role::MpesaClearing, money(-came))));
        }
        // Goods that had cost 110 went back for 100 and tax.
        let credited = Credited {
            total: money(116),
            tax: money(16),
            inventory: money(110),
            cost: Money::ZERO,
            received: Money::ZERO,
        };
        let credit = of_credit(Uuid::nil(), &credited, at, None).unwrap();
        let lines = credit.balanced().unwrap();
        assert!(lines.contains(&(Role::PurchaseDifferences, money(10))));
        assert!(lines.contains(&(Role::Payables, money(116))));
        // Before their bill: nobody is owed less, and less waits for it.
        let before = Credited {
            inventory: money(110),
            received: money(100),
            ..Credited::default()
        };
        let credit = of_credit(Uuid::nil(), &before, at, None).unwrap();
        let lines = credit.balanced().unwrap();
        assert!(lines.contains(&(Role::GoodsReceived, money(100))));
        assert!(lines.contains(&(Role::PurchaseDifferences, money(10))));
        assert_eq!(lines.len(), 3);
    }

    #[test]
    fn what_went_since_is_carried_by_its_cost() {
        let cheaper = Credited {
            total: money(116),
            tax: money(16),
            inventory: money(70),
            cost: money(30),
            received: Money::ZERO,
        };
        let posted = of_credit(Uuid::nil(), &cheaper, DateTime::UNIX_EPOCH, None).unwrap();
        assert_eq!(off_goods(&posted), Some(money(100)));
        let at = DateTime::UNIX_EPOCH;
        let gone = of_gone(&posted, (money(50), money(50)), at).unwrap();
        let lines = gone.balanced().unwrap();
        assert_eq!(lines.len(), 2);
        assert!(lines.contains(&(Role::CostOfGoods, money(20))));
        // Nothing went: there is nothing to write.
        let none = of_gone(&posted, (money(70), money(30)), at).unwrap();
        assert!(none.balanced().unwrap().is_empty());
    }
}
