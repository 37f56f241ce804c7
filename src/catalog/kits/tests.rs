//! A kit is made of what has stock, has none itself, and is made once.

use std::fmt::Debug;

use super::form::field_of;
use super::*;
use crate::catalog::keep_product::keep;
use crate::catalog::turn::make_plain;
use crate::catalog::{Browse, ProductForm, ProductKind, by_slug, store as products};
use crate::tests::support::Shop;
use crate::values::{Money, Quantity};

fn adds(term: &str, quantity: &str) -> PartsForm {
    PartsForm::from([
        ("add".to_owned(), term.to_owned()),
        ("add_quantity".to_owned(), quantity.to_owned()),
    ])
}

fn keys<T: Debug>(outcome: Result<T, Stop>) -> Vec<String> {
    match outcome {
        Err(Stop::Refused(refusals)) => refusals.into_iter().map(|refusal| refusal.key).collect(),
        other => panic!("not refused: {other:?}"),
    }
}

async fn parts_now(shop: &Shop, kit: Uuid) -> Vec<KitPart> {
    let mut tx = shop.look().await;
    let mut all = parts_of(&mut tx, &[kit]).await.unwrap();
    all.remove(&kit).unwrap_or_default()
}

async fn kind(shop: &Shop, product_id: Uuid) -> ProductKind {
    let mut tx = shop.look().await;
    products::find(&mut tx, product_id)
        .await
        .unwrap()
        .unwrap()
        .kind
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kit_is_made_of_its_parts() {
    let shop = Shop::open("kit").await;
    let tea = shop.sells("TEA", "50", "10").await;
    let milk = shop.sells("MILK", "60", "7").await;
    let kit = shop.sells("BREAKFAST", "200", "0").await;
    let cx = shop.cx();
    let form = adds("TEA", "2");
    let (one, two) = tokio::join!(keep_parts(&cx, kit, &form), keep_parts(&cx, kit, &form));
    assert_eq!((one.is_ok(), two.is_ok()), (true, true), "{one:?} {two:?}");
    keep_parts(&cx, kit, &adds("milk", "1,5")).await.unwrap();
    assert_eq!(kind(&shop, kit).await, ProductKind::Kit);

    let parts = parts_now(&shop, kit).await;
    let told: Vec<(Uuid, i64)> = parts
        .iter()
        .map(|part| (part.part_id, part.quantity.milli()))
        .collect();
    assert_eq!(told, [(milk, 1500), (tea, 2000)]);
    // Both cost 10 a unit: 15 and 20.
    assert_eq!(cost_of(&parts), Some(Money::from_minor(3500)));
    let mut tx = shop.look().await;
    let makes = makes_now(&mut tx, &parts).await.unwrap();
    drop(tx);
    assert_eq!(makes, [("Main".to_owned(), 4)]);

    // Another quantity of one, none of the other.
    let form = PartsForm::from([
        (field_of(tea), "3".to_owned()),
        (field_of(milk), "0".to_owned()),
    ]);
    keep_parts(&cx, kit, &form).await.unwrap();
    keep_parts(&cx, kit, &form).await.unwrap();
    let parts = parts_now(&shop, kit).await;
    assert_eq!(parts.len(), 1);
    assert_eq!(parts[0].quantity, Quantity::from_milli(3000));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_against_a_kit_is_said() {
    let shop = Shop::open("kit-refused").await;
    shop.sells("TEA", "50", "10").await;
    let kit = shop.sells("BREAKFAST", "200", "0").await;
    let other = shop.sells("LUNCH", "300", "0").await;
    let full = shop.sells("FULL", "300", "5").await;
    let cx = shop.cx();
    keep_parts(&cx, kit, &adds("TEA", "1")).await.unwrap();

    assert_eq!(
        keys(keep_parts(&cx, full, &adds("TEA", "1")).await),
        ["refused-has-stock"]
    );
    assert_eq!(kind(&shop, full).await, ProductKind::Plain);
    let itself = keep_parts(&cx, other, &adds("LUNCH", "1")).await;
    assert_eq!(keys(itself), ["refused-part-itself"]);
    // Named, a kit has no stock to give; by its id, it is a kit.
    let nested = keep_parts(&cx, other, &adds("BREAKFAST", "1")).await;
    assert_eq!(keys(nested), ["refused-product-holds-none"]);
    let nested = PartsForm::from([(field_of(kit), "1".to_owned())]);
    assert_eq!(
        keys(keep_parts(&cx, other, &nested).await),
        ["refused-part-kit"]
    );
    let nobody = keep_parts(&cx, other, &adds("COFFEE", "1")).await;
    assert_eq!(keys(nobody), ["refused-product-unknown"]);
    assert_eq!(
        keys(keep_parts(&cx, other, &adds("TEA", "0")).await),
        ["refused-not-a-quantity"]
    );
    assert_eq!(
        keys(keep_parts(&cx, other, &adds("", "")).await),
        ["refused-part-needed"]
    );
    // What is in a kit becomes none.
    keep_parts(&cx, kit, &adds("LUNCH", "1")).await.unwrap();
    assert_eq!(
        keys(keep_parts(&cx, other, &adds("TEA", "1")).await),
        ["refused-is-part"]
    );
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_kits_do_not_take_each_other_in() {
    let shop = Shop::open("kit-race").await;
    let one = shop.sells("ONE", "200", "0").await;
    let two = shop.sells("TWO", "300", "0").await;
    let cx = shop.cx();
    let forms = (adds("TWO", "1"), adds("ONE", "1"));
    let (first, second) = tokio::join!(
        keep_parts(&cx, one, &forms.0),
        keep_parts(&cx, two, &forms.1)
    );
    assert_ne!(first.is_ok(), second.is_ok(), "{first:?} {second:?}");
    let kits = [kind(&shop, one).await, kind(&shop, two).await];
    let made = kits.iter().filter(|kind| **kind == ProductKind::Kit);
    assert_eq!(made.count(), 1);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kit_holds_no_stock_and_customers_have_what_its_parts_allow() {
    let shop = Shop::open("kit-shown").await;
    let tea = shop.sells("TEA", "50", "10").await;
    let kit = shop.sells("BREAKFAST", "200", "0").await;
    let cx = shop.cx();
    keep_parts(&cx, kit, &adds("TEA", "4")).await.unwrap();
    let mut tx = shop.look().await;
    let kept = products::find(&mut tx, kit).await.unwrap().unwrap();
    drop(tx);
    let counted = ProductForm {
        stock: "3".to_owned(),
        ..ProductForm::of(&kept, None, "KES")
    };
    assert_eq!(keys(keep(&cx, &counted).await), ["refused-kind-holds-none"]);

    let mut tx = shop.customer().read().await.unwrap();
    let in_stock = Browse {
        in_stock: true,
        ..Browse::default()
    };
    for asked in [Browse::default(), in_stock.clone()] {
        let all = crate::catalog::browse(&mut tx, &asked).await.unwrap();
        let shown = all.products.iter().find(|one| one.product_id == kit);
        let shown = shown.unwrap();
        assert_eq!((all.total, shown.kind), (2, ProductKind::Kit));
        assert_eq!((shown.step, shown.available.milli()), (Quantity::ONE, 2000));
    }
    let page = by_slug(&mut tx, &kept.slug).await.unwrap().unwrap();
    drop(tx);
    let parts: Vec<Uuid> = page.parts.iter().map(|part| part.part_id).collect();
    assert_eq!((page.product.product_id, parts), (kit, vec![tea]));

    // What no location can make is not in stock.
    let form = PartsForm::from([(field_of(tea), "11".to_owned())]);
    keep_parts(&cx, kit, &form).await.unwrap();
    let mut tx = shop.customer().read().await.unwrap();
    let here = crate::catalog::browse(&mut tx, &in_stock).await.unwrap();
    drop(tx);
    assert_eq!(here.total, 1);
    let browser = Uuid::now_v7().as_bytes().to_vec();
    let customer = shop.customer();
    let quantity = Quantity::ONE;
    let put = crate::orders::add_to_cart(&customer, &browser, kit, quantity, None).await;
    assert_eq!(keys(put), ["refused-sold-out"]);

    // Plain again, it is sold like anything else, and what was in it is forgotten.
    make_plain(&cx, kit).await.unwrap();
    make_plain(&cx, kit).await.unwrap();
    assert!(parts_now(&shop, kit).await.is_empty());
    let mut tx = shop.customer().read().await.unwrap();
    assert!(by_slug(&mut tx, &kept.slug).await.unwrap().is_some());
    drop(tx);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_may_and_only_here() {
    let shop = Shop::open("kit-power").await;
    shop.sells("TEA", "50", "10").await;
    let kit = shop.sells("BREAKFAST", "200", "0").await;
    let form = adds("TEA", "1");
    let refused = keep_parts(&shop.cashier(), kit, &form).await;
    assert_eq!(refused, Err(Stop::Forbidden));
    keep_parts(&shop.cx(), kit, &form).await.unwrap();
    assert_eq!(make_plain(&shop.cashier(), kit).await, Err(Stop::Forbidden));
    let next = shop.neighbour("kit-next").await;
    next.sells("TEA", "50", "10").await;
    assert_eq!(
        keep_parts(&next.cx(), kit, &form).await,
        Err(Stop::NotFound)
    );
    assert_eq!(make_plain(&next.cx(), kit).await, Err(Stop::NotFound));
    let own = next.sells("OWN", "50", "0").await;
    let foreign = PartsForm::from([(field_of(kit), "1".to_owned())]);
    assert_eq!(
        keys(keep_parts(&next.cx(), own, &foreign).await),
        ["refused-not-found"]
    );
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_parts_goes_in_once_and_comes_out_again() {
    let shop = Shop::open("kit-file").await;
    shop.sells("TEA", "50", "10").await;
    shop.sells("MILK", "60", "10").await;
    let kit = shop.sells("BREAKFAST", "200", "0").await;
    let cx = shop.cx();
    let file = b"sku,part,quantity\nBREAKFAST,TEA,2\nBREAKFAST,MILK,0.5\n";
    let tried = bring_parts(&cx, file, true).await.unwrap();
    assert_eq!((tried.added, tried.bad), (2, Vec::new()));
    assert_eq!(kind(&shop, kit).await, ProductKind::Plain);
    assert_eq!(bring_parts(&cx, file, false).await.unwrap().added, 2);
    let again = bring_parts(&cx, file, false).await.unwrap();
    assert_eq!((again.added, again.changed, again.unchanged), (0, 0, 2));
    let mut tx = shop.look().await;
    let out = parts_csv(&mut tx).await.unwrap();
    drop(tx);
    assert!(out.contains("BREAKFAST,MILK,0.5"), "{out}");
    assert_eq!(
        bring_parts(&cx, out.as_bytes(), false)
            .await
            .unwrap()
            .unchanged,
        2
    );
    let less = b"sku,part,quantity\nBREAKFAST,TEA,0\n";
    assert_eq!(bring_parts(&cx, less, false).await.unwrap().changed, 1);
    assert_eq!(parts_now(&shop, kit).await.len(), 1);

    let bad = b"sku,part,quantity\nBREAKFAST,TEA,1\nBREAKFAST,NONE,1\nTEA,BREAKFAST,1\n\
                BREAKFAST,TEA,2\nMILK,TEA,some\n";
    let report = bring_parts(&cx, bad, false).await.unwrap();
    let lines: Vec<u64> = report.bad.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [3, 4, 5, 6], "{:?}", report.bad);
    assert_eq!(parts_now(&shop, kit).await.len(), 1);
    let refused = bring_parts(&shop.cashier(), file, true).await;
    assert_eq!(refused.unwrap_err(), Stop::Forbidden);
    shop.check().await;
}
