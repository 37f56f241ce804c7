//! Goods weighed by a scale that prints its own barcodes: 21 00042 01250 c is the product with the
//! number 00042, and 1.250 kg of it or 12.50 in money, as the business says of the prefix 21.
//!
//! What never breaks here:
//! - a barcode whose check digit is wrong is nobody's: a smudge sells nothing;
//! - a number on the scale belongs to one product;
//! - a prefix that the business has said nothing about means nothing.

pub mod api;
pub mod formats_sheet;
mod keep;
mod page;
pub mod sheet;
mod store;

pub use keep::{keep_formats, keep_scale_code};
pub use page::scales;

use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::values::{Money, Quantity, ScaleBarcode, Stop};

/// What a scale weighed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weighed {
    /// The product.
    pub product_id: Uuid,
    /// How much of it, in its own unit; none where it is counted in pieces and the scale says a
    /// weight, or where it has no price to divide by.
    pub quantity: Option<Quantity>,
    /// What it costs, where the barcode carries that.
    pub amount: Option<Money>,
}

/// The goods that a scale's barcode stands for. None where it is no such barcode, its check digit
/// is wrong, or no product has its number.
pub async fn weighed(tx: &mut BusinessTx, code: &str) -> Result<Option<Weighed>, Stop> {
    let Some(read) = ScaleBarcode::read(code) else {
        return Ok(None);
    };
    let Some(found) = store::by_scale_code(tx, &read.prefix, &read.item).await? else {
        return Ok(None);
    };
    let (quantity, amount) = read.means(found.carries, found.unit, found.price);
    Ok(Some(Weighed {
        product_id: found.product_id,
        quantity,
        amount,
    }))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
