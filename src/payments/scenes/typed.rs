//! Money that somebody typed in before M-Pesa's own word came, and prompts that are called off.

use chrono::TimeDelta;

use super::*;
use crate::mpesa::{Queried, QueryOutcome, ResultCode};
use crate::orders;
use crate::payments::Tender;

async fn typed(scene: &Scene, receipt: &str, amount: &str) {
    let (cx, id) = (scene.shop.cx(), Uuid::now_v7());
    orders::take_payment(&cx, scene.order_id, id, Tender::Mpesa, amount, receipt)
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn money_typed_in_is_not_counted_again_by_queries() {
    let scene = scene("mpesa-typed", Switches::default()).await;
    scene.asked().await;
    scene.sent(scene.attempt_id).await;
    scene.accepted(scene.attempt_id, "c-1").await;
    typed(&scene, &receipt(), "450").await;
    let paid = Queried {
        outcome: QueryOutcome::Settled {
            code: ResultCode::new("0"),
            description: "ok".to_owned(),
        },
        raw: None,
        http_status: Some(200),
    };
    for (asked, seconds) in [(0, 15), (1, 30)] {
        let now = clock::now() + TimeDelta::seconds(seconds);
        let (cx, id) = (scene.shop.cx(), scene.attempt_id);
        let kept = ask_again::keep_answer(&cx, id, asked, &paid, SETTLE, now).await;
        assert_eq!(kept, Ok(()));
    }
    assert_eq!(scene.attempt().await.state, State::Review);
    assert_eq!(scene.payments().await.len(), 1);
    let order = scene.shop.order(scene.order_id).await.order;
    assert_eq!(order.refund_owed, Money::ZERO);
    scene.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_callback_of_a_receipt_typed_in_brings_nothing_twice() {
    let scene = scene("mpesa-typed-right", Switches::default()).await;
    scene.asked().await;
    let token = scene.sent(scene.attempt_id).await;
    scene.accepted(scene.attempt_id, "c-1").await;
    let receipt = receipt();
    typed(&scene, &receipt, "450").await;
    let heard = scene
        .hear(&token, &body("c-1", Some((&receipt, "450"))))
        .await;
    assert_eq!(heard, Ok(Heard::Applied(State::Succeeded)));
    assert_eq!(scene.payments().await.len(), 1);
    scene.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_typed_in_with_another_amount_is_for_a_person() {
    let scene = scene("mpesa-typed-wrong", Switches::default()).await;
    scene.asked().await;
    let token = scene.sent(scene.attempt_id).await;
    scene.accepted(scene.attempt_id, "c-1").await;
    let receipt = receipt();
    typed(&scene, &receipt, "100").await;
    let heard = scene
        .hear(&token, &body("c-1", Some((&receipt, "450"))))
        .await;
    assert_eq!(heard, Ok(Heard::Applied(State::Review)));
    assert_eq!(scene.payments().await.len(), 1);
    scene.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_called_off_sends_no_prompt() {
    let scene = scene("mpesa-called-off", Switches::default()).await;
    scene.asked().await;
    let revision = scene.shop.order(scene.order_id).await.order.revision;
    orders::cancel(&scene.shop.cx(), scene.order_id, revision, "sold out")
        .await
        .unwrap();
    scene.submit().await;
    assert_eq!(scene.attempt().await.state, State::Rejected);
    assert!(scene.prompts().await.is_empty());
    scene.shop.check().await;
}
