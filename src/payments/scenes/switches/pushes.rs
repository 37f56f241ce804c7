//! Pushes and tokens that go wrong.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn no_prompt_is_a_rejection_and_every_doubt_is_unknown() {
    let mut scene = scene("switch-pushes", Switches::default()).await;
    let fault = |key: &str| json!({ "push_fault": key });
    let rejected = |key, reason| unpaid(fault(key), "", State::Rejected, reason);
    let unknown = |key| Case {
        state: State::Unknown,
        payments: 0,
        ..paid(fault(key), "", 0)
    };
    let cases = vec![
        paid(fault("none"), "accept", 1),
        paid(fault("lost-answer"), "accept", 1),
        paid(fault("internal-error"), "accept", 1),
        unpaid(fault("lost-answer"), "cancel", State::Failed, "cancelled"),
        unknown("lost-answer"),
        unknown("internal-error"),
        unknown("lost-request"),
        unknown("html"),
        unknown("soap"),
        rejected("refused", "other"),
        rejected("busy", "overloaded"),
        rejected("spike", "overloaded"),
        rejected("spike-500", "overloaded"),
        rejected("quota", "overloaded"),
        rejected("invalid-token", "misconfigured"),
        rejected("no-product", "misconfigured"),
        rejected("no-merchant", "misconfigured"),
        paid(json!({ "push_delay_ms": 20 }), "accept", 1),
        paid(json!({ "pushes_per_minute": 5 }), "accept", 1),
        // The one before it was less than twelve seconds ago.
        unpaid(
            json!({ "pushes_per_minute": 5 }),
            "",
            State::Rejected,
            "overloaded",
        ),
    ];
    scene.plays_all(cases).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_push_refused_for_its_token_is_sent_again_once() {
    let mut scene = scene("switch-token-once", Switches::default()).await;
    let once = json!({ "next": 1, "push_fault": "invalid-token" });
    scene.plays_all(vec![paid(once, "accept", 1)]).await;
    assert_eq!(scene.prompts().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_token_nothing_was_sent() {
    let mut scene = scene("switch-tokens", Switches::default()).await;
    for (number, (fault, reason)) in [
        ("empty", "misconfigured"),
        ("unauthorized", "misconfigured"),
        ("forbidden", "not-sent"),
        ("html", "not-sent"),
        ("portal", "not-sent"),
    ]
    .into_iter()
    .enumerate()
    {
        // A client that has not just seen another failure. Requests for a token name no phone.
        scene.daraja = Daraja::new(&scene.simulator).unwrap();
        scene
            .switch(json!({ "next": 1, "token_fault": fault }))
            .await;
        let case = unpaid(json!({ "locked": false }), "", State::Rejected, reason);
        scene.plays(number, &case).await;
    }
    assert!(scene.prompts().await.is_empty());
    scene
        .switch(json!({ "rotate_tokens": true, "numeric_expiry": true, "token_lifetime_s": 30 }))
        .await;
    scene.daraja = Daraja::new(&scene.simulator).unwrap();
    let cases = ["none", "none"].map(|fault| paid(json!({ "push_fault": fault }), "accept", 1));
    scene.plays_all(cases.into()).await;
}
