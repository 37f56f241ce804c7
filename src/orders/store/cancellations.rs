//! The SQL of what is taken off an order: the act, its lines, and the sums that remain.

use uuid::Uuid;

use crate::orders::remaining::{LineTax, Remaining};
use crate::platform::BusinessTx;
use crate::values::{Money, Rate, Stop};

/// An act that takes goods off an order, as its row says it.
pub(in crate::orders) struct NewCancellation<'a> {
    pub cancellation_id: Uuid,
    pub order_id: Uuid,
    pub digest: &'a [u8],
    pub reason: &'static str,
    pub note: &'a str,
    /// Nothing was left: the order itself is called off.
    pub is_whole: bool,
    pub rounding: Money,
    pub total_before: Money,
    pub total_after: Money,
    pub refund: Money,
    pub tax_back: Money,
}

/// The order and the digest of an act that was done under this id.
pub(in crate::orders) async fn recorded(
    tx: &mut BusinessTx,
    cancellation_id: Uuid,
) -> Result<Option<(Uuid, Vec<u8>)>, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        "select order_id, request_digest from app.order_cancellation
          where business_id = $1 and cancellation_id = $2",
        business,
        cancellation_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| (row.order_id, row.request_digest)))
}

/// The acts that took something off an order: their entries stand in the books under these ids.
pub(in crate::orders) async fn of_order(
    tx: &mut BusinessTx,
    order_id: Uuid,
) -> Result<Vec<Uuid>, Stop> {
    let business = tx.business();
    let ids = sqlx::query_scalar!(
        "select cancellation_id from app.order_cancellation
          where business_id = $1 and order_id = $2 order by at, cancellation_id",
        business,
        order_id
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(ids)
}

/// What totals are rounded to.
pub(in crate::orders) async fn rounding_unit(tx: &mut BusinessTx) -> Result<Money, Stop> {
    let business = tx.business();
    let unit = sqlx::query_scalar!(
        "select rounding_minor from app.business where business_id = $1",
        business
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(Money::from_minor(unit))
}

/// How the lines of an order are taxed, and the tax inside what remains of each.
pub(in crate::orders) async fn line_taxes(
    tx: &mut BusinessTx,
    order_id: Uuid,
) -> Result<Vec<LineTax>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select t.line_no, t.rate_bp, (t.amount_minor - coalesce((
                      select sum(c.tax_minor) from app.order_cancellation_line c
                       where c.business_id = t.business_id and c.order_id = t.order_id
                         and c.line_no = t.line_no), 0))::bigint as "amount!"
             from app.order_line_tax t where t.business_id = $1 and t.order_id = $2
            order by t.line_no"#,
        business,
        order_id
    )
    .fetch_all(tx.conn())
    .await?;
    let tax = rows.into_iter().map(|row| LineTax {
        line_no: row.line_no,
        rate: Rate::from_basis_points(u32::try_from(row.rate_bp).unwrap_or(0)),
        amount: Money::from_minor(row.amount),
    });
    Ok(tax.collect())
}

/// Writes the act down.
pub(in crate::orders) async fn insert(
    tx: &mut BusinessTx,
    new: &NewCancellation<'_>,
) -> Result<(), Stop> {
    let business = tx.business();
    let (now, member) = (tx.scope().now, tx.scope().member_id());
    sqlx::query!(
        "insert into app.order_cancellation (business_id, cancellation_id, order_id, request_digest,
                reason, note, is_whole, rounding_minor, total_before_minor, total_after_minor,
                refund_minor, tax_back_minor, at, member_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        business,
        new.cancellation_id,
        new.order_id,
        new.digest,
        new.reason,
        new.note,
        new.is_whole,
        new.rounding.minor(),
        new.total_before.minor(),
        new.total_after.minor(),
        new.refund.minor(),
        new.tax_back.minor(),
        now,
        member
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Takes what was decided off the lines and off the sums of a locked order.
pub(in crate::orders) async fn take_off(
    tx: &mut BusinessTx,
    order_id: Uuid,
    cancellation_id: Uuid,
    after: &Remaining,
) -> Result<(), Stop> {
    let business = tx.business();
    for line in &after.off {
        sqlx::query!(
            "insert into app.order_cancellation_line (business_id, cancellation_id, order_id,
                    line_no, quantity_milli, amount_minor, tax_minor, released_milli)
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
            business,
            cancellation_id,
            order_id,
            line.line_no,
            line.quantity.milli(),
            line.amount.minor(),
            line.tax.minor(),
            line.released.milli()
        )
        .execute(tx.conn())
        .await?;
        sqlx::query!(
            "update app.order_line set cancelled_milli = cancelled_milli + $4,
                    cancelled_minor = cancelled_minor + $5, held_milli = held_milli - $6
              where business_id = $1 and order_id = $2 and line_no = $3",
            business,
            order_id,
            line.line_no,
            line.quantity.milli(),
            line.amount.minor(),
            line.released.milli()
        )
        .execute(tx.conn())
        .await?;
    }
    sqlx::query!(
        "update app.order set goods_minor = $3, rounding_minor = $4, tax_minor = $5,
                total_minor = $6, paid_minor = $7, tax_posted_minor = $8,
                refund_owed_minor = refund_owed_minor + $9, revision = revision + 1
          where business_id = $1 and order_id = $2",
        business,
        order_id,
        after.goods.minor(),
        after.rounding.minor(),
        after.tax.minor(),
        after.total.minor(),
        after.paid.minor(),
        after.tax_posted.minor(),
        after.refund.minor()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
