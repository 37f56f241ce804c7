//! Goods, their prices and taxes, and what a business says of itself, as tills know them.

use std::collections::HashMap;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::till::wire::{
    Barcode, Category, Pack, Price, PriceList, Product, ScaleFormat, Settings, Stock, TaxClass,
    TaxRate,
};
use crate::values::{Stop, currency_decimals};

/// The most days of one product on which some of it expires, that a till is told: the first ones.
const MOST_ENDS: i64 = 8;

/// Products by their ids, with all that belongs to them.
pub(in crate::till::sync) async fn products(
    tx: &mut BusinessTx,
    ids: &[Uuid],
) -> Result<Vec<Product>, Stop> {
    let business = tx.business();
    let mut barcodes = barcodes(tx, ids).await?;
    let mut packs = packs(tx, ids).await?;
    let mut parts = parts(tx, ids).await?;
    let mut prices = prices(tx, ids).await?;
    let rows = sqlx::query!(
        r#"select product_id, kind, parent_id, category_id, tax_class_id, sku, name, search_words,
                  unit, quantity_step_milli, scale_code, price_minor, cost_minor, image_file_id,
                  retired_at is not null as "retired!"
             from app.product where business_id = $1 and product_id = any($2)
            order by product_id"#,
        business,
        ids
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Product {
            product_id: row.product_id,
            kind: row.kind,
            parent_id: row.parent_id,
            category_id: row.category_id,
            tax_class_id: row.tax_class_id,
            sku: row.sku,
            name: row.name,
            search_words: row.search_words,
            unit: row.unit,
            step_milli: row.quantity_step_milli,
            scale_code: row.scale_code,
            price_minor: row.price_minor,
            cost_minor: row.cost_minor,
            photo_id: row.image_file_id,
            retired: row.retired,
            barcodes: barcodes.remove(&row.product_id).unwrap_or_default(),
            packs: packs.remove(&row.product_id).unwrap_or_default(),
            parts: parts.remove(&row.product_id).unwrap_or_default(),
            prices: prices.remove(&row.product_id).unwrap_or_default(),
        })
        .collect())
}

async fn barcodes(tx: &mut BusinessTx, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<Barcode>>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select product_id, barcode, pack_id from app.barcode
          where business_id = $1 and product_id = any($2) order by product_id, barcode",
        business,
        ids
    )
    .fetch_all(tx.conn())
    .await?;
    let mut all: HashMap<Uuid, Vec<Barcode>> = HashMap::new();
    for row in rows {
        all.entry(row.product_id).or_default().push(Barcode {
            barcode: row.barcode,
            pack_id: row.pack_id,
        });
    }
    Ok(all)
}

async fn packs(tx: &mut BusinessTx, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<Pack>>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select product_id, pack_id, name, holds_milli,
                  (is_sold and retired_at is null) as "sold!"
             from app.pack where business_id = $1 and product_id = any($2)
            order by product_id, holds_milli, pack_id"#,
        business,
        ids
    )
    .fetch_all(tx.conn())
    .await?;
    let mut all: HashMap<Uuid, Vec<Pack>> = HashMap::new();
    for row in rows {
        all.entry(row.product_id).or_default().push(Pack {
            pack_id: row.pack_id,
            name: row.name,
            holds_milli: row.holds_milli,
            sold: row.sold,
        });
    }
    Ok(all)
}

/// Of kits their parts, and how much of each is in one.
async fn parts(tx: &mut BusinessTx, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<(Uuid, i64)>>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select product_id, part_id, quantity_milli from app.kit_part
          where business_id = $1 and product_id = any($2) order by product_id, part_id",
        business,
        ids
    )
    .fetch_all(tx.conn())
    .await?;
    let mut all: HashMap<Uuid, Vec<(Uuid, i64)>> = HashMap::new();
    for row in rows {
        let of_kit = all.entry(row.product_id).or_default();
        of_kit.push((row.part_id, row.quantity_milli));
    }
    Ok(all)
}

/// Of each list, pack and quantity the price of now, and those to come; of two of one moment the last, which
/// counts in the books.
async fn prices(tx: &mut BusinessTx, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<Price>>, Stop> {
    let (business, now) = (tx.business(), tx.scope().now);
    let rows = sqlx::query!(
        r#"select p.product_id as "product_id!", p.list as "list!", p.pack_id as "pack_id?",
                  p.minimum_quantity_milli as "minimum!", p.amount_minor as "amount?",
                  p.valid_from as "valid_from!"
             from ((select distinct on (product_id, list, pack_id, minimum_quantity_milli)
                           product_id, list, pack_id, minimum_quantity_milli, amount_minor,
                           valid_from
                      from app.price
                     where business_id = $1 and product_id = any($2) and valid_from <= $3
                     order by product_id, list, pack_id, minimum_quantity_milli,
                              valid_from desc, price_id desc)
                   union all
                   (select distinct on (product_id, list, pack_id, minimum_quantity_milli, valid_from)
                           product_id, list, pack_id, minimum_quantity_milli, amount_minor,
                           valid_from
                      from app.price
                     where business_id = $1 and product_id = any($2) and valid_from > $3
                     order by product_id, list, pack_id, minimum_quantity_milli, valid_from,
                              price_id desc)) p
            order by p.product_id, p.list, p.pack_id, p.minimum_quantity_milli, p.valid_from"#,
        business,
        ids,
        now
    )
    .fetch_all(tx.conn())
    .await?;
    let mut all: HashMap<Uuid, Vec<Price>> = HashMap::new();
    for row in rows {
        all.entry(row.product_id).or_default().push(Price {
            list: row.list,
            pack_id: row.pack_id,
            minimum_milli: row.minimum,
            amount_minor: row.amount,
            valid_from: row.valid_from,
        });
    }
    Ok(all)
}

/// Categories by their ids.
pub(in crate::till::sync) async fn categories(
    tx: &mut BusinessTx,
    ids: &[Uuid],
) -> Result<Vec<Category>, Stop> {
    let business = tx.business();
    let categories = sqlx::query_as!(
        Category,
        r#"select category_id, name, picture, position, retired_at is not null as "retired!"
             from app.category where business_id = $1 and category_id = any($2)
            order by position, category_id"#,
        business,
        ids
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(categories)
}

/// What is on the shelves of a location. Nothing is said of goods of which none ever moved there by the books: a
/// level may be there all the same, for what was sold without being counted in.
pub(in crate::till::sync) async fn stock(
    tx: &mut BusinessTx,
    location_id: Uuid,
    ids: &[Uuid],
) -> Result<Vec<Stock>, Stop> {
    let business = tx.business();
    let mut ends = ends(tx, location_id, ids).await?;
    let levels = sqlx::query!(
        "select l.product_id, l.on_hand_milli, l.reserved_milli from app.stock_level l
          where l.business_id = $1 and l.location_id = $2 and l.product_id = any($3)
            and (l.on_hand_milli > 0
                 or exists (select 1 from app.stock_movement m
                             where m.business_id = $1 and m.location_id = $2
                               and m.product_id = l.product_id))
          order by l.product_id",
        business,
        location_id,
        ids
    )
    .fetch_all(tx.conn())
    .await?;
    let levels = levels.into_iter().map(|row| Stock {
        product_id: row.product_id,
        on_hand_milli: row.on_hand_milli,
        reserved_milli: row.reserved_milli,
        ends: ends.remove(&row.product_id).unwrap_or_default(),
    });
    Ok(levels.collect())
}

/// How much of what is on the shelves may be sold until which day, the first to expire first. All that has
/// expired counts to one day, however old it is: so a till that hears nothing for days knows of what is next.
async fn ends(
    tx: &mut BusinessTx,
    location_id: Uuid,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Vec<(NaiveDate, i64)>>, Stop> {
    let (business, today) = (tx.business(), tx.scope().today());
    let yesterday = today.pred_opt().unwrap_or(today);
    // Years have four figures where a till reads them.
    let rows = sqlx::query!(
        r#"select e.product_id as "product_id!", e.last_day as "last_day!", e.milli as "milli!"
             from (select l.product_id, l.last_day, sum(l.left_milli)::bigint as milli,
                          row_number() over (partition by l.product_id order by l.last_day) as place
                     from (select product_id, left_milli,
                                  least(greatest(expires_on, $4::date), date '9999-12-31') as last_day
                             from app.cost_layer
                            where business_id = $1 and location_id = $2 and product_id = any($3)
                              and left_milli > 0 and expires_on is not null) l
                    group by l.product_id, l.last_day) e
            where e.place <= $5 order by e.product_id, e.last_day"#,
        business,
        location_id,
        ids,
        yesterday,
        MOST_ENDS
    )
    .fetch_all(tx.conn())
    .await?;
    let mut all: HashMap<Uuid, Vec<(NaiveDate, i64)>> = HashMap::new();
    for row in rows {
        let days = all.entry(row.product_id).or_default();
        days.push((row.last_day, row.milli));
    }
    Ok(all)
}

/// How products are taxed, with every rate that there was and will be.
pub(in crate::till::sync) async fn tax_classes(
    tx: &mut BusinessTx,
    ids: &[Uuid],
) -> Result<Vec<TaxClass>, Stop> {
    let business = tx.business();
    let rates = sqlx::query!(
        "select tax_class_id, valid_from, rate_bp from app.tax_rate
          where business_id = $1 and tax_class_id = any($2) order by tax_class_id, valid_from",
        business,
        ids
    )
    .fetch_all(tx.conn())
    .await?;
    let classes = sqlx::query!(
        "select tax_class_id, code, name, fiscal_code from app.tax_class
          where business_id = $1 and tax_class_id = any($2) order by tax_class_id",
        business,
        ids
    )
    .fetch_all(tx.conn())
    .await?;
    let rates_of = |class: Uuid| -> Vec<TaxRate> {
        let own = rates.iter().filter(|rate| rate.tax_class_id == class);
        own.map(|rate| TaxRate {
            valid_from: rate.valid_from,
            rate_bp: u32::try_from(rate.rate_bp).unwrap_or(0),
        })
        .collect()
    };
    Ok(classes
        .into_iter()
        .map(|class| TaxClass {
            tax_class_id: class.tax_class_id,
            rates: rates_of(class.tax_class_id),
            code: class.code,
            name: class.name,
            letter: class.fiscal_code,
        })
        .collect())
}

/// The same of every class that there is.
pub(in crate::till::sync) async fn all_tax_classes(
    tx: &mut BusinessTx,
) -> Result<Vec<TaxClass>, Stop> {
    let business = tx.business();
    let ids = sqlx::query_scalar!(
        "select tax_class_id from app.tax_class where business_id = $1",
        business
    )
    .fetch_all(tx.conn())
    .await?;
    tax_classes(tx, &ids).await
}

/// What a business says of itself.
pub(in crate::till::sync) async fn settings(tx: &mut BusinessTx) -> Result<Settings, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        r#"select name, slug, phone, tax_pin, receipt_header, receipt_footer, country, currency, language, time_zone, day_starts_at,
                  rounding_minor, cash_rounding_minor, cashier_discount_bp, manager_discount_bp,
                  takes_tips, below_zero, expired_goods, voucher_days, m.business_id is not null as "prompts!",
                  m.till_number as "mpesa_till?",
                  case when m.kind = 'paybill' then m.short_code end as "mpesa_paybill?"
             from app.business b
             left join app.mpesa_account m
               on m.business_id = b.business_id and b.pays_by_mpesa and b.currency = 'KES'
            where b.business_id = $1"#,
        business
    )
    .fetch_one(tx.conn())
    .await?;
    let price_lists = sqlx::query_as!(
        PriceList,
        r#"select list, name, retired_at is not null as "retired!" from app.price_list
            where business_id = $1 order by position, list"#,
        business
    )
    .fetch_all(tx.conn())
    .await?;
    let scale_formats = sqlx::query_as!(
        ScaleFormat,
        "select prefix, carries from app.scale_format where business_id = $1 order by prefix",
        business
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(Settings {
        decimals: currency_decimals(&row.currency),
        name: row.name,
        slug: row.slug,
        phone: row.phone,
        tax_pin: row.tax_pin,
        receipt_header: row.receipt_header,
        receipt_footer: row.receipt_footer,
        country: row.country,
        currency: row.currency,
        language: row.language,
        time_zone: row.time_zone,
        day_starts_at: row.day_starts_at,
        rounding_minor: row.rounding_minor,
        cash_rounding_minor: row.cash_rounding_minor,
        cashier_discount_bp: row.cashier_discount_bp,
        manager_discount_bp: row.manager_discount_bp,
        tips: row.takes_tips,
        below_zero: row.below_zero,
        expired_goods: row.expired_goods,
        prompts: row.prompts,
        mpesa_till: row.mpesa_till,
        mpesa_paybill: row.mpesa_paybill,
        vouchers: true,
        voucher_days: row.voucher_days,
        price_lists,
        scale_formats,
    })
}
