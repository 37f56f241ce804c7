//! The lists that people work from: orders by tab and filter.

use chrono::{DateTime, Utc};
use sqlx::{FromRow, Postgres, QueryBuilder, Row as _};

use super::orders::OrderRow;
use crate::orders::filter::TABS;
use crate::orders::{Filter, Order, Payment};
use crate::platform::BusinessTx;
use crate::values::Stop;

/// How many orders a page shows.
const PER_PAGE: i64 = 50;

/// An order in a list.
#[derive(Debug, Clone)]
pub struct Row {
    /// The order.
    pub order: Order,
    /// How many lines of goods remain of it.
    pub items: i64,
}

/// A page of orders.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The orders, in the order of the filter.
    pub rows: Vec<Row>,
    /// How many the filter finds.
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
    let counts = counts(tx).await?;
    let mut count = QueryBuilder::<Postgres>::new("select count(*) ");
    from_where(&mut count, tx.business(), filter);
    let total: i64 = count.build().fetch_one(tx.conn()).await?.try_get(0)?;
    let pages = (total.max(1) - 1) / PER_PAGE + 1;
    let page = filter.page.clamp(1, pages);
    let mut query = QueryBuilder::<Postgres>::new(
        "select o.*, (select count(*) from app.order_line l where l.business_id = o.business_id
                and l.order_id = o.order_id and l.kind = 'goods'
                and l.quantity_milli > l.cancelled_milli) as items ",
    );
    from_where(&mut query, tx.business(), filter);
    query.push(" order by ").push(filter.order().sql());
    query.push(" limit ").push_bind(PER_PAGE);
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

/// The condition of a standing with money: what [`Order::payment`] says, in SQL.
const fn pays(payment: Payment) -> &'static str {
    match payment {
        Payment::RefundOwed => "o.refund_owed_minor > 0",
        Payment::Paid => {
            "o.refund_owed_minor = 0 and o.paid_minor >= o.total_minor and o.state <> 'cancelled'"
        }
        Payment::PartPaid => {
            "o.refund_owed_minor = 0 and o.paid_minor > 0
             and (o.paid_minor < o.total_minor or o.state = 'cancelled')"
        }
        Payment::Unpaid => {
            "o.refund_owed_minor = 0 and o.paid_minor = 0
             and (o.paid_minor < o.total_minor or o.state = 'cancelled')"
        }
    }
}

/// The conditions are our own constants; what a person typed is only ever bound.
fn from_where(query: &mut QueryBuilder<Postgres>, business: i64, filter: &Filter) {
    query
        .push("from app.order o where o.business_id = ")
        .push_bind(business);
    let condition = |tab: &str| TABS.iter().find(|(name, _)| *name == tab);
    let tab = condition(&filter.tab).unwrap_or(&TABS[0]).1;
    query.push(" and ").push(tab);
    for (is_on, tab) in [(filter.owed, "refunds"), (filter.look, "review")] {
        if let (true, Some((_, condition))) = (is_on, condition(tab)) {
            query.push(" and ").push(*condition);
        }
    }
    if let Some(payment) = filter.payment {
        query.push(" and ").push(pays(payment));
    }
    if let Some(state) = filter.state {
        query.push(" and o.state = ").push_bind(state.code());
    }
    if let Some(how) = filter.fulfilment {
        query.push(" and o.fulfilment = ").push_bind(how.code());
    }
    if let Some(area) = filter.area {
        query.push(" and o.area_id = ").push_bind(area);
    }
    if let Some(location) = filter.location {
        query.push(" and o.location_id = ").push_bind(location);
    }
    if let Some(from) = filter.from {
        query.push(" and o.business_date >= ").push_bind(from);
    }
    if let Some(to) = filter.to {
        query.push(" and o.business_date <= ").push_bind(to);
    }
    if let Some(words) = &filter.words {
        with_words(query, words);
    }
}

fn with_words(query: &mut QueryBuilder<Postgres>, words: &str) {
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

/// How many orders there are on each tab.
pub(super) async fn counts(tx: &mut BusinessTx) -> Result<Vec<(String, i64)>, Stop> {
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

/// How many orders are to be packed: those of the tab `open`.
pub async fn count_to_pack(tx: &mut BusinessTx) -> Result<i64, Stop> {
    let business = tx.business();
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from app.order
            where business_id = $1 and state = 'pending'
              and (paid_minor >= total_minor or pay_by = 'on_hand_over')"#,
        business
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(count)
}
