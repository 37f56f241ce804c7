//! The SQL of stock. Rows are locked in the order of the primary key: product, then location.

use std::collections::HashMap;

use uuid::Uuid;

use super::Line;
use super::layers::{Layer, Taken};
use crate::platform::BusinessTx;
use crate::values::{Money, Quantity, Stop};

/// A locked level.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Level {
    pub on_hand: Quantity,
    pub reserved: Quantity,
    pub free: Quantity,
}

/// A movement to be written.
#[derive(Debug, Clone)]
pub(super) struct NewMovement {
    pub movement_id: Uuid,
    pub product_id: Uuid,
    pub location_id: Uuid,
    pub kind: &'static str,
    pub quantity: Quantity,
    pub value: Money,
    pub source_kind: &'static str,
    pub source_id: Uuid,
    pub line_no: i32,
}

fn ids(lines: &[Line]) -> Vec<Uuid> {
    lines.iter().map(|line| line.product_id).collect()
}

fn quantities(lines: &[Line]) -> Vec<i64> {
    lines.iter().map(|line| line.quantity.milli()).collect()
}

pub(super) async fn lock_levels(
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

pub(super) async fn hold(
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

pub(super) async fn let_go(
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

pub(super) async fn take_held(
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

pub(super) async fn available_at(
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

pub(super) async fn levels_of(
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

pub(super) async fn ensure_level(
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

pub(super) async fn lower_level(
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

pub(super) async fn was_adjusted(tx: &mut BusinessTx, source_id: Uuid) -> Result<bool, Stop> {
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
pub(super) async fn last_cost(tx: &mut BusinessTx, product_id: Uuid) -> Result<Money, Stop> {
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

pub(super) async fn lock_layers(
    tx: &mut BusinessTx,
    location_id: Uuid,
    lines: &[Line],
) -> Result<Vec<Layer>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select layer_id, product_id, left_milli, left_value_minor from app.cost_layer
          where business_id = $1 and location_id = $2 and product_id = any($3) and left_milli > 0
          order by product_id, received_at, layer_id for no key update",
        business,
        location_id,
        &ids(lines)
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Layer {
            layer_id: row.layer_id,
            product_id: row.product_id,
            left: Quantity::from_milli(row.left_milli),
            left_value: Money::from_minor(row.left_value_minor),
        })
        .collect())
}

pub(super) async fn lower_layers(tx: &mut BusinessTx, taken: &[Taken]) -> Result<(), Stop> {
    let business = tx.business();
    let uses: Vec<_> = taken.iter().flat_map(|taken| &taken.uses).collect();
    let layers: Vec<Uuid> = uses.iter().map(|each| each.layer_id).collect();
    let amounts: Vec<i64> = uses.iter().map(|each| each.quantity.milli()).collect();
    let values: Vec<i64> = uses.iter().map(|each| each.value.minor()).collect();
    sqlx::query!(
        "update app.cost_layer l set left_milli = l.left_milli - u.quantity,
                left_value_minor = l.left_value_minor - u.value
           from unnest($2::uuid[], $3::bigint[], $4::bigint[]) as u(layer_id, quantity, value)
          where l.business_id = $1 and l.layer_id = u.layer_id",
        business,
        &layers,
        &amounts,
        &values
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(super) async fn insert_uses(tx: &mut BusinessTx, taken: &[Taken]) -> Result<(), Stop> {
    let business = tx.business();
    let uses: Vec<_> = taken
        .iter()
        .flat_map(|taken| taken.uses.iter().map(move |each| (taken.movement_id, each)))
        .collect();
    let movements: Vec<Uuid> = uses.iter().map(|(movement, _)| *movement).collect();
    let layers: Vec<Uuid> = uses.iter().map(|(_, each)| each.layer_id).collect();
    let amounts: Vec<i64> = uses.iter().map(|(_, each)| each.quantity.milli()).collect();
    let values: Vec<i64> = uses.iter().map(|(_, each)| each.value.minor()).collect();
    sqlx::query!(
        "insert into app.layer_use (business_id, movement_id, layer_id, quantity_milli, value_minor)
         select $1, u.* from unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[]) as u",
        business,
        &movements,
        &layers,
        &amounts,
        &values
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(super) async fn insert_movements(
    tx: &mut BusinessTx,
    movements: &[NewMovement],
) -> Result<(), Stop> {
    let business = tx.business();
    let (now, today, member) = (tx.scope().now, tx.scope().today(), tx.scope().member_id());
    let columns = Columns::of(movements);
    sqlx::query!(
        "insert into app.stock_movement (business_id, movement_id, product_id, location_id,
                quantity_milli, value_minor, source_line, source_id, kind, source_kind,
                occurred_at, business_date, member_id)
         select $1, m.*, $10, $11, $12
           from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[], $6::bigint[], $7::int[],
                       $8::uuid[], $9::text[], $13::text[]) as m",
        business,
        &columns.movements,
        &columns.products,
        &columns.locations,
        &columns.quantities,
        &columns.values,
        &columns.lines,
        &columns.sources,
        &columns.kinds,
        now,
        today,
        member,
        &columns.source_kinds
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(super) async fn insert_layers(
    tx: &mut BusinessTx,
    movements: &[NewMovement],
) -> Result<(), Stop> {
    let business = tx.business();
    let now = tx.scope().now;
    let columns = Columns::of(movements);
    sqlx::query!(
        "insert into app.cost_layer (business_id, layer_id, product_id, location_id, quantity_milli,
                value_minor, left_milli, left_value_minor, received_at)
         select $1, m.id, m.product_id, m.location_id, m.quantity, m.value, m.quantity, m.value, $7
           from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[], $6::bigint[])
                as m(id, product_id, location_id, quantity, value)",
        business,
        &columns.movements,
        &columns.products,
        &columns.locations,
        &columns.quantities,
        &columns.values,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Raises levels, making those that are missing; the movements stand in key order.
pub(super) async fn raise_levels(
    tx: &mut BusinessTx,
    movements: &[NewMovement],
) -> Result<(), Stop> {
    let business = tx.business();
    let columns = Columns::of(movements);
    sqlx::query!(
        "insert into app.stock_level as l (business_id, location_id, product_id, on_hand_milli)
         select $1, m.location_id, m.product_id, sum(m.quantity)::bigint
           from unnest($2::uuid[], $3::uuid[], $4::bigint[]) as m(location_id, product_id, quantity)
          group by m.product_id, m.location_id order by m.product_id, m.location_id
         on conflict (business_id, product_id, location_id)
            do update set on_hand_milli = l.on_hand_milli + excluded.on_hand_milli",
        business,
        &columns.locations,
        &columns.products,
        &columns.quantities
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Movements turned on their side, for statements that write many rows at once.
struct Columns {
    movements: Vec<Uuid>,
    products: Vec<Uuid>,
    locations: Vec<Uuid>,
    quantities: Vec<i64>,
    values: Vec<i64>,
    lines: Vec<i32>,
    sources: Vec<Uuid>,
    kinds: Vec<String>,
    source_kinds: Vec<String>,
}

impl Columns {
    fn of(movements: &[NewMovement]) -> Columns {
        Columns {
            movements: movements.iter().map(|m| m.movement_id).collect(),
            products: movements.iter().map(|m| m.product_id).collect(),
            locations: movements.iter().map(|m| m.location_id).collect(),
            quantities: movements.iter().map(|m| m.quantity.milli()).collect(),
            values: movements.iter().map(|m| m.value.minor()).collect(),
            lines: movements.iter().map(|m| m.line_no).collect(),
            sources: movements.iter().map(|m| m.source_id).collect(),
            kinds: movements.iter().map(|m| m.kind.to_owned()).collect(),
            source_kinds: movements.iter().map(|m| m.source_kind.to_owned()).collect(),
        }
    }
}
