//! Suppliers and their prices as files, out and in. What goes out can come in again and change
//! nothing; a file with a bad row changes nothing at all, and every bad row is told.

mod plan;

use std::collections::HashMap;

use serde_json::json;
use uuid::Uuid;

use self::plan::Known;
use super::store;
use super::supplier::Supplier;
use crate::audit;
use crate::platform::files::{Sheet, heading, record};
use crate::platform::{BusinessTx, Cx};
use crate::purchasing::goods::Goods;
use crate::purchasing::sheet;
use crate::purchasing::store::{goods, wait_for_prices};
use crate::staff::{self, Power};
use crate::stock::skus::Spelling;
use crate::values::{Phone, Quantity, Stop};

/// The columns of suppliers, in the order of our own files.
const SUPPLIER_COLUMNS: [&str; 9] = [
    "name",
    "contact",
    "phone",
    "email",
    "address",
    "tax_pin",
    "terms_days",
    "lead_days",
    "note",
];
/// The columns of prices.
const PRICE_COLUMNS: [&str; 7] = [
    "supplier",
    "sku",
    "supplier_sku",
    "pack",
    "cost",
    "minimum",
    "preferred",
];

/// What a file brought, or would bring.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Brought {
    /// New rows.
    pub added: usize,
    /// Rows that are other now.
    pub changed: usize,
    /// Rows that were like that already.
    pub unchanged: usize,
}

impl Brought {
    /// Whether anything is to be written.
    fn is_new(self) -> bool {
        self.added + self.changed > 0
    }
}

/// Brings suppliers in from a file, by their names; only tries it where `dry_run`.
///
/// # Errors
/// Refused in words: what is wrong with the file, or with which of its lines.
pub async fn import_suppliers(cx: &Cx, file: &[u8], dry_run: bool) -> Result<Brought, Stop> {
    let sheet = sheet::read(file, &SUPPLIER_COLUMNS, &["name"])?;
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::Buy)?;
    wait_for_prices(&mut tx).await?;
    let kept = store::all(&mut tx).await?;
    let (new, brought) = plan::suppliers(&sheet, &kept, &tx.scope().country)?;
    if brought.is_new() {
        store::write_all(&mut tx, &new).await?;
        tell(&mut tx, "supplier.import", brought).await?;
    }
    if !dry_run {
        tx.commit().await?;
    }
    Ok(brought)
}

/// Brings prices in from a file, by the supplier's name and our SKU; only tries it where `dry_run`.
///
/// # Errors
/// Refused in words: what is wrong with the file, or with which of its lines.
pub async fn import_prices(cx: &Cx, file: &[u8], dry_run: bool) -> Result<Brought, Stop> {
    let sheet = sheet::read(file, &PRICE_COLUMNS, &["supplier", "sku", "pack", "cost"])?;
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::Buy)?;
    wait_for_prices(&mut tx).await?;
    let suppliers = store::all(&mut tx).await?;
    let named = |supplier: &Supplier| (supplier.name.to_lowercase(), supplier.supplier_id);
    let (goods, spelling) = goods_of(&mut tx, &sheet).await?;
    let products: Vec<Uuid> = goods.values().map(|goods| goods.product_id).collect();
    let kept = store::offers_of_products(&mut tx, &products).await?;
    let known = Known {
        suppliers: suppliers.iter().map(named).collect(),
        goods,
        spelling,
        kept: kept
            .into_iter()
            .map(|offer| ((offer.supplier_id, offer.product_id), offer))
            .collect(),
        currency: tx.scope().currency.clone(),
    };
    let (new, brought) = plan::prices(&sheet, &known)?;
    if brought.is_new() {
        store::write_offers(&mut tx, &new).await?;
        tell(&mut tx, "supplier.import_prices", brought).await?;
    }
    if !dry_run {
        tx.commit().await?;
    }
    Ok(brought)
}

/// The products of a file by their SKUs, and how it spells those.
async fn goods_of(
    tx: &mut BusinessTx,
    sheet: &Sheet,
) -> Result<(HashMap<String, Goods>, Spelling), Stop> {
    let skus = sheet.rows.iter().filter_map(|row| sheet.cell(row, "sku"));
    let mut skus: Vec<String> = skus.map(str::to_owned).collect();
    skus.sort_unstable();
    skus.dedup();
    let spelling = Spelling::of(tx, &skus).await?;
    let ids = store::by_sku(tx, &spelling.skus(&skus)).await?;
    let known = goods(tx, &ids).await?.into_values();
    let known = known.map(|goods| (goods.sku.clone(), goods));
    Ok((known.collect(), spelling))
}

async fn tell(tx: &mut BusinessTx, act: &str, brought: Brought) -> Result<(), Stop> {
    let details = json!({ "added": brought.added, "changed": brought.changed });
    audit::record(tx, act, "supplier", None, details).await
}

/// Every supplier that is not retired, in the columns of the import: the file's name and what is in it.
pub(in crate::purchasing) async fn suppliers_as_file(cx: &Cx) -> Result<(String, String), Stop> {
    let mut tx = cx.read().await?;
    staff::allow(&tx, Power::SeePurchases)?;
    let all = store::all(&mut tx).await?;
    let mut content = heading(SUPPLIER_COLUMNS);
    for one in &all {
        let (terms, lead) = (one.terms_days.to_string(), one.lead_days.to_string());
        content.push_str(&record([
            one.name.as_str(),
            one.contact.as_str(),
            one.phone.as_ref().map_or("", Phone::e164),
            one.email.as_deref().unwrap_or(""),
            one.address.as_str(),
            one.tax_pin.as_deref().unwrap_or(""),
            terms.as_str(),
            lead.as_str(),
            one.note.as_str(),
        ]));
    }
    let scope = tx.scope();
    let name = format!("{}-suppliers-{}.csv", scope.slug, scope.today());
    Ok((name, content))
}

/// The same of every price of suppliers and products that are not retired.
pub(in crate::purchasing) async fn prices_as_file(cx: &Cx) -> Result<(String, String), Stop> {
    let mut tx = cx.read().await?;
    staff::allow(&tx, Power::SeePurchases)?;
    let all = store::every_offer(&mut tx).await?;
    let scope = tx.scope();
    let mut content = heading(PRICE_COLUMNS);
    for (supplier, one) in &all {
        let cost = one.cost.bare(&scope.currency);
        let minimum = one.minimum.map(Quantity::short).unwrap_or_default();
        let preferred = if one.is_preferred { "yes" } else { "no" };
        content.push_str(&record([
            supplier.as_str(),
            one.sku.as_str(),
            one.supplier_sku.as_str(),
            one.pack_name.as_str(),
            cost.as_str(),
            minimum.as_str(),
            preferred,
        ]));
    }
    let name = format!("{}-supplier-prices-{}.csv", scope.slug, scope.today());
    Ok((name, content))
}
