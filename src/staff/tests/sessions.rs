//! Sessions seen and ended, passwords changed and asked for again, and what was typed into a form
//! whose session was over.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use tower::ServiceExt;

use crate::app::server;
use crate::platform::{clock, sessions};
use crate::staff::account::{self, PasswordForm};
use crate::staff::{confirm, store};
use crate::tests::support::Shop;
use crate::values::{Refusal, Stop};

const PASSWORD: &str = "a long enough password";

async fn age(shop: &Shop, session: &[u8], change: &str) {
    let change = format!("update app.session set {change} where session_hash = $1");
    sqlx::query(sqlx::AssertSqlSafe(change))
        .bind(session)
        .execute(&mut shop.superuser().await)
        .await
        .unwrap();
}

async fn touch(shop: &Shop, session: &[u8]) {
    let mut tx = shop.db().begin_outside().await.unwrap();
    sqlx::query("select app.session_touch($1, $2)")
        .bind(session)
        .bind(&shop.slug)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// In how many whole days a session ends.
async fn days_left(shop: &Shop, session: &[u8]) -> i32 {
    sqlx::query_scalar(
        "select round(extract(epoch from expires_at - now()) / 86400)::int
           from app.session where session_hash = $1",
    )
    .bind(session)
    .fetch_one(&mut shop.superuser().await)
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_lives_by_being_used_and_not_for_ever() {
    let shop = Shop::open("session-life").await;
    let cookie = shop.cookie(&shop.owner_session()).await;
    let session = sessions::digest_of(&cookie);
    assert_eq!(days_left(&shop, &session).await, 7);
    age(
        &shop,
        &session,
        "seen_at = now() - interval '1 hour', expires_at = now() + interval '2 days'",
    )
    .await;
    touch(&shop, &session).await;
    assert_eq!(days_left(&shop, &session).await, 7);
    // In its last days it ends thirty days after the sign-in, however much it is used.
    let old = "created_at = now() - interval '28 days', seen_at = now() - interval '1 hour', \
               expires_at = now() + interval '1 day'";
    age(&shop, &session, old).await;
    touch(&shop, &session).await;
    assert_eq!(days_left(&shop, &session).await, 2);
    age(&shop, &session, "expires_at = now() - interval '1 second'").await;
    touch(&shop, &session).await;
    let over = shop.member(&session).read().await.err();
    assert_eq!(over, Some(Stop::SignIn));
    // When she was last here is told to those who work here.
    let mut tx = shop.look().await;
    let all = store::members(&mut tx).await.unwrap();
    assert!(all.iter().any(|member| member.seen_at.is_some()));
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_ended_by_their_owner_only() {
    let shop = Shop::open("session-end").await;
    let here = shop.owner_session();
    let there = sessions::digest_of(&shop.cookie(&here).await);
    let stranger = shop.stranger("0740 000 051").await;
    let listed = store::sessions_of(shop.db(), &here).await.unwrap();
    assert_eq!(listed.len(), 2);
    assert!(listed[0].is_this && !listed[1].is_this);
    let which = listed[1].session_id;
    let db = shop.db();
    assert!(!store::end_one_session(db, &stranger, which).await.unwrap());
    assert!(shop.member(&there).read().await.is_ok());
    assert!(store::end_one_session(db, &here, which).await.unwrap());
    assert_eq!(shop.member(&there).read().await.err(), Some(Stop::SignIn));

    let third = sessions::digest_of(&shop.cookie(&here).await);
    assert_eq!(store::end_other_sessions(db, &here).await.unwrap(), 1);
    assert_eq!(shop.member(&third).read().await.err(), Some(Stop::SignIn));
    assert!(shop.member(&here).read().await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_asks_for_the_old_one_and_ends_the_other_sessions() {
    let shop = Shop::open("session-password").await;
    let here = shop.owner_session();
    let there = sessions::digest_of(&shop.cookie(&here).await);
    let form = |current: &str, new: &str| PasswordForm {
        current_password: current.to_owned(),
        new_password: new.to_owned(),
    };
    let db = shop.db();
    let wrong = account::change_password(db, &here, &form("guess", "githeri ya mahindi")).await;
    let refusal = Refusal::at("current_password", "refused-password-wrong");
    assert_eq!(wrong, Err(refusal.into()));
    let short = account::change_password(db, &here, &form(PASSWORD, "short")).await;
    let Err(Stop::Refused(refusals)) = short else {
        panic!("{short:?}")
    };
    assert_eq!(refusals[0].field.as_deref(), Some("new_password"));
    assert!(shop.member(&there).read().await.is_ok());
    account::change_password(db, &here, &form(PASSWORD, "githeri ya mahindi"))
        .await
        .unwrap();
    assert_eq!(shop.member(&there).read().await.err(), Some(Stop::SignIn));
    assert!(shop.member(&here).read().await.is_ok());
    let again = account::change_password(db, &here, &form(PASSWORD, "another one")).await;
    assert!(again.is_err());
    assert!(!format!("{:?}", form(PASSWORD, "x")).contains(PASSWORD));
}

/// Twice at one instant, and once more because the answer was lost.
#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_that_is_set_already_is_set() {
    let shop = Shop::open("session-password-twice").await;
    let (db, here) = (shop.db(), shop.owner_session());
    let form = PasswordForm {
        current_password: PASSWORD.to_owned(),
        new_password: "githeri ya mahindi".to_owned(),
    };
    let (one, two) = tokio::join!(
        account::change_password(db, &here, &form),
        account::change_password(db, &here, &form)
    );
    assert_eq!((one, two), (Ok(()), Ok(())));
    assert_eq!(account::change_password(db, &here, &form).await, Ok(()));
    // What is found out by it is counted: of five tries the last cannot be looked at twice.
    let wrong = PasswordForm {
        new_password: "another one".to_owned(),
        ..form
    };
    let guess = account::change_password(db, &here, &wrong).await;
    let refusal = Refusal::at("current_password", "refused-password-wrong");
    assert_eq!(guess, Err(refusal.into()));
    let guess = account::change_password(db, &here, &wrong).await;
    assert!(matches!(guess, Err(Stop::SlowDown(_))), "{guess:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_password_is_asked_for_again_after_ten_minutes() {
    let shop = Shop::open("session-confirm").await;
    let (db, here) = (shop.db(), shop.owner_session());
    let ask = async |typed: &str| confirm::confirm_in(db, &here, typed, clock::now()).await;
    assert_eq!(ask("").await, Ok(()));
    age(&shop, &here, "password_at = now() - interval '11 minutes'").await;
    let again: Stop = Refusal::at("password", "refused-password-again").into();
    assert_eq!(ask("").await, Err(again));
    let wrong: Stop = Refusal::at("password", "refused-password-wrong").into();
    assert_eq!(ask("guess").await, Err(wrong));
    assert_eq!(ask(PASSWORD).await, Ok(()));
    assert_eq!(ask("").await, Ok(()));
}

async fn ask(shop: &Shop, request: Request<Body>) -> (StatusCode, String, String) {
    let answer = server::service(shop.state())
        .oneshot(request)
        .await
        .unwrap();
    let status = answer.status();
    let location = answer.headers().get(header::LOCATION);
    let location = location.map_or("", |l| l.to_str().unwrap()).to_owned();
    let body = axum::body::to_bytes(answer.into_body(), 4_000_000)
        .await
        .unwrap();
    (
        status,
        location,
        String::from_utf8_lossy(&body).into_owned(),
    )
}

fn request(method: &str, path: &str, session: &str, body: &str) -> Request<Body> {
    let cookies = format!("dukani={session}; dukani_browser=a-browser-of-a-test-0001");
    Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "127.0.0.1:3000")
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::COOKIE, cookies)
        .body(Body::from(body.to_owned()))
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_outlives_the_session() {
    let shop = Shop::open("session-typed").await;
    let page = "/b/session-typed/settings";
    let typed = "business=session-typed&form[name]=A+name+typed+late&form[tax_pin]=A123456789Z";
    let post = request("POST", "/api/businesses/keep_settings", "over", typed);
    let (status, location, _) = ask(&shop, post).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert!(location.starts_with("/sign-in?next="), "{location}");
    // She looks at the page before she signs in: that must not lose it.
    let (status, _, body) = ask(&shop, request("GET", page, "over", "")).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert!(!body.contains("typed late"));

    let cookie = shop.cookie(&shop.owner_session()).await;
    let (status, _, body) = ask(&shop, request("GET", page, &cookie, "")).await;
    assert_eq!(status, StatusCode::OK);
    assert!(body.contains("A name typed late") && body.contains("A123456789Z"));
    // Shown once; nothing was changed.
    let (_, _, body) = ask(&shop, request("GET", page, &cookie, "")).await;
    assert!(!body.contains("typed late") && body.contains("Shop session-typed"));
}
