//! What customers and their phones make of prompts.

use super::*;

/// Every answer that ends a prompt, its code, and what we take it for.
const ENDINGS: [(&str, &str, &str); 20] = [
    ("accept", "0", "paid"),
    ("cancel", "1032", "cancelled"),
    ("cancel-2017", "1032", "cancelled"),
    ("wrong-pin", "2001", "wrong-pin"),
    ("no-funds", "1", "no-funds"),
    ("below-minimum", "2", "limit"),
    ("above-maximum", "3", "limit"),
    ("daily-limit", "4", "limit"),
    ("maximum-balance", "8", "limit"),
    ("inactive", "11", "other"),
    ("internal-failure", "17", "other"),
    ("traffic", "26", "other"),
    ("session-open", "1001", "subscriber-busy"),
    ("expired", "1019", "timed-out"),
    ("not-sent", "1025", "unreachable"),
    ("no-pin", "1031", "timed-out"),
    ("unreachable", "1037", "unreachable"),
    ("push-error", "9999", "unreachable"),
    ("misconfigured", "SFC_IC0003", "misconfigured"),
    ("unheard-of", "424242", "other"),
];

#[tokio::test]
async fn every_code_is_read_in_callback_and_query() -> Result<(), Anything> {
    let mut scene = scene(SimulatorSettings::default()).await?;
    for (answer, code, reason) in ENDINGS {
        scene.switch(json!({ "auto": answer })).await?;
        let id = scene.accepted().await?;
        let callback = scene.callback().await?;
        assert_eq!(callback.code.as_str(), code, "{answer}");
        assert_eq!(callback.receipt.is_some(), answer == "accept", "{answer}");
        assert_eq!(Reason::of(&callback.code).key(), reason, "{answer}");
        // A query settles nothing by a code that is not known to be final.
        let is_final = is_terminal_for_query(&callback.code);
        match scene.query(&id).await {
            QueryOutcome::Settled { code: read, .. } => {
                assert!(is_final && read.as_str() == code, "{answer}");
            }
            QueryOutcome::Unknown { .. } => assert!(!is_final, "{answer}"),
            other => return Err(format!("{answer}: {other:?}").into()),
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_prompt_stays_a_minute_and_ends_as_it_is_told() -> Result<(), Anything> {
    let mut scene = scene(auto(Answer::Ignore)).await?;
    scene.accepted().await?;
    // What passes here counts too.
    scene.pass(30_000).await?;
    assert!(scene.is_quiet().await);
    scene.pass(30_001).await?;
    assert_eq!(scene.callback().await?.code.as_str(), "1037");
    scene
        .switch(json!({ "prompt_lifetime_ms": 5_000, "expires_as": "expired" }))
        .await?;
    scene.accepted().await?;
    scene.pass(5_001).await?;
    assert_eq!(scene.callback().await?.code.as_str(), "1019");
    Ok(())
}

#[tokio::test]
async fn a_pin_takes_its_time() -> Result<(), Anything> {
    let mut scene = scene(auto(Answer::Accept)).await?;
    scene.switch(json!({ "auto_after_ms": 20_000 })).await?;
    let id = scene.accepted().await?;
    assert!(scene.is_quiet().await);
    assert_eq!(scene.query(&id).await, QueryOutcome::NotYet);
    scene.pass(20_001).await?;
    assert!(scene.callback().await?.code.is_paid());
    Ok(())
}

#[tokio::test]
async fn a_second_push_is_refused_or_breaks_the_first() -> Result<(), Anything> {
    let mut scene = scene(SimulatorSettings::default()).await?;
    scene.switch(json!({ "second_push": "refused" })).await?;
    let first = scene.accepted().await?;
    let busy = Some(RefusedKind::SubscriberBusy);
    assert_eq!(refusal(scene.push().await.outcome), busy);

    scene
        .switch(json!({ "second_push": "breaks-first" }))
        .await?;
    let second = scene.accepted().await?;
    // The right PIN on the first one: nothing comes of it.
    assert_eq!(scene.answer(&first, "accept").await?, 303);
    assert!(scene.is_quiet().await);
    scene.answer(&second, "accept").await?;
    let paid = scene.callback().await?;
    assert!(paid.code.is_paid() && paid.checkout_request_id == second);
    scene.pass(60_001).await?;
    let broken = scene.callback().await?;
    assert_eq!(
        (broken.code.as_str(), &broken.checkout_request_id),
        ("1037", &first)
    );

    let third = scene.accepted().await?;
    scene
        .switch(json!({ "second_push": "fails-later" }))
        .await?;
    let fourth = scene.accepted().await?;
    let failed = scene.callback().await?;
    assert_eq!(
        (failed.code.as_str(), &failed.checkout_request_id),
        ("1001", &fourth)
    );
    scene.answer(&third, "accept").await?;
    assert!(scene.callback().await?.code.is_paid());
    Ok(())
}

#[tokio::test]
async fn a_locked_phone_gets_no_prompt() -> Result<(), Anything> {
    let scene = scene(SimulatorSettings::default()).await?;
    scene
        .switch(json!({ "phone": PHONE, "locked": true }))
        .await?;
    let busy = Some(RefusedKind::SubscriberBusy);
    assert_eq!(refusal(scene.push().await.outcome), busy);
    let other = scene.push_to("254712345679").await.outcome;
    assert!(matches!(other, PushOutcome::Accepted { .. }));
    Ok(())
}

#[tokio::test]
async fn pushes_are_slow_and_too_many() -> Result<(), Anything> {
    let scene = scene(auto(Answer::Cancel)).await?;
    scene.switch(json!({ "push_delay_ms": 30 })).await?;
    let before = std::time::Instant::now();
    scene.accepted().await?;
    assert!(before.elapsed() >= Duration::from_millis(30));
    scene
        .switch(json!({ "push_delay_ms": 0, "pushes_per_minute": 1 }))
        .await?;
    scene.push_to("254712345671").await;
    let many = scene.push_to("254712345672").await.outcome;
    assert_eq!(refusal(many), Some(RefusedKind::Overloaded));
    scene.pass(60_001).await?;
    let later = scene.push_to("254712345673").await.outcome;
    assert!(matches!(later, PushOutcome::Accepted { .. }));
    Ok(())
}
