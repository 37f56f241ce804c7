//! The SQL of labels: which goods are to be labelled. What never breaks: every statement names its
//! business.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::values::{Quantity, Stop};

/// Products on sale whose retail price was set at a moment or after it, and holds by now; by name.
pub(super) async fn repriced_since(
    tx: &mut BusinessTx,
    since: DateTime<Utc>,
    most: i64,
) -> Result<Vec<Uuid>, Stop> {
    let business = tx.business();
    let now = tx.scope().now;
    let ids = sqlx::query_scalar!(
        "select p.product_id from app.product p
          where p.business_id = $1 and p.retired_at is null and p.kind <> 'family'
            and exists (select 1 from app.price r
                         where r.business_id = p.business_id and r.product_id = p.product_id
                           and r.list = 'retail' and r.pack_id is null
                           and r.minimum_quantity_milli = 0
                           and r.valid_from >= $2 and r.valid_from <= $3)
          order by lower(p.name), p.product_id limit $4",
        business,
        since,
        now,
        most
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(ids)
}

/// What a receipt brought, product by product in the order of its lines; none where there is no such
/// receipt.
pub(super) async fn received(
    tx: &mut BusinessTx,
    receipt_id: Uuid,
    most: i64,
) -> Result<Vec<(Uuid, Quantity)>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select product_id as "product_id!", sum(quantity_milli)::bigint as "quantity!"
             from app.receipt_line where business_id = $1 and receipt_id = $2
            group by product_id order by min(line_no) limit $3"#,
        business,
        receipt_id,
        most
    )
    .fetch_all(tx.conn())
    .await?;
    let lines = rows.into_iter();
    Ok(lines
        .map(|row| (row.product_id, Quantity::from_milli(row.quantity)))
        .collect())
}
