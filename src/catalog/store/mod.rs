//! All SQL of the catalogue: finding, writing, listing, categories, files, imports.
//!
//! What never breaks here: every statement names the business; rows that an import writes go in
//! by arrays, a chunk at a time, joined to the business's own row, so that twenty thousand of
//! them are a few statements; only equality and order of bigint, text and ids choose rows,
//! because under row security PostgreSQL uses an index for nothing else.

mod browse;
mod categories;
mod files;
mod find;
mod imports;
mod kinds;
mod levels;
mod past_prices;
mod shown;
mod unit_use;
mod write;

pub(super) use browse::{Eyes, candidates, load_listed, page_of_retired, page_of_shop};
pub(super) use categories::{
    all_categories, categories_named, category_is_open, insert_categories, insert_tax_class,
    keep_category, lock_category, open_categories, set_category_retired, tax_classes, tax_rates_on,
};
pub(super) use files::{
    SizedCopy, StoredFile, file, has_file, insert_file, set_image, without_photo,
};
pub(super) use find::{
    barcode_owners, barcodes_known, find, find_all, find_skus, is_imported, lock, lock_for_import,
    lock_ids, lock_skus, sku_owner, slugs_like, slugs_on_sale,
};
pub(super) use imports::{
    advance_import, bad_rows, forget_import, import_in_earnest, import_work, imports,
    insert_bad_rows, insert_import, is_of_file, lock_import, nearest_import,
};
pub(super) use kinds::{all_locations, has_packs, kits_with, rename_variants, set_kind};
pub(super) use levels::{Home, Level, home_location, levels_at, on_hand_at};
pub(super) use past_prices::{PastPrice, PastPrices, past_prices};
pub(super) use shown::{describe, load_shown};
pub(super) use unit_use::{take_from_old_carts, unit_uses};
pub(super) use write::{
    PriceRow, ProductRow, insert_prices, insert_products, replace_barcodes, set_retired,
    update_products,
};

use crate::platform::fault;
use crate::values::{Stop, Unit};

/// The unit of a row. The database's own check holds it to the ones there are.
fn unit_of(code: &str) -> Result<Unit, Stop> {
    Unit::parse(code).ok_or_else(|| fault("a product has an unknown unit", &code))
}
