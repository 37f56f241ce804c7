//! How often things may be tried, as the runtime role: that limits are reached, that they end, and
//! that nobody reaches them for somebody else.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{Connection, PgConnection};
use tower::ServiceExt;
use uuid::Uuid;

use super::support::{Shop, database};
use crate::app::server;
use crate::orders;
use crate::platform::limits::{self, Limit};
use crate::platform::secrets::digest;
use crate::platform::{AppState, Cx, Database, TrustProxy, clock};
use crate::staff::{self, Comer, SignInForm, SignUpForm};
use crate::ui::language::Say;
use crate::values::{Language, Refusal, Stop};

const PASSWORD: &str = "sukuma wiki na ugali";
const FEW: Limit = Limit {
    name: "a test's",
    most: 3,
    seconds: 60,
};

/// Uses a limit up.
async fn use_up(db: &Database, limit: &Limit, key: &str, now: DateTime<Utc>) {
    for _ in 0..limit.most {
        assert_eq!(db.limit(limit, key, now).await, Ok(()), "{}", limit.name);
    }
    assert!(slows(&db.limit(limit, key, now).await), "{}", limit.name);
}

fn slows<T>(outcome: &Result<T, Stop>) -> bool {
    matches!(outcome, Err(Stop::SlowDown(_)))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_begins_with_its_first_try_and_ends() {
    let (db, _) = database().await;
    let now = clock::now();
    let at = |seconds| now + TimeDelta::seconds(seconds);
    use_up(&db, &FEW, "one", now).await;
    assert_eq!(
        db.limit(&FEW, "one", at(10)).await,
        Err(Stop::SlowDown(50)),
        "the wait is what is left, and trying does not make it longer"
    );
    assert_eq!(db.limit(&FEW, "another", at(10)).await, Ok(()));
    let wider = Limit { most: 9, ..FEW };
    assert_eq!(db.limit(&wider, "one", at(20)).await, Ok(()), "same count");
    for _ in 0..3 {
        assert_eq!(db.limit(&FEW, "one", at(60)).await, Ok(()));
    }
    assert_eq!(db.limit(&FEW, "one", at(61)).await, Err(Stop::SlowDown(59)));
    db.give_back(&FEW, "nobody").await.unwrap();
    assert!(slows(&db.limit(&FEW, "one", at(62)).await));
    for _ in 0..3 {
        db.give_back(&FEW, "one").await.unwrap();
    }
    assert_eq!(db.limit(&FEW, "one", at(63)).await, Ok(()));
    // A clock that was wrong once does not stop anybody for years.
    let wrong = at(400 * 86_400);
    use_up(&db, &FEW, "two", wrong).await;
    assert_eq!(db.limit(&FEW, "two", at(64)).await, Ok(()));
}

#[tokio::test(flavor = "multi_thread")]
async fn forty_at_once_are_forty() {
    let (db, _) = database().await;
    // Each has its own moment, and they come in no order.
    let now = clock::now();
    let tries = (0..40).map(|number| {
        let (db, at) = (db.clone(), now - TimeDelta::milliseconds(number));
        tokio::spawn(async move { db.limit(&FEW, "raced", at).await })
    });
    let mut granted = 0;
    for tried in tries.collect::<Vec<_>>() {
        granted += i32::from(tried.await.unwrap() == Ok(()));
    }
    assert_eq!(granted, FEW.most);
}

#[tokio::test(flavor = "multi_thread")]
async fn windows_that_are_over_are_swept() {
    let (db, login) = database().await;
    let now = clock::now();
    for key in 0..30 {
        db.limit(&FEW, &key.to_string(), now).await.unwrap();
    }
    let later = now + TimeDelta::hours(2);
    for _ in 0..3 {
        db.limit(&FEW, "later", later).await.unwrap();
    }
    let mut superuser = PgConnection::connect_with(&login).await.unwrap();
    let left: i64 = sqlx::query_scalar("select count(*) from app.try_count")
        .fetch_one(&mut superuser)
        .await
        .unwrap();
    assert_eq!(left, 1);
}

/// Somebody's login, and how she signs in.
struct Login {
    db: Database,
    phone: String,
    now: DateTime<Utc>,
}

impl Login {
    async fn new() -> Login {
        let (db, _) = database().await;
        let phone = format!("07{:08}", rand::random::<u32>() % 100_000_000);
        let form = SignUpForm {
            name: "A new user".to_owned(),
            identity: phone.clone(),
            password: PASSWORD.to_owned(),
            ..SignUpForm::default()
        };
        staff::sign_up(&db, "home", &form).await.unwrap();
        let now = clock::now();
        Login { db, phone, now }
    }

    fn stored(&self) -> String {
        format!("+254{}", &self.phone[1..])
    }

    async fn tries(&self, peer: &str, browser: &str, password: &str) -> Result<i64, Stop> {
        let comer = Comer {
            peer,
            browser: &digest(browser),
            now: self.now,
        };
        let form = SignInForm {
            identity: self.phone.clone(),
            password: password.to_owned(),
            next: String::new(),
        };
        staff::sign_in(&self.db, &comer, &form).await
    }

    async fn guesses(&self, peer: &str, browser: &str, times: i32) {
        for _ in 0..times {
            let tried = self.tries(peer, browser, "a wrong guess").await;
            assert_eq!(tried, Err(Refusal::of("refused-sign-in").into()));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_who_guesses_stops_himself_only() {
    let mut login = Login::new().await;
    let most = limits::SIGN_IN_HERE.most;
    login.guesses("stranger", "his", most).await;
    assert!(slows(
        &login.tries("stranger", "his", "another guess").await
    ));
    // Another browser at the same place is stopped too; the right password does not help there.
    assert!(slows(&login.tries("stranger", "other", PASSWORD).await));
    // The owner comes from elsewhere, with a browser nobody knows.
    assert!(login.tries("home", "new phone", PASSWORD).await.is_ok());
    login.now += TimeDelta::seconds(3600);
    assert!(login.tries("stranger", "his", PASSWORD).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn many_strangers_do_not_stop_a_browser_that_is_known() {
    let login = Login::new().await;
    assert!(login.tries("home", "hers", PASSWORD).await.is_ok());
    use_up(
        &login.db,
        &limits::SIGN_IN_LOGIN,
        &login.stored(),
        login.now,
    )
    .await;
    assert!(slows(&login.tries("stranger", "his", PASSWORD).await));
    assert!(slows(&login.tries("home", "new phone", PASSWORD).await));
    // Hers works wherever she is, the strangers' own gateway included; and her slips are counted.
    assert!(login.tries("stranger", "hers", PASSWORD).await.is_ok());
    login
        .guesses("home", "hers", limits::SIGN_IN_BROWSER.most)
        .await;
    assert!(slows(&login.tries("home", "hers", PASSWORD).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_forgets_browsers() {
    let login = Login::new().await;
    assert!(login.tries("home", "hers", PASSWORD).await.is_ok());
    let new = "githeri ya mahindi";
    staff::reset_password(&login.db, &login.phone, new)
        .await
        .unwrap();
    use_up(
        &login.db,
        &limits::SIGN_IN_LOGIN,
        &login.stored(),
        login.now,
    )
    .await;
    assert!(slows(&login.tries("home", "hers", new).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn right_passwords_are_not_counted_and_peers_are() {
    let login = Login::new().await;
    for n in 0..=limits::SIGN_IN_HERE.most {
        let browser = n.to_string();
        assert!(login.tries("cafe", &browser, PASSWORD).await.is_ok());
    }
    use_up(&login.db, &limits::SIGN_IN_PEER, "bot", login.now).await;
    assert!(slows(&login.tries("bot", "his", PASSWORD).await));
    assert!(login.tries("home", "his", PASSWORD).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn one_peer_makes_few_logins() {
    let (db, _) = database().await;
    let form = |digits: &str| SignUpForm {
        name: "A new user".to_owned(),
        identity: format!("0712000{digits}"),
        password: PASSWORD.to_owned(),
        ..SignUpForm::default()
    };
    use_up(&db, &limits::SIGN_UP_PEER, "bot", clock::now()).await;
    assert!(slows(&staff::sign_up(&db, "bot", &form("001")).await));
    assert!(staff::sign_up(&db, "home", &form("001")).await.is_ok());
}

fn later(mut cx: Cx, seconds: i32) -> Cx {
    cx.now += TimeDelta::seconds(seconds.into());
    cx
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_found_by_who_knows_it() {
    let shop = Shop::open("found").await;
    let (_, placed) = shop.an_order(45_000).await;
    let (cx, phone, code) = (shop.customer(), "0712345678", placed.code.as_str());
    let find = async |cx: &Cx, phone: &str, code: &str, peer: &str| {
        orders::find_link(cx, phone, code, peer).await
    };
    assert!(find(&cx, phone, code, "home").await.is_ok());
    // The code stands on the parcel: phones are tried with it, from everywhere.
    for n in 1..limits::FIND_CODE.most {
        let guess = format!("07220000{n:02}");
        let found = find(&cx, &guess, code, &guess).await;
        assert_eq!(found, Err(Refusal::of("refused-order-not-found").into()));
    }
    assert!(slows(&find(&cx, phone, code, "home").await));
    let cx = later(cx, limits::FIND_CODE.seconds);
    assert!(find(&cx, phone, code, "home").await.is_ok());
    use_up(shop.db(), &limits::FIND_PEER, "bot", cx.now).await;
    assert!(slows(&find(&cx, phone, code, "bot").await));
    assert!(find(&cx, phone, code, "home").await.is_ok());
    let stored = format!("{}\n+254712345678", shop.look().await.business());
    for _ in 0..limits::FIND_PHONE.most {
        // Some of them are used up by now.
        let _ = shop.db().limit(&limits::FIND_PHONE, &stored, cx.now).await;
    }
    assert!(slows(&find(&cx, phone, code, "home").await));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_is_not_rung_without_end() {
    let shop = Shop::open("rung").await;
    let other = shop.neighbour("rung-too").await;
    let (_, placed) = shop.an_order(45_000).await;
    let (_, elsewhere) = other.an_order(45_000).await;
    let ask = async |cx: &Cx, link: &str, phone: &str, peer: &str| {
        orders::ask_mpesa(cx, link, Uuid::now_v7(), phone, peer).await
    };
    let (cx, phone) = (shop.customer(), "0712345678");
    assert_eq!(ask(&cx, &placed.link, phone, "home").await, Ok(()));
    for _ in 1..limits::PROMPT_PHONE.most {
        let again = ask(&cx, &placed.link, phone, "home").await;
        assert_eq!(again, Err(Refusal::of("refused-attempt-open").into()));
    }
    assert!(slows(&ask(&cx, &placed.link, phone, "home").await));
    // Over all shops and from wherever; another phone is another's.
    let there = other.customer();
    assert!(slows(&ask(&there, &elsewhere.link, phone, "cafe").await));
    let second = ask(&there, &elsewhere.link, "0722345678", "cafe").await;
    assert_eq!(second, Ok(()));
    let cx = later(cx, limits::PROMPT_PHONE.seconds);
    assert!(!slows(&ask(&cx, &placed.link, phone, "home").await));
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_a_shop_nor_a_peer_asks_m_pesa_without_end() {
    let shop = Shop::open("asks").await;
    let other = shop.neighbour("asks-too").await;
    let (_, placed) = shop.an_order(45_000).await;
    let (_, elsewhere) = other.an_order(45_000).await;
    let (cx, id) = (shop.customer(), Uuid::now_v7);
    use_up(shop.db(), &limits::PROMPT_PEER, "bot", cx.now).await;
    let by_bot = orders::ask_mpesa(&cx, &placed.link, id(), "0712000001", "bot").await;
    assert!(slows(&by_bot));
    let business = shop.look().await.business().to_string();
    use_up(shop.db(), &limits::PROMPT_SHOP, &business, cx.now).await;
    let here = orders::ask_mpesa(&cx, &placed.link, id(), "0712000002", "home").await;
    assert!(slows(&here));
    let there = other.customer();
    let there = orders::ask_mpesa(&there, &elsewhere.link, id(), "0712000003", "home").await;
    assert_eq!(there, Ok(()));
}

/// Submits an empty checkout from behind a proxy, as this peer; why it was refused.
async fn checks_out(state: &AppState, shop: &str, peer: &str) -> Refusal {
    let browser = Uuid::now_v7().to_string();
    let request = Request::post("/api/storefront/place_order")
        .header(header::HOST, "127.0.0.1:3000")
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::COOKIE, format!("dukani_browser={browser}"))
        // The first line is the sender's own, the last one the proxy's.
        .header("x-forwarded-for", Uuid::now_v7().to_string())
        .header("x-forwarded-for", format!("198.51.100.7, {peer}"))
        .body(Body::from(format!("shop={shop}&form[name]=A+customer")))
        .unwrap();
    let answer = server::service(state.clone())
        .oneshot(request)
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let flash = state.db.take_flash(&digest(&browser), "checkout").await;
    flash.unwrap().refusals.remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_are_limited_by_peer_and_by_shop_and_the_wait_is_told() {
    let shop = Shop::open("busy").await;
    shop.neighbour("quiet").await;
    let mut state = shop.state();
    let mut config = (*state.config).clone();
    config.trust_proxy = TrustProxy::Here;
    state.config = Arc::new(config);
    let (db, now) = (shop.db(), clock::now());
    let key = async |shop: &str, peer: &str| checks_out(&state, shop, peer).await.key;

    use_up(db, &limits::PLACE_PEER, "203.0.113.9", now).await;
    let refusal = checks_out(&state, "busy", "::ffff:203.0.113.9").await;
    assert_eq!(refusal.key, "refused-slow-down");
    for language in Language::ALL {
        let said = Say(language).refusal(&refusal);
        assert!(said.contains("10"), "{said}");
    }
    assert_ne!(key("busy", "203.0.113.10").await, "refused-slow-down");

    use_up(db, &limits::PLACE_PEER, "2001:db8:1:2::/64", now).await;
    let network = key("busy", "2001:db8:1:2:9:9:9:9").await;
    assert_eq!(network, "refused-slow-down");
    assert_ne!(
        key("busy", "2001:db8:1:3:9:9:9:9").await,
        "refused-slow-down"
    );

    let business = shop.look().await.business().to_string();
    for _ in 0..limits::PLACE_SHOP.most {
        let _ = db.limit(&limits::PLACE_SHOP, &business, now).await;
    }
    assert_eq!(key("busy", "203.0.113.11").await, "refused-slow-down");
    assert_ne!(key("quiet", "203.0.113.11").await, "refused-slow-down");
}
