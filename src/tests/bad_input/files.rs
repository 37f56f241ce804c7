//! Files that are no photos and no lists: told on the page that they were sent from.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use super::{is_ticked, says};
use crate::catalog::demo;
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

/// A form with a file, which says that it has so many bytes.
fn upload(to: &str, field: &str, file: &[u8], says: usize) -> Request<Body> {
    let head = format!(
        "--x\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"file\"\r\n\r\n"
    );
    let body = [head.as_bytes(), file, b"\r\n--x--\r\n"].concat();
    Request::post(to)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .header(header::CONTENT_LENGTH, body.len().max(says))
        .body(Body::from(body))
        .unwrap()
}

/// Sends a file and opens the page that this leads to.
async fn sent(browser: &Browser, to: &str, field: &str, file: &[u8], says: usize) -> Answer {
    let answer = browser.send(upload(to, field, file, says)).await;
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
    let quote = Refusal::of("refused-import-quote").with("line", 2);
    let swallows = b"sku,name,price\nU2,\"Unga,90\nU3,Sukari,80\n";
    let tries: [(&str, &str, &[u8], usize, Refusal); 6] = [
        (&photo, "photo", SVG, 0, Refusal::of("refused-photo-kind")),
        (&photo, "photo", BOMB, 0, pixels),
        (&photo, "photo", SVG, 200 * MEGABYTE, large.clone()),
        (list, "file", b"sku,name,colour\nU2,Unga,red\n", 0, column),
        (list, "file", swallows, 0, quote),
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

#[tokio::test(flavor = "multi_thread")]
async fn a_list_with_one_sku_twice_is_told_by_its_line_and_not_kept() {
    let shop = Shop::open("twice-files").await;
    let mut owner = member(&serving(&shop), &shop, Role::Owner).await;
    let list = b"sku,name,price\nA1,Apples,50\nA1,Avocados,60\n";
    let twice = Refusal::of("refused-import-sku-twice").with("line", 2);
    for language in Language::ALL {
        owner.speaks(language);
        let to = "/b/twice-files/products/import";
        let page = sent(&owner, to, "file", list, 0).await;
        says(&page, "<td class=\"num\">3<");
        says(&page, &Say(language).refusal(&twice));
    }
    let mut tx = shop.look().await;
    let kept: i64 = sqlx::query_scalar("select count(*) from app.product where business_id = $1")
        .bind(tx.business())
        .fetch_one(tx.conn())
        .await
        .unwrap();
    assert_eq!(kept, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_was_only_tried_and_refused_is_only_tried_the_next_time() {
    let shop = Shop::open("tried-files").await;
    let owner = member(&serving(&shop), &shop, Role::Owner).await;
    for (to, tick, field, list) in [
        // Its heading is wrong; one of its rows is.
        (
            "import",
            "dry_run",
            "file",
            "sku,name,colour\nU2,Unga,red\n",
        ),
        ("import", "dry_run", "file", "sku,name,price\nU2,Unga,red\n"),
        (
            "files/packs",
            "packs_dry_run",
            "packs_file",
            "colour\nred\n",
        ),
    ] {
        for is_tried in [true, false] {
            let part = "--x\r\nContent-Disposition: form-data; name=";
            let tried = format!("{part}\"{tick}\"\r\n\r\ntrue\r\n");
            let tried = if is_tried { tried } else { String::new() };
            let file = format!("{part}\"{field}\"; filename=\"a.csv\"\r\n\r\n{list}");
            let request = Request::post(format!("/b/tried-files/products/{to}"))
                .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
                .body(Body::from(format!("{tried}{file}\r\n--x--\r\n")))
                .unwrap();
            let answer = owner.send(request).await;
            let page = owner.get(&answer.location).await;
            let box_of = format!("name=\"{tick}\"");
            assert_eq!(is_ticked(&page, &box_of), is_tried, "{to} {list}");
        }
    }
}

/// What she ticked beside it is not known: tried once too often is no harm.
#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_was_too_large_to_be_read_is_only_tried_the_next_time() {
    let shop = Shop::open("unread-files").await;
    let owner = member(&serving(&shop), &shop, Role::Owner).await;
    for (to, back, tick, field) in [
        ("import", "import", "dry_run", "file"),
        ("files/packs", "files", "packs_dry_run", "packs_file"),
    ] {
        let to = format!("/b/unread-files/products/{to}");
        let page = sent(&owner, &to, field, b"sku\n", 200 * MEGABYTE).await;
        let box_of = format!("name=\"{tick}\"");
        assert!(is_ticked(&page, &box_of), "{to}");
        let back = format!("/b/unread-files/products/{back}");
        let page = owner.get(&back).await;
        assert!(!is_ticked(&page, &box_of), "{back}: nothing was refused");
    }
}

/// Browsers send a form with a file from any page to any address without asking, cookies included.
#[tokio::test(flavor = "multi_thread")]
async fn another_site_uploads_nothing() {
    let shop = Shop::open("csrf-files").await;
    let product = shop.sells("UNGA", "118", "5").await;
    let owner = member(&serving(&shop), &shop, Role::Owner).await;
    let photo = format!("/b/csrf-files/products/{product}/photo");
    let picture = demo::PICTURES[0].1;
    let list = "sku,name,price\nU2,Unga,90\n".as_bytes();
    let uploads = [
        (photo.as_str(), "photo", picture),
        ("/b/csrf-files/products/import", "file", list),
        (
            "/b/csrf-files/suppliers/import",
            "file",
            &b"name\nJuma\n"[..],
        ),
    ];
    let from = async |to: &str, field: &str, file: &[u8], headers: &[(&'static str, &str)]| {
        let mut request = upload(to, field, file, 0);
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        owner.send(request).await.status
    };
    for (to, field, file) in uploads {
        for headers in [
            &[
                ("origin", "https://evil.example"),
                ("sec-fetch-site", "cross-site"),
            ][..],
            &[("sec-fetch-site", "cross-site")],
            // As browsers of before 2020 say it; and a page in a frame without a name.
            &[("origin", "https://evil.example")],
            &[("origin", "null")],
        ] {
            let status = from(to, field, file, headers).await;
            assert_eq!(status, StatusCode::FORBIDDEN, "{to} {headers:?}");
        }
    }
    let kept = async || -> (i64, i64) {
        let mut tx = shop.look().await;
        sqlx::query_as(
            "select (select count(*) from app.file where business_id = $1),
                    (select count(*) from app.import where business_id = $1)",
        )
        .bind(tx.business())
        .fetch_one(tx.conn())
        .await
        .unwrap()
    };
    let before = kept().await;
    // The control: the same from a page of ours is taken.
    let ours = [
        ("origin", "http://127.0.0.1:3000"),
        ("sec-fetch-site", "same-origin"),
    ];
    for (to, field, file) in &uploads[..2] {
        let status = from(to, field, file, &ours).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{to}");
    }
    let after = kept().await;
    assert_eq!(before, (0, 0));
    assert!(after.0 > 0 && after.1 == 1, "{after:?}");
}
