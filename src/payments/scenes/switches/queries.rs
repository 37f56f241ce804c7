//! Asking after a prompt when the answers are wrong.

use chrono::TimeDelta;

use super::*;
use crate::mpesa::simulator::QueryFault;

impl Scene {
    /// Asks M-Pesa how the prompt ended, so many seconds from now.
    pub(super) async fn asks_after(&self, seconds: i64) {
        let cx = self.shop.cx();
        let mut tx = cx.read().await.unwrap();
        let known = credentials(&mut tx, &self.seal).await.unwrap().unwrap();
        drop(tx);
        let attempt = self.attempt().await;
        let id = attempt.checkout_request_id.unwrap();
        let queried = self.daraja.query(&known, &id, clock::now()).await;
        let now = clock::now() + TimeDelta::seconds(seconds);
        let (attempt_id, asked) = (self.attempt_id, attempt.queries);
        ask_again::keep_answer(&cx, attempt_id, asked, &queried, SETTLE, now)
            .await
            .unwrap();
    }
}

/// Whether an open prompt is said to be paid.
fn lies(fault: QueryFault) -> bool {
    match fault {
        QueryFault::PrematurePaid => true,
        QueryFault::None
        | QueryFault::TooEarly
        | QueryFault::Processing
        | QueryFault::Settling
        | QueryFault::Contradiction
        | QueryFault::Spike
        | QueryFault::Html
        | QueryFault::InternalError
        | QueryFault::LostAnswer
        | QueryFault::InvalidToken => false,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_faulty_answer_settles_a_prompt() {
    let mut scene = scene("switch-queries", Switches::default()).await;
    let all = all_of(Family::Query).into_iter();
    let faults = all.filter(|(name, _)| *name == "query_fault");
    for (number, (name, key)) in faults.enumerate() {
        let phone = format!("0712345{number:03}");
        scene.asks(&phone).await;
        let of_phone = and(set(name, key), &json!({ "phone": phone }));
        scene.switch(of_phone).await;
        scene.asks_after(15).await;
        let attempt = scene.attempt().await;
        assert_eq!(attempt.state, State::Pending, "{key}");
        let is_told = lies(QueryFault::from_key(key).unwrap());
        assert_eq!(attempt.first_zero_at.is_some(), is_told, "{key}");
        assert!(scene.payments().await.is_empty(), "{key}");
        scene.answer("cancel").await;
        scene.comes_to(State::Failed).await;
    }
    scene.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lone_paid_that_came_too_soon_is_forgotten() {
    let mut scene = scene("switch-premature", Switches::default()).await;
    scene.asks("0712345678").await;
    scene
        .switch(json!({ "next": 1, "query_fault": "premature-paid" }))
        .await;
    scene.asks_after(15).await;
    assert!(scene.attempt().await.first_zero_at.is_some());
    scene.asks_after(30).await;
    let attempt = scene.attempt().await;
    assert_eq!(
        (attempt.state, attempt.first_zero_at),
        (State::Pending, None)
    );
    scene.answer("no-funds").await;
    scene.comes_to(State::Failed).await;
    assert!(scene.payments().await.is_empty());
    scene.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_never_undoes_a_callback() {
    let mut scene = scene("switch-contradicts", Switches::default()).await;
    scene
        .switch(json!({ "query_fault": "contradiction" }))
        .await;
    let case = paid(json!({ "auto": "off" }), "accept", 1);
    scene.plays(0, &case).await;
    scene.asks_after(15).await;
    assert_eq!(scene.attempt().await.state, State::Succeeded);
    assert_eq!(scene.payments().await.len(), 1);
    // A lone "paid" after a failure brings no money either.
    let case = unpaid(
        json!({ "auto": "off" }),
        "cancel",
        State::Failed,
        "cancelled",
    );
    scene.plays(1, &case).await;
    scene.asks_after(15).await;
    assert_eq!(scene.attempt().await.state, State::Failed);
    assert!(scene.payments().await.is_empty());
    scene.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_answers_count_and_too_many_do_not() {
    let mut scene = scene("switch-slow", Switches::default()).await;
    let all = all_of(Family::Query).into_iter();
    let rest = all.filter(|(name, _)| *name != "query_fault");
    for (number, (name, key)) in rest.enumerate() {
        let dropped = json!({ "drop_callbacks": true });
        let case = Case {
            state: State::Pending,
            payments: 0,
            ..paid(and(set(name, key), &dropped), "accept", 1)
        };
        scene.plays(number, &case).await;
        scene.asks_after(15).await;
        assert!(scene.attempt().await.first_zero_at.is_some(), "{name}");
        scene.asks_after(30).await;
        match name {
            "query_delay_ms" | "numeric_code" => {}
            "queries_per_minute" => {
                // The gateway's limit says nothing about the payment.
                let attempt = scene.attempt().await;
                assert_eq!((attempt.state, attempt.queries), (State::Pending, 1));
                scene.tell("/clock", &json!({ "advance_ms": 60_001 })).await;
                scene.asks_after(30).await;
            }
            _ => panic!("{name} is new: say what comes of it"),
        }
        assert_eq!(scene.attempt().await.state, State::Succeeded, "{name}");
        assert_eq!(scene.payments().await.len(), 1, "{name}");
    }
    scene.shop.check().await;
}
