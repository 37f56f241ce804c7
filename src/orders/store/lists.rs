//! The lists that people work from: orders by tab, and the figures of today.

use chrono::{DateTime, Days, NaiveDate, Utc};
use sqlx::{FromRow, Postgres, QueryBuilder, Row as _};

use super::orders::OrderRow;
use crate::orders::Order;
use crate::platform::BusinessTx;
use crate::values::{Money, Quantity, Stop, Unit};

/// How many orders a page shows.
const PER_PAGE: i64 = 25;

/// The tabs of the list, and the condition of each. `open`: to be packed, and payable or paid.
const TABS: [(&str, &str); 8] = [
    (
        "open",
        "o.state = 'pending' and (o.paid_minor >= o.total_minor or o.pay_by = 'on_hand_over')",
    ),
    (
        "waiting",
        "o.state = 'pending' and o.paid_minor < o.total_minor and o.pay_by = 'mpesa'",
    ),
    ("ready", "o.state = 'ready'"),
    ("shipped", "o.state = 'shipped'"),
    (
        "review",
        "(o.review is not null or o.refund_owed_minor > 0)",
    ),
    ("delivered", "o.state = 'delivered'"),
    ("cancelled", "o.state = 'cancelled'"),
    ("all", "true"),
];

/// Which orders to list.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// A tab; anything unknown is `open`.
    pub tab: String,
    /// A code, digits of a phone, or part of a name.
    pub words: Option<String>,
    /// From 1.
    pub page: i64,
}

/// An order in a list.
#[derive(Debug, Clone)]
pub struct Row {
    /// The order.
    pub order: Order,
    /// How many lines of goods it has.
    pub items: i64,
}

/// A page of orders.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The orders, newest first.
    pub rows: Vec<Row>,
    /// How many there are on this tab.
    pub total: i64,
    /// How many pages that makes, at least 1.
    pub pages: i64,
    /// Which page this is.
    pub page: i64,
    /// How many there are on each tab, in the order of the tabs.
    pub counts: Vec<(String, i64)>,
}

/// Lists orders.
pub async fn list(tx: &mut BusinessTx, filter: &Filter) -> Result<Listed, Stop> {
    let condition = TABS
        .iter()
        .find(|(tab, _)| *tab == filter.tab)
        .unwrap_or(&TABS[0])
        .1;
    let counts = counts(tx).await?;
    let mut count = QueryBuilder::<Postgres>::new("select count(*) ");
    from_where(&mut count, tx.business(), condition, filter);
    let total: i64 = count.build().fetch_one(tx.conn()).await?.try_get(0)?;
    let pages = (total.max(1) - 1) / PER_PAGE + 1;
    let page = filter.page.clamp(1, pages);
    let mut query = QueryBuilder::<Postgres>::new(
        "select o.*, (select count(*) from app.order_line l where l.business_id = o.business_id
                and l.order_id = o.order_id and l.kind = 'goods') as items ",
    );
    from_where(&mut query, tx.business(), condition, filter);
    query
        .push(" order by o.placed_at desc, o.order_id limit ")
        .push_bind(PER_PAGE);
    query.push(" offset ").push_bind((page - 1) * PER_PAGE);
    let found = query.build().fetch_all(tx.conn()).await?;
    let rows = found
        .iter()
        .map(|row| {
            let order = OrderRow::from_row(row)?.try_into()?;
            Ok(Row {
                order,
                items: row.try_get("items")?,
            })
        })
        .collect::<Result<Vec<_>, Stop>>()?;
    Ok(Listed {
        rows,
        total,
        pages,
        page,
        counts,
    })
}

/// The conditions are our own constants; what a person typed is only ever bound.
fn from_where(
    query: &mut QueryBuilder<Postgres>,
    business: i64,
    condition: &'static str,
    filter: &Filter,
) {
    query
        .push("from app.order o where o.business_id = ")
        .push_bind(business);
    query.push(" and ").push(condition);
    let Some(words) = &filter.words else { return };
    let code = words.trim().to_ascii_uppercase();
    let digits: String = words.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0').to_owned();
    query.push(" and (o.code = ").push_bind(code);
    query
        .push(" or position(lower(")
        .push_bind(words.trim().to_owned());
    query.push(") in lower(o.customer_name)) > 0");
    if digits.len() >= 4 {
        query
            .push(" or position(")
            .push_bind(digits)
            .push(" in o.phone) > 0");
    }
    query.push(")");
}

async fn counts(tx: &mut BusinessTx) -> Result<Vec<(String, i64)>, Stop> {
    let mut query = QueryBuilder::<Postgres>::new("select ");
    for (i, (_, condition)) in TABS.iter().enumerate() {
        query.push(if i == 0 { "" } else { ", " });
        query
            .push("count(*) filter (where ")
            .push(*condition)
            .push(")");
    }
    query
        .push(" from app.order o where o.business_id = ")
        .push_bind(tx.business());
    let row = query.build().fetch_one(tx.conn()).await?;
    TABS.iter()
        .enumerate()
        .map(|(i, (tab, _))| Ok(((*tab).to_owned(), row.try_get(i)?)))
        .collect()
}

/// How many orders were placed after an instant.
pub async fn count_since(tx: &mut BusinessTx, since: DateTime<Utc>) -> Result<i64, Stop> {
    let business = tx.business();
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from app.order where business_id = $1 and placed_at > $2"#,
        business,
        since
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(count)
}

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
                    where business_id = $1 and business_date = $2 and direction = 'in') as "taken!",
                  (select coalesce(sum(o.total_minor), 0)::bigint from app.journal_entry e
                     join app.order o on o.business_id = e.business_id and o.order_id = e.source_id
                    where e.business_id = $1 and e.business_date = $2
                      and e.source_kind = 'order' and e.purpose = 'hand_over') as "handed_over!",
                  (select count(*) from app.order
                    where business_id = $1 and review is not null) as "review!",
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
        review: figures.review,
        taken: Money::from_minor(figures.taken),
        handed_over: Money::from_minor(figures.handed_over),
        refunds_owed: Money::from_minor(figures.refunds),
        last_days,
        low: low(tx).await?,
    })
}

async fn low(tx: &mut BusinessTx) -> Result<Vec<(String, Quantity, Unit)>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select p.name, p.unit,
                  coalesce(sum(s.on_hand_milli - s.reserved_milli), 0)::bigint as "left!"
             from app.product p
             left join app.stock_level s
               on s.business_id = p.business_id and s.product_id = p.product_id
            where p.business_id = $1 and p.retired_at is null
            group by p.product_id, p.name, p.unit
           having coalesce(sum(s.on_hand_milli - s.reserved_milli), 0) <= 5000
            order by 3, p.name limit 6"#,
        business
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
