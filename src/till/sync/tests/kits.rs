//! What a till is told of kits: what they are made of, and each change of that.

use super::*;
use crate::catalog::kits::{PartsForm, keep_parts};

/// Puts so much of a product into a kit.
async fn puts(shop: &Shop, kit: Uuid, what: &str, quantity: &str) {
    let form = PartsForm::from([
        ("add".to_owned(), what.to_owned()),
        ("add_quantity".to_owned(), quantity.to_owned()),
    ]);
    keep_parts(&shop.cx(), kit, &form).await.unwrap();
}

/// What a page says that the kit is made of; none where it says nothing of it.
fn parts(page: &Catalogue, kit: Uuid) -> Option<Vec<(Uuid, i64)>> {
    let kit = page.products.iter().find(|one| one.product_id == kit)?;
    Some(kit.parts.clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kit_is_told_with_its_parts_and_so_is_each_change_of_them() {
    let counter = Counter::open("pull-kits").await;
    let shop = &counter.shop;
    let milk = shop.sells("MILK", "50", "2").await;
    let tea = shop.sells("TEA", "20", "5").await;
    let kit = shop.sells("BREAKFAST", "200", "0").await;
    puts(shop, kit, "MILK", "2").await;
    let page = counter.ask("").await;
    assert_eq!(parts(&page, kit), Some(vec![(milk, 2_000)]));
    assert_eq!(parts(&page, milk), Some(Vec::new()));

    let known = counter.known().await;
    puts(shop, kit, "TEA", "1").await;
    let mut both = vec![(milk, 2_000), (tea, 1_000)];
    both.sort_unstable();
    assert_eq!(parts(&counter.ask(&known).await, kit), Some(both));
    counter.shop.check().await;
}
