//! What is found and what is gone, what goods are worth, what a batch's paper really said, and what
//! the owner wants of her stock.

use std::collections::HashMap;

use rand::RngExt as _;
use uuid::Uuid;

use super::receipts::batch;
use super::scene::Choices;
use super::worker::{Worker, amount, typed};
use crate::stock::adjustments;
use crate::stock::batches::{self, BatchForm};
use crate::stock::policies;

type Form = HashMap<String, String>;

/// One act of this kind.
pub async fn act(worker: &mut Worker) {
    match worker.rng.random_range(0..12_u32) {
        0..6 => adjust(worker).await,
        6..9 => revalue(worker).await,
        9..11 => correct(worker).await,
        _ => choose(worker).await,
    }
}

/// A form of one location, under a new id.
fn form(worker: &mut Worker, adjustment_id: Uuid) -> Form {
    Form::from([
        ("adjustment_id".to_owned(), adjustment_id.to_string()),
        ("location_id".to_owned(), worker.place().to_string()),
        ("note".to_owned(), "seen by chance".to_owned()),
    ])
}

async fn adjust(worker: &mut Worker) {
    let (cx, adjustment_id) = (worker.cx(), Uuid::now_v7());
    let mut form = form(worker, adjustment_id);
    let reason = worker.one(&[
        "found", "found", "damage", "theft", "expired", "own_use", "other",
    ]);
    form.insert("reason".to_owned(), reason.to_owned());
    if worker.at_times(50) {
        form.insert("free".to_owned(), "true".to_owned());
    }
    for line_no in 1..=worker.rng.random_range(1..4_u32) {
        let sku = worker.good().sku.to_owned();
        form.insert(format!("what-l{line_no}"), sku);
        let much = typed(worker.some().milli());
        form.insert(format!("quantity-l{line_no}"), much);
        if worker.at_times(40) {
            let (number, last) = batch(worker);
            form.insert(format!("batch-l{line_no}"), number);
            if reason == "found" {
                form.insert(format!("expires-l{line_no}"), last);
            }
        }
        if reason == "found" && worker.at_times(50) {
            let cost = amount(worker.rng.random_range(0..4000_i64));
            form.insert(format!("cost-l{line_no}"), cost);
        }
    }
    let adjusted = worker.once("adjust stock", || adjustments::adjust(&cx, &form));
    if adjusted.await.is_some() {
        worker.made("adjustment", adjustment_id);
    }
}

async fn revalue(worker: &mut Worker) {
    let (cx, adjustment_id) = (worker.cx(), Uuid::now_v7());
    let mut form = form(worker, adjustment_id);
    let product_id = worker.good().product_id.to_string();
    form.insert("product_id".to_owned(), product_id);
    // At times they are worth nothing.
    let cost = worker.rng.random_range(-500..5000_i64).max(0);
    form.insert("unit_cost".to_owned(), amount(cost));
    let valued = worker.once("value stock anew", || adjustments::revalue(&cx, &form));
    if valued.await.is_some() {
        worker.made("adjustment", adjustment_id);
    }
}

async fn correct(worker: &mut Worker) {
    let cx = worker.cx();
    let kept = worker.pick::<(Uuid, String)>(
        "select batch_id, number from app.batch where business_id = $1 order by made_at, batch_id",
        None,
    );
    let Some((batch_id, number)) = kept.await else {
        return;
    };
    let (other, expires_on) = batch(worker);
    let form = BatchForm {
        batch_id: batch_id.to_string(),
        number: if worker.at_times(30) { other } else { number },
        expires_on,
    };
    let corrected = worker.shared("put a batch right", || batches::correct(&cx, &form));
    corrected.await;
}

/// Another costing, and another mind about what has expired and about tax. Whether more may be sold
/// than there is stays what it was: the end is judged by it.
async fn choose(worker: &mut Worker) {
    let cx = worker.cx();
    let choices = Choices {
        costing: worker.one(&["fifo", "average"]),
        expired: worker.one(&["block", "warn"]),
        ..worker.scene.choices
    };
    let form = choices.form(worker.at_times(50));
    let chosen = worker.shared("choose a policy", || policies::keep(&cx, &form));
    chosen.await;
}
