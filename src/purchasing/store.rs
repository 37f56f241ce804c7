//! What every room of purchasing asks of the database: products with their packs, and whose turn it is.

use std::collections::HashMap;

use uuid::Uuid;

use super::goods::{Goods, Pack};
use crate::platform::BusinessTx;
use crate::stock;
use crate::values::{Money, Quantity, Stop, Unit};

/// Products by their ids, with their packs. What one unit costs is what it cost when it came last,
/// else what its page says.
pub(super) async fn goods(
    tx: &mut BusinessTx,
    products: &[Uuid],
) -> Result<HashMap<Uuid, Goods>, Stop> {
    if products.is_empty() {
        return Ok(HashMap::new());
    }
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select product_id, sku, name, unit, cost_minor, kind,
                  retired_at is not null as "is_retired!"
             from app.product where business_id = $1 and product_id = any($2)"#,
        business,
        products
    )
    .fetch_all(tx.conn())
    .await?;
    let costs = stock::last_costs(tx, products).await?;
    let mut packs = packs(tx, products).await?;
    let goods = rows.into_iter().map(|row| {
        let id = row.product_id;
        let last = costs.get(&id).copied().filter(|cost| *cost > Money::ZERO);
        let goods = Goods {
            product_id: id,
            sku: row.sku,
            name: row.name,
            unit: Unit::parse(&row.unit).unwrap_or(Unit::Piece),
            is_retired: row.is_retired,
            is_plain: row.kind == "plain",
            cost: last.or(row.cost_minor.map(Money::from_minor)),
            packs: packs.remove(&id).unwrap_or_default(),
        };
        (id, goods)
    });
    Ok(goods.collect())
}

/// The packs of products that are in use, by name.
async fn packs(tx: &mut BusinessTx, products: &[Uuid]) -> Result<HashMap<Uuid, Vec<Pack>>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select product_id, pack_id, name, holds_milli from app.pack
          where business_id = $1 and product_id = any($2) and retired_at is null
          order by product_id, lower(name), pack_id",
        business,
        products
    )
    .fetch_all(tx.conn())
    .await?;
    let mut packs: HashMap<Uuid, Vec<Pack>> = HashMap::new();
    for row in rows {
        packs.entry(row.product_id).or_default().push(Pack {
            pack_id: row.pack_id,
            name: row.name,
            holds: Quantity::from_milli(row.holds_milli),
        });
    }
    Ok(packs)
}

/// The supplier of that name, in any letters, who is not retired.
pub(super) async fn supplier_named(tx: &mut BusinessTx, name: &str) -> Result<Option<Uuid>, Stop> {
    let business = tx.business();
    let supplier_id = sqlx::query_scalar!(
        "select supplier_id from app.supplier
          where business_id = $1 and lower(name) = lower($2) and retired_at is null",
        business,
        name
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(supplier_id)
}

/// Waits until no other transaction of this business writes suppliers' names or prices: a file
/// changes many at once, and whose price is preferred is decided over all suppliers together.
pub(super) async fn wait_for_prices(tx: &mut BusinessTx) -> Result<(), Stop> {
    tx.wait_for_turn_at("prices of suppliers").await
}
