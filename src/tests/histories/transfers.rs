//! Goods between the two locations: asked for, changed, sent whole or in part, arrived short, and
//! called off before or on the way.

use std::collections::HashMap;

use rand::RngExt as _;
use uuid::Uuid;

use super::worker::{Worker, typed};
use crate::stock::transfers;

type Form = HashMap<String, String>;

/// One act of this kind.
pub async fn act(worker: &mut Worker) {
    match worker.rng.random_range(0..10_u32) {
        0..4 => make(worker).await,
        4 => change(worker).await,
        5..7 => send(worker).await,
        7..9 => arrive(worker).await,
        _ => cancel(worker).await,
    }
}

async fn form(worker: &mut Worker, transfer_id: Uuid, revision: i32) -> Form {
    let [one, other] = worker.scene.places;
    let (from, to) = if worker.at_times(50) {
        (one, other)
    } else {
        (other, one)
    };
    let mut form = Form::from([
        ("transfer_id".to_owned(), transfer_id.to_string()),
        ("revision".to_owned(), revision.to_string()),
        ("from".to_owned(), from.to_string()),
        ("to".to_owned(), to.to_string()),
        ("note".to_owned(), String::new()),
    ]);
    for line_no in 1..=worker.rng.random_range(1..4_u32) {
        let good = worker.good();
        form.insert(format!("what-l{line_no}"), good.sku.to_owned());
        let much = typed(worker.some().milli());
        form.insert(format!("quantity-l{line_no}"), much);
        if worker.at_times(25) {
            let batch = worker.pick::<(String,)>(
                "select number from app.batch
                  where business_id = $1 and product_id = $2 order by number",
                Some(good.product_id),
            );
            if let Some((number,)) = batch.await {
                form.insert(format!("batch-l{line_no}"), number);
            }
        }
    }
    form
}

async fn make(worker: &mut Worker) {
    let (cx, transfer_id) = (worker.cx(), Uuid::now_v7());
    let form = form(worker, transfer_id, 0).await;
    let made = worker.shared("ask for a transfer", || transfers::make(&cx, &form));
    if made.await.is_some() {
        worker.made("transfer", transfer_id);
    }
}

/// A transfer in one of these states, and the revision that a page would show.
async fn any(worker: &mut Worker, sql: &'static str) -> Option<(Uuid, i32)> {
    worker.pick(sql, None).await
}

const PENDING: &str = "select transfer_id, revision from app.transfer
    where business_id = $1 and state = 'pending' order by number";
const UNDER_WAY: &str = "select transfer_id, revision from app.transfer
    where business_id = $1 and state = 'in_transit' order by number";

/// The lines of a transfer: how much was sent or, before that, asked for.
async fn lines_of(worker: &Worker, transfer_id: Uuid) -> Vec<(i32, i64)> {
    let lines = worker.rows(
        "select line_no, coalesce(sent_milli, quantity_milli) from app.transfer_line
          where business_id = $1 and transfer_id = $2 order by line_no",
        Some(transfer_id),
    );
    lines.await
}

async fn change(worker: &mut Worker) {
    let Some((transfer_id, revision)) = any(worker, PENDING).await else {
        return;
    };
    let cx = worker.cx();
    let form = form(worker, transfer_id, revision).await;
    let changed = worker.shared("change a transfer", || transfers::make(&cx, &form));
    changed.await;
}

/// The form of an act that says how much of each line.
fn act_form(
    worker: &mut Worker,
    (transfer_id, revision): (Uuid, i32),
    column: &str,
    lines: &[(i32, i64)],
) -> Form {
    let mut form = Form::from([
        ("transfer_id".to_owned(), transfer_id.to_string()),
        ("revision".to_owned(), revision.to_string()),
    ]);
    for (line_no, most) in lines {
        let much = if worker.at_times(60) {
            *most
        } else {
            worker.rng.random_range(0..=*most)
        };
        form.insert(format!("{column}-l{line_no}"), typed(much));
    }
    form
}

async fn send(worker: &mut Worker) {
    let Some(pending) = any(worker, PENDING).await else {
        return;
    };
    let lines = lines_of(worker, pending.0).await;
    let (cx, form) = (worker.cx(), act_form(worker, pending, "sent", &lines));
    let sent = worker.shared("send a transfer", || transfers::send(&cx, &form));
    sent.await;
}

async fn arrive(worker: &mut Worker) {
    let Some(under_way) = any(worker, UNDER_WAY).await else {
        return;
    };
    let lines = lines_of(worker, under_way.0).await;
    let (cx, form) = (worker.cx(), act_form(worker, under_way, "arrived", &lines));
    let arrived = worker.shared("receive a transfer", || transfers::arrive(&cx, &form));
    arrived.await;
}

async fn cancel(worker: &mut Worker) {
    let open = any(
        worker,
        "select transfer_id, revision from app.transfer
          where business_id = $1 and state in ('pending', 'in_transit') order by number",
    );
    let Some((transfer_id, revision)) = open.await else {
        return;
    };
    let cx = worker.cx();
    let form = Form::from([
        ("transfer_id".to_owned(), transfer_id.to_string()),
        ("revision".to_owned(), revision.to_string()),
    ]);
    let off = worker.shared("call a transfer off", || transfers::cancel(&cx, &form));
    off.await;
}
