//! The SQL of adjustments as a file.

use uuid::Uuid;

use super::reason_of;
use crate::platform::BusinessTx;
use crate::platform::files::{Cells, Span};
use crate::stock::adjustments::Reason;
use crate::stock::levels::sees_costs;
use crate::values::{Money, Quantity, Stop};

/// Every line of these adjustments, in the order of the file's columns. Where a person chose the reason,
/// it says whether goods were found or are gone, and the quantity has no sign.
pub(in crate::stock::adjustments) async fn rows(
    tx: &mut BusinessTx,
    span: &Span,
) -> Result<Vec<Cells>, Stop> {
    let business = tx.business();
    let currency = tx.scope().currency.clone();
    let is_told = sees_costs(&tx.scope().who);
    let rows = sqlx::query!(
        r#"select a.number, a.business_date, l.name as location_name, a.reason, a.note, p.sku,
                  p.name, n.quantity_milli, n.value_minor, b.number as "batch?",
                  b.expires_on as "expires_on?"
             from app.adjustment a
             join app.adjustment_line n
               on n.business_id = a.business_id and n.adjustment_id = a.adjustment_id
             join app.location l
               on l.business_id = a.business_id and l.location_id = a.location_id
             join app.product p on p.business_id = n.business_id and p.product_id = n.product_id
             left join app.batch b on b.business_id = n.business_id and b.batch_id = n.batch_id
            where a.business_id = $1 and ($2::date is null or a.business_date >= $2)
              and ($3::date is null or a.business_date <= $3)
              and ($4::bigint[] is null or a.number = any($4))
            order by a.number, n.line_no"#,
        business,
        span.from,
        span.to,
        span.numbers.as_deref() as Option<&[i64]>
    )
    .fetch_all(tx.conn())
    .await?;
    let rows = rows.into_iter().map(|row| {
        let reason = reason_of(&row.reason)?;
        let milli = if Reason::TYPED.contains(&reason) {
            row.quantity_milli.abs()
        } else {
            row.quantity_milli
        };
        let expires_on = row.expires_on.map(|day| day.to_string());
        let value = is_told.then(|| Money::from_minor(row.value_minor).bare(&currency));
        Ok(vec![
            row.number.to_string(),
            row.business_date.to_string(),
            row.location_name,
            row.reason,
            row.note,
            row.sku,
            row.name,
            Quantity::from_milli(milli).short(),
            row.batch.unwrap_or_default(),
            expires_on.unwrap_or_default(),
            String::new(),
            value.unwrap_or_default(),
        ])
    });
    rows.collect()
}

/// What is there of a product at an open location, and what it is worth.
pub(in crate::stock::adjustments) struct Valued {
    pub location_id: Uuid,
    pub location_name: String,
    pub product_id: Uuid,
    pub sku: String,
    pub name: String,
    pub quantity: Quantity,
    pub value: Money,
}

/// All goods that are there, location by location; only those of these SKUs, in small letters, where
/// they are named.
pub(in crate::stock::adjustments) async fn valued(
    tx: &mut BusinessTx,
    skus: Option<&[String]>,
) -> Result<Vec<Valued>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select l.location_id, l.name as location_name, p.product_id, p.sku, p.name,
                  sum(c.left_milli)::bigint as "left_milli!",
                  sum(c.left_value_minor)::bigint as "left_value_minor!"
             from app.cost_layer c
             join app.location l
               on l.business_id = c.business_id and l.location_id = c.location_id
             join app.product p on p.business_id = c.business_id and p.product_id = c.product_id
            where c.business_id = $1 and c.left_milli > 0 and l.retired_at is null
              and ($2::text[] is null or p.sku = any($2))
            group by l.location_id, l.name, l.position, p.product_id, p.sku, p.name
            order by l.position, l.name, p.sku"#,
        business,
        skus as Option<&[String]>
    )
    .fetch_all(tx.conn())
    .await?;
    let rows = rows.into_iter().map(|row| Valued {
        location_id: row.location_id,
        location_name: row.location_name,
        product_id: row.product_id,
        sku: row.sku,
        name: row.name,
        quantity: Quantity::from_milli(row.left_milli),
        value: Money::from_minor(row.left_value_minor),
    });
    Ok(rows.collect())
}
