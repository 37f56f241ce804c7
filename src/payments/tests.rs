//! Secrets that are sealed anew with another key, and stay their business's own.
#![allow(clippy::unwrap_used)]

use super::account::{credentials, reseal};
use crate::app::rotate_key::reseal_all;
use crate::platform::secrets::SealingKey;
use crate::platform::{Cx, Door, clock};
use crate::tests::support::Shop;
use crate::values::Language;

async fn opens(shop: &Shop, seal: &SealingKey) -> bool {
    let mut tx = shop.look().await;
    match credentials(&mut tx, seal).await {
        Ok(kept) => kept.unwrap().consumer_secret == "secret",
        Err(_) => false,
    }
}

fn operator(shop: &Shop) -> Cx {
    let door = Door::Operator {
        slug: shop.slug.clone(),
    };
    Cx::new(shop.db(), door, clock::now(), Language::En)
}

/// The state's own key is in a file, and no test can name it: each shop is sealed with this one.
async fn sealed_with(shop: &Shop, seal: &SealingKey) {
    let form = super::AccountForm {
        short_code: "174379".to_owned(),
        kind: "paybill".to_owned(),
        consumer_key: "key".to_owned(),
        consumer_secret: "secret".to_owned(),
        passkey: "passkey".to_owned(),
        ..super::AccountForm::default()
    };
    let mut tx = shop.cx().begin().await.unwrap();
    super::keep_account(&mut tx, seal, &form).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rotation_that_was_interrupted_goes_on() {
    let (old, new) = ("ab".repeat(32), "cd".repeat(32));
    let before = SealingKey::parse(&old).unwrap();
    let both = SealingKey::parse_with_old(&new, &old).unwrap();
    let after = SealingKey::parse(&new).unwrap();
    let ours = Shop::open("reseal-ours").await;
    let theirs = ours.neighbour("reseal-theirs").await;
    for shop in [&ours, &theirs] {
        sealed_with(shop, &before).await;
    }
    // The first of two, and then the machine stops.
    assert_eq!(reseal(&operator(&ours), &both).await, Ok(true));
    for shop in [&ours, &theirs] {
        assert!(opens(shop, &both).await, "{}", shop.slug);
    }
    assert!(opens(&ours, &after).await && !opens(&theirs, &after).await);
    assert!(opens(&theirs, &before).await && !opens(&ours, &before).await);

    let rotated = reseal_all(ours.db(), &both).await.unwrap();
    assert_eq!((rotated.sealed, rotated.done_before), (1, 1));
    assert!(rotated.failed.is_empty());
    for shop in [&ours, &theirs] {
        assert!(opens(shop, &after).await && !opens(shop, &before).await);
    }
    let again = reseal_all(ours.db(), &both).await.unwrap();
    assert_eq!((again.sealed, again.done_before), (0, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_old_key_changes_nothing_and_is_told() {
    let before = SealingKey::parse(&"ab".repeat(32)).unwrap();
    let wrong = SealingKey::parse_with_old(&"cd".repeat(32), &"ef".repeat(32)).unwrap();
    let shop = Shop::open("reseal-wrong").await;
    sealed_with(&shop, &before).await;
    let rotated = reseal_all(shop.db(), &wrong).await.unwrap();
    assert_eq!(rotated.sealed, 0);
    assert_eq!(rotated.failed.len(), 1);
    assert!(opens(&shop, &before).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_text_that_was_moved_to_another_business_opens_nothing() {
    let seal = SealingKey::parse(&"ab".repeat(32)).unwrap();
    let ours = Shop::open("moved-ours").await;
    let theirs = ours.neighbour("moved-theirs").await;
    for shop in [&ours, &theirs] {
        sealed_with(shop, &seal).await;
    }
    let mut tx = theirs.look().await;
    let victim: Vec<u8> =
        sqlx::query_scalar("select sealed from app.mpesa_account where business_id = $1")
            .bind(tx.business())
            .fetch_one(tx.conn())
            .await
            .unwrap();
    let mut tx = ours.cx().begin().await.unwrap();
    let business = tx.business();
    sqlx::query("update app.mpesa_account set sealed = $2 where business_id = $1")
        .bind(business)
        .bind(victim)
        .execute(tx.conn())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert!(!opens(&ours, &seal).await);
    assert!(opens(&theirs, &seal).await);
    let both = SealingKey::parse_with_old(&"cd".repeat(32), &"ab".repeat(32)).unwrap();
    assert!(reseal(&operator(&ours), &both).await.is_err());
}
