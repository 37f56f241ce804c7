//! What a link shows: its one order, until it is withdrawn or renewed.

use axum::http::StatusCode;
use chrono::Days;

use super::*;
use crate::staff::Role;
use crate::tests::browser::{Browser, fields, member, serving};

#[tokio::test(flavor = "multi_thread")]
async fn a_link_shows_its_order_and_dies_when_it_is_withdrawn() {
    let shop = Shop::open("po-link").await;
    let other = shop.neighbour("po-link-other").await;
    let cx = shop.cx();
    shop.sells("SODA", "60", "0").await;
    let unga = supplier(&shop, "Unga Ltd").await;
    let mut ids = Vec::new();
    for packs in ["10", "11"] {
        let form = order(&shop, unga, &[("SODA", packs, "", "40")]);
        ids.push(keep(&cx, &form).await.unwrap().purchase_id);
    }
    assert_eq!(refused(make_link(&cx, ids[0]).await), ["refused-po-draft"]);
    for id in &ids {
        send(&cx, *id, 1).await.unwrap();
    }
    let (first, second) = (
        make_link(&cx, ids[0]).await.unwrap(),
        make_link(&cx, ids[1]).await.unwrap(),
    );
    let shows = async |link: &str| {
        let mut tx = shop.customer().read().await.unwrap();
        let seen = by_link(&mut tx, link).await;
        seen.map(|whole| whole.purchase.purchase_id)
    };
    assert_eq!(shows(&first).await, Ok(ids[0]));
    assert_eq!(shows(&second).await, Ok(ids[1]));
    assert_eq!(shows("").await, Err(Stop::NotFound));
    assert_eq!(shows(&ids[0].to_string()).await, Err(Stop::NotFound));
    // Not through another shop's door.
    let mut tx = other.customer().read().await.unwrap();
    assert_eq!(by_link(&mut tx, &first).await, Err(Stop::NotFound));
    drop(tx);
    let renewed = make_link(&cx, ids[0]).await.unwrap();
    assert_eq!(shows(&first).await, Err(Stop::NotFound), "the old one died");
    assert_eq!(shows(&renewed).await, Ok(ids[0]));
    for _ in 0..2 {
        withdraw_link(&cx, ids[0]).await.unwrap();
    }
    assert_eq!(shows(&renewed).await, Err(Stop::NotFound));
    assert_eq!(shows(&second).await, Ok(ids[1]), "the other one lives");
    // Only digests are kept.
    let mut tx = shop.look().await;
    let business = tx.business();
    let kept: Vec<Vec<u8>> =
        sqlx::query_scalar("select link_hash from app.purchase_link where business_id = $1")
            .bind(business)
            .fetch_all(tx.conn())
            .await
            .unwrap();
    assert_eq!(kept, [crate::platform::secrets::digest(&second)]);
    drop(tx);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_supplier_is_told_that_an_order_or_its_link_was_withdrawn() {
    let shop = Shop::open("po-told").await;
    let cx = shop.cx();
    shop.sells("SODA", "60", "0").await;
    let unga = supplier(&shop, "Unga Ltd").await;
    let form = order(&shop, unga, &[("SODA", "10", "", "40")]);
    let id = keep(&cx, &form).await.unwrap().purchase_id;
    send(&cx, id, 1).await.unwrap();
    let link = make_link(&cx, id).await.unwrap();
    let path = format!("/s/{}/po/{link}", shop.slug);
    let stranger = Browser::new(&serving(&shop), "a supplier");
    let seen = stranger.get(&path).await;
    assert_eq!(seen.status, StatusCode::OK);
    assert!(!seen.body.contains("has withdrawn this"), "{}", seen.body);
    let revision = now(&shop, id).await.purchase.revision;
    cancel(&cx, id, revision).await.unwrap();
    let seen = stranger.get(&path).await;
    assert_eq!(seen.status, StatusCode::OK);
    assert!(
        seen.body.contains("has withdrawn this order"),
        "{}",
        seen.body
    );
    withdraw_link(&cx, id).await.unwrap();
    let seen = stranger.get(&path).await;
    assert_eq!(seen.status, StatusCode::NOT_FOUND);
    assert!(
        seen.body.contains("has withdrawn this link"),
        "{}",
        seen.body
    );
    assert!(!seen.body.contains("SODA"), "{}", seen.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_texted_to_no_land_line() {
    let shop = Shop::open("po-land-line").await;
    shop.sells("SODA", "60", "0").await;
    let mut owner = member(&serving(&shop), &shop, Role::Owner).await;
    for (phone, whatsapp, sms) in [
        ("0712 345 678", "wa.me/254712345678?", "sms:+254712345678?"),
        ("020 123 4567", "wa.me/?", "sms:?"),
    ] {
        let form = SupplierForm {
            supplier_id: Uuid::now_v7().to_string(),
            name: format!("At {phone}"),
            phone: phone.to_owned(),
            ..SupplierForm::default()
        };
        let kept = suppliers::keep(&shop.cx(), &form).await.unwrap();
        let form = order(&shop, kept.supplier_id, &[("SODA", "10", "", "40")]);
        let id = keep(&shop.cx(), &form).await.unwrap().purchase_id;
        send(&shop.cx(), id, 1).await.unwrap();
        let form = fields(&[("business", &shop.slug), ("purchase_id", &id.to_string())]);
        let answer = owner
            .post("/api/purchasing/make_purchase_link", &form)
            .await;
        let page = owner.get(&answer.location).await.body;
        for link in [whatsapp, sms] {
            assert!(page.contains(link), "{link} {page}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_order_is_expected_when_its_supplier_brings_it() {
    let shop = Shop::open("po-lead").await;
    let unga = supplier(&shop, "Unga Ltd").await;
    let owner = member(&serving(&shop), &shop, Role::Owner).await;
    let new = format!("/b/{}/purchases/new", shop.slug);
    let asked = owner.get(&new).await;
    assert!(asked.body.contains("Unga Ltd"), "{}", asked.body);
    assert!(!asked.body.contains("form[packs]"), "{}", asked.body);
    let today = shop.look().await.scope().today();
    // Three days, where nobody has said otherwise.
    let by = today.checked_add_days(Days::new(3)).unwrap().to_string();
    let filled = owner.get(&format!("{new}?supplier={unga}")).await;
    assert!(filled.body.contains(&by), "{}", filled.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pack_that_is_not_in_use_any_more_is_not_taken_for_the_unit() {
    let shop = Shop::open("po-pack-gone").await;
    let soda = shop.sells("SODA", "60", "0").await;
    pack(&shop, soda, "crate", 24).await;
    let unga = supplier(&shop, "Unga Ltd").await;
    let form = order(&shop, unga, &[("SODA", "4", "crate", "960")]);
    let id = keep(&shop.cx(), &form).await.unwrap().purchase_id;
    let mut root = shop.superuser().await;
    sqlx::query("update app.pack set retired_at = now() where product_id = $1")
        .bind(soda)
        .execute(&mut root)
        .await
        .unwrap();
    let owner = member(&serving(&shop), &shop, Role::Owner).await;
    let page = owner.get(&format!("/b/{}/purchases/{id}", shop.slug)).await;
    let mut options = page.body.split("<option ");
    let chosen = options.find(|option| option.contains("selected") && option.contains("crate"));
    assert!(chosen.is_some(), "{}", page.body);
    let again = PurchaseForm {
        revision: "1".to_owned(),
        ..form
    };
    let said = refused(keep(&shop.cx(), &again).await);
    assert_eq!(said, ["refused-po-pack-none"]);
}
