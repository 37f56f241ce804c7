//! All SQL of variants.

use uuid::Uuid;

use super::form::Variant;
use crate::platform::{BusinessTx, fault};
use crate::values::{Money, Quantity, Stop, Unit};

/// The variants of a family by their words, those off sale last.
pub(super) async fn of_family(tx: &mut BusinessTx, family_id: Uuid) -> Result<Vec<Variant>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select p.product_id as "product_id!", p.variant as "word!", p.name as "name!",
                  p.sku as "sku!", p.unit as "unit!", p.price_minor as "price!",
                  (p.retired_at is not null) as "retired!",
                  coalesce((select sum(l.on_hand_milli) from app.stock_level l
                             where l.business_id = p.business_id
                               and l.product_id = p.product_id), 0)::bigint as "on_hand!"
             from app.product p
            where p.business_id = $1 and p.parent_id = $2
            order by p.retired_at is not null, lower(p.variant), p.product_id"#,
        business,
        family_id
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|row| {
            let broken = || fault("a product has an unknown unit", &row.product_id);
            Ok(Variant {
                unit: Unit::parse(&row.unit).ok_or_else(broken)?,
                product_id: row.product_id,
                word: row.word,
                name: row.name,
                sku: row.sku,
                price: Money::from_minor(row.price),
                on_hand: Quantity::from_milli(row.on_hand),
                retired: row.retired,
            })
        })
        .collect()
}

/// Every variant on sale by its family and its word: the family's SKU, the word, its own SKU, its price.
pub(super) async fn all(tx: &mut BusinessTx) -> Result<Vec<(String, String, String, Money)>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select f.sku as "family!", v.variant as "word!", v.sku as "sku!",
                  v.price_minor as "price!"
             from app.product v
             join app.product f on f.business_id = v.business_id and f.product_id = v.parent_id
            where v.business_id = $1 and v.retired_at is null and f.retired_at is null
            order by f.sku, lower(v.variant), v.product_id"#,
        business
    )
    .fetch_all(tx.conn())
    .await?;
    let rows = rows.into_iter();
    Ok(rows
        .map(|row| (row.family, row.word, row.sku, Money::from_minor(row.price)))
        .collect())
}

/// How many variants a family has, those off sale too.
pub(super) async fn count(tx: &mut BusinessTx, family_id: Uuid) -> Result<i64, Stop> {
    let business = tx.business();
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from app.product
            where business_id = $1 and parent_id = $2"#,
        business,
        family_id
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(count)
}

/// Makes new products variants of a family, each with its word; they take its photo.
pub(super) async fn join(
    tx: &mut BusinessTx,
    family_id: Uuid,
    new: &[(Uuid, String)],
) -> Result<(), Stop> {
    let business = tx.business();
    let ids: Vec<Uuid> = new.iter().map(|(id, _)| *id).collect();
    let words: Vec<String> = new.iter().map(|(_, word)| word.clone()).collect();
    sqlx::query!(
        "update app.product p
            set parent_id = f.product_id, variant = n.word, image_file_id = f.image_file_id
           from unnest($3::uuid[], $4::text[]) as n (product_id, word)
           join app.product f on f.business_id = $1 and f.product_id = $2
          where p.business_id = $1 and p.product_id = n.product_id",
        business,
        family_id,
        &ids,
        &words
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Gives a variant another word, and the name that goes with it.
pub(super) async fn set_word(
    tx: &mut BusinessTx,
    product_id: Uuid,
    word: &str,
    name: &str,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.product set variant = $3, name = $4, revision = revision + 1
          where business_id = $1 and product_id = $2",
        business,
        product_id,
        word,
        name
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Makes a variant a product by itself; its name stays.
pub(super) async fn part(tx: &mut BusinessTx, product_id: Uuid) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.product set parent_id = null, variant = '', revision = revision + 1
          where business_id = $1 and product_id = $2",
        business,
        product_id
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
