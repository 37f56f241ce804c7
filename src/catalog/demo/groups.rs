//! What the demonstration's file cannot say: a kit made of its goods, and a family of variants.

use uuid::Uuid;

use crate::catalog::keep_product::keep;
use crate::catalog::kits::{PartsForm, keep_parts, parts_of};
use crate::catalog::variants::{make_variants, variants_of};
use crate::catalog::{ProductForm, store};
use crate::platform::Cx;
use crate::values::Stop;

/// The kit: it costs a little less than its parts do one by one.
const KIT: Uuid = Uuid::from_u128(0x0197_0000_0000_7000_8000_0000_0000_0002);
/// The family.
const FAMILY: Uuid = Uuid::from_u128(0x0197_0000_0000_7000_8000_0000_0000_0003);
/// What is in one of the kit.
const PARTS: [(&str, &str); 3] = [
    ("SUGAR-1KG", "1"),
    ("MILK-UHT-500ML", "2"),
    ("WHEAT-FLOUR-1KG", "1"),
];

/// Makes the kit and the family where they are missing; what is there stays as it is.
pub async fn make_groups(cx: &Cx) -> Result<(), Stop> {
    let kit = form(KIT, "BREAKFAST-BASKET", "Breakfast basket", "480");
    let kit = ProductForm {
        // Its parts have costs; it has none of its own.
        cost: String::new(),
        search_words: "kikapu chai breakfast basket kit".to_owned(),
        description: "Sugar, milk and flour for a week of tea and chapati.".to_owned(),
        ..kit
    };
    make(cx, KIT, &kit).await?;
    let mut tx = cx.read().await?;
    let there = !parts_of(&mut tx, &[KIT]).await?.is_empty();
    drop(tx);
    if !there {
        for (sku, quantity) in PARTS {
            let part = PartsForm::from([
                ("add".to_owned(), sku.to_owned()),
                ("add_quantity".to_owned(), quantity.to_owned()),
            ]);
            keep_parts(cx, KIT, &part).await?;
        }
    }
    let family = form(FAMILY, "BAG", "Market bag (kiondo)", "150");
    let family = ProductForm {
        search_words: "kiondo bag basket mfuko".to_owned(),
        description: "Woven, with two handles.".to_owned(),
        ..family
    };
    make(cx, FAMILY, &family).await?;
    let mut tx = cx.read().await?;
    let there = !variants_of(&mut tx, FAMILY).await?.is_empty();
    drop(tx);
    if there {
        return Ok(());
    }
    make_variants(cx, FAMILY, "Small\nLarge = 300").await?;
    stock_variants(cx).await
}

/// Counts some of each variant.
async fn stock_variants(cx: &Cx) -> Result<(), Stop> {
    let mut tx = cx.read().await?;
    let variants = variants_of(&mut tx, FAMILY).await?;
    let currency = tx.scope().currency.clone();
    let mut forms = Vec::with_capacity(variants.len());
    for variant in variants {
        if let Some(product) = store::find(&mut tx, variant.product_id).await? {
            forms.push(ProductForm {
                stock: "25".to_owned(),
                ..ProductForm::of(&product, None, &currency)
            });
        }
    }
    drop(tx);
    for form in &forms {
        keep(cx, form).await?;
    }
    Ok(())
}

fn form(product_id: Uuid, sku: &str, name: &str, price: &str) -> ProductForm {
    ProductForm {
        product_id: product_id.to_string(),
        sku: sku.to_owned(),
        name: name.to_owned(),
        price: price.to_owned(),
        cost: "60".to_owned(),
        unit: "piece".to_owned(),
        quantity_step: "1".to_owned(),
        tax_class: "standard".to_owned(),
        ..ProductForm::default()
    }
}

async fn make(cx: &Cx, product_id: Uuid, form: &ProductForm) -> Result<(), Stop> {
    let mut tx = cx.read().await?;
    let there = store::find(&mut tx, product_id).await?.is_some();
    drop(tx);
    if !there {
        keep(cx, form).await?;
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::catalog::demo::CATALOGUE;
    use crate::catalog::import::import;
    use crate::catalog::kits::orderable;
    use crate::tests::support::Shop;
    use crate::values::Quantity;

    #[tokio::test(flavor = "multi_thread")]
    async fn the_kit_and_the_family_are_made_once() {
        let shop = Shop::open("demo-groups").await;
        let cx = shop.cx();
        import(&cx, Uuid::now_v7(), CATALOGUE.as_bytes(), false)
            .await
            .unwrap();
        make_groups(&cx).await.unwrap();
        make_groups(&cx).await.unwrap();
        let mut tx = shop.look().await;
        let variants = variants_of(&mut tx, FAMILY).await.unwrap();
        let had: Vec<(&str, Quantity)> = variants
            .iter()
            .map(|variant| (variant.word.as_str(), variant.on_hand))
            .collect();
        let all = Quantity::from_milli(25_000);
        assert_eq!(had, [("Large", all), ("Small", all)]);
        // Of the flour there are 48 and of the milk 96, two in each.
        let made = orderable(&mut tx, &[KIT]).await.unwrap();
        assert_eq!(made.get(&KIT), Some(&Quantity::from_milli(48_000)));
        drop(tx);
        shop.check().await;
    }
}
