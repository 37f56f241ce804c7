//! The SQL of levels.

use std::collections::HashMap;

use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::stock::Line;
use crate::values::{Money, Quantity, Stop};

/// A locked level.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::stock) struct Level {
    pub on_hand: Quantity,
    pub reserved: Quantity,
    pub free: Quantity,
}
fn ids(lines: &[Line]) -> Vec<Uuid> {
    lines.iter().map(|line| line.product_id).collect()
}

fn quantities(lines: &[Line]) -> Vec<i64> {
    lines.iter().map(|line| line.quantity.milli()).collect()
}
pub(in crate::stock) async fn lock_levels(
    tx: &mut BusinessTx,
    location_id: Uuid,
    lines: &[Line],
) -> Result<HashMap<Uuid, Level>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select product_id, on_hand_milli, reserved_milli from app.stock_level
          where business_id = $1 and location_id = $2 and product_id = any($3)
          order by product_id for no key update",
        business,
        location_id,
        &ids(lines)
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let level = Level {
                on_hand: Quantity::from_milli(row.on_hand_milli),
                reserved: Quantity::from_milli(row.reserved_milli),
                free: Quantity::from_milli(row.on_hand_milli - row.reserved_milli),
            };
            (row.product_id, level)
        })
        .collect())
}

pub(in crate::stock) async fn hold(
    tx: &mut BusinessTx,
    location_id: Uuid,
    lines: &[Line],
) -> Result<usize, Stop> {
    let business = tx.business();
    let done = sqlx::query!(
        "update app.stock_level l set reserved_milli = l.reserved_milli + w.quantity
           from unnest($3::uuid[], $4::bigint[]) as w(product_id, quantity)
          where l.business_id = $1 and l.location_id = $2 and l.product_id = w.product_id
            and l.on_hand_milli - l.reserved_milli >= w.quantity",
        business,
        location_id,
        &ids(lines),
        &quantities(lines)
    )
    .execute(tx.conn())
    .await?;
    Ok(usize::try_from(done.rows_affected()).unwrap_or(usize::MAX))
}

pub(in crate::stock) async fn let_go(
    tx: &mut BusinessTx,
    location_id: Uuid,
    lines: &[Line],
) -> Result<usize, Stop> {
    let business = tx.business();
    let done = sqlx::query!(
        "update app.stock_level l set reserved_milli = l.reserved_milli - w.quantity
           from unnest($3::uuid[], $4::bigint[]) as w(product_id, quantity)
          where l.business_id = $1 and l.location_id = $2 and l.product_id = w.product_id
            and l.reserved_milli >= w.quantity",
        business,
        location_id,
        &ids(lines),
        &quantities(lines)
    )
    .execute(tx.conn())
    .await?;
    Ok(usize::try_from(done.rows_affected()).unwrap_or(usize::MAX))
}

pub(in crate::stock) async fn take_held(
    tx: &mut BusinessTx,
    location_id: Uuid,
    lines: &[Line],
) -> Result<usize, Stop> {
    let business = tx.business();
    let done = sqlx::query!(
        "update app.stock_level l set on_hand_milli = l.on_hand_milli - w.quantity,
                reserved_milli = l.reserved_milli - w.quantity
           from unnest($3::uuid[], $4::bigint[]) as w(product_id, quantity)
          where l.business_id = $1 and l.location_id = $2 and l.product_id = w.product_id
            and l.reserved_milli >= w.quantity",
        business,
        location_id,
        &ids(lines),
        &quantities(lines)
    )
    .execute(tx.conn())
    .await?;
    Ok(usize::try_from(done.rows_affected()).unwrap_or(usize::MAX))
}

pub(in crate::stock) async fn available_at(
    tx: &mut BusinessTx,
    location_id: Uuid,
    products: &[Uuid],
) -> Result<HashMap<Uuid, Quantity>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select product_id, on_hand_milli - reserved_milli as "free!" from app.stock_level
            where business_id = $1 and location_id = $2 and product_id = any($3)"#,
        business,
        location_id,
        products
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.product_id, Quantity::from_milli(row.free)))
        .collect())
}

pub(in crate::stock) async fn levels_of(
    tx: &mut BusinessTx,
    product_id: Uuid,
) -> Result<Vec<(Uuid, Quantity, Quantity)>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select location_id, on_hand_milli, reserved_milli from app.stock_level
          where business_id = $1 and product_id = $2 order by location_id",
        business,
        product_id
    )
    .fetch_all(tx.conn())
    .await?;
    let quantity = Quantity::from_milli;
    Ok(rows
        .into_iter()
        .map(|row| {
            (
                row.location_id,
                quantity(row.on_hand_milli),
                quantity(row.reserved_milli),
            )
        })
        .collect())
}

pub(in crate::stock) async fn ensure_level(
    tx: &mut BusinessTx,
    product_id: Uuid,
    location_id: Uuid,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "insert into app.stock_level (business_id, location_id, product_id) values ($1, $2, $3)
         on conflict do nothing",
        business,
        location_id,
        product_id
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Makes the levels that are missing, in key order.
pub(in crate::stock) async fn ensure_levels(
    tx: &mut BusinessTx,
    location_id: Uuid,
    products: &[Uuid],
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "insert into app.stock_level (business_id, location_id, product_id)
         select $1, $2, n.product_id from unnest($3::uuid[]) as n (product_id)
          order by n.product_id
         on conflict do nothing",
        business,
        location_id,
        products
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Takes what is gone off many levels, whose rows are locked.
pub(in crate::stock) async fn lower_levels(
    tx: &mut BusinessTx,
    location_id: Uuid,
    lines: &[Line],
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.stock_level l set on_hand_milli = l.on_hand_milli - w.quantity
           from unnest($3::uuid[], $4::bigint[]) as w(product_id, quantity)
          where l.business_id = $1 and l.location_id = $2 and l.product_id = w.product_id",
        business,
        location_id,
        &ids(lines),
        &quantities(lines)
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(in crate::stock) async fn lower_level(
    tx: &mut BusinessTx,
    location_id: Uuid,
    line: Line,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.stock_level set on_hand_milli = on_hand_milli - $4
          where business_id = $1 and location_id = $2 and product_id = $3",
        business,
        location_id,
        line.product_id,
        line.quantity.milli()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(in crate::stock) async fn was_adjusted(
    tx: &mut BusinessTx,
    source_id: Uuid,
) -> Result<bool, Stop> {
    let business = tx.business();
    let there = sqlx::query_scalar!(
        r#"select exists (select 1 from app.stock_movement
            where business_id = $1 and source_kind = 'adjustment' and source_id = $2) as "there!""#,
        business,
        source_id
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(there)
}

/// What one unit came in for the last time; nothing where it never came.
pub(in crate::stock) async fn last_cost(
    tx: &mut BusinessTx,
    product_id: Uuid,
) -> Result<Money, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        "select value_minor, quantity_milli from app.cost_layer
          where business_id = $1 and product_id = $2 order by received_at desc, layer_id desc limit 1",
        business,
        product_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row
        .and_then(|row| Money::from_minor(row.value_minor).share(1000, row.quantity_milli))
        .unwrap_or_default())
}
