//! What the rows of a file come to, before anything is written. Pure: every row that will not do is
//! told, with its line.

use std::collections::HashMap;

use uuid::Uuid;

use super::Brought;
use crate::platform::files::{Row, Sheet, yes_or_no};
use crate::purchasing::goods::{Goods, Pack};
use crate::purchasing::sheet::{at_line, broken, unless_refused};
use crate::purchasing::suppliers::offer::{NewOffer, Offer, OfferForm};
use crate::purchasing::suppliers::supplier::{Supplier, SupplierForm};
use crate::stock::skus::Spelling;
use crate::values::{Quantity, Refusal};

/// The suppliers that a file makes or changes; `kept` are those that are not retired.
pub(super) fn suppliers(
    sheet: &Sheet,
    kept: &[Supplier],
    country: &str,
) -> Result<(Vec<Supplier>, Brought), Vec<Refusal>> {
    let by_name: HashMap<String, &Supplier> = kept
        .iter()
        .map(|supplier| (supplier.name.to_lowercase(), supplier))
        .collect();
    let mut refusals = broken(sheet);
    let mut lines: HashMap<String, u64> = HashMap::new();
    let mut brought = Brought::default();
    let mut new = Vec::new();
    for row in &sheet.rows {
        let name = sheet.cell(row, "name").unwrap_or_default().to_lowercase();
        let there = by_name.get(&name).copied();
        let supplier = match supplier(sheet, row, there, country) {
            Ok(supplier) => supplier,
            Err(refused) => {
                refusals.extend(refused);
                continue;
            }
        };
        let name = supplier.name.to_lowercase();
        if let Some(first) = lines.insert(name, row.line) {
            let refusal = Refusal::of("refused-files-twice").with("line", first);
            refusals.push(at_line(row.line, "name", refusal));
            continue;
        }
        match there {
            Some(there) if there.says(&supplier) => brought.unchanged += 1,
            Some(_) => {
                brought.changed += 1;
                new.push(supplier);
            }
            None => {
                brought.added += 1;
                new.push(supplier);
            }
        }
    }
    unless_refused(refusals)?;
    Ok((new, brought))
}

/// The supplier of a row: what the file says, and where it says nothing, what she is already.
fn supplier(
    sheet: &Sheet,
    row: &Row,
    there: Option<&Supplier>,
    country: &str,
) -> Result<Supplier, Vec<Refusal>> {
    let mut form = there.map(SupplierForm::of).unwrap_or_default();
    let fields: [(&str, &mut String); 9] = [
        ("name", &mut form.name),
        ("contact", &mut form.contact),
        ("phone", &mut form.phone),
        ("email", &mut form.email),
        ("address", &mut form.address),
        ("tax_pin", &mut form.tax_pin),
        ("terms_days", &mut form.terms_days),
        ("lead_days", &mut form.lead_days),
        ("note", &mut form.note),
    ];
    for (column, field) in fields {
        if let Some(cell) = sheet.cell(row, column) {
            cell.clone_into(field);
        }
    }
    let id = there.map_or_else(Uuid::now_v7, |supplier| supplier.supplier_id);
    let read = form.read(id, country);
    read.map_err(|refused| on_line(row.line, refused))
}

/// What a file of prices is read against.
pub(super) struct Known {
    /// By their names in small letters.
    pub suppliers: HashMap<String, Uuid>,
    /// By their SKUs, as the business writes them.
    pub goods: HashMap<String, Goods>,
    pub spelling: Spelling,
    /// By supplier and product.
    pub kept: HashMap<(Uuid, Uuid), Offer>,
    pub currency: String,
}

/// The prices that a file makes or changes.
pub(super) fn prices(
    sheet: &Sheet,
    known: &Known,
) -> Result<(Vec<NewOffer>, Brought), Vec<Refusal>> {
    let mut refusals = broken(sheet);
    let mut lines: HashMap<(Uuid, Uuid), u64> = HashMap::new();
    let mut preferred: HashMap<Uuid, u64> = HashMap::new();
    let mut brought = Brought::default();
    let mut new = Vec::new();
    for row in &sheet.rows {
        let offer = match price(sheet, row, known) {
            Ok(offer) => offer,
            Err(refused) => {
                refusals.extend(refused);
                continue;
            }
        };
        let key = (offer.supplier_id, offer.product_id);
        if let Some(first) = lines.insert(key, row.line) {
            let refusal = Refusal::of("refused-files-twice").with("line", first);
            refusals.push(at_line(row.line, "sku", refusal));
            continue;
        }
        let first = offer
            .is_preferred
            .then(|| preferred.insert(offer.product_id, row.line));
        if let Some(Some(first)) = first {
            let refusal = Refusal::of("refused-files-preferred-twice").with("line", first);
            refusals.push(at_line(row.line, "preferred", refusal));
            continue;
        }
        match known.kept.get(&key) {
            Some(kept) if offer.is(kept) => brought.unchanged += 1,
            Some(_) => {
                brought.changed += 1;
                new.push(offer);
            }
            None => {
                brought.added += 1;
                new.push(offer);
            }
        }
    }
    unless_refused(refusals)?;
    Ok((new, brought))
}

fn price(sheet: &Sheet, row: &Row, known: &Known) -> Result<NewOffer, Vec<Refusal>> {
    let cell = |column: &str| sheet.cell(row, column);
    let text = |column: &str| cell(column).unwrap_or_default().to_owned();
    let mut refusals = Vec::new();
    let name = text("supplier");
    let supplier = known.suppliers.get(&name.to_lowercase());
    if supplier.is_none() {
        let refusal = Refusal::of("refused-files-supplier").with("name", &name);
        refusals.push(at_line(row.line, "supplier", refusal));
    }
    let sku = text("sku");
    let meant = known.spelling.sku(&sku);
    let goods = meant.and_then(|sku| known.goods.get(sku));
    if meant.is_none() {
        let refusal = Refusal::of("refused-sheet-sku-several").with("sku", &sku);
        refusals.push(at_line(row.line, "sku", refusal));
    } else if goods.is_none() {
        let refusal = Refusal::of("refused-files-sku").with("sku", &sku);
        refusals.push(at_line(row.line, "sku", refusal));
    }
    let (Some(supplier_id), Some(goods)) = (supplier, goods) else {
        return Err(refusals);
    };
    let kept = known.kept.get(&(*supplier_id, goods.product_id));
    let is_preferred = match cell("preferred").map(yes_or_no) {
        None => kept.is_some_and(|kept| kept.is_preferred),
        Some(Some(said)) => said,
        Some(None) => {
            let refusal = Refusal::of("refused-files-yes-no");
            return Err(vec![at_line(row.line, "preferred", refusal)]);
        }
    };
    let hers = || {
        kept.map(|kept| kept.supplier_sku.clone())
            .unwrap_or_default()
    };
    let least = || {
        kept.and_then(|kept| kept.minimum)
            .map(Quantity::short)
            .unwrap_or_default()
    };
    let form = OfferForm {
        supplier_sku: cell("supplier_sku").map_or_else(hers, str::to_owned),
        pack: text("pack"),
        cost: text("cost"),
        minimum: cell("minimum").map_or_else(least, str::to_owned),
        preferred: if is_preferred { "true" } else { "" }.to_owned(),
        ..OfferForm::default()
    };
    let goods = with_kept_pack(goods, kept);
    let read = form.read(*supplier_id, &goods, &known.currency);
    read.map_err(|refused| on_line(row.line, refused))
}

/// A product with the pack of its kept price: our own file names it, also where it is not in use any more.
fn with_kept_pack(goods: &Goods, kept: Option<&Offer>) -> Goods {
    let mut goods = goods.clone();
    let Some((kept, pack_id)) = kept.and_then(|kept| Some((kept, kept.pack_id?))) else {
        return goods;
    };
    if goods.packs.iter().all(|pack| pack.pack_id != pack_id) {
        goods.packs.push(Pack {
            pack_id,
            name: kept.pack_name.clone(),
            holds: kept.holds,
        });
    }
    goods
}

/// Refusals of a form's fields, at the columns of a line.
fn on_line(line: u64, refused: Vec<Refusal>) -> Vec<Refusal> {
    let at = |refusal: Refusal| {
        let column = match refusal.field.as_deref() {
            Some("what") => "sku".to_owned(),
            Some(field) => field.to_owned(),
            None => String::new(),
        };
        at_line(line, &column, refusal)
    };
    refused.into_iter().map(at).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::purchasing::sheet::{place_of, read};
    use crate::values::{Money, Unit};

    fn sheet(text: &str) -> Sheet {
        read(text.as_bytes(), &super::super::PRICE_COLUMNS, &["sku"]).unwrap()
    }

    fn known() -> Known {
        let soda = Goods {
            product_id: Uuid::from_u128(2),
            sku: "SODA".to_owned(),
            name: "Soda".to_owned(),
            unit: Unit::Bottle,
            is_retired: false,
            is_plain: true,
            cost: None,
            packs: Vec::new(),
        };
        let both = [("unga ltd", 1), ("soda co", 3)];
        Known {
            suppliers: both
                .into_iter()
                .map(|(name, id)| (name.to_owned(), Uuid::from_u128(id)))
                .collect(),
            goods: HashMap::from([("SODA".to_owned(), soda)]),
            spelling: Spelling::default(),
            kept: HashMap::new(),
            currency: "KES".to_owned(),
        }
    }

    #[test]
    fn every_bad_row_is_told_with_its_line() {
        let heading = "supplier,sku,supplier_sku,pack,cost,preferred\n";
        let rows = "Nobody,FANTA,,,1,\nUnga Ltd,SODA,,bale,x,\nUnga Ltd,SODA,,,40,maybe\n\
                    Soda Co,SODA,,,0,\n";
        let refused = prices(&sheet(&format!("{heading}{rows}")), &known()).unwrap_err();
        let told: Vec<(&str, &str)> = refused.iter().filter_map(place_of).collect();
        assert_eq!(
            told,
            [
                ("2", "supplier"),
                ("2", "sku"),
                ("3", "pack"),
                ("3", "cost"),
                ("4", "preferred"),
                ("5", "cost")
            ]
        );
    }

    #[test]
    fn a_row_stands_once_and_one_supplier_is_asked_first() {
        let heading = "supplier,sku,supplier_sku,pack,cost,preferred\n";
        let rows = "Unga Ltd,SODA,,,40,yes\nunga ltd,SODA,,,41,no\nSoda Co,SODA,,,39,yes\n";
        let refused = prices(&sheet(&format!("{heading}{rows}")), &known()).unwrap_err();
        let keys: Vec<&str> = refused.iter().map(|one| one.key.as_str()).collect();
        assert_eq!(
            keys,
            ["refused-files-twice", "refused-files-preferred-twice"]
        );
        let good = "Unga Ltd,SODA,U1,,40,yes\nSoda Co,SODA,,-,39,\n";
        let (new, brought) = prices(&sheet(&format!("{heading}{good}")), &known()).unwrap();
        assert_eq!((brought.added, brought.changed), (2, 0));
        assert_eq!(new[0].cost, Money::from_minor(4_000));
        assert!(new[0].is_preferred && !new[1].is_preferred);
    }
}
