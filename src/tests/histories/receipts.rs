//! Goods that come: for an order in parts, more than was ordered, something else, or without any order;
//! in batches that expire soon, and for nothing.

use chrono::Days;
use rand::RngExt as _;
use uuid::Uuid;

use super::worker::{Worker, amount, typed};
use crate::purchasing::receiving::{ReceiveForm, receive};

/// One act of this kind.
pub async fn act(worker: &mut Worker) {
    if worker.at_times(60) {
        for_an_order(worker).await;
    } else {
        without_order(worker).await;
    }
}

/// A batch's number, and the last day that stands on it. The same number may come with another day:
/// that is refused, or it is another batch's day.
pub fn batch(worker: &mut Worker) -> (String, String) {
    let number = worker.rng.random_range(0..6_u64);
    let today = worker.scene.today();
    let last = match number {
        0 => String::new(),
        days => (today + Days::new(days % 3)).to_string(),
    };
    (format!("L{number}-{}", today.format("%d")), last)
}

/// A batch and a cost for a line, or neither, or goods for nothing.
fn finish_line(worker: &mut Worker, form: &mut ReceiveForm, key: &str) {
    if worker.at_times(40) {
        let (number, last) = batch(worker);
        form.batch.insert(key.to_owned(), number);
        form.expires.insert(key.to_owned(), last);
    }
    if worker.at_times(10) {
        form.free.insert(key.to_owned(), "true".to_owned());
    } else if worker.at_times(70) {
        let cost = worker.rng.random_range(1..5000_i64);
        form.cost.insert(key.to_owned(), amount(cost));
    }
}

/// A line that names its goods: by their SKU, or by the barcode of a pack of them.
fn named(worker: &mut Worker, form: &mut ReceiveForm, code: &str) {
    form.code.insert("x1".to_owned(), code.to_owned());
    let much = typed(worker.some().milli());
    form.quantity.insert("x1".to_owned(), much);
    finish_line(worker, form, "x1");
}

async fn take(worker: &mut Worker, form: &ReceiveForm, receipt_id: Uuid) {
    let cx = worker.cx();
    let received = worker.once("receive goods", || receive(&cx, form));
    if received.await.is_some() {
        worker.made("receipt", receipt_id);
    }
}

async fn for_an_order(worker: &mut Worker) {
    let purchase = worker.pick::<(Uuid,)>(
        "select purchase_id from app.purchase
          where business_id = $1 and state in ('sent', 'part_received', 'received', 'closed')
          order by number",
        None,
    );
    let Some((purchase_id,)) = purchase.await else {
        return without_order(worker).await;
    };
    let lines = worker.rows::<(i32, i64)>(
        "select line_no, quantity_milli - received_milli from app.purchase_line
          where business_id = $1 and purchase_id = $2 order by line_no",
        Some(purchase_id),
    );
    let lines = lines.await;
    let receipt_id = Uuid::now_v7();
    let mut form = ReceiveForm {
        receipt_id: receipt_id.to_string(),
        purchase_id: purchase_id.to_string(),
        ..ReceiveForm::default()
    };
    let is_more = worker.at_times(25);
    if is_more {
        form.more = "true".to_owned();
    }
    for (line_no, to_come) in lines {
        if worker.at_times(25) {
            continue;
        }
        let key = format!("l{line_no}");
        let more = if is_more { worker.some().milli() } else { 0 };
        let came = worker.part_of(to_come.max(0)) + more;
        form.quantity.insert(key.clone(), typed(came));
        finish_line(worker, &mut form, &key);
    }
    if worker.at_times(10) {
        let code = if worker.at_times(50) {
            worker.pack().barcode
        } else {
            worker.good().sku
        };
        named(worker, &mut form, code);
    }
    take(worker, &form, receipt_id).await;
}

/// Goods that nobody had ordered.
pub async fn without_order(worker: &mut Worker) {
    let receipt_id = Uuid::now_v7();
    let mut form = ReceiveForm {
        receipt_id: receipt_id.to_string(),
        supplier_id: worker.supplier().to_string(),
        location_id: worker.place().to_string(),
        ..ReceiveForm::default()
    };
    for _ in 0..worker.rng.random_range(1..4_u32) {
        let key = format!("p{}", worker.good().product_id.simple());
        let much = typed(worker.some().milli() * 2);
        form.quantity.insert(key.clone(), much);
        finish_line(worker, &mut form, &key);
    }
    if worker.at_times(25) {
        let code = worker.pack().barcode;
        named(worker, &mut form, code);
    }
    take(worker, &form, receipt_id).await;
}
