//! Callbacks that are strange, late, doubled, wrong or missing.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_is_recorded_however_it_is_written() {
    let mut scene = scene("switch-written", Switches::default()).await;
    let cases = [
        json!({ "amount_form": "hundredths", "balance_form": "valueless",
                "phone_form": "number", "date_form": "number" }),
        json!({ "amount_form": "tenths", "balance_form": "absent",
                "phone_form": "masked", "date_form": "text" }),
        json!({ "amount_form": "integer", "balance_form": "valued",
                "phone_form": "absent", "shuffle_items": true }),
        json!({ "amount_form": "text", "string_code": true, "wrong_id": "none" }),
    ];
    let cases = cases.map(|switch| paid(switch, "accept", 1));
    scene.plays_all(cases.into()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_is_recorded_once_however_it_is_delivered() {
    let mut scene = scene("switch-delivered", Switches::default()).await;
    let cases = vec![
        paid(json!({ "callback_copies": 3 }), "accept", 3),
        paid(json!({ "callback_delay_ms": 20 }), "accept", 1),
        // Before the push itself is answered.
        paid(json!({ "early_callbacks": true }), "", 1),
        // Kept is answered with 200, so nobody tries again.
        paid(
            json!({ "callback_retries": 2, "retry_after_ms": 5 }),
            "accept",
            1,
        ),
        paid(
            json!({ "success_after_failure": true, "follow_up_ms": 20 }),
            "cancel",
            2,
        ),
        // The failure comes after the payment.
        paid(
            json!({ "success_after_failure": true, "reorder_callbacks": true,
                    "follow_up_ms": 5 }),
            "cancel",
            2,
        ),
    ];
    scene.plays_all(cases).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_is_for_a_person() {
    let mut scene = scene("switch-wrong", Switches::default()).await;
    let review = |switch, reason| unpaid(switch, "accept", State::Review, reason);
    let cases = vec![
        review(json!({ "amount_off": -1 }), "amount"),
        review(json!({ "amount_off": 1 }), "amount"),
        review(json!({ "omit_receipt": true }), "no-receipt"),
        review(json!({ "wrong_id": "checkout" }), "ids"),
        review(json!({ "wrong_id": "merchant" }), "ids"),
        // Heard before the ids were known: the money is real, its ids are not.
        Case {
            state: State::Review,
            reason: Some("ids"),
            ..paid(
                json!({ "early_callbacks": true, "wrong_id": "checkout" }),
                "",
                1,
            )
        },
        // Two receipts for one prompt: both are kept, one is surplus.
        Case {
            state: State::Review,
            reason: Some("second-receipt"),
            payments: 2,
            ..paid(
                json!({ "second_receipt": true, "follow_up_ms": 20 }),
                "accept",
                2,
            )
        },
    ];
    scene.plays_all(cases).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_confirmation_beside_the_callback_brings_nothing_twice() {
    let mut scene = scene("switch-twin", Switches::default()).await;
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let path = "/oauth/v1/generate?grant_type=client_credentials";
    let url = format!("{}{path}", scene.simulator);
    let asked = http.get(url).basic_auth("key", Some("secret"));
    let body = asked.send().await.unwrap().bytes().await.unwrap();
    let body: Value = serde_json::from_slice(&body).unwrap();
    // Where callbacks go, by a token that is nobody's.
    let address = format!("{}/d/c/{}", scene.base, "0".repeat(43));
    let registration = json!({
        "ShortCode": "600000", "ResponseType": "Completed",
        "ConfirmationURL": address, "ValidationURL": address,
    });
    let url = format!("{}/mpesa/c2b/v2/registerurl", scene.simulator);
    let token = body["access_token"].as_str().unwrap();
    let asked = http.post(url).bearer_auth(token).json(&registration);
    assert_eq!(asked.send().await.unwrap().status().as_u16(), 200);
    let cases = vec![
        paid(json!({ "c2b_twin": "before" }), "accept", 2),
        paid(json!({ "c2b_twin": "after" }), "accept", 2),
        paid(json!({ "c2b_twin": "none" }), "accept", 1),
    ];
    scene.plays_all(cases).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_that_never_comes_leaves_the_prompt_pending() {
    let mut scene = scene("switch-dropped", Switches::default()).await;
    let case = Case {
        state: State::Pending,
        payments: 0,
        ..paid(json!({ "drop_callbacks": true }), "accept", 1)
    };
    scene.plays_all(vec![case]).await;
    // Asked after, twice, it is paid; the receipt is still to come.
    for seconds in [15, 30] {
        scene.asks_after(seconds).await;
    }
    let attempt = scene.attempt().await;
    assert_eq!(attempt.state, State::Succeeded);
    assert!(attempt.receipt_pending);
    assert_eq!(scene.payments().await.len(), 1);
    scene.shop.check().await;
}
