//! Every address and every server function, tried by a stranger. One that is not known here fails
//! the test: whoever adds an endpoint says who may use it.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use leptos::server_fn::axum::server_fn_paths;
use leptos_axum::generate_route_list;
use tower::ServiceExt;

use super::support::Shop;
use crate::app::{App, server};

/// Server functions that a stranger may call.
const PUBLIC: [&str; 11] = [
    "/api/staff/sign_in",
    "/api/staff/sign_up",
    "/api/staff/sign_out",
    "/api/staff/choose_language",
    "/api/staff/enrol_by_code",
    "/api/storefront/add_to_cart",
    "/api/storefront/set_in_cart",
    "/api/storefront/place_order",
    "/api/storefront/ask_mpesa",
    "/api/storefront/call_off",
    "/api/storefront/find_order",
];

/// Server functions that ask for a session and nothing more.
const SIGNED_IN: [&str; 7] = [
    "/api/businesses/open_business",
    "/api/staff/accept_invitation",
    "/api/staff/change_password",
    "/api/staff/end_other_sessions",
    "/api/staff/end_session",
    "/api/staff/keep_details",
    "/api/staff/leave_business",
];

async fn ask(shop: &Shop, request: Request<Body>) -> (StatusCode, String, String) {
    let answer = server::service(shop.state())
        .oneshot(request)
        .await
        .unwrap();
    let status = answer.status();
    let location = answer.headers().get(header::LOCATION);
    let location = location
        .and_then(|l| l.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let body = axum::body::to_bytes(answer.into_body(), 4_000_000)
        .await
        .unwrap();
    (
        status,
        location,
        String::from_utf8_lossy(&body).into_owned(),
    )
}

fn get(path: &str) -> Request<Body> {
    let request = Request::get(path).header(header::ACCEPT, "text/html");
    request
        .header(header::HOST, "127.0.0.1:3000")
        .body(Body::empty())
        .unwrap()
}

fn post(path: &str, body: &str) -> Request<Body> {
    Request::post(path)
        .header(header::HOST, "127.0.0.1:3000")
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body.to_owned()))
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_gets_no_page_of_the_back_office() {
    let shop = Shop::open("guarded").await;
    let paths: Vec<String> = generate_route_list(App)
        .iter()
        .map(|route| route.path().to_owned())
        .collect();
    let guarded: Vec<_> = paths
        .iter()
        .filter(|path| path.starts_with("/b/"))
        .collect();
    assert!(guarded.len() >= 15, "{paths:?}");
    for path in guarded {
        let path = path.replace("{business}", "guarded");
        let path = regex_free(&path, &uuid::Uuid::now_v7().to_string());
        let (status, location, body) = ask(&shop, get(&path)).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{path}");
        assert!(location.starts_with("/sign-in?next="), "{path}: {location}");
        assert!(!body.contains("Shop guarded"), "{path} shows something");
    }
}

/// Fills every other parameter of a route.
fn regex_free(path: &str, with: &str) -> String {
    path.split('/')
        .map(|part| {
            if part.starts_with('{') || part.starts_with(':') {
                with
            } else {
                part
            }
        })
        .collect::<Vec<_>>()
        .join("/")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_calls_nothing_that_is_not_public() {
    let shop = Shop::open("called").await;
    let before = census(&shop).await;
    let mut tried = 0;
    for (path, _) in server_fn_paths() {
        if PUBLIC.contains(&path) {
            continue;
        }
        let id = uuid::Uuid::now_v7();
        let body = format!(
            "business=called&order_id={id}&product_id={id}&payment_id={id}&revision=1&form[name]=x&since=2026-01-01T00:00:00Z"
        );
        let (status, location, body) = ask(&shop, post(path, &body)).await;
        let to_sign_in = status.is_redirection() && location.starts_with("/sign-in");
        let refused = location.contains("__err") || body.contains("SignIn");
        assert!(to_sign_in || refused, "{path}: {status} {location} {body}");
        tried += 1;
    }
    assert!(tried >= 15, "only {tried} server functions were tried");
    assert_eq!(census(&shop).await, before, "a stranger changed something");
    let known = server_fn_paths().map(|(path, _)| path).collect::<Vec<_>>();
    for path in PUBLIC.iter().chain(&SIGNED_IN) {
        assert!(
            known.contains(path),
            "{path} is listed and is not there: {known:?}"
        );
    }
}

async fn census(shop: &Shop) -> Vec<(String, i64)> {
    let mut tx = shop.look().await;
    sqlx::query_as("select what, rows from app.census()")
        .fetch_all(tx.conn())
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn another_site_posts_nothing() {
    let shop = Shop::open("csrf").await;
    let mut request = post("/api/storefront/add_to_cart", "shop=csrf");
    request
        .headers_mut()
        .insert("sec-fetch-site", "cross-site".parse().unwrap());
    request
        .headers_mut()
        .insert("origin", "https://evil.example".parse().unwrap());
    let (status, _, _) = ask(&shop, request).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_addresses_are_not_found() {
    let shop = Shop::open("known").await;
    for path in [
        "/s/nobody",
        "/s/known/p/nothing",
        "/s/known/c/nothing",
        "/s/known/o/guess",
        "/join/guess",
        "/nowhere",
        "/files/known/x",
    ] {
        let (status, _, _) = ask(&shop, get(path)).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
    }
    let (status, _, _) = ask(&shop, post("/d/c/guess", "{}")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_survives_hostile_names() {
    let shop = Shop::open("hostile").await;
    let product = shop
        .sells("</title><script>alert(1)</script>", "100", "3")
        .await;
    let mut tx = shop.look().await;
    let slug: String = sqlx::query_scalar(
        "select slug from app.product where business_id = $1 and product_id = $2",
    )
    .bind(tx.business())
    .bind(product)
    .fetch_one(tx.conn())
    .await
    .unwrap();
    for path in [
        "/s/hostile".to_owned(),
        format!("/s/hostile/p/{slug}"),
        "/s/hostile?q=%3Cscript%3Ealert(1)".to_owned(),
    ] {
        let (status, _, body) = ask(&shop, get(&path)).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(!body.contains("<script>alert"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storefront_has_its_own_host_name() {
    let shop = Shop::open("hosted").await;
    shop.sells("UNGA", "118", "5").await;
    assert!(
        shop.db()
            .add_host("hosted", "duka.example.co.ke")
            .await
            .unwrap()
    );
    // A name is one business's.
    let other = shop.neighbour("other").await;
    assert!(
        !other
            .db()
            .add_host("other", "duka.example.co.ke")
            .await
            .unwrap()
    );
    let by_host = |path: &str| {
        let request = Request::get(path).header(header::HOST, "duka.example.co.ke");
        request
            .header(header::ACCEPT, "text/html")
            .body(Body::empty())
            .unwrap()
    };
    let (status, _, body) = ask(&shop, by_host("/")).await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        body.contains("Product UNGA") && body.contains("href=\"/cart\""),
        "{body}"
    );
    assert!(!body.contains("href=\"/s/@"), "links stay on the host");
    let (status, _, _) = ask(&shop, by_host("/cart")).await;
    assert_eq!(status, StatusCode::OK);
    // M-Pesa may reach us by any name: a callback is never taken for a page.
    let mut callback = post("/d/c/guess", "{}");
    callback
        .headers_mut()
        .insert(header::HOST, "pay.example.co.ke".parse().unwrap());
    let (status, _, body) = ask(&shop, callback).await;
    assert_eq!((status, body.as_str()), (StatusCode::NOT_FOUND, ""));
    // The back office is not served there.
    let (status, _, _) = ask(&shop, by_host("/b/hosted")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}
