//! Every plain handler that takes a file, and M-Pesa's own address, with another business's ids. What
//! they are is read from the table of handlers.

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use super::pages::filled;
use super::town::{Town, checksums, ids_of, mark};
use crate::app::handlers::{CALLBACK, handlers};
use crate::catalog::demo;
use crate::tests::browser::{Answer, Browser};

const BOUNDARY: &str = "xYzxYz";

/// Every handler that takes a form with a file.
fn uploads() -> Vec<String> {
    let posts = handlers()
        .into_iter()
        .filter(|(method, _)| *method == "POST");
    let paths: Vec<String> = posts.map(|(_, path)| path).collect();
    assert!(paths.contains(&CALLBACK.to_owned()), "{paths:?}");
    let is_upload = |path: &String| path != CALLBACK && !path.starts_with("/sync/");
    paths.into_iter().filter(is_upload).collect()
}

/// The field of a file and a file that changes something for whoever may send it. `sku` begins the
/// SKUs of the business.
fn file_of(shape: &str, path: &str, sku: &str) -> (&'static str, Vec<u8>) {
    let text = |field, text: String| (field, text.into_bytes());
    let name = shape.rsplit('/').next().unwrap_or_default();
    match name {
        "photo" => ("photo", demo::PICTURES[0].1.to_vec()),
        "points" => text("file", format!("sku,location,minimum\n{sku},Main,3\n")),
        "upload" => text("file", format!("sku,counted\n{sku},7\n")),
        "file" => text("file", format!("sku,price\n{sku},88\n")),
        "import" if shape.contains("/suppliers/") => {
            text("suppliers", "name\nAnother supplier\n".to_owned())
        }
        "import" => text("file", "sku,name,price\nANOTHER,A name,99\n".to_owned()),
        "{kind}" => text("file", "name\nAnother category\n".to_owned()),
        _ if path.ends_with("/packs") => text(
            "packs_file",
            format!("sku,pack,holds\n{sku},Another bale,6\n"),
        ),
        _ if path.ends_with("/parts") => text(
            "parts_file",
            format!("sku,part,quantity\n{sku}-KIT,{sku}-CASE,3\n"),
        ),
        _ => panic!("which file does {shape} take?"),
    }
}

/// Sends a form with a file, and every id under the names that take one.
async fn send(
    browser: &Browser,
    path: &str,
    file: (&str, Vec<u8>),
    ids: &BTreeMap<String, Vec<String>>,
) -> Answer {
    let mut body = Vec::new();
    for name in ["import_id", "set_id", "upload_id"] {
        let Some(id) = ids.get(name).map(|ids| &ids[0]) else {
            continue;
        };
        let part = format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{id}\r\n"
        );
        body.extend(part.into_bytes());
    }
    let (field, bytes) = file;
    let head = format!(
        "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"a.csv\"\r\n\r\n"
    );
    body.extend(head.into_bytes());
    body.extend(bytes);
    body.extend(format!("\r\n--{BOUNDARY}--\r\n").into_bytes());
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let request = Request::post(path).header(header::CONTENT_TYPE, kind);
    browser.send(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn no_upload_touches_another_business() {
    let town = Town::build().await;
    let (ids, secret) = (ids_of(&town.theirs).await, mark("theirs"));
    let before = (checksums(&town.theirs).await, checksums(&town.third).await);
    let stranger = Browser::new(&town.service, "10.0.0.9");
    let everyone = town.people.iter().map(|(_, browser)| browser);
    let mut leaks = Vec::new();
    for browser in everyone.chain([&stranger, &town.their_customer]) {
        for shape in uploads() {
            for slug in ["ours", "theirs"] {
                for path in filled(&shape, slug, &ids, &town.their_link) {
                    let file = file_of(&shape, path.split('?').next().unwrap(), "OTHER");
                    let answer = send(browser, &path, file, &ids).await;
                    assert!(answer.status.as_u16() < 500, "{path}: {answer:?}");
                    let mut said = answer.body + &answer.location;
                    if answer.location.starts_with('/') {
                        said.push_str(&browser.get(&answer.location).await.body);
                    }
                    if said.contains(&secret) {
                        leaks.push(path);
                    }
                }
            }
        }
    }
    assert!(leaks.is_empty(), "{leaks:#?}");
    let after = (checksums(&town.theirs).await, checksums(&town.third).await);
    assert_eq!(after, before, "another business's rows changed");

    // The same files sent by their own owner do change things, each of them.
    let mut own = ids.clone();
    own.remove("import_id");
    let (mut changed, mut now) = (BTreeSet::new(), after.0);
    for shape in uploads() {
        for path in filled(&shape, "theirs", &ids, &town.their_link) {
            let path = path.split('?').next().unwrap();
            let file = file_of(&shape, path, &secret);
            send(&town.their_owner, path, file, &own).await;
            let then = checksums(&town.theirs).await;
            if then != now {
                changed.insert(shape.clone());
            }
            now = then;
        }
    }
    let all: BTreeSet<String> = uploads().into_iter().collect();
    let idle: Vec<&String> = all.difference(&changed).collect();
    assert!(
        idle.is_empty(),
        "these change nothing for their own owner either: {idle:#?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_is_no_address_for_callbacks() {
    let town = Town::build().await;
    let ids = ids_of(&town.theirs).await;
    let before = checksums(&town.theirs).await;
    let stranger = Browser::new(&town.service, "10.0.0.9");
    let known = ["attempt_id", "order_id", "message_id", "payment_id"];
    for id in known.iter().flat_map(|name| &ids[*name]) {
        let request = Request::post(CALLBACK.replace("{token}", id));
        let request = request.header(header::CONTENT_TYPE, "application/json");
        let answer = stranger.send(request.body(Body::from("{}")).unwrap()).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{id}");
    }
    assert_eq!(checksums(&town.theirs).await, before);
}
