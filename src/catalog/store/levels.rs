//! Where products are counted, and what is there.

use std::collections::HashMap;

use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::values::{Quantity, Stop};

/// Where a product form counts stock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::catalog) struct Home {
    pub location_id: Uuid,
    pub name: String,
}

/// The business's first location.
pub(in crate::catalog) async fn home_location(tx: &mut BusinessTx) -> Result<Option<Home>, Stop> {
    let business = tx.business();
    let home = sqlx::query_as!(
        Home,
        "select location_id, name from app.location
          where business_id = $1 and retired_at is null order by position, location_id limit 1",
        business
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(home)
}

/// What is on hand at a location, by product; a product that was never there is missing.
pub(in crate::catalog) async fn on_hand_at(
    tx: &mut BusinessTx,
    location_id: Uuid,
    products: &[Uuid],
) -> Result<HashMap<Uuid, Quantity>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select product_id, on_hand_milli from app.stock_level
          where business_id = $1 and location_id = $2 and product_id = any($3)",
        business,
        location_id,
        products
    )
    .fetch_all(tx.conn())
    .await?;
    let pair = |milli| Quantity::from_milli(milli);
    Ok(rows
        .into_iter()
        .map(|row| (row.product_id, pair(row.on_hand_milli)))
        .collect())
}

/// What is on hand of a product at a location, and how much of that is promised.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::catalog) struct Level {
    pub on_hand: Quantity,
    pub reserved: Quantity,
}

/// The levels of products at a location; a product that was never there is missing.
pub(in crate::catalog) async fn levels_at(
    tx: &mut BusinessTx,
    location_id: Uuid,
    products: &[Uuid],
) -> Result<HashMap<Uuid, Level>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select product_id, on_hand_milli, reserved_milli from app.stock_level
          where business_id = $1 and location_id = $2 and product_id = any($3)",
        business,
        location_id,
        products
    )
    .fetch_all(tx.conn())
    .await?;
    let level = |on_hand, reserved| Level {
        on_hand: Quantity::from_milli(on_hand),
        reserved: Quantity::from_milli(reserved),
    };
    Ok(rows
        .into_iter()
        .map(|row| (row.product_id, level(row.on_hand_milli, row.reserved_milli)))
        .collect())
}
