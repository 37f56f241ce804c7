//! Lists of levels: first what stands on a page, then the figures of that.

use std::collections::HashSet;

use chrono::NaiveDate;
use sqlx::{Postgres, QueryBuilder, Row as _};
use uuid::Uuid;

use super::unit_of;
use crate::platform::BusinessTx;
use crate::stock::levels::{Filter, Row, Show, Sort};
use crate::values::{Money, Quantity, Stop};

/// The most products that words find.
const MOST: i32 = 200;

/// What a page is chosen by.
pub(in crate::stock::levels) struct Ask<'a> {
    pub filter: &'a Filter,
    /// What words found that has a stock of its own, the best first.
    pub among: Option<&'a [Uuid]>,
    pub category: Option<Uuid>,
    pub limit: i64,
    pub offset: i64,
}

/// What words found.
pub(in crate::stock::levels) struct Found {
    pub product_id: Uuid,
    /// Whether it is a kit or a family: they have no stock of their own.
    pub is_group: bool,
}

/// The products on sale that words find, the best first, each once; a whole barcode finds its product
/// before all. Search says what each is: to look again for all that it found took as long as to find it.
pub(in crate::stock::levels) async fn found(
    tx: &mut BusinessTx,
    words: &str,
) -> Result<Vec<Found>, Stop> {
    let business = tx.business();
    let mut found = sqlx::query_as!(
        Found,
        r#"select f.product_id as "product_id!", (f.kind <> 'plain') as "is_group!"
             from (select p.product_id, p.kind, 'infinity'::real as rank
                     from app.barcode b
                     join app.product p on p.business_id = b.business_id
                                       and p.product_id = b.product_id and p.retired_at is null
                    where b.business_id = $1 and b.barcode = $2
                    union all
                   select s.product_id, s.kind, s.rank from app.search_products($2, $3) s) f
            order by f.rank desc, f.product_id"#,
        business,
        words,
        MOST
    )
    .fetch_all(tx.conn())
    .await?;
    let mut seen = HashSet::new();
    found.retain(|one| seen.insert(one.product_id));
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

/// A product, and where: everywhere, if nothing is said.
pub(in crate::stock::levels) type Place = (Uuid, Option<Uuid>);

/// What a level must be to be wanted: what [`Row::is_wanted`] says, in SQL, of a level `l` of which so
/// much is free.
fn wanted(show: Show, free: &str) -> Option<String> {
    match show {
        Show::All => None,
        Show::Below => Some(format!(
            "l.minimum_milli is not null and {free} < l.minimum_milli"
        )),
        Show::Reorder => Some(format!(
            "l.reorder_milli is not null and {free} <= l.reorder_milli"
        )),
        Show::Short => Some("l.short_milli > 0".to_owned()),
        // Nothing there is nothing free, and by what is free there is an index.
        Show::Empty => Some("l.free_milli = 0 and l.on_hand_milli = 0".to_owned()),
    }
}

/// What is free of a level `l` of which nothing has expired: there is an index by it.
const FREE: &str = "l.free_milli";
/// What is free of a level `l` of which `s.milli` has expired: what [`Row::free`] says, in SQL.
const FREE_OF_SPOILT: &str = "greatest(l.free_milli - s.milli, 0)";

/// What of a page stands where in its order. Kits and families have no stock of their own. The
/// conditions are our own constants; what a person typed is only ever bound. How many rows are wanted is
/// written out: of a number that it does not know PostgreSQL takes a tenth of everything to be meant, and
/// with much of it plans each page anew.
pub(in crate::stock::levels) async fn places(
    tx: &mut BusinessTx,
    ask: &Ask<'_>,
) -> Result<Vec<Place>, Stop> {
    let business = tx.business();
    let order = ask.filter.order();
    let today = tx.scope().today();
    let mut query = match ask.among {
        Some(among) => among_found(business, ask, among, today),
        None if order == Sort::Name => by_name(business, ask),
        None => by_level(business, ask, order, today),
    };
    query.push(format!(" limit {} offset {}", ask.limit, ask.offset));
    // Kept ready for what is asked every time: each page that follows is a statement of its own.
    let statement = query.build().persistent(ask.offset == 0);
    let found = statement.fetch_all(tx.conn()).await?;
    let places: Result<Vec<Place>, sqlx::Error> = found
        .iter()
        .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
        .collect();
    Ok(places?)
}

/// Narrows to products that have a stock of their own.
fn and_listed(query: &mut QueryBuilder<Postgres>, ask: &Ask<'_>) {
    query.push(" and p.retired_at is null and p.kind = 'plain'");
    if let Some(category) = ask.category {
        query.push(" and p.category_id = ").push_bind(category);
    }
}

/// Products by name.
fn by_name(business: i64, ask: &Ask<'_>) -> QueryBuilder<Postgres> {
    let mut query = QueryBuilder::new("select p.product_id, ");
    query.push_bind(ask.filter.location);
    query.push("::uuid from app.product p where p.business_id = ");
    query.push_bind(business);
    and_listed(&mut query, ask);
    query.push(" order by lower(p.name), p.product_id");
    query
}

/// What words found, as far as the filter leaves it: so few that they can be sorted. Only a category
/// is asked of the products themselves.
fn among_found(
    business: i64,
    ask: &Ask<'_>,
    among: &[Uuid],
    today: NaiveDate,
) -> QueryBuilder<Postgres> {
    let filter = ask.filter;
    let mut query = QueryBuilder::new("select found.product_id, ");
    query.push_bind(filter.location);
    query.push("::uuid from unnest(").push_bind(among.to_vec());
    query.push("::uuid[]) with ordinality as found (product_id, place)");
    if let Some(category) = ask.category {
        query.push(" join app.product p on p.product_id = found.product_id and p.business_id = ");
        query.push_bind(business);
        query.push(" and p.category_id = ").push_bind(category);
    }
    query.push(" left join lateral (select count(*) as levels");
    query.push(format!(", coalesce(sum({FREE_OF_SPOILT}), 0) as free"));
    query.push(", coalesce(sum(l.value_minor), 0) as value from app.stock_level l");
    query.push(" cross join lateral (select coalesce(sum(y.left_milli), 0)::bigint as milli");
    query.push(" from app.cost_layer y where y.business_id = l.business_id");
    query.push(" and y.product_id = l.product_id and y.location_id = l.location_id");
    query.push(" and y.left_milli > 0 and y.expires_on is not null and y.expires_on < ");
    query.push_bind(today);
    query.push(") s where l.product_id = found.product_id and l.business_id = ");
    query.push_bind(business);
    if let Some(location) = filter.location {
        query.push(" and l.location_id = ").push_bind(location);
    }
    let condition = wanted(filter.show, FREE_OF_SPOILT);
    if let Some(condition) = &condition {
        query.push(" and ").push(condition);
    }
    query.push(") w on true");
    if condition.is_some() {
        query.push(" where w.levels > 0");
    }
    if filter.show == Show::Empty {
        query.push(" or exists (select 1 from app.unplaced_product u where u.business_id = ");
        query.push_bind(business);
        query.push(" and u.product_id = found.product_id)");
    }
    query.push(match filter.order() {
        Sort::Name => " order by found.place",
        Sort::FreeUp => " order by w.free, found.place",
        Sort::FreeDown => " order by w.free desc, found.place",
        Sort::ValueDown => " order by w.value desc, found.place",
    });
    query
}

/// Levels by what is free or what it is worth; products that were never anywhere have nothing. Each
/// location's come out of an index that stands in that order, but for those of which something has
/// expired: they are few, and stand where they do without it.
fn by_level(business: i64, ask: &Ask<'_>, order: Sort, today: NaiveDate) -> QueryBuilder<Postgres> {
    let filter = ask.filter;
    let (fresh, spoilt, way) = match order {
        Sort::ValueDown => ("l.value_minor", "l.value_minor", " desc"),
        Sort::FreeDown => (FREE, FREE_OF_SPOILT, " desc"),
        Sort::FreeUp | Sort::Name => (FREE, FREE_OF_SPOILT, ""),
    };
    let enough = ask.limit.saturating_add(ask.offset);
    let mut query = with_spoilt(business, today);
    query.push(" select t.product_id, t.location_id from ");
    query.push("(select x.* from app.location o cross join lateral (");
    and_levels(&mut query, ask, fresh, "app.stock_level l");
    query.push(" where l.business_id = o.business_id and l.location_id = o.location_id");
    query.push(" and (l.product_id, l.location_id) not in");
    query.push(" (select s.product_id, s.location_id from spoilt s)");
    if let Some(condition) = wanted(filter.show, FREE) {
        query.push(" and ").push(condition);
    }
    query.push(format!(
        " order by {fresh}{way}, l.product_id{way} limit {enough}"
    ));
    query.push(") x where o.business_id = ").push_bind(business);
    if let Some(location) = filter.location {
        query.push(" and o.location_id = ").push_bind(location);
    }
    query.push(" union all (");
    let joined = "spoilt s join app.stock_level l on l.product_id = s.product_id \
                  and l.location_id = s.location_id";
    and_levels(&mut query, ask, spoilt, joined);
    query.push(" where l.business_id = ").push_bind(business);
    if let Some(location) = filter.location {
        query.push(" and l.location_id = ").push_bind(location);
    }
    if let Some(condition) = wanted(filter.show, FREE_OF_SPOILT) {
        query.push(" and ").push(condition);
    }
    query.push(format!(
        " order by weight{way}, l.product_id{way} limit {enough})"
    ));
    if matches!(filter.show, Show::All | Show::Empty) {
        query.push(" union all (select p.product_id, null, 0 from app.unplaced_product u");
        query.push(" join app.product p on p.business_id = u.business_id");
        query.push(" and p.product_id = u.product_id");
        and_listed(&mut query, ask);
        query.push(" where u.business_id = ").push_bind(business);
        query.push(format!(" order by u.product_id limit {enough})"));
    }
    query.push(format!(
        ") t order by t.weight{way}, t.product_id{way}, t.location_id"
    ));
    query
}

/// What has expired and is still there, product by product at its location, found once. The day is
/// written out: of a day that it does not know PostgreSQL takes a third of all goods to have expired.
fn with_spoilt(business: i64, today: NaiveDate) -> QueryBuilder<Postgres> {
    let mut query = QueryBuilder::new("with spoilt as materialized (select y.product_id,");
    query.push(" y.location_id, sum(y.left_milli)::bigint as milli from app.cost_layer y");
    query.push(" where y.left_milli > 0 and y.expires_on is not null");
    query.push(format!(" and y.expires_on < date '{today}'"));
    query.push(" and y.business_id = ").push_bind(business);
    query.push(" group by y.product_id, y.location_id)");
    query
}

/// Looks at listed levels: where they are, and what they weigh in the order.
fn and_levels(query: &mut QueryBuilder<Postgres>, ask: &Ask<'_>, weight: &str, from: &str) {
    query.push(format!(
        "select l.product_id, l.location_id, {weight} as weight from {from} \
         join app.product p on p.business_id = l.business_id and p.product_id = l.product_id"
    ));
    and_listed(query, ask);
}

/// These products, in this order, each at its location, or at each where it has a level. A product
/// without any is one row of nothing.
pub(in crate::stock::levels) async fn rows(
    tx: &mut BusinessTx,
    places: &[Place],
) -> Result<Vec<Row>, Stop> {
    let (business, today) = (tx.business(), tx.scope().today());
    let products: Vec<Uuid> = places.iter().map(|place| place.0).collect();
    let locations: Vec<Option<Uuid>> = places.iter().map(|place| place.1).collect();
    let rows = sqlx::query!(
        r#"select p.product_id as "product_id!", p.sku as "sku!", p.name as "name!",
                  p.unit as "unit!", o.location_id as "location_id?", o.name as "location?",
                  coalesce(l.on_hand_milli, 0) as "on_hand!",
                  coalesce(l.reserved_milli, 0) as "reserved!",
                  coalesce(l.short_milli, 0) as "short!",
                  l.minimum_milli as "minimum?", l.reorder_milli as "reorder?",
                  coalesce((select sum(y.left_milli) from app.cost_layer y
                             where y.business_id = $1 and y.product_id = l.product_id
                               and y.location_id = l.location_id and y.left_milli > 0
                               and y.expires_on is not null and y.expires_on < $4), 0)::bigint
                      as "expired!",
                  coalesce(l.value_minor, 0) as "value!"
             from unnest($2::uuid[], $3::uuid[])
                  with ordinality as asked (product_id, location_id, place)
             join app.product p on p.business_id = $1 and p.product_id = asked.product_id
             left join app.stock_level l on l.business_id = $1 and l.product_id = p.product_id
                   and (asked.location_id is null or l.location_id = asked.location_id)
             left join app.location o on o.business_id = $1 and o.location_id = l.location_id
            order by asked.place, o.position, o.name, o.location_id"#,
        business,
        &products,
        &locations as &[Option<Uuid>],
        today
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
                expired: Quantity::from_milli(row.expired),
                short: Quantity::from_milli(row.short),
                minimum: row.minimum.map(Quantity::from_milli),
                reorder: row.reorder.map(Quantity::from_milli),
                value: Money::from_minor(row.value),
            })
        })
        .collect()
}
