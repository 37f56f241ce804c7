//! The SQL of the movement log.

use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::stock::leave::Part;
use crate::stock::{Kind, Source};
use crate::values::{Money, Quantity, Stop};

/// A movement to be written: in +, out -, and its value at cost with the same sign.
#[derive(Debug, Clone)]
pub(in crate::stock) struct NewMovement {
    pub movement_id: Uuid,
    pub product_id: Uuid,
    pub location_id: Uuid,
    pub kind: Kind,
    pub quantity: Quantity,
    pub value: Money,
    pub source: Source,
    pub line_no: i32,
}

pub(in crate::stock) async fn insert_movements(
    tx: &mut BusinessTx,
    movements: &[NewMovement],
) -> Result<(), Stop> {
    if movements.is_empty() {
        return Ok(());
    }
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

/// Which layers movements took from.
pub(in crate::stock) async fn insert_uses(
    tx: &mut BusinessTx,
    uses: &[(Uuid, &Part)],
) -> Result<(), Stop> {
    if uses.is_empty() {
        return Ok(());
    }
    let business = tx.business();
    let movements: Vec<Uuid> = uses.iter().map(|(movement, _)| *movement).collect();
    let layers: Vec<Uuid> = uses.iter().map(|(_, part)| part.layer_id).collect();
    let amounts: Vec<i64> = uses.iter().map(|(_, part)| part.quantity.milli()).collect();
    let values: Vec<i64> = uses.iter().map(|(_, part)| part.value.minor()).collect();
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

/// A movement that brought goods.
#[derive(Debug, Clone, Copy)]
pub(in crate::stock) struct Moved {
    pub movement_id: Uuid,
    pub product_id: Uuid,
    pub quantity: Quantity,
}

/// The movement of one line of a document.
pub(in crate::stock) async fn movement_of(
    tx: &mut BusinessTx,
    source: Source,
    kind: Kind,
    line_no: i32,
) -> Result<Option<Moved>, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        "select movement_id, product_id, quantity_milli from app.stock_movement
          where business_id = $1 and source_kind = $2 and source_id = $3 and source_line = $4
            and kind = $5 and quantity_milli > 0",
        business,
        source.kind,
        source.id,
        line_no,
        kind.code()
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| Moved {
        movement_id: row.movement_id,
        product_id: row.product_id,
        quantity: Quantity::from_milli(row.quantity_milli),
    }))
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
            sources: movements.iter().map(|m| m.source.id).collect(),
            kinds: movements.iter().map(|m| m.kind.code().to_owned()).collect(),
            source_kinds: movements.iter().map(|m| m.source.kind.to_owned()).collect(),
        }
    }
}
