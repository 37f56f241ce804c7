//! What each role sees: every page of the back office, tried by every role. A page that is not in
//! the table fails the test: whoever adds one says who may see it.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use leptos_axum::generate_route_list;
use tower::ServiceExt;
use uuid::Uuid;

use super::support::Shop;
use crate::app::{App, server};
use crate::catalog::import::{self, NewImport};

const ALL: &str = "owner manager cashier accountant";
const KEEPERS: &str = "owner manager";
const BOOKS: &str = "owner manager accountant";

/// A route below `/b/{business}`, and the roles that see it.
const TABLE: [(&str, &str); 61] = [
    ("", ALL),
    ("/files", ALL),
    ("/orders", ALL),
    ("/orders/{order}", ALL),
    ("/orders/{order}/slip", ALL),
    ("/orders/slips", ALL),
    ("/products", ALL),
    ("/products/new", KEEPERS),
    ("/products/import", KEEPERS),
    ("/products/imports/{import}", KEEPERS),
    ("/products/{product}", ALL),
    ("/categories", KEEPERS),
    ("/products/files", KEEPERS),
    ("/products/labels", ALL),
    ("/products/labels/sheet", ALL),
    ("/products/add-known", KEEPERS),
    ("/products/{product}/packs", ALL),
    ("/products/{product}/parts", ALL),
    ("/products/{product}/variants", ALL),
    ("/prices", ALL),
    ("/sales", ALL),
    ("/sales/shifts", ALL),
    ("/sales/customers", ALL),
    ("/sales/vouchers", ALL),
    ("/sales/flags", KEEPERS),
    ("/stock", ALL),
    ("/stock/products/{product}", ALL),
    ("/stock/points", KEEPERS),
    ("/stock/movements", ALL),
    ("/stock/expiry", ALL),
    ("/stock/adjustments", ALL),
    ("/stock/adjustments/new", KEEPERS),
    ("/stock/transfers", ALL),
    ("/stock/takes", ALL),
    ("/stock/takes/new", KEEPERS),
    ("/purchases", BOOKS),
    ("/purchases/suggested", BOOKS),
    ("/suppliers", BOOKS),
    ("/suppliers/new", KEEPERS),
    ("/suppliers/ageing", BOOKS),
    ("/receipts", BOOKS),
    ("/bills", BOOKS),
    ("/settings/selling", KEEPERS),
    ("/settings/stock", KEEPERS),
    ("/settings/taxes", KEEPERS),
    ("/settings/scales", KEEPERS),
    ("/books", BOOKS),
    ("/books/{entry}", BOOKS),
    ("/people", KEEPERS),
    ("/people/{member}", KEEPERS),
    ("/pin", ALL),
    ("/tills", KEEPERS),
    ("/settings", KEEPERS),
    ("/settings/hours", KEEPERS),
    ("/settings/delivery", KEEPERS),
    ("/settings/delivery/{area}", KEEPERS),
    ("/settings/locations", KEEPERS),
    ("/settings/locations/{location}", KEEPERS),
    ("/settings/payments", "owner"),
    // The frame's own ways out of the back office.
    ("/../../account", ALL),
    ("/../../businesses", ALL),
];

/// Routes of one thing that is not there: who may see such things is told that, the others that they
/// may not. The rooms of these pages draw them with things that are there.
const OF_NOTHING: [(&str, &str); 38] = [
    ("/files/{kind}", ALL),
    ("/tills/{device}", KEEPERS),
    ("/prices/{list}", ALL),
    ("/prices/{list}/many", KEEPERS),
    ("/prices/{list}/file", KEEPERS),
    ("/prices/{list}/customers", KEEPERS),
    ("/prices/{list}/{product}", ALL),
    ("/sales/{sale}", ALL),
    ("/sales/{sale}/receipt", ALL),
    ("/sales/shifts/{shift}", ALL),
    ("/sales/customers/{customer}", ALL),
    ("/sales/vouchers/{voucher}", ALL),
    ("/stock/batches/{batch}", ALL),
    ("/stock/adjustments/{adjustment}", ALL),
    ("/stock/revalue", KEEPERS),
    ("/stock/transfers/new", KEEPERS),
    ("/stock/transfers/{transfer}", ALL),
    ("/stock/takes/{take}", ALL),
    ("/stock/takes/{take}/count", "owner manager cashier"),
    ("/stock/takes/{take}/close", KEEPERS),
    ("/stock/takes/{take}/sheet", "owner manager cashier"),
    ("/stock/takes/{take}/upload", "owner manager cashier"),
    ("/purchases/new", KEEPERS),
    ("/purchases/{purchase}", BOOKS),
    ("/purchases/{purchase}/print", BOOKS),
    ("/purchases/{purchase}/receive", KEEPERS),
    ("/suppliers/import", KEEPERS),
    ("/suppliers/{supplier}", BOOKS),
    ("/suppliers/{supplier}/pay", BOOKS),
    ("/suppliers/{supplier}/refund", BOOKS),
    ("/suppliers/{supplier}/credit", BOOKS),
    ("/suppliers/{supplier}/statement", BOOKS),
    ("/receipts/new", KEEPERS),
    ("/receipts/{receipt}", BOOKS),
    ("/bills/new", BOOKS),
    ("/bills/{bill}", BOOKS),
    ("/credits/{credit}", BOOKS),
    ("/payments/{payment}", BOOKS),
];

async fn get(shop: &Shop, path: &str, cookie: &str) -> (StatusCode, String) {
    let request = Request::get(path)
        .header(header::ACCEPT, "text/html")
        .header(header::HOST, "127.0.0.1:3000")
        .header(header::COOKIE, format!("dukani={cookie}"))
        .body(Body::empty())
        .unwrap();
    let answer = server::service(shop.state())
        .oneshot(request)
        .await
        .unwrap();
    let status = answer.status();
    let body = axum::body::to_bytes(answer.into_body(), 4_000_000)
        .await
        .unwrap();
    (status, String::from_utf8_lossy(&body).into_owned())
}

/// The address of a route, its parameters filled with things that are there.
async fn address(shop: &Shop, route: &str, order: Uuid) -> String {
    if let Some(outside) = route.strip_prefix("/../..") {
        return outside.to_owned();
    }
    let mut tx = shop.look().await;
    let mut one = async |what: &str| -> String {
        let id: Uuid = sqlx::query_scalar(sqlx::AssertSqlSafe(what.to_owned()))
            .bind(tx.business())
            .fetch_one(tx.conn())
            .await
            .unwrap();
        id.to_string()
    };
    let filled = match route {
        _ if route.starts_with("/products/{product}") || route == "/stock/products/{product}" => {
            one("select product_id from app.product where business_id = $1 limit 1").await
        }
        "/products/imports/{import}" => an_import(shop).await,
        "/books/{entry}" => {
            one("select entry_id from app.journal_entry where business_id = $1 limit 1").await
        }
        "/people/{member}" => {
            one("select member_id from app.member where business_id = $1 limit 1").await
        }
        "/orders/{order}" | "/orders/{order}/slip" => order.to_string(),
        "/settings/locations/{location}" => shop.location.to_string(),
        _ => "new".to_owned(),
    };
    let route = match (route.find('{'), route.find('}')) {
        (Some(from), Some(to)) => format!("{}{filled}{}", &route[..from], &route[to + 1..]),
        _ => route.to_owned(),
    };
    format!("/b/{}{route}", shop.slug)
}

/// A file of products that was tried.
async fn an_import(shop: &Shop) -> String {
    let new = NewImport {
        import_id: Uuid::now_v7(),
        file_name: "goods.csv".to_owned(),
        file: b"sku,name,unit,price\nUNGA,Unga,kg,100\n".to_vec(),
        dry_run: true,
    };
    let id = new.import_id.to_string();
    import::receive(&shop.cx(), new).await.unwrap();
    id
}

/// Where a page's links within the back office lead, without their queries.
fn links(shop: &Shop, body: &str) -> BTreeSet<String> {
    let start = format!("/b/{}", shop.slug);
    body.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|href| href.starts_with(&start))
        .map(|href| href.split(['?', '#']).next().unwrap_or(href).to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_is_in_the_table() {
    let all = TABLE.iter().chain(&OF_NOTHING);
    let known: BTreeSet<&str> = all.map(|(route, _)| *route).collect();
    let routes = generate_route_list(App);
    let mut seen = 0;
    for route in &routes {
        let Some(route) = route.path().strip_prefix("/b/{business}") else {
            continue;
        };
        assert!(known.contains(route), "who may see /b/…{route}?");
        seen += 1;
    }
    assert_eq!(seen, known.len() - 2, "{routes:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_role_sees_its_pages_and_finds_no_dead_link() {
    let shop = Shop::open("roles").await;
    let (order, _) = shop.an_order(12_000).await;
    for role in ALL.split(' ') {
        let cookie = shop.cookie(&shop.hire(role).await).await;
        let mut linked = BTreeSet::new();
        for (route, who) in TABLE {
            let path = address(&shop, route, order).await;
            let (status, body) = get(&shop, &path, &cookie).await;
            let expected = if who.split(' ').any(|one| one == role) {
                linked.extend(links(&shop, &body));
                StatusCode::OK
            } else {
                StatusCode::FORBIDDEN
            };
            assert_eq!(status, expected, "{role}: {path}");
        }
        for (route, who) in OF_NOTHING {
            let gone = Uuid::now_v7().to_string();
            let parts = route
                .split('/')
                .map(|part| if part.starts_with('{') { &gone } else { part });
            let path = format!("/b/{}{}", shop.slug, parts.collect::<Vec<_>>().join("/"));
            let (status, _) = get(&shop, &path, &cookie).await;
            let may = who.split(' ').any(|one| one == role);
            let is_told = matches!(status, StatusCode::OK | StatusCode::NOT_FOUND);
            assert_eq!(is_told, may, "{role}: {path} {status}");
            assert!(
                may || status == StatusCode::FORBIDDEN,
                "{role}: {path} {status}"
            );
        }
        assert!(linked.len() > 3, "{role}: {linked:?}");
        for path in linked {
            let (status, _) = get(&shop, &path, &cookie).await;
            assert_eq!(status, StatusCode::OK, "{role} is led to {path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_removed_sees_nothing_from_the_next_request_on() {
    let shop = Shop::open("removed").await;
    let session = shop.hire("manager").await;
    let cookie = shop.cookie(&session).await;
    let (status, _) = get(&shop, "/b/removed/orders", &cookie).await;
    assert_eq!(status, StatusCode::OK);
    let tx = shop.member(&session).read().await.unwrap();
    let member = tx.scope().member_id().unwrap();
    drop(tx);
    crate::staff::remove(&shop.cx(), member).await.unwrap();
    let (status, body) = get(&shop, "/b/removed/orders", &cookie).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(!body.contains("Shop removed"));
}
