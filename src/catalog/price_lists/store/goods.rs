//! The goods that lists have prices of.

use uuid::Uuid;

use crate::catalog::price_lists::ask::Ask;
use crate::catalog::price_lists::goods::{Goods, Pack};
use crate::platform::BusinessTx;
use crate::values::{Money, Quantity, Stop};

struct Row {
    product_id: Uuid,
    sku: String,
    name: String,
    unit: String,
    kind: String,
    retired: bool,
    price_minor: i64,
    cost_minor: Option<i64>,
}

impl Row {
    fn goods(self) -> Goods {
        Goods {
            product_id: self.product_id,
            sku: self.sku,
            name: self.name,
            unit: self.unit,
            kind: self.kind,
            retired: self.retired,
            retail: Money::from_minor(self.price_minor),
            cost: self.cost_minor.map(Money::from_minor),
        }
    }
}

/// These products, in this order; one that is not there is left out.
pub(in crate::catalog::price_lists) async fn goods(
    tx: &mut BusinessTx,
    ids: &[Uuid],
) -> Result<Vec<Goods>, Stop> {
    let business = tx.business();
    let rows = sqlx::query_as!(
        Row,
        r#"select p.product_id as "product_id!", p.sku as "sku!", p.name as "name!",
                  p.unit as "unit!", p.kind as "kind!", (p.retired_at is not null) as "retired!",
                  p.price_minor as "price_minor!", p.cost_minor as "cost_minor?"
             from unnest($2::uuid[]) with ordinality as asked (product_id, place)
             join app.product p on p.business_id = $1 and p.product_id = asked.product_id
            order by asked.place"#,
        business,
        ids
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(Row::goods).collect())
}

/// The products of these SKUs.
pub(in crate::catalog::price_lists) async fn goods_by_sku(
    tx: &mut BusinessTx,
    skus: &[String],
) -> Result<Vec<Goods>, Stop> {
    let business = tx.business();
    let rows = sqlx::query_as!(
        Row,
        r#"select p.product_id as "product_id!", p.sku as "sku!", p.name as "name!",
                  p.unit as "unit!", p.kind as "kind!", (p.retired_at is not null) as "retired!",
                  p.price_minor as "price_minor!", p.cost_minor as "cost_minor?"
             from app.product p where p.business_id = $1 and p.sku = any($2)"#,
        business,
        skus
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(Row::goods).collect())
}

/// Everything that is sold, or what is sold of one open category, by name.
pub(in crate::catalog::price_lists) async fn goods_on_sale(
    tx: &mut BusinessTx,
    category: Option<&str>,
) -> Result<Vec<Goods>, Stop> {
    let business = tx.business();
    let rows = sqlx::query_as!(
        Row,
        r#"select p.product_id as "product_id!", p.sku as "sku!", p.name as "name!",
                  p.unit as "unit!", p.kind as "kind!", false as "retired!",
                  p.price_minor as "price_minor!", p.cost_minor as "cost_minor?"
             from app.product p
            where p.business_id = $1 and p.retired_at is null and p.kind <> 'family'
              and ($2::text is null or exists (
                  select 1 from app.category c
                   where c.business_id = p.business_id and c.category_id = p.category_id
                     and c.slug = $2 and c.retired_at is null))
            order by lower(p.name), p.product_id"#,
        business,
        category
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(Row::goods).collect())
}

/// The ids of a page of goods, by name, and how many there are on all pages. `among` is what words
/// found; `window` says, of a total, how many rows the page takes and after how many.
pub(in crate::catalog::price_lists) async fn page_of_goods(
    tx: &mut BusinessTx,
    list: &str,
    ask: &Ask,
    among: Option<&[Uuid]>,
    window: impl Fn(i64) -> (i64, i64),
) -> Result<(Vec<Uuid>, i64), Stop> {
    let business = tx.business();
    let total = sqlx::query_scalar!(
        r#"select count(*) as "total!" from app.product p
            where p.business_id = $1 and p.retired_at is null and p.kind <> 'family'
              and ($2::uuid[] is null or p.product_id = any($2))
              and (not $3::boolean or exists (
                  select 1 from app.price r
                   where r.business_id = p.business_id and r.product_id = p.product_id
                     and r.list = $4))"#,
        business,
        among as Option<&[Uuid]>,
        ask.own,
        list
    )
    .fetch_one(tx.conn())
    .await?;
    let (limit, offset) = window(total);
    let ids = sqlx::query_scalar!(
        "select p.product_id from app.product p
          where p.business_id = $1 and p.retired_at is null and p.kind <> 'family'
            and ($2::uuid[] is null or p.product_id = any($2))
            and (not $3::boolean or exists (
                select 1 from app.price r
                 where r.business_id = p.business_id and r.product_id = p.product_id
                   and r.list = $4))
          order by lower(p.name), p.product_id limit $5 offset $6",
        business,
        among as Option<&[Uuid]>,
        ask.own,
        list,
        limit,
        offset
    )
    .fetch_all(tx.conn())
    .await?;
    Ok((ids, total))
}

/// The packs of these products that are in use, by product, the smallest first.
pub(in crate::catalog::price_lists) async fn packs_of(
    tx: &mut BusinessTx,
    products: &[Uuid],
) -> Result<Vec<Pack>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select pack_id, product_id, name, holds_milli from app.pack
          where business_id = $1 and product_id = any($2) and retired_at is null
          order by product_id, holds_milli, pack_id",
        business,
        products
    )
    .fetch_all(tx.conn())
    .await?;
    let packs = rows.into_iter().map(|row| Pack {
        pack_id: row.pack_id,
        product_id: row.product_id,
        name: row.name,
        holds: Quantity::from_milli(row.holds_milli),
    });
    Ok(packs.collect())
}

/// The tax class of each of these products.
pub(in crate::catalog::price_lists) async fn tax_classes_of(
    tx: &mut BusinessTx,
    products: &[Uuid],
) -> Result<Vec<(Uuid, Uuid)>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select product_id, tax_class_id from app.product
          where business_id = $1 and product_id = any($2)",
        business,
        products
    )
    .fetch_all(tx.conn())
    .await?;
    let classes = rows.into_iter();
    Ok(classes
        .map(|row| (row.product_id, row.tax_class_id))
        .collect())
}
