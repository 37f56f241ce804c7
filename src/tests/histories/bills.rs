//! What suppliers are owed: bills with another price, with freight over anybody's goods, payments of
//! all kinds, money that comes back, goods that go back, goods that cost less after all, and what of all that
//! was written by mistake.

use rand::RngExt as _;
use uuid::Uuid;

use super::worker::{Worker, amount, typed};
use crate::purchasing::bills::{self, BillForm, CreditForm, PayForm, UndoCreditForm, UndoForm};

/// One act of this kind.
pub async fn act(worker: &mut Worker) {
    match worker.rng.random_range(0..15_u32) {
        0..4 => enter(worker).await,
        4..6 => pay(worker).await,
        6..9 => credit(worker).await,
        9 => pay_back(worker).await,
        10..12 => undo(worker).await,
        12..14 => undo_credit(worker).await,
        _ => use_ahead(worker).await,
    }
}

/// What forms call a line of a receipt.
fn key(receipt_id: Uuid, line_no: i32) -> String {
    format!("r{}x{line_no}", receipt_id.simple())
}

/// The lines that a supplier brought: what is not billed of each yet, and what has not gone back.
async fn brought(worker: &Worker, supplier_id: Uuid) -> Vec<(Uuid, i32, i64, i64)> {
    let lines = worker.rows(
        "select l.receipt_id, l.line_no, l.quantity_milli - l.billed_milli - l.dropped_milli,
                l.quantity_milli - l.returned_milli
           from app.receipt_line l
           join app.receipt r on r.business_id = l.business_id and r.receipt_id = l.receipt_id
          where l.business_id = $1 and r.supplier_id = $2
          order by r.number, l.line_no",
        Some(supplier_id),
    );
    lines.await
}

async fn enter(worker: &mut Worker) {
    let (cx, bill_id) = (worker.cx(), Uuid::now_v7());
    let supplier_id = worker.supplier();
    let brought = brought(worker, supplier_id).await;
    let mut form = BillForm {
        bill_id: bill_id.to_string(),
        supplier_id: supplier_id.to_string(),
        // Now and then a number that was there before.
        number: format!("INV {}", worker.rng.random_range(0..500_u32)),
        billed_on: worker.scene.today().to_string(),
        ..BillForm::default()
    };
    for (receipt_id, line_no, left, _) in brought {
        if left <= 0 || worker.at_times(60) {
            continue;
        }
        let key = key(receipt_id, line_no);
        form.take.insert(key.clone(), "true".to_owned());
        let much = typed(worker.part_of(left));
        form.quantity.insert(key.clone(), much);
        let net = worker.rng.random_range(0..12_000_i64);
        if net == 0 {
            form.free.insert(key.clone(), "true".to_owned());
        }
        form.net.insert(key, amount(net));
    }
    if worker.at_times(40) {
        form.tax = amount(worker.rng.random_range(0..900_i64));
    }
    if worker.at_times(40) {
        freight(worker, &mut form).await;
    }
    let entered = worker.once("enter a bill", || bills::enter(&cx, &form));
    if entered.await.is_some() {
        worker.made("bill", bill_id);
    }
}

/// Freight over goods that somebody brought, herself or another.
async fn freight(worker: &mut Worker, form: &mut BillForm) {
    for key in ["f1", "f2"] {
        let over = worker.pick::<(Uuid,)>(
            "select receipt_id from app.receipt where business_id = $1 order by number",
            None,
        );
        let Some((receipt_id,)) = over.await else {
            return;
        };
        let net = amount(worker.rng.random_range(1..3000_i64));
        form.freight.insert(key.to_owned(), net);
        form.over.insert(key.to_owned(), receipt_id.to_string());
        if worker.at_times(60) {
            return;
        }
    }
}

async fn pay(worker: &mut Worker) {
    let (cx, payment_id) = (worker.cx(), Uuid::now_v7());
    let supplier_id = worker.supplier();
    let open = worker.rows::<(Uuid,)>(
        "select bill_id from app.bill
          where business_id = $1 and supplier_id = $2
            and paid_minor + credited_minor < total_minor order by recorded_at, bill_id",
        Some(supplier_id),
    );
    let open = open.await;
    let tender = worker.one(&["cash", "mpesa", "bank_transfer"]);
    let mut form = PayForm {
        payment_id: payment_id.to_string(),
        supplier_id: supplier_id.to_string(),
        tender: tender.to_owned(),
        amount: amount(worker.rng.random_range(1..40_000_i64)),
        receipt: format!("PAY{:08}", worker.rng.random_range(0..99_999_999_u32)),
        ..PayForm::default()
    };
    for (bill_id,) in open {
        if worker.at_times(25) {
            form.take.insert(format!("b{bill_id}"), "true".to_owned());
        }
    }
    let paid = worker.once("pay a supplier", || bills::pay(&cx, &form));
    if paid.await.is_some() {
        worker.made("payment", payment_id);
    }
}

async fn credit(worker: &mut Worker) {
    let (cx, credit_id) = (worker.cx(), Uuid::now_v7());
    let supplier_id = worker.supplier();
    let brought = brought(worker, supplier_id).await;
    let reason = worker.one(&["returned", "returned", "price", "other"]);
    let mut form = CreditForm {
        credit_id: credit_id.to_string(),
        supplier_id: supplier_id.to_string(),
        credited_on: worker.scene.today().to_string(),
        reason: reason.to_owned(),
        location_id: worker.place().to_string(),
        ..CreditForm::default()
    };
    // Without a number, what no bill has named is not to be billed any more.
    let is_paper = reason != "returned" || worker.at_times(50);
    if is_paper {
        form.number = format!("CN {}", worker.rng.random_range(0..500_u32));
    }
    if is_paper && worker.at_times(30) {
        form.tax = amount(worker.rng.random_range(0..300_i64));
    }
    if worker.at_times(50) {
        form.use_now = "true".to_owned();
    }
    for (receipt_id, line_no, _, left) in brought {
        if left <= 0 || worker.at_times(75) {
            continue;
        }
        let key = key(receipt_id, line_no);
        let is_back = reason == "returned";
        if is_back {
            let much = typed(worker.part_of(left));
            form.quantity.insert(key.clone(), much);
        }
        if !is_back || (is_paper && worker.at_times(50)) {
            // At times more than the goods are worth.
            let net = amount(worker.rng.random_range(1..6000_i64));
            form.net.insert(key, net);
        }
    }
    let credited = worker.once("enter a credit", || bills::credit(&cx, &form));
    if credited.await.is_some() {
        worker.made("credit", credit_id);
    }
}

async fn use_ahead(worker: &mut Worker) {
    let cx = worker.cx();
    let bill = worker.pick::<(Uuid,)>(
        "select bill_id from app.bill where business_id = $1 order by recorded_at, bill_id",
        None,
    );
    let Some((bill_id,)) = bill.await else {
        return;
    };
    let used = worker.shared("use what is ahead", || bills::use_ahead(&cx, bill_id));
    used.await;
}

/// A supplier pays back, at times more than is with her.
async fn pay_back(worker: &mut Worker) {
    let (cx, refund_id) = (worker.cx(), Uuid::now_v7());
    let form = PayForm {
        payment_id: refund_id.to_string(),
        supplier_id: worker.supplier().to_string(),
        tender: "cash".to_owned(),
        amount: amount(worker.rng.random_range(1..9_000_i64)),
        ..PayForm::default()
    };
    let paid = worker.once("take money back", || bills::pay_back(&cx, &form));
    if paid.await.is_some() {
        worker.made("payment", refund_id);
    }
}

/// Money of a supplier was written by mistake, either way; at times it is undone already.
async fn undo(worker: &mut Worker) {
    let (cx, undo_id) = (worker.cx(), Uuid::now_v7());
    let one = worker.pick::<(Uuid,)>(
        "select payment_id from app.payment
          where business_id = $1 and supplier_id is not null order by recorded_at, payment_id",
        None,
    );
    let Some((payment_id,)) = one.await else {
        return;
    };
    let form = UndoForm {
        undo_id: undo_id.to_string(),
        payment_id: payment_id.to_string(),
        reason: "A mistake".to_owned(),
    };
    let undone = worker.once("undo money of a supplier", || bills::undo(&cx, &form));
    if undone.await.is_some() {
        worker.made("payment", undo_id);
    }
}

/// A credit was entered by mistake; at times it is undone already.
async fn undo_credit(worker: &mut Worker) {
    let cx = worker.cx();
    let one = worker.pick::<(Uuid,)>(
        "select credit_id from app.supplier_credit
          where business_id = $1 order by recorded_at, credit_id",
        None,
    );
    let Some((credit_id,)) = one.await else {
        return;
    };
    let form = UndoCreditForm {
        undo_id: Uuid::now_v7().to_string(),
        credit_id: credit_id.to_string(),
        reason: "A mistake".to_owned(),
    };
    let undone = worker.once("undo a credit", || bills::undo_credit(&cx, &form));
    undone.await;
}
