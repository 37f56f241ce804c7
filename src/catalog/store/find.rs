//! Finds products and what must not be taken twice: codes, addresses, barcodes.

use std::collections::HashMap;

use uuid::Uuid;

use super::unit_of;
use crate::catalog::kind::ProductKind;
use crate::catalog::product::Product;
use crate::platform::{BusinessTx, fault};
use crate::values::{Money, Quantity, Stop};

struct Row {
    product_id: Uuid,
    revision: i32,
    sku: String,
    name: String,
    slug: String,
    description: String,
    search_words: String,
    category_id: Option<Uuid>,
    tax_code: String,
    unit: String,
    step_milli: i64,
    price_minor: i64,
    cost_minor: Option<i64>,
    barcodes: Vec<String>,
    image_file_id: Option<Uuid>,
    retired: bool,
    kind: String,
    parent_id: Option<Uuid>,
    variant: String,
    scale_code: Option<String>,
}

impl Row {
    fn product(self) -> Result<Product, Stop> {
        Ok(Product {
            unit: unit_of(&self.unit)?,
            kind: kind_of(&self.kind)?,
            product_id: self.product_id,
            revision: self.revision,
            sku: self.sku,
            name: self.name,
            slug: self.slug,
            description: self.description,
            search_words: self.search_words,
            category_id: self.category_id,
            tax_code: self.tax_code,
            step: Quantity::from_milli(self.step_milli),
            price: Money::from_minor(self.price_minor),
            cost: self.cost_minor.map(Money::from_minor),
            barcodes: self.barcodes,
            image_file_id: self.image_file_id,
            retired: self.retired,
            parent_id: self.parent_id,
            variant: self.variant,
            scale_code: self.scale_code,
        })
    }
}

/// The kind of a row. The database's own check holds it to the ones there are.
pub(super) fn kind_of(code: &str) -> Result<ProductKind, Stop> {
    ProductKind::parse(code).ok_or_else(|| fault("a product is of an unknown kind", &code))
}

/// Products by id or SKU.
macro_rules! products {
    ($tx:expr, $ids:expr, $skus:expr) => {{
        let business = $tx.business();
        let ids: &[Uuid] = $ids;
        let skus: &[String] = $skus;
        let rows = sqlx::query_as!(
            Row,
            r#"select p.product_id as "product_id!", p.revision as "revision!", p.sku as "sku!",
                      p.name as "name!", p.slug as "slug!", p.description as "description!",
                      p.search_words as "search_words!", p.category_id as "category_id?",
                      t.code as "tax_code!", p.unit as "unit!",
                      p.quantity_step_milli as "step_milli!", p.price_minor as "price_minor!",
                      p.cost_minor as "cost_minor?",
                      coalesce((select array_agg(b.barcode order by b.barcode collate "C")
                                  from app.barcode b
                                 where b.business_id = p.business_id
                                   and b.product_id = p.product_id
                                   and b.pack_id is null), '{}') as "barcodes!",
                      p.image_file_id as "image_file_id?",
                      (p.retired_at is not null) as "retired!", p.kind as "kind!",
                      p.parent_id as "parent_id?", p.variant as "variant!",
                      p.scale_code as "scale_code?"
                 from app.product p
                 join app.tax_class t on t.business_id = p.business_id
                                     and t.tax_class_id = p.tax_class_id
                where p.business_id = $1 and (p.product_id = any($2) or p.sku = any($3))
                order by p.product_id"#,
            business,
            ids,
            skus
        )
        .fetch_all($tx.conn())
        .await?;
        rows.into_iter()
            .map(Row::product)
            .collect::<Result<Vec<Product>, Stop>>()
    }};
}

/// One product, for reading.
pub(in crate::catalog) async fn find(
    tx: &mut BusinessTx,
    product_id: Uuid,
) -> Result<Option<Product>, Stop> {
    let found: Vec<Product> = products!(tx, &[product_id], &[])?;
    Ok(found.into_iter().next())
}

/// Products for reading, in the order of their ids.
pub(in crate::catalog) async fn find_all(
    tx: &mut BusinessTx,
    ids: &[Uuid],
) -> Result<Vec<Product>, Stop> {
    products!(tx, ids, &[])
}

/// One product, its row locked until the transaction ends. Sales go on: they change no key.
pub(in crate::catalog) async fn lock(
    tx: &mut BusinessTx,
    product_id: Uuid,
) -> Result<Option<Product>, Stop> {
    Ok(lock_ids(tx, &[product_id]).await?.into_iter().next())
}

/// Products of these ids, locked in the order of their ids; those that are not there are missing.
pub(in crate::catalog) async fn lock_ids(
    tx: &mut BusinessTx,
    ids: &[Uuid],
) -> Result<Vec<Product>, Stop> {
    let locked = lock_rows(tx, ids, &[]).await?;
    products!(tx, &locked, &[])
}

/// The products of these SKUs, retired ones too, locked in the order of their ids.
pub(in crate::catalog) async fn lock_skus(
    tx: &mut BusinessTx,
    skus: &[String],
) -> Result<Vec<Product>, Stop> {
    let locked = lock_rows(tx, &[], skus).await?;
    products!(tx, &locked, &[])
}

/// Locks products of these ids or SKUs, in the order of their ids; which are there. They are read by a statement
/// of its own: one that waits sees its own rows as they are then, and all others as they were.
async fn lock_rows(tx: &mut BusinessTx, ids: &[Uuid], skus: &[String]) -> Result<Vec<Uuid>, Stop> {
    let business = tx.business();
    let locked = sqlx::query_scalar!(
        "select product_id from app.product
          where business_id = $1 and (product_id = any($2) or sku = any($3))
          order by product_id for no key update",
        business,
        ids,
        skus
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(locked)
}

/// The same for reading.
pub(in crate::catalog) async fn find_skus(
    tx: &mut BusinessTx,
    skus: &[String],
) -> Result<Vec<Product>, Stop> {
    products!(tx, &[], skus)
}

/// Whose SKU it is; retired products keep theirs.
pub(in crate::catalog) async fn sku_owner(
    tx: &mut BusinessTx,
    sku: &str,
) -> Result<Option<Uuid>, Stop> {
    let business = tx.business();
    let owner = sqlx::query_scalar!(
        "select product_id from app.product where business_id = $1 and sku = $2",
        business,
        sku
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(owner)
}

/// Which of these addresses are taken by products on sale, and by which.
pub(in crate::catalog) async fn slugs_like(
    tx: &mut BusinessTx,
    slugs: &[String],
) -> Result<HashMap<String, Uuid>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select slug, product_id from app.product
          where business_id = $1 and slug = any($2) and retired_at is null",
        business,
        slugs
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.slug, row.product_id))
        .collect())
}

/// Every address that is taken, and by which product.
pub(in crate::catalog) async fn slugs_on_sale(
    tx: &mut BusinessTx,
) -> Result<HashMap<String, Uuid>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select slug, product_id from app.product where business_id = $1 and retired_at is null",
        business
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.slug, row.product_id))
        .collect())
}

/// Who has a barcode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::catalog) struct BarcodeOwner {
    pub barcode: String,
    pub product_id: Uuid,
    /// The pack that it stands on; none where it is the product's own.
    pub pack_id: Option<Uuid>,
    /// The product's name, and the pack's after it.
    pub name: String,
}

/// Which of these barcodes are taken, and by which products and packs.
pub(in crate::catalog) async fn barcode_owners(
    tx: &mut BusinessTx,
    barcodes: &[String],
) -> Result<Vec<BarcodeOwner>, Stop> {
    let business = tx.business();
    let owners = sqlx::query_as!(
        BarcodeOwner,
        r#"select b.barcode as "barcode!", b.product_id as "product_id!", b.pack_id as "pack_id?",
                  (p.name || coalesce(', ' || k.name, '')) as "name!"
             from app.barcode b
             join app.product p on p.business_id = b.business_id and p.product_id = b.product_id
             left join app.pack k on k.business_id = b.business_id and k.pack_id = b.pack_id
            where b.business_id = $1 and b.barcode = any($2) order by b.barcode"#,
        business,
        barcodes
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(owners)
}

/// The same for a whole import: the product or the pack that has it, without names.
pub(in crate::catalog) async fn barcodes_known(
    tx: &mut BusinessTx,
    barcodes: &[String],
) -> Result<HashMap<String, Uuid>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select barcode, coalesce(pack_id, product_id) as "owner!"
             from app.barcode where business_id = $1 and barcode = any($2)"#,
        business,
        barcodes
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.barcode, row.owner))
        .collect())
}

/// Takes the lock that lets one import of a business run at a time. Nothing else waits for it:
/// rows that point at the business lock only its key.
pub(in crate::catalog) async fn lock_for_import(tx: &mut BusinessTx) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "select business_id from app.business where business_id = $1 for no key update",
        business
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(())
}

/// Whether this very import has been done.
pub(in crate::catalog) async fn is_imported(
    tx: &mut BusinessTx,
    import_id: Uuid,
) -> Result<bool, Stop> {
    let business = tx.business();
    let there = sqlx::query_scalar!(
        r#"select exists (select 1 from app.audit
            where business_id = $1 and subject_kind = 'import' and subject_id = $2) as "there!""#,
        business,
        import_id
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(there)
}
