//! The figures of a business's day.

use chrono::{Days, NaiveDate};

use super::lists::counts;
use crate::platform::BusinessTx;
use crate::values::{Money, Quantity, Stop, Unit};

/// The figures of a business's day.
#[derive(Debug, Clone)]
pub struct Today {
    /// Orders placed today.
    pub orders: i64,
    /// Orders that wait for money.
    pub waiting: i64,
    /// Orders to be packed.
    pub to_pack: i64,
    /// Orders that a person must look at.
    pub review: i64,
    /// Money that came in today.
    pub taken: Money,
    /// Whether any money ever came in.
    pub has_taken: bool,
    /// Goods handed over today, tax included.
    pub handed_over: Money,
    /// What must be paid back, over all orders.
    pub refunds_owed: Money,
    /// Money that came in, by day: the last seven, oldest first.
    pub last_days: Vec<(NaiveDate, Money)>,
    /// Products that run out: name, what is left, unit.
    pub low: Vec<(String, Quantity, Unit)>,
}

/// Today, as the owner wants to see it first.
pub async fn today(tx: &mut BusinessTx) -> Result<Today, Stop> {
    let business = tx.business();
    let today = tx.scope().today();
    let counts = counts(tx).await?;
    let count = |tab: &str| {
        counts
            .iter()
            .find(|(name, _)| name == tab)
            .map_or(0, |(_, n)| *n)
    };
    let figures = sqlx::query!(
        r#"select (select count(*) from app.order where business_id = $1 and business_date = $2) as "orders!",
                  (select coalesce(sum(amount_minor), 0)::bigint from app.payment
                    where business_id = $1 and business_date = $2 and direction = 'in'
                        and supplier_id is null and tender not in ('on_account', 'voucher')) as "taken!",
                   exists (select from app.payment
                     where business_id = $1 and direction = 'in' and supplier_id is null) as "has_taken!",
                  (select coalesce(sum(o.total_minor), 0)::bigint from app.journal_entry e
                     join app.order o on o.business_id = e.business_id and o.order_id = e.source_id
                    where e.business_id = $1 and e.business_date = $2
                      and e.source_kind = 'order' and e.purpose = 'hand_over') as "handed_over!",
                  (select coalesce(sum(refund_owed_minor), 0)::bigint from app.order
                    where business_id = $1) as "refunds!""#,
        business,
        today
    )
    .fetch_one(tx.conn())
    .await?;
    let first = today.checked_sub_days(Days::new(6)).unwrap_or(today);
    let days = sqlx::query!(
        r#"select business_date, sum(amount_minor)::bigint as "taken!" from app.payment
            where business_id = $1 and business_date between $2 and $3 and direction = 'in'
              and supplier_id is null and tender not in ('on_account', 'voucher')
            group by business_date"#,
        business,
        first,
        today
    )
    .fetch_all(tx.conn())
    .await?;
    let last_days = first
        .iter_days()
        .take(7)
        .map(|day| {
            let taken = days
                .iter()
                .find(|row| row.business_date == day)
                .map_or(0, |row| row.taken);
            (day, Money::from_minor(taken))
        })
        .collect();
    Ok(Today {
        orders: figures.orders,
        waiting: count("waiting"),
        to_pack: count("open"),
        review: count("review"),
        taken: Money::from_minor(figures.taken),
        has_taken: figures.has_taken,
        handed_over: Money::from_minor(figures.handed_over),
        refunds_owed: Money::from_minor(figures.refunds),
        last_days,
        low: low(tx).await?,
    })
}

/// What there is least of, promised to nobody and good today.
async fn low(tx: &mut BusinessTx) -> Result<Vec<(String, Quantity, Unit)>, Stop> {
    let (business, today) = (tx.business(), tx.scope().today());
    let rows = sqlx::query!(
        r#"with spoilt as materialized (
             select product_id, location_id, sum(left_milli)::bigint as milli from app.cost_layer
              where business_id = $1 and left_milli > 0 and expires_on is not null
                and expires_on < $2
              group by product_id, location_id),
           held as (
             select w.product_id, sum(w.free)::bigint as free from (
                 select product_id, free_milli as free from app.stock_level where business_id = $1
                 union all
                 -- No place has less than nothing: what expired may be promised already.
                 select l.product_id, greatest(-s.milli, -l.free_milli) from spoilt s
                   join app.stock_level l on l.business_id = $1 and l.product_id = s.product_id
                                         and l.location_id = s.location_id) w
              group by w.product_id)
           select p.name, p.unit, coalesce(h.free, 0) as "left!"
             from app.product p
             left join held h on h.product_id = p.product_id
            where p.business_id = $1 and p.retired_at is null and p.kind = 'plain'
              and coalesce(h.free, 0) <= 5000
            order by 3, p.name limit 6"#,
        business,
        today
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let unit = Unit::parse(&row.unit).unwrap_or(Unit::Piece);
            (row.name, Quantity::from_milli(row.left), unit)
        })
        .collect())
}
