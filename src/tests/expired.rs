//! Goods that have expired: promised to no customer, and handed over by nobody who does not know.

use uuid::Uuid;

use super::browser::{fields, member, serving};
use super::support::Shop;
use crate::orders::{self, State};
use crate::payments::Tender;
use crate::staff::Role;
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
