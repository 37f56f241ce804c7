//! The form of a product: everything text, as it was typed, and the one way to read it. A line of
//! an import is read by it too.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::product::{Product, ProductDraft, TAX_CODES};
use crate::platform::Scope;
use crate::values::{Money, Quantity, Refusal, Unit, is_barcode, is_slug, slug_of};

/// The most characters of a name.
const NAME: usize = 120;
/// The most characters of a SKU.
const SKU: usize = 40;
/// The most characters of a description.
pub(super) const DESCRIPTION: usize = 4000;
/// The most characters of the search words.
const SEARCH_WORDS: usize = 400;
/// The most barcodes that one product has.
const BARCODES: usize = 20;

/// A product as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProductForm {
    /// Made with the page.
    pub product_id: String,
    /// The revision that the page showed; empty or 0 for a new product.
    pub revision: String,
    /// Required.
    pub name: String,
    /// Made out of the name where it is empty.
    pub sku: String,
    /// The price of a unit, tax included. Required.
    pub price: String,
    /// What a unit cost, without tax that is claimed back.
    pub cost: String,
    /// A unit's code; empty is a piece.
    pub unit: String,
    /// Sold in multiples of this; 1, or 0.25 of what is measured, where it is empty.
    pub quantity_step: String,
    /// A code of [`TAX_CODES`]; empty is standard.
    pub tax_class: String,
    /// A category's id; empty is none.
    pub category_id: String,
    /// Made out of the name where it is empty.
    pub slug: String,
    /// One a line, or with commas between.
    pub barcodes: String,
    /// What was counted; empty leaves it.
    pub stock: String,
    /// What the page showed as stock.
    pub stock_before: String,
    /// Other words that find it.
    pub search_words: String,
    /// Plain text.
    pub description: String,
}

impl ProductForm {
    /// A product as its form shows it; `stock` is what is on hand where the form counts.
    pub fn of(product: &Product, stock: Option<Quantity>, currency: &str) -> ProductForm {
        let stock = stock.map(Quantity::short).unwrap_or_default();
        ProductForm {
            product_id: product.product_id.to_string(),
            revision: product.revision.to_string(),
            name: product.name.clone(),
            sku: product.sku.clone(),
            price: product.price.bare(currency),
            cost: product
                .cost
                .map(|cost| cost.bare(currency))
                .unwrap_or_default(),
            unit: product.unit.code().to_owned(),
            quantity_step: product.step.short(),
            tax_class: product.tax_code.clone(),
            category_id: product
                .category_id
                .map(|id| id.to_string())
                .unwrap_or_default(),
            slug: product.slug.clone(),
            barcodes: product.barcodes.join("\n"),
            stock: stock.clone(),
            stock_before: stock,
            search_words: product.search_words.clone(),
            description: product.description.clone(),
        }
    }

    /// Reads every field, or says all that is wrong with them.
    pub fn parse(&self, scope: &Scope) -> Result<ProductDraft, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let name = line(&self.name);
        check_length(&mut refusals, "name", &name, NAME);
        if name.is_empty() {
            refusals.push(Refusal::at("name", "refused-product-name-needed"));
        }
        let (sku, sku_typed) = self.read_sku(&name, &mut refusals);
        let (slug, slug_typed) = self.read_slug(&name, &mut refusals);
        let description = text(&self.description);
        check_length(&mut refusals, "description", &description, DESCRIPTION);
        let search_words = line(&self.search_words);
        check_length(&mut refusals, "search_words", &search_words, SEARCH_WORDS);
        let price = amount(&mut refusals, "price", &self.price, &scope.currency);
        if self.price.trim().is_empty() {
            refusals.push(Refusal::at("price", "refused-product-price-needed"));
        }
        let cost = amount(&mut refusals, "cost", &self.cost, &scope.currency);
        let unit = self.read_unit(&mut refusals);
        let step = self.read_step(unit, &mut refusals);
        let tax_code = self.read_tax(&mut refusals);
        let category_id = self.read_category(&mut refusals);
        let barcodes = read_barcodes(&self.barcodes, &mut refusals);
        let stock = counted(&mut refusals, "stock", &self.stock);
        let product_id = self.product_id.trim().parse::<Uuid>();
        if product_id.is_err() {
            refusals.push(Refusal::of("refused-not-found"));
        }
        match (product_id, price) {
            (Ok(product_id), Some(price)) if refusals.is_empty() => Ok(ProductDraft {
                product_id,
                revision: self.revision.trim().parse().unwrap_or(0),
                sku,
                sku_typed,
                name,
                slug,
                slug_typed,
                description,
                search_words,
                category_id,
                tax_code,
                unit,
                step,
                price,
                cost,
                barcodes,
                stock,
                stock_before: Quantity::parse(&self.stock_before),
            }),
            _ => Err(refusals),
        }
    }

    /// The code and whether it was typed.
    fn read_sku(&self, name: &str, refusals: &mut Vec<Refusal>) -> (String, bool) {
        let typed = line(&self.sku);
        check_length(refusals, "sku", &typed, SKU);
        if !typed.is_empty() {
            return (typed, true);
        }
        let mut made = slug_of(name).to_ascii_uppercase();
        // Room for a suffix, should the code be taken.
        made.truncate(30);
        let made = made.trim_end_matches('-');
        let made = if made.is_empty() { "PRODUCT" } else { made };
        (made.to_owned(), false)
    }

    /// The address and whether it was typed.
    fn read_slug(&self, name: &str, refusals: &mut Vec<Refusal>) -> (String, bool) {
        let typed = self.slug.trim().to_lowercase();
        if typed.is_empty() {
            let made = slug_of(name);
            let made = if made.is_empty() {
                "product".to_owned()
            } else {
                made
            };
            return (made, false);
        }
        if !is_slug(&typed) {
            let example = slug_of(&typed);
            refusals
                .push(Refusal::at("slug", "refused-product-slug-form").with("example", example));
        }
        (typed, true)
    }

    fn read_unit(&self, refusals: &mut Vec<Refusal>) -> Unit {
        let typed = self.unit.trim();
        if typed.is_empty() {
            return Unit::Piece;
        }
        Unit::parse(typed).unwrap_or_else(|| {
            let known: Vec<&str> = Unit::ALL.into_iter().map(Unit::code).collect();
            refusals
                .push(Refusal::at("unit", "refused-unit-unknown").with("units", known.join(", ")));
            Unit::Piece
        })
    }

    fn read_step(&self, unit: Unit, refusals: &mut Vec<Refusal>) -> Quantity {
        if self.quantity_step.trim().is_empty() {
            return if unit.is_measured() {
                Quantity::from_milli(250)
            } else {
                Quantity::ONE
            };
        }
        let sane = |step: &Quantity| (1..=1_000_000).contains(&step.milli());
        Quantity::parse(&self.quantity_step)
            .filter(sane)
            .unwrap_or_else(|| {
                refusals.push(Refusal::at("quantity_step", "refused-product-step"));
                Quantity::ONE
            })
    }

    fn read_tax(&self, refusals: &mut Vec<Refusal>) -> &'static str {
        let typed = self.tax_class.trim().to_ascii_lowercase();
        if typed.is_empty() {
            return TAX_CODES[0];
        }
        let known = TAX_CODES.into_iter().find(|code| *code == typed);
        known.unwrap_or_else(|| {
            let codes = TAX_CODES.join(", ");
            refusals.push(Refusal::at("tax_class", "refused-tax-class").with("codes", codes));
            TAX_CODES[0]
        })
    }

    fn read_category(&self, refusals: &mut Vec<Refusal>) -> Option<Uuid> {
        let typed = self.category_id.trim();
        if typed.is_empty() {
            return None;
        }
        let id = typed.parse().ok();
        if id.is_none() {
            refusals.push(Refusal::at("category_id", "refused-category-gone"));
        }
        id
    }
}

/// Barcodes one a line or with commas between, each once, in order of their text. A pack's are read
/// by this too.
pub(super) fn read_barcodes(typed: &str, refusals: &mut Vec<Refusal>) -> Vec<String> {
    let between = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|');
    let mut barcodes: Vec<String> = typed
        .split(between)
        .filter(|code| !code.is_empty())
        .map(str::to_owned)
        .collect();
    barcodes.sort();
    barcodes.dedup();
    // Of more than may be, no more are looked at: each reason takes memory, and anybody may send many.
    for code in barcodes.iter().take(BARCODES) {
        if !is_barcode(code) {
            let shown: String = code.chars().take(40).collect();
            let refusal = Refusal::at("barcodes", "refused-barcode-form");
            refusals.push(refusal.with("barcode", shown));
        }
    }
    if barcodes.len() > BARCODES {
        let refusal = Refusal::at("barcodes", "refused-barcodes-many");
        refusals.push(refusal.with("most", BARCODES));
    }
    barcodes
}

/// One line of text: no control characters, single spaces between words.
pub(super) fn line(typed: &str) -> String {
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    let plain: String = typed.chars().map(plain).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Several lines of text, with the line ends of one kind.
fn text(typed: &str) -> String {
    let kept = |c: &char| matches!(c, '\n' | '\t') || !c.is_control();
    let kept: String = typed.replace("\r\n", "\n").chars().filter(kept).collect();
    kept.trim().to_owned()
}

/// A refusal of a field that is named at run time.
pub(super) fn about(field: &str, key: &str) -> Refusal {
    Refusal {
        field: Some(field.to_owned()),
        ..Refusal::of(key)
    }
}

/// Counts characters, as the database does.
pub(super) fn check_length(refusals: &mut Vec<Refusal>, field: &str, value: &str, most: usize) {
    if value.chars().count() > most {
        refusals.push(about(field, "refused-too-long").with("most", most));
    }
}

/// An amount that is not negative; none where nothing was typed, or nothing that is one.
pub(super) fn amount(
    refusals: &mut Vec<Refusal>,
    field: &str,
    typed: &str,
    currency: &str,
) -> Option<Money> {
    if typed.trim().is_empty() {
        return None;
    }
    let amount = Money::parse(typed, currency).ok();
    let amount = amount.filter(|amount| *amount >= Money::ZERO);
    if amount.is_none() {
        refusals.push(about(field, "refused-not-an-amount"));
    }
    amount
}

/// A quantity; none where nothing was typed, or nothing that is one.
pub(super) fn counted(refusals: &mut Vec<Refusal>, field: &str, typed: &str) -> Option<Quantity> {
    if typed.trim().is_empty() {
        return None;
    }
    let quantity = Quantity::parse(typed);
    if quantity.is_none() {
        refusals.push(about(field, "refused-not-a-quantity"));
    }
    quantity
}

#[cfg(test)]
mod tests;
