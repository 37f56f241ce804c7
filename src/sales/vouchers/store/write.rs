//! Vouchers and their movements, as they are locked and written.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::read::voucher;
use crate::payments::Tender;
use crate::platform::fault::violated;
use crate::platform::{BusinessTx, fault, metrics};
use crate::sales::shifts::InShift;
use crate::sales::vouchers::sell::Sold;
use crate::sales::vouchers::voucher::{MoveKind, Voucher};
use crate::values::{Money, Refusal, Stop};

/// How many letters of the end of a code say which one of a sale's is meant.
const END: usize = 4;

/// Writes a voucher down. A code that is another voucher's is refused.
pub(in crate::sales::vouchers) async fn insert(
    tx: &mut BusinessTx,
    sold: &Sold<'_>,
) -> Result<(), Stop> {
    let business = tx.business();
    let day = tx.scope().calendar.day_of(sold.at);
    let shift_id = sold.shift.map(|at| at.shift_id);
    let is_late = sold.shift.is_some_and(|at| at.is_late);
    let member_id = tx.scope().member_id().ok_or(Stop::Forbidden)?;
    sqlx::query!(
        "insert into app.voucher (business_id, voucher_id, request_digest, code, amount_minor,
                balance_minor, expires_on, note, sold_at, business_date, member_id, shift_id, late)
         values ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10, $11, $12)",
        business,
        sold.ask.voucher_id,
        sold.digest,
        sold.code,
        sold.ask.amount.minor(),
        sold.expires_on,
        sold.ask.note.trim(),
        sold.at,
        day,
        member_id,
        shift_id,
        is_late
    )
    .execute(tx.conn())
    .await
    .map_err(|error| match violated(&error) {
        Some("voucher_code_once") => Refusal::of("refused-voucher-code").into(),
        _ => Stop::from(error),
    })?;
    Ok(())
}

/// Money that a voucher is paid for with, or that is paid back of one.
pub(in crate::sales::vouchers) struct VoucherMoney<'a> {
    pub payment_id: Uuid,
    pub voucher_id: Uuid,
    pub is_in: bool,
    pub tender: Tender,
    pub amount: Money,
    pub reference: Option<&'a str>,
    pub at: DateTime<Utc>,
}

/// Writes money of a voucher down, and that it moved. A payment or a receipt that is recorded already is
/// refused.
pub(in crate::sales::vouchers) async fn insert_money(
    tx: &mut BusinessTx,
    money: &VoucherMoney<'_>,
) -> Result<(), Stop> {
    let (business, now) = (tx.business(), tx.scope().now);
    let day = tx.scope().calendar.day_of(money.at);
    let member_id = tx.scope().member_id();
    let direction = if money.is_in { "in" } else { "out" };
    sqlx::query!(
        "insert into app.payment (business_id, payment_id, voucher_id, direction, tender,
                amount_minor, receipt, occurred_at, recorded_at, business_date, member_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        business,
        money.payment_id,
        money.voucher_id,
        direction,
        money.tender.code(),
        money.amount.minor(),
        money.reference,
        money.at,
        now,
        day,
        member_id
    )
    .execute(tx.conn())
    .await
    .map_err(|error| match violated(&error) {
        Some("payment_pkey") => Refusal::of("refused-payment-other").into(),
        Some("payment_receipt_once") => Refusal::at("receipt", "refused-receipt-used").into(),
        _ => Stop::from(error),
    })?;
    metrics::payment_recorded(money.tender.code(), direction);
    let (kind, more) = if money.is_in {
        (MoveKind::Sold, Some(money.amount))
    } else {
        (MoveKind::Void, money.amount.negated())
    };
    let more = more.unwrap_or_default();
    insert_move(tx, money.payment_id, money.voucher_id, kind, more).await
}

/// Writes down that a voucher was used, or that something of that came back.
pub(in crate::sales::vouchers) async fn insert_use(
    tx: &mut BusinessTx,
    payment_id: Uuid,
    voucher_id: Uuid,
    is_used: bool,
    amount: Money,
) -> Result<(), Stop> {
    let (kind, more) = if is_used {
        (MoveKind::Used, amount.negated().unwrap_or_default())
    } else {
        (MoveKind::Back, amount)
    };
    insert_move(tx, payment_id, voucher_id, kind, more).await
}

async fn insert_move(
    tx: &mut BusinessTx,
    payment_id: Uuid,
    voucher_id: Uuid,
    kind: MoveKind,
    more: Money,
) -> Result<(), Stop> {
    let (business, now) = (tx.business(), tx.scope().now);
    sqlx::query!(
        "insert into app.voucher_move (business_id, payment_id, voucher_id, kind, amount_minor,
                recorded_at)
         values ($1, $2, $3, $4, $5, $6)",
        business,
        payment_id,
        voucher_id,
        kind.code(),
        more.minor(),
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Locks the vouchers of these codes, in the order of their ids.
pub(in crate::sales::vouchers) async fn lock_by_codes(
    tx: &mut BusinessTx,
    codes: &[String],
) -> Result<Vec<Voucher>, Stop> {
    let business = tx.business();
    let ids = sqlx::query_scalar!(
        "select voucher_id from app.voucher where business_id = $1 and code = any($2)
          order by voucher_id for no key update",
        business,
        codes
    )
    .fetch_all(tx.conn())
    .await?;
    let mut vouchers = Vec::with_capacity(ids.len());
    for voucher_id in ids {
        vouchers.push(voucher(tx, voucher_id).await?);
    }
    Ok(vouchers)
}

/// Locks one voucher.
pub(in crate::sales::vouchers) async fn lock(
    tx: &mut BusinessTx,
    voucher_id: Uuid,
) -> Result<Voucher, Stop> {
    let business = tx.business();
    sqlx::query_scalar!(
        "select voucher_id from app.voucher where business_id = $1 and voucher_id = $2
            for no key update",
        business,
        voucher_id
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or(Stop::NotFound)?;
    voucher(tx, voucher_id).await
}

/// By so much more is left of a voucher; below nothing: less. The caller holds its lock.
pub(in crate::sales::vouchers) async fn add(
    tx: &mut BusinessTx,
    voucher_id: Uuid,
    more: Money,
) -> Result<(), Stop> {
    let business = tx.business();
    let done = sqlx::query!(
        "update app.voucher set balance_minor = balance_minor + $3
          where business_id = $1 and voucher_id = $2",
        business,
        voucher_id,
        more.minor()
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 1 {
        return Ok(());
    }
    Err(fault("a voucher went away under its lock", &voucher_id))
}

/// Nothing is left of a voucher, and nothing can be bought with it any more. `shift`: out of whose drawer it was paid
/// back, if out of one. The caller holds its lock.
pub(in crate::sales::vouchers) async fn end(
    tx: &mut BusinessTx,
    voucher_id: Uuid,
    reason: &str,
    shift: Option<InShift>,
) -> Result<(), Stop> {
    let (business, now) = (tx.business(), tx.scope().now);
    let member_id = tx.scope().member_id().ok_or(Stop::Forbidden)?;
    sqlx::query!(
        "update app.voucher set balance_minor = 0, voided_at = $3, voided_by = $4, void_reason = $5,
                void_shift_id = $6, void_late = $7
          where business_id = $1 and voucher_id = $2",
        business,
        voucher_id,
        now,
        member_id,
        reason,
        shift.map(|at| at.shift_id),
        shift.is_some_and(|at| at.is_late)
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// What vouchers paid of a sale and have not got back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sales::vouchers) struct Part {
    /// Which; none: what a till took for one that did not hold so much.
    pub voucher_id: Option<Uuid>,
    pub code: String,
    pub held: Money,
}

impl Part {
    /// Whether a code, or the end of one, means this one; where none is typed, any is meant.
    pub fn is_named(&self, typed: Option<&str>) -> bool {
        typed.is_none_or(|typed| {
            typed == self.code || (typed.len() == END && self.code.ends_with(typed))
        })
    }
}

/// What vouchers paid of a sale and have not got back: what none of them held first, less what the customer
/// has paid of that herself. Void and lapsed ones are left out, and the others are locked.
pub(in crate::sales::vouchers) async fn parts_of(
    tx: &mut BusinessTx,
    sale_id: Uuid,
) -> Result<Vec<Part>, Stop> {
    let business = tx.business();
    sqlx::query!(
        "select voucher_id from app.voucher
          where business_id = $1 and voucher_id in (
                select p.voucher_id from app.payment p
                 where p.business_id = $1 and p.sale_id = $2 and p.tender = 'voucher')
          order by voucher_id for no key update",
        business,
        sale_id
    )
    .fetch_all(tx.conn())
    .await?;
    let rows = sqlx::query!(
        r#"select p.voucher_id, coalesce(v.code, '') as "code!",
                  (sum(case p.direction when 'in' then p.amount_minor else -p.amount_minor end)
                   - coalesce((select sum(e.amount_minor) from app.voucher_settlement e
                                where e.business_id = $1 and e.sale_id = $2 and e.kind = 'paid'
                                  and p.voucher_id is null), 0))::bigint as "held!"
             from app.payment p
             join app.sale s on s.business_id = p.business_id and s.sale_id = p.sale_id
             left join app.voucher v
               on v.business_id = p.business_id and v.voucher_id = p.voucher_id
            where p.business_id = $1 and (s.sale_id = $2 or s.refunds = $2)
              and p.tender = 'voucher' and v.voided_at is null and v.lapsed_at is null
            group by p.voucher_id, v.code order by p.voucher_id nulls first"#,
        business,
        sale_id
    )
    .fetch_all(tx.conn())
    .await?;
    let parts = rows.into_iter().map(|row| Part {
        voucher_id: row.voucher_id,
        code: row.code,
        held: Money::from_minor(row.held),
    });
    Ok(parts.collect())
}

/// Sets how many days they are good for.
pub(in crate::sales::vouchers) async fn set_days(
    tx: &mut BusinessTx,
    days: Option<i32>,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.business set voucher_days = $2 where business_id = $1",
        business,
        days
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
