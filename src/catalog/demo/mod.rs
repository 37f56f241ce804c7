//! The goods of the demonstration business: real foods at real Kenyan prices.
//!
//! The file has the columns an owner's own product import has and goes in through the same
//! door, so a demonstration shows what an import does. `scripts/demo-catalogue.py` makes it;
//! `SOURCE.md` names where the prices come from and what was decided on the way.
//!
//! What never breaks here: no two goods share a SKU, a slug or a barcode, and every barcode
//! is an EAN-13 of the range left to shops (20 to 29), so it can't meet a maker's own.

mod groups;

pub use groups::make_groups;

use super::{photo, store};
use crate::platform::Cx;
use crate::values::Stop;

/// Files of this folder by the SKUs they are named after.
macro_rules! pictures {
    ($($sku:literal),* $(,)?) => {
        [$(($sku, include_bytes!(concat!("pictures/", $sku, ".webp")).as_slice())),*]
    };
}

/// The demonstration catalogue as CSV: UTF-8, a heading row, prices and costs in Kenya
/// shillings per unit, prices with their tax and costs without.
///
/// Derived from the World Food Programme's "Kenya - Food Prices" (CC BY-IGO).
pub const CATALOGUE: &str = include_str!("catalogue.csv");

/// Drawings of the goods by their SKUs: small WebPs, made of the SVGs beside them by
/// `scripts/demo-pictures.sh`. They go in as any owner's photos do.
pub const PICTURES: [(&str, &[u8]); 44] = pictures![
    "BANANA",
    "BEANS-DRY",
    "BEANS-KIDNEY",
    "BEANS-NJAHI",
    "BEANS-ROSECOCO",
    "BEANS-YELLOW",
    "BEEF",
    "BREAD-400G",
    "CABBAGE",
    "CAMEL-MEAT",
    "COOKING-FAT-1KG",
    "COOKING-FAT-500G",
    "COWPEA-LEAVES",
    "COWPEAS",
    "GOAT-MEAT",
    "GREEN-GRAMS",
    "KALE",
    "MAIZE-FLOUR-1KG",
    "MAIZE-FLOUR-2KG",
    "MAIZE-GRAIN",
    "MILK-CAMEL",
    "MILK-COW",
    "MILK-PASTEURISED-500ML",
    "MILK-UHT-200ML",
    "MILK-UHT-500ML",
    "MILLET-FINGER",
    "OIL-1L",
    "OIL-500ML",
    "OIL-LOOSE",
    "OMENA",
    "ONIONS",
    "POTATOES",
    "POTATOES-RED",
    "RICE",
    "RICE-AROMATIC",
    "SALT-200G",
    "SORGHUM",
    "SORGHUM-RED",
    "SPINACH",
    "SUGAR-1KG",
    "SUGAR-2KG",
    "TOMATOES",
    "WHEAT-FLOUR-1KG",
    "WHEAT-FLOUR-2KG",
];

/// Gives the goods that have no photo their drawings; the others keep what they have.
pub async fn hang_pictures(cx: &Cx) -> Result<(), Stop> {
    let skus = PICTURES.map(|(sku, _)| sku.to_owned());
    let mut tx = cx.read().await?;
    let bare = store::without_photo(&mut tx, &skus).await?;
    drop(tx);
    for (sku, product_id) in bare {
        let drawn = PICTURES.iter().find(|(known, _)| *known == sku);
        if let Some((_, picture)) = drawn {
            photo::keep_photo(cx, product_id, picture.to_vec()).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::HashSet;

    use uuid::Uuid;

    use super::{CATALOGUE, PICTURES, hang_pictures};
    use crate::catalog::import::import;
    use crate::catalog::store;
    use crate::tests::support::Shop;

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
    fn everything_on_sale_is_drawn_and_small() {
        let drawn: HashSet<&str> = PICTURES.iter().map(|(sku, _)| *sku).collect();
        let skus = column("sku");
        assert_eq!(drawn, skus.iter().map(String::as_str).collect());
        for (sku, webp) in PICTURES {
            assert!(webp.starts_with(b"RIFF"), "{sku} is no WebP");
            assert!(webp.len() <= 12 * 1024, "{sku}: {} bytes", webp.len());
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_goods_get_their_pictures_once() {
        let shop = Shop::open("pictures").await;
        let cx = shop.cx();
        import(&cx, Uuid::now_v7(), CATALOGUE.as_bytes(), false)
            .await
            .unwrap();
        let skus = PICTURES.map(|(sku, _)| sku.to_owned());
        let mut tx = shop.look().await;
        assert_eq!(
            store::without_photo(&mut tx, &skus).await.unwrap().len(),
            44
        );
        drop(tx);
        hang_pictures(&cx).await.unwrap();
        hang_pictures(&cx).await.unwrap();
        let mut tx = shop.look().await;
        assert!(
            store::without_photo(&mut tx, &skus)
                .await
                .unwrap()
                .is_empty()
        );
    }

    #[test]
    fn some_goods_are_out_of_stock() {
        let stock = column("stock");
        assert_eq!(stock.iter().filter(|level| *level == "0").count(), 2);
        assert_eq!(stock.iter().filter(|level| *level == "3").count(), 1);
    }
}
