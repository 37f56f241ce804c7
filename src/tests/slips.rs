//! Packing slips: who is sent to pack, and who is told not to.

use super::browser::{member, serving};
use super::support::Shop;
use crate::orders;
use crate::staff::Role;

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_sent_to_pack_what_is_called_off() {
    let shop = Shop::open("called-off-slip").await;
    let (_, placed) = shop.an_order(11_600).await;
    let order_id = placed.order_id;
    let service = serving(&shop);
    let packer = member(&service, &shop, Role::Owner).await;
    let page = format!("/b/{}/orders/{order_id}", shop.slug);
    let slip = format!("{page}/slip");
    let says = "CANCELLED: do not pack";
    assert!(packer.get(&page).await.body.contains(&slip));
    assert!(!packer.get(&slip).await.body.contains(says));
    let revision = shop.order(order_id).await.order.revision;
    orders::cancel(&shop.cx(), order_id, revision, "Sold out")
        .await
        .unwrap();
    assert!(!packer.get(&page).await.body.contains(&slip));
    // An old link is no dead end.
    assert!(packer.get(&slip).await.body.contains(says));
}
