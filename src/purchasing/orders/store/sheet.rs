//! The SQL of orders to suppliers as a file.

use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::platform::files::{Cells, Span};
use crate::values::{Money, Quantity, Stop};

/// Every line of these orders, in the order of the file's columns. What is ordered by its own unit
/// says that unit where others say their pack.
pub(in crate::purchasing::orders) async fn rows(
    tx: &mut BusinessTx,
    span: &Span,
) -> Result<Vec<Cells>, Stop> {
    let business = tx.business();
    let currency = tx.scope().currency.clone();
    let rows = sqlx::query!(
        r#"select u.number, u.business_date, u.state, s.name as supplier_name,
                  l.name as location_name, u.expected_on, u.note, p.sku, p.name, p.unit,
                  n.packs_milli, n.pack_id, n.pack_name, n.cost_minor, n.received_milli
             from app.purchase u
             join app.purchase_line n
               on n.business_id = u.business_id and n.purchase_id = u.purchase_id
             join app.supplier s on s.business_id = u.business_id and s.supplier_id = u.supplier_id
             join app.location l on l.business_id = u.business_id and l.location_id = u.location_id
             join app.product p on p.business_id = n.business_id and p.product_id = n.product_id
            where u.business_id = $1 and ($2::date is null or u.business_date >= $2)
              and ($3::date is null or u.business_date <= $3)
              and ($4::bigint[] is null or u.number = any($4))
            order by u.number, n.line_no"#,
        business,
        span.from,
        span.to,
        span.numbers.as_deref() as Option<&[i64]>
    )
    .fetch_all(tx.conn())
    .await?;
    let much = |milli: i64| Quantity::from_milli(milli).short();
    let rows = rows.into_iter().map(|row| {
        let expected_on = row.expected_on.map(|day| day.to_string());
        let pack = row.pack_id.map_or(row.unit, |_| row.pack_name);
        vec![
            row.number.to_string(),
            row.business_date.to_string(),
            row.state,
            row.supplier_name,
            row.location_name,
            expected_on.unwrap_or_default(),
            row.note,
            row.sku,
            row.name,
            much(row.packs_milli),
            pack,
            Money::from_minor(row.cost_minor).bare(&currency),
            much(row.received_milli),
        ]
    });
    Ok(rows.collect())
}

/// The order of that number.
pub(in crate::purchasing) async fn numbered(
    tx: &mut BusinessTx,
    number: i64,
) -> Result<Option<Uuid>, Stop> {
    let business = tx.business();
    let purchase_id = sqlx::query_scalar!(
        "select purchase_id from app.purchase where business_id = $1 and number = $2",
        business,
        number
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(purchase_id)
}
