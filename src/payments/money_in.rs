//! Money that came in, or went back, by any tender.
//!
//! What never breaks: a payment's id is recorded once, and so is a receipt; what is recorded is
//! never changed.

use std::pin::Pin;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::pays_for::PaysFor;
use super::{Tender, at_till, store};
use crate::platform::{BusinessTx, metrics};
use crate::values::{Money, Refusal, Stop};

/// Money that has come in, or is given back, and is not recorded yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoneyIn {
    /// The payment it becomes: the key that makes recording it happen once.
    pub payment_id: Uuid,
    /// What it pays for.
    pub pays_for: PaysFor,
    /// How it came.
    pub tender: Tender,
    /// How much; more than nothing.
    pub amount: Money,
    /// M-Pesa's receipt number, or the reference of another tender.
    pub receipt: Option<String>,
    /// The prompt that brought it, if one did.
    pub attempt_id: Option<Uuid>,
    /// When it came.
    pub occurred_at: DateTime<Utc>,
}

/// What settling an order does, under way.
pub type Settling<'a> = Pin<Box<dyn Future<Output = Result<(), Stop>> + Send + 'a>>;

/// Settles an order with money, in the transaction that learnt of the money: it locks the order,
/// records the payment by [`insert`] with what was not due as surplus, and posts it. Must take
/// money for any order, paid or cancelled too. A verb of a later folder, handed in.
pub type Settle = for<'a> fn(&'a mut BusinessTx, MoneyIn) -> Settling<'a>;

/// Settles what money is for: an order by the verb that was handed in; what a till takes is held for the
/// sale that is to come.
pub(super) async fn settle_any(
    tx: &mut BusinessTx,
    money: MoneyIn,
    settle: Settle,
) -> Result<(), Stop> {
    match money.pays_for {
        PaysFor::Order(_) => settle(tx, money).await,
        PaysFor::Till(_) => at_till::take(tx, &money).await,
    }
}

/// Money that is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// Its id.
    pub payment_id: Uuid,
    /// Whether it came in; otherwise it went out.
    pub is_in: bool,
    /// How it came or went.
    pub tender: Tender,
    /// How much.
    pub amount: Money,
    /// Of the amount, what was not due.
    pub surplus: Money,
    /// The receipt, its attempt's where that came later than the money.
    pub receipt: Option<String>,
    /// The prompt that brought it.
    pub attempt_id: Option<Uuid>,
    /// When it came.
    pub occurred_at: DateTime<Utc>,
    /// When we learnt of it.
    pub recorded_at: DateTime<Utc>,
    /// The member who took it; none when M-Pesa told us.
    pub taken_by: Option<String>,
}

/// Records money, of which `surplus` was not due. False when this payment, or another with its
/// tender and receipt, is recorded already: then nothing is. The caller holds the order's lock.
///
/// # Errors
/// Refuses an amount of nothing, a payment id that is used for something else, and a receipt of
/// M-Pesa that another business has.
pub async fn insert(tx: &mut BusinessTx, money: &MoneyIn, surplus: Money) -> Result<bool, Stop> {
    if money.amount <= Money::ZERO {
        return Err(Refusal::at("amount", "refused-not-an-amount").into());
    }
    if let (Tender::Mpesa, Some(receipt)) = (money.tender, &money.receipt) {
        claim_receipt(tx, receipt).await?;
        if store::is_receipt_of_paid_attempt(tx, receipt, money.attempt_id).await? {
            return Ok(false);
        }
    }
    if store::insert_payment(tx, "in", money, surplus).await? {
        metrics::payment_recorded(money.tender.code(), "in");
        return Ok(true);
    }
    match store::recorded(tx, money.payment_id).await? {
        Some(there) if !there.is_same_as(money) => Err(Refusal::of("refused-payment-other").into()),
        _ => Ok(false),
    }
}

/// Records money that went out. False when this payment, or another with its tender and receipt, is
/// recorded already. The caller holds the order's lock.
pub async fn insert_out(tx: &mut BusinessTx, money: &MoneyIn) -> Result<bool, Stop> {
    if money.amount <= Money::ZERO {
        return Err(Refusal::at("amount", "refused-not-an-amount").into());
    }
    let is_new = store::insert_payment(tx, "out", money, Money::ZERO).await?;
    if is_new {
        metrics::payment_recorded(money.tender.code(), "out");
    }
    Ok(is_new)
}

/// Whether this very money is recorded already, `in` or `out`.
///
/// # Errors
/// Refuses an id that stands for other money: nobody is told "done" of what was not.
pub async fn is_recorded_as(
    tx: &mut BusinessTx,
    direction: &str,
    money: &MoneyIn,
) -> Result<bool, Stop> {
    match store::recorded(tx, money.payment_id).await? {
        None => Ok(false),
        Some(there) if there.direction == direction && there.is_same_as(money) => Ok(true),
        Some(_) => Err(Refusal::of("refused-payment-other").into()),
    }
}

/// Whether a payment with this id is recorded.
pub async fn is_recorded(tx: &mut BusinessTx, payment_id: Uuid) -> Result<bool, Stop> {
    Ok(store::recorded(tx, payment_id).await?.is_some())
}

/// Claims a receipt of M-Pesa for this business. A verb that takes a receipt by hand calls this
/// *before* it locks the order, because callbacks lock in that order.
///
/// # Errors
/// Refuses at the field `receipt` when another business has it.
pub async fn claim_receipt(tx: &mut BusinessTx, receipt: &str) -> Result<(), Stop> {
    if store::claim_receipt(tx, receipt).await? {
        Ok(())
    } else {
        Err(Refusal::at("receipt", "refused-receipt-used").into())
    }
}

/// Refuses a receipt of M-Pesa whose money a prompt has brought already. The caller has claimed it.
///
/// # Errors
/// Refuses at the field `receipt`.
pub async fn refuse_prompted(tx: &mut BusinessTx, receipt: &str) -> Result<(), Stop> {
    if store::is_receipt_of_paid_attempt(tx, receipt, None).await? {
        return Err(Refusal::at("receipt", "refused-receipt-used").into());
    }
    Ok(())
}

/// An order's payments, oldest first.
pub async fn of_order(tx: &mut BusinessTx, order_id: Uuid) -> Result<Vec<Payment>, Stop> {
    store::payments_of(tx, order_id).await
}
