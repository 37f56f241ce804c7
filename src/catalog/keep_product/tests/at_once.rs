//! What comes at the same instant: one form twice, by an impatient thumb; and two of one name, by two people.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn the_same_edit_twice_is_one_edit_whatever_it_changes() {
    let shop = Shop::open("edit-twice").await;
    let (id, cx) = (Uuid::now_v7(), shop.cx());
    keep(&cx, &typed(id)).await.unwrap();
    for round in 1..=12 {
        let page = ProductForm::of(
            &kept(&shop, id).await,
            Some(on_hand(&shop, id).await),
            "KES",
        );
        let tax_class = if round % 2 == 0 { "standard" } else { "zero" };
        let edit = ProductForm {
            tax_class: tax_class.to_owned(),
            barcodes: format!("INNER-{round}"),
            ..page
        };
        let (one, two) = tokio::join!(keep(&cx, &edit), keep(&cx, &edit));
        assert!(one.is_ok() && two.is_ok(), "round {round}: {one:?} {two:?}");
        let product = kept(&shop, id).await;
        assert_eq!(
            (product.revision, product.tax_code.as_str()),
            (round + 1, tax_class)
        );
        assert_eq!(product.barcodes, [format!("INNER-{round}")]);
    }
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_products_of_one_name_get_a_code_each() {
    let shop = Shop::open("names-twice").await;
    let cx = shop.cx();
    for round in 0..12 {
        let named = |id: Uuid| ProductForm {
            name: format!("Chapati {round}"),
            sku: String::new(),
            barcodes: String::new(),
            ..typed(id)
        };
        let (one, other) = (Uuid::now_v7(), Uuid::now_v7());
        let (first, second) = (named(one), named(other));
        let (first, second) = tokio::join!(keep(&cx, &first), keep(&cx, &second));
        assert!(
            first.is_ok() && second.is_ok(),
            "round {round}: {first:?} {second:?}"
        );
        let (first, second) = (kept(&shop, one).await, kept(&shop, other).await);
        assert_ne!(first.sku, second.sku);
        assert_ne!(first.slug, second.slug);
    }
    shop.check().await;
}
