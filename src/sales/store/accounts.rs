//! What customers owe who buy on account: one row each, locked last before counters and the journal.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::read::tender_of;
use crate::payments::Tender;
use crate::platform::fault::violated;
use crate::platform::{BusinessTx, metrics};
use crate::sales::account::{Account, AccountPayment};
use crate::values::{Money, Refusal, Stop};

/// A customer's account as it stands; none where nobody gave her one.
pub(in crate::sales) async fn account(
    tx: &mut BusinessTx,
    customer_id: Uuid,
) -> Result<Option<Account>, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        "select limit_minor, owed_minor from app.customer_account
          where business_id = $1 and customer_id = $2",
        business,
        customer_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| Account {
        limit: Money::from_minor(row.limit_minor),
        owed: Money::from_minor(row.owed_minor),
    }))
}

/// Writes an amount up, if the limit allows it: whether it does, the row itself says, so two at the
/// same instant never pass it together.
pub(in crate::sales) async fn add_to_account(
    tx: &mut BusinessTx,
    customer_id: Uuid,
    amount: Money,
) -> Result<bool, Stop> {
    let business = tx.business();
    let done = sqlx::query!(
        "update app.customer_account set owed_minor = owed_minor + $3
          where business_id = $1 and customer_id = $2 and owed_minor + $3 <= limit_minor",
        business,
        customer_id,
        amount.minor()
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Locks a customer's account, made where she has none yet.
pub(in crate::sales) async fn lock_account(
    tx: &mut BusinessTx,
    customer_id: Uuid,
) -> Result<Account, Stop> {
    let business = tx.business();
    sqlx::query!(
        "insert into app.customer_account (business_id, customer_id) values ($1, $2)
         on conflict do nothing",
        business,
        customer_id
    )
    .execute(tx.conn())
    .await?;
    let row = sqlx::query!(
        "select limit_minor, owed_minor from app.customer_account
          where business_id = $1 and customer_id = $2 for no key update",
        business,
        customer_id
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(Account {
        limit: Money::from_minor(row.limit_minor),
        owed: Money::from_minor(row.owed_minor),
    })
}

/// Writes an amount up whatever her limit is: she has it already.
pub(in crate::sales) async fn write_up(
    tx: &mut BusinessTx,
    customer_id: Uuid,
    amount: Money,
) -> Result<Account, Stop> {
    let before = lock_account(tx, customer_id).await?;
    let business = tx.business();
    sqlx::query!(
        "update app.customer_account set owed_minor = owed_minor + $3
          where business_id = $1 and customer_id = $2",
        business,
        customer_id,
        amount.minor()
    )
    .execute(tx.conn())
    .await?;
    Ok(before)
}

/// Takes an amount off what she owes; she may have paid ahead then.
pub(in crate::sales) async fn take_from_account(
    tx: &mut BusinessTx,
    customer_id: Uuid,
    amount: Money,
) -> Result<(), Stop> {
    lock_account(tx, customer_id).await?;
    let business = tx.business();
    sqlx::query!(
        "update app.customer_account set owed_minor = owed_minor - $3
          where business_id = $1 and customer_id = $2",
        business,
        customer_id,
        amount.minor()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Sets the most that she may owe.
pub(in crate::sales) async fn keep_limit(
    tx: &mut BusinessTx,
    customer_id: Uuid,
    limit: Money,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.customer_account set limit_minor = $3
          where business_id = $1 and customer_id = $2",
        business,
        customer_id,
        limit.minor()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// What a payment's id stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sales) struct Known {
    pub customer_id: Option<Uuid>,
    pub is_in: bool,
    pub tender: Tender,
    pub amount: Money,
    pub reference: Option<String>,
}

/// A payment by its id.
pub(in crate::sales) async fn known(
    tx: &mut BusinessTx,
    payment_id: Uuid,
) -> Result<Option<Known>, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        "select customer_id, direction, tender, amount_minor, receipt from app.payment
          where business_id = $1 and payment_id = $2",
        business,
        payment_id
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Known {
        customer_id: row.customer_id,
        is_in: row.direction == "in",
        tender: tender_of(&row.tender)?,
        amount: Money::from_minor(row.amount_minor),
        reference: row.receipt,
    }))
}

/// Writes money that came in for an account. A payment or a receipt that is recorded already is
/// refused.
pub(in crate::sales) async fn insert_account_payment(
    tx: &mut BusinessTx,
    customer_id: Uuid,
    payment: &AccountPayment,
    at: DateTime<Utc>,
) -> Result<(), Stop> {
    let business = tx.business();
    let (day, member) = (tx.scope().calendar.day_of(at), tx.scope().member_id());
    sqlx::query!(
        "insert into app.payment (business_id, payment_id, customer_id, direction, tender,
                amount_minor, receipt, occurred_at, recorded_at, business_date, member_id)
         values ($1, $2, $3, 'in', $4, $5, $6, $7, $7, $8, $9)",
        business,
        payment.payment_id,
        customer_id,
        payment.tender.code(),
        payment.amount.minor(),
        payment.reference.as_deref(),
        at,
        day,
        member
    )
    .execute(tx.conn())
    .await
    .map_err(|error| match violated(&error) {
        Some("payment_pkey") => Refusal::of("refused-payment-other").into(),
        Some("payment_receipt_once") => Refusal::at("receipt", "refused-receipt-used").into(),
        _ => Stop::from(error),
    })?;
    metrics::payment_recorded(payment.tender.code(), "in");
    Ok(())
}
