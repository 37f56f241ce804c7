//! Requests that no form of ours sends.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use super::says;
use crate::staff::Role;
use crate::tests::browser::{Browser, member, serving};
use crate::tests::support::Shop;
use crate::ui::language::Say;
use crate::values::Language;

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_are_too_large_or_no_text_are_turned_away() {
    let shop = Shop::open("bodies").await;
    let service = serving(&shop);
    let owner = member(&service, &shop, Role::Owner).await;
    let large = vec![b'a'; 10 * 1024 * 1024];
    let deep = [b"[".repeat(200_000), b"]".repeat(200_000)].concat();
    let bodies: [&[u8]; 7] = [
        &large,
        &deep,
        b"business=bodies&form[name]=%ff%fe%00",
        b"business=\xff\xfe\x80&form\xff=\xc3\x28",
        b"form[=&[]]=&form[a][b][c][d][e]=1&=&&&",
        b"\0\0\0\0",
        b"",
    ];
    let kinds = [
        "application/x-www-form-urlencoded",
        "application/json",
        "multipart/form-data; boundary=x",
        "text/plain",
        "",
    ];
    for path in [
        "/api/storefront/add_to_cart",
        "/api/storefront/place_order",
        "/api/catalog/keep_product",
        "/api/staff/sign_in",
        "/b/bodies/products/import",
        "/d/c/guess",
        "/s/bodies",
        "/nowhere",
    ] {
        for body in bodies {
            for kind in kinds {
                let request = Request::post(path)
                    .header(header::CONTENT_TYPE, kind)
                    .body(Body::from(body.to_vec()))
                    .unwrap();
                let answer = owner.send(request).await;
                let (status, size) = (answer.status, body.len());
                assert!(
                    !status.is_server_error(),
                    "{path} {kind} {size}: {answer:?}"
                );
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_and_cookies_that_are_no_text_are_read_as_far_as_they_go() {
    let shop = Shop::open("bytes").await;
    let owner = member(&serving(&shop), &shop, Role::Owner).await;
    for path in [
        "/s/bytes?q=%ff%fe&min=%00",
        "/s/bytes?q=%00",
        "/s/bytes/c/%c3%28",
        "/s/bytes/p/%00",
        "/files/bytes%00/0199a3f2-7c1b-7d4e-9a1f-123456789012",
        "/files/bytes%00/0199a3f2-7c1b-7d4e-9a1f-123456789012/320",
        "/b/bytes%00/products/export.csv",
        "/b/bytes/orders/%ff",
        "/b/bytes/products?q=%00%ff",
        "/b/bytes/orders?q=%00&state=%00&page=-1",
        "/s/bytes?page=99999999999999999999",
        "/s/bytes?page=9223372036854775807&min=-1&max=9223372036854775807",
    ] {
        let page = owner.get(path).await;
        let fine = page.status.is_success() || page.status.is_client_error();
        assert!(fine, "{path}: {}", page.status);
    }
    let request = Request::get("/s/bytes")
        .header("x-anything", "\u{1f600}")
        .header(header::ACCEPT_LANGUAGE, ";q=,,x-%ff;q=99")
        .header(header::IF_NONE_MATCH, "\"")
        .body(Body::empty())
        .unwrap();
    assert_eq!(owner.send(request).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_does_not_arrive_is_told_on_its_page() {
    let shop = Shop::open("unread").await;
    let service = serving(&shop);
    let host = "http://127.0.0.1:3000";
    let large = vec![b'a'; 10 * 1024 * 1024];
    for language in Language::ALL {
        let mut browser = Browser::new(&service, "10.0.0.1");
        browser.speaks(language);
        for body in [&large[..], b"shop=\xff\xfe\x80"] {
            let request = Request::post("/api/storefront/add_to_cart")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(header::REFERER, format!("{host}/s/unread"))
                .body(Body::from(body.to_vec()))
                .unwrap();
            let answer = browser.send(request).await;
            let back = answer.location.strip_prefix(host).unwrap();
            let page = browser.get(back).await;
            says(&page, &Say(language).t("refused-unreadable"));
        }
    }
}
