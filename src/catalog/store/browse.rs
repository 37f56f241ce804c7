//! Lists of products. First the ids of a page and how many there are, by what an index can order;
//! then the rows of those ids.

use std::collections::HashSet;

use uuid::Uuid;

use super::find::kind_of;
use super::unit_of;
use crate::catalog::product::{Browse, Listed, OwnerList, Sort};
use crate::platform::BusinessTx;
use crate::values::{Money, Quantity, Stop};

/// The most products that words find.
const MOST: i32 = 200;

/// The products that words find, the best first, each once; a whole barcode finds its product before
/// all. Customers find the family of a variant, for that is what their lists show.
pub(in crate::catalog) async fn candidates(
    tx: &mut BusinessTx,
    words: &str,
    eyes: Eyes,
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
        r#"select product_id as "product_id!" from app.search_products($1, $2)
            order by rank desc, product_id"#,
        words,
        MOST
    )
    .fetch_all(tx.conn())
    .await?;
    found.extend(by_words);
    if eyes == Eyes::Customer {
        found = as_families(tx, &found).await?;
    }
    let mut seen = HashSet::new();
    found.retain(|id| seen.insert(*id));
    Ok(found)
}

/// The same in the same order, a family on sale in place of each of its variants: each looked up by
/// its key, for a join read every product of the business to find it.
async fn as_families(tx: &mut BusinessTx, found: &[Uuid]) -> Result<Vec<Uuid>, Stop> {
    let business = tx.business();
    let ids = sqlx::query_scalar!(
        r#"select coalesce((
                    select f.product_id from app.product f
                     where f.business_id = $1 and f.product_id = p.parent_id
                       and f.retired_at is null), p.product_id) as "product_id!"
             from unnest($2::uuid[]) with ordinality as found (product_id, place)
             join app.product p on p.business_id = $1 and p.product_id = found.product_id
            order by found.place"#,
        business,
        found
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(ids)
}

/// A question about what is on sale, out of everything or out of what words found. Customers' lists
/// show a family once and not its variants; a family is there while one of them is, at the prices and
/// with the stock of any of them. A kit is there while some location has all its parts. That a variant
/// has a parent is said for its index, which holds nothing else.
macro_rules! of_shop {
    ($ask:expr, $what:tt, $from:tt, $order:tt, $window:tt $(, $more:expr)*) => {
        sqlx::query!(
            "select "
                + $what
                + " from "
                + $from
                + " where p.business_id = $1 and p.retired_at is null
                and ($2::uuid is null or p.category_id = $2)
                and case when p.kind = 'family' and not $6::boolean then exists (
                        select 1 from app.product v
                         where v.business_id = p.business_id and v.parent_id = p.product_id
                           and v.parent_id is not null and v.retired_at is null
                           and v.price_minor >= $3 and v.price_minor <= $4)
                    else p.price_minor >= $3 and p.price_minor <= $4 end
                and ($6::boolean or p.parent_id is null or not exists (
                    select 1 from app.product f
                     where f.business_id = p.business_id and f.product_id = p.parent_id
                       and f.retired_at is null))
                and (not $5::boolean
                    or exists (
                        select 1 from app.stock_level l
                          join app.location o on o.business_id = l.business_id
                           and o.location_id = l.location_id
                         where l.business_id = p.business_id and l.product_id = p.product_id
                           and l.free_milli > 0 and o.sells_online and o.retired_at is null)
                    or (p.kind = 'family' and exists (
                        select 1 from app.product v
                          join app.stock_level l on l.business_id = v.business_id
                           and l.product_id = v.product_id and l.free_milli > 0
                          join app.location o on o.business_id = l.business_id
                           and o.location_id = l.location_id
                         where v.business_id = p.business_id and v.parent_id = p.product_id
                           and v.parent_id is not null and v.retired_at is null
                           and o.sells_online and o.retired_at is null))
                    or (p.kind = 'kit' and exists (
                        select 1 from app.kit_part k
                          join app.location o on o.business_id = k.business_id
                           and o.sells_online and o.retired_at is null
                          left join app.stock_level l on l.business_id = k.business_id
                           and l.product_id = k.part_id and l.location_id = o.location_id
                         where k.business_id = p.business_id and k.product_id = p.product_id
                         group by o.location_id
                        having bool_and(coalesce(l.free_milli, 0) >= k.quantity_milli))))
              "
                + $order
                + $window,
            $ask.business,
            $ask.category,
            $ask.min,
            $ask.max,
            $ask.in_stock,
            $ask.any_kind
            $(, $more)*
        )
    };
}

/// The ids of one page of everything on sale, in one order.
macro_rules! page_in_order {
    ($tx:expr, $ask:expr, $order:tt) => {{
        let rows = of_shop!(
            $ask,
            "p.product_id",
            "app.product p",
            $order,
            " limit $7 offset $8",
            $ask.limit,
            $ask.offset
        )
        .fetch_all($tx.conn())
        .await?;
        let ids = rows.into_iter().map(|row| row.product_id);
        ids.collect::<Vec<Uuid>>()
    }};
}

/// Whose list it is. Customers see a family once; the owner sees its variants too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::catalog) enum Eyes {
    Customer,
    Owner,
}

/// What a page is chosen by.
struct Ask {
    business: i64,
    category: Option<Uuid>,
    min: i64,
    max: i64,
    in_stock: bool,
    any_kind: bool,
    limit: i64,
    offset: i64,
}

impl Ask {
    /// Whether nothing but a category narrows the owner's list.
    fn is_wide(&self) -> bool {
        self.any_kind && !self.in_stock && self.min <= 0 && self.max == i64::MAX
    }
}

/// The ids of a page of the shop and how many there are on all of them. `window` says, of a
/// total, how many rows the page takes and after how many; `among` is what words found.
pub(in crate::catalog) async fn page_of_shop(
    tx: &mut BusinessTx,
    asked: &Browse,
    eyes: Eyes,
    among: Option<&[Uuid]>,
    window: impl Fn(i64) -> (i64, i64),
) -> Result<(Vec<Uuid>, i64), Stop> {
    let category = match &asked.category {
        None => None,
        Some(slug) => match open_category(tx, slug).await? {
            Some(category_id) => Some(category_id),
            None => return Ok((Vec::new(), 0)),
        },
    };
    let mut ask = Ask {
        business: tx.business(),
        category,
        min: asked.min.map_or(0, Money::minor),
        max: asked.max.map_or(i64::MAX, Money::minor),
        in_stock: asked.in_stock,
        any_kind: eyes == Eyes::Owner,
        limit: 0,
        offset: 0,
    };
    if let Some(among) = among {
        let found = found(tx, &ask, among, asked.sort).await?;
        let total = i64::try_from(found.len()).unwrap_or(i64::MAX);
        return Ok((part(&found, window(total)), total));
    }
    let (total, has_families) = count(tx, &ask).await?;
    (ask.limit, ask.offset) = window(total);
    // What customers see of a family is its cheapest variant's price. Where there are none, and in
    // the back office, the index of prices has the order.
    let by_least = has_families && eyes == Eyes::Customer;
    let ids = match asked.sort {
        Sort::Relevance | Sort::Name => {
            page_in_order!(tx, ask, "order by lower(p.name), p.product_id")
        }
        Sort::PriceUp if by_least => page_in_order!(
            tx,
            ask,
            "order by case p.kind when 'family' then (
                    select min(v.price_minor) from app.product v
                     where v.business_id = p.business_id and v.parent_id = p.product_id
                       and v.retired_at is null) else p.price_minor end, p.product_id"
        ),
        Sort::PriceDown if by_least => page_in_order!(
            tx,
            ask,
            "order by case p.kind when 'family' then (
                    select min(v.price_minor) from app.product v
                     where v.business_id = p.business_id and v.parent_id = p.product_id
                       and v.retired_at is null) else p.price_minor end desc, p.product_id desc"
        ),
        Sort::PriceUp => {
            page_in_order!(tx, ask, "order by p.price_minor, p.product_id")
        }
        Sort::PriceDown => {
            page_in_order!(tx, ask, "order by p.price_minor desc, p.product_id desc")
        }
        // Ids are made in the order of time.
        Sort::Newest => page_in_order!(tx, ask, "order by p.product_id desc"),
    };
    Ok((ids, total))
}

/// What the filters leave of what words found, in one order: so little that it is sorted as it comes.
async fn found(
    tx: &mut BusinessTx,
    ask: &Ask,
    among: &[Uuid],
    sort: Sort,
) -> Result<Vec<Uuid>, Stop> {
    let rows = of_shop!(
        ask,
        r#"p.product_id as "product_id!""#,
        "unnest($7::uuid[]) with ordinality as found (product_id, place)
           join app.product p on p.product_id = found.product_id
           left join lateral (
                select min(v.price_minor) as price from app.product v
                 where v.business_id = p.business_id and v.parent_id = p.product_id
                   and v.retired_at is null and p.kind = 'family' and not $6::boolean) w on true",
        "order by case $8::text when 'price' then coalesce(w.price, p.price_minor)
                                when 'price-down' then -coalesce(w.price, p.price_minor) end,
                  case $8::text when 'name' then lower(p.name) end,
                  case $8::text when 'newest' then p.product_id end desc, found.place",
        "",
        among,
        sort.code()
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|row| row.product_id).collect())
}

/// A window of what was found: how many, after how many.
fn part(found: &[Uuid], (limit, offset): (i64, i64)) -> Vec<Uuid> {
    let (limit, offset) = (usize::try_from(limit), usize::try_from(offset));
    let part = found.iter().copied().skip(offset.unwrap_or(0));
    part.take(limit.unwrap_or(0)).collect()
}

/// How many there are, and whether families are among them, as far as it matters to their order.
async fn count(tx: &mut BusinessTx, ask: &Ask) -> Result<(i64, bool), Stop> {
    if ask.is_wide() {
        return Ok((count_wide(tx, ask).await?, false));
    }
    let row = of_shop!(
        ask,
        r#"count(*) as "total!", count(*) filter (where p.kind = 'family') as "families!""#,
        "app.product p",
        "",
        ""
    )
    .fetch_one(tx.conn())
    .await?;
    Ok((row.total, row.families > 0))
}

/// The same where an index knows all that is asked.
async fn count_wide(tx: &mut BusinessTx, ask: &Ask) -> Result<i64, Stop> {
    let total = sqlx::query_scalar!(
        r#"select count(*) as "total!" from app.product
            where business_id = $1 and retired_at is null
              and ($2::uuid is null or category_id = $2)"#,
        ask.business,
        ask.category
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(total)
}

async fn open_category(tx: &mut BusinessTx, slug: &str) -> Result<Option<Uuid>, Stop> {
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

/// The ids of a page of the back office's list of retired products, the last retired first, and
/// how many there are. They are few, so words are looked for in their text.
pub(in crate::catalog) async fn page_of_retired(
    tx: &mut BusinessTx,
    asked: &OwnerList,
    window: impl Fn(i64) -> (i64, i64),
) -> Result<(Vec<Uuid>, i64), Stop> {
    let business = tx.business();
    let words = asked.words.as_deref().unwrap_or_default().to_lowercase();
    let category = asked.category.as_deref();
    let all = sqlx::query_scalar!(
        "select p.product_id from app.product p
          where p.business_id = $1 and p.retired_at is not null
            and ($2::text = '' or position($2 in p.search_text) > 0)
            and ($3::text is null or exists (
                select 1 from app.category c
                 where c.business_id = p.business_id and c.category_id = p.category_id
                   and c.slug = $3))
          order by p.retired_at desc, p.product_id",
        business,
        words,
        category
    )
    .fetch_all(tx.conn())
    .await?;
    let total = i64::try_from(all.len()).unwrap_or(i64::MAX);
    Ok((part(&all, window(total)), total))
}

/// What the back office sees of these products, in this order.
pub(in crate::catalog) async fn load_listed(
    tx: &mut BusinessTx,
    ids: &[Uuid],
) -> Result<Vec<Listed>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select p.product_id as "product_id!", p.sku as "sku!", p.name as "name!",
                  p.unit as "unit!", p.price_minor as "price!", p.cost_minor as "cost?",
                  p.image_file_id as "image?", c.picture as "picture?", c.name as "category?",
                  (p.retired_at is not null) as "retired!", p.kind as "kind!",
                  coalesce((select sum(l.on_hand_milli) from app.stock_level l
                             where l.business_id = p.business_id
                               and l.product_id = p.product_id), 0)::bigint as "on_hand!",
                  coalesce((select sum(l.reserved_milli) from app.stock_level l
                             where l.business_id = p.business_id
                               and l.product_id = p.product_id), 0)::bigint as "reserved!"
             from unnest($2::uuid[]) with ordinality as asked (product_id, place)
             join app.product p on p.business_id = $1 and p.product_id = asked.product_id
             left join app.category c on c.business_id = p.business_id
                   and c.category_id = p.category_id and c.retired_at is null
            order by asked.place"#,
        business,
        ids
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Listed {
                unit: unit_of(&row.unit)?,
                kind: kind_of(&row.kind)?,
                product_id: row.product_id,
                sku: row.sku,
                name: row.name,
                price: Money::from_minor(row.price),
                cost: row.cost.map(Money::from_minor),
                on_hand: Quantity::from_milli(row.on_hand),
                reserved: Quantity::from_milli(row.reserved),
                image_file_id: row.image,
                picture: row.picture.unwrap_or_else(|| "bag".to_owned()),
                category_name: row.category,
                retired: row.retired,
            })
        })
        .collect()
}
