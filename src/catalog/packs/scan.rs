//! What a scanner read: a barcode of a product or of a pack, or one that a scale has printed.

use uuid::Uuid;

use super::store;
use crate::catalog::scale;
use crate::platform::BusinessTx;
use crate::values::{Money, Quantity, Stop, barcode_forms, is_barcode};

/// What a code stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scanned {
    /// The product.
    pub product_id: Uuid,
    /// The pack whose barcode it is.
    pub pack_id: Option<Uuid>,
    /// How much of the product, in its own unit: only a scale's barcode says it.
    pub quantity: Option<Quantity>,
    /// What it costs: only a scale's barcode that carries a price says it.
    pub amount: Option<Money>,
}

/// What a scanner read: first the very barcode, then the same with other zeros before it (UPC-A,
/// EAN-13, GTIN-14), then what the business's scales print. None where nobody has it.
///
/// A product off sale is found too, and so are kits and families: who sells asks the product. What a
/// scale weighed need not be in the product's steps.
pub async fn scan(tx: &mut BusinessTx, code: &str) -> Result<Option<Scanned>, Stop> {
    let code = code.trim();
    if !is_barcode(code) {
        return Ok(None);
    }
    let forms = barcode_forms(code);
    let known = store::with_barcodes(tx, &forms).await?;
    let first = forms
        .iter()
        .find_map(|form| known.iter().find(|(barcode, ..)| barcode == form));
    if let Some((_, product_id, pack_id)) = first {
        return Ok(Some(Scanned {
            product_id: *product_id,
            pack_id: *pack_id,
            quantity: None,
            amount: None,
        }));
    }
    let weighed = scale::weighed(tx, code).await?;
    Ok(weighed.map(|weighed| Scanned {
        product_id: weighed.product_id,
        pack_id: None,
        quantity: weighed.quantity,
        amount: weighed.amount,
    }))
}
