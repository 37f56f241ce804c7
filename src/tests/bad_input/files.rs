//! Files that are no photos and no lists: told on the page that they were sent from.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use super::says;
use crate::staff::Role;
use crate::tests::browser::{Answer, Browser, member, serving};
use crate::tests::support::Shop;
use crate::ui::language::Say;
use crate::values::{Language, Refusal};

/// A PNG of a few bytes that says it is 60,000 pixels wide and as high.
const BOMB: &[u8] =
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\xea`\x00\x00\xea`\x08\x02\x00\x00\x00\
                      \x0f\xb0\xe2\x15\x00\x00\x00\x04IDATx\x9c\x03\x00\x9b\x8c}#";
const SVG: &[u8] = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
const MEGABYTE: usize = 1024 * 1024;

/// Sends a file, which says that it has so many bytes, and opens the page that this leads to.
async fn sent(browser: &Browser, to: &str, field: &str, file: &[u8], says: usize) -> Answer {
    let head = format!(
        "--x\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"file\"\r\n\r\n"
    );
    let body = [head.as_bytes(), file, b"\r\n--x--\r\n"].concat();
    let request = Request::post(to)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .header(header::CONTENT_LENGTH, body.len().max(says))
        .body(Body::from(body))
        .unwrap();
    let answer = browser.send(request).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{to} {answer:?}");
    browser.get(&answer.location).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_photo_or_no_list_is_told_and_not_kept() {
    let shop = Shop::open("broken-files").await;
    let product = shop.sells("UNGA", "118", "5").await;
    let mut owner = member(&serving(&shop), &shop, Role::Owner).await;
    let photo = format!("/b/broken-files/products/{product}/photo");
    let list = "/b/broken-files/products/import";
    let pixels = Refusal::of("refused-photo-too-many-pixels").with("most", 40);
    let large = Refusal::of("refused-photo-too-large").with("most", 20);
    let column = Refusal::of("refused-import-column-unknown").with("column", "colour");
    let tries: [(&str, &str, &[u8], usize, Refusal); 5] = [
        (&photo, "photo", SVG, 0, Refusal::of("refused-photo-kind")),
        (&photo, "photo", BOMB, 0, pixels),
        (&photo, "photo", SVG, 200 * MEGABYTE, large.clone()),
        (list, "file", b"sku,name,colour\nU2,Unga,red\n", 0, column),
        (list, "file", b"sku,name,price\n", 200 * MEGABYTE, large),
    ];
    for language in Language::ALL {
        owner.speaks(language);
        for (to, field, file, size, refusal) in &tries {
            let page = sent(&owner, to, field, file, *size).await;
            says(&page, &Say(language).refusal(refusal));
        }
    }
    let mut tx = shop.look().await;
    let kept: (i64, i64) = sqlx::query_as(
        "select (select count(*) from app.product where business_id = $1),
                (select count(*) from app.product
                  where business_id = $1 and image_file_id is not null)",
    )
    .bind(tx.business())
    .fetch_one(tx.conn())
    .await
    .unwrap();
    assert_eq!(kept, (1, 0));
}
