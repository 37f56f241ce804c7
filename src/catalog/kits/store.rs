//! All SQL of kits.

use std::collections::HashMap;

use uuid::Uuid;

use super::form::KitPart;
use crate::platform::{BusinessTx, fault};
use crate::values::{Money, Quantity, Stop, Unit};

/// The parts of these kits, each with its kit, kit by kit and by name.
pub(super) async fn parts(
    tx: &mut BusinessTx,
    kits: &[Uuid],
) -> Result<Vec<(Uuid, KitPart)>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select k.product_id as "kit_id!", k.part_id as "part_id!",
                  k.quantity_milli as "quantity!", p.sku as "sku!", p.name as "name!",
                  p.unit as "unit!", p.cost_minor as "cost?",
                  (p.retired_at is not null) as "retired!"
             from app.kit_part k
             join app.product p on p.business_id = k.business_id and p.product_id = k.part_id
            where k.business_id = $1 and k.product_id = any($2)
            order by k.product_id, lower(p.name), k.part_id"#,
        business,
        kits
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|row| {
            let broken = || fault("a product has an unknown unit", &row.part_id);
            let part = KitPart {
                unit: Unit::parse(&row.unit).ok_or_else(broken)?,
                part_id: row.part_id,
                sku: row.sku,
                name: row.name,
                quantity: Quantity::from_milli(row.quantity),
                cost: row.cost.map(Money::from_minor),
                retired: row.retired,
            };
            Ok((row.kit_id, part))
        })
        .collect()
}

/// How many whole kits the parts make, at the one location that sells online where they make most.
pub(super) async fn orderable(
    tx: &mut BusinessTx,
    kits: &[Uuid],
) -> Result<HashMap<Uuid, Quantity>, Stop> {
    let (business, today) = (tx.business(), tx.scope().today());
    let rows = sqlx::query!(
        r#"select m.kit_id as "kit_id!", max(m.whole)::bigint as "whole!"
             from (select k.product_id as kit_id, min(coalesce((
                             select f.free_milli from app.free_stock($1, $3) f
                              where f.product_id = k.part_id
                                and f.location_id = o.location_id
                                and f.is_online), 0) / k.quantity_milli) as whole
                     from app.kit_part k
                     join app.location o on o.business_id = k.business_id
                                        and o.sells_online and o.retired_at is null
                    where k.business_id = $1 and k.product_id = any($2)
                    group by k.product_id, o.location_id) m
            group by m.kit_id"#,
        business,
        kits,
        today
    )
    .fetch_all(tx.conn())
    .await?;
    let one = Quantity::ONE.milli();
    let rows = rows.into_iter();
    let pairs = rows.map(|row| {
        let whole = Quantity::from_milli(row.whole.saturating_mul(one));
        (row.kit_id, whole)
    });
    Ok(pairs.collect())
}

/// The kits on sale that have parts, each with its SKU, in the order of their SKUs.
pub(super) async fn made_kits(tx: &mut BusinessTx) -> Result<Vec<(Uuid, String)>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select p.product_id as "product_id!", p.sku as "sku!" from app.product p
            where p.business_id = $1 and p.retired_at is null and p.kind = 'kit'
              and exists (select 1 from app.kit_part k
                           where k.business_id = p.business_id and k.product_id = p.product_id)
            order by p.sku collate "C" "#,
        business
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.product_id, row.sku))
        .collect())
}

/// Says how much of a part is in one kit.
pub(super) async fn set_part(
    tx: &mut BusinessTx,
    kit_id: Uuid,
    part_id: Uuid,
    quantity: Quantity,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "insert into app.kit_part (business_id, product_id, part_id, quantity_milli)
         values ($1, $2, $3, $4)
         on conflict (business_id, product_id, part_id)
            do update set quantity_milli = excluded.quantity_milli",
        business,
        kit_id,
        part_id,
        quantity.milli()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Lets tills know a kit anew, whose parts are others now: they hear of products only. It is locked.
pub(super) async fn tell_tills(tx: &mut BusinessTx, kit_id: Uuid) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.product set kind = kind where business_id = $1 and product_id = $2",
        business,
        kit_id
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Takes a part out of a kit.
pub(super) async fn remove_part(
    tx: &mut BusinessTx,
    kit_id: Uuid,
    part_id: Uuid,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "delete from app.kit_part where business_id = $1 and product_id = $2 and part_id = $3",
        business,
        kit_id,
        part_id
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Takes all parts out of a kit.
pub(in crate::catalog) async fn forget_parts(
    tx: &mut BusinessTx,
    kit_id: Uuid,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "delete from app.kit_part where business_id = $1 and product_id = $2",
        business,
        kit_id
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
