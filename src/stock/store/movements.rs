//! The SQL of movements and of the cost layers that follow them.

use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::stock::Line;
use crate::stock::layers::{Layer, Taken};
use crate::values::{Money, Quantity, Stop};

/// A movement to be written.
#[derive(Debug, Clone)]
pub(in crate::stock) struct NewMovement {
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
pub(in crate::stock) async fn lock_layers(
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
        &lines.iter().map(|line| line.product_id).collect::<Vec<_>>()
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

pub(in crate::stock) async fn lower_layers(
    tx: &mut BusinessTx,
    taken: &[Taken],
) -> Result<(), Stop> {
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

pub(in crate::stock) async fn insert_uses(
    tx: &mut BusinessTx,
    taken: &[Taken],
) -> Result<(), Stop> {
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

pub(in crate::stock) async fn insert_movements(
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

pub(in crate::stock) async fn insert_layers(
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
pub(in crate::stock) async fn raise_levels(
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
