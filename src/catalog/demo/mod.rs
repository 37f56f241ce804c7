//! The goods of the demonstration business: real foods at real Kenyan prices.
//!
//! The file has the columns an owner's own product import has and goes in through the same
//! door, so a demonstration shows what an import does. `scripts/demo-catalogue.py` makes it;
//! `SOURCE.md` names where the prices come from and what was decided on the way.
//!
//! What never breaks here: no two goods share a SKU, a slug or a barcode, and every barcode
//! is an EAN-13 of the range left to shops (20 to 29), so it can't meet a maker's own.

/// The demonstration catalogue as CSV: UTF-8, a heading row, prices and costs in Kenya
/// shillings per unit with tax included.
///
/// Derived from the World Food Programme's "Kenya - Food Prices" (CC BY-IGO).
pub const CATALOGUE: &str = include_str!("catalogue.csv");

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::HashSet;

    use super::CATALOGUE;

    const HEADINGS: [&str; 13] = [
        "sku",
        "barcode",
        "name",
        "category",
        "unit",
        "quantity_step",
        "price",
        "cost",
        "tax_class",
        "stock",
        "search_words",
        "description",
        "slug",
    ];

    fn column(heading: &str) -> Vec<String> {
        let mut reader = csv::Reader::from_reader(CATALOGUE.as_bytes());
        let headings = reader.headers().unwrap().clone();
        let at = headings.iter().position(|h| h == heading).unwrap();
        reader
            .records()
            .map(|row| row.unwrap()[at].to_owned())
            .collect()
    }

    fn assert_unique(values: &[String]) {
        let mut seen = HashSet::new();
        for value in values {
            assert!(!value.is_empty(), "an empty value");
            assert!(seen.insert(value), "{value} occurs twice");
        }
    }

    #[test]
    fn headings_are_those_of_the_product_import() {
        let mut reader = csv::Reader::from_reader(CATALOGUE.as_bytes());
        let headings = reader.headers().unwrap();
        assert_eq!(headings.iter().collect::<Vec<_>>(), HEADINGS);
    }

    #[test]
    fn skus_slugs_and_names_are_unique() {
        for heading in ["sku", "slug", "name"] {
            assert_unique(&column(heading));
        }
    }

    #[test]
    fn barcodes_are_unique_and_their_check_digits_hold() {
        let mut barcodes = column("barcode");
        barcodes.retain(|barcode| !barcode.is_empty());
        assert!(!barcodes.is_empty());
        assert_unique(&barcodes);
        for barcode in &barcodes {
            assert_eq!(barcode.len(), 13, "{barcode}");
            assert!(barcode.starts_with('2'), "{barcode} is a maker's");
            let sum: u32 = barcode
                .chars()
                .zip([1, 3].into_iter().cycle())
                .map(|(digit, weight)| digit.to_digit(10).unwrap() * weight)
                .sum();
            assert_eq!(sum % 10, 0, "{barcode}");
        }
    }

    #[test]
    fn some_goods_are_out_of_stock() {
        let stock = column("stock");
        assert_eq!(stock.iter().filter(|level| *level == "0").count(), 2);
        assert_eq!(stock.iter().filter(|level| *level == "3").count(), 1);
    }
}
