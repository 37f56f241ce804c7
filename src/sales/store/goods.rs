//! What a sale is made of: the location, the buyer, the products as they are now.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use crate::platform::{BusinessTx, fault};
use crate::sales::basket::AskLine;
use crate::sales::goods::{Good, GoodKind, PackOf};
use crate::sales::rules::Rules;
use crate::values::{Money, Quantity, Stop, Unit};

/// Where something is sold, and by which rules.
#[derive(Debug, Clone)]
pub(in crate::sales) struct Place {
    /// What the location is called; none: it is none of this business's.
    pub location: Option<String>,
    /// Whether it is closed.
    pub is_closed: bool,
    /// What the list of prices is called, perhaps closed: then retail prices are asked. Empty for retail;
    /// none: it is not there.
    pub list: Option<String>,
    /// What totals are rounded to, and what may be given away.
    pub rules: Rules,
}

pub(in crate::sales) async fn place(
    tx: &mut BusinessTx,
    location_id: Uuid,
    list: &str,
) -> Result<Place, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        r#"select b.rounding_minor, b.cash_rounding_minor, b.cashier_discount_bp,
                  b.manager_discount_bp, b.takes_tips, l.name as "location?",
                  coalesce(l.retired_at is not null, false) as "is_closed!",
                  case when $3::text = 'retail' then '' else (
                      select p.name from app.price_list p
                       where p.business_id = b.business_id and p.list = $3::text) end as "list?"
             from app.business b
             left join app.location l on l.business_id = b.business_id and l.location_id = $2
            where b.business_id = $1"#,
        business,
        location_id,
        list
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(Place {
        location: row.location,
        is_closed: row.is_closed,
        list: row.list,
        rules: Rules::of_row(
            [row.rounding_minor, row.cash_rounding_minor],
            [row.cashier_discount_bp, row.manager_discount_bp],
            row.takes_tips,
        ),
    })
}

/// Who buys.
#[derive(Debug, Clone, Default)]
pub(in crate::sales) struct Buyer {
    pub name: String,
    pub tax_pin: Option<String>,
    /// The list that she buys by, if that is not closed.
    pub price_list: Option<String>,
    /// Whether she is none any more.
    pub is_gone: bool,
}

/// A customer of the business, as she is written down now; also one who is none any more.
pub(in crate::sales) async fn buyer(
    tx: &mut BusinessTx,
    customer_id: Uuid,
) -> Result<Option<Buyer>, Stop> {
    let business = tx.business();
    let row = sqlx::query_as!(
        Buyer,
        r#"select c.name, c.tax_pin, p.list as "price_list?",
                  c.retired_at is not null as "is_gone!"
             from app.customer c
             left join app.price_list p on p.business_id = c.business_id
                   and p.list = c.price_list and p.retired_at is null
            where c.business_id = $1 and c.customer_id = $2"#,
        business,
        customer_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row)
}

/// Writes down who is known by nothing but what a till sold to her; nothing changes where she is there.
pub(in crate::sales) async fn keep_unknown(
    tx: &mut BusinessTx,
    customer_id: Uuid,
    name: &str,
) -> Result<(), Stop> {
    let business = tx.business();
    let language = tx.scope().language.code();
    sqlx::query!(
        "insert into app.customer (business_id, customer_id, name, language) values ($1, $2, $3, $4)
         on conflict do nothing",
        business,
        customer_id,
        name,
        language
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The products of lines as they are now, by line number. Lines whose product is not there are not
/// in it.
pub(in crate::sales) async fn goods(
    tx: &mut BusinessTx,
    lines: &[AskLine],
) -> Result<BTreeMap<i32, Good>, Stop> {
    let business = tx.business();
    let numbers: Vec<i32> = lines.iter().map(|line| line.line_no).collect();
    let products: Vec<Uuid> = lines.iter().map(|line| line.product_id).collect();
    let packs: Vec<Option<Uuid>> = lines.iter().map(|line| line.pack_id).collect();
    let batches: Vec<Option<Uuid>> = lines.iter().map(|line| line.batch_id).collect();
    let rows = sqlx::query!(
        r#"select w.line_no as "line_no!", p.product_id, p.sku, p.name, p.unit, p.kind,
                  p.quantity_step_milli, p.price_minor, p.retired_at is not null as "retired!",
                  p.tax_class_id, t.code as tax_code, k.name as "pack?", k.holds_milli as "holds?",
                  coalesce(k.is_sold and k.retired_at is null, false) as "pack_is_sold!",
                  (w.batch_id is null or exists (
                      select 1 from app.batch b where b.business_id = $1
                         and b.product_id = p.product_id and b.batch_id = w.batch_id)) as "batch_fits!"
             from unnest($2::int[], $3::uuid[], $4::uuid[], $5::uuid[])
                  as w(line_no, product_id, pack_id, batch_id)
             join app.product p on p.business_id = $1 and p.product_id = w.product_id
             join app.tax_class t
               on t.business_id = p.business_id and t.tax_class_id = p.tax_class_id
             left join app.pack k on k.business_id = p.business_id
                                 and k.product_id = p.product_id and k.pack_id = w.pack_id
            order by w.line_no"#,
        business,
        &numbers,
        &products,
        &packs as &[Option<Uuid>],
        &batches as &[Option<Uuid>]
    )
    .fetch_all(tx.conn())
    .await?;
    let mut goods = BTreeMap::new();
    let mut kits = Vec::new();
    for row in rows {
        let broken = || fault("a product row is not what it must be", &row.product_id);
        let kind = GoodKind::parse(&row.kind).ok_or_else(broken)?;
        let unit = Unit::parse(&row.unit).ok_or_else(broken)?;
        if kind == GoodKind::Kit {
            kits.push((row.line_no, row.product_id));
        }
        let pack = row.pack.zip(row.holds).map(|(name, holds)| PackOf {
            name,
            holds: Quantity::from_milli(holds),
            is_sold: row.pack_is_sold,
        });
        let good = Good {
            line_no: row.line_no,
            sku: row.sku,
            name: row.name,
            unit,
            kind,
            step: Quantity::from_milli(row.quantity_step_milli),
            price: Money::from_minor(row.price_minor),
            retired: row.retired,
            tax_class_id: row.tax_class_id,
            tax_code: row.tax_code,
            pack,
            batch_fits: row.batch_fits,
            parts: Vec::new(),
        };
        goods.insert(good.line_no, good);
    }
    if !kits.is_empty() {
        fill_kits(tx, &kits, &mut goods).await?;
    }
    Ok(goods)
}

/// What lines are sold by that are no products: by their names, in pieces, taxed as a new product is
/// unless somebody says otherwise, for what is asked.
pub(in crate::sales) async fn quick_goods(
    tx: &mut BusinessTx,
    lines: &[AskLine],
) -> Result<BTreeMap<i32, Good>, Stop> {
    if lines.iter().all(|line| line.quick.is_none()) {
        return Ok(BTreeMap::new());
    }
    let business = tx.business();
    let tax = sqlx::query!(
        "select tax_class_id, code from app.tax_class
          where business_id = $1 and code = 'standard'",
        business
    )
    .fetch_one(tx.conn())
    .await?;
    let goods = lines.iter().filter_map(|line| {
        let quick = line.quick.as_ref()?;
        let good = Good {
            line_no: line.line_no,
            sku: quick.barcode.trim().to_owned(),
            name: quick.name.trim().to_owned(),
            unit: Unit::Piece,
            kind: GoodKind::Quick,
            step: Quantity::ONE,
            price: line.unit_price,
            retired: false,
            tax_class_id: tax.tax_class_id,
            tax_code: tax.code.clone(),
            pack: None,
            batch_fits: true,
            parts: Vec::new(),
        };
        Some((line.line_no, good))
    });
    Ok(goods.collect())
}

/// What each kit is made of. A kit whose parts are not plain things has none that can be sold.
async fn fill_kits(
    tx: &mut BusinessTx,
    kits: &[(i32, Uuid)],
    goods: &mut BTreeMap<i32, Good>,
) -> Result<(), Stop> {
    let business = tx.business();
    let products: Vec<Uuid> = kits.iter().map(|(_, product)| *product).collect();
    let rows = sqlx::query!(
        r#"select k.product_id, k.part_id, k.quantity_milli, p.kind = 'plain' as "is_plain!"
             from app.kit_part k
             join app.product p on p.business_id = k.business_id and p.product_id = k.part_id
            where k.business_id = $1 and k.product_id = any($2)
            order by k.product_id, k.part_id"#,
        business,
        &products
    )
    .fetch_all(tx.conn())
    .await?;
    for (line_no, product_id) in kits {
        let own = rows.iter().filter(|row| row.product_id == *product_id);
        let are_plain = own.clone().all(|row| row.is_plain);
        if let Some(good) = goods.get_mut(line_no).filter(|_| are_plain) {
            good.parts = own
                .map(|row| (row.part_id, Quantity::from_milli(row.quantity_milli)))
                .collect();
        }
    }
    Ok(())
}

/// What products are called.
pub(in crate::sales) async fn names(
    tx: &mut BusinessTx,
    products: &[Uuid],
) -> Result<HashMap<Uuid, String>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select product_id, name from app.product where business_id = $1 and product_id = any($2)",
        business,
        products
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.product_id, row.name))
        .collect())
}
