//! At the same instant: two who open, two who close, and sales while a shift is closed.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::shifts::{closing, in_shift, opened, opening};
use super::*;
use crate::sales::shifts;
use crate::tests::tills::till;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_openings_at_once() {
    let shop = Shop::open("two-openings").await;
    let (a, b) = (shop.cashier(), shop.cashier());
    let mut numbers = BTreeSet::new();
    for round in 1..=5 {
        // Without gaps, whatever was refused: each till counts by itself.
        let device = till(&shop, shop.location).await;
        for number in 1..=3_i64 {
            let (one, other) = (opening(device, 100), opening(device, 100));
            let (one, other) = tokio::join!(shifts::open(&a, &one), shifts::open(&b, &other));
            let (shift, refused) = match (one, other) {
                (Ok(shift), refused) | (refused, Ok(shift)) => (shift, refused),
                neither => panic!("{neither:?}"),
            };
            assert_eq!(reasons(refused), ["refused-shift-open"]);
            assert_eq!(shift.number, number);
            numbers.insert((round, shift.number));
            let at = shifts::AtShift {
                device_id: device,
                shift_id: shift.shift_id,
            };
            shifts::close(&a, &closing(at, 100)).await.unwrap();
        }
        // One form sent twice: both say the same.
        let ask = opening(device, 100);
        let (one, other) = tokio::join!(shifts::open(&a, &ask), shifts::open(&b, &ask));
        let shift = one.unwrap();
        assert_eq!((&shift, shift.number), (&other.unwrap(), 4));
        let at = shifts::AtShift {
            device_id: device,
            shift_id: shift.shift_id,
        };
        shifts::close(&a, &closing(at, 100)).await.unwrap();
        // Nor did the second one use a number up.
        let next = shifts::open(&a, &opening(device, 100)).await.unwrap();
        assert_eq!(next.number, 5);
    }
    assert_eq!(numbers.len(), 15);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_closings_at_once() {
    let shop = Shop::open("two-closings").await;
    let device = till(&shop, shop.location).await;
    let (a, b) = (shop.cashier(), shop.cx());
    for _ in 0..5 {
        let at = opened(&a, device, 1_000).await;
        let (one, other) = (closing(at, 900), closing(at, 1_100));
        let (one, other) = tokio::join!(shifts::close(&a, &one), shifts::close(&b, &other));
        let (shift, refused) = match (one, other) {
            (Ok(shift), refused) | (refused, Ok(shift)) => (shift, refused),
            neither => panic!("{neither:?}"),
        };
        assert!(shift.closed.is_some());
        assert_eq!(reasons(refused), ["refused-shift-closed"]);
        let at = opened(&a, device, 1_000).await;
        let count = closing(at, 1_000);
        let (one, other) = tokio::join!(shifts::close(&a, &count), shifts::close(&b, &count));
        assert_eq!(one.unwrap(), other.unwrap());
    }
    assert_eq!(balances(&shop).await["1120"], 0);
    shop.check().await;
}

/// Every sale happens; those that come after the count are late, and the drawer is empty whoever was
/// first.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sales_while_a_shift_is_closed() {
    let shop = Arc::new(Shop::open("sold-while-closing").await);
    let product = shop.sells("A", "100", "500").await;
    let device = till(&shop, shop.location).await;
    let (mut late, mut early) = (0_i64, 0_i64);
    for _ in 0..6 {
        let at = opened(&shop.cashier(), device, 1_000).await;
        let mut acts = tokio::task::JoinSet::new();
        for _ in 0..6 {
            let here = shop.clone();
            acts.spawn(async move {
                let lines = vec![line(1, product, "1", 10_000)];
                let ask = in_shift(at, ask(&here, lines, 10_000));
                sell(&here.cashier(), &ask).await.unwrap()
            });
        }
        let count = closing(at, 61_000);
        let closed = shifts::close(&shop.cx(), &count).await.unwrap();
        let (mut now_late, mut now_early) = (0, 0);
        while let Some(sale) = acts.join_next().await {
            match sale.unwrap().shift {
                Some(at) if at.is_late => now_late += 1,
                Some(_) => now_early += 1,
                None => panic!("a sale lost its shift"),
            }
        }
        let expected = closed.closed.unwrap().expected;
        assert_eq!(expected, money(1_000 + now_early * 10_000));
        let mut tx = shop.look().await;
        let report = shifts::report(&mut tx, at.shift_id).await.unwrap();
        assert_eq!(report.late.documents, now_late);
        assert_eq!(report.variance_now(), Some(Money::ZERO));
        drop(tx);
        late += now_late;
        early += now_early;
    }
    assert_eq!(late + early, 36);
    let books = balances(&shop).await;
    assert_eq!((books["1120"], books["5170"]), (0, 0));
    shop.check().await;
}
