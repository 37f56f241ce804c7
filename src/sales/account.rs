//! Customers who buy on account: what they may owe, and what they pay of it.
//!
//! An account is one row. It is locked after everything else but counters and the journal, because
//! whoever sells on account waits for it.

use serde_json::json;
use uuid::Uuid;

use super::basket::MOST_MONEY;
use super::taken::{Oddity, Taken};
use super::tenders::reference_of;
use super::{posting, store};
use crate::audit;
use crate::ledger;
use crate::payments::{self, Tender};
use crate::platform::{BusinessTx, Cx, fault};
use crate::staff::{self, Power};
use crate::values::{Money, Refusal, Stop};

/// What a customer who buys on account owes, and may owe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Account {
    /// The most that she may owe.
    pub limit: Money,
    /// What she owes; below nothing where she has paid ahead.
    pub owed: Money,
}

impl Account {
    /// What can still be written up.
    pub fn room(&self) -> Money {
        self.limit
            .minus(self.owed)
            .unwrap_or_default()
            .max(Money::ZERO)
    }
}

/// Money that a customer brings for her account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountPayment {
    /// The payment that it becomes: the key that makes recording it happen once.
    pub payment_id: Uuid,
    /// How it came.
    pub tender: Tender,
    /// How much.
    pub amount: Money,
    /// M-Pesa's code, a bank's reference.
    pub reference: Option<String>,
}

/// A customer's account as it stands; none where nobody gave her one.
pub async fn account(tx: &mut BusinessTx, customer_id: Uuid) -> Result<Option<Account>, Stop> {
    store::account(tx, customer_id).await
}

/// Records money that a customer brings for her account, once for each `payment_id`; what she owes
/// then. More than she owes is paid ahead. Being recorded already is no error.
pub async fn pay_account(
    cx: &Cx,
    customer_id: Uuid,
    payment: &AccountPayment,
) -> Result<Account, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::TakeMoney)?;
    let payment = checked(payment)?;
    is_customer(&mut tx, customer_id).await?;
    if let (Tender::Mpesa, Some(receipt)) = (payment.tender, &payment.reference) {
        payments::claim_receipt(&mut tx, receipt).await?;
    }
    let before = store::lock_account(&mut tx, customer_id).await?;
    if let Some(known) = store::known(&mut tx, payment.payment_id).await? {
        let same = store::Known {
            customer_id: Some(customer_id),
            is_in: true,
            tender: payment.tender,
            amount: payment.amount,
            reference: payment.reference.clone(),
        };
        if known == same {
            return Ok(before);
        }
        return Err(Refusal::of("refused-payment-other").into());
    }
    if let (Tender::Mpesa, Some(receipt)) = (payment.tender, &payment.reference) {
        payments::refuse_prompted(&mut tx, receipt).await?;
    }
    let uncountable = || fault("an account cannot be counted", &customer_id);
    let owed = before.owed.minus(payment.amount).ok_or_else(uncountable)?;
    let at = tx.scope().now;
    store::take_from_account(&mut tx, customer_id, payment.amount).await?;
    store::insert_account_payment(&mut tx, customer_id, &payment, at).await?;
    let details = json!({
        "payment_id": payment.payment_id, "amount": payment.amount.minor(),
        "tender": payment.tender.code(), "receipt": payment.reference,
    });
    let subject = Some(customer_id);
    audit::record(
        &mut tx,
        "customer.pay_account",
        "customer",
        subject,
        details,
    )
    .await?;
    let draft = posting::of_account_payment(payment.payment_id, payment.tender, payment.amount, at);
    ledger::post(&mut tx, draft.ok_or_else(uncountable)?).await?;
    tx.commit().await?;
    Ok(Account { owed, ..before })
}

/// The payment with its reference in one spelling. Everything but cash needs one, or nobody can find
/// it again.
fn checked(payment: &AccountPayment) -> Result<AccountPayment, Stop> {
    if payment.amount <= Money::ZERO || payment.amount > MOST_MONEY {
        return Err(Refusal::at("amount", "refused-not-an-amount").into());
    }
    if matches!(payment.tender, Tender::OnAccount | Tender::Voucher) {
        return Err(Refusal::at("tender", "refused-tender-needed").into());
    }
    let typed = payment.reference.as_deref().unwrap_or_default();
    let reference = reference_of(payment.tender, typed)?;
    if reference.is_none() && payment.tender != Tender::Cash {
        return Err(Refusal::at("receipt", "refused-receipt-needed").into());
    }
    Ok(AccountPayment {
        reference,
        ..payment.clone()
    })
}

/// Sets the most that a customer may owe. Nothing ends buying on account; what she owes stays owed.
pub async fn set_limit(cx: &Cx, customer_id: Uuid, limit: Money) -> Result<Account, Stop> {
    let mut tx = cx.begin().await?;
    let account = set_limit_in(&mut tx, customer_id, limit).await?;
    tx.commit().await?;
    Ok(account)
}

/// The same in a transaction that is open.
pub(super) async fn set_limit_in(
    tx: &mut BusinessTx,
    customer_id: Uuid,
    limit: Money,
) -> Result<Account, Stop> {
    staff::allow(tx, Power::Refund)?;
    if limit < Money::ZERO || limit > MOST_MONEY {
        return Err(Refusal::at("limit", "refused-not-an-amount").into());
    }
    is_customer(tx, customer_id).await?;
    let before = store::lock_account(tx, customer_id).await?;
    if before.limit == limit {
        return Ok(before);
    }
    store::keep_limit(tx, customer_id, limit).await?;
    let details = json!({ "before": before.limit.minor(), "limit": limit.minor() });
    let subject = Some(customer_id);
    audit::record(tx, "customer.set_limit", "customer", subject, details).await?;
    Ok(Account { limit, ..before })
}

async fn is_customer(tx: &mut BusinessTx, customer_id: Uuid) -> Result<(), Stop> {
    let found = store::buyer(tx, customer_id).await?;
    let found = found.filter(|buyer| !buyer.is_gone);
    found.map(|_| ()).ok_or(Stop::NotFound)
}

/// Writes an amount of a sale up for its customer, within her limit.
pub(super) async fn charge(
    tx: &mut BusinessTx,
    customer: Option<Uuid>,
    amount: Money,
    taken: &mut Taken,
) -> Result<(), Stop> {
    if amount <= Money::ZERO {
        return Ok(());
    }
    let needed = || Refusal::at("customer", "refused-sale-customer");
    let customer_id = customer.ok_or_else(needed)?;
    if store::add_to_account(tx, customer_id, amount).await? {
        return Ok(());
    }
    let account = if taken.is_told() {
        store::write_up(tx, customer_id, amount).await?
    } else {
        store::account(tx, customer_id).await?.unwrap_or_default()
    };
    let currency = tx.scope().currency.clone();
    let reason = Refusal::at("tenders", "refused-account-limit")
        .with("left", account.room().named(&currency))
        .with("owed", account.owed.named(&currency))
        .with("limit", account.limit.named(&currency));
    taken.odd(Oddity::Credit, vec![reason])
}
