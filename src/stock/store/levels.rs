//! The SQL of levels.

use std::collections::HashMap;

use uuid::Uuid;

use super::NewMovement;
use crate::platform::BusinessTx;
use crate::stock::leave::{Departure, Left};
use crate::stock::level::{Held, Line};
use crate::values::{Money, Quantity, Stop};

fn ids(lines: &[Line]) -> Vec<Uuid> {
    lines.iter().map(|line| line.product_id).collect()
}

fn quantities(lines: &[Line]) -> Vec<i64> {
    lines.iter().map(|line| line.quantity.milli()).collect()
}

/// Locks the levels that there are, in key order.
pub(in crate::stock) async fn lock_levels(
    tx: &mut BusinessTx,
    location_id: Uuid,
    products: &[Uuid],
) -> Result<HashMap<Uuid, Held>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select product_id, on_hand_milli, reserved_milli, short_milli from app.stock_level
          where business_id = $1 and location_id = $2 and product_id = any($3)
          order by product_id for no key update",
        business,
        location_id,
        products
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let level = Held {
                on_hand: Quantity::from_milli(row.on_hand_milli),
                reserved: Quantity::from_milli(row.reserved_milli),
                short: Quantity::from_milli(row.short_milli),
            };
            (row.product_id, level)
        })
        .collect())
}

/// Locks the levels that there are at several locations, in key order; them, by location and product.
pub(in crate::stock) async fn lock_at_all(
    tx: &mut BusinessTx,
    locations: &[Uuid],
    products: &[Uuid],
) -> Result<HashMap<(Uuid, Uuid), Held>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select location_id, product_id, on_hand_milli, reserved_milli, short_milli
           from app.stock_level
          where business_id = $1 and location_id = any($2) and product_id = any($3)
          order by product_id, location_id for no key update",
        business,
        locations,
        products
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let level = Held {
                on_hand: Quantity::from_milli(row.on_hand_milli),
                reserved: Quantity::from_milli(row.reserved_milli),
                short: Quantity::from_milli(row.short_milli),
            };
            ((row.location_id, row.product_id), level)
        })
        .collect())
}

/// Locks the levels of a product at every location, in key order.
pub(in crate::stock) async fn lock_levels_of(
    tx: &mut BusinessTx,
    product_id: Uuid,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "select location_id from app.stock_level
          where business_id = $1 and product_id = $2 order by location_id for no key update",
        business,
        product_id
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(())
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

/// Takes what left off the levels, whose rows are locked, with what it had cost; adds what was not
/// there to their shortfall, and what a customer took, there or not, to what sells.
pub(in crate::stock) async fn lower_levels(
    tx: &mut BusinessTx,
    departure: &Departure,
    lines: &[Left],
) -> Result<(), Stop> {
    let business = tx.business();
    let products: Vec<Uuid> = lines.iter().map(|line| line.product_id).collect();
    let moved: Vec<i64> = lines.iter().map(|line| line.quantity.milli()).collect();
    let short: Vec<i64> = lines.iter().map(|line| line.short.milli()).collect();
    let values: Vec<i64> = lines.iter().map(|line| line.value.minor()).collect();
    sqlx::query!(
        "update app.stock_level l
            set on_hand_milli = l.on_hand_milli - w.moved, short_milli = l.short_milli + w.short,
                value_minor = l.value_minor - w.value,
                sold_milli = l.sold_milli + case when $7 then w.moved + w.short else 0 end
           from (select product_id, sum(moved)::bigint as moved, sum(short)::bigint as short,
                        sum(value)::bigint as value
                   from unnest($3::uuid[], $4::bigint[], $5::bigint[], $6::bigint[])
                        as u(product_id, moved, short, value)
                  group by product_id) w
          where l.business_id = $1 and l.location_id = $2 and l.product_id = w.product_id",
        business,
        departure.location_id,
        &products,
        &moved,
        &short,
        &values,
        departure.kind.is_sale()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Raises levels in key order, making those that are missing; what customers brought back is taken off
/// what sells. The answer: products of which something was sold before it was there.
pub(in crate::stock) async fn raise_levels(
    tx: &mut BusinessTx,
    location_id: Uuid,
    movements: &[NewMovement],
) -> Result<Vec<Uuid>, Stop> {
    let business = tx.business();
    let products: Vec<Uuid> = movements.iter().map(|one| one.product_id).collect();
    let amounts: Vec<i64> = movements.iter().map(|one| one.quantity.milli()).collect();
    let values: Vec<i64> = movements.iter().map(|one| one.value.minor()).collect();
    let returned: Vec<bool> = movements.iter().map(|one| one.kind.is_return()).collect();
    let rows = sqlx::query!(
        "insert into app.stock_level as l (business_id, location_id, product_id, on_hand_milli,
                value_minor, sold_milli)
         select $1, $2, m.product_id, sum(m.quantity)::bigint, sum(m.value)::bigint,
                sum(case when m.returned then -m.quantity else 0 end)::bigint
           from unnest($3::uuid[], $4::bigint[], $5::bigint[], $6::boolean[])
                as m(product_id, quantity, value, returned)
          group by m.product_id order by m.product_id
         on conflict (business_id, product_id, location_id)
            do update set on_hand_milli = l.on_hand_milli + excluded.on_hand_milli,
                          value_minor = l.value_minor + excluded.value_minor,
                          sold_milli = l.sold_milli + excluded.sold_milli
         returning product_id, short_milli",
        business,
        location_id,
        &products,
        &amounts,
        &values,
        &returned
    )
    .fetch_all(tx.conn())
    .await?;
    let mut waiting: Vec<Uuid> = rows
        .into_iter()
        .filter(|row| row.short_milli > 0)
        .map(|row| row.product_id)
        .collect();
    waiting.sort_unstable();
    Ok(waiting)
}

/// Changes what the goods of a level are worth, its row locked.
pub(in crate::stock) async fn revalue_level(
    tx: &mut BusinessTx,
    location_id: Uuid,
    product_id: Uuid,
    change: Money,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.stock_level set value_minor = value_minor + $4
          where business_id = $1 and location_id = $2 and product_id = $3",
        business,
        location_id,
        product_id,
        change.minor()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// What at a location has expired, by product: whatever the policy, nobody is promised it.
pub async fn spoilt_at(
    tx: &mut BusinessTx,
    location_id: Uuid,
    products: &[Uuid],
) -> Result<HashMap<Uuid, Quantity>, Stop> {
    let (business, today) = (tx.business(), tx.scope().today());
    let rows = sqlx::query!(
        r#"select product_id, sum(left_milli)::bigint as "left!" from app.cost_layer
            where business_id = $1 and location_id = $2 and product_id = any($3)
              and left_milli > 0 and expires_on is not null and expires_on < $4
            group by product_id"#,
        business,
        location_id,
        products,
        today
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.product_id, Quantity::from_milli(row.left)))
        .collect())
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
    let spoilt = spoilt_at(tx, location_id, products).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let spoilt = spoilt.get(&row.product_id).copied().unwrap_or_default();
            let free = (row.free - spoilt.milli()).max(0);
            (row.product_id, Quantity::from_milli(free))
        })
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
