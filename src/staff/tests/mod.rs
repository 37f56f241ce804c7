//! Signing up and in against the database.
#![allow(clippy::unwrap_used)]

mod people;
mod sessions;

use super::sign_up::sign_up_or_in;
use super::{Comer, SignInForm, SignUpForm, has_password, reset_password, sign_in, sign_up};
use crate::platform::{Database, clock};
use crate::tests::support::Shop;
use crate::values::{Refusal, Stop};

const PASSWORD: &str = "sukuma wiki na ugali";

/// A phone number that no other test signs up with.
fn fresh_phone() -> String {
    let digits: u32 = rand::random();
    format!("07{:08}", digits % 100_000_000)
}

fn ask(identity: &str) -> SignUpForm {
    SignUpForm {
        name: "A new user".to_owned(),
        identity: identity.to_owned(),
        password: PASSWORD.to_owned(),
        next: String::new(),
    }
}

async fn try_in(db: &Database, identity: &str, password: &str) -> Result<i64, Stop> {
    let form = SignInForm {
        identity: identity.to_owned(),
        password: password.to_owned(),
        next: String::new(),
    };
    // Every try from an address and a browser of its own.
    let (peer, browser) = (uuid::Uuid::now_v7().to_string(), uuid::Uuid::now_v7());
    let comer = Comer {
        peer: &peer,
        browser: browser.as_bytes(),
        now: clock::now(),
    };
    sign_in(db, &comer, &form).await
}

fn one(key: &str) -> Stop {
    Refusal::of(key).into()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_is_made_once_and_found_by_any_spelling() {
    let shop = Shop::open("staff-sign-up").await;
    let (db, phone) = (shop.db(), fresh_phone());
    let peer = uuid::Uuid::now_v7().to_string();
    let user = sign_up(db, &peer, &ask(&phone)).await.unwrap();
    let again = sign_up(db, &peer, &ask(&format!("+254 {}", &phone[1..]))).await;
    assert_eq!(again, Err(one("refused-sign-up")));
    let international = format!("254{}", &phone[1..]);
    assert_eq!(try_in(db, &international, PASSWORD).await, Ok(user));
}

/// Her answer was lost: the same form leads to the login that it made. Nobody guesses at it here for less than by
/// signing in, or is told more.
#[tokio::test(flavor = "multi_thread")]
async fn the_form_that_made_a_login_signs_it_in_when_it_comes_again() {
    let shop = Shop::open("staff-sign-up-again").await;
    let (db, form) = (shop.db(), ask(&fresh_phone()));
    let (peer, browser) = (uuid::Uuid::now_v7().to_string(), uuid::Uuid::now_v7());
    let comer = Comer {
        peer: &peer,
        browser: browser.as_bytes(),
        now: clock::now(),
    };
    let (first, second) = tokio::join!(
        sign_up_or_in(db, &comer, &form),
        sign_up_or_in(db, &comer, &form)
    );
    assert!(first.is_ok() && first == second, "{first:?} {second:?}");
    let wrong = SignUpForm {
        password: "githeri ya mahindi".to_owned(),
        ..form.clone()
    };
    for _ in 0..10 {
        let guess = sign_up_or_in(db, &comer, &wrong).await;
        assert_eq!(guess, Err(one("refused-sign-up")));
    }
    let late = sign_up_or_in(db, &comer, &form).await;
    assert_eq!(late, Err(one("refused-sign-up")));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_failure_is_the_same_one() {
    let shop = Shop::open("staff-sign-in").await;
    let (db, phone) = (shop.db(), fresh_phone());
    let peer = uuid::Uuid::now_v7().to_string();
    sign_up(db, &peer, &ask(&phone)).await.unwrap();
    assert_eq!(
        try_in(db, &phone, "not the password").await,
        Err(one("refused-sign-in"))
    );
    assert_eq!(
        try_in(db, &fresh_phone(), PASSWORD).await,
        Err(one("refused-sign-in"))
    );
    assert_eq!(
        try_in(db, "neither", PASSWORD).await,
        Err(one("refused-sign-in"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_password_counts_at_once() {
    let shop = Shop::open("staff-reset").await;
    let (db, phone) = (shop.db(), fresh_phone());
    let peer = uuid::Uuid::now_v7().to_string();
    let user = sign_up(db, &peer, &ask(&phone)).await.unwrap();
    reset_password(db, &phone, "githeri ya mahindi")
        .await
        .unwrap();
    assert_eq!(
        try_in(db, &phone, PASSWORD).await,
        Err(one("refused-sign-in"))
    );
    assert_eq!(try_in(db, &phone, "githeri ya mahindi").await, Ok(user));
    assert_eq!(
        reset_password(db, "0700000009", PASSWORD).await,
        Err(Stop::NotFound)
    );
    assert!(reset_password(db, &phone, "short").await.is_err());
    for (who, typed, is_hers) in [
        (phone.as_str(), "githeri ya mahindi", true),
        (&phone, PASSWORD, false),
        ("0700000009", "githeri ya mahindi", false),
    ] {
        assert_eq!(
            has_password(db, who, typed).await,
            Ok(is_hers),
            "{who} {typed}"
        );
    }
}
