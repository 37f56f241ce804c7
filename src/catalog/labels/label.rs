//! What stands on a label. Pure.

use super::bars::{Bars, bars_of};
use crate::catalog::packs::Pack;
use crate::catalog::product::Product;
use crate::values::{Money, Quantity, Unit};

/// A label of a product, or of a pack of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// What it is called.
    pub name: String,
    /// The owner's own code for it.
    pub sku: String,
    /// What a unit costs everybody, tax included; of a pack, what all of it does. None where it has no
    /// price.
    pub price: Option<Money>,
    /// What it is counted in.
    pub unit: Unit,
    /// The pack's name, and how much of the unit is in it; none: it is one of the unit itself.
    pub pack: Option<(String, Quantity)>,
    /// Its own barcodes.
    pub barcodes: Vec<String>,
}

impl Label {
    /// The label of a product as it is now.
    pub(super) fn of(product: &Product) -> Label {
        Label {
            name: product.name.clone(),
            sku: product.sku.clone(),
            price: Some(product.price),
            unit: product.unit,
            pack: None,
            barcodes: product.barcodes.clone(),
        }
    }

    /// The label of a pack of a product.
    pub(super) fn of_pack(product: &Product, pack: &Pack) -> Label {
        Label {
            price: pack.price,
            pack: Some((pack.name.clone(), pack.holds)),
            barcodes: pack.barcodes.clone(),
            ..Label::of(product)
        }
    }

    /// Its bars. A pack without a barcode has none: the SKU names one of the unit.
    pub(super) fn bars(&self) -> Option<Bars> {
        match (&self.pack, self.barcodes.first()) {
            (None, _) => bars_of(&self.barcodes, &self.sku),
            (Some(_), Some(first)) => bars_of(&self.barcodes, first),
            (Some(_), None) => None,
        }
    }

    /// What a unit comes to, whatever it is packed in.
    pub(super) fn unit_price(&self) -> Option<Money> {
        match &self.pack {
            Some((_, holds)) => self.price?.share(1000, holds.milli()),
            None => self.price,
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
