//! Random histories of documents: several workers order, receive, bill, move, sell, take back, count
//! and value the same few goods at once, through the verbs that forms call. Meanwhile and afterwards
//! all that is written agrees, whatever the business chose.
//!
//! - What is refused is refused in words. Anything else that a verb answers fails the test and names
//!   the verb: a deadlock never reaches a person.
//! - Two ask the same at the same instant, and many ask again: what happened once happened once.
//! - Packs are bought, sold and brought back among the units that they hold.
//! - At the end somebody who is alone asks everything twice, and sees that nothing changes.
//!
//! `PROOF_SEED` has the choices of a run again; which worker comes first is the machine's. Sizes:
//! `PROOF_SHOPS` (one after the other), `PROOF_WORKERS`, `PROOF_ACTS` (of each worker).

mod bills;
mod controls;
mod document_controls;
mod online;
mod purchases;
mod receipts;
mod record;
mod rules;
mod run;
mod sales;
mod scene;
mod shelves;
mod shifts;
mod takes;
mod transfers;
mod worker;

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use rand::RngExt as _;
use tracing::instrument::WithSubscriber as _;

use super::support::Shop;
use crate::platform::telemetry;
use run::{Row, Run, size};
use scene::{Choices, Scene};
use worker::Worker;

/// What a business may want of its stock; the first few are those that differ most.
const CHOICES: [Choices; 6] = [
    choices("fifo", "block", "block"),
    choices("average", "allow", "warn"),
    choices("fifo", "warn", "block"),
    choices("average", "block", "warn"),
    choices("fifo", "allow", "block"),
    choices("average", "warn", "warn"),
];

const fn choices(
    costing: &'static str,
    below_zero: &'static str,
    expired: &'static str,
) -> Choices {
    Choices {
        costing,
        below_zero,
        expired,
    }
}

/// A kind of document, as far as chance chooses among them.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Sale,
    Order,
    Receipt,
    Purchase,
    Bill,
    Transfer,
    Shelf,
    Take,
    Shift,
}

impl Kind {
    /// Every kind, as often as it happens.
    const OFTEN: [Kind; 18] = [
        Kind::Sale,
        Kind::Sale,
        Kind::Sale,
        Kind::Sale,
        Kind::Order,
        Kind::Order,
        Kind::Order,
        Kind::Receipt,
        Kind::Receipt,
        Kind::Purchase,
        Kind::Bill,
        Kind::Bill,
        Kind::Transfer,
        Kind::Transfer,
        Kind::Shelf,
        Kind::Take,
        Kind::Shift,
        Kind::Shift,
    ];

    /// Whose acts make a document of this name.
    fn making(document: &str) -> Kind {
        match document {
            "purchase" => Kind::Purchase,
            "receipt" => Kind::Receipt,
            "bill" | "credit" | "payment" => Kind::Bill,
            "transfer" => Kind::Transfer,
            "sale" => Kind::Sale,
            "order" => Kind::Order,
            "adjustment" => Kind::Shelf,
            "take" => Kind::Take,
            "shift" | "cash move" => Kind::Shift,
            _ => panic!("nobody makes {document}"),
        }
    }
}

/// So often she who is alone tries at most to make what nobody has made.
const TRIES: u32 = 400;

type Act<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// One random act of a kind.
fn act(worker: &mut Worker, kind: Kind) -> Act<'_> {
    worker.scene.passes();
    match kind {
        Kind::Sale => Box::pin(sales::act(worker)),
        Kind::Order => Box::pin(online::act(worker)),
        Kind::Receipt => Box::pin(receipts::act(worker)),
        Kind::Purchase => Box::pin(purchases::act(worker)),
        Kind::Bill => Box::pin(bills::act(worker)),
        Kind::Transfer => Box::pin(transfers::act(worker)),
        Kind::Shelf => Box::pin(shelves::act(worker)),
        Kind::Take => Box::pin(takes::act(worker)),
        Kind::Shift => Box::pin(shifts::act(worker)),
    }
}

async fn work(mut worker: Worker, acts: u64) {
    for _ in 0..acts {
        let place = worker.rng.random_range(0..Kind::OFTEN.len());
        act(&mut worker, Kind::OFTEN[place]).await;
    }
}

/// Looks, as often as there is time, whether all agrees while others write.
async fn look_meanwhile(scene: Arc<Scene>) {
    while !scene.is_over.load(Ordering::Relaxed) {
        rules::hold(&scene).await;
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}

/// What everybody does in one shop. A fault says on the screen what it is.
async fn a_history(scene: &Arc<Scene>, seed: u64, workers: u64, acts: u64) {
    let faults = telemetry::subscriber("error", false, false, std::io::stderr);
    let faults = tracing::Dispatch::new(faults);
    let mut first = Worker::new(scene, seed, workers);
    for _ in 0..4 {
        receipts::without_order(&mut first).await;
    }
    let mut all = Vec::new();
    for number in 0..workers {
        let worker = Worker::new(scene, seed, number);
        all.push(tokio::spawn(
            work(worker, acts).with_subscriber(faults.clone()),
        ));
    }
    let looking = tokio::spawn(look_meanwhile(scene.clone()));
    for one in all {
        one.await.unwrap();
    }
    scene.is_over.store(true, Ordering::Relaxed);
    looking.await.unwrap();
    let mut alone = Worker::alone(scene, seed);
    for kind in Kind::OFTEN {
        act(&mut alone, kind).with_subscriber(faults.clone()).await;
    }
    // Chance may pass over a kind of document, or have it refused, where little is done.
    for _ in 0..TRIES {
        let Some(document) = scene.record.idle() else {
            break;
        };
        let making = act(&mut alone, Kind::making(document));
        making.with_subscriber(faults.clone()).await;
    }
    rules::hold(scene).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn random_histories_of_documents_stay_in_balance() {
    let run = Run::begin();
    let shops = size("PROOF_SHOPS", 3);
    let workers = size("PROOF_WORKERS", 4);
    let acts = size("PROOF_ACTS", 25);
    let first = Shop::open("histories").await;
    let (mut row, mut twins, mut again) = (Row::default(), 0, 0);
    let mut made: BTreeMap<&str, usize> = BTreeMap::new();
    let mut by_pack: BTreeMap<&str, usize> = BTreeMap::new();
    for number in 0..shops {
        let shop = first.neighbour(&format!("history-{number}")).await;
        let choices = CHOICES[usize::try_from(number).unwrap() % CHOICES.len()];
        println!("{}: {choices:?}", shop.slug);
        let scene = Arc::new(Scene::open(shop, choices).await);
        let seed = run.seed.wrapping_add(number.wrapping_mul(7919));
        a_history(&scene, seed, workers, acts).await;
        scene.record.print();
        let mut tx = scene.shop.look().await;
        let compared = scene.record.compare(&mut tx).await;
        drop(tx);
        assert!(compared.lost.is_empty(), "lost: {:?}", compared.lost);
        assert!(compared.doubled.is_empty(), "more: {:?}", compared.doubled);
        for (kind, many) in compared.made {
            *made.entry(kind).or_default() += many;
            row.acknowledged += many;
        }
        for (what, many) in scene.by_pack().await {
            *by_pack.entry(what).or_default() += many;
        }
        let asked = scene.record.how_often();
        twins += asked.twins;
        again += asked.again;
    }
    let idle: Vec<_> = made.iter().filter(|(_, many)| **many == 0).collect();
    let is_long = shops * workers * acts >= 300;
    assert!(!is_long || idle.is_empty(), "nothing was made of {idle:?}");
    println!("  lines by pack: {by_pack:?}");
    // Chance may pass over one of them where little is done.
    let least = usize::from(is_long && shops * workers * acts >= 3000);
    let sold = by_pack["sold"];
    assert!(!is_long || sold > 0, "nothing was sold by pack");
    assert!(by_pack.values().all(|many| *many >= least), "{by_pack:?}");
    row.size = format!("{shops} shops, {workers} workers, {acts} acts each");
    row.faults = format!("{twins} twice at the same instant, {again} asked again");
    run.finish(&row);
}
