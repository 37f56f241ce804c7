//! A customer is told what one location can give: an order is packed at one.

use uuid::Uuid;

use super::browser::{Browser, serving};
use super::support::Shop;
use crate::businesses::{self, AreaForm, LocationForm};
use crate::catalog;
use crate::orders;
use crate::stock;
use crate::values::{Money, Quantity, Refusal, Stop};

const fn kg(milli: i64) -> Quantity {
    Quantity::from_milli(milli)
}

/// A second location that sells online, with or without pick-up.
async fn branch(shop: &Shop, offers_pickup: &str) -> Uuid {
    let location_id = Uuid::now_v7();
    let form = LocationForm {
        location_id: location_id.to_string(),
        fresh: "true".to_owned(),
        name: "Branch".to_owned(),
        sells_online: "true".to_owned(),
        offers_pickup: offers_pickup.to_owned(),
        ..LocationForm::default()
    };
    businesses::keep_location(&shop.cx(), &form).await.unwrap();
    location_id
}

/// Puts so much of a product on a location's shelf.
async fn stands(shop: &Shop, location_id: Uuid, product_id: Uuid, milli: i64) {
    let mut tx = shop.cx().begin().await.unwrap();
    let (much, cost) = (kg(milli), Some(Money::from_minor(1000)));
    stock::adjust_to(&mut tx, Uuid::now_v7(), product_id, location_id, much, cost)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn put(shop: &Shop, browser: &[u8], product_id: Uuid, milli: i64) -> Result<(), Stop> {
    orders::set_in_cart(&shop.customer(), browser, product_id, kg(milli)).await
}

/// What the cart says of its lines: what can be had of each, and what is wrong with it.
async fn told(shop: &Shop, browser: &[u8]) -> Vec<(i64, Option<Refusal>)> {
    let mut tx = shop.customer().read().await.unwrap();
    let cart = orders::cart(&mut tx, Some(browser)).await.unwrap().unwrap();
    let lines = cart.lines.iter();
    lines
        .map(|line| (line.available.milli(), line.problem()))
        .collect()
}

/// How much tea there is, as the storefront shows it.
async fn can_be_had(shop: &Shop) -> Quantity {
    let mut tx = shop.customer().read().await.unwrap();
    let shown = catalog::by_slug(&mut tx, "product-tea").await.unwrap();
    shown.unwrap().product.available
}

fn left(what: &str, name: &str, left: &str) -> Refusal {
    Refusal::of(what).with("name", name).with("left", left)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_is_what_one_location_has() {
    let shop = Shop::open("one-place").await;
    let tea = shop.sells("TEA", "50", "4").await;
    let second = branch(&shop, "true").await;
    stands(&shop, second, tea, 3000).await;
    assert_eq!(can_be_had(&shop).await, kg(4000));
    let page = Browser::new(&serving(&shop), "a customer");
    let page = page.get(&format!("/s/{}/p/product-tea", shop.slug)).await;
    assert!(page.body.contains("Only 4\u{a0}kg left"), "{}", page.body);
    let browser = Uuid::now_v7().as_bytes().to_vec();
    let short = put(&shop, &browser, tea, 5000).await.unwrap_err();
    let said = left("refused-out-of-stock", "Product TEA", "4");
    let field = Some("quantity".to_owned());
    assert_eq!(short, Stop::from(Refusal { field, ..said }));
    put(&shop, &browser, tea, 4000).await.unwrap();
    assert_eq!(told(&shop, &browser).await, [(4000, None)]);
    let form = shop.checkout(&browser).await;
    orders::place(&shop.customer(), &browser, &form)
        .await
        .unwrap();
    // The rest is at the branch.
    put(&shop, &browser, tea, 3000).await.unwrap();
    assert_eq!(told(&shop, &browser).await, [(3000, None)]);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cart_that_no_location_has_all_of_says_so_before_the_checkout() {
    let shop = Shop::open("no-place").await;
    let tea = shop.sells("TEA", "50", "4").await;
    let milk = shop.sells("MILK", "60", "1").await;
    let second = branch(&shop, "true").await;
    stands(&shop, second, milk, 6000).await;
    let browser = Uuid::now_v7().as_bytes().to_vec();
    put(&shop, &browser, tea, 2000).await.unwrap();
    put(&shop, &browser, milk, 1000).await.unwrap();
    assert_eq!(told(&shop, &browser).await, [(4000, None), (6000, None)]);
    // Six of milk are at the branch, and no tea: where the tea is, there is one of it.
    put(&shop, &browser, milk, 2000).await.unwrap();
    let said = told(&shop, &browser).await;
    let problems: Vec<Refusal> = said
        .into_iter()
        .filter_map(|(_, problem)| problem)
        .collect();
    assert_eq!(problems.len(), 1, "{problems:?}");
    let lacks_milk = left("refused-few-with-the-rest", "Product MILK", "1");
    let lacks_tea = Refusal::of("refused-not-with-the-rest").with("name", "Product TEA");
    assert!(
        problems[0] == lacks_milk || problems[0] == lacks_tea,
        "{problems:?}"
    );
    let form = shop.checkout(&browser).await;
    let placed = orders::place(&shop.customer(), &browser, &form).await;
    assert!(matches!(placed, Err(Stop::Refused(_))));
    put(&shop, &browser, tea, 0).await.unwrap();
    assert_eq!(told(&shop, &browser).await, [(6000, None)]);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_can_fetch_and_nobody_brings_cannot_be_had() {
    let shop = Shop::open("no-way").await;
    let tea = shop.sells("TEA", "50", "2").await;
    let second = branch(&shop, "").await;
    stands(&shop, second, tea, 9000).await;
    assert_eq!(can_be_had(&shop).await, kg(2000));
    let form = AreaForm {
        area_id: Uuid::now_v7().to_string(),
        fresh: "true".to_owned(),
        name: "Kilimani".to_owned(),
        fee: "100".to_owned(),
    };
    businesses::keep_area(&shop.cx(), &form).await.unwrap();
    assert_eq!(can_be_had(&shop).await, kg(9000));
}
