//! Random days of several workers at once: whatever they do, movements, levels, layers and books
//! agree.

use std::sync::Arc;

use chrono::Days;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use uuid::Uuid;

use super::{Lot, bring, cents, choose, kg, post, source, take};
use crate::stock::{Shortage, Spoilt, adjust_to, revalue_on_hand};
use crate::tests::support::Shop;
use crate::values::Stop;

/// Printed; `DUKANI_SEED` in the environment says which, and without it each run has one of its own.
#[expect(clippy::disallowed_methods, reason = "a test's own switch")]
fn seed() -> u64 {
    let given = std::env::var("DUKANI_SEED").ok();
    given
        .and_then(|seed| seed.parse().ok())
        .unwrap_or_else(rand::random)
}

/// One worker's day: goods come, leave, are counted and valued anew, in any order.
async fn a_day(shop: &Shop, products: &[Uuid], seed: u64, acts: u32, may_be_short: bool) {
    let mut rng = rand::rngs::StdRng::seed_from_u64(seed);
    let today = shop.look().await.scope().today();
    for _ in 0..acts {
        let mut pick = || *products.choose(&mut rng).unwrap();
        let (one, two) = (pick(), pick());
        let milli = rng.random_range(1..8) * 500;
        let shortage = if may_be_short && rng.random_bool(0.5) {
            Shortage::Record
        } else {
            Shortage::Refuse
        };
        match rng.random_range(0..10) {
            0..3 => {
                let lot = Lot {
                    milli,
                    minor: rng.random_range(0..5000),
                    expires_on: rng
                        .random_bool(0.3)
                        .then(|| today - Days::new(1) + Days::new(rng.random_range(0..4))),
                };
                bring(shop, one, lot).await.unwrap();
            }
            3..8 => {
                let lines = [(two, milli), (one, milli), (one, 500)];
                let spoilt = match rng.random_range(0..10) {
                    0..2 => Spoilt::Take,
                    2..4 => Spoilt::Last(today),
                    _ => Spoilt::Leave,
                };
                let _ = take(shop, &lines, shortage, spoilt).await.unwrap();
            }
            8 => {
                let mut tx = shop.cx().begin().await.unwrap();
                let id = Uuid::now_v7();
                match adjust_to(&mut tx, id, one, shop.location, kg(milli), None).await {
                    Ok(()) => tx.commit().await.unwrap(),
                    Err(stop) => assert!(matches!(stop, Stop::Refused(_)), "{stop}"),
                }
            }
            _ => {
                let mut tx = shop.cx().begin().await.unwrap();
                let by = source("adjustment");
                let total = cents(rng.random_range(0..9000));
                match revalue_on_hand(&mut tx, by, 1, shop.location, one, total).await {
                    Ok(change) => {
                        post(&mut tx, by, change).await;
                        tx.commit().await.unwrap();
                    }
                    Err(stop) => assert!(matches!(stop, Stop::Refused(_)), "{stop}"),
                }
            }
        }
    }
}

/// Movements equal levels, layers equal value, value equals the account, nothing is negative, and no
/// deadlock reaches a person, whatever several workers do at once, whatever the policy.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn random_days_of_several_workers_stay_in_balance() {
    let seed = seed();
    println!("DUKANI_SEED={seed}");
    for (number, costing) in ["fifo", "average"].into_iter().enumerate() {
        let shop = Arc::new(Shop::open(&format!("days-{costing}")).await);
        choose(&shop, "costing", costing).await;
        let mut products = Vec::new();
        for sku in ["A", "B", "C", "D"] {
            products.push(shop.sells(sku, "100", "5").await);
        }
        let workers: Vec<_> = (0..4_u64)
            .map(|worker| {
                let (shop, products) = (shop.clone(), products.clone());
                let seed = seed ^ (worker * 7919 + number as u64);
                tokio::spawn(async move { a_day(&shop, &products, seed, 30, number == 1).await })
            })
            .collect();
        for worker in workers {
            worker.await.unwrap();
        }
        shop.check().await;
    }
}
