//! Prices as rows: what stands, what will stand, what stood, and what somebody pays.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::catalog::price_lists::list::{KeptPrice, NewPrice, PriceKey};
use crate::platform::BusinessTx;
use crate::values::{Money, Quantity, Stop};

/// How many rows one statement writes: a chunk stays far from the limit on its time.
const CHUNK: usize = 2000;

/// What each of these costs by a list, in their order: a product, perhaps its pack, how much.
///
/// The amount of a quantity break is that of its newest valid row, and a break whose newest row has no
/// amount is none; of those left, the largest that is reached counts.
pub(in crate::catalog::price_lists) async fn prices_for(
    tx: &mut BusinessTx,
    list: &str,
    wanted: &[(Uuid, Option<Uuid>, Quantity)],
) -> Result<Vec<Option<Money>>, Stop> {
    let business = tx.business();
    let now = tx.scope().now;
    let products: Vec<Uuid> = wanted.iter().map(|one| one.0).collect();
    let packs: Vec<Option<Uuid>> = wanted.iter().map(|one| one.1).collect();
    let quantities: Vec<i64> = wanted.iter().map(|one| one.2.milli()).collect();
    let rows = sqlx::query_scalar!(
        r#"select coalesce(
                (select t.amount_minor from (
                    select distinct on (r.minimum_quantity_milli)
                           r.minimum_quantity_milli, r.amount_minor
                      from app.price r
                      join app.price_list l on l.business_id = r.business_id and l.list = r.list
                                           and l.retired_at is null
                     where r.business_id = $1 and r.product_id = a.product_id and r.list = $5
                       and r.pack_id is not distinct from a.pack_id
                       and r.minimum_quantity_milli <= a.quantity and r.valid_from <= $6
                     order by r.minimum_quantity_milli, r.valid_from desc, r.price_id desc) t
                  where t.amount_minor is not null
                  order by t.minimum_quantity_milli desc limit 1),
                (select t.amount_minor from (
                    select distinct on (r.minimum_quantity_milli)
                           r.minimum_quantity_milli, r.amount_minor
                      from app.price r
                     where r.business_id = $1 and r.product_id = a.product_id
                       and r.list = 'retail' and r.pack_id is not distinct from a.pack_id
                       and r.minimum_quantity_milli <= a.quantity and r.valid_from <= $6
                     order by r.minimum_quantity_milli, r.valid_from desc, r.price_id desc) t
                  where t.amount_minor is not null
                  order by t.minimum_quantity_milli desc limit 1),
                case when a.pack_id is null then p.price_minor end) as "price?"
             from unnest($2::uuid[], $3::uuid[], $4::bigint[]) with ordinality
                  as a (product_id, pack_id, quantity, place)
             left join app.product p on p.business_id = $1 and p.product_id = a.product_id
            order by a.place"#,
        business,
        &products,
        &packs as &[Option<Uuid>],
        &quantities,
        list,
        now
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|price| price.map(Money::from_minor))
        .collect())
}

/// What the list itself asks at a moment for each of these, in their order, whatever else there is.
pub(in crate::catalog::price_lists) async fn standing_at(
    tx: &mut BusinessTx,
    list: &str,
    at: DateTime<Utc>,
    keys: &[PriceKey],
) -> Result<Vec<Option<Money>>, Stop> {
    let business = tx.business();
    let products: Vec<Uuid> = keys.iter().map(|key| key.product_id).collect();
    let packs: Vec<Option<Uuid>> = keys.iter().map(|key| key.pack_id).collect();
    let minimums: Vec<i64> = keys.iter().map(|key| key.minimum.milli()).collect();
    let rows = sqlx::query_scalar!(
        r#"select (select r.amount_minor from app.price r
                    where r.business_id = $1 and r.product_id = k.product_id and r.list = $5
                      and r.pack_id is not distinct from k.pack_id
                      and r.minimum_quantity_milli = k.minimum and r.valid_from <= $6
                    order by r.valid_from desc, r.price_id desc limit 1) as "amount?"
             from unnest($2::uuid[], $3::uuid[], $4::bigint[]) with ordinality
                  as k (product_id, pack_id, minimum, place)
            order by k.place"#,
        business,
        &products,
        &packs as &[Option<Uuid>],
        &minimums,
        list,
        at
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|amount| amount.map(Money::from_minor))
        .collect())
}

/// When it is now on a list whose row is locked: after all that counts there already.
pub(in crate::catalog::price_lists) async fn now_after_others(
    tx: &mut BusinessTx,
    list: &str,
) -> Result<DateTime<Utc>, Stop> {
    let business = tx.business();
    let now = tx.scope().now;
    // Of two prices from the same moment on, ids would say which counts.
    let after = sqlx::query_scalar!(
        r#"select greatest($3::timestamptz, max(r.valid_from) + interval '1 microsecond') as "now!"
             from app.price r
            where r.business_id = $1 and r.list = $2 and r.valid_from <= clock_timestamp()"#,
        business,
        list,
        now
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(after)
}

struct Row {
    product_id: Uuid,
    pack_id: Option<Uuid>,
    minimum_quantity_milli: i64,
    amount_minor: Option<i64>,
    valid_from: DateTime<Utc>,
}

impl Row {
    fn kept(self) -> KeptPrice {
        KeptPrice {
            key: PriceKey {
                product_id: self.product_id,
                pack_id: self.pack_id,
                minimum: Quantity::from_milli(self.minimum_quantity_milli),
            },
            amount: self.amount_minor.map(Money::from_minor),
            valid_from: self.valid_from,
        }
    }
}

/// Every price that these products have on the list now, quantity breaks and packs among them.
pub(in crate::catalog::price_lists) async fn standing_of(
    tx: &mut BusinessTx,
    list: &str,
    products: &[Uuid],
) -> Result<Vec<KeptPrice>, Stop> {
    let business = tx.business();
    let now = tx.scope().now;
    let rows = sqlx::query_as!(
        Row,
        r#"select t.product_id as "product_id!", t.pack_id as "pack_id?",
                  t.minimum_quantity_milli as "minimum_quantity_milli!",
                  t.amount_minor as "amount_minor?", t.valid_from as "valid_from!"
             from (select distinct on (r.product_id, r.pack_id, r.minimum_quantity_milli)
                          r.product_id, r.pack_id, r.minimum_quantity_milli, r.amount_minor,
                          r.valid_from
                     from app.price r
                    where r.business_id = $1 and r.product_id = any($2) and r.list = $3
                      and r.valid_from <= $4
                    order by r.product_id, r.pack_id, r.minimum_quantity_milli,
                             r.valid_from desc, r.price_id desc) t
            where t.amount_minor is not null
            order by t.product_id, t.pack_id nulls first, t.minimum_quantity_milli"#,
        business,
        products,
        list,
        now
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(Row::kept).collect())
}

/// What is set for these products from a moment to come on, the nearest first.
pub(in crate::catalog::price_lists) async fn to_come(
    tx: &mut BusinessTx,
    list: &str,
    products: &[Uuid],
) -> Result<Vec<KeptPrice>, Stop> {
    let business = tx.business();
    let now = tx.scope().now;
    let rows = sqlx::query_as!(
        Row,
        r#"select t.product_id as "product_id!", t.pack_id as "pack_id?",
                  t.minimum_quantity_milli as "minimum_quantity_milli!",
                  t.amount_minor as "amount_minor?", t.valid_from as "valid_from!"
             from (select distinct on (r.product_id, r.pack_id, r.minimum_quantity_milli,
                                       r.valid_from)
                          r.product_id, r.pack_id, r.minimum_quantity_milli, r.amount_minor,
                          r.valid_from
                     from app.price r
                    where r.business_id = $1 and r.product_id = any($2) and r.list = $3
                      and r.valid_from > $4
                    order by r.product_id, r.pack_id, r.minimum_quantity_milli, r.valid_from,
                             r.price_id desc) t
            order by t.product_id, t.valid_from, t.pack_id nulls first, t.minimum_quantity_milli"#,
        business,
        products,
        list,
        now
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(Row::kept).collect())
}

/// Adds prices to the list, from a moment on; each carries its product's unit.
pub(in crate::catalog::price_lists) async fn insert_prices(
    tx: &mut BusinessTx,
    list: &str,
    at: DateTime<Utc>,
    prices: &[NewPrice],
) -> Result<(), Stop> {
    let business = tx.business();
    let member = tx.scope().member_id();
    for chunk in prices.chunks(CHUNK) {
        let ids: Vec<Uuid> = chunk.iter().map(|_| Uuid::now_v7()).collect();
        let products: Vec<Uuid> = chunk.iter().map(|one| one.key.product_id).collect();
        let packs: Vec<Option<Uuid>> = chunk.iter().map(|one| one.key.pack_id).collect();
        let minimums: Vec<i64> = chunk.iter().map(|one| one.key.minimum.milli()).collect();
        let amounts: Vec<Option<i64>> = chunk
            .iter()
            .map(|one| one.amount.map(Money::minor))
            .collect();
        sqlx::query!(
            "insert into app.price (business_id, price_id, product_id, pack_id, list, unit,
                    minimum_quantity_milli, amount_minor, valid_from, member_id)
             select p.business_id, n.price_id, n.product_id, n.pack_id, $7, p.unit, n.minimum,
                    n.amount, $8::timestamptz, $9::uuid
               from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[], $6::bigint[])
                    as n (price_id, product_id, pack_id, minimum, amount)
               join app.product p on p.business_id = $1 and p.product_id = n.product_id",
            business,
            &ids,
            &products,
            &packs as &[Option<Uuid>],
            &minimums,
            &amounts as &[Option<i64>],
            list,
            at,
            member
        )
        .execute(tx.conn())
        .await?;
    }
    Ok(())
}
