//! Asking after a prompt when the answers are wrong.

use chrono::TimeDelta;

use super::*;

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

#[tokio::test(flavor = "multi_thread")]
async fn no_faulty_answer_settles_a_prompt() {
    let mut scene = scene("switch-queries", Switches::default()).await;
    scene.asks("0712345678").await;
    for fault in [
        "none",
        "too-early",
        "processing",
        "settling",
        "contradiction",
        "spike",
        "html",
        "internal-error",
        "lost-answer",
        "invalid-token",
    ] {
        scene
            .switch(json!({ "phone": "0712345678", "query_fault": fault }))
            .await;
        scene.asks_after(15).await;
        assert_eq!(scene.attempt().await.state, State::Pending, "{fault}");
        assert_eq!(scene.attempt().await.first_zero_at, None, "{fault}");
    }
    assert!(scene.payments().await.is_empty());
    scene.answer("cancel").await;
    scene.comes_to(State::Failed).await;
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
    let case = Case {
        state: State::Pending,
        payments: 0,
        ..paid(json!({ "drop_callbacks": true }), "accept", 1)
    };
    scene.plays(0, &case).await;
    scene
        .switch(json!({ "query_delay_ms": 20, "numeric_code": true, "queries_per_minute": 5 }))
        .await;
    scene.asks_after(15).await;
    assert!(scene.attempt().await.first_zero_at.is_some());
    // The gateway's limit says nothing about the payment.
    scene.asks_after(30).await;
    let attempt = scene.attempt().await;
    assert_eq!((attempt.state, attempt.queries), (State::Pending, 1));
    scene.tell("/clock", &json!({ "advance_ms": 12_001 })).await;
    scene.asks_after(30).await;
    assert_eq!(scene.attempt().await.state, State::Succeeded);
    assert_eq!(scene.payments().await.len(), 1);
    scene.shop.check().await;
}
