//! The products that the rows of a file name by their SKUs.

use std::collections::HashMap;

use crate::catalog::product::Product;
use crate::catalog::product_form::line;
use crate::catalog::store;
use crate::platform::BusinessTx;
use crate::platform::files::{Row, Sheet};
use crate::stock::skus::Spelling;
use crate::values::{Refusal, Stop};

/// The SKUs in a column, once each.
pub(in crate::catalog) fn skus_in(sheet: &Sheet, column: &str) -> Vec<String> {
    let cells = sheet.rows.iter().filter_map(|row| sheet.cell(row, column));
    let mut skus: Vec<String> = cells.map(line).collect();
    skus.sort();
    skus.dedup();
    skus
}

/// Products that are named in a file, their rows locked.
pub(in crate::catalog) struct Named {
    /// By their SKUs, as the business writes them.
    pub products: HashMap<String, Product>,
    spelling: Spelling,
}

impl Named {
    /// Finds and locks what these SKUs mean.
    pub async fn locked(tx: &mut BusinessTx, said: &[String]) -> Result<Named, Stop> {
        let spelling = Spelling::of(tx, said).await?;
        let found = store::lock_skus(tx, &spelling.skus(said)).await?;
        Ok(Named {
            products: found.into_iter().map(|p| (p.sku.clone(), p)).collect(),
            spelling,
        })
    }

    /// The product that a row names in a column.
    pub fn product_of(&self, sheet: &Sheet, row: &Row, column: &str) -> Result<&Product, Refusal> {
        let said = line(sheet.cell(row, column).unwrap_or_default());
        let refused = |key: &str| Refusal {
            field: Some(column.to_owned()),
            ..Refusal::of(key).with("sku", &said)
        };
        let Some(sku) = self.spelling.sku(&said) else {
            return Err(refused("refused-sheet-sku-several"));
        };
        let product = self.products.get(sku);
        product.ok_or_else(|| refused("refused-sheet-sku-unknown"))
    }
}
