//! Callbacks that are strange, late, doubled, wrong or missing.

use super::*;
use crate::mpesa::simulator::{AmountForm, BalanceForm, DateForm, PhoneForm, Twin, WrongId};

/// Whether a payment is recorded as usual although its callback is written like this.
fn is_read(name: &str, key: &str) -> bool {
    match name {
        "amount_form" => match AmountForm::from_key(key).unwrap() {
            AmountForm::Hundredths
            | AmountForm::Tenths
            | AmountForm::Integer
            | AmountForm::Text => true,
        },
        "balance_form" => match BalanceForm::from_key(key).unwrap() {
            BalanceForm::Valueless | BalanceForm::Absent | BalanceForm::Valued => true,
        },
        "phone_form" => match PhoneForm::from_key(key).unwrap() {
            PhoneForm::Number | PhoneForm::Masked | PhoneForm::Absent => true,
        },
        "date_form" => match DateForm::from_key(key).unwrap() {
            DateForm::Number | DateForm::Text => true,
        },
        "shuffle_items" | "string_code" => true,
        "wrong_id" => match WrongId::from_key(key).unwrap() {
            WrongId::None => true,
            WrongId::Checkout | WrongId::Merchant => false,
        },
        "amount_off" => false,
        "omit_receipt" => key == "false",
        _ => panic!("{name} is new: say what comes of it"),
    }
}

/// What a person is asked to look at it for.
fn why_not_read(name: &str) -> &'static str {
    match name {
        "wrong_id" => "ids",
        "amount_off" => "amount",
        "omit_receipt" => "no-receipt",
        _ => panic!("{name} can be read"),
    }
}

/// Two receipts for one prompt: both are kept, one is surplus.
fn paid_twice(set: Value) -> Case {
    Case {
        state: State::Review,
        reason: Some("second-receipt"),
        payments: 2,
        ..paid(set, "accept", 2)
    }
}

fn case(name: &str, key: &str) -> Case {
    let set = set(name, key);
    let is_on = key != "false";
    let after_all = json!({ "success_after_failure": true, "follow_up_ms": 20 });
    match name {
        "drop_callbacks" if is_on => Case {
            state: State::Pending,
            payments: 0,
            ..paid(set, "accept", 1)
        },
        "callback_copies" => paid(set, "accept", 3),
        // The failure comes after the payment.
        "reorder_callbacks" if is_on => paid(and(set, &after_all), "cancel", 2),
        // Before the push itself is answered.
        "early_callbacks" if is_on => paid(set, "", 1),
        "success_after_failure" if is_on => paid(and(set, &after_all), "cancel", 2),
        "second_receipt" if is_on => paid_twice(and(set, &json!({ "follow_up_ms": 20 }))),
        "follow_up_ms" => paid_twice(and(set, &json!({ "second_receipt": true }))),
        // Whoever is told by both is paid once.
        "c2b_twin" => match Twin::from_key(key).unwrap() {
            Twin::None => paid(set, "accept", 1),
            Twin::Before | Twin::After => paid(set, "accept", 2),
        },
        // Kept is answered with 200, so nobody tries again.
        "callback_retries" | "retry_after_ms" => {
            let tries = json!({ "callback_retries": 2, "retry_after_ms": 5 });
            paid(and(set, &tries), "accept", 1)
        }
        "callback_delay_ms" => paid(set, "accept", 1),
        "drop_callbacks"
        | "reorder_callbacks"
        | "early_callbacks"
        | "success_after_failure"
        | "second_receipt" => paid(set, "accept", 1),
        _ if is_read(name, key) => paid(set, "accept", 1),
        _ => unpaid(set, "accept", State::Review, why_not_read(name)),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_is_recorded_once_however_it_is_written_and_delivered() {
    let mut scene = scene("switch-callbacks", Switches::default()).await;
    scene.registers().await;
    let all = all_of(Family::Callback).into_iter();
    let cases = all.map(|(name, key)| case(name, key)).collect();
    scene.plays_all(cases).await;
}

#[test]
#[should_panic(expected = "a_new_one is new")]
fn a_switch_without_a_case_is_found() {
    case("a_new_one", "true");
}

impl Scene {
    /// Registers an address that confirmations are posted to: where callbacks go, by a token that is
    /// nobody's.
    async fn registers(&self) {
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let path = "/oauth/v1/generate?grant_type=client_credentials";
        let url = format!("{}{path}", self.simulator);
        let asked = http.get(url).basic_auth("key", Some("secret"));
        let body = asked.send().await.unwrap().bytes().await.unwrap();
        let body: Value = serde_json::from_slice(&body).unwrap();
        let address = format!("{}/d/c/{}", self.base, "0".repeat(43));
        let registration = json!({
            "ShortCode": "600000", "ResponseType": "Completed",
            "ConfirmationURL": address, "ValidationURL": address,
        });
        let url = format!("{}/mpesa/c2b/v2/registerurl", self.simulator);
        let token = body["access_token"].as_str().unwrap();
        let asked = http.post(url).bearer_auth(token).json(&registration);
        assert_eq!(asked.send().await.unwrap().status().as_u16(), 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn several_strange_things_at_once_are_no_stranger() {
    let mut scene = scene("switch-several", Switches::default()).await;
    let cases = vec![
        paid(
            json!({ "amount_form": "tenths", "balance_form": "absent",
                    "phone_form": "masked", "date_form": "text" }),
            "accept",
            1,
        ),
        paid(
            json!({ "amount_form": "text", "balance_form": "valued", "phone_form": "absent",
                    "shuffle_items": true, "string_code": true }),
            "accept",
            1,
        ),
        unpaid(
            json!({ "amount_off": 1 }),
            "accept",
            State::Review,
            "amount",
        ),
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
