//! Orders of the storefront: fetched or brought from either location, paid before or at the door,
//! packed, cut, handed over, called off, and forgotten until their reservation ends.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use rand::RngExt as _;
use uuid::Uuid;

use super::worker::{Worker, amount, typed};
use crate::orders::{self, CheckoutForm, LineKind, Reduction, State, WhyOff};
use crate::payments::Tender;
use crate::platform::Cx;
use crate::values::Stop;

/// One act of this kind.
pub async fn act(worker: &mut Worker) {
    let step = worker.rng.random_range(0..12_u32);
    if step < 4 {
        return place(worker).await;
    }
    let order = worker.pick::<(Uuid,)>(
        "select order_id from app.order
          where business_id = $1 and (state not in ('delivered', 'cancelled')
                                      or refund_owed_minor > 0)
          order by placed_at, order_id",
        None,
    );
    let Some((order_id,)) = order.await else {
        return place(worker).await;
    };
    match step {
        4..6 => pay(worker, order_id).await,
        6..8 => move_on(worker, order_id).await,
        8 => call_off(worker, order_id).await,
        9 => cut(worker, order_id).await,
        10 => pay_back(worker, order_id).await,
        _ => release(worker, order_id).await,
    }
}

/// The order's id and code: its link is another one each time.
async fn placed(cx: &Cx, browser: &[u8], form: &CheckoutForm) -> Result<(Uuid, String), Stop> {
    let placed = orders::place(cx, browser, form).await?;
    Ok((placed.order_id, placed.code))
}

async fn place(worker: &mut Worker) {
    let cx = worker.scene.storefront();
    let browser = Uuid::now_v7().as_bytes().to_vec();
    for _ in 0..worker.rng.random_range(1..4_u32) {
        let (product_id, quantity) = (worker.good().product_id, worker.some());
        let added = orders::add_to_cart(&cx, &browser, product_id, quantity, None).await;
        worker.scene.record.heard("add to a cart", added);
    }
    let mut tx = cx.read().await.unwrap();
    let cart = orders::cart(&mut tx, Some(browser.as_slice()))
        .await
        .unwrap();
    drop(tx);
    let Some(cart) = cart else {
        return;
    };
    let fulfilment = if worker.at_times(50) {
        format!("delivery:{}", worker.scene.area)
    } else {
        format!("pickup:{}", worker.place())
    };
    let form = CheckoutForm {
        cart_id: cart.cart_id.to_string(),
        revision: cart.revision.to_string(),
        order_id: cart.order_id.to_string(),
        name: "A customer".to_owned(),
        phone: worker.customer().1.to_owned(),
        fulfilment,
        pay_by: worker.one(&["mpesa", "on_hand_over"]).to_owned(),
        ..CheckoutForm::default()
    };
    let order = worker.once("place an order", || placed(&cx, &browser, &form));
    if order.await.is_some() {
        worker.made("order", cart.order_id);
    }
}

async fn pay(worker: &mut Worker, order_id: Uuid) {
    let (cx, payment_id) = (worker.cx(), Uuid::now_v7());
    let due = worker.scene.shop.order(order_id).await.order.due();
    // All of it, or a part.
    let much = amount(worker.part_of(due.minor()));
    let paid = worker.once("take a payment", || {
        orders::take_payment(&cx, order_id, payment_id, Tender::Cash, &much, "")
    });
    if paid.await.is_some() {
        worker.made("payment", payment_id);
    }
}

async fn move_on(worker: &mut Worker, order_id: Uuid) {
    let cx = worker.cx();
    let order = worker.scene.shop.order(order_id).await.order;
    let revision = order.revision;
    let next = worker.one(&[State::Ready, State::Shipped, State::Delivered]);
    let next = order.next_states().first().copied().unwrap_or(next);
    if next == State::Delivered || worker.at_times(20) {
        let knowingly = worker.at_times(30);
        let over = worker.shared("hand an order over", || async {
            if knowingly {
                orders::hand_over_knowingly(&cx, order_id, revision).await
            } else {
                orders::hand_over(&cx, order_id, revision).await
            }
        });
        over.await;
    } else {
        let moved = worker.shared("move an order on", || {
            orders::advance(&cx, order_id, revision, next)
        });
        moved.await;
    }
}

async fn call_off(worker: &mut Worker, order_id: Uuid) {
    let cx = worker.cx();
    let revision = worker.scene.shop.order(order_id).await.order.revision;
    let off = worker.shared("call an order off", || {
        orders::cancel(&cx, order_id, revision, "changed her mind")
    });
    off.await;
}

/// Takes some of its goods off, or all of them.
async fn cut(worker: &mut Worker, order_id: Uuid) {
    let cx = worker.cx();
    let whole = worker.scene.shop.order(order_id).await;
    let mut keep = BTreeMap::new();
    for line in &whole.lines {
        if line.kind == LineKind::Goods && worker.at_times(60) {
            let stays = if worker.at_times(30) {
                0
            } else {
                worker.rng.random_range(0..=line.quantity.milli())
            };
            keep.insert(line.line_no, typed(stays));
        }
    }
    let ask = Reduction {
        cancellation_id: Uuid::now_v7(),
        keep,
        why: WhyOff::Short,
        note: String::new(),
    };
    let revision = whole.order.revision;
    let cut = worker.shared("take goods off an order", || {
        orders::cancel_lines(&cx, order_id, revision, &ask)
    });
    cut.await;
}

async fn pay_back(worker: &mut Worker, order_id: Uuid) {
    let (cx, payment_id) = (worker.cx(), Uuid::now_v7());
    let owed = worker.scene.shop.order(order_id).await.order.refund_owed;
    let much = amount(worker.part_of(owed.minor()));
    let back = worker.once("pay an order back", || {
        orders::pay_back(&cx, order_id, payment_id, Tender::Cash, &much, "")
    });
    if back.await.is_some() {
        worker.made("payment", payment_id);
    }
}

/// Its time is over, if nobody paid.
async fn release(worker: &mut Worker, order_id: Uuid) {
    let mut cx = worker.cx();
    cx.now += TimeDelta::minutes(16);
    let payload = serde_json::json!({ "order_id": order_id });
    let released = worker.shared("release an order", || {
        orders::run_job("orders.release", &cx, &payload)
    });
    released.await;
}
