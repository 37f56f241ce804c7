//! What happens where there is not enough, or where it has expired: as the business wants it.

use chrono::Days;

use super::*;
use crate::sales::refund;

/// The refusal of a sale, with what it names.
async fn refused(shop: &Shop, ask: &SellAsk) -> (String, BTreeMap<String, String>) {
    match sell(&shop.cashier(), ask).await {
        Err(Stop::Refused(refusals)) => {
            let one = refusals.into_iter().next().unwrap();
            (one.key, one.args.into_iter().collect())
        }
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn blocking_names_what_is_left() {
    let shop = Shop::open("block").await;
    let product = shop.sells("A", "100", "1.5").await;
    // Twice on one sale is together too much.
    let lines = vec![line(1, product, "1", 10_000), line(2, product, "1", 10_000)];
    let (key, args) = refused(&shop, &ask(&shop, lines, 20_000)).await;
    assert_eq!(key, "refused-out-of-stock");
    assert_eq!(args["left"], "1.5");
    assert_eq!(args["product"], product.to_string());
    // What she says she has seen changes nothing here.
    let mut stubborn = ask(&shop, vec![line(1, product, "2", 10_000)], 20_000);
    stubborn.seen = vec![(product, quantity("1.5"))];
    assert_eq!(refused(&shop, &stubborn).await.0, "refused-out-of-stock");
    sold(&shop, vec![line(1, product, "1.5", 10_000)], 15_000).await;
    let none = ask(&shop, vec![line(1, product, "0.5", 10_000)], 5_000);
    assert_eq!(refused(&shop, &none).await.0, "refused-sold-out");
    assert_eq!(on_hand(&shop, product).await, Quantity::ZERO);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn warning_sells_what_the_seller_has_seen() {
    let shop = Shop::open("warn").await;
    policy(&shop, "warn", "block").await;
    let product = shop.sells("A", "100", "1").await;
    let mut ask = ask(&shop, vec![line(1, product, "3", 10_000)], 30_000);
    let (key, args) = refused(&shop, &ask).await;
    assert_eq!(
        (key.as_str(), args["left_milli"].as_str()),
        ("refused-sale-short", "1000")
    );
    ask.seen = vec![(product, quantity("2"))];
    assert_eq!(refused(&shop, &ask).await.0, "refused-sale-short");
    ask.seen = vec![(product, Quantity::ONE)];
    let sale = sell(&shop.cashier(), &ask).await.unwrap();
    assert_eq!(sale.cost, money(1_000));
    assert_eq!(on_hand(&shop, product).await, Quantity::ZERO);
    assert_eq!(short(&shop, product).await, 2_000);
    shop.check().await;
    // What comes in covers it, and its cost is in the books then.
    receive(&shop, product, "5", 6_000, None).await;
    assert_eq!(short(&shop, product).await, 0);
    assert_eq!(on_hand(&shop, product).await, quantity("3"));
    let cost = balances(&shop).await["5100"];
    assert_eq!(cost, 1_000 + 2_400);
    // All of it comes back at what it had cost, then and now.
    let all = refund(&shop.cx(), &back(sale.sale_id, &[(1, "3")]))
        .await
        .unwrap();
    assert_eq!(all.cost, money(3_400));
    assert_eq!(on_hand(&shop, product).await, quantity("6"));
    assert_eq!(balances(&shop).await["5100"], 0);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn allowing_sells_what_is_not_there_and_takes_it_back() {
    let shop = Shop::open("allow").await;
    policy(&shop, "allow", "block").await;
    let product = shop.sells("A", "100", "1").await;
    let sale = sold(&shop, vec![line(1, product, "3", 10_000)], 30_000).await;
    assert_eq!(short(&shop, product).await, 2_000);
    // What comes back first is what was never there: the shortfall is less, and no goods move.
    let one = refund(&shop.cx(), &back(sale.sale_id, &[(1, "1.5")]))
        .await
        .unwrap();
    assert_eq!((one.total, one.cost), (money(15_000), Money::ZERO));
    assert_eq!(short(&shop, product).await, 500);
    assert_eq!(on_hand(&shop, product).await, Quantity::ZERO);
    shop.check().await;
    let rest = refund(&shop.cx(), &back(sale.sale_id, &[(1, "1.5")]))
        .await
        .unwrap();
    assert_eq!((rest.total, rest.cost), (money(15_000), money(1_000)));
    assert_eq!(short(&shop, product).await, 0);
    assert_eq!(on_hand(&shop, product).await, Quantity::ONE);
    // Something that nobody ever brought in.
    let unknown = shop.sells("B", "100", "0").await;
    sold(&shop, vec![line(1, unknown, "2", 10_000)], 20_000).await;
    assert_eq!(short(&shop, unknown).await, 2_000);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn goods_that_come_back_cover_what_another_sold() {
    let shop = Shop::open("covered").await;
    policy(&shop, "allow", "block").await;
    let product = shop.sells("A", "100", "2").await;
    let first = sold(&shop, vec![line(1, product, "2", 10_000)], 20_000).await;
    sold(&shop, vec![line(1, product, "1", 10_000)], 10_000).await;
    assert_eq!(short(&shop, product).await, 1_000);
    refund(&shop.cx(), &back(first.sale_id, &[(1, "2")]))
        .await
        .unwrap();
    assert_eq!(short(&shop, product).await, 0);
    assert_eq!(on_hand(&shop, product).await, Quantity::ONE);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_expired_is_sold_by_nobody_or_with_open_eyes() {
    let shop = Shop::open("expired").await;
    let product = shop.sells("A", "100", "0").await;
    let today = shop.look().await.scope().today();
    let yesterday = today.checked_sub_days(Days::new(1));
    receive(&shop, product, "2", 2_000, yesterday).await;
    receive(&shop, product, "1", 500, Some(today)).await;
    let mut ask = ask(&shop, vec![line(1, product, "2", 10_000)], 20_000);
    ask.spoilt_ok = vec![product];
    let (key, args) = refused(&shop, &ask).await;
    assert_eq!(
        (key.as_str(), args["left"].as_str()),
        ("refused-out-of-stock", "1")
    );
    policy(&shop, "block", "warn").await;
    ask.spoilt_ok = Vec::new();
    let (key, args) = refused(&shop, &ask).await;
    assert_eq!(
        (key.as_str(), args["spoilt"].as_str()),
        ("refused-sale-spoilt", "2")
    );
    ask.spoilt_ok = vec![product];
    let sale = sell(&shop.cashier(), &ask).await.unwrap();
    assert_eq!(sale.cost, money(1_500), "what is fresh leaves first");
    // It comes back as old as it left.
    refund(&shop.cx(), &back(sale.sale_id, &[(1, "2")]))
        .await
        .unwrap();
    policy(&shop, "block", "block").await;
    let fresh = super::ask(&shop, vec![line(1, product, "1.5", 10_000)], 15_000);
    assert_eq!(refused(&shop, &fresh).await.1["left"], "1");
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_accepted_of_one_product_is_not_of_another() {
    let shop = Shop::open("expired-one").await;
    policy(&shop, "block", "warn").await;
    let today = shop.look().await.scope().today();
    let yesterday = today.checked_sub_days(Days::new(1));
    let (milk, yoghurt) = (
        shop.sells("A", "100", "0").await,
        shop.sells("B", "100", "0").await,
    );
    for product in [milk, yoghurt] {
        receive(&shop, product, "2", 2_000, yesterday).await;
    }
    let lines = vec![line(1, milk, "1", 10_000), line(2, yoghurt, "1", 10_000)];
    let mut ask = ask(&shop, lines, 20_000);
    ask.spoilt_ok = vec![milk];
    let (key, args) = refused(&shop, &ask).await;
    assert_eq!(key, "refused-sale-spoilt");
    assert_eq!(args["product"], yoghurt.to_string());
    assert_eq!(reasons(sell(&shop.cashier(), &ask).await).len(), 1);
    assert_eq!(on_hand(&shop, milk).await, quantity("2"));
    ask.spoilt_ok = vec![milk, yoghurt];
    sell(&shop.cashier(), &ask).await.unwrap();
    // More than there is, fresh or not, is not a matter of dates.
    let mut many = super::ask(&shop, vec![line(1, milk, "3", 10_000)], 30_000);
    many.spoilt_ok = vec![milk];
    let (key, args) = refused(&shop, &many).await;
    assert_eq!(
        (key.as_str(), args["left"].as_str()),
        ("refused-out-of-stock", "1")
    );
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_promised_to_an_order_is_not_sold() {
    let shop = Shop::open("promised").await;
    policy(&shop, "warn", "block").await;
    let product = shop.sells("A", "100", "3").await;
    let browser = shop.cart_of(product, "2").await;
    let form = shop.checkout(&browser).await;
    crate::orders::place(&shop.customer(), &browser, &form)
        .await
        .unwrap();
    let mut ask = ask(&shop, vec![line(1, product, "2", 10_000)], 20_000);
    assert_eq!(refused(&shop, &ask).await.1["left"], "1");
    ask.seen = vec![(product, Quantity::ONE)];
    sell(&shop.cashier(), &ask).await.unwrap();
    assert_eq!(shop.level(product).await, (quantity("2"), quantity("2")));
    assert_eq!(short(&shop, product).await, 1_000);
    shop.check().await;
}
