//! Prompts that a person decides about: money that did not fit, money that is not ours, and
//! prompts of which nobody knows how they ended.

use chrono::TimeDelta;

use super::*;
use crate::orders;
use crate::payments::Tender;
use crate::staff::Role;
use crate::tests::browser::{fields, member, serving};
use crate::values::Refusal;

fn refused(key: &str) -> Result<(), Stop> {
    Err(Stop::Refused(vec![Refusal::of(key)]))
}

/// A prompt in review: 300 shillings came for the 450 that were asked for.
async fn with_wrong_amount(name: &str) -> (Scene, String, String) {
    let scene = scene(name, Switches::default()).await;
    scene.asked().await;
    let token = scene.sent(scene.attempt_id).await;
    scene.accepted(scene.attempt_id, "c-1").await;
    let receipt = receipt();
    let body = body("c-1", Some((&receipt, "300")));
    let heard = scene.hear(&token, &body).await;
    assert_eq!(heard, Ok(Heard::Applied(State::Review)));
    assert!(scene.payments().await.is_empty());
    (scene, token, receipt)
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_did_not_fit_is_counted_once_by_a_person() {
    let (scene, token, receipt) = with_wrong_amount("mpesa-counted").await;
    let mut tx = scene.shop.cx().read().await.unwrap();
    let said = said_paid(&mut tx, scene.attempt_id).await.unwrap().unwrap();
    drop(tx);
    assert_eq!(said.amount, Some(Money::from_minor(30_000)));
    assert_eq!(said.receipt.as_deref(), Some(receipt.as_str()));
    let (cx, order_id, id) = (scene.shop.cx(), scene.order_id, scene.attempt_id);
    for _ in 0..2 {
        // What is typed beside a receipt that is known changes nothing.
        let order = orders::count_attempt(&cx, order_id, id, "300", "OTHER12345").await;
        assert_eq!(order.unwrap().paid, Money::from_minor(30_000));
    }
    assert_eq!(scene.attempt().await.state, State::Succeeded);
    let payments = scene.payments().await;
    assert_eq!(payments.len(), 1);
    assert_eq!(payments[0].receipt.as_deref(), Some(receipt.as_str()));
    // M-Pesa says it again: nothing happens.
    let body = body("c-1", Some((&receipt, "300")));
    let heard = scene.hear(&token, &body).await;
    assert_eq!(heard, Ok(Heard::Applied(State::Succeeded)));
    assert_eq!(scene.payments().await.len(), 1);
    let aside = orders::set_attempt_aside(&cx, order_id, id, "too late").await;
    assert_eq!(aside.map(|_| ()), refused("refused-attempt-not-in-review"));
    scene.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_of_other_money_is_not_counted() {
    let (scene, _, receipt) = with_wrong_amount("mpesa-counted-used").await;
    let (cx, order_id, id) = (scene.shop.cx(), scene.order_id, scene.attempt_id);
    orders::take_payment(
        &cx,
        order_id,
        Uuid::now_v7(),
        Tender::Mpesa,
        "300",
        &receipt,
    )
    .await
    .unwrap();
    let counted = orders::count_attempt(&cx, order_id, id, "300", "").await;
    assert_eq!(counted.map(|_| ()), refused("refused-attempt-counted"));
    // Its money stands in the books already: setting it aside says so.
    orders::set_attempt_aside(&cx, order_id, id, "typed in before")
        .await
        .unwrap();
    assert_eq!(scene.attempt().await.state, State::Succeeded);
    assert_eq!(scene.payments().await.len(), 1);
    scene.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_set_aside_records_nothing_and_frees_the_order() {
    let (scene, _, _) = with_wrong_amount("mpesa-aside").await;
    let (cx, order_id, id) = (scene.shop.cx(), scene.order_id, scene.attempt_id);
    let silent = orders::set_attempt_aside(&cx, order_id, id, " ").await;
    assert!(matches!(silent, Err(Stop::Refused(_))));
    let (one, two) = tokio::join!(
        orders::set_attempt_aside(&cx, order_id, id, "not on our statement"),
        orders::set_attempt_aside(&cx, order_id, id, "not on our statement"),
    );
    assert!(one.is_ok() && two.is_ok(), "{one:?}, {two:?}");
    assert_eq!(scene.attempt().await.wording(), "mpesa-failed-set-aside");
    assert!(scene.payments().await.is_empty());
    let again = scene.ask(Uuid::now_v7(), order_id, "0712345679").await;
    assert_eq!(again, Ok(()));
    let mut tx = scene.shop.cx().read().await.unwrap();
    let traces = crate::audit::trail(&mut tx, "order", order_id)
        .await
        .unwrap();
    let aside = traces
        .iter()
        .filter(|it| it.act == "order.set_attempt_aside");
    assert_eq!(aside.count(), 1);
    drop(tx);
    scene.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_prompt_that_was_paid_twice_is_seen_to_and_both_payments_stand() {
    let scene = scene("mpesa-twice", Switches::default()).await;
    scene.asked().await;
    let token = scene.sent(scene.attempt_id).await;
    scene.accepted(scene.attempt_id, "c-1").await;
    for state in [State::Succeeded, State::Review] {
        let body = body("c-1", Some((&receipt(), "450")));
        let heard = scene.hear(&token, &body).await;
        assert_eq!(heard, Ok(Heard::Applied(state)));
    }
    let (cx, order_id, id) = (scene.shop.cx(), scene.order_id, scene.attempt_id);
    for _ in 0..2 {
        // Twice is once.
        orders::set_attempt_aside(&cx, order_id, id, "both are on our statement")
            .await
            .unwrap();
    }
    assert_eq!(scene.attempt().await.state, State::Succeeded);
    assert_eq!(scene.payments().await.len(), 2);
    scene.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_prompt_in_doubt_is_called_off_after_m_pesa_was_asked() {
    let scene = scene("mpesa-doubt", Switches::default()).await;
    scene.asked().await;
    scene.sent(scene.attempt_id).await;
    scene.accepted(scene.attempt_id, "c-1").await;
    let (cx, order_id, id) = (scene.shop.cx(), scene.order_id, scene.attempt_id);
    let late = clock::now() + TimeDelta::minutes(3);
    ask_again::look_after(&cx, id, late).await.unwrap();
    assert_eq!(scene.attempt().await.state, State::Unknown);
    let early = orders::give_attempt_up(&cx, order_id, id).await;
    assert_eq!(early.map(|_| ()), refused("refused-ask-mpesa-first"));
    let mut tx = cx.begin().await.unwrap();
    store::count_query(&mut tx, id).await.unwrap();
    tx.commit().await.unwrap();
    orders::give_attempt_up(&cx, order_id, id).await.unwrap();
    assert_eq!(scene.attempt().await.wording(), "mpesa-failed-given-up");
    // A prompt of another order is not found.
    let other = scene.shop.an_order(1_000).await.0;
    let elsewhere = orders::give_attempt_up(&cx, other, id).await;
    assert_eq!(elsewhere.map(|_| ()), Err(Stop::NotFound));
    scene.shop.check().await;
}

/// One prompt failed, another brought the money, and then the first was paid after all: its review is
/// seen to on the order's page like any other, or the order would wait for a person for ever.
#[tokio::test(flavor = "multi_thread")]
async fn an_earlier_prompt_that_was_paid_late_is_seen_to_on_its_orders_page() {
    let scene = scene("mpesa-paid-late", Switches::default()).await;
    scene.asked().await;
    let token = scene.sent(scene.attempt_id).await;
    scene.accepted(scene.attempt_id, "c-1").await;
    let heard = scene.hear(&token, &body("c-1", None)).await;
    assert_eq!(heard, Ok(Heard::Applied(State::Failed)));
    let (order_id, second) = (scene.order_id, Uuid::now_v7());
    scene.ask(second, order_id, "0712345679").await.unwrap();
    let second_token = scene.sent(second).await;
    scene.accepted(second, "c-2").await;
    for (token, checkout, state) in [
        (&second_token, "c-2", State::Succeeded),
        (&token, "c-1", State::Review),
    ] {
        let body = body(checkout, Some((&receipt(), "450")));
        assert_eq!(scene.hear(token, &body).await, Ok(Heard::Applied(state)));
    }
    let slug = scene.shop.slug.clone();
    let mut owner = member(&serving(&scene.shop), &scene.shop, Role::Owner).await;
    let path = format!("/b/{slug}/orders/{order_id}");
    let page = owner.get(&path).await;
    let id = scene.attempt_id.to_string();
    assert!(page.body.contains("id=\"prompt\""), "{}", page.body);
    assert!(page.body.contains(&format!("value=\"{id}\"")));
    // It brought money, so that there is nothing to count.
    assert!(!page.body.contains("name=\"counted\""));
    let form = fields(&[
        ("business", &slug),
        ("order_id", &order_id.to_string()),
        ("attempt_id", &id),
        ("aside_why", "both are on our statement"),
    ]);
    owner
        .post("/api/orders/set_order_attempt_aside", &form)
        .await;
    assert_eq!(scene.attempt().await.state, State::Succeeded);
    let page = owner.get(&path).await;
    assert!(!page.body.contains("id=\"prompt\""), "{}", page.body);
    scene.shop.check().await;
}
