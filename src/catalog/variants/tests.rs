//! Variants are made once, are called by their family, and are what customers see.

use std::fmt::Debug;

use super::keep::field_of;
use super::*;
use crate::catalog::keep_product::keep;
use crate::catalog::retire_product::{bring_back, retire};
use crate::catalog::turn::make_plain;
use crate::catalog::{Browse, ProductForm, ProductKind, Sort, by_slug, store as products};
use crate::tests::support::Shop;
use crate::values::Money;

fn keys<T: Debug>(outcome: Result<T, Stop>) -> Vec<String> {
    match outcome {
        Err(Stop::Refused(refusals)) => refusals.into_iter().map(|refusal| refusal.key).collect(),
        other => panic!("not refused: {other:?}"),
    }
}

async fn all(shop: &Shop, family: Uuid) -> Vec<Variant> {
    let mut tx = shop.look().await;
    variants_of(&mut tx, family).await.unwrap()
}

async fn names(shop: &Shop, family: Uuid) -> Vec<String> {
    let all = all(shop, family).await;
    all.into_iter().map(|variant| variant.name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn variants_are_made_in_bulk_and_once() {
    let shop = Shop::open("variants").await;
    let shirt = shop.sells("SHIRT", "500", "0").await;
    let cx = shop.cx();
    let lines = "Red / L\nBlue / L = 650\n";
    let (one, two) = tokio::join!(
        make_variants(&cx, shirt, lines),
        make_variants(&cx, shirt, lines)
    );
    assert_eq!(one.unwrap().1 + two.unwrap().1, 2);
    let (name, made) = make_variants(&cx, shirt, "red / l\nGreen / L")
        .await
        .unwrap();
    assert_eq!((name.as_str(), made), ("Product SHIRT", 1));
    let variants = all(&shop, shirt).await;
    let told: Vec<(&str, &str, &str, i64)> = variants
        .iter()
        .map(|one| {
            let price = one.price.minor();
            (
                one.word.as_str(),
                one.name.as_str(),
                one.sku.as_str(),
                price,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (
                "Blue / L",
                "Product SHIRT – Blue / L",
                "SHIRT-BLUE-L",
                65_000
            ),
            (
                "Green / L",
                "Product SHIRT – Green / L",
                "SHIRT-GREEN-L",
                50_000
            ),
            ("Red / L", "Product SHIRT – Red / L", "SHIRT-RED-L", 50_000)
        ]
    );
    let mut tx = shop.look().await;
    let family = products::find(&mut tx, shirt).await.unwrap().unwrap();
    assert_eq!(family.kind, ProductKind::Family);
    let red = products::find(&mut tx, variants[2].product_id)
        .await
        .unwrap();
    let red = red.unwrap();
    assert_eq!((red.kind, red.parent_id), (ProductKind::Plain, Some(shirt)));
    assert_eq!((red.unit, red.step), (family.unit, family.step));
    assert_eq!(
        products::past_prices(&mut tx, red.product_id, None, 1)
            .await
            .unwrap()
            .rows
            .len(),
        1
    );
    drop(tx);

    let dear = make_variants(&cx, shirt, "Blue / L = 700").await;
    assert_eq!(keys(dear), ["refused-variant-there"]);
    assert_eq!(
        keys(make_variants(&cx, shirt, "").await),
        ["refused-variants-needed"]
    );
    shop.check().await;
}

/// What a list shows to customers: names, prices, and whether one is the least of several.
async fn seen(shop: &Shop, asked: Browse) -> Vec<(String, i64, bool)> {
    let mut tx = shop.customer().read().await.unwrap();
    let found = crate::catalog::browse(&mut tx, &asked).await.unwrap();
    let found = found.products.into_iter();
    found
        .map(|one| (one.name, one.price.minor(), one.is_from))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn customers_see_the_family_once_and_choose_a_variant() {
    let shop = Shop::open("variants-shop").await;
    let shirt = shop.sells("SHIRT", "500", "0").await;
    let cx = shop.cx();
    shop.sells("CAP", "450", "2").await;
    make_variants(&cx, shirt, "Red\nBlue = 400").await.unwrap();
    let blue = all(&shop, shirt).await[0].product_id;
    let family = ("Product SHIRT".to_owned(), 40_000, true);
    let cap = ("Product CAP".to_owned(), 45_000, false);
    let by = |sort| Browse {
        sort,
        ..Browse::default()
    };
    let both = [cap.clone(), family.clone()];
    assert_eq!(seen(&shop, Browse::default()).await, both);
    // The family's own price is 500; what a customer sees is the least of its variants'.
    assert_eq!(
        seen(&shop, by(Sort::PriceUp)).await,
        [family.clone(), cap.clone()]
    );
    assert_eq!(seen(&shop, by(Sort::PriceDown)).await, both);
    for words in ["shirt", "blue"] {
        let words = Some(words.to_owned());
        let asked = Browse {
            words,
            ..Browse::default()
        };
        assert_eq!(seen(&shop, asked).await, std::slice::from_ref(&family));
    }
    let dear = Browse {
        min: Some(Money::from_minor(50_000)),
        ..Browse::default()
    };
    assert_eq!(
        seen(&shop, dear).await,
        std::slice::from_ref(&family),
        "one of them costs 500"
    );
    let here = Browse {
        in_stock: true,
        ..Browse::default()
    };
    assert_eq!(seen(&shop, here).await, std::slice::from_ref(&cap));

    let mut tx = shop.customer().read().await.unwrap();
    for (slug, family) in [
        ("product-shirt", None),
        ("product-shirt-red", Some("product-shirt")),
    ] {
        let page = by_slug(&mut tx, slug).await.unwrap().unwrap();
        assert_eq!(page.product.slug, slug);
        assert_eq!(page.family.as_ref().map(|(slug, _)| slug.as_str()), family);
        let words: Vec<&str> = page
            .variants
            .iter()
            .map(|one| one.variant.as_str())
            .collect();
        assert_eq!(words, ["Blue", "Red"]);
    }
    drop(tx);
    go_off_sale(&shop, shirt, blue).await;
}

/// Off sale, a variant is not chosen; without its family, one stands by itself.
async fn go_off_sale(shop: &Shop, shirt: Uuid, blue: Uuid) {
    let cx = shop.cx();
    let cap = ("Product CAP".to_owned(), 45_000, false);
    retire(&cx, blue).await.unwrap();
    let red_only = ("Product SHIRT".to_owned(), 50_000, false);
    assert_eq!(seen(shop, Browse::default()).await, [cap.clone(), red_only]);
    retire(&cx, shirt).await.unwrap();
    let red = ("Product SHIRT – Red".to_owned(), 50_000, false);
    assert_eq!(seen(shop, Browse::default()).await, [cap, red]);
    bring_back(&cx, shirt).await.unwrap();
    bring_back(&cx, blue).await.unwrap();
    let owner = crate::catalog::OwnerList::default();
    let mut tx = shop.look().await;
    let listed = crate::catalog::list_for_owner(&mut tx, &owner)
        .await
        .unwrap();
    drop(tx);
    assert_eq!(listed.total, 4);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_family_that_is_renamed_takes_its_variants_along() {
    let shop = Shop::open("variants-name").await;
    let shirt = shop.sells("SHIRT", "500", "0").await;
    let cx = shop.cx();
    make_variants(&cx, shirt, "Red\nBlue").await.unwrap();
    let red = all(&shop, shirt).await[1].product_id;
    // The owner calls one of them as she likes.
    let mut tx = shop.look().await;
    let kept = products::find(&mut tx, red).await.unwrap().unwrap();
    let family = products::find(&mut tx, shirt).await.unwrap().unwrap();
    drop(tx);
    let own = ProductForm {
        name: "The red one".to_owned(),
        ..ProductForm::of(&kept, None, "KES")
    };
    keep(&cx, &own).await.unwrap();
    let renamed = ProductForm {
        name: "Shirt".to_owned(),
        ..ProductForm::of(&family, None, "KES")
    };
    keep(&cx, &renamed).await.unwrap();
    assert_eq!(names(&shop, shirt).await, ["Shirt – Blue", "The red one"]);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_change_and_one_goes_its_own_way() {
    let shop = Shop::open("variants-words").await;
    let shirt = shop.sells("SHIRT", "500", "0").await;
    let cx = shop.cx();
    make_variants(&cx, shirt, "Red\nBlue").await.unwrap();
    let variants = all(&shop, shirt).await;
    let (blue, red) = (variants[0].product_id, variants[1].product_id);
    let words = |one: &str, other: &str| {
        WordsForm::from([
            (field_of(blue), one.to_owned()),
            (field_of(red), other.to_owned()),
        ])
    };
    // They may take each other's word at once.
    keep_words(&cx, shirt, &words("Red", "Navy")).await.unwrap();
    keep_words(&cx, shirt, &words("Red", "Navy")).await.unwrap();
    assert_eq!(
        names(&shop, shirt).await,
        ["Product SHIRT – Navy", "Product SHIRT – Red"]
    );
    let twice = keep_words(&cx, shirt, &words("navy", "Navy")).await;
    assert_eq!(keys(twice), ["refused-variant-twice"]);
    let empty = keep_words(&cx, shirt, &words(" ", "Navy")).await;
    assert_eq!(keys(empty), ["refused-variant-word-needed"]);

    let plain = make_plain(&cx, shirt).await;
    assert_eq!(keys(plain), ["refused-family-has-variants"]);
    assert_eq!(take_out(&cx, blue).await.unwrap(), "Product SHIRT – Red");
    take_out(&cx, blue).await.unwrap();
    take_out(&cx, red).await.unwrap();
    assert!(all(&shop, shirt).await.is_empty());
    make_plain(&cx, shirt).await.unwrap();
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_against_a_family_is_said() {
    let shop = Shop::open("variants-refused").await;
    let full = shop.sells("FULL", "500", "5").await;
    let shirt = shop.sells("SHIRT", "500", "0").await;
    let cx = shop.cx();
    assert_eq!(
        keys(make_variants(&cx, full, "Red").await),
        ["refused-has-stock"]
    );
    assert!(all(&shop, full).await.is_empty());
    make_variants(&cx, shirt, "Red").await.unwrap();
    let red = all(&shop, shirt).await[0].product_id;
    assert_eq!(
        keys(make_variants(&cx, red, "Tall").await),
        ["refused-is-variant"]
    );
    crate::catalog::retire_product::retire(&cx, red)
        .await
        .unwrap();
    let back = make_variants(&cx, shirt, "Red").await;
    assert_eq!(keys(back), ["refused-variant-off-sale"]);

    let cashier = make_variants(&shop.cashier(), shirt, "Blue").await;
    assert_eq!(cashier, Err(Stop::Forbidden));
    let next = shop.neighbour("variants-next").await;
    let foreign = make_variants(&next.cx(), shirt, "Blue").await;
    assert_eq!(foreign, Err(Stop::NotFound));
    assert_eq!(take_out(&next.cx(), red).await, Err(Stop::NotFound));
    let words = WordsForm::new();
    assert_eq!(
        keep_words(&next.cx(), shirt, &words).await,
        Err(Stop::NotFound)
    );
    assert_eq!(all(&shop, shirt).await[0].price, Money::from_minor(50_000));
    shop.check().await;
}
