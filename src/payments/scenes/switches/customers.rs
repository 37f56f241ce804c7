//! What customers and their phones do.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn every_ending_has_its_state_and_reason() {
    let mut scene = scene("switch-endings", Switches::default()).await;
    let mut cases = vec![paid(json!({ "auto": "off" }), "accept", 1)];
    for (answer, reason) in [
        ("cancel", "cancelled"),
        ("cancel-2017", "cancelled"),
        ("wrong-pin", "wrong-pin"),
        ("no-funds", "no-funds"),
        ("below-minimum", "limit"),
        ("above-maximum", "limit"),
        ("daily-limit", "limit"),
        ("maximum-balance", "limit"),
        ("inactive", "other"),
        ("internal-failure", "other"),
        ("traffic", "other"),
        ("session-open", "subscriber-busy"),
        ("expired", "timed-out"),
        ("not-sent", "unreachable"),
        ("no-pin", "timed-out"),
        ("unreachable", "unreachable"),
        ("push-error", "unreachable"),
        ("misconfigured", "misconfigured"),
        ("unheard-of", "other"),
    ] {
        cases.push(unpaid(
            json!({ "locked": false }),
            answer,
            State::Failed,
            reason,
        ));
    }
    scene.plays_all(cases).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_prompt_that_nobody_answers_ends() {
    let mut scene = scene("switch-ignored", Switches::default()).await;
    let ends = |switch, reason| Case {
        heard: 1,
        ..unpaid(switch, "", State::Failed, reason)
    };
    let cases = vec![
        ends(
            json!({ "auto": "ignore", "prompt_lifetime_ms": 40 }),
            "unreachable",
        ),
        ends(
            json!({ "prompt_lifetime_ms": 40, "expires_as": "expired" }),
            "timed-out",
        ),
        ends(
            json!({ "prompt_lifetime_ms": 40, "expires_as": "cancel" }),
            "cancelled",
        ),
        paid(json!({ "auto": "accept", "auto_after_ms": 30 }), "", 1),
        paid(json!({ "id_form": "current" }), "accept", 1),
        paid(json!({ "id_form": "legacy" }), "accept", 1),
        paid(json!({ "id_form": "oldest" }), "accept", 1),
        unpaid(
            json!({ "locked": true }),
            "",
            State::Rejected,
            "subscriber-busy",
        ),
    ];
    scene.plays_all(cases).await;
}

/// Two orders ask one phone: the first one's answer was lost, so that it is unknown.
async fn two_on_one_phone(name: &str, second_push: &str) -> (Scene, (Uuid, Uuid), String) {
    let mut scene = scene(name, Switches::default()).await;
    scene.switch(json!({ "second_push": second_push })).await;
    scene
        .switch(json!({ "next": 1, "push_fault": "lost-answer" }))
        .await;
    scene.asks("0712345678").await;
    assert_eq!(scene.attempt().await.state, State::Unknown);
    let first = (scene.order_id, scene.attempt_id);
    let prompts = scene.prompts().await;
    let id = prompts[0]["checkout_request_id"]
        .as_str()
        .unwrap()
        .to_owned();
    scene.asks("0712345678").await;
    (scene, first, id)
}

impl Scene {
    /// Answers a prompt that is not the newest.
    async fn answer_older(&self, id: &str, answer: &str) {
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let url = format!("{}/phone/{id}/{answer}", self.simulator);
        http.post(url).send().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_push_that_is_refused_leaves_the_first_alone() {
    let (mut scene, first, id) = two_on_one_phone("switch-second", "refused").await;
    let attempt = scene.attempt().await;
    assert_eq!(attempt.state, State::Rejected);
    assert_eq!(attempt.reason.as_deref(), Some("subscriber-busy"));
    (scene.order_id, scene.attempt_id) = first;
    scene.answer_older(&id, "accept").await;
    scene.comes_to(State::Succeeded).await;
    assert_eq!(scene.payments().await.len(), 1);
    scene.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_push_that_breaks_the_first_is_paid_alone() {
    let (mut scene, first, id) = two_on_one_phone("switch-breaks", "breaks-first").await;
    scene.answer_older(&id, "accept").await;
    scene.answer("accept").await;
    scene.comes_to(State::Succeeded).await;
    assert_eq!(scene.payments().await.len(), 1);
    (scene.order_id, scene.attempt_id) = first;
    assert_eq!(scene.attempt().await.state, State::Unknown);
    scene.tell("/clock", &json!({ "advance_ms": 60_000 })).await;
    scene.comes_to(State::Failed).await;
    assert!(scene.payments().await.is_empty());
    scene.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_push_that_fails_later_leaves_the_first_alone() {
    let (mut scene, first, id) = two_on_one_phone("switch-later", "fails-later").await;
    scene.comes_to(State::Failed).await;
    let reason = scene.attempt().await.reason;
    assert_eq!(reason.as_deref(), Some("subscriber-busy"));
    (scene.order_id, scene.attempt_id) = first;
    scene.answer_older(&id, "accept").await;
    scene.comes_to(State::Succeeded).await;
    assert_eq!(scene.payments().await.len(), 1);
    scene.shop.check().await;
}
