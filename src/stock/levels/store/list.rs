//! Lists of levels: first the products of a page, then what is where of them; and what is counted
//! over all of them.

use chrono::NaiveDate;
use sqlx::{Postgres, QueryBuilder, Row as _};
use uuid::Uuid;

use super::unit_of;
use crate::platform::BusinessTx;
use crate::stock::levels::{Alerts, Filter, Row, Show, Sort};
use crate::values::{Money, Quantity, Stop};

/// The most products that words find.
const MOST: i32 = 500;

/// What a page is chosen by.
pub(in crate::stock::levels) struct Ask<'a> {
    pub filter: &'a Filter,
    /// What words found, the best first.
    pub among: Option<&'a [Uuid]>,
    pub category: Option<Uuid>,
    pub limit: i64,
    pub offset: i64,
}

/// The products that words find, the best first; a whole barcode finds its product before all.
pub(in crate::stock::levels) async fn found(
    tx: &mut BusinessTx,
    words: &str,
) -> Result<Vec<Uuid>, Stop> {
    let business = tx.business();
    let mut found = sqlx::query_scalar!(
        "select product_id from app.barcode where business_id = $1 and barcode = $2",
        business,
        words
    )
    .fetch_all(tx.conn())
    .await?;
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
    found.extend(by_words);
    Ok(found)
}

/// The open category of that slug.
pub(in crate::stock::levels) async fn category(
    tx: &mut BusinessTx,
    slug: &str,
) -> Result<Option<Uuid>, Stop> {
    let business = tx.business();
    let category_id = sqlx::query_scalar!(
        "select category_id from app.category
          where business_id = $1 and slug = $2 and retired_at is null",
        business,
        slug
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(category_id)
}

/// The open categories in the owner's order: slug and name.
pub(in crate::stock::levels) async fn categories(
    tx: &mut BusinessTx,
) -> Result<Vec<(String, String)>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select slug, name from app.category
          where business_id = $1 and retired_at is null order by position, name, category_id",
        business
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|row| (row.slug, row.name)).collect())
}

/// What a level must be to be wanted: what [`Row::is_wanted`] says, in SQL, of a level `l`.
const fn wanted(show: Show) -> Option<&'static str> {
    match show {
        Show::All | Show::Empty => None,
        Show::Below => Some(
            "l.minimum_milli is not null and l.on_hand_milli - l.reserved_milli < l.minimum_milli",
        ),
        Show::Reorder => Some(
            "l.reorder_milli is not null and l.on_hand_milli - l.reserved_milli <= l.reorder_milli",
        ),
        Show::Short => Some("l.short_milli > 0"),
    }
}

/// The products of a page in its order. Kits and families have no stock of their own. The conditions
/// are our own constants; what a person typed is only ever bound.
pub(in crate::stock::levels) async fn ids(
    tx: &mut BusinessTx,
    ask: &Ask<'_>,
) -> Result<Vec<Uuid>, Stop> {
    let business = tx.business();
    let mut query = QueryBuilder::<Postgres>::new("select p.product_id ");
    query.push("from app.product p ");
    join_order(&mut query, business, ask.filter);
    query.push("where p.business_id = ").push_bind(business);
    query.push(" and p.retired_at is null and p.kind = 'plain'");
    if let Some(category) = ask.category {
        query.push(" and p.category_id = ").push_bind(category);
    }
    if let Some(among) = ask.among {
        query
            .push(" and p.product_id = any(")
            .push_bind(among.to_vec())
            .push(")");
    }
    with_levels(&mut query, business, ask.filter);
    match (ask.filter.sort, ask.among) {
        (Sort::Name, Some(among)) => {
            query
                .push(" order by array_position(")
                .push_bind(among.to_vec());
            query.push(", p.product_id)");
        }
        (Sort::Name, None) => {
            query.push(" order by lower(p.name), p.product_id");
        }
        (Sort::FreeUp, _) => {
            query.push(" order by coalesce(w.weight, 0), p.product_id");
        }
        (Sort::FreeDown | Sort::ValueDown, _) => {
            query.push(" order by coalesce(w.weight, 0) desc, p.product_id");
        }
    }
    query.push(" limit ").push_bind(ask.limit);
    query.push(" offset ").push_bind(ask.offset);
    let found = query.build().fetch_all(tx.conn()).await?;
    let ids: Result<Vec<Uuid>, sqlx::Error> = found.iter().map(|row| row.try_get(0)).collect();
    Ok(ids?)
}

/// What a list sorts by that is no column of the product.
fn join_order(query: &mut QueryBuilder<Postgres>, business: i64, filter: &Filter) {
    let weight = match filter.sort {
        Sort::Name => return,
        Sort::FreeUp | Sort::FreeDown => {
            "select product_id, sum(on_hand_milli - reserved_milli) as weight
               from app.stock_level where business_id = "
        }
        Sort::ValueDown => {
            "select product_id, sum(left_value_minor) as weight
               from app.cost_layer where left_milli > 0 and business_id = "
        }
    };
    query.push("left join (").push(weight).push_bind(business);
    if let Some(location) = filter.location {
        query.push(" and location_id = ").push_bind(location);
    }
    query.push(" group by product_id) w on w.product_id = p.product_id ");
}

/// What must be true of the levels of a product.
fn with_levels(query: &mut QueryBuilder<Postgres>, business: i64, filter: &Filter) {
    let (is_there, condition) = match wanted(filter.show) {
        Some(condition) => ("exists", condition),
        None if filter.show == Show::Empty => ("not exists", "l.on_hand_milli > 0"),
        None => return,
    };
    query.push(" and ").push(is_there);
    query
        .push(" (select 1 from app.stock_level l where l.business_id = ")
        .push_bind(business);
    query
        .push(" and l.product_id = p.product_id and ")
        .push(condition);
    if let Some(location) = filter.location {
        query.push(" and l.location_id = ").push_bind(location);
    }
    query.push(")");
}

/// These products, in this order, at each location where they have a level: all or one. A product
/// without any is one row of nothing.
pub(in crate::stock::levels) async fn rows(
    tx: &mut BusinessTx,
    ids: &[Uuid],
    location: Option<Uuid>,
) -> Result<Vec<Row>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select p.product_id as "product_id!", p.sku as "sku!", p.name as "name!",
                  p.unit as "unit!", o.location_id as "location_id?", o.name as "location?",
                  coalesce(l.on_hand_milli, 0) as "on_hand!",
                  coalesce(l.reserved_milli, 0) as "reserved!",
                  coalesce(l.short_milli, 0) as "short!",
                  l.minimum_milli as "minimum?", l.reorder_milli as "reorder?",
                  coalesce(y.value, 0) as "value!"
             from unnest($2::uuid[]) with ordinality as asked (product_id, place)
             join app.product p on p.business_id = $1 and p.product_id = asked.product_id
             left join app.stock_level l on l.business_id = $1 and l.product_id = p.product_id
                   and ($3::uuid is null or l.location_id = $3)
             left join app.location o on o.business_id = $1 and o.location_id = l.location_id
             left join lateral (
                  select sum(c.left_value_minor)::bigint as value from app.cost_layer c
                   where c.business_id = $1 and c.product_id = l.product_id
                     and c.location_id = l.location_id and c.left_milli > 0) y on true
            order by asked.place, o.position, o.name, o.location_id"#,
        business,
        ids,
        location
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Row {
                unit: unit_of(&row.unit)?,
                product_id: row.product_id,
                sku: row.sku,
                name: row.name,
                location: row.location_id.zip(row.location),
                on_hand: Quantity::from_milli(row.on_hand),
                reserved: Quantity::from_milli(row.reserved),
                short: Quantity::from_milli(row.short),
                minimum: row.minimum.map(Quantity::from_milli),
                reorder: row.reorder.map(Quantity::from_milli),
                value: Money::from_minor(row.value),
            })
        })
        .collect()
}

/// What the inventory account holds.
pub(in crate::stock::levels) async fn inventory_balance(
    tx: &mut BusinessTx,
) -> Result<Money, Stop> {
    let business = tx.business();
    let balance = sqlx::query_scalar!(
        r#"select coalesce(sum(l.amount_minor), 0)::bigint as "balance!" from app.journal_line l
            where l.business_id = $1 and l.account_id = (
                  select account_id from app.account where business_id = $1 and role = 'inventory')"#,
        business
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(Money::from_minor(balance))
}

/// Counts what needs somebody: what expires from `today` to `soon`, and the rest.
pub(in crate::stock::levels) async fn alerts(
    tx: &mut BusinessTx,
    today: NaiveDate,
    soon: NaiveDate,
) -> Result<Alerts, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        r#"select (select count(*) from app.stock_level
                    where business_id = $1 and minimum_milli is not null
                      and on_hand_milli - reserved_milli < minimum_milli) as "below!",
                  (select count(*) from app.stock_level
                    where business_id = $1 and reorder_milli is not null
                      and on_hand_milli - reserved_milli <= reorder_milli) as "reorder!",
                  (select count(*) from app.stock_level
                    where business_id = $1 and short_milli > 0) as "short!",
                  (select count(distinct product_id) from app.cost_layer
                    where business_id = $1 and left_milli > 0
                      and expires_on >= $2 and expires_on <= $3) as "expiring!",
                  (select count(distinct product_id) from app.cost_layer
                    where business_id = $1 and left_milli > 0 and expires_on < $2) as "expired!""#,
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
