//! Vouchers that expired while something was left.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::platform::{BusinessTx, fault};
use crate::values::{Money, Stop};

/// How many vouchers expired before a day with something left, and how much that is in all.
pub(in crate::sales::vouchers) async fn expired(
    tx: &mut BusinessTx,
    day: NaiveDate,
) -> Result<(i64, Money), Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        r#"select count(*) as "count!", coalesce(sum(balance_minor), 0)::bigint as "left!"
             from app.voucher
            where business_id = $1 and expires_on < $2 and balance_minor > 0"#,
        business,
        day
    )
    .fetch_one(tx.conn())
    .await?;
    Ok((row.count, Money::from_minor(row.left)))
}

/// Locks vouchers that expired before a day with something left, in the order of their ids, `most` of them;
/// how much is left of each.
pub(in crate::sales::vouchers) async fn lock_expired(
    tx: &mut BusinessTx,
    day: NaiveDate,
    most: i64,
) -> Result<Vec<(Uuid, Money)>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select voucher_id, balance_minor from app.voucher
          where business_id = $1 and expires_on < $2 and balance_minor > 0
          order by voucher_id limit $3 for no key update",
        business,
        day,
        most
    )
    .fetch_all(tx.conn())
    .await?;
    let rows = rows.into_iter();
    let held = rows.map(|row| (row.voucher_id, Money::from_minor(row.balance_minor)));
    Ok(held.collect())
}

/// What is left of these vouchers is taken. The caller holds their locks.
pub(in crate::sales::vouchers) async fn set_lapsed(
    tx: &mut BusinessTx,
    vouchers: &[Uuid],
) -> Result<(), Stop> {
    let (business, now) = (tx.business(), tx.scope().now);
    let member_id = tx.scope().member_id().ok_or(Stop::Forbidden)?;
    let done = sqlx::query!(
        "update app.voucher set lapsed_minor = balance_minor, balance_minor = 0, lapsed_at = $3,
                lapsed_by = $4
          where business_id = $1 and voucher_id = any($2)",
        business,
        vouchers,
        now,
        member_id
    )
    .execute(tx.conn())
    .await?;
    if usize::try_from(done.rows_affected()).is_ok_and(|count| count == vouchers.len()) {
        return Ok(());
    }
    Err(fault(
        "vouchers went away under their locks",
        &done.rows_affected(),
    ))
}
