//! Callbacks in every form, at every time.

use super::*;
use rust_decimal::Decimal;

#[tokio::test]
async fn every_form_of_a_payment_is_read_as_the_same() -> Result<(), Anything> {
    let mut scene = scene(auto(Answer::Accept)).await?;
    for (switch, key, written) in [
        ("amount_form", "hundredths", r#""Amount","Value":450.00}"#),
        ("amount_form", "tenths", r#""Amount","Value":450.0}"#),
        ("amount_form", "integer", r#""Amount","Value":450}"#),
        ("amount_form", "text", r#""Amount","Value":"450"}"#),
        ("balance_form", "valued", r#""Balance","Value":18250.00}"#),
        ("balance_form", "valueless", r#"{"Name":"Balance"}"#),
        ("balance_form", "absent", "PhoneNumber"),
        ("phone_form", "number", r#""Value":254712345678}"#),
        ("phone_form", "masked", r#""Value":"254712***678"}"#),
        ("phone_form", "absent", "TransactionDate"),
        ("date_form", "text", r#""TransactionDate","Value":"20"#),
        ("date_form", "number", r#""TransactionDate","Value":20"#),
        ("string_code", "true", r#""ResultCode":"0""#),
        ("shuffle_items", "true", "MpesaReceiptNumber"),
    ] {
        let value = if key == "true" {
            json!(true)
        } else {
            json!(key)
        };
        scene.switch(json!({ "next": 1, switch: value })).await?;
        let id = scene.accepted().await?;
        let body = scene.body().await?;
        let text = std::str::from_utf8(&body)?;
        assert!(text.contains(written), "{switch} {key}: {text}");
        let absent = match switch {
            _ if key != "absent" => "nothing at all",
            "balance_form" => "Balance",
            _ => "PhoneNumber",
        };
        assert!(!text.contains(absent), "{switch} {key}: {text}");
        let callback = parse(&body)?;
        assert!(callback.code.is_paid(), "{switch} {key}");
        assert_eq!(callback.checkout_request_id, id, "{switch} {key}");
        assert_eq!(callback.amount, Some(Decimal::from(450)), "{switch} {key}");
        assert_eq!(callback.receipt.map(|receipt| receipt.len()), Some(10));
    }
    Ok(())
}

#[tokio::test]
async fn what_is_not_the_prompts_own_is_told_as_it_is() -> Result<(), Anything> {
    let mut scene = scene(auto(Answer::Accept)).await?;
    scene.switch(json!({ "next": 1, "amount_off": -1 })).await?;
    scene.accepted().await?;
    assert_eq!(scene.callback().await?.amount, Some(Decimal::from(449)));
    scene
        .switch(json!({ "next": 1, "omit_receipt": true }))
        .await?;
    scene.accepted().await?;
    assert_eq!(scene.callback().await?.receipt, None);
    for (wrong, same_checkout, same_merchant) in [
        ("none", true, true),
        ("checkout", false, true),
        ("merchant", true, false),
    ] {
        scene
            .switch(json!({ "next": 1, "wrong_id": wrong }))
            .await?;
        let PushOutcome::Accepted {
            merchant_request_id,
            checkout_request_id,
        } = scene.push().await.outcome
        else {
            return Err(wrong.into());
        };
        let callback = scene.callback().await?;
        let is_same = callback.checkout_request_id == checkout_request_id;
        assert_eq!(is_same, same_checkout, "{wrong}");
        let is_same = callback.merchant_request_id == merchant_request_id;
        assert_eq!(is_same, same_merchant, "{wrong}");
    }
    Ok(())
}

#[tokio::test]
async fn callbacks_are_late_and_overtake_each_other() -> Result<(), Anything> {
    let mut scene = scene(auto(Answer::Accept)).await?;
    let hour = json!({ "next": 1, "callback_delay_ms": 3_600_000 });
    scene.switch(hour).await?;
    let id = scene.accepted().await?;
    assert!(scene.is_quiet().await);
    assert!(is_paid(&scene.query(&id).await));
    scene.pass(3_600_001).await?;
    assert_eq!(scene.callback().await?.checkout_request_id, id);

    scene.switch(json!({ "reorder_callbacks": true })).await?;
    let first = scene.accepted().await?;
    assert!(scene.is_quiet().await);
    scene.push_to("254712345679").await;
    let overtaking = scene.callback().await?;
    assert!(overtaking.checkout_request_id.ends_with("712345679"));
    assert_eq!(scene.callback().await?.checkout_request_id, first);
    // Where nobody overtakes it, it comes in the end.
    let alone = scene.accepted().await?;
    assert!(scene.is_quiet().await);
    scene.pass(30_001).await?;
    assert_eq!(scene.callback().await?.checkout_request_id, alone);
    Ok(())
}

#[tokio::test]
async fn what_is_not_answered_well_is_tried_again_if_switched_on() -> Result<(), Anything> {
    let mut scene = scene(auto(Answer::Accept)).await?;
    let url = scene.callback_url.replace("/c/", "/deaf/");
    scene.callback_url = url;
    scene.accepted().await?;
    let first = scene.callback().await?;
    assert!(scene.is_quiet().await, "once, as Safaricom does");
    scene
        .switch(json!({ "callback_retries": 2, "retry_after_ms": 5 }))
        .await?;
    scene.accepted().await?;
    let second = scene.callback().await?;
    assert_ne!(first, second);
    assert_eq!(scene.callback().await?, second);
    assert_eq!(scene.callback().await?, second);
    assert!(scene.is_quiet().await);
    Ok(())
}

#[tokio::test]
async fn a_failure_turns_into_a_payment_and_a_payment_into_two() -> Result<(), Anything> {
    let mut scene = scene(auto(Answer::Cancel)).await?;
    scene.switch(json!({ "follow_up_ms": 5 })).await?;
    scene
        .switch(json!({ "next": 1, "success_after_failure": true }))
        .await?;
    let id = scene.accepted().await?;
    assert_eq!(scene.callback().await?.code.as_str(), "1032");
    let after_all = scene.callback().await?;
    assert!(after_all.code.is_paid() && after_all.checkout_request_id == id);
    assert!(is_paid(&scene.query(&id).await));

    scene
        .switch(json!({ "auto": "accept", "second_receipt": true }))
        .await?;
    scene.accepted().await?;
    let (first, second) = (scene.callback().await?, scene.callback().await?);
    assert_eq!(first.checkout_request_id, second.checkout_request_id);
    assert_ne!(first.receipt, second.receipt);
    assert!(second.receipt.is_some());
    Ok(())
}

#[tokio::test]
async fn the_confirmation_address_is_told_of_the_same_receipt() -> Result<(), Anything> {
    let mut scene = scene(auto(Answer::Accept)).await?;
    let token = scene.token().await?;
    let address = scene.callback_url.replace("4f1c8a", "confirmations");
    for (version, msisdn) in [("v2", 14), ("v1", 64)] {
        let url = format!("{}/mpesa/c2b/{version}/registerurl", scene.address);
        let mut body = json!({
            "ShortCode": "174379", "ResponseType": "Completed",
            "ConfirmationURL": "https://a.co/mpesa/c", "ValidationURL": address,
        });
        let request = scene.http.post(&url).bearer_auth(&token).json(&body);
        let refused = request.send().await?;
        assert_eq!(refused.status().as_u16(), 400);
        assert!(refused.text().await?.contains("URL has the word MPESA"));
        body["ConfirmationURL"] = json!(address);
        let request = scene.http.post(&url).bearer_auth(&token).json(&body);
        assert_eq!(request.send().await?.status().as_u16(), 200);
        for (when, is_first) in [("before", true), ("after", false)] {
            scene.switch(json!({ "c2b_twin": when })).await?;
            scene.accepted().await?;
            let (one, two) = (scene.body().await?, scene.body().await?);
            let (twin, callback) = if is_first { (one, two) } else { (two, one) };
            assert!(parse(&twin).is_err(), "a confirmation is no callback");
            let twin: Value = serde_json::from_slice(&twin)?;
            assert_eq!(
                twin["TransID"].as_str(),
                parse(&callback)?.receipt.as_deref()
            );
            assert_eq!(twin["TransAmount"], "450.00");
            assert_eq!(twin["BillRefNumber"], "INV-00042");
            let hidden = twin["MSISDN"].as_str().ok_or("no phone")?;
            assert_eq!(hidden.len(), msisdn, "{hidden}");
        }
    }
    scene.switch(json!({ "c2b_twin": "none" })).await?;
    scene.accepted().await?;
    scene.callback().await?;
    assert!(scene.is_quiet().await);
    Ok(())
}
