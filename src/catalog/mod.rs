//! What the business sells: products, their prices and barcodes, categories, photos and taxes.
//!
//! What never breaks here:
//! - a price change is a row of its own: the last retail row is what the product says now;
//! - an edit names the revision it was made on; an edit of an older one is refused, not merged;
//! - a product comes in by one door: the form of a page and a line of an import are read by the
//!   same [`ProductForm::parse`], so neither takes what the other refuses;
//! - an import is all or nothing, and the same file twice changes nothing the second time;
//! - opening stock is in the books: debit inventory, credit opening equity, in its transaction;
//! - a photo is decoded and encoded anew before it is kept, so nothing of the upload survives but
//!   its pixels.
//!
//! A retired product keeps its rows: documents point at it, and its SKU stays its own.

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
mod browse;
#[cfg(feature = "ssr")]
mod category;
#[cfg(feature = "ssr")]
pub mod category_sheet;
#[cfg(feature = "ssr")]
pub mod demo;
#[cfg(feature = "ssr")]
mod downloads;
#[cfg(feature = "ssr")]
mod export;
#[cfg(feature = "ssr")]
pub mod import;
#[cfg(feature = "ssr")]
pub mod jobs;
#[cfg(feature = "ssr")]
pub mod keep_category;
#[cfg(feature = "ssr")]
pub mod keep_product;
#[cfg(feature = "ssr")]
mod kind;
#[cfg(feature = "ssr")]
pub mod kits;
#[cfg(feature = "ssr")]
pub mod labels;
#[cfg(feature = "ssr")]
mod open_taxes;
#[cfg(feature = "ssr")]
pub mod packs;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod photo;
#[cfg(feature = "ssr")]
pub mod price_lists;
#[cfg(feature = "ssr")]
mod product;
#[cfg(feature = "ssr")]
mod product_form;
#[cfg(feature = "ssr")]
pub mod retire_product;
#[cfg(feature = "ssr")]
pub mod scale;
#[cfg(feature = "ssr")]
pub mod shared;
#[cfg(feature = "ssr")]
mod store;
#[cfg(feature = "ssr")]
pub mod tax_rates;
#[cfg(feature = "ssr")]
pub mod turn;
#[cfg(feature = "ssr")]
pub mod uploads;
#[cfg(feature = "ssr")]
pub mod variants;

#[cfg(feature = "ssr")]
pub use browse::{browse, by_slug, categories, list_for_owner, shown};
#[cfg(feature = "ssr")]
pub use category::{CategoryShown, PICTURES, icon_of};
#[cfg(feature = "ssr")]
pub use kind::ProductKind;
#[cfg(feature = "ssr")]
pub use kits::{KitPart, parts_of};
#[cfg(feature = "ssr")]
pub use open_taxes::{open_taxes, tax_rates};
#[cfg(feature = "ssr")]
pub use packs::{Pack, Scanned, packs_of, scan};
#[cfg(feature = "ssr")]
pub use photo::{photo_for_width, photo_sizes};
#[cfg(feature = "ssr")]
pub use price_lists::{PriceList, RETAIL, price_lists as all_price_lists, prices_for};
#[cfg(feature = "ssr")]
pub use product::{
    Browse, Described, Found, Listed, OwnerList, OwnerPage, Product, ProductDraft, Shown, Sort,
    TAX_CODES,
};
#[cfg(feature = "ssr")]
pub use product_form::ProductForm;
