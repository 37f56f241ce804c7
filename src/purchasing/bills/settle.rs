//! What settles what: a payment or a credit, over open bills, one after the other; or, over money that
//! came back, what was with the supplier.

use serde_json::json;
use uuid::Uuid;

use super::spread;
use super::store::{self, Open};
use crate::audit;
use crate::platform::{BusinessTx, Cx, fault};
use crate::purchasing::receiving;
use crate::staff::{self, Power};
use crate::values::{Money, Refusal, Stop};

/// What settles bills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// A payment, or what of it was ahead.
    Payment(Uuid),
    /// A credit.
    Credit(Uuid),
}

impl By {
    /// The payment, or the credit.
    pub(super) fn ids(self) -> (Option<Uuid>, Option<Uuid>) {
        match self {
            By::Payment(id) => (Some(id), None),
            By::Credit(id) => (None, Some(id)),
        }
    }
}

/// What it goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum To {
    /// A bill.
    Bill(Uuid),
    /// Money that came back.
    Refund(Uuid),
}

/// What is with a supplier and no bill has needed, in the order in which it is used: her credits, then
/// money ahead, each the oldest first.
pub(super) async fn ahead(
    tx: &mut BusinessTx,
    supplier_id: Uuid,
) -> Result<Vec<(By, Money)>, Stop> {
    let credits = store::open_credits(tx, supplier_id).await?;
    let payments = store::open_payments(tx, supplier_id).await?;
    let credits = credits
        .into_iter()
        .map(|one| (By::Credit(one.id), one.rest));
    let payments = payments
        .into_iter()
        .map(|one| (By::Payment(one.id), one.rest));
    Ok(credits.chain(payments).collect())
}

/// Takes so much of what is ahead for one thing. Answers what was not to be had.
pub(super) async fn out_of_ahead(
    tx: &mut BusinessTx,
    ahead: &[(By, Money)],
    to: To,
    money: Money,
) -> Result<Money, Stop> {
    let mut left = money;
    for (by, rest) in ahead {
        let part = left.min(*rest);
        if part > Money::ZERO {
            store::settle(tx, to, *by, part).await?;
            let uncountable = || fault("a settlement cannot be counted", &money);
            left = left.minus(part).ok_or_else(uncountable)?;
        }
    }
    Ok(left)
}

/// Spreads money over open bills, in their order. Answers what is left over. The supplier is locked.
pub(super) async fn over_bills(
    tx: &mut BusinessTx,
    by: By,
    money: Money,
    open: &[Open],
) -> Result<Money, Stop> {
    let uncountable = || fault("a settlement cannot be counted", &money);
    let open: Vec<(Uuid, Money)> = open.iter().map(|bill| (bill.id, bill.rest)).collect();
    let (parts, left) = spread::in_order(money, &open).ok_or_else(uncountable)?;
    for (bill_id, amount) in parts {
        store::settle(tx, To::Bill(bill_id), by, amount).await?;
    }
    Ok(left)
}

/// Uses a supplier's open credits, then money ahead, for one bill: the oldest first. Answers how much
/// was used; nothing where the bill is settled already. Books stay as they are: both stand under
/// suppliers.
///
/// # Errors
/// Not found; refused where there is neither credit nor money ahead (`refused-nothing-ahead`).
pub async fn use_ahead(cx: &Cx, bill_id: Uuid) -> Result<Money, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::PayBills)?;
    let bill = store::bill(&mut tx, bill_id).await?.ok_or(Stop::NotFound)?;
    let supplier_id = bill.supplier_id;
    receiving::lock_supplier(&mut tx, supplier_id).await?;
    // As it is now that nobody else settles it.
    let bill = store::bill(&mut tx, bill_id).await?.ok_or(Stop::NotFound)?;
    let owed = bill.rest();
    if owed.is_zero() {
        return Ok(Money::ZERO);
    }
    let ahead = ahead(&mut tx, supplier_id).await?;
    let left = out_of_ahead(&mut tx, &ahead, To::Bill(bill_id), owed).await?;
    let uncountable = || fault("a settlement cannot be counted", &bill_id);
    let used = owed.minus(left).ok_or_else(uncountable)?;
    if used.is_zero() {
        return Err(Refusal::of("refused-nothing-ahead").into());
    }
    let details = json!({ "number": bill.number, "amount": used.minor() });
    audit::record(&mut tx, "bill.use_ahead", "bill", Some(bill_id), details).await?;
    tx.commit().await?;
    Ok(used)
}
