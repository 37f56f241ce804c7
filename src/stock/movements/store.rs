//! The SQL of the log as it is read. Only equality and order of times, text and ids choose rows,
//! because under row security PostgreSQL uses an index for nothing else.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::{Postgres, QueryBuilder, Row as _};
use uuid::Uuid;

use super::{Document, Filter, Row};
use crate::platform::{BusinessTx, fault};
use crate::stock::Kind;
use crate::values::{Money, Quantity, Stop, Unit};

/// The most products whose movements words find.
const MOST: i32 = 50;

/// What a page is chosen by.
pub(super) struct Ask<'a> {
    pub filter: &'a Filter,
    pub products: Option<&'a [Uuid]>,
    pub from: Option<DateTime<Utc>>,
    pub until: Option<DateTime<Utc>>,
    pub limit: i64,
}

/// The products that words find; a whole barcode or SKU means its product and no other.
pub(super) async fn found(tx: &mut BusinessTx, words: &str) -> Result<Vec<Uuid>, Stop> {
    let business = tx.business();
    let exact = sqlx::query_scalar!(
        r#"select product_id as "product_id!" from app.barcode
            where business_id = $1 and barcode = $2
           union
           select product_id from app.product where business_id = $1 and sku = $2"#,
        business,
        words
    )
    .fetch_all(tx.conn())
    .await?;
    if !exact.is_empty() {
        return Ok(exact);
    }
    let by_words = sqlx::query_scalar!(
        r#"select s.product_id as "product_id!"
             from app.search_products($2, $3) s
             join app.product p on p.business_id = $1 and p.product_id = s.product_id
            order by s.rank desc, s.product_id"#,
        business,
        words,
        MOST
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(by_words)
}

/// A product of the business and its name.
pub(super) async fn product_name(
    tx: &mut BusinessTx,
    product_id: Uuid,
) -> Result<Option<(Uuid, String)>, Stop> {
    let business = tx.business();
    let name = sqlx::query_scalar!(
        "select name from app.product where business_id = $1 and product_id = $2",
        business,
        product_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(name.map(|name| (product_id, name)))
}

/// Everybody who works or worked here: id and name.
pub(super) async fn members(tx: &mut BusinessTx) -> Result<Vec<(Uuid, String)>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select member_id, name from app.member where business_id = $1
          order by retired_at is not null, name, member_id",
        business
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.member_id, row.name))
        .collect())
}

/// The movements of a page, the newest first. What was written at one instant stands in the order of
/// its document; of one product the last comes first, so that a balance runs through it.
pub(super) async fn ids(tx: &mut BusinessTx, ask: &Ask<'_>) -> Result<Vec<Uuid>, Stop> {
    let filter = ask.filter;
    let backwards = ask.products.is_some_and(|products| products.len() == 1);
    let mut query = QueryBuilder::<Postgres>::new("select m.movement_id ");
    query
        .push("from app.stock_movement m where m.business_id = ")
        .push_bind(tx.business());
    match ask.products {
        Some([product_id]) => {
            query.push(" and m.product_id = ").push_bind(*product_id);
        }
        Some(products) => {
            query
                .push(" and m.product_id = any(")
                .push_bind(products.to_vec());
            query.push(")");
        }
        None => {}
    }
    if let Some(batch) = filter.batch {
        of_batch(&mut query, batch);
    }
    if let Some(location) = filter.location {
        query.push(" and m.location_id = ").push_bind(location);
    }
    if let Some(kind) = filter.kind {
        query.push(" and m.kind = ").push_bind(kind.code());
    }
    if let Some(member) = filter.member {
        query.push(" and m.member_id = ").push_bind(member);
    }
    if let Some(from) = ask.from {
        query.push(" and m.recorded_at >= ").push_bind(from);
    }
    if let Some(until) = ask.until {
        query.push(" and m.recorded_at < ").push_bind(until);
    }
    if let Some(after) = filter.after {
        query.push(" and m.recorded_at <= ").push_bind(after.at);
        query.push(" and (m.recorded_at < ").push_bind(after.at);
        query.push(if backwards {
            " or m.movement_id < "
        } else {
            " or m.movement_id > "
        });
        query.push_bind(after.movement_id).push(")");
    }
    query.push(" order by m.recorded_at desc, m.movement_id");
    query.push(if backwards { " desc" } else { "" });
    query.push(" limit ").push_bind(ask.limit);
    let found = query.build().fetch_all(tx.conn()).await?;
    let ids: Result<Vec<Uuid>, sqlx::Error> = found.iter().map(|row| row.try_get(0)).collect();
    Ok(ids?)
}

/// What brought a batch, and what took of it. Its product is named because that has an index.
fn of_batch(query: &mut QueryBuilder<Postgres>, batch: Uuid) {
    query
        .push(
            " and m.product_id = (select b.product_id from app.batch b
                where b.business_id = m.business_id and b.batch_id = ",
        )
        .push_bind(batch)
        .push(
            ") and exists (select 1 from app.cost_layer c
                where c.business_id = m.business_id and c.batch_id = ",
        )
        .push_bind(batch)
        .push(
            " and (c.movement_id = m.movement_id
                   or exists (select 1 from app.layer_use u
                               where u.business_id = c.business_id
                                 and u.movement_id = m.movement_id
                                 and u.layer_id = c.layer_id)))",
        );
}

/// These movements, in this order, with what their own rows say.
pub(super) async fn rows(tx: &mut BusinessTx, ids: &[Uuid]) -> Result<Vec<Row>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select m.movement_id as "movement_id!", m.kind as "kind!",
                  m.product_id as "product_id!", p.sku as "sku!", p.name as "name!",
                  p.unit as "unit!", o.name as "location!", m.quantity_milli as "quantity!",
                  m.value_minor as "value!", m.recorded_at as "at!", w.name as "who?",
                  coalesce(h.source_kind, m.source_kind) as "source_kind!",
                  coalesce(h.source_id, m.source_id) as "source_id!"
             from unnest($2::uuid[]) with ordinality as asked (movement_id, place)
             join app.stock_movement m on m.business_id = $1 and m.movement_id = asked.movement_id
             join app.product p on p.business_id = $1 and p.product_id = m.product_id
             join app.location o on o.business_id = $1 and o.location_id = m.location_id
             left join app.member w on w.business_id = $1 and w.member_id = m.member_id
             left join app.stock_shortfall h on h.business_id = $1
                   and m.source_kind = 'shortfall' and h.shortfall_id = m.source_id
            order by asked.place"#,
        business,
        ids
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|row| {
            let unknown = || fault("a movement is not what it must be", &row.movement_id);
            Ok(Row {
                kind: Kind::parse(&row.kind).ok_or_else(unknown)?,
                unit: Unit::parse(&row.unit).ok_or_else(unknown)?,
                movement_id: row.movement_id,
                product_id: row.product_id,
                sku: row.sku,
                name: row.name,
                location: row.location,
                quantity: Quantity::from_milli(row.quantity),
                value: Money::from_minor(row.value),
                at: row.at,
                who: row.who,
                document: Document {
                    kind: row.source_kind,
                    id: row.source_id,
                    ..Document::default()
                },
                brought: Vec::new(),
                balance: None,
            })
        })
        .collect()
}

/// What brought the goods that these movements took, by movement.
pub(super) async fn brought(
    tx: &mut BusinessTx,
    ids: &[Uuid],
) -> Result<Vec<(Uuid, Document)>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select distinct u.movement_id as "movement_id!", b.source_kind as "kind!",
                  b.source_id as "id!"
             from app.layer_use u
             join app.cost_layer c on c.business_id = $1 and c.layer_id = u.layer_id
             join app.stock_movement b on b.business_id = $1 and b.movement_id = c.movement_id
            where u.business_id = $1 and u.movement_id = any($2)
            order by 1, 2, 3"#,
        business,
        ids
    )
    .fetch_all(tx.conn())
    .await?;
    let brought = rows.into_iter().map(|row| {
        let document = Document {
            kind: row.kind,
            id: row.id,
            ..Document::default()
        };
        (row.movement_id, document)
    });
    Ok(brought.collect())
}

/// What these documents are called; one that has no number, or is gone, has none. What a till numbered is
/// called as on its paper, `T1-12`.
pub(super) async fn documents(
    tx: &mut BusinessTx,
    wanted: &[(String, Uuid)],
) -> Result<Vec<Document>, Stop> {
    let business = tx.business();
    let kinds: Vec<String> = wanted.iter().map(|(kind, _)| kind.clone()).collect();
    let ids: Vec<Uuid> = wanted.iter().map(|(_, id)| *id).collect();
    let rows = sqlx::query!(
        r#"select w.kind as "kind!", w.id as "id!",
                  coalesce(o.code, a.number::text, t.number::text, k.number::text,
                           r.number::text, b.number, c.number,
                           case when s.series like 'till:%'
                                then replace(substr(s.series, 6), ':', '') || '-' || s.number
                                else s.number::text end) as "number?",
                  coalesce(a.reason, f.name || ' → ' || g.name, k.name, rs.name, bs.name, cs.name,
                           case when s.kind = 'refund' then s.kind end) as "detail?"
             from unnest($2::text[], $3::uuid[]) as w (kind, id)
             left join app.order o on w.kind = 'order' and o.business_id = $1 and o.order_id = w.id
             left join app.adjustment a on w.kind = 'adjustment' and a.business_id = $1
                   and a.adjustment_id = w.id
             left join app.transfer t on w.kind = 'transfer' and t.business_id = $1
                   and t.transfer_id = w.id
             left join app.location f on f.business_id = $1 and f.location_id = t.from_location_id
             left join app.location g on g.business_id = $1 and g.location_id = t.to_location_id
             left join app.stock_take k on w.kind = 'stock_take' and k.business_id = $1
                   and k.take_id = w.id
             left join app.receipt r on w.kind = 'receipt' and r.business_id = $1
                   and r.receipt_id = w.id
             left join app.supplier rs on rs.business_id = $1 and rs.supplier_id = r.supplier_id
             left join app.bill b on w.kind = 'bill' and b.business_id = $1 and b.bill_id = w.id
             left join app.supplier bs on bs.business_id = $1 and bs.supplier_id = b.supplier_id
             left join app.supplier_credit c on w.kind = 'supplier_credit' and c.business_id = $1
                   and c.credit_id = w.id
             left join app.supplier cs on cs.business_id = $1 and cs.supplier_id = c.supplier_id
             left join app.sale s on w.kind = 'sale' and s.business_id = $1 and s.sale_id = w.id"#,
        business,
        &kinds,
        &ids
    )
    .fetch_all(tx.conn())
    .await?;
    let document = rows.into_iter().map(|row| Document {
        kind: row.kind,
        id: row.id,
        number: row.number,
        detail: row.detail,
    });
    Ok(document.collect())
}

/// What was there of a product, at a location or at all, after each of these movements, whatever else is left
/// out of a list: what is there now, less what came later. So what moved long before them is not read.
pub(super) async fn balances(
    tx: &mut BusinessTx,
    product_id: Uuid,
    location_id: Option<Uuid>,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Quantity>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select b.movement_id as "movement_id!", (t.total - b.later)::bigint as "balance!"
             from (select coalesce(sum(on_hand_milli), 0) as total
                     from app.stock_level
                    where business_id = $1 and product_id = $2
                      and ($3::uuid is null or location_id = $3)) t
            cross join
                  (select movement_id,
                          coalesce(sum(quantity_milli) over (order by recorded_at desc, movement_id desc
                              rows between unbounded preceding and 1 preceding), 0) as later
                     from app.stock_movement
                    where business_id = $1 and product_id = $2
                      and ($3::uuid is null or location_id = $3)
                      and (recorded_at, movement_id)
                          >= (select recorded_at, movement_id from app.stock_movement
                               where business_id = $1 and movement_id = any($4)
                               order by recorded_at, movement_id limit 1)) b
            where b.movement_id = any($4)"#,
        business,
        product_id,
        location_id,
        ids
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.movement_id, Quantity::from_milli(row.balance)))
        .collect())
}
