//! Tokens that are refused, short-lived or killed.

use super::*;

#[tokio::test]
async fn without_a_token_nothing_is_sent() -> Result<(), Anything> {
    let mut scene = scene(SimulatorSettings::default()).await?;
    for (fault, kind) in [
        ("empty", RefusedKind::Credentials),
        ("unauthorized", RefusedKind::Credentials),
        ("forbidden", RefusedKind::NeverSent),
        ("html", RefusedKind::NeverSent),
        ("portal", RefusedKind::NeverSent),
    ] {
        // A client that has not just seen another failure.
        scene.daraja = Daraja::new(&scene.address)?;
        scene
            .switch(json!({ "next": 1, "token_fault": fault }))
            .await?;
        assert_eq!(refusal(scene.push().await.outcome), Some(kind), "{fault}");
    }
    assert_eq!(scene.phone().await?["prompts"], json!([]));
    scene.daraja = Daraja::new(&scene.address)?;
    scene.switch(json!({ "token_fault": "none" })).await?;
    scene.accepted().await?;
    Ok(())
}

#[tokio::test]
async fn a_token_that_ended_is_replaced() -> Result<(), Anything> {
    let mut scene = scene(auto(Answer::Cancel)).await?;
    let id = scene.accepted().await?;
    scene.callback().await?;
    // Its end has come by the other side's clock only.
    scene.pass(3_600_000).await?;
    let settled = scene.query(&id).await;
    assert!(matches!(settled, QueryOutcome::Settled { .. }));
    // One that lives shorter than our margin is fetched each time, a number or not.
    scene.daraja = Daraja::new(&scene.address)?;
    let short = json!({ "token_lifetime_s": 30, "numeric_expiry": true, "rotate_tokens": true });
    scene.switch(short).await?;
    for _ in 0..2 {
        scene.accepted().await?;
        scene.callback().await?;
        scene.pass(31_000).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_push_refused_for_its_token_is_repeated_once() -> Result<(), Anything> {
    let scene = scene(SimulatorSettings::default()).await?;
    let once = json!({ "next": 1, "phone": PHONE, "push_fault": "invalid-token" });
    scene.switch(once).await?;
    scene.accepted().await?;
    let prompts = scene.phone().await?["prompts"].clone();
    assert_eq!(prompts.as_array().map(Vec::len), Some(1));
    Ok(())
}
