//! What runs low, in one statement: levels at their point, and what recent sales will bring there;
//! with what is on order, and from whom it is had.
//!
//! Only candidates are looked at closely, each by its keys: levels come out of partial indexes, and
//! what was sold lately out of one that holds just that. Whatever it finds is judged again by the noun.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::values::Stop;

/// The most products that are found at once.
pub(in crate::purchasing::orders) const MOST: i64 = 1000;

/// The figures of a product that runs low.
#[derive(Debug, Clone)]
pub(in crate::purchasing::orders) struct Figures {
    pub product_id: Uuid,
    pub sku: String,
    pub name: String,
    pub unit: String,
    pub on_hand_milli: i64,
    pub reserved_milli: i64,
    pub short_milli: i64,
    pub minimum_milli: Option<i64>,
    pub reorder_milli: Option<i64>,
    pub sold_milli: i64,
    pub coming_milli: i64,
    pub drafted_milli: i64,
    pub supplier_id: Option<Uuid>,
    pub supplier_name: Option<String>,
    pub lead_days: i32,
    pub pack_id: Option<Uuid>,
    pub pack_name: Option<String>,
    pub holds_milli: Option<i64>,
    pub pack_retired: bool,
    pub cost_minor: Option<i64>,
}

/// The statement, apart from the function that asks it: it is long because it is one.
macro_rules! figures {
    ($business:expr, $location:expr, $since:expr, $supplier:expr) => {
        sqlx::query_as!(
            Figures,
            r#"with slowest as (
             select coalesce(max(lead_days), 3)::bigint as days from app.supplier
              where business_id = $1 and retired_at is null),
         candidate as materialized (
             select l.product_id from app.stock_level l
              where l.business_id = $1 and l.location_id = $2 and l.reorder_milli is not null
                and l.on_hand_milli - l.reserved_milli <= l.reorder_milli
             union
             select l.product_id from app.stock_level l
              where l.business_id = $1 and l.location_id = $2 and l.minimum_milli is not null
                and l.on_hand_milli - l.reserved_milli < l.minimum_milli
             union
             select l.product_id from app.stock_level l
              where l.business_id = $1 and l.location_id = $2 and l.short_milli > 0
             union
             select l.product_id from app.stock_level l
               join (select m.product_id, -sum(m.quantity_milli)::bigint as milli
                       from app.stock_movement m
                      where m.business_id = $1 and m.location_id = $2
                        and m.kind in ('sale', 'hand_over') and m.recorded_at >= $3
                      group by m.product_id) s on s.product_id = l.product_id
              where l.business_id = $1 and l.location_id = $2
                and l.on_hand_milli - l.reserved_milli - l.short_milli
                    - (s.milli * ((select days from slowest) + 7) + 27) / 28
                    < coalesce(l.minimum_milli, 0)),
         found as (
             select p.product_id, p.sku, p.name, p.unit, p.cost_minor as last_minor,
                    l.on_hand_milli, l.reserved_milli, l.short_milli, l.minimum_milli,
                    l.reorder_milli, s.milli as sold_milli,
                    coalesce(o.coming, 0)::bigint as coming_milli,
                    coalesce(o.drafted, 0)::bigint as drafted_milli,
                    coalesce(f.supplier_id, h.supplier_id) as supplier_id,
                    coalesce(f.name, h.name) as supplier_name,
                    coalesce(f.lead_days, h.lead_days, 3) as lead_days, f.pack_id, f.pack_name,
                    f.holds_milli, coalesce(f.pack_retired, false) as pack_retired, f.cost_minor,
                    l.on_hand_milli - l.reserved_milli - l.short_milli as free
               from candidate c
               cross join lateral (
                   select * from app.product
                    where business_id = $1 and product_id = c.product_id
                      and retired_at is null and kind = 'plain' limit 1) p
               cross join lateral (
                   select * from app.stock_level
                    where business_id = $1 and product_id = c.product_id
                      and location_id = $2 limit 1) l
               cross join lateral (
                   select coalesce(-sum(m.quantity_milli), 0)::bigint as milli
                     from app.stock_movement m
                    where m.business_id = $1 and m.product_id = c.product_id
                      and m.recorded_at >= $3 and m.location_id = $2
                      and m.kind in ('sale', 'hand_over')) s
               cross join lateral (
                   select sum(greatest(i.quantity_milli - i.received_milli, 0))
                              filter (where u.state <> 'draft') as coming,
                          sum(i.quantity_milli) filter (where u.state = 'draft') as drafted
                     from app.purchase_line i
                     join app.purchase u on u.business_id = $1 and u.purchase_id = i.purchase_id
                    where i.business_id = $1 and i.product_id = c.product_id
                      and u.location_id = $2
                      and u.state in ('draft', 'sent', 'part_received')) o
               left join lateral (
                   select u.supplier_id, u.name, u.lead_days, q.pack_id, k.name as pack_name,
                          coalesce(k.holds_milli, 1000) as holds_milli, q.cost_minor,
                          k.retired_at is not null as pack_retired
                     from app.supplier_product q
                     join app.supplier u on u.business_id = $1 and u.supplier_id = q.supplier_id
                                        and u.retired_at is null
                     left join app.pack k on k.business_id = $1 and k.pack_id = q.pack_id
                    where q.business_id = $1 and q.product_id = c.product_id
                    order by q.is_preferred desc,
                             q.cost_minor * 1000 / coalesce(k.holds_milli, 1000),
                             q.updated_at desc
                    limit 1) f on true
               left join lateral (
                   select u.supplier_id, u.name, u.lead_days
                     from app.receipt_line i
                     join app.receipt r on r.business_id = $1 and r.receipt_id = i.receipt_id
                     join app.supplier u on u.business_id = $1 and u.supplier_id = r.supplier_id
                                        and u.retired_at is null
                    where i.business_id = $1 and i.product_id = c.product_id
                      and f.supplier_id is null
                    order by r.occurred_at desc, r.receipt_id desc
                    limit 1) h on true)
         select product_id as "product_id!", sku as "sku!", name as "name!", unit as "unit!",
                on_hand_milli as "on_hand_milli!", reserved_milli as "reserved_milli!",
                short_milli as "short_milli!", minimum_milli as "minimum_milli?",
                reorder_milli as "reorder_milli?", sold_milli as "sold_milli!",
                coming_milli as "coming_milli!", drafted_milli as "drafted_milli!",
                supplier_id as "supplier_id?", supplier_name as "supplier_name?",
                lead_days as "lead_days!", pack_id as "pack_id?", pack_name as "pack_name?",
                holds_milli as "holds_milli?", pack_retired as "pack_retired!",
                coalesce(cost_minor, last_minor) as "cost_minor?"
           from found
          where ($4::uuid is null or supplier_id = $4)
            and ((reorder_milli is not null and free <= reorder_milli)
                 or free - (sold_milli * (lead_days + 7) + 27) / 28 < coalesce(minimum_milli, 0))
            and coalesce(reorder_milli, minimum_milli, 0)
                + (sold_milli * (lead_days + 14) + 27) / 28 - free - coming_milli > 0
          order by lower(supplier_name) nulls last, supplier_id, lower(name), product_id
          limit $5"#,
            $business,
            $location,
            $since,
            $supplier,
            MOST
        )
    };
}

/// Products of a location that should be ordered, by supplier and name; `since`: from when on sales
/// count. The days in it are those of the noun: 28 of sales, 7 until somebody looks again, 14 beyond.
pub(in crate::purchasing::orders) async fn suggested(
    tx: &mut BusinessTx,
    location_id: Uuid,
    since: DateTime<Utc>,
    supplier: Option<Uuid>,
) -> Result<Vec<Figures>, Stop> {
    let business = tx.business();
    let rows = figures!(business, location_id, since, supplier)
        .fetch_all(tx.conn())
        .await?;
    Ok(rows)
}
