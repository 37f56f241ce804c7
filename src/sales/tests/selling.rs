//! A sale as it should be, the same sale again, and sales that are refused.

use chrono::{Datelike, Days};

use super::*;
use crate::catalog::price_lists;
use crate::platform::clock;
use crate::sales::{self, Filter, SaleKind};
use crate::values::month_of;

#[tokio::test(flavor = "multi_thread")]
async fn three_lines_to_the_cent() {
    let shop = Shop::open("three-lines").await;
    let a = shop.sells("A", "116", "2").await;
    let b = shop.sells("B", "27.50", "5").await;
    let c = shop.sells("C", "58", "5").await;
    rules(&shop, "20", "100", "").await;
    // Two of A at 10 each, then three for 10 together.
    receive(&shop, a, "3", 1_000, None).await;
    let before = balances(&shop).await;
    let discounted = AskLine {
        discount: money(1_600).into(),
        ..line(3, c, "2", 5_800)
    };
    let lines = vec![line(1, a, "4", 11_600), line(2, b, "1", 2_750), discounted];
    let ask = ask(&shop, lines, 59_200);
    let sale = sell(&shop.cashier(), &ask).await.unwrap();
    assert_eq!(sale.goods, money(46_400 + 2_750 + 10_000));
    assert_eq!(sale.rounding, money(50));
    assert_eq!(sale.total, money(59_200));
    assert_eq!(sale.tax, money(6_400 + 379 + 1_379));
    assert_eq!(sale.cost, money(2_000 + 667 + 1_000 + 2_000));
    assert_eq!((sale.number, sale.discount), (1, money(1_600)));
    assert_eq!(sale.seller.as_deref(), Some("A cashier"));
    let after = balances(&shop).await;
    let moved = |number: &str| after[number] - before.get(number).copied().unwrap_or(0);
    assert_eq!(moved("1110"), 59_200, "cash");
    assert_eq!(moved("4100"), -(59_150 - 8_158), "sales");
    assert_eq!(moved("2210"), -8_158, "VAT");
    assert_eq!(moved("4900"), -50, "rounding");
    assert_eq!(moved("5100"), 5_667, "cost");
    assert_eq!(moved("1210"), -5_667, "inventory");
    assert_eq!(on_hand(&shop, a).await, Quantity::ONE);
    let mut tx = shop.look().await;
    let whole = sales::whole(&mut tx, sale.sale_id).await.unwrap();
    let costs: Vec<i64> = whole.lines.iter().map(|line| line.cost.minor()).collect();
    assert_eq!(costs, [2_667, 1_000, 2_000]);
    let tax = Money::sum(whole.lines.iter().map(|line| line.tax.amount));
    assert_eq!(tax, Some(sale.tax));
    assert_eq!(whole.sale, sale);
    assert_eq!(whole.payments[0].payment_id, ask.tenders[0].payment_id);
    drop(tx);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_again_is_the_same_and_another_body_is_refused() {
    let shop = Shop::open("again").await;
    let product = shop.sells("A", "100", "5").await;
    let first = ask(&shop, vec![line(1, product, "2", 10_000)], 20_000);
    let sale = sell(&shop.cashier(), &first).await.unwrap();
    // Whatever has become of the product since.
    let mut tx = shop.cx().begin().await.unwrap();
    sqlx::query("update app.product set retired_at = now() where business_id = $1")
        .bind(tx.business())
        .execute(tx.conn())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut again = first.clone();
    again.seen = vec![(product, Quantity::ONE)];
    assert_eq!(sell(&shop.cashier(), &again).await.unwrap(), sale);
    let mut other = first.clone();
    other.note = "another".to_owned();
    let outcome = sell(&shop.cashier(), &other).await;
    assert_eq!(reasons(outcome), ["refused-sale-other"]);
    // A payment's id is used once, too.
    let product = shop.sells("B", "100", "5").await;
    let mut third = ask(&shop, vec![line(1, product, "2", 10_000)], 20_000);
    third.tenders = first.tenders.clone();
    let outcome = sell(&shop.cashier(), &third).await;
    assert_eq!(reasons(outcome), ["refused-payment-other"]);
    assert_eq!(on_hand(&shop, product).await, quantity("5"));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn money_is_exactly_the_total() {
    let shop = Shop::open("exactly").await;
    let product = shop.sells("A", "100", "5").await;
    let lines = vec![line(1, product, "1", 10_000)];
    for total in [9_999, 10_001, 1] {
        let outcome = sell(&shop.cashier(), &ask(&shop, lines.clone(), total)).await;
        assert_eq!(reasons(outcome), ["refused-sale-tenders"], "{total}");
    }
    let nothing = ask(&shop, lines.clone(), 0);
    assert_eq!(
        reasons(sell(&shop.cashier(), &nothing).await),
        ["refused-not-an-amount"]
    );
    let mut two = ask(&shop, lines.clone(), 4_000);
    two.tenders.push(AskTender {
        reference: " sgl31ha2uv ".to_owned(),
        ..tender(Tender::Mpesa, 6_000)
    });
    let sale = sell(&shop.cashier(), &two).await.unwrap();
    let after = balances(&shop).await;
    assert_eq!((after["1110"], after["1140"]), (4_000, 6_000));
    // The same M-Pesa code pays once.
    let mut thief = ask(&shop, lines, 4_000);
    thief.tenders.push(AskTender {
        payment_id: Uuid::now_v7(),
        ..two.tenders[1].clone()
    });
    let outcome = sell(&shop.cashier(), &thief).await;
    assert_eq!(reasons(outcome), ["refused-receipt-used"]);
    assert_eq!(sale.total, money(10_000));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_till_makes_no_prices() {
    let shop = Shop::open("prices").await;
    let product = shop.sells("A", "100", "9").await;
    rules(&shop, "100", "100", "").await;
    let cheap = vec![line(1, product, "1", 9_900)];
    let outcome = sell(&shop.cashier(), &ask(&shop, cheap.clone(), 9_900)).await;
    assert_eq!(reasons(outcome), ["refused-sale-price"]);
    sell(&shop.cx(), &ask(&shop, cheap, 9_900)).await.unwrap();
    // Dearer than the list is no theft.
    sold(&shop, vec![line(1, product, "1", 10_100)], 10_100).await;
    // Below cost, which is 10 a kilogram, by a discount.
    let lossy = AskLine {
        discount: money(9_500).into(),
        ..line(1, product, "1", 10_000)
    };
    let outcome = sell(&shop.cashier(), &ask(&shop, vec![lossy.clone()], 500)).await;
    assert_eq!(reasons(outcome), ["refused-sale-below-cost"]);
    sell(&shop.cx(), &ask(&shop, vec![lossy], 500))
        .await
        .unwrap();
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_on_a_list_buys_by_it() {
    let shop = Shop::open("her-list").await;
    let product = shop.sells("A", "100", "9").await;
    let (cx, buyer) = (shop.cx(), customer(&shop).await);
    let list = price_lists::add(&cx, "Wholesale").await.unwrap();
    let price = price_lists::ProductPriceForm {
        price: "90".to_owned(),
        ..Default::default()
    };
    let set_id = Uuid::now_v7();
    price_lists::keep_price(&cx, &list, product, set_id, &price)
        .await
        .unwrap();
    price_lists::put_on(&cx, &list, "0722000111", "")
        .await
        .unwrap();
    let cheap = |customer: Option<Uuid>| SellAsk {
        customer,
        ..ask(&shop, vec![line(1, product, "1", 9_000)], 9_000)
    };
    let outcome = sell(&shop.cashier(), &cheap(None)).await;
    assert_eq!(reasons(outcome), ["refused-sale-price"]);
    let hers = cheap(Some(buyer));
    let sale = sell(&shop.cashier(), &hers).await.unwrap();
    assert_eq!(sale.price_list, list);
    let again = sell(&shop.cashier(), &hers).await.unwrap();
    assert_eq!(again.number, sale.number);
    // Nobody else buys by it, unless a manager sells.
    let by_name = |customer: Option<Uuid>| SellAsk {
        price_list: list.clone(),
        ..cheap(customer)
    };
    let outcome = sell(&shop.cashier(), &by_name(None)).await;
    assert_eq!(reasons(outcome), ["refused-sale-list"]);
    sell(&shop.cashier(), &by_name(Some(buyer))).await.unwrap();
    sell(&cx, &by_name(None)).await.unwrap();
    // A list that is closed asks nothing any more.
    price_lists::retire(&cx, &list).await.unwrap();
    let outcome = sell(&shop.cashier(), &cheap(Some(buyer))).await;
    assert_eq!(reasons(outcome), ["refused-sale-price"]);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_can_sell_is_refused() {
    let shop = Shop::open("nonsense").await;
    let product = shop.sells("A", "100", "5").await;
    for milli in [0, -1_000, i64::MIN, i64::MAX, 2_000_000_000] {
        let mut one = line(1, product, "1", 10_000);
        one.quantity = Quantity::from_milli(milli);
        let outcome = sell(&shop.cashier(), &ask(&shop, vec![one], 10_000)).await;
        assert_eq!(reasons(outcome), ["refused-not-a-quantity"], "{milli}");
    }
    let odd = line(1, product, "0.3", 10_000);
    let outcome = sell(&shop.cashier(), &ask(&shop, vec![odd], 3_000)).await;
    assert_eq!(reasons(outcome), ["refused-step"]);
    let empty = sell(&shop.cashier(), &ask(&shop, Vec::new(), 1)).await;
    assert_eq!(reasons(empty), ["refused-sale-empty"]);
    let huge = line(1, product, "1000000", 100_000_000);
    let outcome = sell(&shop.cx(), &ask(&shop, vec![huge], 1)).await;
    assert_eq!(reasons(outcome), ["refused-sale-too-large"]);
    let accountant = shop.member(&shop.hire("accountant").await);
    let lines = vec![line(1, product, "1", 10_000)];
    let outcome = sell(&accountant, &ask(&shop, lines, 10_000)).await;
    assert_eq!(outcome, Err(Stop::Forbidden));
    assert_eq!(on_hand(&shop, product).await, quantity("5"));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_another_business_s_is_not_found() {
    let shop = Shop::open("here").await;
    let other = shop.neighbour("there").await;
    let (mine, hers) = (
        shop.sells("A", "100", "5").await,
        other.sells("B", "100", "5").await,
    );
    let lines = vec![line(1, mine, "1", 10_000), line(2, hers, "1", 10_000)];
    let outcome = sell(&shop.cashier(), &ask(&shop, lines, 20_000)).await;
    assert_eq!(outcome, Err(Stop::NotFound));
    let mut elsewhere = ask(&shop, vec![line(1, mine, "1", 10_000)], 10_000);
    elsewhere.location_id = other.location;
    assert_eq!(sell(&shop.cashier(), &elsewhere).await, Err(Stop::NotFound));
    let mut somebody = ask(&shop, vec![line(1, mine, "1", 10_000)], 10_000);
    somebody.customer = Some(customer(&other).await);
    assert_eq!(sell(&shop.cashier(), &somebody).await, Err(Stop::NotFound));
    let mut listed = ask(&shop, vec![line(1, mine, "1", 10_000)], 10_000);
    listed.price_list = "no-such-list".to_owned();
    assert_eq!(sell(&shop.cashier(), &listed).await, Err(Stop::NotFound));
    let sale = sold(&other, vec![line(1, hers, "1", 10_000)], 10_000).await;
    let outcome = sales::refund(&shop.cx(), &back(sale.sale_id, &[(1, "1")])).await;
    assert_eq!(outcome, Err(Stop::NotFound));
    shop.check().await;
    other.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sold_into_a_closed_month() {
    let shop = Shop::open("closed").await;
    let product = shop.sells("A", "100", "5").await;
    let last_month = clock::now().date_naive().with_day(1).unwrap();
    let last_month = last_month.checked_sub_days(Days::new(2)).unwrap();
    let mut superuser = shop.superuser().await;
    sqlx::query(
        "insert into app.period (business_id, starts_on, state, closed_at)
         select business_id, $2, 'closed', now() from app.business where slug = $1",
    )
    .bind(&shop.slug)
    .bind(month_of(last_month))
    .execute(&mut superuser)
    .await
    .unwrap();
    let mut late = ask(&shop, vec![line(1, product, "1", 10_000)], 10_000);
    late.occurred_at = Some(last_month.and_hms_opt(12, 0, 0).unwrap().and_utc());
    let outcome = sell(&shop.cashier(), &late).await;
    assert_eq!(reasons(outcome), ["refused-month-closed"]);
    assert_eq!(on_hand(&shop, product).await, quantity("5"));
    // In an open month the day is the one on which it was rung up.
    let mut open = ask(&shop, vec![line(1, product, "1", 10_000)], 10_000);
    let at = last_month.checked_sub_days(Days::new(40)).unwrap();
    open.occurred_at = Some(at.and_hms_opt(12, 0, 0).unwrap().and_utc());
    let sale = sell(&shop.cashier(), &open).await.unwrap();
    assert_eq!(sale.business_date, at);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_finds_and_adds_up() {
    let shop = Shop::open("listed").await;
    let product = shop.sells("A", "116", "9").await;
    let sale = sold(&shop, vec![line(1, product, "2", 11_600)], 23_200).await;
    sell(
        &shop.cx(),
        &ask(&shop, vec![line(1, product, "1", 11_600)], 11_600),
    )
    .await
    .unwrap();
    sales::refund(&shop.cx(), &back(sale.sale_id, &[(1, "1")]))
        .await
        .unwrap();
    let mut tx = shop.look().await;
    let all = Filter::read(tx.scope().today(), |_| None);
    let listed = sales::list(&mut tx, &all).await.unwrap();
    assert_eq!((listed.rows.len(), listed.pages), (3, 1));
    let sums = listed.sums;
    assert_eq!((sums.sales, sums.refunds), (2, 1));
    assert_eq!((sums.sold, sums.back), (money(34_800), money(11_600)));
    assert_eq!(sums.tax, money(3_200));
    assert_eq!(sums.margin, money(20_000 - 2_000));
    let hers = Filter {
        seller: sale.member_id,
        ..all.clone()
    };
    assert_eq!(sales::list(&mut tx, &hers).await.unwrap().rows.len(), 1);
    let refunds = Filter {
        kind: Some(SaleKind::Refund),
        ..all.clone()
    };
    assert_eq!(sales::list(&mut tx, &refunds).await.unwrap().rows.len(), 1);
    let elsewhere = Filter {
        location: Some(Uuid::now_v7()),
        ..all.on_day(all.day_before())
    };
    let nothing = sales::list(&mut tx, &elsewhere).await.unwrap();
    assert!(nothing.rows.is_empty() && nothing.sums == sales::Sums::default());
}
