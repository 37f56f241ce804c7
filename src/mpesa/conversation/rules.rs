//! Switches for all, for a phone, for the next few requests.

use super::*;

#[tokio::test]
async fn a_rule_for_a_phone_leaves_the_others_alone() -> Result<(), Anything> {
    let mut scene = scene(auto(Answer::Accept)).await?;
    let own = json!({ "phone": "0712 345 678", "auto": "wrong-pin", "drop_callbacks": false });
    scene.switch(json!({ "drop_callbacks": true })).await?;
    let listed = scene.switch(own).await?;
    assert_eq!(listed["rules"][1]["rule"], "phone:254712345678");
    assert_eq!(listed["rules"][1]["switches"]["auto"], "wrong-pin");
    scene.push_to("254712345679").await;
    assert!(scene.is_quiet().await);
    scene.accepted().await?;
    assert_eq!(scene.callback().await?.code.as_str(), "2001");
    Ok(())
}

#[tokio::test]
async fn a_row_of_rules_is_a_script() -> Result<(), Anything> {
    let mut scene = scene(auto(Answer::Accept)).await?;
    scene
        .switch(json!({ "next": 1, "push_fault": "spike" }))
        .await?;
    scene
        .switch(json!({ "next": 1, "callback_copies": 2, "auto": "cancel" }))
        .await?;
    scene
        .switch(json!({ "next": 1, "query_fault": "settling" }))
        .await?;
    assert_eq!(
        refusal(scene.push().await.outcome),
        Some(RefusedKind::Overloaded)
    );
    let id = scene.accepted().await?;
    for _ in 0..2 {
        assert_eq!(scene.callback().await?.code.as_str(), "1032");
    }
    assert_eq!(scene.query(&id).await, QueryOutcome::NotYet);
    assert!(matches!(
        scene.query(&id).await,
        QueryOutcome::Settled { .. }
    ));
    assert!(scene.is_quiet().await);
    scene.accepted().await?;
    assert!(scene.callback().await?.code.is_paid());
    Ok(())
}

#[tokio::test]
async fn what_a_push_used_up_stays_with_its_prompt() -> Result<(), Anything> {
    let mut scene = scene(SimulatorSettings::default()).await?;
    scene
        .switch(json!({ "next": 1, "amount_form": "text" }))
        .await?;
    let first = scene.accepted().await?;
    scene.push_to("254712345679").await;
    assert_eq!(scene.phone().await?["rules"], json!([]));
    scene.answer(&first, "accept").await?;
    let body = scene.body().await?;
    assert!(std::str::from_utf8(&body)?.contains(r#""Value":"450""#));
    Ok(())
}

#[tokio::test]
async fn people_see_the_rules_and_clear_them() -> Result<(), Anything> {
    let scene = scene(SimulatorSettings::default()).await?;
    let form = |path: &str, body: &'static str| {
        let request = scene.http.post(format!("{}{path}", scene.address));
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        request.body(body).send()
    };
    let filled = "phone=0712345678&next=&auto=&push_fault=busy&auto_after_ms=";
    assert_eq!(form("/switches", filled).await?.status().as_u16(), 303);
    let wrong = form("/switches", "phone=12&push_fault=busy").await?;
    assert_eq!(wrong.status().as_u16(), 400);
    let page = |path: &str| scene.http.get(format!("{}{path}", scene.address)).send();
    for path in ["/phone", "/switches"] {
        let shown = page(path).await?.text().await?;
        assert!(shown.contains("Pushes get: busy"), "{path}");
        assert!(shown.contains("value=\"phone:254712345678\""), "{path}");
    }
    assert!(page("/switches").await?.text().await?.contains("<details>"));
    assert_eq!(
        refusal(scene.push().await.outcome),
        Some(RefusedKind::Overloaded)
    );
    let cleared = form("/switches/clear", "rule=phone%3A254712345678").await?;
    assert_eq!(cleared.status().as_u16(), 303);
    let again = form("/switches/clear", "rule=phone%3A254712345678").await?;
    assert_eq!(again.status().as_u16(), 404);
    scene.accepted().await?;
    let moved = form("/clock", "advance_ms=60000").await?;
    assert_eq!(moved.status().as_u16(), 303);
    Ok(())
}
