//! Kits and families: which there are, what they are made of, and how many kits that makes.

use uuid::Uuid;

use crate::platform::{BusinessTx, fault};
use crate::stock::levels::{Group, GroupKind};
use crate::values::{Quantity, Stop};

/// The most kits and families that a search shows.
const MOST: i64 = 20;

pub(in crate::stock::levels) async fn group(
    tx: &mut BusinessTx,
    product_id: Uuid,
) -> Result<Option<Group>, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        r#"select sku, name, kind, (retired_at is not null) as "is_retired!" from app.product
            where business_id = $1 and product_id = $2 and kind <> 'plain'"#,
        business,
        product_id
    )
    .fetch_optional(tx.conn())
    .await?;
    row.map(|row| {
        Ok(Group {
            product_id,
            kind: kind_of(&row.kind)?,
            sku: row.sku,
            name: row.name,
            is_retired: row.is_retired,
        })
    })
    .transpose()
}

/// Of the kits and families that words found, those of a category or of any.
pub(in crate::stock::levels) async fn groups(
    tx: &mut BusinessTx,
    found: &[Uuid],
    category: Option<Uuid>,
) -> Result<Vec<Group>, Stop> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let business = tx.business();
    let rows = sqlx::query!(
        "select product_id, sku, name, kind from app.product
          where business_id = $1 and product_id = any($2) and kind <> 'plain'
            and retired_at is null and ($3::uuid is null or category_id = $3)
          order by array_position($2, product_id) limit $4",
        business,
        found,
        category,
        MOST
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Group {
                kind: kind_of(&row.kind)?,
                product_id: row.product_id,
                sku: row.sku,
                name: row.name,
                is_retired: false,
            })
        })
        .collect()
}

/// The parts of a kit by name, each with how much of it is in one.
pub(in crate::stock::levels) async fn parts(
    tx: &mut BusinessTx,
    kit_id: Uuid,
) -> Result<Vec<(Uuid, Option<Quantity>)>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select k.part_id, k.quantity_milli from app.kit_part k
           join app.product p on p.business_id = k.business_id and p.product_id = k.part_id
          where k.business_id = $1 and k.product_id = $2 order by lower(p.name), k.part_id",
        business,
        kit_id
    )
    .fetch_all(tx.conn())
    .await?;
    let rows = rows.into_iter();
    let parts = rows.map(|row| (row.part_id, Some(Quantity::from_milli(row.quantity_milli))));
    Ok(parts.collect())
}

/// The variants on sale of a family, by their words.
pub(in crate::stock::levels) async fn variants(
    tx: &mut BusinessTx,
    family_id: Uuid,
) -> Result<Vec<(Uuid, Option<Quantity>)>, Stop> {
    let business = tx.business();
    let ids = sqlx::query_scalar!(
        "select product_id from app.product
          where business_id = $1 and parent_id = $2 and retired_at is null
          order by lower(variant), product_id",
        business,
        family_id
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(ids.into_iter().map(|id| (id, None)).collect())
}

/// How many whole kits the parts at each open location make; nothing of a kit without parts.
pub(in crate::stock::levels) async fn makes(
    tx: &mut BusinessTx,
    kit_id: Uuid,
) -> Result<Vec<(String, i64)>, Stop> {
    let (business, today) = (tx.business(), tx.scope().today());
    let rows = sqlx::query!(
        r#"select o.name, min(coalesce((
                      select f.free_milli from app.free_stock($1, $3) f
                       where f.product_id = k.part_id
                         and f.location_id = o.location_id), 0) / k.quantity_milli) as "whole!"
             from app.kit_part k
             join app.location o on o.business_id = k.business_id and o.retired_at is null
            where k.business_id = $1 and k.product_id = $2
            group by o.location_id, o.name, o.position
            order by o.position, o.name, o.location_id"#,
        business,
        kit_id,
        today
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|row| (row.name, row.whole)).collect())
}

/// The database's own check holds it to the ones there are.
fn kind_of(code: &str) -> Result<GroupKind, Stop> {
    GroupKind::parse(code).ok_or_else(|| fault("a product is of an unknown kind", &code))
}
