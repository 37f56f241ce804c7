//! The rows of what prompts at tills have brought, and of what was paid back of it.

use uuid::Uuid;

use crate::payments::at_till::{AtTillMoney, Back, HeldMoney, InReview};
use crate::platform::BusinessTx;
use crate::values::{Money, Phone, Stop};

/// The most rows that a list shows.
const MOST: i64 = 100;

/// Locks money of a till's prompt, by its id or by M-Pesa's receipt: the one with that id before others.
pub(in crate::payments) async fn lock_held(
    tx: &mut BusinessTx,
    payment_id: Uuid,
    receipt: Option<&str>,
) -> Result<Option<Uuid>, Stop> {
    let business = tx.business();
    let found = sqlx::query_scalar!(
        r#"select p.payment_id from app.payment p
            where p.business_id = $1 and p.device_id is not null and p.direction = 'in'
              and p.payment_id in (
                  select $2::uuid
                  union all
                  select r.payment_id from app.payment r
                   where r.business_id = $1 and r.tender = 'mpesa' and r.receipt = $3
                  union all
                  select r.payment_id from app.mpesa_attempt a
                    join app.payment r
                      on r.business_id = a.business_id and r.attempt_id = a.attempt_id
                   where a.business_id = $1 and a.receipt = $3)
            order by p.payment_id <> $2, p.payment_id limit 1
              for no key update of p"#,
        business,
        payment_id,
        receipt
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(found)
}

/// Money of a till's prompt, as it is.
pub(in crate::payments) async fn held(
    tx: &mut BusinessTx,
    payment_id: Uuid,
) -> Result<Option<HeldMoney>, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        r#"select p.payment_id, d.device_id, d.location_id, p.amount_minor,
                  coalesce(p.receipt, a.receipt) as "receipt?", p.sale_id,
                  exists (select 1 from app.payment b
                           where b.business_id = p.business_id and b.pays_back = p.payment_id)
                      as "is_paid_back!"
             from app.payment p
             join app.device d on d.business_id = p.business_id and d.device_id = p.device_id
             left join app.mpesa_attempt a
                    on a.business_id = p.business_id and a.attempt_id = p.attempt_id
            where p.business_id = $1 and p.payment_id = $2 and p.direction = 'in'"#,
        business,
        payment_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| HeldMoney {
        payment_id: row.payment_id,
        device_id: row.device_id,
        location_id: row.location_id,
        amount: Money::from_minor(row.amount_minor),
        receipt: row.receipt,
        sale_id: row.sale_id,
        is_paid_back: row.is_paid_back,
    }))
}

/// All of it that no sale names and nobody paid back, the newest first.
pub(in crate::payments) async fn all_held(tx: &mut BusinessTx) -> Result<Vec<AtTillMoney>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select p.payment_id, d.name as device_name, m.name as asked_by, a.phone, p.amount_minor,
                  coalesce(p.receipt, a.receipt) as "receipt?", p.occurred_at,
                  a.given_up_at is not null as "is_given_up!"
             from app.payment p
             join app.device d on d.business_id = p.business_id and d.device_id = p.device_id
             join app.mpesa_attempt a
               on a.business_id = p.business_id and a.attempt_id = p.attempt_id
             join app.member m on m.business_id = a.business_id and m.member_id = a.member_id
            where p.business_id = $1 and p.device_id is not null and p.direction = 'in'
              and p.sale_id is null
              and not exists (select 1 from app.payment b
                               where b.business_id = p.business_id and b.pays_back = p.payment_id)
            order by p.occurred_at desc, p.payment_id limit $2"#,
        business,
        MOST
    )
    .fetch_all(tx.conn())
    .await?;
    let held = rows.into_iter().map(|row| AtTillMoney {
        payment_id: row.payment_id,
        device_name: row.device_name,
        asked_by: row.asked_by,
        phone: Phone::from_stored(row.phone),
        amount: Money::from_minor(row.amount_minor),
        receipt: row.receipt,
        occurred_at: row.occurred_at,
        is_given_up: row.is_given_up,
    });
    Ok(held.collect())
}

/// Prompts of tills in review, the oldest first.
pub(in crate::payments) async fn in_review(tx: &mut BusinessTx) -> Result<Vec<InReview>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select a.attempt_id, d.name as device_name, m.name as asked_by, a.phone, a.amount_minor,
                  a.receipt, coalesce(a.reason, '') as "reason!", a.created_at
             from app.mpesa_attempt a
             join app.device d on d.business_id = a.business_id and d.device_id = a.device_id
             join app.member m on m.business_id = a.business_id and m.member_id = a.member_id
            where a.business_id = $1 and a.device_id is not null and a.state = 'review'
            order by a.created_at, a.attempt_id limit $2"#,
        business,
        MOST
    )
    .fetch_all(tx.conn())
    .await?;
    let all = rows.into_iter().map(|row| InReview {
        attempt_id: row.attempt_id,
        device_name: row.device_name,
        asked_by: row.asked_by,
        phone: Phone::from_stored(row.phone),
        amount: Money::from_minor(row.amount_minor),
        receipt: row.receipt,
        reason: row.reason,
        created_at: row.created_at,
    });
    Ok(all.collect())
}

/// Whether this very money went back already.
pub(in crate::payments) async fn is_back(tx: &mut BusinessTx, back: &Back) -> Result<bool, Stop> {
    let business = tx.business();
    let there = sqlx::query_scalar!(
        r#"select exists (select 1 from app.payment
            where business_id = $1 and payment_id = $2 and pays_back = $3 and tender = $4
              and receipt is not distinct from $5) as "there!""#,
        business,
        back.payment_id,
        back.pays_back,
        back.tender.code(),
        back.reference.as_deref()
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(there)
}

/// Records that money went back. False where that payment, or its reference, is recorded already.
pub(in crate::payments) async fn insert_back(
    tx: &mut BusinessTx,
    back: &Back,
    held: &HeldMoney,
) -> Result<bool, Stop> {
    let (business, member) = (tx.business(), tx.scope().member_id());
    let (now, day) = (tx.scope().now, tx.scope().today());
    let made = sqlx::query!(
        r#"insert into app.payment (business_id, payment_id, device_id, pays_back, direction, tender,
                                    amount_minor, receipt, occurred_at, recorded_at, business_date,
                                    member_id)
           values ($1, $2, $3, $4, 'out', $5, $6, $7, $8, $8, $9, $10)
           on conflict do nothing"#,
        business,
        back.payment_id,
        held.device_id,
        held.payment_id,
        back.tender.code(),
        held.amount.minor(),
        back.reference.as_deref(),
        now,
        day,
        member
    )
    .execute(tx.conn())
    .await?;
    Ok(made.rows_affected() == 1)
}
