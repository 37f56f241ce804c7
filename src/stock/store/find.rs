//! The SQL that finds what forms of stock name: products, locations, batches.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::batches::Known;
use crate::platform::BusinessTx;
use crate::values::{Quantity, Stop};

/// A product that one of several terms may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::stock) struct Candidate {
    /// Which of the terms, from 1.
    pub place: i64,
    /// How it was named: 1 its barcode, 2 its SKU, 3 its SKU in other letters, 4 its name.
    pub rank: i32,
    pub product_id: Uuid,
    pub sku: String,
    pub name: String,
    pub unit: String,
    /// `plain`, `kit` or `family`.
    pub kind: String,
    pub retired: bool,
    /// The pack whose barcode it is.
    pub pack: Option<String>,
    /// What one of that pack holds, of the product's own unit.
    pub holds_milli: i64,
}

/// All products that these terms may mean, term by term, the surest first.
pub(in crate::stock) async fn candidates(
    tx: &mut BusinessTx,
    terms: &[String],
) -> Result<Vec<Candidate>, Stop> {
    let business = tx.business();
    let rows = sqlx::query_as!(
        Candidate,
        r#"with t as (
             select term, place from unnest($2::text[]) with ordinality as u(term, place)),
         m as (
             select t.place, 1 as rank, b.product_id, b.pack_id
               from t join app.barcode b on b.business_id = $1 and b.barcode = t.term
             union all
             select t.place, case when p.sku = t.term then 2 else 3 end, p.product_id, null::uuid
               from t join app.product p on p.business_id = $1 and lower(p.sku) = lower(t.term)
             union all
             select t.place, 4, p.product_id, null::uuid
               from t join app.product p on p.business_id = $1 and lower(p.name) = lower(t.term))
         select m.place as "place!", m.rank as "rank!", p.product_id as "product_id!",
                p.sku as "sku!", p.name as "name!", p.unit as "unit!", p.kind as "kind!",
                (p.retired_at is not null) as "retired!", k.name as "pack?",
                coalesce(k.holds_milli, 1000) as "holds_milli!"
           from m
           join app.product p on p.business_id = $1 and p.product_id = m.product_id
           left join app.pack k on k.business_id = $1 and k.product_id = m.product_id
                               and k.pack_id = m.pack_id
          order by m.place, m.rank, p.product_id"#,
        business,
        terms
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}

/// Of these SKUs, those that are there to the letter, on sale or not.
pub(in crate::stock) async fn skus_known(
    tx: &mut BusinessTx,
    skus: &[String],
) -> Result<HashSet<String>, Stop> {
    let business = tx.business();
    let known = sqlx::query_scalar!(
        "select sku from app.product where business_id = $1 and sku = any($2)",
        business,
        skus
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(known.into_iter().collect())
}

/// A SKU that differs from what was said by small and capital letters at most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::stock) struct Alike {
    pub said: String,
    pub sku: String,
    pub retired: bool,
}

/// The SKUs that are like what was said, all of one after the other.
pub(in crate::stock) async fn skus_alike(
    tx: &mut BusinessTx,
    said: &[String],
) -> Result<Vec<Alike>, Stop> {
    let business = tx.business();
    let rows = sqlx::query_as!(
        Alike,
        r#"select t.said as "said!", p.sku as "sku!", (p.retired_at is not null) as "retired!"
             from unnest($2::text[]) as t (said)
             join app.product p on p.business_id = $1 and lower(p.sku) = lower(t.said)
            order by t.said, p.sku"#,
        business,
        said
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}

/// A location that was named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::stock) struct Place {
    pub location_id: Uuid,
    pub name: String,
    pub retired: bool,
}

/// A location, closed or not.
pub(in crate::stock) async fn place(
    tx: &mut BusinessTx,
    location_id: Uuid,
) -> Result<Option<Place>, Stop> {
    let business = tx.business();
    let place = sqlx::query_as!(
        Place,
        r#"select location_id, name, (retired_at is not null) as "retired!" from app.location
            where business_id = $1 and location_id = $2"#,
        business,
        location_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(place)
}

/// A batch of a product by its number, if it is there.
pub(in crate::stock) async fn batch_numbered(
    tx: &mut BusinessTx,
    product_id: Uuid,
    number: &str,
) -> Result<Option<Known>, Stop> {
    let business = tx.business();
    let known = sqlx::query_as!(
        Known,
        "select batch_id, expires_on from app.batch
          where business_id = $1 and product_id = $2 and number = $3",
        business,
        product_id,
        number
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(known)
}

/// What is on a shelf and promised to nobody, expired or not, by product.
pub(in crate::stock) async fn unpromised(
    tx: &mut BusinessTx,
    location_id: Uuid,
    products: &[Uuid],
) -> Result<HashMap<Uuid, Quantity>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select product_id, on_hand_milli - reserved_milli as "free!" from app.stock_level
            where business_id = $1 and location_id = $2 and product_id = any($3)"#,
        business,
        location_id,
        products
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.product_id, Quantity::from_milli(row.free)))
        .collect())
}

/// How much is on a shelf of each of these batches, promised or not.
pub(in crate::stock) async fn of_batches(
    tx: &mut BusinessTx,
    location_id: Uuid,
    batches: &[Uuid],
) -> Result<HashMap<Uuid, Quantity>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select batch_id as "batch_id!", sum(left_milli)::bigint as "left!" from app.cost_layer
            where business_id = $1 and location_id = $2 and batch_id = any($3) and left_milli > 0
            group by batch_id"#,
        business,
        location_id,
        batches
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.batch_id, Quantity::from_milli(row.left)))
        .collect())
}
