//! Kits that customers order: what is reserved, given back and handed over is what they are made of.

use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

use super::support::Shop;
use crate::catalog::kits::{PartsForm, keep_parts, orderable};
use crate::orders::{self, Reduction, State, WhyOff};
use crate::payments::{MoneyIn, PaysFor, Tender};
use crate::platform::clock;
use crate::values::{Money, Quantity, Stop};

const fn milli(milli: i64) -> Quantity {
    Quantity::from_milli(milli)
}

async fn put_in(shop: &Shop, kit: Uuid, sku: &str, quantity: &str) {
    let form = PartsForm::from([
        ("add".to_owned(), sku.to_owned()),
        ("add_quantity".to_owned(), quantity.to_owned()),
    ]);
    keep_parts(&shop.cx(), kit, &form).await.unwrap();
}

/// A kit at 200 of two teas and one and a half milks, and its parts: so much tea, and 7 of milk.
async fn breakfast(shop: &Shop, tea: &str) -> (Uuid, Uuid, Uuid) {
    let tea = shop.sells("TEA", "50", tea).await;
    let milk = shop.sells("MILK", "60", "7").await;
    let kit = shop.sells("BREAKFAST", "200", "0").await;
    put_in(shop, kit, "TEA", "2").await;
    put_in(shop, kit, "MILK", "1.5").await;
    (kit, tea, milk)
}

/// An order of so many of it.
async fn ordered(shop: &Shop, product: Uuid, quantity: &str) -> Uuid {
    let browser = shop.cart_of(product, quantity).await;
    let form = shop.checkout(&browser).await;
    let placed = orders::place(&shop.customer(), &browser, &form).await;
    placed.unwrap().order_id
}

async fn paid(shop: &Shop, order_id: Uuid, amount: i64) {
    let mut tx = shop.cx().begin().await.unwrap();
    let money = MoneyIn {
        payment_id: Uuid::now_v7(),
        pays_for: PaysFor::Order(order_id),
        tender: Tender::Mpesa,
        amount: Money::from_minor(amount),
        receipt: Some(format!("K{}", Uuid::now_v7().simple())),
        attempt_id: None,
        occurred_at: clock::now(),
    };
    orders::settle(&mut tx, money).await.unwrap();
    tx.commit().await.unwrap();
}

async fn revision(shop: &Shop, order_id: Uuid) -> i32 {
    shop.order(order_id).await.order.revision
}

fn keys<T: std::fmt::Debug>(outcome: Result<T, Stop>) -> Vec<String> {
    match outcome {
        Err(Stop::Refused(refusals)) => refusals.into_iter().map(|refusal| refusal.key).collect(),
        other => panic!("not refused: {other:?}"),
    }
}

async fn can_have(shop: &Shop, kit: Uuid) -> Quantity {
    let mut tx = shop.customer().read().await.unwrap();
    let made = orderable(&mut tx, &[kit]).await.unwrap();
    made.get(&kit).copied().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kit_is_ordered_and_its_parts_are_handed_over_at_their_cost() {
    let shop = Shop::open("kit-order").await;
    let (kit, tea, milk) = breakfast(&shop, "10").await;
    // Seven of milk are four times one and a half, and a kit is not torn.
    assert_eq!(can_have(&shop, kit).await, milli(4000));
    let (customer, browser) = (shop.customer(), Uuid::now_v7().as_bytes().to_vec());
    let torn = orders::add_to_cart(&customer, &browser, kit, milli(1500), None).await;
    assert_eq!(keys(torn), ["refused-step"]);
    let many = orders::add_to_cart(&customer, &browser, kit, milli(5000), None).await;
    assert_eq!(keys(many), ["refused-out-of-stock"]);

    let order_id = ordered(&shop, kit, "2").await;
    let whole = shop.order(order_id).await;
    let line = &whole.lines[0];
    assert_eq!((line.product_id, line.held), (Some(kit), milli(2000)));
    assert_eq!(line.unit_price, Money::from_minor(20_000));
    assert_eq!(whole.order.total, Money::from_minor(40_000));
    let packed = line.parts_packed().into_iter();
    let packed: Vec<_> = packed.map(|(part, all)| (part.part_id, all)).collect();
    assert_eq!(packed, [(milk, milli(3000)), (tea, milli(4000))]);
    assert_eq!(shop.level(tea).await, (milli(10_000), milli(4000)));
    assert_eq!(shop.level(milk).await, (milli(7000), milli(3000)));
    assert_eq!(can_have(&shop, kit).await, milli(2000));
    shop.check().await;

    // What it is made of later is nothing to this order.
    put_in(&shop, kit, "TEA", "3").await;
    paid(&shop, order_id, 40_000).await;
    let (cx, now) = (shop.cx(), revision(&shop, order_id).await);
    let ready = orders::advance(&cx, order_id, now, State::Ready).await;
    orders::hand_over(&cx, order_id, ready.unwrap().revision)
        .await
        .unwrap();
    assert_eq!(shop.level(tea).await, (milli(6000), milli(0)));
    assert_eq!(shop.level(milk).await, (milli(4000), milli(0)));
    let mut tx = shop.look().await;
    let rows = crate::ledger::trial_balance(&mut tx).await.unwrap();
    drop(tx);
    let cost = rows.into_iter().find(|row| row.number == "5100");
    assert_eq!(
        cost.unwrap().balance,
        Money::from_minor(7000),
        "seven at 10"
    );
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_last_part_goes_to_one_of_many() {
    let shop = Arc::new(Shop::open("kit-last").await);
    let (kit, tea, milk) = breakfast(&shop, "2").await;
    // The same parts, put in the other way round.
    let lunch = shop.sells("LUNCH", "300", "0").await;
    put_in(&shop, lunch, "MILK", "1").await;
    put_in(&shop, lunch, "TEA", "2").await;
    let mut buyers = Vec::new();
    for product in [kit, lunch, tea] {
        let quantity = if product == tea { "2" } else { "1" };
        for _ in 0..8 {
            let browser = shop.cart_of(product, quantity).await;
            buyers.push((browser.clone(), shop.checkout(&browser).await));
        }
    }
    let tries = buyers.into_iter().map(|(browser, form)| {
        let shop = shop.clone();
        tokio::spawn(async move { orders::place(&shop.customer(), &browser, &form).await })
    });
    let (mut placed, mut sold_out) = (0, 0);
    for outcome in tries.collect::<Vec<_>>() {
        match outcome.await.unwrap() {
            Ok(_) => placed += 1,
            Err(Stop::Refused(why)) => {
                assert_eq!(why[0].key, "refused-sold-out");
                sold_out += 1;
            }
            Err(stop) => panic!("{stop}"),
        }
    }
    assert_eq!((placed, sold_out), (1, 23));
    assert_eq!(shop.level(tea).await, (milli(2000), milli(2000)));
    assert!(shop.level(milk).await.1 <= milli(1500));
    assert_eq!(can_have(&shop, kit).await, Quantity::ZERO);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_off_gives_its_parts_back() {
    let shop = Shop::open("kit-less").await;
    let (kit, tea, milk) = breakfast(&shop, "10").await;
    let order_id = ordered(&shop, kit, "3").await;
    paid(&shop, order_id, 60_000).await;
    let cx = shop.cx();
    let keep = |stays: &str| Reduction {
        cancellation_id: Uuid::now_v7(),
        keep: BTreeMap::from([(1, stays.to_owned())]),
        why: WhyOff::Short,
        note: String::new(),
    };
    let now = revision(&shop, order_id).await;
    let torn = orders::cancel_lines(&cx, order_id, now, &keep("1.5")).await;
    assert_eq!(keys(torn), ["refused-step"]);
    let less = orders::cancel_lines(&cx, order_id, now, &keep("1")).await;
    assert_eq!(less.unwrap().refund_owed, Money::from_minor(40_000));
    assert_eq!(shop.level(tea).await, (milli(10_000), milli(2000)));
    assert_eq!(shop.level(milk).await, (milli(7000), milli(1500)));
    shop.check().await;

    let now = revision(&shop, order_id).await;
    let off = orders::cancel(&cx, order_id, now, "No more").await;
    assert_eq!(off.unwrap().refund_owed, Money::from_minor(60_000));
    assert_eq!(shop.level(tea).await, (milli(10_000), milli(0)));
    assert_eq!(shop.level(milk).await, (milli(7000), milli(0)));
    let id = Uuid::now_v7();
    orders::pay_back(&cx, order_id, id, Tender::Mpesa, "600", "REVERSAL01")
        .await
        .unwrap();
    shop.check().await;
}

/// One of a kit and so much of another product, ordered together.
async fn both(shop: &Shop, kit: Uuid, other: Uuid, much: i64) -> Result<Uuid, Stop> {
    let (customer, browser) = (shop.customer(), shop.cart_of(kit, "1").await);
    orders::add_to_cart(&customer, &browser, other, milli(much), None).await?;
    let form = shop.checkout(&browser).await;
    let placed = orders::place(&customer, &browser, &form).await?;
    Ok(placed.order_id)
}

/// What the cart says of one of a kit and so much of another product.
async fn told(shop: &Shop, kit: Uuid, other: Uuid, much: i64) -> Vec<String> {
    let (customer, browser) = (shop.customer(), shop.cart_of(kit, "1").await);
    orders::add_to_cart(&customer, &browser, other, milli(much), None)
        .await
        .unwrap();
    let mut tx = customer.read().await.unwrap();
    let cart = orders::cart(&mut tx, Some(&browser))
        .await
        .unwrap()
        .unwrap();
    let problems = cart.lines.iter().filter_map(|line| line.problem());
    problems.map(|refusal| refusal.key).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_two_lines_need_is_counted_for_both() {
    let shop = Shop::open("kit-shared").await;
    let (kit, tea, milk) = breakfast(&shop, "10").await;
    // Each of them is there by itself.
    let greedy = both(&shop, kit, tea, 9000).await;
    assert_eq!(keys(greedy), ["refused-shared-short"]);
    // The cart says so before anybody checks out, beside both lines.
    assert_eq!(
        told(&shop, kit, tea, 9000).await,
        ["refused-shared-short"; 2]
    );
    assert!(told(&shop, kit, tea, 8000).await.is_empty());
    assert!(told(&shop, kit, milk, 5500).await.is_empty());
    let order_id = both(&shop, kit, tea, 8000).await.unwrap();
    let all = (milli(10_000), milli(10_000));
    assert_eq!(shop.level(tea).await, all);
    shop.check().await;

    // Nobody pays, and the goods go back; who pays late has them again.
    let mut cx = shop.cx();
    cx.now += chrono::TimeDelta::minutes(16);
    let payload = serde_json::json!({ "order_id": order_id });
    orders::run_job("orders.release", &cx, &payload)
        .await
        .unwrap();
    assert_eq!(shop.level(tea).await.1, Quantity::ZERO);
    assert_eq!(shop.level(milk).await.1, Quantity::ZERO);
    paid(&shop, order_id, 60_000).await;
    assert_eq!(shop.level(tea).await, all);
    assert_eq!(shop.level(milk).await.1, milli(1500));
    let (cx, now) = (shop.cx(), revision(&shop, order_id).await);
    let ready = orders::advance(&cx, order_id, now, State::Ready).await;
    orders::hand_over(&cx, order_id, ready.unwrap().revision)
        .await
        .unwrap();
    assert_eq!(shop.level(tea).await, (milli(0), milli(0)));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cart_whose_kit_has_changed_is_told_so() {
    let shop = Shop::open("kit-changed").await;
    let (kit, _, _) = breakfast(&shop, "10").await;
    let browser = shop.cart_of(kit, "4").await;
    let form = shop.checkout(&browser).await;
    put_in(&shop, kit, "TEA", "3").await;
    let short = orders::place(&shop.customer(), &browser, &form).await;
    assert_eq!(keys(short), ["refused-out-of-stock"]);
    // Part of a thing goes into the cart, and then the thing becomes a kit.
    let loose = shop.sells("LOOSE", "100", "1").await;
    let torn = shop.cart_of(loose, "0.5").await;
    let form = shop.checkout(&torn).await;
    let mut tx = shop.cx().begin().await.unwrap();
    sqlx::query("update app.product set kind = 'kit' where business_id = $1 and product_id = $2")
        .bind(tx.business())
        .bind(loose)
        .execute(tx.conn())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let unmade = orders::place(&shop.customer(), &torn, &form).await;
    assert_eq!(keys(unmade), ["refused-retired"]);
}
