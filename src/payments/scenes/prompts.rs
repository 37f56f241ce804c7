//! Prompts: sent once, asked after, given up.

use chrono::TimeDelta;

use super::*;
use crate::mpesa::simulator::PushFault;
use crate::sales::cart::Discount;
use crate::sales::vouchers::{self, VoucherAsk};
use crate::sales::{self, AskLine, AskTender, SellAsk};
use crate::values::{Quantity, Refusal};

fn dropping() -> Switches {
    Switches {
        drop_callbacks: true,
        ..Switches::default()
    }
}

fn with(push_fault: PushFault) -> Switches {
    Switches {
        push_fault,
        ..Switches::default()
    }
}

/// One of a product, paid with a code that is typed.
fn over_the_counter(shop: &Shop, product_id: Uuid, receipt: &str) -> SellAsk {
    let total = Money::from_minor(TOTAL);
    SellAsk {
        sale_id: Uuid::now_v7(),
        location_id: shop.location,
        shift: None,
        customer: None,
        price_list: "retail".to_owned(),
        lines: vec![AskLine {
            line_no: 1,
            product_id,
            pack_id: None,
            quantity: Quantity::ONE,
            unit_price: total,
            discount: Discount::NONE,
            batch_id: None,
            weighed: None,
            quick: None,
            note: String::new(),
        }],
        discount: Discount::NONE,
        tip: Money::ZERO,
        tenders: vec![AskTender {
            payment_id: Uuid::now_v7(),
            tender: crate::payments::Tender::Mpesa,
            amount: total,
            reference: receipt.to_owned(),
            handed: None,
        }],
        note: String::new(),
        occurred_at: None,
        seen: Vec::new(),
        spoilt_ok: Vec::new(),
        approved_by: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_prompt_is_sent_paid_and_heard() {
    let scene = scene("mpesa-paid", Switches::default()).await;
    scene.asked().await;
    scene.submit().await;
    assert_eq!(scene.attempt().await.state, State::Pending);
    scene.submit().await;
    assert_eq!(scene.prompts().await.len(), 1, "sent once");
    scene.answer("accept").await;
    scene.comes_to(State::Succeeded).await;
    let payments = scene.payments().await;
    assert_eq!(payments.len(), 1);
    assert_eq!(payments[0].tender, Tender::Mpesa);
    assert_eq!(payments[0].receipt, scene.attempt().await.receipt);
    scene.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_is_unknown_until_the_callback() {
    for (name, fault) in [
        ("mpesa-lost", PushFault::LostAnswer),
        ("mpesa-internal", PushFault::InternalError),
    ] {
        let scene = scene(name, with(fault)).await;
        scene.asked().await;
        scene.submit().await;
        assert_eq!(scene.attempt().await.state, State::Unknown);
        assert_eq!(scene.attempt().await.wording(), "mpesa-checking");
        scene.submit().await;
        assert_eq!(scene.prompts().await.len(), 1, "never sent again");
        let again = scene
            .ask(Uuid::now_v7(), scene.order_id, "0712345679")
            .await;
        let open = vec![Refusal::of("refused-attempt-open")];
        assert_eq!(again, Err(Stop::Refused(open)));
        scene.answer("accept").await;
        scene.comes_to(State::Succeeded).await;
        assert_eq!(scene.payments().await.len(), 1);
        scene.shop.check().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_prompt_leaves_the_order_free() {
    let scene = scene("mpesa-refused", with(PushFault::Busy)).await;
    scene.asked().await;
    scene.submit().await;
    let attempt = scene.attempt().await;
    assert_eq!(attempt.wording(), "mpesa-failed-overloaded");
    let again = scene
        .ask(Uuid::now_v7(), scene.order_id, "0712345678")
        .await;
    assert_eq!(again, Ok(()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_after_the_write_ahead_sends_nothing_more() {
    let scene = scene("mpesa-crash", Switches::default()).await;
    scene.asked().await;
    let cx = scene.shop.cx().clone();
    let ready = submit::write_ahead(&cx, scene.attempt_id, &scene.means()).await;
    assert!(ready.unwrap().is_some());
    assert_eq!(scene.attempt().await.state, State::Submitting);
    scene.submit().await;
    assert_eq!(scene.attempt().await.state, State::Unknown);
    scene.submit().await;
    assert!(scene.prompts().await.is_empty());
    let late = clock::now() + TimeDelta::hours(49);
    ask_again::look_after(&cx, scene.attempt_id, late)
        .await
        .unwrap();
    assert_eq!(scene.attempt().await.wording(), "mpesa-failed-not-found");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_zeros_are_paid_and_the_receipt_follows() {
    let scene = scene("mpesa-zeros", dropping()).await;
    scene.asked().await;
    scene.submit().await;
    scene.answer("accept").await;
    let id = scene.attempt().await.checkout_request_id.unwrap();
    let mut tx = scene.shop.cx().read().await.unwrap();
    let known = credentials(&mut tx, &scene.seal).await.unwrap().unwrap();
    drop(tx);
    let cx = scene.shop.cx().clone();
    for (asked, seconds, state) in [(0, 15, State::Pending), (1, 30, State::Succeeded)] {
        let now = clock::now() + TimeDelta::seconds(seconds);
        let queried = scene.daraja.query(&known, &id, clock::now()).await;
        let attempt = scene.attempt_id;
        let kept = ask_again::keep_answer(&cx, attempt, asked, &queried, SETTLE, now).await;
        assert_eq!(kept, Ok(()));
        assert_eq!(scene.attempt().await.state, state);
    }
    let attempt = scene.attempt().await;
    assert!(attempt.receipt_pending && attempt.receipt.is_none());
    assert_eq!(scene.payments().await.len(), 1);

    let token = new_token();
    let mut tx = scene.shop.cx().begin().await.unwrap();
    let hash = digest(&token);
    store::keep_token(&mut tx, &hash, scene.attempt_id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let receipt = receipt();
    let merchant = attempt.merchant_request_id.unwrap();
    let body = body(&id, Some((&receipt, "450"))).replace("m-1", &merchant);
    let heard = scene.hear(&token, &body).await;
    assert_eq!(heard, Ok(Heard::Applied(State::Succeeded)));
    let payments = scene.payments().await;
    assert_eq!(payments.len(), 1, "no second payment");
    assert_eq!(payments[0].receipt.as_deref(), Some(receipt.as_str()));
    assert!(!scene.attempt().await.receipt_pending);
    // Its money is in the books: it pays for no voucher as well.
    let ask = VoucherAsk {
        voucher_id: Uuid::now_v7(),
        payment_id: Uuid::now_v7(),
        tender: crate::payments::Tender::Mpesa,
        amount: Money::from_minor(TOTAL),
        reference: receipt.clone(),
        note: String::new(),
    };
    let twice = vouchers::sell(&scene.shop.cx(), &ask).await;
    let used = Refusal::at("receipt", "refused-receipt-used");
    assert_eq!(twice, Err(Stop::Refused(vec![used.clone()])));
    // Nor for what is sold over the counter.
    let product = scene.shop.sells("COUNTER", "450", "1").await;
    let ask = over_the_counter(&scene.shop, product, &receipt);
    let sold = sales::sell(&scene.shop.cashier(), &ask).await;
    assert_eq!(sold, Err(Stop::Refused(vec![used])));
    scene.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_prompt_that_was_not_sent_in_time_is_not_sent() {
    let scene = scene("mpesa-stale", Switches::default()).await;
    scene.asked().await;
    let cx = scene.shop.cx().clone();
    let soon = clock::now() + TimeDelta::seconds(30);
    ask_again::look_after(&cx, scene.attempt_id, soon)
        .await
        .unwrap();
    assert_eq!(scene.attempt().await.state, State::Created);
    let late = clock::now() + TimeDelta::seconds(80);
    ask_again::look_after(&cx, scene.attempt_id, late)
        .await
        .unwrap();
    assert_eq!(scene.attempt().await.wording(), "mpesa-failed-not-sent");
    scene.submit().await;
    assert!(scene.prompts().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_twice_is_asking_once() {
    let scene = scene("mpesa-once", Switches::default()).await;
    scene.asked().await;
    scene.asked().await;
    let mut tx = scene.shop.cx().read().await.unwrap();
    let attempts = attempts_of(&mut tx, scene.order_id).await.unwrap();
    assert_eq!(attempts.len(), 1);
    drop(tx);
    let refused = |refusal| Err(Stop::Refused(vec![refusal]));
    let other = scene
        .ask(scene.attempt_id, scene.order_id, "0712345679")
        .await;
    assert_eq!(other, refused(Refusal::of("refused-attempt-other")));
    let second = scene
        .ask(Uuid::now_v7(), scene.order_id, "0712345679")
        .await;
    assert_eq!(second, refused(Refusal::of("refused-attempt-open")));
    let order = scene.shop.an_order(TOTAL).await.0;
    let busy = scene.ask(Uuid::now_v7(), order, "0712 345 678").await;
    assert_eq!(busy, refused(Refusal::at("phone", "refused-phone-busy")));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_attempt_can_be_given_up() {
    let scene = scene("mpesa-given-up", with(PushFault::LostAnswer)).await;
    scene.asked().await;
    let mut tx = scene.shop.cx().begin().await.unwrap();
    let early = give_up(&mut tx, scene.attempt_id).await;
    let refusal = Refusal::of("refused-attempt-not-unknown");
    assert_eq!(early, Err(Stop::Refused(vec![refusal])));
    drop(tx);
    scene.submit().await;
    let mut tx = scene.shop.cx().begin().await.unwrap();
    for is_new in [true, false] {
        // The second is told that it is done.
        assert_eq!(give_up(&mut tx, scene.attempt_id).await, Ok(is_new));
    }
    tx.commit().await.unwrap();
    assert_eq!(scene.attempt().await.wording(), "mpesa-failed-given-up");
    scene.answer("accept").await;
    scene.comes_to(State::Succeeded).await;
}
