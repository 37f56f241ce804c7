//! Callbacks: doubled, early, late, wrong.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn callbacks_at_once_are_one_payment() {
    let scene = scene("mpesa-doubled", Switches::default()).await;
    scene.asked().await;
    let token = scene.sent(scene.attempt_id).await;
    scene.accepted(scene.attempt_id, "c-1").await;
    let body = body("c-1", Some((&receipt(), "450.00")));
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let (db, token, body) = (scene.shop.db().clone(), token.clone(), body.clone());
        calls.spawn(async move {
            hear(
                &db,
                &token,
                "127.0.0.1",
                body.as_bytes(),
                SETTLE,
                clock::now(),
            )
            .await
        });
    }
    while let Some(heard) = calls.join_next().await {
        assert_eq!(heard.unwrap(), Ok(Heard::Applied(State::Succeeded)));
    }
    let payments = scene.payments().await;
    assert_eq!(payments.len(), 1);
    assert_eq!(payments[0].amount, Money::from_minor(TOTAL));
    assert_eq!(payments[0].surplus, Money::ZERO);
    scene.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_before_the_answer_is_heard() {
    let scene = scene("mpesa-early", Switches::default()).await;
    scene.asked().await;
    let token = scene.sent(scene.attempt_id).await;
    let heard = scene
        .hear(&token, &body("c-1", Some((&receipt(), "450"))))
        .await;
    assert_eq!(heard, Ok(Heard::Applied(State::Succeeded)));
    scene.accepted(scene.attempt_id, "c-1").await;
    let attempt = scene.attempt().await;
    assert_eq!(attempt.state, State::Succeeded);
    assert_eq!(attempt.checkout_request_id.as_deref(), Some("c-1"));
    assert_eq!(scene.payments().await.len(), 1);
    // An answer about another prompt is for a person to look at; the money stays.
    scene.accepted(scene.attempt_id, "c-2").await;
    assert_eq!(scene.attempt().await.reason.as_deref(), Some("ids"));
    assert_eq!(scene.payments().await.len(), 1);
    scene.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_is_not_final_and_a_success_is() {
    let scene = scene("mpesa-late", Switches::default()).await;
    scene.asked().await;
    let token = scene.sent(scene.attempt_id).await;
    scene.accepted(scene.attempt_id, "c-1").await;
    let (failed, paid) = (body("c-1", None), body("c-1", Some((&receipt(), "450.0"))));
    let heard = scene.hear(&token, &failed).await;
    assert_eq!(heard, Ok(Heard::Applied(State::Failed)));
    assert_eq!(scene.attempt().await.wording(), "mpesa-failed-cancelled");
    assert!(scene.payments().await.is_empty());
    let heard = scene.hear(&token, &paid).await;
    assert_eq!(heard, Ok(Heard::Applied(State::Succeeded)));
    let heard = scene.hear(&token, &failed).await;
    assert_eq!(heard, Ok(Heard::Applied(State::Succeeded)));
    assert_eq!(scene.payments().await.len(), 1);
    scene.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_amount_is_reviewed_and_not_recorded() {
    let scene = scene("mpesa-amount", Switches::default()).await;
    scene.asked().await;
    let token = scene.sent(scene.attempt_id).await;
    scene.accepted(scene.attempt_id, "c-1").await;
    let receipt = receipt();
    let heard = scene
        .hear(&token, &body("c-1", Some((&receipt, "449"))))
        .await;
    assert_eq!(heard, Ok(Heard::Applied(State::Review)));
    let attempt = scene.attempt().await;
    assert_eq!(attempt.reason.as_deref(), Some("amount"));
    assert_eq!(attempt.receipt.as_deref(), Some(receipt.as_str()));
    assert!(scene.payments().await.is_empty());
    scene.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_of_another_attempt_is_reviewed() {
    let scene = scene("mpesa-reused", Switches::default()).await;
    scene.asked().await;
    let token = scene.sent(scene.attempt_id).await;
    scene.accepted(scene.attempt_id, "c-1").await;
    let receipt = receipt();
    scene
        .hear(&token, &body("c-1", Some((&receipt, "450"))))
        .await
        .unwrap();
    let (other_order, other) = (scene.shop.an_order(TOTAL).await.0, Uuid::now_v7());
    scene.ask(other, other_order, "0712345678").await.unwrap();
    let token = scene.sent(other).await;
    scene.accepted(other, "c-2").await;
    let heard = scene
        .hear(&token, &body("c-2", Some((&receipt, "450"))))
        .await;
    assert_eq!(heard, Ok(Heard::Applied(State::Review)));
    let reason = scene.attempt_of(other).await.reason;
    assert_eq!(reason.as_deref(), Some("receipt-used"));
    assert_eq!(scene.payments().await.len(), 1);
    scene.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_receipt_is_surplus() {
    let scene = scene("mpesa-twice", Switches::default()).await;
    scene.asked().await;
    let token = scene.sent(scene.attempt_id).await;
    scene.accepted(scene.attempt_id, "c-1").await;
    scene
        .hear(&token, &body("c-1", Some((&receipt(), "450"))))
        .await
        .unwrap();
    let second = body("c-1", Some((&receipt(), "450")));
    for _ in 0..2 {
        let heard = scene.hear(&token, &second).await;
        assert_eq!(heard, Ok(Heard::Applied(State::Review)));
    }
    let payments = scene.payments().await;
    assert_eq!(payments.len(), 2);
    let surplus = Money::sum(payments.iter().map(|payment| payment.surplus));
    assert_eq!(surplus, Some(Money::from_minor(TOTAL)));
    scene.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_are_not_heard_and_riddles_are_kept() {
    let scene = scene("mpesa-stranger", Switches::default()).await;
    scene.asked().await;
    let token = scene.sent(scene.attempt_id).await;
    let paid = body("c-1", Some((&receipt(), "450")));
    assert_eq!(scene.hear(&new_token(), &paid).await, Err(Stop::NotFound));
    for riddle in ["", "{}", "[[[", "\0"] {
        assert_eq!(scene.hear(&token, riddle).await, Ok(Heard::Kept));
    }
    assert_eq!(scene.attempt().await.state, State::Submitting);
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let at = |token: &str| format!("{}/d/c/{token}", scene.base);
    let unknown = http.post(at(&new_token())).body("{}").send().await.unwrap();
    assert_eq!(unknown.status().as_u16(), 404);
    let known = http.post(at(&token)).body("{}").send().await.unwrap();
    assert_eq!(known.status().as_u16(), 200);
    let said = known.text().await.unwrap();
    assert_eq!(said, r#"{"ResultCode":0,"ResultDesc":"Accepted"}"#);
    let flood = http
        .post(at(&token))
        .body("x".repeat(70_000))
        .send()
        .await
        .unwrap();
    assert_eq!(flood.status().as_u16(), 413);
}
