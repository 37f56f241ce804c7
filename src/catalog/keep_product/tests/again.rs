//! The form of a new product comes again.

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
    // One is gone when it comes once more, because the answer was lost.
    let mut tx = cx.begin().await.unwrap();
    let fewer = Quantity::from_milli(11_000);
    stock::adjust_to(&mut tx, Uuid::now_v7(), id, shop.location, fewer, None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert!(!keep(&cx, &form).await.unwrap().created);
    assert_eq!(on_hand(&shop, id).await, fewer);
    let renamed = ProductForm {
        name: "Something else".to_owned(),
        ..typed(id)
    };
    let counted = ProductForm {
        stock: "13".to_owned(),
        ..typed(id)
    };
    for other in [renamed, counted] {
        assert_eq!(keys(keep(&cx, &other).await), ["refused-changed-meanwhile"]);
    }
    shop.check().await;
}
