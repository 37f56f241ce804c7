//! Pushes and tokens that go wrong.

use super::*;
use crate::mpesa::simulator::{IdForm, PushFault, TokenFault};

/// What comes of a push: nothing is a rejection but where no prompt can be.
fn pushed(fault: PushFault, set: Value) -> Vec<Case> {
    let rejected = |reason| unpaid(set.clone(), "", State::Rejected, reason);
    let unknown = || Case {
        state: State::Unknown,
        payments: 0,
        ..paid(set.clone(), "", 0)
    };
    match fault {
        PushFault::None => vec![paid(set.clone(), "accept", 1)],
        // The prompt lives: it is answered, or is not.
        PushFault::LostAnswer | PushFault::InternalError => vec![
            paid(set.clone(), "accept", 1),
            unpaid(set.clone(), "cancel", State::Failed, "cancelled"),
            unknown(),
        ],
        PushFault::LostRequest | PushFault::Html | PushFault::Soap => vec![unknown()],
        PushFault::Refused => vec![rejected("other")],
        PushFault::Busy | PushFault::Spike | PushFault::SpikeEnvelope | PushFault::Quota => {
            vec![rejected("overloaded")]
        }
        PushFault::InvalidToken | PushFault::NoProduct | PushFault::NoMerchant => {
            vec![rejected("misconfigured")]
        }
    }
}

fn cases(name: &str, key: &str) -> Vec<Case> {
    let set = set(name, key);
    match name {
        "push_fault" => pushed(PushFault::from_key(key).unwrap(), set),
        "push_delay_ms" => vec![paid(set, "accept", 1)],
        "pushes_per_minute" => vec![
            paid(set.clone(), "accept", 1),
            // The one before it was less than a minute ago.
            unpaid(set, "", State::Rejected, "overloaded"),
        ],
        "id_form" => match IdForm::from_key(key).unwrap() {
            IdForm::Current | IdForm::Legacy | IdForm::Oldest => vec![paid(set, "accept", 1)],
        },
        _ => panic!("{name} is new: say what comes of it"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_prompt_is_a_rejection_and_every_doubt_is_unknown() {
    let mut scene = scene("switch-pushes", Switches::default()).await;
    let all = all_of(Family::Push).into_iter();
    let cases = all.flat_map(|(name, key)| cases(name, key)).collect();
    scene.plays_all(cases).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_push_refused_for_its_token_is_sent_again_once() {
    let mut scene = scene("switch-token-once", Switches::default()).await;
    let once = json!({ "next": 1, "push_fault": "invalid-token" });
    scene.plays_all(vec![paid(once, "accept", 1)]).await;
    assert_eq!(scene.prompts().await.len(), 1);
}

/// Why nothing was sent without a token; none where there is one.
fn not_sent(fault: TokenFault) -> Option<&'static str> {
    match fault {
        TokenFault::None => None,
        TokenFault::Empty | TokenFault::Unauthorized => Some("misconfigured"),
        TokenFault::Forbidden | TokenFault::Html | TokenFault::Portal => Some("not-sent"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_token_nothing_was_sent() {
    let mut scene = scene("switch-tokens", Switches::default()).await;
    let as_usual = || set("push_fault", "none");
    for (number, (name, key)) in all_of(Family::Token).into_iter().enumerate() {
        // A client that has no token yet, and has not just seen another failure.
        scene.daraja = Daraja::new(&scene.simulator).unwrap();
        scene.switch(set(name, key)).await;
        let reason = match name {
            "token_fault" => not_sent(TokenFault::from_key(key).unwrap()),
            "token_lifetime_s" | "rotate_tokens" | "numeric_expiry" => None,
            _ => panic!("{name} is new: say what comes of it"),
        };
        let prompts = scene.prompts().await.len();
        let cases = match reason {
            Some(reason) => vec![unpaid(as_usual(), "", State::Rejected, reason)],
            // The second one finds a token that the first one has left, or fetches another.
            None => vec![paid(as_usual(), "accept", 1), paid(as_usual(), "accept", 1)],
        };
        for (nth, case) in cases.iter().enumerate() {
            scene.plays(2 * number + nth, case).await;
        }
        let sent = if reason.is_some() { 0 } else { cases.len() };
        assert_eq!(scene.prompts().await.len(), prompts + sent, "{name} {key}");
        scene
            .tell("/switches/clear", &json!({ "rule": "everything" }))
            .await;
    }
    scene.shop.check().await;
}
