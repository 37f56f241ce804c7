//! What of the stock needs somebody, counted over all of it.

use chrono::NaiveDate;

use crate::platform::BusinessTx;
use crate::stock::levels::Alerts;
use crate::values::Stop;

/// Counts what needs somebody: what expires from `today` to `soon`, and the rest. Levels are those that
/// the list shows under the same words: an index holds those that are low as they stand, and what is low
/// only without what has expired is among the little that has. Products off sale, kits and families are
/// in no list; each is asked by its key, because PostgreSQL would rather read all of them.
pub(in crate::stock::levels) async fn alerts(
    tx: &mut BusinessTx,
    today: NaiveDate,
    soon: NaiveDate,
) -> Result<Alerts, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        r#"with spoilt as materialized (
             select product_id, location_id, sum(left_milli)::bigint as milli from app.cost_layer
              where business_id = $1 and left_milli > 0 and expires_on is not null
                and expires_on < $2
              group by product_id, location_id),
         good as (
             select l.free_milli, greatest(l.free_milli - s.milli, 0) as left_milli,
                    l.minimum_milli, l.reorder_milli
               from spoilt s
               join app.stock_level l on l.business_id = $1 and l.product_id = s.product_id
                                     and l.location_id = s.location_id
              where (select p.retired_at is null and p.kind = 'plain' from app.product p
                      where p.business_id = $1 and p.product_id = s.product_id))
           select (select count(*) from app.stock_level l
                    where l.business_id = $1 and l.minimum_milli is not null
                      and l.free_milli < l.minimum_milli
                      and (select p.retired_at is null and p.kind = 'plain' from app.product p
                            where p.business_id = $1 and p.product_id = l.product_id))
                  + (select count(*) from good
                      where free_milli >= minimum_milli and left_milli < minimum_milli)
                      as "below!",
                  (select count(*) from app.stock_level l
                    where l.business_id = $1 and l.reorder_milli is not null
                      and l.free_milli <= l.reorder_milli
                      and (select p.retired_at is null and p.kind = 'plain' from app.product p
                            where p.business_id = $1 and p.product_id = l.product_id))
                  + (select count(*) from good
                      where free_milli > reorder_milli and left_milli <= reorder_milli)
                      as "reorder!",
                  (select count(*) from app.stock_level l
                    where l.business_id = $1 and l.short_milli > 0
                      and (select p.retired_at is null and p.kind = 'plain' from app.product p
                            where p.business_id = $1 and p.product_id = l.product_id))
                      as "short!",
                  (select count(distinct product_id) from app.cost_layer
                    where business_id = $1 and left_milli > 0
                      and expires_on >= $2 and expires_on <= $3) as "expiring!",
                  (select count(distinct product_id) from spoilt) as "expired!""#,
        business,
        today,
        soon
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(Alerts {
        below_minimum: row.below,
        to_reorder: row.reorder,
        short: row.short,
        expiring_30: row.expiring,
        expired: row.expired,
    })
}
