//! Products as they are kept, shown and asked for. Pure: no database, no clock.

use uuid::Uuid;

use super::kind::ProductKind;
use super::kits::KitPart;
use crate::values::{Money, Quantity, Unit};

/// How a product can be taxed, in the order that lists show.
pub const TAX_CODES: [&str; 3] = ["standard", "zero", "exempt"];

/// A product as the database has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// Its id.
    pub product_id: Uuid,
    /// Counts edits; an edit names the one it was made on.
    pub revision: i32,
    /// The owner's own code for it.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// Its address in the storefront.
    pub slug: String,
    /// Plain text for the storefront.
    pub description: String,
    /// Other words that find it.
    pub search_words: String,
    /// Where it is listed, if anywhere.
    pub category_id: Option<Uuid>,
    /// One of [`TAX_CODES`].
    pub tax_code: String,
    /// What it is counted in.
    pub unit: Unit,
    /// It is sold in multiples of this.
    pub step: Quantity,
    /// The retail price of a unit, tax included.
    pub price: Money,
    /// What a unit cost last, without tax that is claimed back, as goods that come in are valued.
    pub cost: Option<Money>,
    /// Its own, without those of its packs, in order of their text.
    pub barcodes: Vec<String>,
    /// Its photo.
    pub image_file_id: Option<Uuid>,
    /// Whether it is sold no more.
    pub retired: bool,
    /// Whether it has stock of its own, is made of parts, or only holds variants together.
    pub kind: ProductKind,
    /// The family that it is a variant of.
    pub parent_id: Option<Uuid>,
    /// What sets it apart in its family, such as `Red / L`; empty where it is no variant.
    pub variant: String,
    /// The five digits that a scale prints for it.
    pub scale_code: Option<String>,
}

/// A product as a form or a line of an import wants it; every field has been checked by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductDraft {
    /// Made with the page: the same id twice is one product.
    pub product_id: Uuid,
    /// The revision that the page showed; 0 for a new product.
    pub revision: i32,
    /// The owner's own code.
    pub sku: String,
    /// False where we made the code ourselves, out of the name: then it may get a suffix.
    pub sku_typed: bool,
    /// Its name.
    pub name: String,
    /// Its address in the storefront.
    pub slug: String,
    /// False where we made the address ourselves, out of the name: then it may get a suffix.
    pub slug_typed: bool,
    /// Plain text.
    pub description: String,
    /// Other words that find it.
    pub search_words: String,
    /// Where it is listed, if anywhere.
    pub category_id: Option<Uuid>,
    /// One of [`TAX_CODES`].
    pub tax_code: &'static str,
    /// What it is counted in.
    pub unit: Unit,
    /// It is sold in multiples of this.
    pub step: Quantity,
    /// The retail price of a unit, tax included.
    pub price: Money,
    /// What a unit cost last.
    pub cost: Option<Money>,
    /// In order of their text, each once.
    pub barcodes: Vec<String>,
    /// What was counted; none leaves the stock as it is.
    pub stock: Option<Quantity>,
    /// What the page showed as stock: only another number in `stock` is a count.
    pub stock_before: Option<Quantity>,
}

impl ProductDraft {
    /// Whether keeping this would change the product, its stock left aside. A code or an address
    /// that nobody typed changes nothing: the product keeps the one it has.
    pub fn differs_from(&self, kept: &Product) -> bool {
        (self.sku_typed && self.sku != kept.sku)
            || (self.slug_typed && self.slug != kept.slug)
            || self.name != kept.name
            || self.description != kept.description
            || self.search_words != kept.search_words
            || self.category_id != kept.category_id
            || self.tax_code != kept.tax_code
            || self.unit != kept.unit
            || self.step != kept.step
            || self.price != kept.price
            || self.cost != kept.cost
            || self.barcodes != kept.barcodes
    }

    /// Whether it is measured otherwise from now on: what was weighed or poured is counted, the other way
    /// round, or in another measure. A packet that becomes a bottle is still one.
    pub fn measures_anew(&self, kept: &Product) -> bool {
        self.unit != kept.unit && (self.unit.is_measured() || kept.unit.is_measured())
    }

    /// Whether the price list gets a new row.
    pub fn reprices(&self, kept: &Product) -> bool {
        self.price != kept.price || self.unit != kept.unit
    }

    /// Whether its variants are called otherwise from now on.
    pub fn renames_family(&self, kept: &Product) -> bool {
        kept.kind == ProductKind::Family && self.name != kept.name
    }

    /// What was counted, if that is another number than the page showed.
    pub fn counted(&self) -> Option<Quantity> {
        self.stock.filter(|_| self.stock != self.stock_before)
    }
}

/// A product as a customer sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its id.
    pub product_id: Uuid,
    /// Its address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it is counted in.
    pub unit: Unit,
    /// It is sold in multiples of this.
    pub step: Quantity,
    /// The price of a unit, tax included.
    pub price: Money,
    /// What customers can have of it: what the one location has, of those they are served from, that has
    /// most, because an order is packed at one. Of a family, what can be had of its variants together.
    pub available: Quantity,
    /// Its photo: see [`super::photo_for_width`].
    pub image_file_id: Option<Uuid>,
    /// The drawn picture that stands in for a photo: see [`super::icon_of`].
    pub picture: String,
    /// Its category.
    pub category_name: Option<String>,
    /// Whether it has stock of its own, is made of parts, or holds variants together.
    pub kind: ProductKind,
    /// What sets it apart in its family; empty where it is no variant.
    pub variant: String,
    /// Whether the price is the least of several: a family whose variants cost differently.
    pub is_from: bool,
}

/// A product with all that its own page shows to a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// The product.
    pub product: Shown,
    /// Plain text.
    pub description: String,
    /// Its category's address.
    pub category: Option<String>,
    /// The family that it is a variant of: address and name.
    pub family: Option<(String, String)>,
    /// The variants on sale of that family, or of itself, by their words: it may be one of them.
    pub variants: Vec<Shown>,
    /// What is in it, where it is a kit.
    pub parts: Vec<KitPart>,
}

/// In which order products are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// The best match for the words first; by name where there are none.
    #[default]
    Relevance,
    /// By name.
    Name,
    /// The cheapest first.
    PriceUp,
    /// The dearest first.
    PriceDown,
    /// The newest first.
    Newest,
}

impl Sort {
    /// All of them, in the order that a chooser shows.
    pub const ALL: [Sort; 5] = [
        Sort::Relevance,
        Sort::Name,
        Sort::PriceUp,
        Sort::PriceDown,
        Sort::Newest,
    ];

    /// Its word in an address.
    pub const fn code(self) -> &'static str {
        match self {
            Sort::Relevance => "relevance",
            Sort::Name => "name",
            Sort::PriceUp => "price",
            Sort::PriceDown => "price-down",
            Sort::Newest => "newest",
        }
    }

    /// The order of that word; relevance for any other.
    pub fn parse(code: &str) -> Sort {
        Sort::ALL
            .into_iter()
            .find(|sort| sort.code() == code)
            .unwrap_or_default()
    }
}

/// What a customer asks to see.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Browse {
    /// Words to look for.
    pub words: Option<String>,
    /// The slug of a category.
    pub category: Option<String>,
    /// The least price.
    pub min: Option<Money>,
    /// The highest price.
    pub max: Option<Money>,
    /// Only what can be sold now.
    pub in_stock: bool,
    /// In which order.
    pub sort: Sort,
    /// From 1.
    pub page: i64,
}

/// A page of what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// At most 24.
    pub products: Vec<Shown>,
    /// How many there are on all pages.
    pub total: i64,
    /// How many pages there are; at least 1.
    pub pages: i64,
    /// This page, from 1.
    pub page: i64,
}

/// What the back office asks to see.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OwnerList {
    /// Words, a SKU or a barcode to look for.
    pub words: Option<String>,
    /// The slug of a category.
    pub category: Option<String>,
    /// The retired ones instead of those on sale.
    pub retired: bool,
    /// In which order.
    pub sort: Sort,
    /// From 1.
    pub page: i64,
}

/// A product as the back office lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub product_id: Uuid,
    /// The owner's own code.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// What it is counted in.
    pub unit: Unit,
    /// The retail price of a unit.
    pub price: Money,
    /// What a unit cost last.
    pub cost: Option<Money>,
    /// On all shelves together.
    pub on_hand: Quantity,
    /// Of that, promised to orders.
    pub reserved: Quantity,
    /// Its photo.
    pub image_file_id: Option<Uuid>,
    /// The drawn picture that stands in for a photo.
    pub picture: String,
    /// Its category.
    pub category_name: Option<String>,
    /// Whether it is sold no more.
    pub retired: bool,
    /// Whether it has stock of its own.
    pub kind: ProductKind,
}

/// A page of the back office's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnerPage {
    /// At most 50.
    pub products: Vec<Listed>,
    /// How many there are on all pages.
    pub total: i64,
    /// How many pages there are; at least 1.
    pub pages: i64,
    /// This page, from 1.
    pub page: i64,
}

/// How many pages hold so many things, and which of them a reader means who asks for `page`.
pub(super) fn paged(total: i64, page: i64, each: i64) -> (i64, i64) {
    let pages = (total.saturating_add(each - 1) / each).max(1);
    (pages, page.clamp(1, pages))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_hold_what_there_is() {
        assert_eq!(paged(0, 1, 24), (1, 1));
        assert_eq!(paged(24, 9, 24), (1, 1));
        assert_eq!(paged(25, 2, 24), (2, 2));
        assert_eq!(paged(25, -3, 24), (2, 1));
    }

    #[test]
    fn every_order_reads_back() {
        for sort in Sort::ALL {
            assert_eq!(Sort::parse(sort.code()), sort);
        }
        assert_eq!(Sort::parse("sideways"), Sort::Relevance);
    }
}
