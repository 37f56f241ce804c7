//! One form that comes twice at the same instant, by an impatient thumb.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn the_same_form_twice_is_one_product() {
    let shop = Shop::open("keep-twice").await;
    let id = Uuid::now_v7();
    let (form, cx) = (typed(id), shop.cx());
    let (one, two) = tokio::join!(keep(&cx, &form), keep(&cx, &form));
    let made = [one.unwrap(), two.unwrap()];
    assert_eq!(made.iter().filter(|kept| kept.created).count(), 1);
    assert!(!keep(&cx, &form).await.unwrap().created);
    assert_eq!(on_hand(&shop, id).await, Quantity::from_milli(12_000));
    assert_eq!(kept(&shop, id).await.revision, 1);
    let other = ProductForm {
        name: "Something else".to_owned(),
        ..typed(id)
    };
    assert_eq!(keys(keep(&cx, &other).await), ["refused-changed-meanwhile"]);
    shop.check().await;
}

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
