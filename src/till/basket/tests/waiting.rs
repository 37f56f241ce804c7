//! What is scanned before its goods are there.

use super::*;
use crate::till::wire::Barcode;

/// A product with a barcode.
fn coded(number: u128, name: &str, barcode: &str) -> Product {
    Product {
        barcodes: vec![Barcode {
            barcode: barcode.to_owned(),
            pack_id: None,
        }],
        ..product(number, name, 1_000)
    }
}

/// A page that follows the first of a load.
fn further(products: Vec<Product>) -> wire::Catalogue {
    wire::Catalogue {
        reset: false,
        more: true,
        ..page(products)
    }
}

fn of(basket: &Basket) -> Vec<(Uuid, i64)> {
    let lines = basket.lines.iter();
    let lines = lines.map(|line| (line.product_id, line.quantity.milli()));
    lines.collect()
}

#[test]
fn what_was_scanned_waits_in_order_and_becomes_lines_as_its_goods_come() {
    let mut shop = Shop::default();
    shop.take(wire::Catalogue {
        more: true,
        ..page(vec![coded(1, "Sugar", "1111")])
    });
    let mut basket = Basket::new();
    for code in ["3333", "2222", " 3333 ", "9999"] {
        assert_eq!(basket.scan(&shop, code, now()), None);
        basket.wait_for(code).unwrap();
    }
    assert!(!basket.is_empty(), "it is kept");
    assert_eq!(
        wire::read::<Basket>(&wire::write(&basket)),
        Ok(basket.clone())
    );
    // What is known is not held up.
    assert_eq!(basket.scan(&shop, "1111", now()), Some(Ok(0)));
    assert_eq!(basket.come(&shop, now()), Came::default());
    assert_eq!(basket.waiting, ["3333", "2222", "3333", "9999"]);

    let two = vec![coded(2, "Salt", "2222"), coded(3, "Tea", "3333")];
    shop.take(further(two));
    assert_eq!(basket.come(&shop, now()).at, Some(1));
    assert_eq!(of(&basket), [(id(1), 1000), (id(3), 2000), (id(2), 1000)]);
    assert_eq!(basket.waiting, ["9999"]);
}

#[test]
fn what_came_and_cannot_be_sold_is_said_and_waits_no_longer() {
    let gone = Product {
        retired: true,
        ..coded(1, "Gone", "1111")
    };
    let shop = shop(vec![gone, coded(2, "Salt", "2222")]);
    let mut basket = Basket::new();
    for code in ["1111", "2222"] {
        basket.wait_for(code).unwrap();
    }
    let came = basket.come(&shop, now());
    assert_eq!(came.at, Some(0));
    assert!(came.refused.is_some());
    assert_eq!(of(&basket), [(id(2), 1000)]);
    assert!(basket.waiting.is_empty());
}

#[test]
fn what_was_sold_without_a_product_is_one_more_for_each_that_waits() {
    let shop = shop(Vec::new());
    let mut basket = Basket::new();
    for _ in 0..3 {
        basket.wait_for("6161100100022").unwrap();
    }
    basket.give_up("6161100100022");
    assert_eq!(basket.waiting.len(), 2);
    let pan = QuickItem {
        name: "Pan".to_owned(),
        barcode: "6161100100022".to_owned(),
    };
    basket
        .add_quick(&shop, pan, money(500), Quantity::ONE)
        .unwrap();
    assert_eq!(basket.come(&shop, now()).at, Some(0));
    assert_eq!(basket.lines[0].quantity, milli(3000));
    assert!(basket.waiting.is_empty());
}

#[test]
fn no_more_wait_than_a_sale_has_lines() {
    let mut basket = Basket::new();
    for _ in 0..MOST_LINES {
        basket.wait_for("1111").unwrap();
    }
    assert_eq!(basket.wait_for("1111"), Err("till-too-many-lines"));
}

#[test]
fn a_basket_that_was_kept_before_anything_could_wait_is_read() {
    let basket = Basket::new();
    let kept = wire::write(&basket);
    let older = kept.replace(r#""waiting":[],"#, "");
    assert!(older.len() < kept.len());
    assert_eq!(wire::read::<Basket>(&older), Ok(basket));
}
