//! Writes products, prices and barcodes. One product goes the same way as twenty thousand: by
//! arrays.

use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::platform::fault::violated;
use crate::values::{Refusal, Stop};

/// How many rows one statement writes: a chunk stays far from the limit on its time.
const CHUNK: usize = 2000;

/// A product's row, resolved: codes and addresses are free, the tax class is an id.
#[derive(Debug, Clone)]
pub(in crate::catalog) struct ProductRow {
    pub product_id: Uuid,
    pub category_id: Option<Uuid>,
    pub tax_class_id: Uuid,
    pub sku: String,
    pub name: String,
    pub slug: String,
    pub description: String,
    pub search_words: String,
    pub unit: &'static str,
    pub step_milli: i64,
    pub price_minor: i64,
    pub cost_minor: Option<i64>,
}

/// A new row of the retail price list.
#[derive(Debug, Clone, Copy)]
pub(in crate::catalog) struct PriceRow {
    pub product_id: Uuid,
    pub unit: &'static str,
    pub amount_minor: i64,
}

/// The same rows by column, which is how one statement takes many.
struct Columns {
    ids: Vec<Uuid>,
    categories: Vec<Option<Uuid>>,
    taxes: Vec<Uuid>,
    skus: Vec<String>,
    names: Vec<String>,
    slugs: Vec<String>,
    descriptions: Vec<String>,
    search_words: Vec<String>,
    units: Vec<String>,
    steps: Vec<i64>,
    prices: Vec<i64>,
    costs: Vec<Option<i64>>,
}

impl Columns {
    fn of(rows: &[ProductRow]) -> Columns {
        Columns {
            ids: rows.iter().map(|row| row.product_id).collect(),
            categories: rows.iter().map(|row| row.category_id).collect(),
            taxes: rows.iter().map(|row| row.tax_class_id).collect(),
            skus: rows.iter().map(|row| row.sku.clone()).collect(),
            names: rows.iter().map(|row| row.name.clone()).collect(),
            slugs: rows.iter().map(|row| row.slug.clone()).collect(),
            descriptions: rows.iter().map(|row| row.description.clone()).collect(),
            search_words: rows.iter().map(|row| row.search_words.clone()).collect(),
            units: rows.iter().map(|row| row.unit.to_owned()).collect(),
            steps: rows.iter().map(|row| row.step_milli).collect(),
            prices: rows.iter().map(|row| row.price_minor).collect(),
            costs: rows.iter().map(|row| row.cost_minor).collect(),
        }
    }
}

/// What a person can do about a constraint that somebody else's row holds.
fn refused(error: sqlx::Error) -> Stop {
    let refusal = match violated(&error) {
        Some("product_sku_once") => Refusal::at("sku", "refused-sku-taken"),
        Some("product_slug_once") => Refusal::at("slug", "refused-product-slug-taken"),
        Some("product_category") => Refusal::at("category_id", "refused-category-gone"),
        Some("barcode_pkey") => Refusal::at("barcodes", "refused-barcode-just-taken"),
        _ => return error.into(),
    };
    refusal.into()
}

/// Writes new products; how many. One whose id is there already is left as it is.
pub(in crate::catalog) async fn insert_products(
    tx: &mut BusinessTx,
    rows: &[ProductRow],
) -> Result<u64, Stop> {
    let business = tx.business();
    let mut written = 0;
    for chunk in rows.chunks(CHUNK) {
        let all = Columns::of(chunk);
        let done = sqlx::query!(
            "insert into app.product (business_id, product_id, category_id, tax_class_id, sku,
                    name, slug, description, search_words, unit, quantity_step_milli,
                    price_minor, cost_minor)
             select b.business_id, n.product_id, n.category_id, n.tax_class_id, n.sku, n.name,
                    n.slug, n.description, n.search_words, n.unit, n.step, n.price, n.cost
               from app.business b
              cross join unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[],
                    $7::text[], $8::text[], $9::text[], $10::text[], $11::bigint[],
                    $12::bigint[], $13::bigint[])
                 as n (product_id, category_id, tax_class_id, sku, name, slug, description,
                       search_words, unit, step, price, cost)
              where b.business_id = $1
             on conflict (business_id, product_id) do nothing",
            business,
            &all.ids,
            &all.categories as &[Option<Uuid>],
            &all.taxes,
            &all.skus,
            &all.names,
            &all.slugs,
            &all.descriptions,
            &all.search_words,
            &all.units,
            &all.steps,
            &all.prices,
            &all.costs as &[Option<i64>]
        )
        .execute(tx.conn())
        .await
        .map_err(refused)?;
        written += done.rows_affected();
    }
    Ok(written)
}

/// Writes what products are now, each with its next revision. `bring_back` puts retired ones on
/// sale again.
pub(in crate::catalog) async fn update_products(
    tx: &mut BusinessTx,
    rows: &[ProductRow],
    bring_back: bool,
) -> Result<(), Stop> {
    let business = tx.business();
    for chunk in rows.chunks(CHUNK) {
        let all = Columns::of(chunk);
        sqlx::query!(
            "update app.product p
                set category_id = n.category_id, tax_class_id = n.tax_class_id, sku = n.sku,
                    name = n.name, slug = n.slug, description = n.description,
                    search_words = n.search_words, unit = n.unit,
                    quantity_step_milli = n.step, price_minor = n.price, cost_minor = n.cost,
                    revision = p.revision + 1,
                    retired_at = case when $14::boolean then null else p.retired_at end
               from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[],
                    $7::text[], $8::text[], $9::text[], $10::text[], $11::bigint[],
                    $12::bigint[], $13::bigint[])
                 as n (product_id, category_id, tax_class_id, sku, name, slug, description,
                       search_words, unit, step, price, cost)
              where p.business_id = $1 and p.product_id = n.product_id",
            business,
            &all.ids,
            &all.categories as &[Option<Uuid>],
            &all.taxes,
            &all.skus,
            &all.names,
            &all.slugs,
            &all.descriptions,
            &all.search_words,
            &all.units,
            &all.steps,
            &all.prices,
            &all.costs as &[Option<i64>],
            bring_back
        )
        .execute(tx.conn())
        .await
        .map_err(refused)?;
    }
    Ok(())
}

/// Writes what is asked from now on, and who says so. The products' rows are locked. What was asked before
/// may have been written after our now, by somebody who was waited for or while a long file was worked
/// through: the last one who writes stands.
pub(in crate::catalog) async fn insert_prices(
    tx: &mut BusinessTx,
    rows: &[PriceRow],
    member: Option<Uuid>,
) -> Result<(), Stop> {
    let business = tx.business();
    let now = tx.scope().now;
    for chunk in rows.chunks(CHUNK) {
        let price_ids: Vec<Uuid> = chunk.iter().map(|_| Uuid::now_v7()).collect();
        let products: Vec<Uuid> = chunk.iter().map(|row| row.product_id).collect();
        let units: Vec<String> = chunk.iter().map(|row| row.unit.to_owned()).collect();
        let amounts: Vec<i64> = chunk.iter().map(|row| row.amount_minor).collect();
        sqlx::query!(
            "insert into app.price (business_id, price_id, product_id, unit, amount_minor,
                    valid_from, member_id)
             select b.business_id, n.price_id, n.product_id, n.unit, n.amount,
                    greatest($6::timestamptz, (
                        select max(r.valid_from) from app.price r
                         where r.business_id = b.business_id and r.product_id = n.product_id
                           and r.list = 'retail' and r.pack_id is null
                           and r.minimum_quantity_milli = 0)), $7::uuid
               from app.business b
              cross join unnest($2::uuid[], $3::uuid[], $4::text[], $5::bigint[])
                 as n (price_id, product_id, unit, amount)
              where b.business_id = $1",
            business,
            &price_ids,
            &products,
            &units,
            &amounts,
            now,
            member
        )
        .execute(tx.conn())
        .await?;
    }
    Ok(())
}

/// Makes these the products' own barcodes, and the only ones; those of their packs stay.
pub(in crate::catalog) async fn replace_barcodes(
    tx: &mut BusinessTx,
    rows: &[(Uuid, &[String])],
) -> Result<(), Stop> {
    let business = tx.business();
    let products: Vec<Uuid> = rows.iter().map(|(product, _)| *product).collect();
    sqlx::query!(
        "delete from app.barcode
          where business_id = $1 and product_id = any($2) and pack_id is null",
        business,
        &products
    )
    .execute(tx.conn())
    .await?;
    let pairs: Vec<(Uuid, &String)> = rows
        .iter()
        .flat_map(|(product, codes)| codes.iter().map(|code| (*product, code)))
        .collect();
    for chunk in pairs.chunks(CHUNK) {
        let products: Vec<Uuid> = chunk.iter().map(|(product, _)| *product).collect();
        let barcodes: Vec<String> = chunk.iter().map(|(_, code)| (*code).clone()).collect();
        sqlx::query!(
            "insert into app.barcode (business_id, barcode, product_id)
             select b.business_id, n.barcode, n.product_id
               from app.business b
              cross join unnest($2::text[], $3::uuid[]) as n (barcode, product_id)
              where b.business_id = $1",
            business,
            &barcodes,
            &products
        )
        .execute(tx.conn())
        .await
        .map_err(refused)?;
    }
    Ok(())
}

/// Takes a product off sale, or puts it back at this address.
pub(in crate::catalog) async fn set_retired(
    tx: &mut BusinessTx,
    product_id: Uuid,
    retired: bool,
    slug: &str,
) -> Result<(), Stop> {
    let business = tx.business();
    let now = tx.scope().now;
    sqlx::query!(
        "update app.product
            set retired_at = case when $3::boolean then $4::timestamptz end, slug = $5,
                revision = revision + 1
          where business_id = $1 and product_id = $2",
        business,
        product_id,
        retired,
        now,
        slug
    )
    .execute(tx.conn())
    .await
    .map_err(refused)?;
    Ok(())
}
