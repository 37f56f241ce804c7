//! Queries that are early, late, wrong or not answered at all.

use super::*;

#[tokio::test]
async fn no_faulty_query_settles_an_open_prompt() -> Result<(), Anything> {
    let scene = scene(SimulatorSettings::default()).await?;
    let id = scene.accepted().await?;
    for (fault, known) in [
        ("too-early", Some(QueryOutcome::TooEarlyOrUnknownId)),
        ("processing", Some(QueryOutcome::NotYet)),
        ("settling", Some(QueryOutcome::NotYet)),
        ("contradiction", Some(QueryOutcome::NotYet)),
        ("spike", Some(QueryOutcome::Busy)),
        ("html", None),
        ("internal-error", None),
        ("lost-answer", None),
    ] {
        scene
            .switch(json!({ "next": 1, "query_fault": fault }))
            .await?;
        let outcome = scene.query(&id).await;
        match known {
            Some(known) => assert_eq!(outcome, known, "{fault}"),
            None => assert!(matches!(outcome, QueryOutcome::Unknown { .. }), "{fault}"),
        }
    }
    // One refused token is replaced; two in a row are not.
    scene
        .switch(json!({ "next": 1, "query_fault": "invalid-token" }))
        .await?;
    assert_eq!(scene.query(&id).await, QueryOutcome::NotYet);
    scene
        .switch(json!({ "query_fault": "invalid-token" }))
        .await?;
    let refused = scene.query(&id).await;
    assert!(matches!(refused, QueryOutcome::Unknown { .. }));
    // This one lies, which is why a lone "paid" is not believed.
    scene
        .switch(json!({ "query_fault": "premature-paid" }))
        .await?;
    assert!(is_paid(&scene.query(&id).await));
    Ok(())
}

#[tokio::test]
async fn a_query_can_contradict_what_happened() -> Result<(), Anything> {
    let mut scene = scene(auto(Answer::Accept)).await?;
    let id = scene.accepted().await?;
    assert!(scene.callback().await?.code.is_paid());
    scene
        .switch(json!({ "query_fault": "contradiction" }))
        .await?;
    let denied = scene.query(&id).await;
    assert!(matches!(denied, QueryOutcome::Settled { code, .. } if code.as_str() == "1032"));
    scene
        .switch(json!({ "query_fault": "none", "auto": "cancel" }))
        .await?;
    let id = scene.accepted().await?;
    assert_eq!(scene.callback().await?.code.as_str(), "1032");
    scene
        .switch(json!({ "query_fault": "contradiction" }))
        .await?;
    assert!(is_paid(&scene.query(&id).await));
    Ok(())
}

#[tokio::test]
async fn queries_are_slow_too_many_or_numbers() -> Result<(), Anything> {
    let mut scene = scene(auto(Answer::Cancel)).await?;
    let id = scene.accepted().await?;
    scene.callback().await?;
    scene
        .switch(json!({ "query_delay_ms": 30, "numeric_code": true }))
        .await?;
    let before = std::time::Instant::now();
    let queried = scene
        .daraja
        .query(&scene.credentials, &id, clock::now())
        .await;
    assert!(before.elapsed() >= Duration::from_millis(30));
    let raw: Value = serde_json::from_str(&queried.raw.ok_or("no body")?)?;
    assert_eq!(raw["ResultCode"], json!(1032));
    assert!(matches!(queried.outcome, QueryOutcome::Settled { .. }));

    // One a minute.
    scene
        .switch(json!({ "query_delay_ms": 0, "queries_per_minute": 1 }))
        .await?;
    let settled = |outcome| matches!(outcome, QueryOutcome::Settled { .. });
    assert!(settled(scene.query(&id).await));
    assert_eq!(scene.query(&id).await, QueryOutcome::Busy);
    scene.pass(60_001).await?;
    assert!(settled(scene.query(&id).await));
    Ok(())
}
