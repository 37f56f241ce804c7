//! The SQL of what was sold lately: kept on levels, counted from an instant on that moves on.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::values::Stop;

/// Whether levels at a location count sales that are more than a day too old.
pub(in crate::stock) async fn counts_old_sales(
    tx: &mut BusinessTx,
    location_id: Uuid,
) -> Result<bool, Stop> {
    let business = tx.business();
    let is_old = sqlx::query_scalar!(
        r#"select sold_since < now() - interval '29 days' as "is_old!" from app.location
            where business_id = $1 and location_id = $2"#,
        business,
        location_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(is_old.unwrap_or_default())
}

/// From when until when sales are to be forgotten, a week of them at most; the location's row is
/// locked. None where there are none that are too old.
pub(in crate::stock) async fn lock_old_sales(
    tx: &mut BusinessTx,
    location_id: Uuid,
) -> Result<Option<(DateTime<Utc>, DateTime<Utc>)>, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        r#"select sold_since,
                  least(sold_since + interval '7 days', now() - interval '28 days') as "until!"
             from app.location
            where business_id = $1 and location_id = $2
              and sold_since < now() - interval '29 days'
              for no key update"#,
        business,
        location_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| (row.sold_since, row.until)))
}

/// What was sold at a location from an instant on and before another, by product: what customers took,
/// there or not, less what they brought back.
pub(in crate::stock) async fn sold_between(
    tx: &mut BusinessTx,
    location_id: Uuid,
    (since, until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<(Vec<Uuid>, Vec<i64>), Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select w.product_id as "product_id!", sum(w.sold)::bigint as "sold!"
             from (select product_id, -quantity_milli as sold from app.stock_movement
                    where business_id = $1 and location_id = $2
                      and kind in ('sale', 'hand_over', 'sale_return')
                      and recorded_at >= $3 and recorded_at < $4
                   union all
                   select product_id, quantity_milli - returned_milli from app.stock_shortfall
                    where business_id = $1 and location_id = $2
                      and recorded_at >= $3 and recorded_at < $4) w
            group by w.product_id"#,
        business,
        location_id,
        since,
        until
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.product_id, row.sold))
        .unzip())
}

/// Takes sales off levels, whose rows are locked, and counts from a later instant on.
pub(in crate::stock) async fn forget_sales(
    tx: &mut BusinessTx,
    location_id: Uuid,
    until: DateTime<Utc>,
    products: &[Uuid],
    sold: &[i64],
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.stock_level l set sold_milli = l.sold_milli - w.sold
           from unnest($3::uuid[], $4::bigint[]) as w(product_id, sold)
          where l.business_id = $1 and l.location_id = $2 and l.product_id = w.product_id",
        business,
        location_id,
        products,
        sold
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "update app.location set sold_since = $3 where business_id = $1 and location_id = $2",
        business,
        location_id,
        until
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
