//! What a scale has weighed is sold as its label says, and comes back for what was paid.

use super::*;
use crate::catalog::scale::{keep_formats, keep_scale_code};
use crate::catalog::scan;
use crate::sales::cart::Label;
use crate::sales::{refund, whole};

/// 1.237 kg.
const BY_WEIGHT: &str = "2100042012370";
/// 99.99 for all of it, which at 120 a kilo is 833.25 g.
const BY_PRICE: &str = "2200042099996";

/// A shop that sells 20 kg of beef at 120 a kilo, half a kilo at a time, and has a scale.
async fn butcher(slug: &str) -> (Shop, Uuid) {
    let shop = Shop::open(slug).await;
    let beef = shop.sells("BEEF", "120", "20").await;
    let formats = BTreeMap::from([
        ("p21".to_owned(), "weight".to_owned()),
        ("p22".to_owned(), "price".to_owned()),
    ]);
    keep_formats(&shop.cx(), &formats).await.unwrap();
    keep_scale_code(&shop.cx(), beef, "42").await.unwrap();
    (shop, beef)
}

/// The line of a label, at the retail price.
async fn scanned(shop: &Shop, code: &str) -> AskLine {
    let mut tx = shop.look().await;
    let scanned = scan(&mut tx, code).await.unwrap().unwrap();
    AskLine {
        quantity: scanned.quantity.unwrap(),
        weighed: Label::of(scanned.quantity, scanned.amount),
        ..line(1, scanned.product_id, "1", 12_000)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_weight_is_sold_to_the_gram_and_comes_back() {
    let (shop, beef) = butcher("by-weight").await;
    let before = balances(&shop).await;
    let line = scanned(&shop, BY_WEIGHT).await;
    let typed = AskLine {
        weighed: None,
        ..line.clone()
    };
    let outcome = sell(&shop.cashier(), &ask(&shop, vec![typed], 14_800)).await;
    assert_eq!(reasons(outcome), ["refused-step"]);
    let sale = sold(&shop, vec![line], 14_800).await;
    assert_eq!((sale.goods, sale.total), (money(14_844), money(14_800)));
    assert_eq!(on_hand(&shop, beef).await, quantity("18.763"));
    let given = refund(&shop.cx(), &back(sale.sale_id, &[(1, "1.237")])).await;
    assert_eq!(given.unwrap().total, money(14_800));
    assert_eq!(on_hand(&shop, beef).await, quantity("20"));
    assert_eq!(balances(&shop).await, before, "as if nothing had been sold");
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_printed_price_is_charged_as_it_is_printed_and_comes_back() {
    let (shop, beef) = butcher("by-price").await;
    let line = scanned(&shop, BY_PRICE).await;
    assert_eq!(line.weighed, Some(Label::Price(money(9_999))));
    // No label makes goods cheaper.
    let cheap = AskLine {
        weighed: Some(Label::Price(money(5_000))),
        ..line.clone()
    };
    let outcome = sell(&shop.cashier(), &ask(&shop, vec![cheap], 5_000)).await;
    assert_eq!(reasons(outcome), ["refused-not-an-amount"]);
    let sale = sold(&shop, vec![line], 10_000).await;
    assert_eq!(sale.goods, money(9_999), "not 0.833 times 120");
    assert_eq!(on_hand(&shop, beef).await, quantity("19.167"));
    let one = refund(&shop.cx(), &back(sale.sale_id, &[(1, "0.4")])).await;
    let rest = refund(&shop.cx(), &back(sale.sale_id, &[(1, "0.433")])).await;
    let (one, rest) = (one.unwrap(), rest.unwrap());
    assert_eq!(one.goods.plus(rest.goods), Some(money(9_999)));
    assert_eq!(one.total.plus(rest.total), Some(money(10_000)));
    assert_eq!(on_hand(&shop, beef).await, quantity("20"));
    let mut tx = shop.look().await;
    let whole = whole(&mut tx, sale.sale_id).await.unwrap();
    assert_eq!(whole.lines[0].amount, money(9_999));
    assert_eq!(whole.lines[0].returned_amount, money(9_999));
    drop(tx);
    shop.check().await;
}
