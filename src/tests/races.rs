//! The second request that arrives at the same instant, and the one that arrives twice.

use std::sync::Arc;

use uuid::Uuid;

use super::support::Shop;
use crate::orders::{self, State};
use crate::payments::{self, MoneyIn, PaysFor, Tender};
use crate::platform::clock;
use crate::values::{Money, Phone, Quantity, Refusal, Stop};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_customers_and_one_last_item() {
    let shop = Arc::new(Shop::open("last-item").await);
    let product = shop.sells("LAST", "100", "1").await;
    let mut buyers = Vec::new();
    for _ in 0..50 {
        let browser = shop.cart_of(product, "1").await;
        buyers.push((browser.clone(), shop.checkout(&browser).await));
    }
    let tries = buyers.into_iter().map(|(browser, form)| {
        let shop = shop.clone();
        tokio::spawn(async move { orders::place(&shop.customer(), &browser, &form).await })
    });
    let (mut placed, mut sold_out) = (0, 0);
    for outcome in tries.collect::<Vec<_>>() {
        match outcome.await.unwrap() {
            Ok(_) => placed += 1,
            Err(Stop::Refused(_)) => sold_out += 1,
            Err(stop) => panic!("{stop}"),
        }
    }
    assert_eq!((placed, sold_out), (1, 49));
    assert_eq!(shop.level(product).await, (Quantity::ONE, Quantity::ONE));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_form_sent_twenty_times_is_one_order() {
    let shop = Arc::new(Shop::open("twenty").await);
    let product = shop.sells("ONE", "100", "20").await;
    let browser = shop.cart_of(product, "2").await;
    let form = shop.checkout(&browser).await;
    let tries: Vec<_> = (0..20)
        .map(|_| {
            let (shop, browser, form) = (shop.clone(), browser.clone(), form.clone());
            tokio::spawn(async move { orders::place(&shop.customer(), &browser, &form).await })
        })
        .collect();
    let mut codes = std::collections::BTreeSet::new();
    for outcome in tries {
        codes.insert(outcome.await.unwrap().unwrap().code);
    }
    assert_eq!(codes.len(), 1);
    assert_eq!(shop.level(product).await.1, Quantity::from_milli(2000));
    // The same key with another body is refused.
    let other = orders::CheckoutForm {
        phone: "0722000000".to_owned(),
        ..form
    };
    let refused = orders::place(&shop.customer(), &browser, &other).await;
    assert!(matches!(refused, Err(Stop::Refused(_))), "{refused:?}");
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_receipt_counts_once_however_often_it_comes() {
    let shop = Arc::new(Shop::open("receipt").await);
    let (order_id, _) = shop.an_order(12_000).await;
    let tries: Vec<_> = (0..10)
        .map(|_| {
            let shop = shop.clone();
            tokio::spawn(async move {
                let mut tx = shop.cx().begin().await?;
                let money = MoneyIn {
                    payment_id: Uuid::now_v7(),
                    pays_for: PaysFor::Order(order_id),
                    tender: Tender::Mpesa,
                    amount: Money::from_minor(12_000),
                    receipt: Some("UKL0000001".to_owned()),
                    attempt_id: None,
                    occurred_at: clock::now(),
                };
                orders::settle(&mut tx, money).await?;
                tx.commit().await
            })
        })
        .collect();
    for outcome in tries {
        outcome.await.unwrap().unwrap();
    }
    let whole = shop.order(order_id).await;
    assert_eq!(whole.payments.len(), 1);
    assert_eq!(whole.order.paid, Money::from_minor(12_000));
    assert_eq!(whole.order.refund_owed, Money::ZERO);
    shop.check().await;
}

/// One hands over, one cancels, at the same instant: one of the two happens.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn hand_over_and_cancel_at_once() {
    let shop = Arc::new(Shop::open("both").await);
    for _ in 0..5 {
        let (order_id, _) = shop.an_order(12_000).await;
        let cx = shop.cx();
        let id = Uuid::now_v7();
        orders::take_payment(&cx, order_id, id, Tender::Cash, "120", "")
            .await
            .unwrap();
        let revision = shop.order(order_id).await.order.revision;
        let ready = orders::advance(&cx, order_id, revision, State::Ready)
            .await
            .unwrap();
        let (one, two) = (shop.clone(), shop.clone());
        let over =
            tokio::spawn(
                async move { orders::hand_over(&one.cx(), order_id, ready.revision).await },
            );
        let off = tokio::spawn(async move {
            orders::cancel(&two.cx(), order_id, ready.revision, "both at once").await
        });
        let done = [over.await.unwrap().is_ok(), off.await.unwrap().is_ok()];
        assert_eq!(done.iter().filter(|ok| **ok).count(), 1, "{done:?}");
    }
    shop.check().await;
}

/// A reservation that ran out gives the stock back; whoever pays after all gets it again.
#[tokio::test(flavor = "multi_thread")]
async fn a_late_payment_reserves_again() {
    let shop = Shop::open("late").await;
    let product = shop.sells("LATE", "120", "1").await;
    let browser = shop.cart_of(product, "1").await;
    let form = shop.checkout(&browser).await;
    let placed = orders::place(&shop.customer(), &browser, &form)
        .await
        .unwrap();
    let mut cx = shop.cx();
    cx.now += chrono::TimeDelta::minutes(16);
    let payload = serde_json::json!({ "order_id": placed.order_id });
    assert!(
        orders::run_job("orders.release", &cx, &payload)
            .await
            .unwrap()
    );
    assert_eq!(shop.level(product).await.1, Quantity::ZERO);
    let id = Uuid::now_v7();
    orders::take_payment(&shop.cx(), placed.order_id, id, Tender::Cash, "120", "")
        .await
        .unwrap();
    assert_eq!(shop.level(product).await.1, Quantity::ONE);
    assert_eq!(shop.order(placed.order_id).await.order.review, None);
    shop.check().await;
}

/// A reservation lasts its time, and longer while the customer has a prompt on her phone.
#[tokio::test(flavor = "multi_thread")]
async fn goods_are_held_while_a_prompt_is_open() {
    let shop = Shop::open("held").await;
    let product = shop.sells("HELD", "120", "1").await;
    let browser = shop.cart_of(product, "1").await;
    let form = shop.checkout(&browser).await;
    let placed = orders::place(&shop.customer(), &browser, &form)
        .await
        .unwrap();
    let order_id = placed.order_id;
    let payload = serde_json::json!({ "order_id": order_id });
    let held_after = async |minutes: i64| {
        let mut cx = shop.cx();
        cx.now += chrono::TimeDelta::minutes(minutes);
        let ran = orders::run_job("orders.release", &cx, &payload).await;
        assert!(ran.unwrap());
        shop.level(product).await.1
    };
    assert_eq!(held_after(14).await, Quantity::ONE);
    let phone = Phone::parse("0712345678", "KE").unwrap();
    let (what, due) = (PaysFor::Order(order_id), Money::from_minor(12_000));
    let mut tx = shop.cx().begin().await.unwrap();
    payments::ask(&mut tx, Uuid::now_v7(), what, &phone, due, "HELD")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(held_after(16).await, Quantity::ONE);
    // Nothing comes of the prompt.
    let mut tx = shop.cx().begin().await.unwrap();
    payments::call_off(&mut tx, order_id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(held_after(18).await, Quantity::ZERO);
    shop.check().await;
}

/// The same id with another body is another request: nobody is told that it is done.
#[tokio::test(flavor = "multi_thread")]
async fn a_payment_id_stands_for_one_payment() {
    let shop = Shop::open("one-id").await;
    let (order_id, _) = shop.an_order(80_000).await;
    let (cx, id) = (shop.cx(), Uuid::now_v7());
    let take = async |amount: &str| {
        orders::take_payment(&cx, order_id, id, Tender::Cash, amount, "").await
    };
    take("500").await.unwrap();
    take("500").await.unwrap();
    assert!(matches!(take("300").await, Err(Stop::Refused(_))));
    let revision = shop.order(order_id).await.order.revision;
    orders::cancel(&cx, order_id, revision, "changed her mind")
        .await
        .unwrap();
    // An id of money that came in is not one of money that went out.
    let back = orders::pay_back(&cx, order_id, id, Tender::Cash, "500", "").await;
    assert!(matches!(back, Err(Stop::Refused(_))));
    assert_eq!(
        shop.order(order_id).await.order.refund_owed,
        Money::from_minor(50_000)
    );
    shop.check().await;
}

/// The receipt of money that went back proves no payment, in the shop next door neither.
#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_of_money_that_went_back_pays_nothing() {
    let shop = Shop::open("went-back").await;
    let next_door = shop.neighbour("went-back-too").await;
    let (order_id, _) = shop.an_order(12_000).await;
    let (cx, id) = (shop.cx(), Uuid::now_v7);
    orders::take_payment(&cx, order_id, id(), Tender::Cash, "120", "")
        .await
        .unwrap();
    let revision = shop.order(order_id).await.order.revision;
    orders::cancel(&cx, order_id, revision, "she called")
        .await
        .unwrap();
    let (tender, receipt) = (Tender::Mpesa, "UKL0000009");
    orders::pay_back(&cx, order_id, id(), tender, "120", receipt)
        .await
        .unwrap();
    for shop in [&shop, &next_door] {
        let (other, _) = shop.an_order(12_000).await;
        let taken = orders::take_payment(&shop.cx(), other, id(), tender, "120", receipt).await;
        let refusal = Refusal::at("receipt", "refused-receipt-used");
        assert_eq!(taken, Err(refusal.into()));
    }
    shop.check().await;
}

/// Who goes back and types another phone is told to start anew, not that it is asked.
#[tokio::test(flavor = "multi_thread")]
async fn a_prompts_id_stands_for_one_phone() {
    let shop = Shop::open("one-phone").await;
    let (_, placed) = shop.an_order(12_000).await;
    let (cx, id) = (shop.customer(), Uuid::now_v7());
    let ask = async |phone: &str| orders::ask_mpesa(&cx, &placed.link, id, phone, "home").await;
    assert_eq!(ask("0712345678").await, Ok(()));
    assert_eq!(ask("0712345678").await, Ok(()));
    let other = Refusal::of("refused-attempt-other");
    assert_eq!(ask("0722345678").await, Err(other.into()));
}

/// Neither what is written up nor a voucher is money: no form that somebody made up pays an order so.
#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_paid_with_money() {
    let shop = Shop::open("no-money").await;
    let (order_id, _) = shop.an_order(12_000).await;
    for tender in [Tender::OnAccount, Tender::Voucher] {
        let (cx, id) = (shop.cx(), Uuid::now_v7());
        let taken = orders::take_payment(&cx, order_id, id, tender, "120", "GIVEN BY HAND").await;
        let refusal = Refusal::at("tender", "refused-tender-needed");
        assert_eq!(taken, Err(refusal.into()), "{tender:?}");
    }
    assert_eq!(shop.order(order_id).await.order.paid, Money::ZERO);
    shop.check().await;
}

/// Money of a month that is closed meanwhile is recorded today, and never lost.
#[tokio::test(flavor = "multi_thread")]
async fn money_of_a_closed_month_is_recorded_today() {
    let shop = Shop::open("closed-month").await;
    let (order_id, _) = shop.an_order(12_000).await;
    let mut tx = shop.cx().begin().await.unwrap();
    let business = tx.business();
    sqlx::query(
        "insert into app.period (business_id, starts_on, state, closed_at)
         values ($1, '2026-01-01', 'closed', now())",
    )
    .bind(business)
    .execute(tx.conn())
    .await
    .unwrap();
    let money = MoneyIn {
        payment_id: Uuid::now_v7(),
        pays_for: PaysFor::Order(order_id),
        tender: Tender::Mpesa,
        amount: Money::from_minor(12_000),
        receipt: Some("UAF0000001".to_owned()),
        attempt_id: None,
        occurred_at: "2026-01-15T09:30:00Z".parse().unwrap(),
    };
    orders::settle(&mut tx, money).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        shop.order(order_id).await.order.paid,
        Money::from_minor(12_000)
    );
    shop.check().await;
}
