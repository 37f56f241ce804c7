//! What suppliers sell us.

use std::collections::HashMap;

use uuid::Uuid;

use crate::platform::{BusinessTx, OnConstraint};
use crate::purchasing::suppliers::offer::{NewOffer, Offer};
use crate::values::{Money, Quantity, Refusal, Stop, Unit};

/// An offer as its rows say it.
struct OfferRow {
    supplier_id: Uuid,
    product_id: Uuid,
    sku: String,
    name: String,
    unit: String,
    is_retired: bool,
    supplier_sku: String,
    pack_id: Option<Uuid>,
    pack_name: Option<String>,
    holds_milli: i64,
    cost_minor: i64,
    minimum_milli: Option<i64>,
    is_preferred: bool,
}

impl OfferRow {
    fn read(self) -> Offer {
        Offer {
            supplier_id: self.supplier_id,
            product_id: self.product_id,
            sku: self.sku,
            name: self.name,
            unit: Unit::parse(&self.unit).unwrap_or(Unit::Piece),
            is_retired: self.is_retired,
            supplier_sku: self.supplier_sku,
            pack_id: self.pack_id,
            pack_name: self.pack_name.unwrap_or_default(),
            holds: Quantity::from_milli(self.holds_milli),
            cost: Money::from_minor(self.cost_minor),
            minimum: self.minimum_milli.map(Quantity::from_milli),
            is_preferred: self.is_preferred,
        }
    }
}

/// What a supplier asks for some products, by product.
pub(in crate::purchasing) async fn offers_for(
    tx: &mut BusinessTx,
    supplier_id: Uuid,
    products: &[Uuid],
) -> Result<HashMap<Uuid, Offer>, Stop> {
    let business = tx.business();
    let rows = sqlx::query_as!(
        OfferRow,
        r#"select o.supplier_id, o.product_id, p.sku, p.name, p.unit,
                  p.retired_at is not null as "is_retired!", o.supplier_sku, o.pack_id,
                  k.name as "pack_name?", coalesce(k.holds_milli, 1000) as "holds_milli!",
                  o.cost_minor, o.minimum_milli, o.is_preferred
             from app.supplier_product o
             join app.product p on p.business_id = o.business_id and p.product_id = o.product_id
             left join app.pack k on k.business_id = o.business_id and k.pack_id = o.pack_id
            where o.business_id = $1 and o.supplier_id = $2 and o.product_id = any($3)"#,
        business,
        supplier_id,
        products
    )
    .fetch_all(tx.conn())
    .await?;
    let offers = rows.into_iter().map(OfferRow::read);
    Ok(offers.map(|offer| (offer.product_id, offer)).collect())
}

/// What all suppliers ask for some products.
pub(in crate::purchasing::suppliers) async fn offers_of_products(
    tx: &mut BusinessTx,
    products: &[Uuid],
) -> Result<Vec<Offer>, Stop> {
    let business = tx.business();
    let rows = sqlx::query_as!(
        OfferRow,
        r#"select o.supplier_id, o.product_id, p.sku, p.name, p.unit,
                  p.retired_at is not null as "is_retired!", o.supplier_sku, o.pack_id,
                  k.name as "pack_name?", coalesce(k.holds_milli, 1000) as "holds_milli!",
                  o.cost_minor, o.minimum_milli, o.is_preferred
             from app.supplier_product o
             join app.product p on p.business_id = o.business_id and p.product_id = o.product_id
             left join app.pack k on k.business_id = o.business_id and k.pack_id = o.pack_id
            where o.business_id = $1 and o.product_id = any($2)"#,
        business,
        products
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(OfferRow::read).collect())
}

/// What a supplier sells us, by name, so many from an offset on; and how many there are.
pub(in crate::purchasing) async fn offers_of(
    tx: &mut BusinessTx,
    supplier_id: Uuid,
    most: i64,
    offset: i64,
) -> Result<(Vec<Offer>, i64), Stop> {
    let business = tx.business();
    let total = sqlx::query_scalar!(
        r#"select count(*) as "count!" from app.supplier_product
            where business_id = $1 and supplier_id = $2"#,
        business,
        supplier_id
    )
    .fetch_one(tx.conn())
    .await?;
    let rows = sqlx::query_as!(
        OfferRow,
        r#"select o.supplier_id, o.product_id, p.sku, p.name, p.unit,
                  p.retired_at is not null as "is_retired!", o.supplier_sku, o.pack_id,
                  k.name as "pack_name?", coalesce(k.holds_milli, 1000) as "holds_milli!",
                  o.cost_minor, o.minimum_milli, o.is_preferred
             from app.supplier_product o
             join app.product p on p.business_id = o.business_id and p.product_id = o.product_id
             left join app.pack k on k.business_id = o.business_id and k.pack_id = o.pack_id
            where o.business_id = $1 and o.supplier_id = $2
            order by lower(p.name), p.product_id limit $3 offset $4"#,
        business,
        supplier_id,
        most,
        offset
    )
    .fetch_all(tx.conn())
    .await?;
    Ok((rows.into_iter().map(OfferRow::read).collect(), total))
}

/// Every price of suppliers and products that are not retired, with the supplier's name.
pub(in crate::purchasing::suppliers) async fn every_offer(
    tx: &mut BusinessTx,
) -> Result<Vec<(String, Offer)>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select s.name as supplier, o.supplier_id, o.product_id, p.sku, p.name, p.unit,
                  o.supplier_sku, o.pack_id, k.name as "pack_name?",
                  coalesce(k.holds_milli, 1000) as "holds_milli!", o.cost_minor,
                  o.minimum_milli, o.is_preferred
             from app.supplier_product o
             join app.supplier s on s.business_id = o.business_id and s.supplier_id = o.supplier_id
             join app.product p on p.business_id = o.business_id and p.product_id = o.product_id
             left join app.pack k on k.business_id = o.business_id and k.pack_id = o.pack_id
            where o.business_id = $1 and s.retired_at is null and p.retired_at is null
            order by lower(s.name), lower(p.name), p.product_id"#,
        business
    )
    .fetch_all(tx.conn())
    .await?;
    let offers = rows.into_iter().map(|row| {
        let offer = OfferRow {
            supplier_id: row.supplier_id,
            product_id: row.product_id,
            sku: row.sku,
            name: row.name,
            unit: row.unit,
            is_retired: false,
            supplier_sku: row.supplier_sku,
            pack_id: row.pack_id,
            pack_name: row.pack_name,
            holds_milli: row.holds_milli,
            cost_minor: row.cost_minor,
            minimum_milli: row.minimum_milli,
            is_preferred: row.is_preferred,
        };
        (row.supplier, offer.read())
    });
    Ok(offers.collect())
}

/// Writes prices: new ones, and those that are there as they are now. Who is asked first for a
/// product is so alone: whoever was before is not any more.
pub(in crate::purchasing::suppliers) async fn write_offers(
    tx: &mut BusinessTx,
    new: &[NewOffer],
) -> Result<(), Stop> {
    let business = tx.business();
    let now = tx.scope().now;
    let mut new: Vec<&NewOffer> = new.iter().collect();
    new.sort_by_key(|offer| (offer.product_id, offer.supplier_id));
    let first = new.iter().filter(|offer| offer.is_preferred);
    let first: Vec<Uuid> = first.map(|offer| offer.product_id).collect();
    sqlx::query!(
        "update app.supplier_product set is_preferred = false
          where business_id = $1 and product_id = any($2) and is_preferred",
        business,
        &first
    )
    .execute(tx.conn())
    .await?;
    let suppliers: Vec<Uuid> = new.iter().map(|offer| offer.supplier_id).collect();
    let products: Vec<Uuid> = new.iter().map(|offer| offer.product_id).collect();
    let skus: Vec<String> = new.iter().map(|offer| offer.supplier_sku.clone()).collect();
    let packs: Vec<Uuid> = new
        .iter()
        .map(|offer| offer.pack_id.unwrap_or_default())
        .collect();
    let costs: Vec<i64> = new.iter().map(|offer| offer.cost.minor()).collect();
    let minimums: Vec<i64> = new
        .iter()
        .map(|offer| offer.minimum.map_or(0, Quantity::milli))
        .collect();
    let preferred: Vec<bool> = new.iter().map(|offer| offer.is_preferred).collect();
    sqlx::query!(
        "insert into app.supplier_product (business_id, supplier_id, product_id, supplier_sku,
                pack_id, cost_minor, minimum_milli, is_preferred, updated_at)
         select $1, n.supplier, n.product, n.sku,
                nullif(n.pack, '00000000-0000-0000-0000-000000000000'::uuid), n.cost,
                nullif(n.minimum, 0), n.preferred, $9::timestamptz
           from unnest($2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::bigint[], $7::bigint[],
                       $8::boolean[])
                as n (supplier, product, sku, pack, cost, minimum, preferred)
         on conflict (business_id, supplier_id, product_id) do update
            set supplier_sku = excluded.supplier_sku, pack_id = excluded.pack_id,
                cost_minor = excluded.cost_minor, minimum_milli = excluded.minimum_milli,
                is_preferred = excluded.is_preferred, updated_at = excluded.updated_at",
        business,
        &suppliers,
        &products,
        &skus,
        &packs,
        &costs,
        &minimums,
        &preferred,
        now
    )
    .execute(tx.conn())
    .await
    .on_constraint("supplier_product_preferred_once", || {
        Refusal::of("refused-changed-meanwhile")
    })?;
    Ok(())
}

/// Takes a product off what a supplier sells us; whether it was there.
pub(in crate::purchasing::suppliers) async fn drop_offer(
    tx: &mut BusinessTx,
    supplier_id: Uuid,
    product_id: Uuid,
) -> Result<bool, Stop> {
    let business = tx.business();
    let gone = sqlx::query!(
        "delete from app.supplier_product
          where business_id = $1 and supplier_id = $2 and product_id = $3",
        business,
        supplier_id,
        product_id
    )
    .execute(tx.conn())
    .await?;
    Ok(gone.rows_affected() > 0)
}

/// The products of these SKUs.
pub(in crate::purchasing::suppliers) async fn by_sku(
    tx: &mut BusinessTx,
    skus: &[String],
) -> Result<Vec<Uuid>, Stop> {
    let business = tx.business();
    let ids = sqlx::query_scalar!(
        "select product_id from app.product where business_id = $1 and sku = any($2)",
        business,
        skus
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(ids)
}
