//! Keeps the prices that a page of a list shows: one of each product, as they stand in its rows; or one
//! price of one product, of a pack, from a quantity or a day on.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::goods::Goods;
use super::list::{NewPrice, PriceKey};
use super::set_prices::{PriceSet, SetDone, Turn, take_turn, weigh, write};
use super::{store, typed};
use crate::platform::{BusinessTx, Cx};
use crate::staff::{self, Power, unless_refused};
use crate::values::{Money, Quantity, Refusal, Stop};

/// The most products of one form.
const MOST: usize = 200;

/// One price of one product, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProductPriceForm {
    /// A pack's id; empty is the product's own unit.
    pub pack_id: String,
    /// From how many of them on; empty is from the first.
    pub from_quantity: String,
    /// For one, tax included; empty ends the list's own price.
    pub price: String,
    /// A day; empty is now.
    pub valid_from: String,
}

/// A row that somebody typed into.
struct Typed {
    product_id: Uuid,
    field: String,
    was: Option<Money>,
    amount: Option<Money>,
}

/// Keeps the rows of a page whose price was changed: `price-{product}` is what was typed,
/// `was-{product}` what the page showed, and `valid_from` a day that all of it waits for. Refuses what
/// is no amount, and a row that somebody else changed meanwhile.
pub async fn keep_shown(
    cx: &Cx,
    list: &str,
    set_id: Uuid,
    fields: &HashMap<String, String>,
) -> Result<SetDone, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let from = fields.get("valid_from").map_or("", String::as_str);
    let (rows, mut refusals) = read_rows(fields, &tx.scope().currency);
    let valid_from = match typed::valid_from(tx.scope(), "valid_from", from) {
        Ok(valid_from) => valid_from,
        Err(refusal) => {
            refusals.push(refusal);
            None
        }
    };
    unless_refused(refusals)?;
    let set = PriceSet {
        set_id,
        list,
        digest: digest_of(list, &rows, from),
        valid_from,
    };
    let Turn::Go(now) = take_turn(&mut tx, &set).await? else {
        return Ok(SetDone::default());
    };
    let goods = sold(&mut tx, rows.iter().map(|row| row.product_id).collect()).await?;
    refuse_moved(&mut tx, list, now, &rows).await?;
    let wanted: Vec<NewPrice> = rows.iter().map(new_price).collect();
    let (changes, done) = weigh(&mut tx, &set, now, &goods, &wanted).await?;
    write(&mut tx, &set, now, &changes).await?;
    tx.commit().await?;
    Ok(done)
}

/// Sets one price of one product on a list.
pub async fn keep_price(
    cx: &Cx,
    list: &str,
    product_id: Uuid,
    set_id: Uuid,
    form: &ProductPriceForm,
) -> Result<SetDone, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let mut refusals = Vec::new();
    let amount = typed::amount("price", &form.price, &tx.scope().currency);
    let minimum = typed::minimum("from_quantity", &form.from_quantity);
    let valid_from = typed::valid_from(tx.scope(), "valid_from", &form.valid_from);
    refusals.extend(amount.as_ref().err().cloned());
    refusals.extend(minimum.as_ref().err().cloned());
    refusals.extend(valid_from.as_ref().err().cloned());
    unless_refused(refusals)?;
    let product = product_id.to_string();
    let body = [
        "one",
        list,
        &product,
        form.pack_id.trim(),
        form.from_quantity.trim(),
        form.price.trim(),
        form.valid_from.trim(),
    ];
    let set = PriceSet {
        set_id,
        list,
        digest: typed::digest(&body),
        valid_from: valid_from.unwrap_or_default(),
    };
    let Turn::Go(now) = take_turn(&mut tx, &set).await? else {
        return Ok(SetDone::default());
    };
    let goods = sold(&mut tx, vec![product_id]).await?;
    let wanted = NewPrice {
        key: PriceKey {
            product_id,
            pack_id: pack_of(&mut tx, product_id, &form.pack_id).await?,
            minimum: minimum.unwrap_or_default(),
        },
        amount: amount.unwrap_or_default(),
    };
    let (changes, done) = weigh(&mut tx, &set, now, &goods, &[wanted]).await?;
    write(&mut tx, &set, now, &changes).await?;
    tx.commit().await?;
    Ok(done)
}

/// The pack that a form names: one of that product's own, in use.
async fn pack_of(tx: &mut BusinessTx, product_id: Uuid, typed: &str) -> Result<Option<Uuid>, Stop> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let packs = store::packs_of(tx, &[product_id]).await?;
    let known = packs
        .iter()
        .find(|pack| pack.pack_id.to_string() == typed)
        .map(|pack| Some(pack.pack_id));
    known.ok_or_else(|| Refusal::at("pack_id", "refused-price-pack-gone").into())
}

/// The products of a form, each of them on sale. Another business's is not found.
async fn sold(tx: &mut BusinessTx, ids: Vec<Uuid>) -> Result<Vec<Goods>, Stop> {
    let goods = store::goods(tx, &ids).await?;
    if goods.len() != ids.len() {
        return Err(Stop::NotFound);
    }
    match goods.iter().find(|one| !one.is_sold()) {
        Some(one) => Err(Refusal::of("refused-retired")
            .with("name", &one.name)
            .into()),
        None => Ok(goods),
    }
}

fn read_rows(fields: &HashMap<String, String>, currency: &str) -> (Vec<Typed>, Vec<Refusal>) {
    let mut rows = Vec::new();
    let mut refusals = Vec::new();
    let mut names: Vec<&String> = fields.keys().collect();
    names.sort();
    for field in names {
        let Some(product) = field.strip_prefix("price-") else {
            continue;
        };
        let typed = fields.get(field).map_or("", |text| text.trim());
        let was = fields.get(&format!("was-{product}"));
        let was = was.map_or("", |text| text.trim());
        if typed == was {
            continue;
        }
        let Ok(product_id) = product.parse::<Uuid>() else {
            refusals.push(Refusal::of("refused-unreadable"));
            continue;
        };
        let amounts = typed::amount(field, typed, currency)
            .and_then(|amount| Ok((amount, typed::amount(field, was, currency)?)));
        match amounts {
            Ok((amount, was)) => rows.push(Typed {
                product_id,
                field: field.clone(),
                was,
                amount,
            }),
            Err(refusal) => refusals.push(refusal),
        }
    }
    if rows.len() > MOST {
        refusals.push(Refusal::of("refused-unreadable"));
    }
    (rows, refusals)
}

fn digest_of(list: &str, rows: &[Typed], from: &str) -> String {
    let mut parts = vec!["shown".to_owned(), list.to_owned(), from.trim().to_owned()];
    for row in rows {
        let amount = row.amount.map(|amount| amount.minor().to_string());
        parts.push(row.product_id.to_string());
        parts.push(amount.unwrap_or_default());
    }
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    typed::digest(&parts)
}

/// Refuses rows whose price is another now than the page showed.
async fn refuse_moved(
    tx: &mut BusinessTx,
    list: &str,
    now: DateTime<Utc>,
    rows: &[Typed],
) -> Result<(), Stop> {
    let keys: Vec<PriceKey> = rows.iter().map(|row| new_price(row).key).collect();
    let standing = store::standing_at(tx, list, now, &keys).await?;
    let moved = rows
        .iter()
        .zip(standing)
        .filter(|(row, stands)| row.was != *stands && row.amount != *stands)
        .map(|(row, _)| Refusal::at(&row.field, "refused-changed-meanwhile"));
    unless_refused(moved.collect())
}

fn new_price(row: &Typed) -> NewPrice {
    NewPrice {
        key: PriceKey {
            product_id: row.product_id,
            pack_id: None,
            minimum: Quantity::ZERO,
        },
        amount: row.amount,
    }
}
