//! What customers see of products: one by its address, and any of them in a list.

use std::collections::HashMap;

use uuid::Uuid;

use super::find::kind_of;
use super::unit_of;
use crate::catalog::kind::ProductKind;
use crate::catalog::kits::{orderable, whole};
use crate::catalog::product::Shown;
use crate::platform::BusinessTx;
use crate::values::{Money, Quantity, Stop};

/// A product on sale, found by its address.
#[derive(Debug, Clone)]
pub(in crate::catalog) struct Head {
    pub product_id: Uuid,
    pub description: String,
    /// Its category's address.
    pub category: Option<String>,
    /// The family that it is a variant of: address and name.
    pub family: Option<(String, String)>,
    /// The variants on sale of that family, or of itself, by their words.
    pub variants: Vec<Uuid>,
}

/// A product that customers can see, by its address. A family off sale holds nothing together.
pub(in crate::catalog) async fn describe(
    tx: &mut BusinessTx,
    slug: &str,
) -> Result<Option<Head>, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        r#"select p.product_id as "product_id!", p.description as "description!",
                  c.slug as "category?", f.slug as "family_slug?", f.name as "family_name?",
                  array(select v.product_id from app.product v
                         where v.business_id = $1 and v.retired_at is null
                           and v.parent_id = coalesce(f.product_id, p.product_id)
                         order by lower(v.variant), v.product_id) as "variants!"
             from app.product p
             left join app.product f on f.business_id = $1 and f.product_id = p.parent_id
                   and f.retired_at is null
             left join app.category c on c.business_id = p.business_id
                   and c.category_id = p.category_id and c.retired_at is null
            where p.business_id = $1 and p.slug = $2 and p.retired_at is null"#,
        business,
        slug
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| Head {
        product_id: row.product_id,
        description: row.description,
        category: row.category,
        family: row.family_slug.zip(row.family_name),
        variants: row.variants,
    }))
}

/// What customers see of these products, in this order; those off sale are left out, and so is a
/// family without variants.
pub(in crate::catalog) async fn load_shown(
    tx: &mut BusinessTx,
    ids: &[Uuid],
) -> Result<Vec<Shown>, Stop> {
    let (business, today) = (tx.business(), tx.scope().today());
    let rows = sqlx::query!(
        r#"select p.product_id as "product_id!", p.slug as "slug!", p.name as "name!",
                  p.kind as "kind!", p.variant as "variant!",
                  p.unit as "unit!", p.quantity_step_milli as "step!",
                  p.price_minor as "price!", p.image_file_id as "image?",
                  c.picture as "picture?", c.name as "category?",
                  coalesce((select max(f.free_milli) from app.free_stock($1, $3) f
                             where f.product_id = p.product_id and f.is_online), 0)::bigint as "available!"
             from unnest($2::uuid[]) with ordinality as asked (product_id, place)
             join app.product p on p.business_id = $1 and p.product_id = asked.product_id
                               and p.retired_at is null
             left join app.category c on c.business_id = p.business_id
                   and c.category_id = p.category_id and c.retired_at is null
            order by asked.place"#,
        business,
        ids,
        today
    )
    .fetch_all(tx.conn())
    .await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        all.push(Shown {
            kind: kind_of(&row.kind)?,
            unit: unit_of(&row.unit)?,
            product_id: row.product_id,
            slug: row.slug,
            name: row.name,
            variant: row.variant,
            step: Quantity::from_milli(row.step),
            price: Money::from_minor(row.price),
            is_from: false,
            available: Quantity::from_milli(row.available),
            image_file_id: row.image,
            picture: row.picture.unwrap_or_else(|| "bag".to_owned()),
            category_name: row.category,
        });
    }
    with_kits(tx, &mut all).await?;
    with_families(tx, &mut all).await?;
    Ok(all)
}

fn of_kind(all: &[Shown], kind: ProductKind) -> Vec<Uuid> {
    let those = all.iter().filter(|one| one.kind == kind);
    those.map(|one| one.product_id).collect()
}

/// A kit is there as far as its parts are.
async fn with_kits(tx: &mut BusinessTx, all: &mut [Shown]) -> Result<(), Stop> {
    let made = orderable(tx, &of_kind(all, ProductKind::Kit)).await?;
    for kit in all.iter_mut().filter(|one| one.kind == ProductKind::Kit) {
        kit.step = whole(kit.step);
        kit.available = made.get(&kit.product_id).copied().unwrap_or_default();
    }
    Ok(())
}

/// A family costs what its cheapest variant does, and is there while one of them is.
async fn with_families(tx: &mut BusinessTx, all: &mut Vec<Shown>) -> Result<(), Stop> {
    let families = of_kind(all, ProductKind::Family);
    if families.is_empty() {
        return Ok(());
    }
    let (business, today) = (tx.business(), tx.scope().today());
    let rows = sqlx::query!(
        r#"select v.parent_id as "family_id!", min(v.price_minor) as "least!",
                  max(v.price_minor) as "most!",
                  coalesce(sum((select max(f.free_milli) from app.free_stock($1, $3) f
                                 where f.product_id = v.product_id and f.is_online)), 0)::bigint as "free!"
             from app.product v
            where v.business_id = $1 and v.parent_id = any($2) and v.retired_at is null
            group by v.parent_id"#,
        business,
        &families,
        today
    )
    .fetch_all(tx.conn())
    .await?;
    let rows = rows.into_iter().map(|row| (row.family_id, row));
    let rows: HashMap<Uuid, _> = rows.collect();
    all.retain(|one| one.kind != ProductKind::Family || rows.contains_key(&one.product_id));
    for one in all.iter_mut() {
        if let Some(row) = rows.get(&one.product_id) {
            one.price = Money::from_minor(row.least);
            one.is_from = row.least < row.most;
            one.available = Quantity::from_milli(row.free);
        }
    }
    Ok(())
}
