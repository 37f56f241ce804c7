//! One form, submitted many times at the same instant, at two nodes: one order. The same form with
//! another body is refused in words, whether it comes first, in between or after.

use std::collections::BTreeSet;
use std::sync::Arc;

use sqlx::PgConnection;
use uuid::Uuid;

use super::run::{Row, Run, size};
use super::shop::{Goods, Shop};
use super::shopper::{Form, Shopper, Wish, http};

/// The two bodies of one key.
const NAMES: [&str; 2] = ["A customer", "Another customer"];

/// Sends all of them at once; which bodies were acknowledged, and how often.
async fn at_once(
    nodes: &[String],
    shopper: &Shopper,
    first: u64,
    forms: Vec<Form>,
) -> (BTreeSet<String>, u64) {
    let gate = Arc::new(tokio::sync::Barrier::new(forms.len()));
    let mut tasks = Vec::new();
    for (number, form) in forms.into_iter().enumerate() {
        let (gate, shopper) = (gate.clone(), shopper.at(first + number as u64));
        let node = nodes[number % nodes.len()].clone();
        tasks.push(tokio::spawn(async move {
            gate.wait().await;
            let answer = shopper.place(&node, &form).await;
            assert!(answer.is_order() || answer.is_refusal(), "{answer}");
            answer.is_order().then(|| form.get("form[name]").to_owned())
        }));
    }
    let (mut names, mut count) = (BTreeSet::new(), 0);
    for task in tasks {
        if let Some(name) = task.await.unwrap() {
            names.insert(name);
            count += 1;
        }
    }
    (names, count)
}

/// The names on the orders that have this note.
async fn ordered(db: &mut PgConnection, note: &str) -> Vec<String> {
    sqlx::query_scalar("select customer_name from app.order where note = $1")
        .bind(note)
        .fetch_all(db)
        .await
        .unwrap()
}

/// A second order with the same words, under another key: the count above tells it.
async fn would_be_seen(
    http: &reqwest::Client,
    nodes: &[String],
    db: &mut PgConnection,
    product: Uuid,
) {
    let shopper = Shopper::new(http, 20_000_000);
    let wish = Wish {
        phone: "0712 345 678".to_owned(),
        note: "proof 0".to_owned(),
        pay_by: "on_hand_over",
    };
    shopper.choose(&nodes[0], product, 1).await;
    let form = shopper.checkout(&nodes[1], &wish).await;
    let form = form.expect("a checkout");
    assert!(shopper.place(&nodes[0], &form).await.is_order());
    assert_eq!(ordered(db, "proof 0").await.len(), 2, "two, and not seen");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_key_is_one_order() {
    let run = Run::begin("one_key_is_one_order", "one key, many submissions at once").await;
    let keys = size("PROOF_KEYS", 4);
    let submissions = size("PROOF_SUBMISSIONS", 40);
    let goods = [Goods {
        sku: "KEY".to_owned(),
        stock: 1_000_000,
    }];
    let mut shop = Shop::open("key", &[], &goods).await;
    shop.serve(2, &[]).await;
    let nodes = shop.urls();
    let mut db = shop.postgres.connect().await;
    let product: Uuid = shop.product(&mut db, "KEY").await;
    let http = http();
    let mut count = Row::default();
    for key in 0..keys {
        let mut dice = run.dice(key);
        let shopper = Shopper::new(&http, 10_000_000 + key);
        let wish = Wish {
            phone: "0712 345 678".to_owned(),
            note: format!("proof {key}"),
            pay_by: "on_hand_over",
        };
        shopper.choose(&nodes[0], product, 1).await;
        let form = shopper
            .checkout(&nodes[1], &wish)
            .await
            .expect("a checkout");
        let forms = (0..submissions)
            .map(|_| {
                let name = NAMES[usize::from(dice.below(10) == 0)];
                form.clone().with("form[name]", name)
            })
            .collect();
        let (told, times) = at_once(&nodes, &shopper, key * submissions, forms).await;
        let there = ordered(&mut db, &wish.note).await;
        assert_eq!(there.len(), 1, "key {key}: {there:?}");
        assert_eq!(
            told.iter().collect::<Vec<_>>(),
            there.iter().collect::<Vec<_>>(),
            "key {key}: told {times} times"
        );
        for (field, value) in [
            ("form[phone]", "0722 000 000"),
            ("form[note]", "proof other"),
        ] {
            let other = form
                .clone()
                .with("form[name]", &there[0])
                .with(field, value);
            let answer = shopper.place(&nodes[0], &other).await;
            assert!(answer.is_refusal(), "key {key}: {answer}");
            let reasons = shopper.reasons(&nodes[1]).await;
            assert!(reasons.is_some(), "key {key}: refused without a word");
        }
        assert_eq!(ordered(&mut db, "proof other").await.len(), 0);
        count.acknowledged += 1;
    }
    shop.must_be_in_order();
    would_be_seen(&http, &nodes, &mut db, product).await;
    count.size = format!("{keys} keys, {submissions} submissions each, 2 nodes");
    count.faults = "1 in 10 with another body; 2 changed bodies after".to_owned();
    run.finish(&count);
}
