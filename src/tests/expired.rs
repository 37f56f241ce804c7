//! Goods that have expired: promised to no customer, and handed over by nobody who does not know.

use uuid::Uuid;

use super::browser::{fields, member, serving};
use super::support::Shop;
use crate::catalog::kits::{PartsForm, keep_parts};
use crate::orders::{self, State};
use crate::payments::Tender;
use crate::purchasing::orders::suggest;
use crate::staff::Role;
use crate::stock::levels::{self, Filter, Points, Show, Sort};
use crate::stock::{adjust_to, available};
use crate::values::{Money, Quantity, Refusal, Stop};

const fn kg(milli: i64) -> Quantity {
    Quantity::from_milli(milli)
}

async fn policy(shop: &Shop, expired: &str) {
    let mut connection = shop.superuser().await;
    sqlx::query("update app.business set expired_goods = $1")
        .bind(expired)
        .execute(&mut connection)
        .await
        .unwrap();
}

/// Something of which 4 kg came at 10.00 and then 2 kg at 5.00.
async fn milk(shop: &Shop) -> Uuid {
    let product = shop.sells("MILK", "100", "4").await;
    let mut tx = shop.cx().begin().await.unwrap();
    let (id, cost) = (Uuid::now_v7(), Some(Money::from_minor(500)));
    adjust_to(&mut tx, id, product, shop.location, kg(6000), cost)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    product
}

/// Lets the four that came first grow old, as time would.
async fn spoil(shop: &Shop, product: Uuid) {
    let yesterday = shop.look().await.scope().today().pred_opt().unwrap();
    let mut connection = shop.superuser().await;
    let old = "update app.cost_layer set expires_on = $2
                where product_id = $1 and value_minor = 4000";
    let grown = sqlx::query(old)
        .bind(product)
        .bind(yesterday)
        .execute(&mut connection)
        .await
        .unwrap();
    assert_eq!(grown.rows_affected(), 1);
}

/// An order of so much, paid and packed; with its revision.
async fn packed(shop: &Shop, product: Uuid, quantity: &str) -> (Uuid, i32) {
    let browser = shop.cart_of(product, quantity).await;
    let form = shop.checkout(&browser).await;
    let placed = orders::place(&shop.customer(), &browser, &form).await;
    let order_id = placed.unwrap().order_id;
    let (cx, due) = (shop.cx(), shop.order(order_id).await.order.due());
    let amount = (due.minor() / 100).to_string();
    orders::take_payment(&cx, order_id, Uuid::now_v7(), Tender::Cash, &amount, "")
        .await
        .unwrap();
    let revision = shop.order(order_id).await.order.revision;
    let ready = orders::advance(&cx, order_id, revision, State::Ready).await;
    (order_id, ready.unwrap().revision)
}

fn refused<T: std::fmt::Debug>(outcome: Result<T, Stop>) -> Refusal {
    match outcome {
        Err(Stop::Refused(mut refusals)) if refusals.len() == 1 => refusals.remove(0),
        other => panic!("not refused for one reason: {other:?}"),
    }
}

/// Why it was refused, of which product, and how much of it is left.
fn told<T: std::fmt::Debug>(outcome: Result<T, Stop>) -> (String, String, String) {
    let refusal = refused(outcome);
    let value = |name: &str| {
        let arg = refusal.args.iter().find(|(known, _)| known == name);
        arg.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    (refusal.key.clone(), value("name"), value("left"))
}

fn words(key: &str, left: &str) -> (String, String, String) {
    (key.to_owned(), "Product MILK".to_owned(), left.to_owned())
}

async fn cost_of_goods(shop: &Shop) -> Money {
    let mut tx = shop.look().await;
    let rows = crate::ledger::trial_balance(&mut tx).await.unwrap();
    let cost = rows.into_iter().find(|row| row.number == "5100");
    cost.map(|row| row.balance).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn customers_are_promised_what_is_fresh_and_get_that() {
    for expired in ["block", "warn"] {
        let shop = Shop::open(&format!("fresh-{expired}")).await;
        policy(&shop, expired).await;
        let product = milk(&shop).await;
        spoil(&shop, product).await;
        let mut tx = shop.look().await;
        let free = available(&mut tx, shop.location, &[product]).await.unwrap();
        assert_eq!(free[&product], kg(2000), "{expired}");
        let shown = crate::catalog::shown(&mut tx, &[product]).await.unwrap();
        assert_eq!(shown[0].available, kg(2000), "{expired}");
        drop(tx);
        let browser = Uuid::now_v7().as_bytes().to_vec();
        let many = orders::add_to_cart(&shop.customer(), &browser, product, kg(2500), None).await;
        assert_eq!(refused(many).key, "refused-out-of-stock", "{expired}");
        let (order_id, revision) = packed(&shop, product, "2").await;
        orders::hand_over(&shop.cx(), order_id, revision)
            .await
            .unwrap();
        assert_eq!(cost_of_goods(&shop).await, Money::from_minor(1_000));
        assert_eq!(shop.level(product).await, (kg(4000), Quantity::ZERO));
        shop.check().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_expired_since_it_was_promised_is_handed_over_by_who_knows() {
    let shop = Shop::open("expired-since").await;
    let product = milk(&shop).await;
    let (order_id, revision) = packed(&shop, product, "3").await;
    spoil(&shop, product).await;
    let cx = shop.cx();
    let over = orders::hand_over(&cx, order_id, revision).await;
    assert_eq!(told(over), words("refused-goods-expired", "2"));
    let over = orders::hand_over_knowingly(&cx, order_id, revision).await;
    assert_eq!(told(over), words("refused-goods-expired", "2"));
    policy(&shop, "warn").await;
    let over = orders::hand_over(&cx, order_id, revision).await;
    assert_eq!(told(over), words("refused-goods-expired-ask", "2"));
    assert_eq!(shop.level(product).await, (kg(6000), kg(3000)));
    orders::hand_over_knowingly(&cx, order_id, revision)
        .await
        .unwrap();
    // Two that are fresh, and one that is not.
    assert_eq!(cost_of_goods(&shop).await, Money::from_minor(2_000));
    assert_eq!(shop.level(product).await, (kg(3000), Quantity::ZERO));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_orders_the_first_gets_what_is_still_fresh() {
    let shop = Shop::open("expired-two").await;
    let product = milk(&shop).await;
    let (first, revision) = packed(&shop, product, "2").await;
    let (second, later) = packed(&shop, product, "2").await;
    spoil(&shop, product).await;
    let cx = shop.cx();
    orders::hand_over(&cx, first, revision).await.unwrap();
    assert_eq!(cost_of_goods(&shop).await, Money::from_minor(1_000));
    let over = orders::hand_over(&cx, second, later).await;
    assert_eq!(told(over), words("refused-goods-expired", "0"));
    assert_eq!(shop.level(product).await, (kg(4000), kg(2000)));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_an_order_asks_whoever_hands_it_over() {
    let shop = Shop::open("expired-page").await;
    let product = milk(&shop).await;
    let (order_id, revision) = packed(&shop, product, "3").await;
    spoil(&shop, product).await;
    let mut owner = member(&serving(&shop), &shop, Role::Owner).await;
    let form = fields(&[
        ("business", &shop.slug),
        ("order_id", &order_id.to_string()),
        ("revision", &revision.to_string()),
    ]);
    for (expired, asks) in [("block", false), ("warn", true)] {
        policy(&shop, expired).await;
        let answer = owner.post("/api/orders/hand_over_order", &form).await;
        let page = owner.get(&answer.location).await.body;
        assert!(page.contains("Of Product MILK, only 2"), "{page}");
        assert_eq!(page.contains("name=\"expired_ok\""), asks, "{page}");
    }
    let mut knowingly = form.clone();
    knowingly.push(("expired_ok".to_owned(), "true".to_owned()));
    owner.post("/api/orders/hand_over_order", &knowingly).await;
    assert_eq!(shop.level(product).await, (kg(3000), Quantity::ZERO));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_a_product_says_how_much_of_it_has_expired() {
    let shop = Shop::open("expired-level").await;
    let product = milk(&shop).await;
    let owner = member(&serving(&shop), &shop, Role::Owner).await;
    let page = format!("/b/{}/stock/products/{product}", shop.slug);
    let fresh = owner.get(&page).await.body;
    assert!(!fresh.contains("4 kg expired"), "{fresh}");
    spoil(&shop, product).await;
    let spoilt = owner.get(&page).await.body;
    assert!(spoilt.contains("4 kg expired"), "{spoilt}");
}

/// Says when to look at a product and when to buy it.
async fn points(shop: &Shop, product_id: Uuid, minimum: i64, reorder: i64) {
    let points = Points {
        product_id,
        location_id: shop.location,
        minimum: Some(kg(minimum)),
        reorder: Some(kg(reorder)),
    };
    levels::keep_points(&shop.cx(), product_id, &[points])
        .await
        .unwrap();
}

/// What a list of levels shows: SKU and how much is free of it.
async fn listed(shop: &Shop, filter: &Filter) -> Vec<(String, i64)> {
    let mut tx = shop.look().await;
    let found = levels::list(&mut tx, filter).await.unwrap();
    let rows = found.rows.iter();
    rows.map(|row| (row.sku.clone(), row.free().milli()))
        .collect()
}

fn rows(expected: &[(&str, i64)]) -> Vec<(String, i64)> {
    let expected = expected.iter();
    expected
        .map(|(sku, free)| ((*sku).to_owned(), *free))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn levels_and_what_runs_low_count_what_can_be_sold() {
    for expired in ["block", "warn"] {
        let shop = Shop::open(&format!("expired-levels-{expired}")).await;
        policy(&shop, expired).await;
        let milk = milk(&shop).await;
        let tea = shop.sells("TEA", "50", "3").await;
        points(&shop, milk, 3000, 5000).await;
        points(&shop, tea, 1000, 2000).await;
        let by = |show: Show, sort: Sort| Filter::default().showing(show).sorted(sort);
        let low = [
            by(Show::Below, Sort::Name),
            by(Show::Below, Sort::ValueDown),
            by(Show::Reorder, Sort::FreeDown),
            Filter {
                words: Some("milk".to_owned()),
                ..by(Show::Below, Sort::FreeUp)
            },
        ];
        for filter in &low {
            assert!(listed(&shop, filter).await.is_empty(), "{filter:?}");
        }
        let down = by(Show::All, Sort::FreeDown);
        let all = listed(&shop, &down).await;
        assert_eq!(all, rows(&[("MILK", 6000), ("TEA", 3000)]));
        spoil(&shop, milk).await;
        for filter in &low {
            let found = listed(&shop, filter).await;
            assert_eq!(found, rows(&[("MILK", 2000)]), "{filter:?}");
        }
        let all = listed(&shop, &down).await;
        assert_eq!(all, rows(&[("TEA", 3000), ("MILK", 2000)]));
        let all = listed(&shop, &by(Show::All, Sort::FreeUp)).await;
        assert_eq!(all, rows(&[("MILK", 2000), ("TEA", 3000)]));
        let all = listed(&shop, &Filter::default()).await;
        assert_eq!(all, rows(&[("MILK", 2000), ("TEA", 3000)]));
        let mut tx = shop.look().await;
        let one = levels::through(&mut tx, milk).await.unwrap().levels;
        assert_eq!((one[0].expired, one[0].free()), (kg(4000), kg(2000)));
        let alerts = levels::alerts(&mut tx).await.unwrap();
        assert_eq!((alerts.below_minimum, alerts.to_reorder), (1, 1));
        assert_eq!(alerts.expired, 1);
        let today = orders::today(&mut tx).await.unwrap();
        let least: Vec<i64> = today.low.iter().map(|(_, left, _)| left.milli()).collect();
        assert_eq!(least, [2000, 3000]);
        drop(tx);
        shop.check().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_and_its_file_say_how_much_has_expired() {
    let shop = Shop::open("expired-list").await;
    let milk = milk(&shop).await;
    points(&shop, milk, 3000, 5000).await;
    spoil(&shop, milk).await;
    let owner = member(&serving(&shop), &shop, Role::Owner).await;
    let base = format!("/b/{}/stock", shop.slug);
    let page = owner.get(&format!("{base}?show=below")).await.body;
    assert!(page.contains("4 kg expired"), "{page}");
    let file = owner.get(&format!("{base}/levels.csv?show=below")).await;
    let row = "MILK,Product MILK,Main,6,0,4,3,5,";
    assert!(file.body.contains(row), "{}", file.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_off_sale_is_in_no_list_and_in_no_count() {
    let shop = Shop::open("low-off-sale").await;
    let milk = milk(&shop).await;
    points(&shop, milk, 9000, 9000).await;
    crate::catalog::retire_product::retire(&shop.cx(), milk)
        .await
        .unwrap();
    let below = Filter::default().showing(Show::Below);
    assert!(listed(&shop, &below).await.is_empty());
    let mut tx = shop.look().await;
    let alerts = levels::alerts(&mut tx).await.unwrap();
    assert_eq!((alerts.below_minimum, alerts.to_reorder), (0, 0));
}

/// It is not itself on any shelf: what it needed when it was one product is nothing any more.
#[tokio::test(flavor = "multi_thread")]
async fn a_product_that_became_a_kit_runs_low_of_nothing() {
    let shop = Shop::open("low-kit").await;
    milk(&shop).await;
    let basket = shop.sells("BASKET", "300", "0").await;
    points(&shop, basket, 3000, 5000).await;
    let count = async || {
        let mut tx = shop.look().await;
        let alerts = levels::alerts(&mut tx).await.unwrap();
        (alerts.below_minimum, alerts.to_reorder)
    };
    assert_eq!(count().await, (1, 1));
    let parts = PartsForm::from([
        ("add".to_owned(), "MILK".to_owned()),
        ("add_quantity".to_owned(), "2".to_owned()),
    ]);
    keep_parts(&shop.cx(), basket, &parts).await.unwrap();
    assert_eq!(count().await, (0, 0));
    let below = Filter::default().showing(Show::Below);
    assert!(listed(&shop, &below).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_expired_is_suggested_anew() {
    let shop = Shop::open("expired-suggested").await;
    let milk = milk(&shop).await;
    let tea = shop.sells("TEA", "50", "3").await;
    for product in [milk, tea] {
        points(&shop, product, 0, 3000).await;
    }
    let mut tx = shop.look().await;
    let found = suggest(&mut tx, shop.location, None, 1).await.unwrap();
    let skus: Vec<&str> = found.lines.iter().map(|line| line.sku.as_str()).collect();
    assert_eq!(skus, ["TEA"]);
    drop(tx);
    spoil(&shop, milk).await;
    let mut tx = shop.look().await;
    let found = suggest(&mut tx, shop.location, None, 1).await.unwrap();
    let skus: Vec<&str> = found.lines.iter().map(|line| line.sku.as_str()).collect();
    assert_eq!(skus, ["MILK", "TEA"]);
    let need = found.lines[0].need;
    assert_eq!((need.on_hand, need.expired), (kg(6000), kg(4000)));
    // Up to the point, and as much above it as its minimum is below it, less the two that are good.
    assert_eq!(found.lines[0].quantity, kg(4000));
    drop(tx);
    let owner = member(&serving(&shop), &shop, Role::Owner).await;
    let page = format!("/b/{}/purchases/suggested", shop.slug);
    let page = owner.get(&page).await.body;
    assert!(page.contains("4 kg expired"), "{page}");
}
