//! The SQL of what goods cost: policy, last cost, and average cost.

use std::collections::HashMap;

use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::values::{Money, Stop};

/// A business's choices about its stock, as they are written.
#[derive(Debug, Clone)]
pub(in crate::stock) struct PolicyRow {
    pub costing: String,
    pub below_zero: String,
    pub expired_goods: String,
    pub reclaims_tax: bool,
}

pub(in crate::stock) async fn policy(tx: &mut BusinessTx) -> Result<PolicyRow, Stop> {
    let business = tx.business();
    let row = sqlx::query_as!(
        PolicyRow,
        "select costing, below_zero, expired_goods, reclaims_tax from app.business
          where business_id = $1",
        business
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(row)
}

/// What one unit came in for the last time, of those that ever came; else what its form says.
pub(in crate::stock) async fn last_costs(
    tx: &mut BusinessTx,
    products: &[Uuid],
) -> Result<HashMap<Uuid, Money>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select w.product_id as "product_id!", c.value_minor as "value_minor!",
                  c.quantity_milli as "quantity_milli!"
             from unnest($2::uuid[]) as w(product_id)
             cross join lateral (
                  select value_minor, quantity_milli from app.cost_layer
                   where business_id = $1 and product_id = w.product_id
                   order by received_at desc, layer_id desc limit 1) c"#,
        business,
        products
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let cost = Money::from_minor(row.value_minor).share(1000, row.quantity_milli)?;
            Some((row.product_id, cost))
        })
        .collect())
}

/// Gives every layer of these products at a location the same cost per unit, without losing a cent.
pub(in crate::stock) async fn level_layers(
    tx: &mut BusinessTx,
    location_id: Uuid,
    products: &[Uuid],
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "with t as (
             select layer_id, left_milli, sum(left_value_minor) over p as value,
                    sum(left_milli) over p as quantity,
                    sum(left_milli) over (p order by received_at, layer_id) as so_far
               from app.cost_layer
              where business_id = $1 and location_id = $2 and product_id = any($3) and left_milli > 0
             window p as (partition by product_id))
         update app.cost_layer l
            set left_value_minor = (round(t.value * t.so_far / t.quantity)
                                  - round(t.value * (t.so_far - t.left_milli) / t.quantity))::bigint
           from t where l.business_id = $1 and l.layer_id = t.layer_id",
        business,
        location_id,
        products
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Locks all levels of the business, in key order.
pub(in crate::stock) async fn lock_every_level(tx: &mut BusinessTx) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "select count(*) from (select 1 from app.stock_level where business_id = $1
          order by product_id, location_id for no key update) l",
        business
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(())
}

/// The same as [`level_layers`], for everything.
pub(in crate::stock) async fn level_every_layer(tx: &mut BusinessTx) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "with t as (
             select layer_id, left_milli, sum(left_value_minor) over p as value,
                    sum(left_milli) over p as quantity,
                    sum(left_milli) over (p order by received_at, layer_id) as so_far
               from app.cost_layer
              where business_id = $1 and left_milli > 0
             window p as (partition by product_id, location_id))
         update app.cost_layer l
            set left_value_minor = (round(t.value * t.so_far / t.quantity)
                                  - round(t.value * (t.so_far - t.left_milli) / t.quantity))::bigint
           from t where l.business_id = $1 and l.layer_id = t.layer_id",
        business
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
