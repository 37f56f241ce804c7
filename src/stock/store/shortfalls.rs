//! The SQL of shortfalls: what was sold although it was not there.

use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::stock::Source;
use crate::stock::leave::Departure;
use crate::values::{Money, Quantity, Stop};

/// A shortfall to be written.
#[derive(Debug, Clone, Copy)]
pub(in crate::stock) struct NewShortfall {
    pub product_id: Uuid,
    pub line_no: i32,
    pub quantity: Quantity,
}

/// A shortfall that is not covered yet.
#[derive(Debug, Clone, Copy)]
pub(in crate::stock) struct Open {
    pub shortfall_id: Uuid,
    pub product_id: Uuid,
    pub left: Quantity,
    pub covers: i32,
}

/// A part of a shortfall that is covered now.
#[derive(Debug, Clone, Copy)]
pub(in crate::stock) struct Covered {
    pub shortfall_id: Uuid,
    pub product_id: Uuid,
    pub quantity: Quantity,
    pub value: Money,
}

pub(in crate::stock) async fn insert_shortfalls(
    tx: &mut BusinessTx,
    departure: &Departure,
    shortfalls: &[NewShortfall],
) -> Result<(), Stop> {
    if shortfalls.is_empty() {
        return Ok(());
    }
    let business = tx.business();
    let (now, member) = (tx.scope().now, tx.scope().member_id());
    let ids: Vec<Uuid> = shortfalls.iter().map(|_| Uuid::now_v7()).collect();
    let products: Vec<Uuid> = shortfalls.iter().map(|one| one.product_id).collect();
    let lines: Vec<i32> = shortfalls.iter().map(|one| one.line_no).collect();
    let amounts: Vec<i64> = shortfalls.iter().map(|one| one.quantity.milli()).collect();
    sqlx::query!(
        "insert into app.stock_shortfall (business_id, location_id, source_kind, source_id,
                occurred_at, member_id, shortfall_id, product_id, source_line, quantity_milli,
                left_milli)
         select $1, $2, $3, $4, $5, $6, u.id, u.product_id, u.line_no, u.quantity, u.quantity
           from unnest($7::uuid[], $8::uuid[], $9::int[], $10::bigint[])
                as u(id, product_id, line_no, quantity)",
        business,
        departure.location_id,
        departure.source.kind,
        departure.source.id,
        now,
        member,
        &ids,
        &products,
        &lines,
        &amounts
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Locks what is not covered yet, the oldest first. The levels are locked before.
pub(in crate::stock) async fn open_shortfalls(
    tx: &mut BusinessTx,
    location_id: Uuid,
    products: &[Uuid],
) -> Result<Vec<Open>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select shortfall_id, product_id, left_milli, covers from app.stock_shortfall
          where business_id = $1 and location_id = $2 and product_id = any($3) and left_milli > 0
          order by product_id, occurred_at, shortfall_id for no key update",
        business,
        location_id,
        products
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Open {
            shortfall_id: row.shortfall_id,
            product_id: row.product_id,
            left: Quantity::from_milli(row.left_milli),
            covers: row.covers,
        })
        .collect())
}

/// Covers: the shortfalls are less by it, and so are the levels and what they are worth.
pub(in crate::stock) async fn cover(
    tx: &mut BusinessTx,
    location_id: Uuid,
    covered: &[Covered],
) -> Result<(), Stop> {
    let business = tx.business();
    let ids: Vec<Uuid> = covered.iter().map(|one| one.shortfall_id).collect();
    let products: Vec<Uuid> = covered.iter().map(|one| one.product_id).collect();
    let amounts: Vec<i64> = covered.iter().map(|one| one.quantity.milli()).collect();
    let values: Vec<i64> = covered.iter().map(|one| one.value.minor()).collect();
    sqlx::query!(
        "update app.stock_shortfall s
            set left_milli = s.left_milli - u.quantity, covers = s.covers + 1
           from unnest($2::uuid[], $3::bigint[]) as u(shortfall_id, quantity)
          where s.business_id = $1 and s.shortfall_id = u.shortfall_id",
        business,
        &ids,
        &amounts
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "update app.stock_level l
            set on_hand_milli = l.on_hand_milli - w.quantity,
                short_milli = l.short_milli - w.quantity, value_minor = l.value_minor - w.value
           from (select product_id, sum(quantity)::bigint as quantity, sum(value)::bigint as value
                   from unnest($3::uuid[], $4::bigint[], $5::bigint[])
                        as u(product_id, quantity, value)
                  group by product_id) w
          where l.business_id = $1 and l.location_id = $2 and l.product_id = w.product_id",
        business,
        location_id,
        &products,
        &amounts,
        &values
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Where a line's shortfall is, if it has one.
pub(in crate::stock) async fn shortfall_place(
    tx: &mut BusinessTx,
    source: Source,
    line_no: i32,
    product_id: Uuid,
) -> Result<Option<Uuid>, Stop> {
    let business = tx.business();
    let place = sqlx::query_scalar!(
        "select location_id from app.stock_shortfall
          where business_id = $1 and source_kind = $2 and source_id = $3 and source_line = $4
            and product_id = $5",
        business,
        source.kind,
        source.id,
        line_no,
        product_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(place)
}

/// Locks a line's shortfall, and answers what of it is not covered. The level is locked before.
pub(in crate::stock) async fn lock_shortfall(
    tx: &mut BusinessTx,
    source: Source,
    line_no: i32,
    product_id: Uuid,
) -> Result<Option<(Uuid, Quantity)>, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        "select shortfall_id, left_milli from app.stock_shortfall
          where business_id = $1 and source_kind = $2 and source_id = $3 and source_line = $4
            and product_id = $5 for no key update",
        business,
        source.kind,
        source.id,
        line_no,
        product_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| (row.shortfall_id, Quantity::from_milli(row.left_milli))))
}

/// Goods came back that were never there: the shortfall is less by them, and so is what sells, unless
/// they were sold so long ago that they no longer count. The level is locked before, so that nobody
/// forgets old sales meanwhile.
pub(in crate::stock) async fn take_back(
    tx: &mut BusinessTx,
    location_id: Uuid,
    shortfall_id: Uuid,
    product_id: Uuid,
    quantity: Quantity,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.stock_shortfall
            set left_milli = left_milli - $3, returned_milli = returned_milli + $3
          where business_id = $1 and shortfall_id = $2",
        business,
        shortfall_id,
        quantity.milli()
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "update app.stock_level l
            set short_milli = l.short_milli - $4::bigint,
                sold_milli = l.sold_milli
                           - case when s.recorded_at >= o.sold_since then $4::bigint else 0 end
           from app.stock_shortfall s
           join app.location o on o.business_id = s.business_id and o.location_id = s.location_id
          where l.business_id = $1 and l.location_id = $2 and l.product_id = $3
            and s.business_id = $1 and s.shortfall_id = $5",
        business,
        location_id,
        product_id,
        quantity.milli(),
        shortfall_id
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
