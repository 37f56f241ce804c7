//! Files that strangers and customers ask for.
#![allow(clippy::unwrap_used)]

use axum::body::Body;
use axum::http::{Request as Asked, StatusCode, header};
use tower::ServiceExt;

use super::*;
use crate::app::server;
use crate::catalog::photo_for_width;
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
