//! At the same instant: two sellers and the last item, one sale twenty times, two refunds.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::*;
use crate::sales::{refund, set_limit};

/// How many of these happened, and how many were refused. Anything else is a fault.
fn counted<T>(outcomes: impl IntoIterator<Item = Result<T, Stop>>) -> (usize, usize) {
    let (mut done, mut refused) = (0, 0);
    for outcome in outcomes {
        match outcome {
            Ok(_) => done += 1,
            Err(Stop::Refused(_)) => refused += 1,
            Err(stop) => panic!("{stop}"),
        }
    }
    (done, refused)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_sellers_and_the_last_item() {
    let shop = Shop::open("last").await;
    for below_zero in ["block", "warn"] {
        policy(&shop, below_zero, "block").await;
        for round in 0..5 {
            let sku = format!("{below_zero}{round}");
            let product = shop.sells(&sku, "100", "1").await;
            let one = ask(&shop, vec![line(1, product, "1", 10_000)], 10_000);
            let other = ask(&shop, vec![line(1, product, "1", 10_000)], 10_000);
            let (a, b) = (shop.cashier(), shop.cx());
            let (one, other) = tokio::join!(sell(&a, &one), sell(&b, &other));
            assert_eq!(counted([one, other]), (1, 1), "{below_zero}");
            assert_eq!(on_hand(&shop, product).await, Quantity::ZERO);
            assert_eq!(short(&shop, product).await, 0);
        }
    }
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_seen_is_stale_for_the_second() {
    let shop = Shop::open("stale").await;
    policy(&shop, "warn", "block").await;
    let product = shop.sells("A", "100", "1").await;
    let asks = [(); 2].map(|()| SellAsk {
        seen: vec![(product, Quantity::ONE)],
        ..ask(&shop, vec![line(1, product, "2", 10_000)], 20_000)
    });
    let (a, b) = (shop.cashier(), shop.cx());
    let (one, other) = tokio::join!(sell(&a, &asks[0]), sell(&b, &asks[1]));
    assert_eq!(counted([one, other]), (1, 1));
    assert_eq!(short(&shop, product).await, 1_000);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_sale_sent_twenty_times_is_one() {
    let shop = Arc::new(Shop::open("twenty-times").await);
    for (below_zero, stock) in [("block", "2"), ("allow", "0")] {
        policy(&shop, below_zero, "block").await;
        let product = shop.sells(below_zero, "100", stock).await;
        let ask = ask(&shop, vec![line(1, product, "2", 10_000)], 20_000);
        let tries: Vec<_> = (0..20)
            .map(|_| {
                let (shop, ask) = (shop.clone(), ask.clone());
                tokio::spawn(async move { sell(&shop.cashier(), &ask).await })
            })
            .collect();
        let mut numbers = BTreeSet::new();
        for outcome in tries {
            numbers.insert(outcome.await.unwrap().unwrap().number);
        }
        assert_eq!(numbers.len(), 1, "{below_zero}");
        assert_eq!(on_hand(&shop, product).await, Quantity::ZERO);
    }
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sellers_of_the_same_goods_in_any_order_do_not_stand_still() {
    let shop = Arc::new(Shop::open("orders").await);
    let a = shop.sells("A", "100", "40").await;
    let b = shop.sells("B", "100", "40").await;
    let tries: Vec<_> = (0..16)
        .map(|i| {
            let shop = shop.clone();
            tokio::spawn(async move {
                let (first, second) = if i % 2 == 0 { (a, b) } else { (b, a) };
                let lines = vec![line(1, first, "1", 10_000), line(2, second, "1", 10_000)];
                sell(&shop.cashier(), &ask(&shop, lines, 20_000)).await
            })
        })
        .collect();
    let mut numbers = BTreeSet::new();
    for outcome in tries {
        numbers.insert(outcome.await.unwrap().unwrap().number);
    }
    let all: BTreeSet<i64> = (1..=16).collect();
    assert_eq!(numbers, all);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_refunds_at_once() {
    let shop = Shop::open("refunds-at-once").await;
    let product = shop.sells("A", "100", "20").await;
    for _ in 0..5 {
        let sale = sold(&shop, vec![line(1, product, "2", 10_000)], 20_000).await;
        // Two people take all of it back: one does.
        let asks = [(); 2].map(|()| back(sale.sale_id, &[(1, "2")]));
        let (a, b) = (shop.cx(), shop.cx());
        let (one, other) = tokio::join!(refund(&a, &asks[0]), refund(&b, &asks[1]));
        assert_eq!(counted([one, other]), (1, 1));
        // One form sent twice: both say the same.
        let sale = sold(&shop, vec![line(1, product, "2", 10_000)], 20_000).await;
        let ask = back(sale.sale_id, &[(1, "1")]);
        let (one, other) = tokio::join!(refund(&a, &ask), refund(&b, &ask));
        assert_eq!(one.unwrap(), other.unwrap());
        refund(&a, &back(sale.sale_id, &[(1, "1")])).await.unwrap();
    }
    assert_eq!(on_hand(&shop, product).await, quantity("20"));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_tills_and_one_limit() {
    let shop = Shop::open("one-limit").await;
    let (a, b) = (
        shop.sells("A", "100", "20").await,
        shop.sells("B", "100", "20").await,
    );
    let customer = customer(&shop).await;
    set_limit(&shop.cx(), customer, money(10_000))
        .await
        .unwrap();
    // Different goods: only the account stands between them.
    let on_account = |product: Uuid| SellAsk {
        customer: Some(customer),
        tenders: vec![tender(Tender::OnAccount, 10_000)],
        ..ask(&shop, vec![line(1, product, "1", 10_000)], 10_000)
    };
    let (one, other) = (on_account(a), on_account(b));
    let (x, y) = (shop.cashier(), shop.cx());
    let (one, other) = tokio::join!(sell(&x, &one), sell(&y, &other));
    assert_eq!(counted([one, other]), (1, 1));
    assert_eq!(balances(&shop).await["1310"], 10_000);
    shop.check().await;
}

/// Selling and taking back at once, with goods that are short: whatever comes first, nothing waits for
/// ever and the books agree.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn selling_and_taking_back_at_once() {
    let shop = Arc::new(Shop::open("back-and-forth").await);
    policy(&shop, "allow", "block").await;
    let product = shop.sells("A", "100", "3").await;
    let mut sales = Vec::new();
    for _ in 0..6 {
        sales.push(sold(&shop, vec![line(1, product, "1", 10_000)], 10_000).await);
    }
    let mut acts = tokio::task::JoinSet::new();
    for sale in sales {
        let here = shop.clone();
        acts.spawn(async move { refund(&here.cx(), &back(sale.sale_id, &[(1, "1")])).await });
        let here = shop.clone();
        acts.spawn(async move {
            let lines = vec![line(1, product, "0.5", 10_000)];
            sell(&here.cashier(), &ask(&here, lines, 5_000)).await
        });
    }
    while let Some(outcome) = acts.join_next().await {
        outcome.unwrap().unwrap();
    }
    shop.check().await;
}
