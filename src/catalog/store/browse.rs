//! Lists of products. First the ids of a page and how many there are, by what an index can order;
//! then the rows of those ids.

use uuid::Uuid;

use super::find::kind_of;
use super::unit_of;
use crate::catalog::product::{Browse, Listed, OwnerList, Shown, Sort};
use crate::platform::BusinessTx;
use crate::values::{Money, Quantity, Stop};

/// The most products that words find.
const MOST: i32 = 500;

/// The products that words find, the best first; a whole barcode finds its product before all.
pub(in crate::catalog) async fn candidates(
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

/// The ids of one page in one order, out of everything on sale or out of what words found.
macro_rules! page_in_order {
    ($tx:expr, $ask:expr, $order:tt) => {
        sqlx::query_scalar!(
            "select p.product_id from app.product p
              where p.business_id = $1 and p.retired_at is null
                and ($2::uuid[] is null or p.product_id = any($2))
                and ($3::uuid is null or p.category_id = $3)
                and p.price_minor >= $4 and p.price_minor <= $5
                and ($9::boolean or p.kind = 'plain')
                and (not $6::boolean or exists (
                    select 1 from app.stock_level l
                      join app.location o on o.business_id = l.business_id
                                         and o.location_id = l.location_id
                     where l.business_id = p.business_id and l.product_id = p.product_id
                       and o.sells_online and o.retired_at is null
                       and l.on_hand_milli > l.reserved_milli))
              order by "
                + $order
                + " limit $7 offset $8",
            $ask.business,
            $ask.among as Option<&[Uuid]>,
            $ask.category,
            $ask.min,
            $ask.max,
            $ask.in_stock,
            $ask.limit,
            $ask.offset,
            $ask.any_kind
        )
        .fetch_all($tx.conn())
        .await?
    };
}

/// Whose list it is. Customers see what can be ordered; the owner sees kits and families too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::catalog) enum Eyes {
    Customer,
    Owner,
}

/// What a page is chosen by.
struct Ask<'a> {
    business: i64,
    among: Option<&'a [Uuid]>,
    category: Option<Uuid>,
    min: i64,
    max: i64,
    in_stock: bool,
    any_kind: bool,
    limit: i64,
    offset: i64,
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
        among,
        category,
        min: asked.min.map_or(0, Money::minor),
        max: asked.max.map_or(i64::MAX, Money::minor),
        in_stock: asked.in_stock,
        any_kind: eyes == Eyes::Owner,
        limit: 0,
        offset: 0,
    };
    let total = count(tx, &ask).await?;
    (ask.limit, ask.offset) = window(total);
    let ids = match (asked.sort, among) {
        (Sort::Relevance, Some(found)) => {
            (ask.limit, ask.offset) = (i64::from(MOST) + 1, 0);
            let left = page_in_order!(tx, ask, "p.product_id");
            let (limit, offset) = window(total);
            in_order_of(found, &left, limit, offset)
        }
        (Sort::Relevance | Sort::Name, _) => {
            page_in_order!(tx, ask, "lower(p.name), p.product_id")
        }
        (Sort::PriceUp, _) => page_in_order!(tx, ask, "p.price_minor, p.product_id"),
        (Sort::PriceDown, _) => {
            page_in_order!(tx, ask, "p.price_minor desc, p.product_id desc")
        }
        // Ids are made in the order of time.
        (Sort::Newest, _) => page_in_order!(tx, ask, "p.product_id desc"),
    };
    Ok((ids, total))
}

/// A window of what was found, as far as the filters have left it.
fn in_order_of(found: &[Uuid], left: &[Uuid], limit: i64, offset: i64) -> Vec<Uuid> {
    let mut seen = std::collections::HashSet::new();
    let (limit, offset) = (usize::try_from(limit), usize::try_from(offset));
    found
        .iter()
        .copied()
        .filter(|id| left.contains(id) && seen.insert(*id))
        .skip(offset.unwrap_or(0))
        .take(limit.unwrap_or(0))
        .collect()
}

async fn count(tx: &mut BusinessTx, ask: &Ask<'_>) -> Result<i64, Stop> {
    let total = sqlx::query_scalar!(
        r#"select count(*) as "total!" from app.product p
            where p.business_id = $1 and p.retired_at is null
              and ($2::uuid[] is null or p.product_id = any($2))
              and ($3::uuid is null or p.category_id = $3)
              and p.price_minor >= $4 and p.price_minor <= $5
              and ($7::boolean or p.kind = 'plain')
              and (not $6::boolean or exists (
                  select 1 from app.stock_level l
                    join app.location o on o.business_id = l.business_id
                                       and o.location_id = l.location_id
                   where l.business_id = p.business_id and l.product_id = p.product_id
                     and o.sells_online and o.retired_at is null
                     and l.on_hand_milli > l.reserved_milli))"#,
        ask.business,
        ask.among as Option<&[Uuid]>,
        ask.category,
        ask.min,
        ask.max,
        ask.in_stock,
        ask.any_kind
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
    let (limit, offset) = window(total);
    let (limit, offset) = (usize::try_from(limit), usize::try_from(offset));
    let page = all
        .into_iter()
        .skip(offset.unwrap_or(0))
        .take(limit.unwrap_or(0));
    Ok((page.collect(), total))
}

/// What customers see of these products, in this order; those they cannot order are left out.
pub(in crate::catalog) async fn load_shown(
    tx: &mut BusinessTx,
    ids: &[Uuid],
) -> Result<Vec<Shown>, Stop> {
    let (business, today) = (tx.business(), tx.scope().today());
    let rows = sqlx::query!(
        r#"select p.product_id as "product_id!", p.slug as "slug!", p.name as "name!",
                  p.unit as "unit!", p.quantity_step_milli as "step!",
                  p.price_minor as "price!", p.image_file_id as "image?",
                  c.picture as "picture?", c.name as "category?",
                  coalesce((select sum(greatest(l.on_hand_milli - l.reserved_milli - coalesce((
                          -- What may not be sold any more is not offered.
                          select sum(y.left_milli) from app.cost_layer y
                            join app.business b on b.business_id = y.business_id
                                               and b.expired_goods = 'block'
                           where y.business_id = l.business_id and y.product_id = l.product_id
                             and y.location_id = l.location_id and y.left_milli > 0
                             and y.expires_on is not null and y.expires_on < $3), 0), 0))
                              from app.stock_level l
                              join app.location o on o.business_id = l.business_id
                                                 and o.location_id = l.location_id
                             where l.business_id = p.business_id
                               and l.product_id = p.product_id
                               and o.sells_online and o.retired_at is null), 0)::bigint
                      as "available!"
             from unnest($2::uuid[]) with ordinality as asked (product_id, place)
             join app.product p on p.business_id = $1 and p.product_id = asked.product_id
                               and p.retired_at is null and p.kind = 'plain'
             left join app.category c on c.business_id = p.business_id
                   and c.category_id = p.category_id and c.retired_at is null
            order by asked.place"#,
        business,
        ids,
        today
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Shown {
                unit: unit_of(&row.unit)?,
                product_id: row.product_id,
                slug: row.slug,
                name: row.name,
                step: Quantity::from_milli(row.step),
                price: Money::from_minor(row.price),
                available: Quantity::from_milli(row.available),
                image_file_id: row.image,
                picture: row.picture.unwrap_or_else(|| "bag".to_owned()),
                category_name: row.category,
            })
        })
        .collect()
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
