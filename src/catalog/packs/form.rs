//! A pack, and its form: everything text, as it was typed, and the one way to read it. Pure.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::catalog::product_form::{amount, check_length, counted, line, read_barcodes};
use crate::platform::Scope;
use crate::values::{Money, Quantity, Refusal};

/// The most characters of a pack's name.
const NAME: usize = 40;

/// A pack as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// Its id.
    pub pack_id: Uuid,
    /// What is in it.
    pub product_id: Uuid,
    /// What it is called, such as `carton`.
    pub name: String,
    /// How much is in it, of the product's own unit.
    pub holds: Quantity,
    /// Whether customers may have it too.
    pub sold: bool,
    /// What one costs at retail, tax included; none where it never had a price.
    pub price: Option<Money>,
    /// In order of their text.
    pub barcodes: Vec<String>,
    /// Whether it is used no more.
    pub retired: bool,
}

/// A pack as a form or a line of a file wants it; every field has been checked by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PackDraft {
    pub pack_id: Uuid,
    pub product_id: Uuid,
    pub name: String,
    pub holds: Quantity,
    pub sold: bool,
    /// What one costs; none where it is not sold.
    pub price: Option<Money>,
    pub barcodes: Vec<String>,
}

impl PackDraft {
    /// Whether keeping this would change the pack. A retired one comes back.
    pub fn differs_from(&self, kept: &Pack) -> bool {
        kept.retired
            || self.name != kept.name
            || self.holds != kept.holds
            || self.sold != kept.sold
            || self.barcodes != kept.barcodes
            || self.new_price(Some(kept)).is_some()
    }

    /// The price that the list gets a new row of, if it gets one.
    pub fn new_price(&self, kept: Option<&Pack>) -> Option<Money> {
        let before = kept.and_then(|kept| kept.price);
        self.price.filter(|price| Some(*price) != before)
    }
}

/// A pack as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PackForm {
    /// Made with the page.
    pub pack_id: String,
    /// What is in it.
    pub product_id: String,
    /// Required.
    pub name: String,
    /// How much is in it, of the product's own unit. Required.
    pub holds: String,
    /// One a line, or with commas between.
    pub barcodes: String,
    /// Says anything where customers may have it.
    pub sold: String,
    /// What one costs; required where it is sold.
    pub price: String,
}

impl PackForm {
    /// A pack as its form shows it.
    pub fn of(pack: &Pack, currency: &str) -> PackForm {
        let price = pack.price.map(|price| price.bare(currency));
        PackForm {
            pack_id: pack.pack_id.to_string(),
            product_id: pack.product_id.to_string(),
            name: pack.name.clone(),
            holds: pack.holds.short(),
            barcodes: pack.barcodes.join("\n"),
            sold: if pack.sold { "true" } else { "" }.to_owned(),
            price: price.unwrap_or_default(),
        }
    }

    /// Reads every field, or says all that is wrong with them.
    pub(super) fn parse(&self, scope: &Scope) -> Result<PackDraft, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let name = line(&self.name);
        check_length(&mut refusals, "name", &name, NAME);
        if name.is_empty() {
            refusals.push(Refusal::at("name", "refused-pack-name-needed"));
        }
        let holds = counted(&mut refusals, "holds", &self.holds);
        let nothing = holds.is_some_and(|holds| holds == Quantity::ZERO);
        if nothing || self.holds.trim().is_empty() {
            refusals.push(Refusal::at("holds", "refused-pack-holds-needed"));
        }
        let barcodes = read_barcodes(&self.barcodes, &mut refusals);
        let sold = !self.sold.is_empty();
        let mut price = None;
        if sold {
            price = amount(&mut refusals, "price", &self.price, &scope.currency);
            if self.price.trim().is_empty() {
                refusals.push(Refusal::at("price", "refused-pack-price-needed"));
            }
        }
        let pack_id = self.pack_id.trim().parse::<Uuid>().ok();
        let product_id = self.product_id.trim().parse::<Uuid>().ok();
        if pack_id.is_none() || product_id.is_none() {
            refusals.push(Refusal::of("refused-not-found"));
        }
        match (pack_id, product_id, holds) {
            (Some(pack_id), Some(product_id), Some(holds)) if refusals.is_empty() => {
                Ok(PackDraft {
                    pack_id,
                    product_id,
                    name,
                    holds,
                    sold,
                    price,
                    barcodes,
                })
            }
            _ => Err(refusals),
        }
    }
}
