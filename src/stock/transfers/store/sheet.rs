//! The SQL of transfers as a file.

use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::platform::files::{Cells, Span};
use crate::values::{Quantity, Stop};

/// Every line of these transfers, in the order of the file's columns.
pub(in crate::stock::transfers) async fn rows(
    tx: &mut BusinessTx,
    span: &Span,
) -> Result<Vec<Cells>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select t.number, t.business_date, t.state, f.name as from_name, o.name as to_name,
                  t.note, p.sku, p.name, n.quantity_milli, b.number as "batch?",
                  n.sent_milli as "sent_milli?", n.arrived_milli as "arrived_milli?"
             from app.transfer t
             join app.transfer_line n
               on n.business_id = t.business_id and n.transfer_id = t.transfer_id
             join app.location f
               on f.business_id = t.business_id and f.location_id = t.from_location_id
             join app.location o
               on o.business_id = t.business_id and o.location_id = t.to_location_id
             join app.product p on p.business_id = n.business_id and p.product_id = n.product_id
             left join app.batch b on b.business_id = n.business_id and b.batch_id = n.batch_id
            where t.business_id = $1 and ($2::date is null or t.business_date >= $2)
              and ($3::date is null or t.business_date <= $3)
              and ($4::bigint[] is null or t.number = any($4))
            order by t.number, n.line_no"#,
        business,
        span.from,
        span.to,
        span.numbers.as_deref() as Option<&[i64]>
    )
    .fetch_all(tx.conn())
    .await?;
    let much = |milli: Option<i64>| milli.map(|milli| Quantity::from_milli(milli).short());
    let rows = rows.into_iter().map(|row| {
        vec![
            row.number.to_string(),
            row.business_date.to_string(),
            row.state,
            row.from_name,
            row.to_name,
            row.note,
            row.sku,
            row.name,
            Quantity::from_milli(row.quantity_milli).short(),
            row.batch.unwrap_or_default(),
            much(row.sent_milli).unwrap_or_default(),
            much(row.arrived_milli).unwrap_or_default(),
        ]
    });
    Ok(rows.collect())
}

/// The transfer of that number.
pub(in crate::stock::transfers) async fn numbered(
    tx: &mut BusinessTx,
    number: i64,
) -> Result<Option<Uuid>, Stop> {
    let business = tx.business();
    let transfer_id = sqlx::query_scalar!(
        "select transfer_id from app.transfer where business_id = $1 and number = $2",
        business,
        number
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(transfer_id)
}
