//! What stands on a label. Pure.

use crate::catalog::product::Product;
use crate::values::{Money, Unit};

/// A label of a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// What it is called.
    pub name: String,
    /// The owner's own code for it.
    pub sku: String,
    /// What a unit costs everybody, tax included.
    pub price: Money,
    /// What it is counted in.
    pub unit: Unit,
    /// Its own barcodes.
    pub barcodes: Vec<String>,
}

impl Label {
    /// The label of a product as it is now.
    pub(super) fn of(product: &Product) -> Label {
        Label {
            name: product.name.clone(),
            sku: product.sku.clone(),
            price: product.price,
            unit: product.unit,
            barcodes: product.barcodes.clone(),
        }
    }
}

/// The price of a kilogram or a litre, where a product is sold by weight or volume, and of one piece,
/// packet or the like where it is counted. None where it cannot be counted.
pub fn price_per(price: Money, unit: Unit) -> Option<(Money, Unit)> {
    match unit {
        Unit::G => Some((price.share(1000, 1)?, Unit::Kg)),
        Unit::Ml => Some((price.share(1000, 1)?, Unit::Litre)),
        _ => Some((price, unit)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gram_has_the_price_of_a_kilogram() {
        let price = Money::from_minor;
        assert_eq!(
            price_per(price(45), Unit::G),
            Some((price(45_000), Unit::Kg))
        );
        assert_eq!(
            price_per(price(900), Unit::Litre),
            Some((price(900), Unit::Litre))
        );
        let piece = Some((price(900), Unit::Piece));
        assert_eq!(price_per(price(900), Unit::Piece), piece);
        assert_eq!(price_per(price(i64::MAX), Unit::Ml), None);
    }
}
