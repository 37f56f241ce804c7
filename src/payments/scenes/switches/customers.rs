//! What customers and their phones do.

use super::*;
use crate::mpesa::simulator::{Answer, SecondPush};

/// Why a prompt has failed that ended like this; none where it was paid, or has not ended.
fn reason(answer: Answer) -> Option<&'static str> {
    Some(match answer {
        Answer::Accept | Answer::ByHand | Answer::Ignore => return None,
        Answer::Cancel | Answer::CancelOld => "cancelled",
        Answer::WrongPin => "wrong-pin",
        Answer::NoFunds => "no-funds",
        Answer::BelowMinimum
        | Answer::AboveMaximum
        | Answer::DailyLimit
        | Answer::MaximumBalance => "limit",
        Answer::Inactive | Answer::InternalFailure | Answer::Traffic | Answer::UnheardOf => "other",
        Answer::SessionOpen => "subscriber-busy",
        Answer::Expired | Answer::NoPin => "timed-out",
        Answer::NotSent | Answer::Unreachable | Answer::PushError => "unreachable",
        Answer::Misconfigured => "misconfigured",
    })
}

/// A prompt that fails by itself.
fn fails(switch: Value, reason: &'static str) -> Case {
    Case {
        heard: 1,
        ..unpaid(switch, "", State::Failed, reason)
    }
}

fn case(name: &str, key: &str) -> Case {
    let set = set(name, key);
    let answer = || Answer::from_key(key).unwrap();
    let soon = json!({ "prompt_lifetime_ms": 40 });
    let after = json!({ "auto_after_ms": 20 });
    match name {
        "auto" => match (answer(), reason(answer())) {
            (_, Some(reason)) => fails(and(set, &after), reason),
            (Answer::Accept, None) => paid(and(set, &after), "", 1),
            // A hand answers.
            (Answer::ByHand, None) => paid(set, "accept", 1),
            (_, None) => fails(and(set, &soon), "unreachable"),
        },
        "auto_after_ms" => paid(and(set, &json!({ "auto": "accept" })), "", 1),
        "prompt_lifetime_ms" => fails(set, "unreachable"),
        // By itself nothing is paid, and everything ends.
        "expires_as" => fails(and(set, &soon), reason(answer()).unwrap_or("unreachable")),
        "locked" if key == "true" => unpaid(set, "", State::Rejected, "subscriber-busy"),
        "locked" => paid(set, "accept", 1),
        _ => panic!("{name} is new: say what comes of it"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_a_customer_does_has_its_state_and_reason() {
    let mut scene = scene("switch-customers", Switches::default()).await;
    let all = all_of(Family::Customer).into_iter();
    let mut cases: Vec<Case> = all.map(|(name, key)| case(name, key)).collect();
    // By hand as well as by herself.
    for (_, key) in all_of(Family::Customer)
        .into_iter()
        .filter(|(name, _)| *name == "auto")
    {
        if let Some(reason) = reason(Answer::from_key(key).unwrap()) {
            let as_usual = set("auto", "off");
            cases.push(unpaid(as_usual, key, State::Failed, reason));
        }
    }
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

#[tokio::test(flavor = "multi_thread")]
async fn of_two_pushes_to_one_phone_each_is_paid_once_at_most() {
    for (_, key) in all_of(Family::SecondPush) {
        match SecondPush::from_key(key).unwrap() {
            SecondPush::Refused => a_second_push_that_is_refused_leaves_the_first_alone().await,
            SecondPush::BreaksFirst => a_second_push_that_breaks_the_first_is_paid_alone().await,
            SecondPush::FailsLater => a_second_push_that_fails_later_leaves_the_first_alone().await,
        }
    }
}
