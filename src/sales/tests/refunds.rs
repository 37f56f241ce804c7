//! What comes back: money to the cent, tax with it, goods at the cost they had left with.

use super::*;
use crate::sales::{self, refund};

#[tokio::test(flavor = "multi_thread")]
async fn parts_come_back_to_the_cent() {
    let shop = Shop::open("to-the-cent").await;
    let a = shop.sells("A", "33.35", "1").await;
    // One at 10, two for 7 together: thirds that do not come out even.
    receive(&shop, a, "2", 700, None).await;
    let before = balances(&shop).await;
    let sale = sold(&shop, vec![line(1, a, "3", 3_335)], 10_000).await;
    assert_eq!((sale.goods, sale.rounding), (money(10_005), money(-5)));
    assert_eq!((sale.tax, sale.cost), (money(1_380), money(1_700)));
    let mut refunds = Vec::new();
    for _ in 0..3 {
        let ask = back(sale.sale_id, &[(1, "1")]);
        refunds.push(refund(&shop.cx(), &ask).await.unwrap());
        shop.check().await;
    }
    let goods: Vec<i64> = refunds.iter().map(|one| one.goods.minor()).collect();
    assert_eq!(goods, [3_335, 3_335, 3_335]);
    let totals: i64 = refunds.iter().map(|one| one.total.minor()).sum();
    assert_eq!(totals, 10_000);
    let tax: i64 = refunds.iter().map(|one| one.tax.minor()).sum();
    assert_eq!(tax, 1_380);
    let costs: Vec<i64> = refunds.iter().map(|one| one.cost.minor()).collect();
    assert_eq!(costs, [1_000, 350, 350]);
    assert_eq!(balances(&shop).await, before, "as if nothing had been sold");
    assert_eq!(on_hand(&shop, a).await, quantity("3"));
    let more = refund(&shop.cx(), &back(sale.sale_id, &[(1, "0.5")])).await;
    assert_eq!(reasons(more), ["refused-back-more"]);
    let mut tx = shop.look().await;
    let whole = sales::whole(&mut tx, sale.sale_id).await.unwrap();
    assert_eq!(whole.refunds, refunds);
    assert_eq!(whole.lines[0].returned, quantity("3"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_fit_to_be_sold_is_written_off() {
    let shop = Shop::open("written-off").await;
    let product = shop.sells("A", "116", "5").await;
    let sale = sold(&shop, vec![line(1, product, "2", 11_600)], 23_200).await;
    let mut broken = back(sale.sale_id, &[(1, "1")]);
    broken.lines[0].restock = false;
    let one = refund(&shop.cx(), &broken).await.unwrap();
    assert_eq!((one.total, one.cost), (money(11_600), Money::ZERO));
    assert_eq!(on_hand(&shop, product).await, quantity("3"));
    let after = balances(&shop).await;
    assert_eq!(after["5100"], 2_000, "its cost stays");
    assert_eq!((after["4100"], after["2210"]), (-10_000, -1_600));
    shop.check().await;
    refund(&shop.cx(), &back(sale.sale_id, &[(1, "1")]))
        .await
        .unwrap();
    assert_eq!(on_hand(&shop, product).await, quantity("4"));
    assert_eq!(balances(&shop).await["5100"], 1_000);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_again_is_the_same_and_another_body_is_refused() {
    let shop = Shop::open("back-again").await;
    let product = shop.sells("A", "100", "5").await;
    let sale = sold(&shop, vec![line(1, product, "2", 10_000)], 20_000).await;
    let ask = back(sale.sale_id, &[(1, "1")]);
    let one = refund(&shop.cx(), &ask).await.unwrap();
    assert_eq!(refund(&shop.cx(), &ask).await.unwrap(), one);
    let mut other = ask.clone();
    other.lines[0].restock = false;
    let outcome = refund(&shop.cx(), &other).await;
    assert_eq!(reasons(outcome), ["refused-sale-other"]);
    // A sale's id is no refund's.
    let mut mixed = back(sale.sale_id, &[(1, "1")]);
    mixed.refund_id = sale.sale_id;
    assert_eq!(
        reasons(refund(&shop.cx(), &mixed).await),
        ["refused-sale-other"]
    );
    // A refund is not taken back.
    let twice = refund(&shop.cx(), &back(one.sale_id, &[(1, "1")])).await;
    assert_eq!(twice, Err(Stop::NotFound));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refunds_that_are_refused() {
    let shop = Shop::open("no-refund").await;
    let product = shop.sells("A", "100", "5").await;
    let sale = sold(&shop, vec![line(1, product, "2", 10_000)], 20_000).await;
    let cashier = refund(&shop.cashier(), &back(sale.sale_id, &[(1, "1")])).await;
    assert_eq!(cashier, Err(Stop::Forbidden));
    let larger = refund(&shop.cx(), &back(sale.sale_id, &[(1, "2.5")])).await;
    assert_eq!(reasons(larger), ["refused-back-more"]);
    let no_line = refund(&shop.cx(), &back(sale.sale_id, &[(2, "1")])).await;
    assert_eq!(no_line, Err(Stop::NotFound));
    let nothing = refund(&shop.cx(), &back(sale.sale_id, &[])).await;
    assert_eq!(reasons(nothing), ["refused-nothing-back"]);
    let zero = refund(&shop.cx(), &back(sale.sale_id, &[(1, "0")])).await;
    assert_eq!(reasons(zero), ["refused-not-a-quantity"]);
    let twice = refund(&shop.cx(), &back(sale.sale_id, &[(1, "1"), (1, "1")])).await;
    assert_eq!(reasons(twice), ["refused-unreadable"]);
    let mut wrong = back(sale.sale_id, &[(1, "1")]);
    wrong.pay_out = PayOut::Exactly(vec![tender(Tender::Cash, 9_999)]);
    assert_eq!(
        reasons(refund(&shop.cx(), &wrong).await),
        ["refused-sale-tenders"]
    );
    let mut nobody = back(sale.sale_id, &[(1, "1")]);
    nobody.pay_out = PayOut::Exactly(vec![tender(Tender::OnAccount, 10_000)]);
    assert_eq!(
        reasons(refund(&shop.cx(), &nobody).await),
        ["refused-sale-customer"]
    );
    assert_eq!(on_hand(&shop, product).await, quantity("3"));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn money_goes_back_as_it_came_or_as_it_is_said() {
    let shop = Shop::open("as-it-came").await;
    let product = shop.sells("A", "100", "9").await;
    let mut two = ask(&shop, vec![line(1, product, "3", 10_000)], 25_000);
    two.tenders.push(tender(Tender::Card, 5_000));
    let sale = sell(&shop.cashier(), &two).await.unwrap();
    // The largest first.
    refund(&shop.cx(), &back(sale.sale_id, &[(1, "1")]))
        .await
        .unwrap();
    let after = balances(&shop).await;
    assert_eq!((after["1110"], after["1180"]), (15_000, 5_000));
    let mut by = back(sale.sale_id, &[(1, "1")]);
    by.pay_out = PayOut::By {
        payment_id: Uuid::now_v7(),
        tender: Tender::Mpesa,
        reference: "reversal01".to_owned(),
    };
    let one = refund(&shop.cx(), &by).await.unwrap();
    let mut tx = shop.look().await;
    let whole = sales::whole(&mut tx, one.sale_id).await.unwrap();
    assert_eq!(whole.payments[0].reference.as_deref(), Some("REVERSAL01"));
    drop(tx);
    let mut pieces = back(sale.sale_id, &[(1, "1")]);
    pieces.pay_out = PayOut::Exactly(vec![
        tender(Tender::Cash, 4_000),
        tender(Tender::Card, 6_000),
    ]);
    refund(&shop.cx(), &pieces).await.unwrap();
    let after = balances(&shop).await;
    assert_eq!(
        (after["1110"], after["1140"], after["1180"]),
        (11_000, -10_000, -1_000)
    );
    shop.check().await;
}
