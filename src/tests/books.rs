//! Random histories of a shop: whatever happens to its orders, books, stock and money agree.

use std::collections::BTreeMap;

use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use uuid::Uuid;

use super::support::Shop;
use crate::ledger::{self, Draft, Role};
use crate::orders::{self, CheckoutForm, LineKind, Reduction, State, WhyOff};
use crate::payments::{MoneyIn, PaysFor, Tender};
use crate::platform::clock;
use crate::values::{Money, Quantity, Stop};

/// Printed; `DUKANI_SEED` in the environment says which, and without it each run has one of its own.
#[expect(clippy::disallowed_methods, reason = "a test's own switch")]
fn seed() -> u64 {
    let given = std::env::var("DUKANI_SEED").ok();
    given
        .and_then(|seed| seed.parse().ok())
        .unwrap_or_else(rand::random)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_random_history_stays_in_balance() {
    let seed = seed();
    println!("DUKANI_SEED={seed}");
    let mut rng = rand::rngs::StdRng::seed_from_u64(seed);
    let shop = Shop::open("history").await;
    let products = [
        shop.sells("A", "118", "40").await,
        shop.sells("B", "7.50", "30").await,
        shop.sells("C", "256.35", "25.5").await,
    ];
    let mut placed = Vec::new();
    for _ in 0..80 {
        match rng.random_range(0..13) {
            0..4 => placed.extend(order(&shop, &products, &mut rng).await),
            step => {
                let Some(order_id) = placed.choose(&mut rng).copied() else {
                    continue;
                };
                act(&shop, order_id, step, &mut rng).await;
            }
        }
    }
    shop.check().await;
    assert!(placed.len() > 3, "seed {seed}: nothing happened");
}

async fn order(shop: &Shop, products: &[Uuid], rng: &mut impl RngExt) -> Option<Uuid> {
    let browser = Uuid::now_v7().as_bytes().to_vec();
    for _ in 0..rng.random_range(1..3) {
        let product = *products.choose(rng)?;
        let quantity = ["1", "0.5", "2.5", "6"].choose(rng)?;
        let quantity = Quantity::parse(quantity)?;
        let added = orders::add_to_cart(&shop.customer(), &browser, product, quantity, None).await;
        unless_refused(added)?;
    }
    let form = CheckoutForm {
        pay_by: ["mpesa", "on_hand_over"].choose(rng)?.to_string(),
        ..shop.checkout(&browser).await
    };
    let placed = unless_refused(orders::place(&shop.customer(), &browser, &form).await)?;
    Some(placed.order_id)
}

async fn act(shop: &Shop, order_id: Uuid, step: u32, rng: &mut impl RngExt) {
    let order = shop.order(order_id).await.order;
    let revision = order.revision;
    let cx = shop.cx();
    match step {
        4 | 5 => {
            // Money that M-Pesa brings comes whether it is due or not.
            let mut tx = cx.begin().await.unwrap();
            let shillings = rng.random_range(1..600);
            let amount = if rng.random_bool(0.7) && !order.total.is_zero() {
                order.total
            } else {
                Money::from_minor(shillings * 100)
            };
            let money = MoneyIn {
                payment_id: Uuid::now_v7(),
                pays_for: PaysFor::Order(order_id),
                tender: Tender::Mpesa,
                amount,
                receipt: Some(format!("U{}", Uuid::now_v7().simple())),
                attempt_id: None,
                occurred_at: clock::now(),
            };
            orders::settle(&mut tx, money).await.unwrap();
            tx.commit().await.unwrap();
        }
        6 => {
            let due = order.due().bare("KES");
            let paid = orders::take_payment(&cx, order_id, Uuid::now_v7(), Tender::Cash, &due, "");
            unless_refused(paid.await);
        }
        7 => {
            let to = if rng.random_bool(0.6) {
                State::Ready
            } else {
                State::Shipped
            };
            unless_refused(orders::advance(&cx, order_id, revision, to).await);
        }
        8 => {
            unless_refused(orders::hand_over(&cx, order_id, revision).await);
        }
        9..12 => {
            take_off(shop, order_id, rng).await;
            // A part of what is owed goes back at once, the rest some other day.
            let owed = shop.order(order_id).await.order.refund_owed.minor();
            let back = Money::from_minor(rng.random_range(0..=owed)).bare("KES");
            let id = Uuid::now_v7();
            let back = orders::pay_back(&cx, order_id, id, Tender::Cash, &back, "").await;
            unless_refused(back);
        }
        _ => {
            unless_refused(orders::cancel(&cx, order_id, revision, "changed her mind").await);
            let owed = shop.order(order_id).await.order.refund_owed.bare("KES");
            let back = orders::pay_back(&cx, order_id, Uuid::now_v7(), Tender::Cash, &owed, "");
            unless_refused(back.await);
        }
    }
}

/// Takes some of the lines off, or all of them.
async fn take_off(shop: &Shop, order_id: Uuid, rng: &mut impl RngExt) {
    let whole = shop.order(order_id).await;
    let mut keep = BTreeMap::new();
    for line in &whole.lines {
        if line.kind == LineKind::Goods && rng.random_bool(0.6) {
            let stays = rng.random_range(0..=line.quantity.milli());
            let stays = if rng.random_bool(0.3) { 0 } else { stays };
            keep.insert(line.line_no, Quantity::from_milli(stays).short());
        }
    }
    let ask = Reduction {
        cancellation_id: Uuid::now_v7(),
        keep,
        why: WhyOff::Short,
        note: String::new(),
    };
    let revision = whole.order.revision;
    for _ in 0..2 {
        let off = orders::cancel_lines(&shop.cx(), order_id, revision, &ask).await;
        unless_refused(off);
    }
}

/// A refusal is part of life; anything else is a fault of ours.
fn unless_refused<T>(outcome: Result<T, Stop>) -> Option<T> {
    match outcome {
        Ok(value) => Some(value),
        Err(Stop::Refused(_)) => None,
        Err(stop) => panic!("{stop}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_way_of_an_order_through_the_books() {
    let shop = Shop::open("way").await;
    let (order_id, _) = shop.an_order(11_600).await;
    let cx = shop.cx();
    let id = Uuid::now_v7();
    orders::take_payment(&cx, order_id, id, Tender::Cash, "116", "")
        .await
        .unwrap();
    // Twice is once.
    orders::take_payment(&cx, order_id, id, Tender::Cash, "116", "")
        .await
        .unwrap();
    let order = shop.order(order_id).await.order;
    orders::advance(&cx, order_id, order.revision, State::Ready)
        .await
        .unwrap();
    let order = shop.order(order_id).await.order;
    orders::hand_over(&cx, order_id, order.revision)
        .await
        .unwrap();
    let mut tx = shop.look().await;
    let balance = crate::ledger::trial_balance(&mut tx).await.unwrap();
    let of = |number: &str| {
        balance
            .iter()
            .find(|row| row.number == number)
            .map_or(0, |row| row.balance.minor())
    };
    assert_eq!(of("1110"), 11_600, "cash");
    assert_eq!(of("2130"), 0, "deposits");
    assert_eq!(of("2210"), -1_600, "VAT");
    assert_eq!(of("4100"), -10_000, "sales");
    assert_eq!(of("5100"), 1_000, "cost: one kg at 10");
    drop(tx);
    shop.check().await;
}

/// A check that cannot fail proves nothing.
#[tokio::test(flavor = "multi_thread")]
async fn the_check_sees_what_is_wrong() {
    let shop = Shop::open("wrong").await;
    shop.an_order(12_000).await;
    let mut connection = shop.superuser().await;
    sqlx::query("update app.stock_level set on_hand_milli = on_hand_milli + 1")
        .execute(&mut connection)
        .await
        .unwrap();
    let mut tx = shop.look().await;
    let findings = crate::reports::check(&mut tx).await.unwrap();
    assert!(findings.iter().any(|finding| !finding.broken.is_empty()));
}

/// Whether a rule of the check is kept.
async fn is_kept(shop: &Shop, rule: &str) -> bool {
    let mut tx = shop.look().await;
    let findings = crate::reports::check(&mut tx).await.unwrap();
    let finding = findings
        .iter()
        .find(|finding| finding.rule == rule)
        .unwrap();
    assert!(finding.examined > 0, "{rule}");
    finding.broken.is_empty()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_of_accounts_and_what_came_since_is_their_balance() {
    let shop = Shop::open("balances").await;
    let post = async |entries: i64| {
        let mut tx = shop.cx().begin().await.unwrap();
        let (cash, equity) = (Money::from_minor(7), Money::from_minor(-7));
        for _ in 0..entries {
            let draft = Draft {
                source_kind: "payment",
                source_id: Uuid::now_v7(),
                purpose: "payment",
                occurred_at: tx.scope().now,
                location_id: None,
                lines: vec![(Role::Cash, cash), (Role::OpeningEquity, equity)],
            };
            ledger::post(&mut tx, draft).await.unwrap();
        }
        let balance = ledger::balance(&mut tx, Role::Cash).await.unwrap();
        tx.commit().await.unwrap();
        balance
    };
    assert_eq!(
        post(50).await,
        Money::from_minor(350),
        "nothing is kept yet"
    );
    assert_eq!(post(400).await, Money::from_minor(3150));
    assert_eq!(post(1).await, Money::from_minor(3157));
    let rule = "what is kept of an account is what was posted up to there";
    assert!(is_kept(&shop, rule).await);
    sqlx::query("update app.account_balance set balance_minor = balance_minor + 1")
        .execute(&mut shop.superuser().await)
        .await
        .unwrap();
    assert!(!is_kept(&shop, rule).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_check_sees_what_levels_keep_wrong() {
    let shop = Shop::open("kept").await;
    shop.sells("A", "100", "10").await;
    shop.sells("B", "100", "").await;
    shop.check().await;
    let mut superuser = shop.superuser().await;
    for (rule, damage, repair) in [
        (
            "a level is worth what is left in its layers",
            "update app.stock_level set value_minor = value_minor + 1",
            "update app.stock_level set value_minor = value_minor - 1",
        ),
        (
            "what a level says was sold lately is what customers took since then and kept",
            "update app.stock_level set sold_milli = sold_milli + 1",
            "update app.stock_level set sold_milli = sold_milli - 1",
        ),
        (
            "a product is known to be nowhere until it has a level",
            "insert into app.unplaced_product select business_id, product_id from app.stock_level",
            "delete from app.unplaced_product u using app.stock_level l
              where l.business_id = u.business_id and l.product_id = u.product_id",
        ),
    ] {
        assert!(is_kept(&shop, rule).await, "{rule}");
        sqlx::query(damage).execute(&mut superuser).await.unwrap();
        assert!(!is_kept(&shop, rule).await, "{rule}");
        sqlx::query(repair).execute(&mut superuser).await.unwrap();
    }
    shop.check().await;
}
