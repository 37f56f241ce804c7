//! The SQL of receipts as a file.

use crate::platform::BusinessTx;
use crate::platform::files::{Cells, Span};
use crate::values::{Money, Quantity, Stop};

/// Every line of these receipts, in the order of the file's columns.
pub(in crate::purchasing::receiving) async fn rows(
    tx: &mut BusinessTx,
    span: &Span,
) -> Result<Vec<Cells>, Stop> {
    let business = tx.business();
    let currency = tx.scope().currency.clone();
    let rows = sqlx::query!(
        r#"select r.number, r.business_date, u.number as "purchase_number?",
                  s.name as supplier_name, l.name as location_name, r.delivery_note, r.note, p.sku,
                  p.name, n.quantity_milli, b.number as "batch?", b.expires_on as "expires_on?",
                  n.value_minor
             from app.receipt r
             join app.receipt_line n
               on n.business_id = r.business_id and n.receipt_id = r.receipt_id
             join app.supplier s on s.business_id = r.business_id and s.supplier_id = r.supplier_id
             join app.location l on l.business_id = r.business_id and l.location_id = r.location_id
             join app.product p on p.business_id = n.business_id and p.product_id = n.product_id
             left join app.purchase u
               on u.business_id = r.business_id and u.purchase_id = r.purchase_id
             left join app.batch b on b.business_id = n.business_id and b.batch_id = n.batch_id
            where r.business_id = $1 and ($2::date is null or r.business_date >= $2)
              and ($3::date is null or r.business_date <= $3)
              and ($4::bigint[] is null or r.number = any($4))
            order by r.number, n.line_no"#,
        business,
        span.from,
        span.to,
        span.numbers.as_deref() as Option<&[i64]>
    )
    .fetch_all(tx.conn())
    .await?;
    let rows = rows.into_iter().map(|row| {
        let value = Money::from_minor(row.value_minor);
        let cost = value.share(1000, row.quantity_milli).unwrap_or_default();
        let order = row.purchase_number.map(|number| number.to_string());
        let expires_on = row.expires_on.map(|day| day.to_string());
        vec![
            row.number.to_string(),
            row.business_date.to_string(),
            order.unwrap_or_default(),
            row.supplier_name,
            row.location_name,
            row.delivery_note,
            row.note,
            row.sku,
            row.name,
            Quantity::from_milli(row.quantity_milli).short(),
            row.batch.unwrap_or_default(),
            expires_on.unwrap_or_default(),
            cost.bare(&currency),
            value.bare(&currency),
        ]
    });
    Ok(rows.collect())
}
