//! Lines of receipts that a bill or a credit may name.

use std::collections::HashMap;

use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::purchasing::receiving::{LineRow, ReceiptLine};
use crate::values::{Money, Quantity, Stop};

/// Locks lines of a supplier's receipts, in key order. A line of another supplier is not there.
pub(in crate::purchasing::bills) async fn lock_lines(
    tx: &mut BusinessTx,
    supplier_id: Uuid,
    keys: &[(Uuid, i32)],
) -> Result<Vec<ReceiptLine>, Stop> {
    let business = tx.business();
    let receipts: Vec<Uuid> = keys.iter().map(|(receipt, _)| *receipt).collect();
    let numbers: Vec<i32> = keys.iter().map(|(_, line)| *line).collect();
    let rows = sqlx::query_as!(
        LineRow,
        r#"select l.receipt_id, r.number as receipt_number, l.line_no, r.location_id,
                  r.business_date as received_on, l.product_id, p.name, p.sku, p.unit,
                  p.tax_class_id, l.batch_id, b.number as "batch_number?",
                  b.expires_on as "expires_on?", l.quantity_milli, l.value_minor, l.billed_milli,
                  l.billed_minor, l.returned_milli, l.dropped_milli, l.dropped_minor
             from app.receipt_line l
             join app.receipt r on r.business_id = l.business_id and r.receipt_id = l.receipt_id
             join app.product p on p.business_id = l.business_id and p.product_id = l.product_id
             left join app.batch b on b.business_id = l.business_id and b.batch_id = l.batch_id
            where l.business_id = $1 and r.supplier_id = $2
              and (l.receipt_id, l.line_no) in
                  (select k.receipt_id, k.line_no
                     from unnest($3::uuid[], $4::int[]) as k(receipt_id, line_no))
            order by l.receipt_id, l.line_no for update of l"#,
        business,
        supplier_id,
        &receipts,
        &numbers
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(LineRow::read).collect())
}

/// What of a supplier's receipts no bill has named yet, oldest first.
pub(in crate::purchasing::bills) async fn unbilled(
    tx: &mut BusinessTx,
    supplier_id: Uuid,
    most: i64,
) -> Result<Vec<ReceiptLine>, Stop> {
    let business = tx.business();
    let rows = sqlx::query_as!(
        LineRow,
        r#"select l.receipt_id, r.number as receipt_number, l.line_no, r.location_id,
                  r.business_date as received_on, l.product_id, p.name, p.sku, p.unit,
                  p.tax_class_id, l.batch_id, b.number as "batch_number?",
                  b.expires_on as "expires_on?", l.quantity_milli, l.value_minor, l.billed_milli,
                  l.billed_minor, l.returned_milli, l.dropped_milli, l.dropped_minor
             from app.receipt_line l
             join app.receipt r on r.business_id = l.business_id and r.receipt_id = l.receipt_id
             join app.product p on p.business_id = l.business_id and p.product_id = l.product_id
             left join app.batch b on b.business_id = l.business_id and b.batch_id = l.batch_id
            where l.business_id = $1 and r.supplier_id = $2
              and l.billed_milli + l.dropped_milli < l.quantity_milli
            order by r.number, l.line_no limit $3"#,
        business,
        supplier_id,
        most
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(LineRow::read).collect())
}

/// What a supplier brought and did not get back, the newest receipt first; of one receipt where it
/// is named.
pub(in crate::purchasing::bills) async fn returnable(
    tx: &mut BusinessTx,
    supplier_id: Uuid,
    receipt_id: Option<Uuid>,
    most: i64,
) -> Result<Vec<ReceiptLine>, Stop> {
    let business = tx.business();
    let rows = sqlx::query_as!(
        LineRow,
        r#"select l.receipt_id, r.number as receipt_number, l.line_no, r.location_id,
                  r.business_date as received_on, l.product_id, p.name, p.sku, p.unit,
                  p.tax_class_id, l.batch_id, b.number as "batch_number?",
                  b.expires_on as "expires_on?", l.quantity_milli, l.value_minor, l.billed_milli,
                  l.billed_minor, l.returned_milli, l.dropped_milli, l.dropped_minor
             from app.receipt_line l
             join app.receipt r on r.business_id = l.business_id and r.receipt_id = l.receipt_id
             join app.product p on p.business_id = l.business_id and p.product_id = l.product_id
             left join app.batch b on b.business_id = l.business_id and b.batch_id = l.batch_id
            where l.business_id = $1 and r.supplier_id = $2
              and ($3::uuid is null or r.receipt_id = $3) and l.returned_milli < l.quantity_milli
            order by r.number desc, l.line_no limit $4"#,
        business,
        supplier_id,
        receipt_id,
        most
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(LineRow::read).collect())
}

/// What bills asked for a receipt line, tax left out: how much of it, and for how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::purchasing::bills) struct Billed {
    pub quantity: Quantity,
    pub net: Money,
}

/// What bills asked for the lines of receipts.
pub(in crate::purchasing::bills) async fn billed_for(
    tx: &mut BusinessTx,
    receipts: &[Uuid],
) -> Result<HashMap<(Uuid, i32), Billed>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select receipt_id, receipt_line_no as "line_no!",
                  sum(quantity_milli)::bigint as "quantity!", sum(net_minor)::bigint as "net!"
             from app.bill_line
            where business_id = $1 and receipt_id = any($2) and kind = 'goods'
            group by receipt_id, receipt_line_no"#,
        business,
        receipts
    )
    .fetch_all(tx.conn())
    .await?;
    let billed = rows.into_iter().map(|row| {
        let billed = Billed {
            quantity: Quantity::from_milli(row.quantity),
            net: Money::from_minor(row.net),
        };
        ((row.receipt_id, row.line_no), billed)
    });
    Ok(billed.collect())
}

/// What better prices took off lines of receipts so far, tax left out, by receipt and number; what was undone
/// took off nothing.
pub(in crate::purchasing::bills) async fn cheapened(
    tx: &mut BusinessTx,
    receipts: &[Uuid],
) -> Result<HashMap<(Uuid, i32), Money>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select l.receipt_id, l.receipt_line_no, sum(l.net_minor)::bigint as "net!"
             from app.supplier_credit_line l
             join app.supplier_credit c on c.business_id = l.business_id
                  and c.credit_id = l.credit_id
            where l.business_id = $1 and l.receipt_id = any($2) and c.reason = 'price'
              and c.undone_at is null
            group by l.receipt_id, l.receipt_line_no"#,
        business,
        receipts
    )
    .fetch_all(tx.conn())
    .await?;
    let off = rows.into_iter().map(|row| {
        (
            (row.receipt_id, row.receipt_line_no),
            Money::from_minor(row.net),
        )
    });
    Ok(off.collect())
}
