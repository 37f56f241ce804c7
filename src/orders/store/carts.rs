//! The SQL of carts.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use crate::catalog::kits::{orderable, parts_of, whole};
use crate::orders::shelf::{Goods, apart, contended};
use crate::orders::{Cart, CartLine, LinePart};
use crate::platform::{BusinessTx, fault};
use crate::values::{Money, Quantity, Stop, Unit};

/// A cart's row, locked.
#[derive(Debug, Clone, Copy)]
pub(in crate::orders) struct Locked {
    pub cart_id: Uuid,
    pub revision: i64,
    pub order_id: Uuid,
}

pub(in crate::orders) async fn lock(
    tx: &mut BusinessTx,
    browser: &[u8],
) -> Result<Option<Locked>, Stop> {
    let business = tx.business();
    let row = sqlx::query_as!(
        Locked,
        "select cart_id, revision, order_id from app.cart
          where business_id = $1 and browser_hash = $2 for update",
        business,
        browser
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row)
}

pub(in crate::orders) async fn lock_or_make(
    tx: &mut BusinessTx,
    browser: &[u8],
) -> Result<Uuid, Stop> {
    let business = tx.business();
    sqlx::query!(
        "insert into app.cart (business_id, cart_id, browser_hash, order_id)
         values ($1, $2, $3, $4) on conflict (business_id, browser_hash) do nothing",
        business,
        Uuid::now_v7(),
        browser,
        Uuid::now_v7()
    )
    .execute(tx.conn())
    .await?;
    let cart_id = sqlx::query_scalar!(
        "update app.cart set revision = revision + 1, updated_at = $3
          where business_id = $1 and browser_hash = $2 returning cart_id",
        business,
        browser,
        tx.scope().now
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(cart_id)
}

pub(in crate::orders) async fn count(tx: &mut BusinessTx, browser: &[u8]) -> Result<i64, Stop> {
    let business = tx.business();
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from app.cart c
             join app.cart_line l on l.business_id = c.business_id and l.cart_id = c.cart_id
            where c.business_id = $1 and c.browser_hash = $2"#,
        business,
        browser
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(count)
}

/// What a cart holds: product and quantity.
pub(in crate::orders) async fn chosen(
    tx: &mut BusinessTx,
    cart_id: Uuid,
) -> Result<Vec<(Uuid, Quantity)>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select product_id, quantity_milli from app.cart_line
          where business_id = $1 and cart_id = $2",
        business,
        cart_id
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.product_id, Quantity::from_milli(row.quantity_milli)))
        .collect())
}

/// A product as a cart sees it.
#[derive(Debug, Clone)]
pub(in crate::orders) struct Sellable {
    pub name: String,
    pub step: Quantity,
    pub price: Money,
    pub available: Quantity,
    /// Off sale; a family never is on sale.
    pub retired: bool,
}

pub(in crate::orders) async fn sellable(
    tx: &mut BusinessTx,
    product_id: Uuid,
) -> Result<Option<Sellable>, Stop> {
    let (business, today) = (tx.business(), tx.scope().today());
    let row = sqlx::query!(
        r#"select p.name, p.quantity_step_milli, p.price_minor,
                  (p.retired_at is not null or p.kind = 'family') as "retired!",
                  p.kind = 'kit' as "is_kit!",
                  coalesce((select max(f.free_milli) from app.free_stock($1, $3) f
                             where f.product_id = p.product_id and f.is_online), 0)::bigint as "available!"
             from app.product p where p.business_id = $1 and p.product_id = $2"#,
        business,
        product_id,
        today
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let kits: Vec<Uuid> = row.is_kit.then_some(product_id).into_iter().collect();
    let made = orderable(tx, &kits).await?;
    let step = Quantity::from_milli(row.quantity_step_milli);
    let available = Quantity::from_milli(row.available);
    Ok(Some(Sellable {
        name: row.name,
        step: if row.is_kit { whole(step) } else { step },
        price: Money::from_minor(row.price_minor),
        available: made.get(&product_id).copied().unwrap_or(available),
        retired: row.retired,
    }))
}

pub(in crate::orders) async fn set(
    tx: &mut BusinessTx,
    cart_id: Uuid,
    product_id: Uuid,
    quantity: Quantity,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "insert into app.cart_line (business_id, cart_id, product_id, quantity_milli)
         values ($1, $2, $3, $4)
         on conflict (business_id, cart_id, product_id)
            do update set quantity_milli = excluded.quantity_milli",
        business,
        cart_id,
        product_id,
        quantity.milli()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(in crate::orders) async fn remove(
    tx: &mut BusinessTx,
    cart_id: Uuid,
    product_id: Uuid,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "delete from app.cart_line where business_id = $1 and cart_id = $2 and product_id = $3",
        business,
        cart_id,
        product_id
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The cart has become an order: it is empty again and will become another one.
pub(in crate::orders) async fn empty(tx: &mut BusinessTx, cart_id: Uuid) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "delete from app.cart_line where business_id = $1 and cart_id = $2",
        business,
        cart_id
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "update app.cart set revision = revision + 1, order_id = $3
          where business_id = $1 and cart_id = $2",
        business,
        cart_id,
        Uuid::now_v7()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(in crate::orders) async fn load(
    tx: &mut BusinessTx,
    browser: &[u8],
) -> Result<Option<Cart>, Stop> {
    let business = tx.business();
    let head = sqlx::query_as!(
        Locked,
        "select cart_id, revision, order_id from app.cart
          where business_id = $1 and browser_hash = $2",
        business,
        browser
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(head) = head else { return Ok(None) };
    let lines = lines(tx, head.cart_id).await?;
    let goods = Money::sum(lines.iter().map(|line| line.amount))
        .ok_or_else(|| fault("a cart cannot be counted", &head.cart_id))?;
    Ok(Some(Cart {
        cart_id: head.cart_id,
        revision: head.revision,
        order_id: head.order_id,
        lines,
        goods,
    }))
}

async fn lines(tx: &mut BusinessTx, cart_id: Uuid) -> Result<Vec<CartLine>, Stop> {
    let (business, today) = (tx.business(), tx.scope().today());
    let rows = sqlx::query!(
        r#"select p.product_id, p.slug, p.name, p.unit, p.quantity_step_milli, l.quantity_milli,
                  p.price_minor, (p.retired_at is not null or p.kind = 'family') as "retired!",
                  p.kind = 'kit' as "is_kit!", p.image_file_id,
                  coalesce(c.picture, 'bag') as "picture!",
                  coalesce((select max(f.free_milli) from app.free_stock($1, $3) f
                             where f.product_id = p.product_id and f.is_online), 0)::bigint as "available!"
             from app.cart_line l
             join app.product p on p.business_id = l.business_id and p.product_id = l.product_id
             left join app.category c
               on c.business_id = p.business_id and c.category_id = p.category_id
            where l.business_id = $1 and l.cart_id = $2 order by l.added_at, p.name"#,
        business,
        cart_id,
        today
    )
    .fetch_all(tx.conn())
    .await?;
    let kits = rows.iter().filter(|row| row.is_kit);
    let kits: Vec<Uuid> = kits.map(|row| row.product_id).collect();
    let made = orderable(tx, &kits).await?;
    let lines = rows.into_iter();
    let lines = lines
        .map(|row| {
            let quantity = Quantity::from_milli(row.quantity_milli);
            let step = Quantity::from_milli(row.quantity_step_milli);
            let available = Quantity::from_milli(row.available);
            let price = Money::from_minor(row.price_minor);
            let broken = || fault("a cart line cannot be counted", &row.product_id);
            Ok(CartLine {
                unit: Unit::parse(&row.unit).ok_or_else(broken)?,
                amount: price.times(quantity).ok_or_else(broken)?,
                product_id: row.product_id,
                slug: row.slug,
                name: row.name,
                step: if row.is_kit { whole(step) } else { step },
                quantity,
                price,
                available: made.get(&row.product_id).copied().unwrap_or(available),
                shared: None,
                retired: row.retired,
                image_file_id: row.image_file_id,
                picture: row.picture,
            })
        })
        .collect::<Result<Vec<CartLine>, Stop>>()?;
    say_what_is_shared(tx, lines, &kits).await
}

/// Says of each line that it competes with others for what there is not enough of for all of them, or
/// that it cannot be had where the rest of the cart is: an order is packed at one location.
async fn say_what_is_shared(
    tx: &mut BusinessTx,
    mut lines: Vec<CartLine>,
    kits: &[Uuid],
) -> Result<Vec<CartLine>, Stop> {
    // What is alone is there as far as it says itself.
    if lines.len() < 2 {
        return Ok(lines);
    }
    let mut parts: HashMap<Uuid, Vec<LinePart>> = HashMap::new();
    for (kit_id, made_of) in parts_of(tx, kits).await? {
        parts.insert(kit_id, made_of.into_iter().map(LinePart::from).collect());
    }
    let goods: Vec<Goods<'_>> = (1..)
        .zip(&lines)
        .map(|(line_no, line)| Goods {
            line_no,
            product_id: line.product_id,
            name: &line.name,
            quantity: line.quantity,
            parts: parts
                .get(&line.product_id)
                .map(Vec::as_slice)
                .unwrap_or_default(),
        })
        .collect();
    let mut needed: Vec<Uuid> = lines.iter().map(|line| line.product_id).collect();
    needed.extend(parts.values().flatten().map(|part| part.part_id));
    let places = free_by_place(tx, &needed).await?;
    let mut said = contended(&goods, &places);
    // Where a line cannot be had at all, that is said first, and is enough.
    if said.is_empty() && lines.iter().all(|line| line.problem().is_none()) {
        said = apart(&goods, &places);
    }
    for (line_no, line) in (1_i32..).zip(&mut lines) {
        line.shared = said.remove(&line_no);
    }
    Ok(lines)
}

/// How much of these products can be had at each location that customers have goods from.
async fn free_by_place(
    tx: &mut BusinessTx,
    products: &[Uuid],
) -> Result<Vec<HashMap<Uuid, Quantity>>, Stop> {
    let (business, today) = (tx.business(), tx.scope().today());
    let rows = sqlx::query!(
        r#"select f.location_id as "location_id!", f.product_id as "product_id!",
                  f.free_milli as "free!"
             from app.free_stock($1, $2) f
            where f.is_online and f.product_id = any($3)"#,
        business,
        today,
        products
    )
    .fetch_all(tx.conn())
    .await?;
    let mut places: BTreeMap<Uuid, HashMap<Uuid, Quantity>> = BTreeMap::new();
    for row in rows {
        let place = places.entry(row.location_id).or_default();
        place.insert(row.product_id, Quantity::from_milli(row.free));
    }
    Ok(places.into_values().collect())
}
