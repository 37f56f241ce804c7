//! What stands against another kind of a product, and what its kind changes.

use uuid::Uuid;

use crate::catalog::kind::ProductKind;
use crate::platform::BusinessTx;
use crate::values::Stop;

/// Every location, closed ones too, in the order in which levels are locked.
pub(in crate::catalog) async fn all_locations(tx: &mut BusinessTx) -> Result<Vec<Uuid>, Stop> {
    let business = tx.business();
    let all = sqlx::query_scalar!(
        "select location_id from app.location where business_id = $1 order by location_id",
        business
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(all)
}

/// The names of the kits that a product is part of.
pub(in crate::catalog) async fn kits_with(
    tx: &mut BusinessTx,
    part_id: Uuid,
) -> Result<Vec<String>, Stop> {
    let business = tx.business();
    let names = sqlx::query_scalar!(
        "select p.name from app.kit_part k
           join app.product p on p.business_id = k.business_id and p.product_id = k.product_id
          where k.business_id = $1 and k.part_id = $2 order by lower(p.name)",
        business,
        part_id
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(names)
}

/// Whether a product has packs that are not retired.
pub(in crate::catalog) async fn has_packs(
    tx: &mut BusinessTx,
    product_id: Uuid,
) -> Result<bool, Stop> {
    let business = tx.business();
    let there = sqlx::query_scalar!(
        r#"select exists (select 1 from app.pack where business_id = $1 and product_id = $2
              and retired_at is null) as "there!""#,
        business,
        product_id
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(there)
}

/// Makes a product another kind. Scales print nothing for a family.
pub(in crate::catalog) async fn set_kind(
    tx: &mut BusinessTx,
    product_id: Uuid,
    kind: ProductKind,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.product
            set kind = $3, revision = revision + 1,
                scale_code = case when $3 = 'family' then null else scale_code end
          where business_id = $1 and product_id = $2",
        business,
        product_id,
        kind.code()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Calls the variants of families that are called otherwise now by the new name. Each family comes
/// with the name it had; a variant that its owner has named herself keeps that name.
pub(in crate::catalog) async fn rename_variants(
    tx: &mut BusinessTx,
    families: &[(Uuid, String)],
) -> Result<(), Stop> {
    if families.is_empty() {
        return Ok(());
    }
    let business = tx.business();
    let ids: Vec<Uuid> = families.iter().map(|(id, _)| *id).collect();
    let before: Vec<String> = families.iter().map(|(_, name)| name.clone()).collect();
    sqlx::query!(
        "update app.product v
            set name = left(f.name || ' – ' || v.variant, 120), revision = v.revision + 1
           from unnest($2::uuid[], $3::text[]) as o (product_id, name)
           join app.product f on f.business_id = $1 and f.product_id = o.product_id
          where v.business_id = $1 and v.parent_id = o.product_id and v.variant <> ''
            and v.name = left(o.name || ' – ' || v.variant, 120)",
        business,
        &ids,
        &before
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
