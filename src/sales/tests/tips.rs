//! A tip is kept for whoever served: beside the total, apart from sales and tax, until it is paid out.

use super::shifts::{balance, closing, in_shift, moving, opened, report};
use super::*;
use crate::platform::files::Span;
use crate::sales::shifts::{self, MoveReason, Way};
use crate::sales::{refund, sheet, whole};
use crate::tests::tills::till;

/// The tips that are owed, as the books have it.
const OWED: &str = "2160";

async fn takes_tips(shop: &Shop) {
    let form = RulesForm {
        cashier: "10".to_owned(),
        tips: "true".to_owned(),
        ..RulesForm::default()
    };
    keep(&shop.cx(), &form).await.unwrap();
}

/// One piece for 116, and so much beside.
fn tipped(shop: &Shop, product_id: Uuid, tip: i64) -> SellAsk {
    SellAsk {
        tip: money(tip),
        ..ask(shop, vec![line(1, product_id, "1", 11_600)], 11_600 + tip)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tip_is_for_businesses_that_take_them() {
    let shop = Shop::open("tips-off").await;
    let product = shop.sells("A", "116", "20").await;
    let asked = tipped(&shop, product, 400);
    let refused = sell(&shop.cashier(), &asked).await;
    assert_eq!(reasons(refused), ["refused-sale-tip"]);
    takes_tips(&shop).await;
    let sale = sell(&shop.cashier(), &asked).await.unwrap();
    assert_eq!((sale.total, sale.tip), (money(11_600), money(400)));
    let again = sell(&shop.cashier(), &asked).await.unwrap();
    assert_eq!((again.sale_id, again.tip), (sale.sale_id, money(400)));
    // What is paid is the total and the tip, and no less than nothing is given.
    let mut less = tipped(&shop, product, 400);
    less.tenders = vec![tender(Tender::Cash, 11_600)];
    let less = sell(&shop.cashier(), &less).await;
    assert_eq!(reasons(less), ["refused-sale-tenders"]);
    let below = sell(&shop.cashier(), &tipped(&shop, product, -400)).await;
    assert_eq!(reasons(below), ["refused-not-an-amount"]);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_owed_until_it_is_paid_out_of_the_drawer() {
    let shop = Shop::open("tips-owed").await;
    let product = shop.sells("A", "116", "20").await;
    let device = till(&shop, shop.location).await;
    takes_tips(&shop).await;
    let cx = shop.cashier();
    let at = opened(&cx, device, 100_000).await;
    let sale = in_shift(at, tipped(&shop, product, 400));
    let sale = sell(&cx, &sale).await.unwrap();
    assert_eq!(balance(&shop, OWED).await, -400);
    assert_eq!(balance(&shop, "4100").await, -10_000);
    assert_eq!(balance(&shop, "1120").await, 112_000);
    // Goods that come back leave it with whoever served.
    refund(&shop.cx(), &back(sale.sale_id, &[(1, "1")]))
        .await
        .unwrap();
    assert_eq!(balance(&shop, OWED).await, -400);
    let into = moving(at, Way::In, MoveReason::Tips, 400);
    let into = shifts::move_cash(&cx, &into).await;
    assert_eq!(reasons(into), ["refused-shift-reason"]);
    let out = moving(at, Way::Out, MoveReason::Tips, 400);
    shifts::move_cash(&cx, &out).await.unwrap();
    assert_eq!(balance(&shop, OWED).await, 0);
    let x = report(&shop, at).await;
    assert_eq!((x.sales.total, x.sales.tip), (money(11_600), money(400)));
    assert_eq!(x.expected, money(111_600));
    let shift = shifts::close(&cx, &closing(at, 111_600)).await.unwrap();
    assert_eq!(shift.closed.unwrap().variance, Money::ZERO);
    let mut tx = shop.look().await;
    let kept = whole(&mut tx, sale.sale_id).await.unwrap();
    assert_eq!(kept.sale.tip, money(400));
    drop(tx);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_more_is_paid_out_than_is_owed() {
    let shop = Shop::open("tips-bound").await;
    let product = shop.sells("A", "116", "20").await;
    takes_tips(&shop).await;
    let (x, y) = (shop.cashier(), shop.cx());
    let first = opened(&x, till(&shop, shop.location).await, 100_000).await;
    let second = opened(&y, till(&shop, shop.location).await, 100_000).await;
    let out = |at, amount: i64| moving(at, Way::Out, MoveReason::Tips, amount);
    for _ in 0..5 {
        let sale = in_shift(first, tipped(&shop, product, 400));
        sell(&x, &sale).await.unwrap();
        let more = shifts::move_cash(&x, &out(first, 401)).await;
        assert_eq!(reasons(more), ["refused-shift-tips"]);
        // Each would be right alone.
        let asks = [out(first, 300), out(second, 300)];
        let (one, other) = tokio::join!(
            shifts::move_cash(&x, &asks[0]),
            shifts::move_cash(&y, &asks[1])
        );
        let loser = match (one, other) {
            (Ok(_), loser) | (loser, Ok(_)) => loser,
            both => panic!("nothing was paid out: {both:?}"),
        };
        assert_eq!(reasons(loser), ["refused-shift-tips"]);
        assert_eq!(balance(&shop, OWED).await, -100);
        let rest = out(first, 100);
        let paid = shifts::move_cash(&x, &rest).await.unwrap();
        assert_eq!(shifts::move_cash(&x, &rest).await.unwrap(), paid);
        assert_eq!(balance(&shop, OWED).await, 0);
    }
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_of_sales_says_a_tip_once() {
    let shop = Shop::open("tips-file").await;
    let (a, b) = (
        shop.sells("A", "116", "20").await,
        shop.sells("B", "116", "20").await,
    );
    takes_tips(&shop).await;
    let lines = vec![line(1, a, "1", 11_600), line(2, b, "1", 11_600)];
    let asked = SellAsk {
        tip: money(400),
        ..ask(&shop, lines, 23_600)
    };
    sell(&shop.cashier(), &asked).await.unwrap();
    sold(&shop, vec![line(1, a, "1", 11_600)], 11_600).await;
    let mut tx = shop.look().await;
    let file = sheet::take_out(&mut tx, &Span::default()).await.unwrap();
    let rows: Vec<Vec<&str>> = file.lines().map(|row| row.split(',').collect()).collect();
    let column = |name: &str| rows[0].iter().position(|cell| *cell == name).unwrap();
    let (total, tip) = (column("total"), column("tip"));
    let told: Vec<(&str, &str)> = rows[1..].iter().map(|row| (row[total], row[tip])).collect();
    assert_eq!(told, [("232.00", "4.00"), ("", ""), ("116.00", "0.00")]);
}
