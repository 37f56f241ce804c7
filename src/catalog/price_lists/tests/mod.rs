//! Lists are kept, prices are set once, and everybody pays what her list says today.

mod many;
mod prices;
mod sheet;

use chrono::Days;
use uuid::Uuid;

use super::*;
use crate::tests::support::Shop;
use crate::values::{Money, Quantity, Stop};

/// The words of all refusals.
pub(super) fn keys<T: std::fmt::Debug>(outcome: Result<T, Stop>) -> Vec<String> {
    match outcome {
        Err(Stop::Refused(refusals)) => refusals.into_iter().map(|refusal| refusal.key).collect(),
        other => panic!("not refused: {other:?}"),
    }
}

/// Sets one price of a product: from a quantity on, from a day on.
pub(super) async fn set(
    shop: &Shop,
    list: &str,
    product: Uuid,
    (from_quantity, price, valid_from): (&str, &str, &str),
) -> Result<SetDone, Stop> {
    let form = ProductPriceForm {
        from_quantity: from_quantity.to_owned(),
        price: price.to_owned(),
        valid_from: valid_from.to_owned(),
        ..ProductPriceForm::default()
    };
    keep_price(&shop.cx(), list, product, Uuid::now_v7(), &form).await
}

/// What so much of a product costs by a list, in minor units.
pub(super) async fn pays(shop: &Shop, list: &str, product: Uuid, quantity: &str) -> Option<i64> {
    let mut tx = shop.look().await;
    let quantity = Quantity::parse(quantity).unwrap();
    let prices = prices_for(&mut tx, list, &[(product, None, quantity)]).await;
    prices.unwrap()[0].map(Money::minor)
}

/// A day so many days from now, as a browser sends it.
pub(super) async fn in_days(shop: &Shop, days: u64) -> String {
    let today = shop.look().await.scope().today();
    today.checked_add_days(Days::new(days)).unwrap().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_made_once_renamed_and_closed() {
    let shop = Shop::open("lists").await;
    let rice = shop.sells("RICE", "200", "5").await;
    let cx = shop.cx();
    let (one, two) = tokio::join!(add(&cx, "Wholesale"), add(&cx, " wholesale "));
    assert_eq!(one.unwrap(), "wholesale");
    assert_eq!(two.unwrap(), "wholesale");
    assert_eq!(add(&cx, "Retail").await.unwrap(), "retail-2");
    assert_eq!(rename(&cx, "wholesale", "Jumla").await.unwrap(), "Jumla");
    assert_eq!(add(&cx, "Wholesale").await.unwrap(), "wholesale-2");
    let taken = rename(&cx, "wholesale-2", "JUMLA").await;
    assert_eq!(keys(taken), ["refused-price-list-name-taken"]);
    assert_eq!(keys(add(&cx, " ").await), ["refused-a-name-needed"]);

    set(&shop, "wholesale", rice, ("", "180", ""))
        .await
        .unwrap();
    assert_eq!(pays(&shop, "wholesale", rice, "1").await, Some(18_000));
    retire(&cx, "wholesale").await.unwrap();
    retire(&cx, "wholesale").await.unwrap();
    assert_eq!(pays(&shop, "wholesale", rice, "1").await, Some(20_000));
    let closed = set(&shop, "wholesale", rice, ("", "170", "")).await;
    assert_eq!(keys(closed), ["refused-price-list-closed"]);
    bring_back(&cx, "wholesale").await.unwrap();
    assert_eq!(pays(&shop, "wholesale", rice, "1").await, Some(18_000));
    let mut tx = shop.look().await;
    let all = price_lists(&mut tx).await.unwrap();
    let jumla = all.iter().find(|list| list.list == "wholesale").unwrap();
    assert_eq!((jumla.priced, jumla.customers), (1, 0));
    drop(tx);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn customers_are_put_on_a_list_by_their_number() {
    let shop = Shop::open("buyers").await;
    shop.an_order(12_000).await;
    let cx = shop.cx();
    let list = add(&cx, "Wholesale").await.unwrap();
    // She has ordered before, under her name.
    let name = put_on(&cx, &list, "0712 345 678", "Somebody else").await;
    assert_eq!(name.unwrap(), "A customer");
    put_on(&cx, &list, "+254712345678", "").await.unwrap();
    put_on(&cx, &list, "0722000111", "New").await.unwrap();
    let wrong = put_on(&cx, &list, "12", "").await;
    assert_eq!(keys(wrong), ["refused-not-a-phone"]);
    let mut tx = shop.look().await;
    let buyers = store::buyers(&mut tx, &list).await.unwrap();
    drop(tx);
    assert_eq!(buyers.len(), 2);
    take_off(&cx, &list, buyers[0].customer_id).await.unwrap();
    take_off(&cx, &list, buyers[0].customer_id).await.unwrap();
    let mut tx = shop.look().await;
    assert_eq!(store::buyers(&mut tx, &list).await.unwrap().len(), 1);
    assert_eq!(price_lists(&mut tx).await.unwrap()[0].customers, 1);
    drop(tx);
    assert_eq!(
        put_on(&cx, "none", "0722000111", "").await,
        Err(Stop::NotFound)
    );
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_keeps_products_keeps_prices_and_only_her_own() {
    let shop = Shop::open("lists-power").await;
    let other = shop.neighbour("lists-other").await;
    let rice = shop.sells("RICE", "200", "5").await;
    other.sells("RICE", "210", "5").await;
    let list = add(&shop.cx(), "Wholesale").await.unwrap();
    assert_eq!(add(&other.cx(), "Wholesale").await.unwrap(), list);
    let cashier = shop.cashier();
    assert_eq!(add(&cashier, "Mine").await, Err(Stop::Forbidden));
    assert_eq!(retire(&cashier, &list).await, Err(Stop::Forbidden));
    let form = ProductPriceForm {
        price: "1".to_owned(),
        ..ProductPriceForm::default()
    };
    let refused = keep_price(&cashier, &list, rice, Uuid::now_v7(), &form).await;
    assert_eq!(refused, Err(Stop::Forbidden));
    let refused = put_on(&cashier, &list, "0722000111", "").await;
    assert_eq!(refused, Err(Stop::Forbidden));
    let refused = bring_in(
        &cashier,
        &list,
        Uuid::now_v7(),
        b"sku,price\nRICE,1\n",
        false,
    )
    .await;
    assert_eq!(refused, Err(Stop::Forbidden));

    // Her neighbour's product is not found, and her list is her own.
    let foreign = keep_price(&other.cx(), &list, rice, Uuid::now_v7(), &form).await;
    assert_eq!(foreign, Err(Stop::NotFound));
    set(&shop, &list, rice, ("", "180", "")).await.unwrap();
    assert_eq!(pays(&other, &list, rice, "1").await, None);
    assert_eq!(pays(&shop, "no-such-list", rice, "1").await, Some(20_000));
    shop.check().await;
    other.check().await;
}
