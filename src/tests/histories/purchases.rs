//! Orders to suppliers, by pack too: written, changed, sent, closed and called off.

use rand::RngExt as _;
use uuid::Uuid;

use super::worker::{Worker, amount, typed};
use crate::purchasing::orders::{self, PurchaseForm};

/// One act of this kind.
pub async fn act(worker: &mut Worker) {
    match worker.rng.random_range(0..10_u32) {
        0..5 => write(worker).await,
        5 => change(worker).await,
        6..8 => {
            if let Some(draft) = draft(worker).await {
                send(worker, draft).await;
            }
        }
        _ => end(worker).await,
    }
}

/// An order as somebody types it, to be written under this id.
fn form(worker: &mut Worker, purchase_id: Uuid, revision: i32) -> PurchaseForm {
    let mut form = PurchaseForm {
        purchase_id: purchase_id.to_string(),
        revision: revision.to_string(),
        supplier_id: worker.supplier().to_string(),
        location_id: worker.place().to_string(),
        ..PurchaseForm::default()
    };
    for line_no in 1..=worker.rng.random_range(1..4_u32) {
        let key = format!("l{line_no}");
        if worker.at_times(30) {
            // By its name, or by the barcode that a scanner reads on it.
            let pack = worker.pack();
            if worker.at_times(50) {
                form.what.insert(key.clone(), pack.barcode.to_owned());
            } else {
                form.what.insert(key.clone(), pack.good.sku.to_owned());
                form.pack.insert(key.clone(), pack.name.to_owned());
            }
        } else {
            form.what.insert(key.clone(), worker.good().sku.to_owned());
        }
        form.packs.insert(key.clone(), typed(worker.some().milli()));
        let cost = worker.rng.random_range(1..4000_i64);
        form.cost.insert(key, amount(cost));
    }
    form
}

async fn write(worker: &mut Worker) {
    let cx = worker.cx();
    let purchase_id = Uuid::now_v7();
    let form = form(worker, purchase_id, 0);
    let kept = worker.shared("write a purchase", || orders::keep(&cx, &form));
    let Some(kept) = kept.await else {
        return;
    };
    worker.made("purchase", purchase_id);
    if worker.at_times(70) {
        send(worker, (purchase_id, kept.revision)).await;
    }
}

/// An order that is not sent yet, and the revision that a page would show.
async fn draft(worker: &mut Worker) -> Option<(Uuid, i32)> {
    let draft = worker.pick(
        "select purchase_id, revision from app.purchase
          where business_id = $1 and state = 'draft' order by number",
        None,
    );
    draft.await
}

async fn change(worker: &mut Worker) {
    let cx = worker.cx();
    let Some((purchase_id, revision)) = draft(worker).await else {
        return;
    };
    let form = form(worker, purchase_id, revision);
    let changed = worker.shared("change a purchase", || orders::keep(&cx, &form));
    changed.await;
}

async fn send(worker: &mut Worker, (purchase_id, revision): (Uuid, i32)) {
    let cx = worker.cx();
    let sent = worker.shared("send a purchase", || {
        orders::send(&cx, purchase_id, revision)
    });
    sent.await;
}

/// Says that the rest will not come, or nothing will; whether that may be or not.
async fn end(worker: &mut Worker) {
    let cx = worker.cx();
    let purchase = worker.pick::<(Uuid, i32)>(
        "select purchase_id, revision from app.purchase
          where business_id = $1 and state <> 'cancelled' order by number",
        None,
    );
    let Some((purchase_id, revision)) = purchase.await else {
        return;
    };
    if worker.at_times(60) {
        let closed = worker.shared("close a purchase", || {
            orders::close(&cx, purchase_id, revision)
        });
        closed.await;
    } else {
        let off = worker.shared("call a purchase off", || {
            orders::cancel(&cx, purchase_id, revision)
        });
        off.await;
    }
}
