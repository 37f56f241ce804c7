//! What undoes a credit: what it was about, and that it no longer is.

use uuid::Uuid;

use crate::platform::{BusinessTx, OnConstraint};
use crate::stock::Arriving;
use crate::values::{Money, Quantity, Refusal, Stop};

/// A line of a credit: the line of a receipt that it is about, and what was taken off for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::purchasing::bills) struct CreditedLine {
    pub receipt_id: Uuid,
    pub receipt_line_no: i32,
    pub net: Money,
}

/// The lines that a credit was about, in its order.
pub(in crate::purchasing::bills) async fn credited_lines(
    tx: &mut BusinessTx,
    credit_id: Uuid,
) -> Result<Vec<CreditedLine>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select receipt_id, receipt_line_no, net_minor from app.supplier_credit_line
          where business_id = $1 and credit_id = $2 order by line_no",
        business,
        credit_id
    )
    .fetch_all(tx.conn())
    .await?;
    let lines = rows.into_iter().map(|row| CreditedLine {
        receipt_id: row.receipt_id,
        receipt_line_no: row.receipt_line_no,
        net: Money::from_minor(row.net_minor),
    });
    Ok(lines.collect())
}

/// The last number of a line under which a credit moved or valued goods; nought where it did not.
pub(in crate::purchasing::bills) async fn last_moved(
    tx: &mut BusinessTx,
    credit_id: Uuid,
) -> Result<i32, Stop> {
    let business = tx.business();
    let last = sqlx::query_scalar!(
        r#"select coalesce(max(source_line), 0) as "last!" from app.stock_movement
            where business_id = $1 and source_kind = 'supplier_credit' and source_id = $2"#,
        business,
        credit_id
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(last)
}

/// The goods of a credit as they come back: with the cost, the batch and the age that they had left
/// with, on lines after this one.
pub(in crate::purchasing::bills) async fn coming_back(
    tx: &mut BusinessTx,
    credit_id: Uuid,
    after: i32,
) -> Result<Vec<Arriving>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select m.source_line, u.quantity_milli, u.value_minor, y.product_id, y.batch_id,
                  y.expires_on, y.received_at,
                  coalesce(y.origin_id, y.movement_id) as "origin_id!"
             from app.stock_movement m
             join app.layer_use u on u.business_id = m.business_id and u.movement_id = m.movement_id
             join app.cost_layer y on y.business_id = u.business_id and y.layer_id = u.layer_id
            where m.business_id = $1 and m.source_kind = 'supplier_credit' and m.source_id = $2
              and m.kind = 'supplier_return' and m.quantity_milli < 0
            order by m.source_line, y.received_at, y.layer_id"#,
        business,
        credit_id
    )
    .fetch_all(tx.conn())
    .await?;
    let lines = rows.into_iter().map(|row| Arriving {
        line_no: after.saturating_add(row.source_line),
        product_id: row.product_id,
        quantity: Quantity::from_milli(row.quantity_milli),
        value: Money::from_minor(row.value_minor),
        batch_id: row.batch_id,
        expires_on: row.expires_on,
        received_at: Some(row.received_at),
        origin_id: Some(row.origin_id),
    });
    Ok(lines.collect())
}

/// What went back by a credit did not: lines of receipts, which are locked, say so.
pub(in crate::purchasing::bills) async fn unmark_returned(
    tx: &mut BusinessTx,
    credit_id: Uuid,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.receipt_line l
            set returned_milli = l.returned_milli - c.quantity_milli,
                dropped_milli = l.dropped_milli - c.dropped_milli,
                dropped_minor = l.dropped_minor - c.dropped_minor
           from app.supplier_credit_line c
          where c.business_id = $1 and c.credit_id = $2 and l.business_id = c.business_id
            and l.receipt_id = c.receipt_id and l.line_no = c.receipt_line_no",
        business,
        credit_id
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Whether this id has undone a credit.
pub(in crate::purchasing::bills) async fn has_undone(
    tx: &mut BusinessTx,
    undo_id: Uuid,
) -> Result<bool, Stop> {
    let business = tx.business();
    let used = sqlx::query_scalar!(
        r#"select exists (select 1 from app.supplier_credit
                           where business_id = $1 and undo_id = $2) as "used!""#,
        business,
        undo_id
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(used)
}

/// A credit of which nothing is used says what undid it, and why. Its number is free again.
pub(in crate::purchasing::bills) async fn mark_credit_undone(
    tx: &mut BusinessTx,
    credit_id: Uuid,
    undo_id: Uuid,
    reason: &str,
) -> Result<(), Stop> {
    let business = tx.business();
    let (now, today, member) = {
        let scope = tx.scope();
        (scope.now, scope.today(), scope.member_id())
    };
    sqlx::query!(
        "update app.supplier_credit
            set undo_id = $3, undo_reason = $4, undone_at = $5, undone_on = $6, undo_member_id = $7
          where business_id = $1 and credit_id = $2",
        business,
        credit_id,
        undo_id,
        reason,
        now,
        today,
        member
    )
    .execute(tx.conn())
    .await
    // A credit of another supplier was undone by this id meanwhile.
    .on_constraint("supplier_credit_undo_once", || {
        Refusal::of("refused-undo-other")
    })?;
    Ok(())
}
