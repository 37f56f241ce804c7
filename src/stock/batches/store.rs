//! The SQL of what expires, and of batches that are put right.

use std::collections::HashMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::Expiring;
use crate::platform::{BusinessTx, OnConstraint, fault};
use crate::values::{Money, Quantity, Refusal, Stop, Unit};

/// What is asked for.
pub(super) struct Ask {
    pub from: Option<NaiveDate>,
    pub until: NaiveDate,
    pub location: Option<Uuid>,
    pub limit: i64,
    pub offset: i64,
}

/// What expires, the first first.
pub(super) async fn expiring(tx: &mut BusinessTx, ask: &Ask) -> Result<Vec<Expiring>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"with e as (
             select product_id, location_id, batch_id, expires_on,
                    sum(left_milli)::bigint as quantity, sum(left_value_minor)::bigint as value
               from app.cost_layer
              where business_id = $1 and left_milli > 0 and expires_on is not null
                and ($2::date is null or expires_on >= $2) and expires_on <= $3
                and ($4::uuid is null or location_id = $4)
              group by product_id, location_id, batch_id, expires_on
              order by expires_on, product_id, location_id, batch_id limit $5 offset $6)
           select e.product_id as "product_id!", p.sku as "sku!", p.name as "name!",
                  p.unit as "unit!", e.location_id as "location_id!", o.name as "location!",
                  b.batch_id as "batch_id?", b.number as "number?",
                  s.supplier_id as "supplier_id?", s.name as "supplier?",
                  e.expires_on as "expires_on!", e.quantity as "quantity!", e.value as "value!",
                  exists (select 1 from app.cost_layer c
                           where c.business_id = $1 and c.product_id = e.product_id
                             and c.location_id = e.location_id and c.left_milli > 0
                             and (c.expires_on is null or c.expires_on > e.expires_on))
                      as "has_fresher!"
             from e
             join app.product p on p.business_id = $1 and p.product_id = e.product_id
             join app.location o on o.business_id = $1 and o.location_id = e.location_id
             left join app.batch b on b.business_id = $1 and b.batch_id = e.batch_id
             left join app.supplier s on s.business_id = $1 and s.supplier_id = b.supplier_id
            order by e.expires_on, e.product_id, e.location_id, e.batch_id"#,
        business,
        ask.from,
        ask.until,
        ask.location,
        ask.limit,
        ask.offset
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|row| {
            let unknown = || fault("a product has an unknown unit", &row.product_id);
            Ok(Expiring {
                unit: Unit::parse(&row.unit).ok_or_else(unknown)?,
                product_id: row.product_id,
                sku: row.sku,
                name: row.name,
                location: (row.location_id, row.location),
                batch: row.batch_id.zip(row.number),
                supplier: row.supplier_id.zip(row.supplier),
                expires_on: row.expires_on,
                left: Quantity::from_milli(row.quantity),
                value: Money::from_minor(row.value),
                has_fresher: row.has_fresher,
            })
        })
        .collect()
}

/// What all of it is worth.
pub(super) async fn value_expiring(tx: &mut BusinessTx, ask: &Ask) -> Result<Money, Stop> {
    let business = tx.business();
    let value = sqlx::query_scalar!(
        r#"select coalesce(sum(left_value_minor), 0)::bigint as "value!" from app.cost_layer
            where business_id = $1 and left_milli > 0 and expires_on is not null
              and ($2::date is null or expires_on >= $2) and expires_on <= $3
              and ($4::uuid is null or location_id = $4)"#,
        business,
        ask.from,
        ask.until,
        ask.location
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(Money::from_minor(value))
}

/// The numbers of the batches to take first of these products at a location: what expires first of what
/// has not yet. A product whose first goods are of no batch has none.
pub async fn first_batches(
    tx: &mut BusinessTx,
    location_id: Uuid,
    products: &[Uuid],
) -> Result<HashMap<Uuid, String>, Stop> {
    let business = tx.business();
    let today = tx.scope().today();
    let rows = sqlx::query!(
        r#"select f.product_id as "product_id!", b.number as "number!"
             from (select distinct on (product_id) product_id, batch_id
                     from app.cost_layer
                    where business_id = $1 and location_id = $2 and product_id = any($3)
                      and left_milli > 0 and (expires_on is null or expires_on >= $4)
                    order by product_id, expires_on nulls last, received_at, layer_id) f
             join app.batch b on b.business_id = $1 and b.batch_id = f.batch_id"#,
        business,
        location_id,
        products,
        today
    )
    .fetch_all(tx.conn())
    .await?;
    let rows = rows.into_iter();
    Ok(rows.map(|row| (row.product_id, row.number)).collect())
}

/// A batch, as its page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// The batch.
    pub batch_id: Uuid,
    /// Whose batch it is.
    pub product_id: Uuid,
    /// What the product is called.
    pub product: String,
    /// What the product is counted in.
    pub unit: Unit,
    /// What the supplier printed on it.
    pub number: String,
    /// Who brought it, and what she is called.
    pub supplier: Option<(Uuid, String)>,
    /// The last day that it may be sold on; none: it keeps.
    pub expires_on: Option<NaiveDate>,
    /// When it came.
    pub received_on: NaiveDate,
}

/// One batch.
pub async fn batch_of(tx: &mut BusinessTx, batch_id: Uuid) -> Result<Option<Batch>, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        r#"select b.product_id as "product_id!", p.name as "product!", p.unit as "unit!",
                  b.number as "number!", s.supplier_id as "supplier_id?", s.name as "supplier?",
                  b.expires_on as "expires_on?", b.received_on as "received_on!"
             from app.batch b
             join app.product p on p.business_id = $1 and p.product_id = b.product_id
             left join app.supplier s on s.business_id = $1 and s.supplier_id = b.supplier_id
            where b.business_id = $1 and b.batch_id = $2"#,
        business,
        batch_id
    )
    .fetch_optional(tx.conn())
    .await?;
    row.map(|row| {
        let unknown = || fault("a product has an unknown unit", &row.product_id);
        Ok(Batch {
            batch_id,
            unit: Unit::parse(&row.unit).ok_or_else(unknown)?,
            product_id: row.product_id,
            product: row.product,
            number: row.number,
            supplier: row.supplier_id.zip(row.supplier),
            expires_on: row.expires_on,
            received_on: row.received_on,
        })
    })
    .transpose()
}

/// What is left of a batch at one location.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Where.
    pub location: String,
    /// How much.
    pub left: Quantity,
    /// What that cost.
    pub value: Money,
}

/// Where what is left of a batch is.
pub async fn parts_of(tx: &mut BusinessTx, batch_id: Uuid) -> Result<Vec<Part>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select o.name as "location!", sum(c.left_milli)::bigint as "quantity!",
                  sum(c.left_value_minor)::bigint as "value!"
             from app.cost_layer c
             join app.location o on o.business_id = $1 and o.location_id = c.location_id
            where c.business_id = $1 and c.batch_id = $2 and c.left_milli > 0
            group by o.location_id, o.name, o.position
            order by o.position, o.name, o.location_id"#,
        business,
        batch_id
    )
    .fetch_all(tx.conn())
    .await?;
    let part = rows.into_iter().map(|row| Part {
        location: row.location,
        left: Quantity::from_milli(row.quantity),
        value: Money::from_minor(row.value),
    });
    Ok(part.collect())
}

/// What a batch says under its lock.
#[derive(Debug, Clone)]
pub(super) struct Locked {
    pub product_id: Uuid,
    pub number: String,
    pub expires_on: Option<NaiveDate>,
    pub received_on: NaiveDate,
}

/// Locks the levels of batches' products, and after them the batches, each in the order in which whoever
/// brings goods has them: nobody takes or brings any of them until the transaction ends. Who brings one
/// where none of its product has been has a level that nobody else sees yet; she holds the batch, and is
/// waited for. Levels are locked once: of one that is made later somebody may wait for these batches.
pub(super) async fn lock(tx: &mut BusinessTx, batches: &[Uuid]) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "select location_id from app.stock_level
          where business_id = $1
            and product_id = any(select product_id from app.batch
                                  where business_id = $1 and batch_id = any($2))
          order by product_id, location_id for no key update",
        business,
        batches
    )
    .fetch_all(tx.conn())
    .await?;
    sqlx::query!(
        r#"select batch_id from app.batch
            where business_id = $1 and batch_id = any($2)
            order by product_id, number collate "C" for no key update"#,
        business,
        batches
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(())
}

/// What a batch says, which is locked.
pub(super) async fn locked(tx: &mut BusinessTx, batch_id: Uuid) -> Result<Option<Locked>, Stop> {
    let business = tx.business();
    let locked = sqlx::query_as!(
        Locked,
        "select product_id, number, expires_on, received_on from app.batch
          where business_id = $1 and batch_id = $2",
        business,
        batch_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(locked)
}

/// Writes what a batch says, into the goods of it that are there too; how many parts those are.
/// Another batch of the product with that number refuses it.
pub(super) async fn update(
    tx: &mut BusinessTx,
    batch_id: Uuid,
    number: &str,
    expires_on: Option<NaiveDate>,
) -> Result<u64, Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.batch set number = $3, expires_on = $4
          where business_id = $1 and batch_id = $2",
        business,
        batch_id,
        number,
        expires_on
    )
    .execute(tx.conn())
    .await
    .on_constraint("batch_number_once", || {
        Refusal::at("number", "refused-batch-number-taken").with("number", number)
    })?;
    // In the order in which goods leave. What is emptied is told too: a return may fill it again.
    sqlx::query!(
        "select layer_id from app.cost_layer
          where business_id = $1 and batch_id = $2
          order by expires_on nulls last, received_at, layer_id for no key update",
        business,
        batch_id
    )
    .fetch_all(tx.conn())
    .await?;
    let parts = sqlx::query!(
        "update app.cost_layer set expires_on = $3
          where business_id = $1 and batch_id = $2 and expires_on is distinct from $3",
        business,
        batch_id,
        expires_on
    )
    .execute(tx.conn())
    .await?
    .rows_affected();
    Ok(parts)
}

/// A batch, as its file shows it.
pub(super) struct Kept {
    pub batch_id: Uuid,
    pub sku: String,
    pub name: String,
    pub number: String,
    pub expires_on: Option<NaiveDate>,
    pub received_on: NaiveDate,
    /// What is left of it, at all locations.
    pub left: Quantity,
}

/// The batches of which something is left; every batch of these SKUs, in small letters, where they are
/// named.
pub(super) async fn kept(tx: &mut BusinessTx, skus: Option<&[String]>) -> Result<Vec<Kept>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select b.batch_id, p.sku, p.name, b.number, b.expires_on, b.received_on,
                  coalesce(c.left_milli, 0) as "left_milli!"
             from app.batch b
             join app.product p on p.business_id = b.business_id and p.product_id = b.product_id
             left join lateral (
                  select sum(x.left_milli)::bigint as left_milli from app.cost_layer x
                   where x.business_id = b.business_id and x.batch_id = b.batch_id
                     and x.left_milli > 0) c on true
            where b.business_id = $1
              and case when $2::text[] is null then c.left_milli > 0
                       else lower(p.sku) = any($2) end
            order by p.sku, b.expires_on nulls last, b.number"#,
        business,
        skus as Option<&[String]>
    )
    .fetch_all(tx.conn())
    .await?;
    let rows = rows.into_iter().map(|row| Kept {
        batch_id: row.batch_id,
        sku: row.sku,
        name: row.name,
        number: row.number,
        expires_on: row.expires_on,
        received_on: row.received_on,
        left: Quantity::from_milli(row.left_milli),
    });
    Ok(rows.collect())
}
