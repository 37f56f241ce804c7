//! Files that strangers and customers ask for.
#![allow(clippy::unwrap_used)]

use axum::body::Body;
use axum::http::{Request as Asked, StatusCode, header};
use tower::ServiceExt;

use super::*;
use crate::app::server;
use crate::catalog::photo_for_width;
use crate::platform::http::encode;
use crate::tests::support::Shop;

async fn get(shop: &Shop, path: &str) -> Response {
    let asked = Asked::get(path).header(header::HOST, "127.0.0.1:3000");
    let asked = asked.body(Body::empty()).unwrap();
    server::service(shop.state()).oneshot(asked).await.unwrap()
}

fn header_of(answer: &Response, name: header::HeaderName) -> String {
    let value = answer.headers().get(name);
    value
        .map(|value| value.to_str().unwrap().to_owned())
        .unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_takes_no_list_home() {
    let shop = Shop::open("no-list").await;
    shop.sells("UNGA", "118", "5").await;
    let id = Uuid::now_v7();
    for path in [
        "/b/no-list/products/export.csv".to_owned(),
        "/b/no-list/products/export.csv?show=retired".to_owned(),
        format!("/b/no-list/products/imports/{id}/rows.csv"),
    ] {
        let answer = get(&shop, &path).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{path}");
        let to = header_of(&answer, header::LOCATION);
        assert!(to.starts_with("/sign-in?next="), "{path}: {to}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_to_sign_in_for_a_file_comes_back_to_the_page_with_its_link() {
    let shop = Shop::open("back-to").await;
    let file = "/b/back-to/products/export.csv?sort=name";
    let itself = encode(file);
    for (before, next) in [
        (
            "http://127.0.0.1:3000/b/back-to/products?sort=name",
            "%2Fb%2Fback-to%2Fproducts%3Fsort%3Dname",
        ),
        (
            "http://127.0.0.1:3000//elsewhere.example/b/",
            itself.as_str(),
        ),
        ("https://elsewhere.example/", itself.as_str()),
        ("\u{fffd}", itself.as_str()),
        ("", itself.as_str()),
    ] {
        let asked = Asked::get(file)
            .header(header::HOST, "127.0.0.1:3000")
            .header(header::REFERER, before);
        let asked = asked.body(Body::empty()).unwrap();
        let service = server::service(shop.state());
        let answer = service.oneshot(asked).await.unwrap();
        let to = header_of(&answer, header::LOCATION);
        assert_eq!(to, format!("/sign-in?next={next}"), "{before}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_is_served_for_each_width_and_kept_for_ever() {
    let shop = Shop::open("widths").await;
    let product = shop.sells("UNGA", "118", "5").await;
    let drawn = crate::catalog::demo::PICTURES[0].1.to_vec();
    photo::keep_photo(&shop.cx(), product, drawn).await.unwrap();
    let mut tx = shop.look().await;
    let shown = crate::catalog::shown(&mut tx, &[product]).await.unwrap();
    drop(tx);
    let image = shown[0].image_file_id.unwrap();
    for width in photo::WIDTHS {
        let answer = get(&shop, &photo_for_width("widths", image, width)).await;
        assert_eq!(answer.status(), StatusCode::OK, "{width}");
        assert_eq!(header_of(&answer, header::CONTENT_TYPE), "image/jpeg");
        let kept = header_of(&answer, header::CACHE_CONTROL);
        assert!(kept.contains("immutable"), "{kept}");
    }
    let answer = get(&shop, &format!("/files/widths/{image}/321")).await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    // Another shop's photo is not there.
    shop.neighbour("next-door").await;
    let answer = get(&shop, &photo_for_width("next-door", image, 320)).await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
}
