//! What runs low, in one statement: levels by the day on which they run out, as the database keeps it;
//! with what is on order, and from whom it is had.
//!
//! Levels come out of an index that stands in the order in which they are wanted, and only as many are
//! looked at closely, each by its keys, as a page shows. Those of which something has expired are few:
//! they are found first, and stand where they do without it. Whatever it finds is judged again by the
//! noun.

use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::values::Stop;

/// Where to look for what runs low, and which part of it is wanted.
#[derive(Debug, Clone, Copy)]
pub(in crate::purchasing::orders) struct Window {
    pub location_id: Uuid,
    /// Only what is had from her.
    pub supplier: Option<Uuid>,
    pub limit: i64,
    pub offset: i64,
}

/// The figures of a product that runs low.
#[derive(Debug, Clone)]
pub(in crate::purchasing::orders) struct Figures {
    pub product_id: Uuid,
    pub sku: String,
    pub name: String,
    pub unit: String,
    pub on_hand_milli: i64,
    pub reserved_milli: i64,
    pub expired_milli: i64,
    pub short_milli: i64,
    pub minimum_milli: Option<i64>,
    pub reorder_milli: Option<i64>,
    pub sold_milli: i64,
    pub coming_milli: i64,
    pub in_transit_milli: i64,
    pub drafted_milli: i64,
    pub supplier_id: Option<Uuid>,
    pub supplier_name: Option<String>,
    pub lead_days: i32,
    pub pack_id: Option<Uuid>,
    pub pack_name: Option<String>,
    pub holds_milli: Option<i64>,
    pub pack_retired: bool,
    pub cost_minor: Option<i64>,
    /// The least that she sells at once.
    pub least_milli: Option<i64>,
}

/// The statement, apart from the function that asks it: it is long because it is one.
macro_rules! figures {
    ($business:expr, $window:expr, $today:expr) => {
        sqlx::query_as!(
            Figures,
            r#"with slowest as (
             select coalesce(max(lead_days), 3) + 7 as days from app.supplier
              where business_id = $1 and retired_at is null),
         spoilt as materialized (
             select product_id, sum(left_milli)::bigint as milli from app.cost_layer
              where business_id = $1 and location_id = $2 and left_milli > 0
                and expires_on is not null and expires_on < $6
              group by product_id),
         level as (
             (select l.product_id, l.on_hand_milli, l.reserved_milli, 0::bigint as expired_milli,
                     l.short_milli, l.minimum_milli, l.reorder_milli, l.sold_milli,
                     l.free_milli - l.short_milli as good_milli, l.buy_in_days
                from app.stock_level l
               where l.business_id = $1 and l.location_id = $2
                 and l.buy_in_days < (select days from slowest)
                 and l.product_id not in (select product_id from spoilt)
               -- All of them; but PostgreSQL begins with the first of what says that it may end.
               order by l.buy_in_days, l.product_id limit (select 1000000000))
             union all
             -- As `stock_level.buy_in_days` has it, of what is left without the expired.
             select l.product_id, l.on_hand_milli, l.reserved_milli, s.milli,
                    l.short_milli, l.minimum_milli, l.reorder_milli, l.sold_milli, g.milli,
                    case when g.milli <= l.reorder_milli then 0
                         when g.milli < coalesce(l.minimum_milli, 0) then 0
                         when l.sold_milli > 0 then
                              least(least(g.milli - coalesce(l.minimum_milli, 0),
                                          100000000000000000) * 28 / l.sold_milli, 10000)::integer
                    end
               from spoilt s
               join app.stock_level l on l.business_id = $1 and l.product_id = s.product_id
                                     and l.location_id = $2
              cross join lateral (
                    select l.free_milli - l.short_milli - s.milli as milli) g)
         select p.product_id as "product_id!", p.sku as "sku!", p.name as "name!",
                p.unit as "unit!", l.on_hand_milli as "on_hand_milli!",
                l.reserved_milli as "reserved_milli!", l.expired_milli as "expired_milli!",
                l.short_milli as "short_milli!",
                l.minimum_milli as "minimum_milli?", l.reorder_milli as "reorder_milli?",
                l.sold_milli as "sold_milli!", o.coming as "coming_milli!",
                w.in_transit as "in_transit_milli!", o.drafted as "drafted_milli!",
                coalesce(f.supplier_id, h.supplier_id) as "supplier_id?",
                coalesce(f.name, h.name) as "supplier_name?",
                coalesce(f.lead_days, h.lead_days, 3) as "lead_days!", f.pack_id as "pack_id?",
                f.pack_name as "pack_name?", f.holds_milli as "holds_milli?",
                coalesce(f.pack_retired, false) as "pack_retired!",
                coalesce(f.cost_minor, p.cost_minor) as "cost_minor?",
                f.minimum_milli as "least_milli?"
           from level l
           join app.product p on p.business_id = $1 and p.product_id = l.product_id
                             and p.retired_at is null and p.kind = 'plain'
           cross join lateral (
               select coalesce(sum(greatest(i.quantity_milli - i.received_milli, 0))
                                   filter (where u.state <> 'draft'), 0)::bigint as coming,
                      coalesce(sum(i.quantity_milli)
                                   filter (where u.state = 'draft'), 0)::bigint as drafted
                 from app.purchase_line i
                 join app.purchase u on u.business_id = $1 and u.purchase_id = i.purchase_id
                where i.business_id = $1 and i.product_id = l.product_id and u.location_id = $2
                  and u.state in ('draft', 'sent', 'part_received')) o
           cross join lateral (
               select coalesce(sum(i.sent_milli - coalesce(i.arrived_milli, 0)), 0)::bigint
                          as in_transit
                 from app.transfer_line i
                 join app.transfer t on t.business_id = $1 and t.transfer_id = i.transfer_id
                where i.business_id = $1 and i.product_id = l.product_id
                  and t.to_location_id = $2 and t.state = 'in_transit') w
           left join lateral (
               select u.supplier_id, u.name, u.lead_days, q.pack_id, k.name as pack_name,
                      coalesce(k.holds_milli, 1000) as holds_milli, q.cost_minor, q.minimum_milli,
                      k.retired_at is not null as pack_retired
                 from app.supplier_product q
                 join app.supplier u on u.business_id = $1 and u.supplier_id = q.supplier_id
                                    and u.retired_at is null
                 left join app.pack k on k.business_id = $1 and k.pack_id = q.pack_id
                where q.business_id = $1 and q.product_id = l.product_id
                order by q.is_preferred desc,
                         q.cost_minor * 1000 / coalesce(k.holds_milli, 1000), q.updated_at desc
                limit 1) f on true
           left join lateral (
               select u.supplier_id, u.name, u.lead_days
                 from app.receipt_line i
                 join app.receipt r on r.business_id = $1 and r.receipt_id = i.receipt_id
                 join app.supplier u on u.business_id = $1 and u.supplier_id = r.supplier_id
                                    and u.retired_at is null
                where i.business_id = $1 and i.product_id = l.product_id
                  and f.supplier_id is null
                order by r.occurred_at desc, r.receipt_id desc
                limit 1) h on true
          where l.buy_in_days < (select days from slowest)
            and l.buy_in_days < coalesce(f.lead_days, h.lead_days, 3) + 7
            -- With what is coming it is at its point still, or runs out still.
            and (l.good_milli + o.coming + w.in_transit <= l.reorder_milli
                 or l.good_milli + o.coming + w.in_transit
                    - (greatest(l.sold_milli, 0) * (coalesce(f.lead_days, h.lead_days, 3) + 7) + 27)
                      / 28 < coalesce(l.minimum_milli, 0))
            and ($3::uuid is null or coalesce(f.supplier_id, h.supplier_id) = $3)
            -- The same, known before anything else is looked up.
            and ($3::uuid is null or l.product_id in (
                    select q.product_id from app.supplier_product q
                     where q.business_id = $1 and q.supplier_id = $3
                    union all
                    select i.product_id from app.receipt r
                      join app.receipt_line i on i.business_id = $1
                                             and i.receipt_id = r.receipt_id
                     where r.business_id = $1 and r.supplier_id = $3))
          order by l.buy_in_days, l.product_id limit $4 offset $5"#,
            $business,
            $window.location_id,
            $window.supplier,
            $window.limit,
            $window.offset,
            $today
        )
    };
}

/// Products of a location that should be ordered, what runs out first before all; what has expired is as
/// good as not there. The days in it are
/// those of the noun: 28 of sales, 7 until somebody looks again.
pub(in crate::purchasing::orders) async fn suggested(
    tx: &mut BusinessTx,
    window: Window,
) -> Result<Vec<Figures>, Stop> {
    let business = tx.business();
    let today = tx.scope().today();
    let rows = figures!(business, window, today)
        .fetch_all(tx.conn())
        .await?;
    Ok(rows)
}
