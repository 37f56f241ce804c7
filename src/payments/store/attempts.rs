//! The rows of attempts.
//!
//! What never breaks: an attempt changes state only from the state that was read under its lock.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::payments::ask::open_already;
use crate::payments::attempt::{Attempt, State};
use crate::payments::evidence::Decision;
use crate::payments::pays_for::{AtTill, PaysFor};
use crate::platform::{BusinessTx, fault};
use crate::values::{Money, Phone, Refusal, Stop};

struct AttemptRow {
    attempt_id: Uuid,
    order_id: Option<Uuid>,
    device_id: Option<Uuid>,
    sale_id: Option<Uuid>,
    member_id: Option<Uuid>,
    phone: String,
    amount_minor: i64,
    account_reference: String,
    state: String,
    reason: Option<String>,
    merchant_request_id: Option<String>,
    checkout_request_id: Option<String>,
    receipt: Option<String>,
    receipt_pending: bool,
    queries: i32,
    first_zero_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    submitted_at: Option<DateTime<Utc>>,
    accepted_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    given_up_at: Option<DateTime<Utc>>,
}

impl AttemptRow {
    fn read(self) -> Result<Attempt, Stop> {
        let state = State::parse(&self.state)
            .ok_or_else(|| fault("an attempt's state is not known", &self.state))?;
        let till = self.device_id.zip(self.sale_id).zip(self.member_id);
        let till = till.map(|((device_id, sale_id), member_id)| {
            PaysFor::Till(AtTill {
                device_id,
                sale_id,
                member_id,
            })
        });
        let pays_for = self.order_id.map(PaysFor::Order).or(till);
        let pays_for =
            pays_for.ok_or_else(|| fault("an attempt is for nothing", &self.attempt_id))?;
        Ok(Attempt {
            attempt_id: self.attempt_id,
            pays_for,
            phone: Phone::from_stored(self.phone),
            amount: Money::from_minor(self.amount_minor),
            account_reference: self.account_reference,
            state,
            reason: self.reason,
            merchant_request_id: self.merchant_request_id,
            checkout_request_id: self.checkout_request_id,
            receipt: self.receipt,
            receipt_pending: self.receipt_pending,
            queries: self.queries,
            first_zero_at: self.first_zero_at,
            created_at: self.created_at,
            submitted_at: self.submitted_at,
            accepted_at: self.accepted_at,
            ended_at: self.ended_at,
            given_up_at: self.given_up_at,
        })
    }
}

/// An attempt, locked until the transaction ends.
pub(in crate::payments) async fn lock(
    tx: &mut BusinessTx,
    attempt_id: Uuid,
) -> Result<Option<Attempt>, Stop> {
    let business = tx.business();
    // Two statements: what follows the wait for the lock must see what was committed meanwhile.
    // The weaker lock lets messages about this attempt be stored by others.
    let found = sqlx::query_scalar!(
        r#"select attempt_id from app.mpesa_attempt
            where business_id = $1 and attempt_id = $2 for no key update"#,
        business,
        attempt_id
    )
    .fetch_optional(tx.conn())
    .await?;
    match found {
        Some(_) => load(tx, attempt_id).await,
        None => Ok(None),
    }
}

/// An attempt, as it is.
pub(in crate::payments) async fn load(
    tx: &mut BusinessTx,
    attempt_id: Uuid,
) -> Result<Option<Attempt>, Stop> {
    let business = tx.business();
    let row = sqlx::query_as!(
        AttemptRow,
        r#"select a.attempt_id, a.order_id, a.device_id, a.sale_id, a.member_id, a.phone,
                  a.amount_minor, a.account_reference, a.state, a.reason, a.merchant_request_id,
                  a.checkout_request_id, a.receipt, a.queries, a.first_zero_at, a.created_at,
                  a.submitted_at, a.accepted_at, a.ended_at, a.given_up_at,
                  (a.receipt is null and exists
                      (select 1 from app.payment p
                        where p.business_id = a.business_id and p.attempt_id = a.attempt_id
                          and p.receipt is null))
                      as "receipt_pending!"
             from app.mpesa_attempt a where a.business_id = $1 and a.attempt_id = $2"#,
        business,
        attempt_id
    )
    .fetch_optional(tx.conn())
    .await?;
    row.map(AttemptRow::read).transpose()
}

/// An order's attempts, oldest first.
pub async fn attempts_of(tx: &mut BusinessTx, order_id: Uuid) -> Result<Vec<Attempt>, Stop> {
    let business = tx.business();
    let rows = sqlx::query_as!(
        AttemptRow,
        r#"select a.attempt_id, a.order_id, a.device_id, a.sale_id, a.member_id, a.phone,
                  a.amount_minor, a.account_reference, a.state, a.reason, a.merchant_request_id,
                  a.checkout_request_id, a.receipt, a.queries, a.first_zero_at, a.created_at,
                  a.submitted_at, a.accepted_at, a.ended_at, a.given_up_at,
                  (a.receipt is null and exists
                      (select 1 from app.payment p
                        where p.business_id = a.business_id and p.attempt_id = a.attempt_id
                          and p.receipt is null))
                      as "receipt_pending!"
             from app.mpesa_attempt a where a.business_id = $1 and a.order_id = $2
            order by a.created_at, a.attempt_id"#,
        business,
        order_id
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter().map(AttemptRow::read).collect()
}

/// An order's newest attempt.
pub async fn latest_attempt(tx: &mut BusinessTx, order_id: Uuid) -> Result<Option<Attempt>, Stop> {
    Ok(attempts_of(tx, order_id).await?.pop())
}

/// Whether what is to be paid, or a phone, has an open prompt. Read without waiting for anybody: who waits
/// for a callback's lock while holding the order's would wait for ever.
pub(in crate::payments) async fn is_busy(
    tx: &mut BusinessTx,
    pays_for: PaysFor,
    phone: &Phone,
) -> Result<(bool, bool), Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        r#"select exists (select 1 from app.mpesa_attempt
                           where business_id = $1 and order_id = $2
                             and state in ('created', 'submitting', 'pending', 'unknown'))
                  or exists (select 1 from app.mpesa_attempt
                              where business_id = $1 and sale_id = $4 and given_up_at is null
                                and state in ('created', 'submitting', 'pending', 'unknown'))
                      as "is_busy!",
                  exists (select 1 from app.mpesa_attempt
                           where business_id = $1 and phone = $3
                             and state in ('created', 'submitting', 'pending')) as "phone_busy!""#,
        business,
        pays_for.order_id(),
        phone.e164(),
        pays_for.at_till().map(|at| at.sale_id)
    )
    .fetch_one(tx.conn())
    .await?;
    Ok((row.is_busy, row.phone_busy))
}

/// A new attempt.
pub(in crate::payments) async fn create(
    tx: &mut BusinessTx,
    attempt: &Attempt,
) -> Result<(), Stop> {
    let business = tx.business();
    let till = attempt.pays_for.at_till();
    let made = sqlx::query!(
        r#"insert into app.mpesa_attempt (business_id, attempt_id, order_id, phone, amount_minor,
                                          account_reference, state, created_at, device_id, sale_id,
                                          member_id)
           values ($1, $2, $3, $4, $5, $6, 'created', $7, $8, $9, $10)"#,
        business,
        attempt.attempt_id,
        attempt.pays_for.order_id(),
        attempt.phone.e164(),
        attempt.amount.minor(),
        attempt.account_reference.as_str(),
        attempt.created_at,
        till.map(|at| at.device_id),
        till.map(|at| at.sale_id),
        till.map(|at| at.member_id)
    )
    .execute(tx.conn())
    .await;
    made.map_err(|error| match fault::violated(&error) {
        Some("mpesa_attempt_one_open_per_phone") => {
            Stop::from(Refusal::at("phone", "refused-phone-busy"))
        }
        Some("mpesa_attempt_one_open_per_order" | "mpesa_attempt_one_open_per_sale") => {
            open_already(attempt.pays_for).into()
        }
        _ => error.into(),
    })?;
    Ok(())
}

/// From created to submitting: whoever succeeds may send, once. False when it is not created.
pub(in crate::payments) async fn submitting(
    tx: &mut BusinessTx,
    attempt_id: Uuid,
    now: DateTime<Utc>,
) -> Result<bool, Stop> {
    let business = tx.business();
    let changed = sqlx::query!(
        r#"update app.mpesa_attempt set state = 'submitting', submitted_at = $3
            where business_id = $1 and attempt_id = $2 and state = 'created'"#,
        business,
        attempt_id,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(changed.rows_affected() == 1)
}

/// Makes a decision true, if the attempt is still in the state that it was decided from.
pub(in crate::payments) async fn change(
    tx: &mut BusinessTx,
    attempt: &Attempt,
    decision: &Decision,
    accepted_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
) -> Result<bool, Stop> {
    let business = tx.business();
    let merchant = decision.adopt.as_ref().map(|ids| ids.merchant.as_str());
    let checkout = decision.adopt.as_ref().map(|ids| ids.checkout.as_str());
    let changed = sqlx::query_scalar!(
        r#"update app.mpesa_attempt
              set state = $4, reason = $5,
                  merchant_request_id = coalesce(merchant_request_id, $6),
                  checkout_request_id = coalesce(checkout_request_id, $7),
                  receipt = coalesce(receipt, $8),
                  first_zero_at = $9, accepted_at = $10, ended_at = $11
            where business_id = $1 and attempt_id = $2 and state = $3
            returning attempt_id"#,
        business,
        attempt.attempt_id,
        attempt.state.code(),
        decision.state.code(),
        decision.reason.as_deref(),
        merchant,
        checkout,
        decision.receipt.as_deref(),
        decision.first_zero_at,
        accepted_at,
        ended_at
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(changed.is_some())
}

/// Counts an answered query.
pub(in crate::payments) async fn count_query(
    tx: &mut BusinessTx,
    attempt_id: Uuid,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        r#"update app.mpesa_attempt set queries = queries + 1
            where business_id = $1 and attempt_id = $2"#,
        business,
        attempt_id
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Whether another attempt has this id of a prompt.
pub(in crate::payments) async fn is_checkout_elsewhere(
    tx: &mut BusinessTx,
    attempt_id: Uuid,
    checkout: &str,
) -> Result<bool, Stop> {
    let business = tx.business();
    let elsewhere = sqlx::query_scalar!(
        r#"select exists (select 1 from app.mpesa_attempt
                           where business_id = $1 and checkout_request_id = $3
                             and attempt_id <> $2) as "elsewhere!""#,
        business,
        attempt_id,
        checkout
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(elsewhere)
}

/// Locks every attempt of an order, in key order.
pub(in crate::payments) async fn lock_of_order(
    tx: &mut BusinessTx,
    order_id: Uuid,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "select attempt_id from app.mpesa_attempt where business_id = $1 and order_id = $2
          order by attempt_id for update",
        business,
        order_id
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(())
}

/// Notes that nobody waits at the till for an attempt any more. The caller holds its lock.
pub(in crate::payments) async fn give_up(
    tx: &mut BusinessTx,
    attempt_id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        r#"update app.mpesa_attempt set given_up_at = $3
            where business_id = $1 and attempt_id = $2 and given_up_at is null"#,
        business,
        attempt_id,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
