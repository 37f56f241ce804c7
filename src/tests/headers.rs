//! What every answer tells a browser not to do: pages, refusals, files, what is not there.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use leptos_axum::generate_route_list;
use tower::ServiceExt;

use super::support::Shop;
use crate::app::{App, assets, server};
use crate::platform::clock;
use crate::platform::limits::RECEIPT_PEER;

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.and_then(|v| v.to_str().ok()).unwrap_or_default()
    }

    fn policy(&self) -> &str {
        self.header("content-security-policy")
    }

    fn is_page(&self) -> bool {
        self.header("content-type").starts_with("text/html")
    }
}

async fn ask(shop: &Shop, request: Request<Body>) -> Answer {
    let answer = server::service(shop.state())
        .oneshot(request)
        .await
        .unwrap();
    let (head, body) = answer.into_parts();
    let body = axum::body::to_bytes(body, 4_000_000).await.unwrap();
    Answer {
        status: head.status,
        headers: head.headers,
        body: String::from_utf8_lossy(&body).into_owned(),
    }
}

async fn get(shop: &Shop, path: &str) -> Answer {
    let request = Request::get(path)
        .header(header::ACCEPT, "text/html")
        .header(header::HOST, "127.0.0.1:3000")
        .body(Body::empty())
        .unwrap();
    ask(shop, request).await
}

async fn post(shop: &Shop, path: &str, site: &str) -> Answer {
    let request = Request::post(path)
        .header(header::HOST, "127.0.0.1:3000")
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", site)
        .body(Body::from("shop=headers"))
        .unwrap();
    ask(shop, request).await
}

/// A route with something filled in for every parameter.
fn filled(route: &str) -> String {
    let part = |part: &str| match part.trim_matches(['{', '}', ':']) {
        "shop" | "business" => "headers".to_owned(),
        name if name == part => part.to_owned(),
        _ => uuid::Uuid::nil().to_string(),
    };
    route.split('/').map(part).collect::<Vec<_>>().join("/")
}

fn holds_everywhere(answer: &Answer, what: &str) {
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), value, "{what}: {name}");
    }
    assert!(!answer.header("cache-control").is_empty(), "{what}");
    assert_eq!(answer.header("x-request-id").len(), 16, "{what}");
    let policy = answer.policy();
    assert!(policy.starts_with("default-src 'none'; "), "{what}");
    assert!(policy.contains("frame-ancestors 'none'"), "{what}");
    assert!(!policy.contains("unsafe-inline"), "{what}: {policy}");
    let policies = answer.headers.get_all("content-security-policy");
    assert_eq!(policies.iter().count(), 1, "{what}");
    if answer.is_page() {
        page_holds(answer, what);
    } else {
        assert_eq!(
            policy, "default-src 'none'; frame-ancestors 'none'",
            "{what}"
        );
        // What only a page goes by is not sent with every file.
        assert_eq!(answer.header("permissions-policy"), "", "{what}");
    }
}

fn page_holds(answer: &Answer, what: &str) {
    let (policy, body) = (answer.policy(), &answer.body);
    assert_eq!(answer.header("x-frame-options"), "DENY", "{what}");
    let opener = answer.header("cross-origin-opener-policy");
    assert_eq!(opener, "same-origin", "{what}");
    let permissions = answer.header("permissions-policy");
    assert!(permissions.contains("geolocation=()"), "{what}");
    assert!(policy.contains("form-action 'self'"), "{what}: {policy}");
    assert!(policy.contains("base-uri 'none'"), "{what}: {policy}");
    assert!(!body.contains(" style=\""), "{what}: a style is inline");
    for script in body.split("<script").skip(1) {
        let nonce = script
            .split("nonce=\"")
            .nth(1)
            .and_then(|n| n.split('"').next());
        let nonce = nonce.unwrap_or_else(|| panic!("{what}: a script without a word: {script}"));
        assert!(
            policy.contains(&format!("script-src 'self' 'nonce-{nonce}'")),
            "{what}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_says_what_it_may_load() {
    let shop = Shop::open("headers").await;
    shop.sells("UNGA", "118", "5").await;
    let routes = generate_route_list(App);
    assert!(routes.len() >= 25);
    let mut with_script = 0;
    for route in &routes {
        let path = filled(route.path());
        let answer = get(&shop, &path).await;
        holds_everywhere(&answer, &path);
        assert!(answer.is_page(), "{path}");
        if path.starts_with("/b/") || path.starts_with("/till") {
            assert!(answer.body.contains("<script"), "{path}");
            assert!(answer.policy().contains("'wasm-unsafe-eval'"), "{path}");
            with_script += 1;
        } else {
            assert!(answer.policy().contains("script-src 'none'"), "{path}");
            assert!(answer.policy().contains("connect-src 'self';"), "{path}");
        }
    }
    assert!(with_script >= 15);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_serves_once() {
    let shop = Shop::open("headers").await;
    for path in ["/s/headers", "/b/headers"] {
        let (one, other) = (get(&shop, path).await, get(&shop, path).await);
        assert_ne!(one.policy(), other.policy(), "{path}");
        assert_ne!(one.header("x-request-id"), other.header("x-request-id"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_other_answer_loads_nothing() {
    let shop = Shop::open("headers").await;
    // Where PostgreSQL is busy, this one says that it does not answer.
    holds_everywhere(&get(&shop, "/healthz").await, "/healthz");
    for path in [
        "/favicon.svg",
        "/robots.txt",
        assets::STOREFRONT.path.as_str(),
        assets::BACK_OFFICE.path.as_str(),
    ] {
        let answer = get(&shop, path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(!answer.is_page(), "{path}");
        holds_everywhere(&answer, path);
    }
    for path in ["/nowhere", "/files/headers/x", "/assets/nothing.css"] {
        let answer = get(&shop, path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        holds_everywhere(&answer, path);
    }
    for (path, site, status) in [
        (
            "/api/storefront/add_to_cart",
            "same-origin",
            StatusCode::SEE_OTHER,
        ),
        ("/api/staff/sign_in", "same-origin", StatusCode::SEE_OTHER),
        ("/api/staff/sign_in", "cross-site", StatusCode::FORBIDDEN),
        ("/d/c/guess", "cross-site", StatusCode::NOT_FOUND),
    ] {
        let answer = post(&shop, path, site).await;
        assert_eq!(answer.status, status, "{path}");
        holds_everywhere(&answer, path);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_from_another_site_is_refused_in_words() {
    let shop = Shop::open("headers").await;
    let answer = post(&shop, "/api/staff/sign_in", "cross-site").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let words = "was not sent from a page of this shop";
    assert!(answer.body.contains(words), "{}", answer.body);
    assert!(answer.body.contains("href=\"/\""), "the way on");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_only_sent_to_says_so_on_a_page() {
    let shop = Shop::open("headers").await;
    for path in ["/api/staff/sign_in", "/sync/v1/events"] {
        let answer = get(&shop, path).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        assert_eq!(answer.header("allow"), "POST", "{path}");
        assert!(answer.is_page(), "{path}");
        let words = "<h1>Nothing is at this address</h1>";
        assert!(answer.body.contains(words), "{path}: {}", answer.body);
        assert!(answer.body.contains("href=\"/\""), "{path}: the way on");
        holds_everywhere(&answer, path);
        // What is no browser is told by the status alone.
        let request = Request::get(path).header(header::HOST, "127.0.0.1:3000");
        let answer = ask(&shop, request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        assert_eq!(answer.body, "", "{path}");
    }
    // A page that somebody sends a form to.
    let answer = post(&shop, "/s/headers", "same-origin").await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(answer.is_page());
    assert_eq!(answer.header("allow"), "GET,HEAD");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_not_there_says_so_on_a_page() {
    let shop = Shop::open("headers").await;
    let words = "Nothing is at this address";
    let none = uuid::Uuid::nil();
    let no_width = format!("/files/headers/{none}/7");
    for path in ["/files/headers/x", no_width.as_str()] {
        let answer = get(&shop, path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.is_page(), "{path}");
        assert!(answer.body.contains(&format!("<h1>{words}</h1>")), "{path}");
        assert!(answer.body.contains("href=\"/\""), "{path}: the way on");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        holds_everywhere(&answer, path);
        // A picture in a page needs none.
        let request = Request::get(path).header(header::HOST, "127.0.0.1:3000");
        let request = request.header(header::ACCEPT, "image/webp,*/*");
        let answer = ask(&shop, request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(
            !answer.is_page() && answer.body.starts_with(words),
            "{path}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shops_colour_is_let_through_by_its_word() {
    let shop = Shop::open("headers").await;
    let mut tx = shop.cx().begin().await.unwrap();
    sqlx::query("update app.business set accent = '#7a2e8c' where business_id = $1")
        .bind(tx.business())
        .execute(tx.conn())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let answer = get(&shop, "/s/headers").await;
    holds_everywhere(&answer, "/s/headers");
    let nonce = answer.policy().split("style-src 'self' 'nonce-").nth(1);
    let nonce = nonce.and_then(|rest| rest.split('\'').next()).unwrap();
    let style = format!("<style nonce=\"{nonce}\">body{{--accent:#7a2e8c;");
    assert!(answer.body.contains(&style), "{}", answer.body);
}

/// A file that is served at the same instant must not walk away with what a page says of itself:
/// its policy, or a cookie.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_a_page_says_of_itself_stays_with_the_page() {
    let shop = Shop::open("beside").await;
    shop.sells("UNGA", "118", "5").await;
    let service = server::service(shop.state());
    let ask = |path: &'static str| {
        let service = service.clone();
        tokio::spawn(async move {
            let request = Request::get(path).header(header::HOST, "127.0.0.1:3000");
            let request = request.body(Body::empty()).unwrap();
            let answer = service.oneshot(request).await.unwrap();
            let policy = answer.headers().get(header::CONTENT_SECURITY_POLICY);
            policy.unwrap().to_str().unwrap().contains("'nonce-")
        })
    };
    for _ in 0..40 {
        let pages = [(); 4].map(|()| ask("/s/beside"));
        let files = [(); 12].map(|()| ask("/favicon.svg"));
        for page in pages {
            assert!(page.await.unwrap(), "a page lost what it said");
        }
        for file in files {
            assert!(!file.await.unwrap(), "a file says what a page said");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_the_till_is_not_sent_to_a_browser_that_has_it() {
    let shop = Shop::open("had-files").await;
    let had = async |file: &str, tag: &str| {
        let request = Request::get(file)
            .header(header::HOST, "127.0.0.1:3000")
            .header(header::IF_NONE_MATCH, tag);
        ask(&shop, request.body(Body::empty()).unwrap()).await
    };
    for file in [
        "/till/sw.js",
        "/till/words?language=sw",
        "/till/manifest.webmanifest",
    ] {
        let other = had(file, "\"another\"").await;
        assert_eq!(other.status, StatusCode::OK, "{file}");
        assert!(!other.body.is_empty(), "{file}");
        let same = had(file, other.header("etag")).await;
        assert_eq!(same.status, StatusCode::NOT_MODIFIED, "{file}");
        assert!(same.body.is_empty(), "{file}");
        assert!(!same.policy().is_empty(), "{file}");
    }
}

/// Nothing is said of the sites beside it, for a year, that are not ours.
#[tokio::test(flavor = "multi_thread")]
async fn https_is_kept_to_where_it_is_spoken_and_nowhere_else() {
    let shop = Shop::open("headers-https").await;
    let plain = get(&shop, "/healthz").await;
    assert_eq!(plain.header("strict-transport-security"), "");
    let mut state = shop.state();
    let mut config = (*state.config).clone();
    config.public_url = "https://shop.example.co.ke".to_owned();
    state.config = Arc::new(config);
    let request = Request::get("/healthz").body(Body::empty()).unwrap();
    let answer = server::service(state).oneshot(request).await.unwrap();
    let kept = answer.headers().get(header::STRICT_TRANSPORT_SECURITY);
    assert_eq!(kept.unwrap(), "max-age=31536000");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_stopped_for_trying_too_often_is_told_how_long_for_machines_too() {
    let shop = Shop::open("headers").await;
    let path = format!("/s/headers/r/{}", "A".repeat(12));
    let now = clock::now();
    for _ in 0..RECEIPT_PEER.most {
        let counted = shop.db().limit(&RECEIPT_PEER, "unknown", now).await;
        counted.unwrap();
    }
    let answer = get(&shop, &path).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    let seconds: i32 = answer.header("retry-after").parse().unwrap();
    assert!((1..=RECEIPT_PEER.seconds).contains(&seconds), "{seconds}");
    assert!(
        get(&shop, "/s/headers")
            .await
            .header("retry-after")
            .is_empty()
    );
}
