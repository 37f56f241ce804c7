//! Looks a barcode up: among the business's own products first, then in the catalogue that all share.

use uuid::Uuid;

use super::store as known;
use crate::catalog::product_form::ProductForm;
use crate::catalog::store;
use crate::platform::BusinessTx;
use crate::values::{Refusal, Stop, is_barcode};

/// What the shared catalogue says of a barcode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// As it stands in the catalogue.
    pub barcode: String,
    /// What it is called, with its size.
    pub name: String,
    /// Who makes it; may be empty.
    pub brand: String,
    /// What shelf it belongs on; may be empty.
    pub category: String,
    /// The business's own category of that name, if it has one.
    pub category_id: Option<Uuid>,
    /// A unit's code.
    pub unit: String,
    /// How it is taxed: a code of [`crate::catalog::TAX_CODES`].
    pub tax_code: String,
}

/// What a scanned barcode is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scanned {
    /// It is on one of the business's own products.
    Own(Uuid),
    /// The shared catalogue knows it.
    Known(Box<Known>),
    /// Nobody here knows it.
    Unknown,
}

/// How the same number may be written: twelve digits are thirteen that begin with a zero.
fn spellings(barcode: &str) -> Vec<String> {
    let mut all = vec![barcode.to_owned()];
    if barcode.len() == 12 {
        all.push(format!("0{barcode}"));
    }
    if barcode.len() == 13
        && let Some(short) = barcode.strip_prefix('0')
    {
        all.push(short.to_owned());
    }
    all
}

/// The barcode that was scanned or typed, without the spaces that people put into it.
pub(super) fn read(typed: &str) -> Result<String, Refusal> {
    let barcode: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    if is_barcode(&barcode) {
        return Ok(barcode);
    }
    let shown: String = barcode.chars().take(40).collect();
    Err(Refusal::at("barcode", "refused-barcode-form").with("barcode", shown))
}

/// Looks a barcode up.
pub async fn look_up(tx: &mut BusinessTx, barcode: &str) -> Result<Scanned, Stop> {
    let all = spellings(barcode);
    let owners = store::barcode_owners(tx, &all).await?;
    if let Some(owner) = owners.first() {
        return Ok(Scanned::Own(owner.product_id));
    }
    let found = known::find(tx, &all).await?;
    Ok(found.map_or(Scanned::Unknown, |found| Scanned::Known(Box::new(found))))
}

/// The form of a new product with what is known filled in; its barcode is the one that was scanned.
pub fn prefilled(product_id: Uuid, barcode: &str, known: Option<&Known>) -> ProductForm {
    let form = ProductForm {
        product_id: product_id.to_string(),
        barcodes: barcode.to_owned(),
        ..ProductForm::default()
    };
    let Some(known) = known else {
        return form;
    };
    let category_id = known.category_id.map(|id| id.to_string());
    ProductForm {
        name: known.name.clone(),
        category_id: category_id.unwrap_or_default(),
        unit: known.unit.clone(),
        tax_class: known.tax_code.clone(),
        search_words: known.brand.clone(),
        ..form
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_one_however_it_is_written() {
        assert_eq!(spellings("200000000011"), ["200000000011", "0200000000011"]);
        assert_eq!(
            spellings("0200000000011"),
            ["0200000000011", "200000000011"]
        );
        assert_eq!(spellings("2000000000015"), ["2000000000015"]);
        assert_eq!(read(" 2000 0000 00015\n").unwrap(), "2000000000015");
        assert!(read("½").is_err() && read("").is_err());
    }
}
