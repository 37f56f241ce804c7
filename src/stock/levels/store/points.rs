//! Minimum and reorder points: found, locked in key order, and set.

use std::collections::HashMap;

use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::stock::levels::Points;
use crate::values::{Quantity, Stop};

/// What stands at a product and a location under its lock.
type Kept = HashMap<(Uuid, Uuid), (Option<Quantity>, Option<Quantity>)>;

/// The products of these SKUs that have a stock of their own, off sale or not.
pub(in crate::stock::levels) async fn products_by_sku(
    tx: &mut BusinessTx,
    skus: &[String],
) -> Result<HashMap<String, Uuid>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select sku, product_id from app.product
          where business_id = $1 and sku = any($2) and kind = 'plain'",
        business,
        skus
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.sku, row.product_id))
        .collect())
}

/// The open locations by their names in small letters.
pub(in crate::stock::levels) async fn locations_named(
    tx: &mut BusinessTx,
) -> Result<HashMap<String, Uuid>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select name, location_id from app.location
          where business_id = $1 and retired_at is null",
        business
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.name.to_lowercase(), row.location_id))
        .collect())
}

/// Locks the levels of these points in key order, making those that are missing and are to have one.
/// Answers what stands there; a level that is missing still is not in it.
pub(in crate::stock::levels) async fn lock_points(
    tx: &mut BusinessTx,
    points: &[Points],
) -> Result<Kept, Stop> {
    let business = tx.business();
    let columns = Columns::of(points);
    sqlx::query!(
        "insert into app.stock_level (business_id, product_id, location_id)
         select $1, w.product_id, w.location_id
           from unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[])
                as w (product_id, location_id, minimum, reorder)
          where w.minimum is not null or w.reorder is not null
          order by w.product_id, w.location_id
         on conflict do nothing",
        business,
        &columns.products,
        &columns.locations,
        &columns.minimums as &[Option<i64>],
        &columns.reorders as &[Option<i64>]
    )
    .execute(tx.conn())
    .await?;
    let rows = sqlx::query!(
        "select l.product_id, l.location_id, l.minimum_milli, l.reorder_milli
           from unnest($2::uuid[], $3::uuid[]) as w (product_id, location_id)
           join app.stock_level l on l.product_id = w.product_id and l.location_id = w.location_id
          where l.business_id = $1
          order by l.product_id, l.location_id for no key update of l",
        business,
        &columns.products,
        &columns.locations
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let minimum = row.minimum_milli.map(Quantity::from_milli);
            let reorder = row.reorder_milli.map(Quantity::from_milli);
            ((row.product_id, row.location_id), (minimum, reorder))
        })
        .collect())
}

/// Sets points whose levels are locked.
pub(in crate::stock::levels) async fn set_points(
    tx: &mut BusinessTx,
    points: &[Points],
) -> Result<(), Stop> {
    let business = tx.business();
    let columns = Columns::of(points);
    sqlx::query!(
        "update app.stock_level l set minimum_milli = w.minimum, reorder_milli = w.reorder
           from unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[])
                as w (product_id, location_id, minimum, reorder)
          where l.business_id = $1 and l.product_id = w.product_id
            and l.location_id = w.location_id",
        business,
        &columns.products,
        &columns.locations,
        &columns.minimums as &[Option<i64>],
        &columns.reorders as &[Option<i64>]
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Points turned on their side, for statements that write many rows at once.
struct Columns {
    products: Vec<Uuid>,
    locations: Vec<Uuid>,
    minimums: Vec<Option<i64>>,
    reorders: Vec<Option<i64>>,
}

impl Columns {
    fn of(points: &[Points]) -> Columns {
        let milli = |quantity: Option<Quantity>| quantity.map(Quantity::milli);
        Columns {
            products: points.iter().map(|one| one.product_id).collect(),
            locations: points.iter().map(|one| one.location_id).collect(),
            minimums: points.iter().map(|one| milli(one.minimum)).collect(),
            reorders: points.iter().map(|one| milli(one.reorder)).collect(),
        }
    }
}
