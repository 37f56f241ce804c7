//! Prompts from the push to the callback and the query.

use super::*;

#[tokio::test]
async fn a_prompt_is_accepted_paid_and_asked_after() -> Result<(), Anything> {
    let mut scene = scene(SimulatorSettings::default()).await?;
    let pushed = scene.push().await;
    assert_eq!(pushed.http_status, Some(200));
    let raw: Value = serde_json::from_str(&pushed.raw.ok_or("no body")?)?;
    assert_eq!(raw["ResponseCode"], json!("0"));
    assert_eq!(
        raw["ResponseDescription"],
        "Success. Request accepted for processing"
    );
    assert_eq!(
        raw["CustomerMessage"],
        "Success. Request accepted for processing"
    );
    let id = raw["CheckoutRequestID"].as_str().ok_or("no id")?;
    assert!(
        id.starts_with("ws_CO_") && id.ends_with("712345678") && id.len() == 32,
        "{id}"
    );

    assert_eq!(scene.query(id).await, QueryOutcome::NotYet);
    assert_eq!(scene.answer(id, "accept").await?, 303);
    let callback = scene.callback().await?;
    assert!(callback.code.is_paid());
    assert_eq!(callback.checkout_request_id, id);
    assert_eq!(callback.amount, Some(rust_decimal::Decimal::from(450)));
    assert_eq!(callback.receipt.as_deref().map(str::len), Some(10));

    let queried = scene
        .daraja
        .query(&scene.credentials, id, clock::now())
        .await;
    let raw: Value = serde_json::from_str(&queried.raw.ok_or("no body")?)?;
    assert_eq!(raw["ResultCode"], json!("0"));
    assert_eq!(
        raw["ResponseDescription"],
        "The service request has been accepted successsfully"
    );
    let mut keys: Vec<&String> = raw.as_object().ok_or("no object")?.keys().collect();
    keys.sort();
    assert_eq!(
        keys,
        [
            "CheckoutRequestID",
            "MerchantRequestID",
            "ResponseCode",
            "ResponseDescription",
            "ResultCode",
            "ResultDesc"
        ]
    );
    assert!(matches!(queried.outcome, QueryOutcome::Settled { code, .. } if code.is_paid()));
    assert_eq!(scene.answer(id, "cancel").await?, 409);
    Ok(())
}

#[tokio::test]
async fn each_ending_has_its_code_in_callback_and_query() -> Result<(), Anything> {
    for (answer, code, key) in [
        (Answer::Cancel, "1032", "cancelled"),
        (Answer::WrongPin, "2001", "wrong-pin"),
        (Answer::NoFunds, "1", "no-funds"),
        (Answer::Misconfigured, "SFC_IC0003", "misconfigured"),
    ] {
        let mut scene = scene(auto(answer)).await?;
        let id = scene.accepted().await?;
        let callback = scene.callback().await?;
        assert_eq!(callback.code.as_str(), code);
        assert_eq!(callback.receipt, None);
        assert_eq!(Reason::of(&callback.code).key(), key);
        let settled = scene.query(&id).await;
        assert!(
            matches!(&settled, QueryOutcome::Settled { code: read, .. } if read.as_str() == code),
            "{settled:?}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_prompt_ends_by_itself() -> Result<(), Anything> {
    let mut settings = auto(Answer::Ignore);
    settings.switches.prompt_lifetime_ms = 300;
    let mut scene = scene(settings).await?;
    scene.accepted().await?;
    assert_eq!(scene.callback().await?.code.as_str(), "1037");
    Ok(())
}

#[tokio::test]
async fn callbacks_come_twice_early_or_never() -> Result<(), Anything> {
    let mut scene = scene(auto(Answer::Accept)).await?;
    scene.switch(json!({ "callback_copies": 2 })).await?;
    scene.accepted().await?;
    assert_eq!(scene.callback().await?, scene.callback().await?);

    scene
        .switch(json!({ "callback_copies": 1, "early_callbacks": true }))
        .await?;
    let id = scene.accepted().await?;
    let early = scene.callbacks.try_recv()?;
    assert_eq!(parse(&early)?.checkout_request_id, id);

    scene.switch(json!({ "drop_callbacks": true })).await?;
    let id = scene.accepted().await?;
    assert!(scene.callbacks.try_recv().is_err());
    let settled = scene.query(&id).await;
    assert!(matches!(settled, QueryOutcome::Settled { code, .. } if code.is_paid()));
    assert_eq!(
        scene.phone().await?["prompts"][0]["deliveries"],
        json!(["dropped"])
    );
    Ok(())
}

#[tokio::test]
async fn the_phone_shows_the_prompt_and_takes_plain_forms() -> Result<(), Anything> {
    let mut scene = scene(SimulatorSettings::default()).await?;
    let id = scene.accepted().await?;
    let page = scene
        .http
        .get(format!("{}/phone", scene.address))
        .send()
        .await?
        .text()
        .await?;
    for text in [
        "Ksh 450",
        "174379",
        "INV-00042",
        "http-equiv=\"refresh\" content=\"2\"",
    ] {
        assert!(page.contains(text), "{text}");
    }
    assert!(page.contains(&format!("/phone/{id}/accept")));
    let form = scene.http.post(format!("{}/switches", scene.address));
    let form = form.header("content-type", "application/x-www-form-urlencoded");
    let answer = form.body("auto=accept&auto_after_ms=0").send().await?;
    assert_eq!(answer.status().as_u16(), 303);
    scene.answer(&id, "accept").await?;
    let receipt = scene.callback().await?.receipt.ok_or("no receipt")?;
    let page = scene
        .http
        .get(format!("{}/phone", scene.address))
        .send()
        .await?
        .text()
        .await?;
    assert!(page.contains(&receipt));
    assert_eq!(scene.phone().await?["switches"]["auto"], json!("accept"));
    Ok(())
}
