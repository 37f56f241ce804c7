//! What a link shows: its one order, until it is withdrawn or renewed.

use super::*;

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
