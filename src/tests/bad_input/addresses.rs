//! Addresses that no link of ours has.

use axum::http::StatusCode;

use crate::tests::browser::{Browser, serving};
use crate::tests::support::Shop;

#[tokio::test(flavor = "multi_thread")]
async fn names_that_no_file_can_have_are_not_found() {
    let shop = Shop::open("addresses").await;
    let service = serving(&shop);
    let browser = Browser::new(&service, "10.0.0.9");
    let long = "9".repeat(600);
    let deep = "a/".repeat(3000);
    for path in [
        "/pkg/a%00b".to_owned(),
        "/%00".to_owned(),
        format!("/pkg/{long}"),
        format!("/{long}"),
        format!("/pictures/{deep}"),
        "/favicon.svg/inside".to_owned(),
    ] {
        let answer = browser.get(&path).await;
        let shown: String = path.chars().take(40).collect();
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{shown}");
    }
    // The control: a file that is there.
    let answer = browser.get("/favicon.svg").await;
    assert_eq!(answer.status, StatusCode::OK);
}
