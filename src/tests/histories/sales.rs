//! What is rung up and what is brought back: kits, packs and lines of the same goods, shortages that the
//! seller has seen, on account and in pieces, refunds in parts, on the shelf again or not.

use rand::RngExt as _;
use uuid::Uuid;

use super::scene::{Good, Pack};
use super::shifts;
use super::worker::Worker;
use crate::payments::Tender;
use crate::platform::Cx;
use crate::sales::cart::Discount;
use crate::sales::{
    self, AccountPayment, AskLine, AskTender, BackLine, PayOut, RefundAsk, SellAsk,
};
use crate::values::{Money, Quantity, Refusal, Stop};

/// One act of this kind.
pub async fn act(worker: &mut Worker) {
    match worker.rng.random_range(0..12_u32) {
        0..7 => sell(worker).await,
        7..11 => refund(worker).await,
        _ => on_account(worker).await,
    }
}

/// One piece of a payment.
fn tender(worker: &mut Worker, tender: Tender, amount: Money) -> AskTender {
    let reference = match tender {
        Tender::Mpesa => format!("S{:09}", worker.rng.random_range(0..999_999_999_u32)),
        _ => String::new(),
    };
    AskTender {
        payment_id: Uuid::now_v7(),
        tender,
        amount,
        reference,
        handed: None,
    }
}

/// What a line is about: a kit, a pack, or a good by its own unit.
fn ware(worker: &mut Worker) -> (Good, Option<Pack>) {
    match worker.rng.random_range(0..100_u32) {
        0..15 => (worker.scene.kit, None),
        15..40 => {
            let pack = worker.pack();
            (pack.good, Some(pack))
        }
        _ => (worker.good(), None),
    }
}

/// The lines of a basket, and what they come to.
async fn lines(worker: &mut Worker) -> (Vec<AskLine>, Money) {
    let mut lines = Vec::new();
    let mut goods = Money::ZERO;
    for line_no in 1..=worker.rng.random_range(1..4_i32) {
        let (good, pack) = ware(worker);
        let is_kit = good.product_id == worker.scene.kit.product_id;
        let batch = if !is_kit && worker.at_times(8) {
            let batch = worker.pick::<(Uuid,)>(
                "select batch_id from app.batch
                  where business_id = $1 and product_id = $2 order by number",
                Some(good.product_id),
            );
            batch.await.map(|(batch_id,)| batch_id)
        } else {
            None
        };
        let discount = if worker.at_times(10) { 99 } else { 0 };
        let discount = Money::from_minor(discount);
        let line = AskLine {
            line_no,
            product_id: good.product_id,
            pack_id: pack.map(|pack| pack.pack_id),
            quantity: match pack {
                // Packs are sold whole.
                Some(_) => Quantity::from_milli(worker.rng.random_range(1..3_i64) * 1000),
                None => worker.some(),
            },
            unit_price: pack.map_or(good.price, |pack| pack.price),
            discount: discount.into(),
            batch_id: batch,
            weighed: None,
            quick: None,
            note: String::new(),
        };
        let amount = line.unit_price.times(line.quantity).unwrap();
        let amount = amount.minus(discount).unwrap();
        goods = goods.plus(amount).unwrap();
        lines.push(line);
    }
    let rounding = goods.rounding_to(Money::from_minor(100)).unwrap();
    (lines, goods.plus(rounding).unwrap())
}

async fn basket(worker: &mut Worker, cx: &Cx) -> SellAsk {
    let (lines, total) = lines(worker).await;
    let spoilt_ok = lines
        .iter()
        .map(|line| line.product_id)
        .filter(|_| worker.at_times(50))
        .collect();
    let mut ask = SellAsk {
        sale_id: Uuid::now_v7(),
        location_id: worker.place(),
        shift: None,
        customer: None,
        price_list: "retail".to_owned(),
        lines,
        discount: Discount::NONE,
        tip: Money::ZERO,
        tenders: Vec::new(),
        note: String::new(),
        occurred_at: None,
        seen: Vec::new(),
        spoilt_ok,
        approved_by: None,
    };
    if worker.at_times(40)
        && let Some((at, location_id)) = shifts::any(worker).await
    {
        (ask.shift, ask.location_id) = (Some(at), location_id);
    }
    if worker.at_times(15) {
        // A till that was without a network for some hours.
        ask.occurred_at = Some(cx.now - chrono::TimeDelta::hours(5));
    }
    if worker.at_times(30) {
        ask.customer = Some(worker.customer().0);
        ask.tenders = vec![tender(worker, Tender::OnAccount, total)];
    } else if worker.at_times(30) {
        let first = Money::from_minor(total.minor() / 3);
        let rest = total.minus(first).unwrap();
        ask.tenders = vec![
            tender(worker, Tender::Cash, first),
            tender(worker, Tender::Mpesa, rest),
        ];
    } else {
        ask.tenders = vec![tender(worker, Tender::Cash, total)];
    }
    ask
}

/// What a refusal says is left of a product.
fn left_of(refusal: &Refusal) -> Option<(Uuid, Quantity)> {
    let value = |name: &str| {
        let arg = refusal.args.iter().find(|(known, _)| known == name);
        arg.map(|(_, value)| value.as_str())
    };
    let product = value("product")?.parse().ok()?;
    let left = value("left_milli")?.parse().ok()?;
    Some((product, Quantity::from_milli(left)))
}

async fn sell(worker: &mut Worker) {
    let cx = worker.cx();
    let mut ask = basket(worker, &cx).await;
    let sale_id = ask.sale_id;
    if worker.scene.choices.below_zero == "warn" {
        let outcome = sales::sell(&cx, &ask).await;
        if let Err(Stop::Refused(reasons)) = &outcome {
            ask.seen = reasons.iter().filter_map(left_of).collect();
        }
        worker.scene.record.heard("sell", outcome);
    }
    let sold = worker.once("sell", || sales::sell(&cx, &ask));
    if sold.await.is_some() {
        worker.made("sale", sale_id);
    }
}

async fn refund(worker: &mut Worker) {
    let cx = worker.cx();
    let sale = worker.pick::<(Uuid, Option<Uuid>)>(
        "select sale_id, customer_id from app.sale
          where business_id = $1 and kind = 'sale' order by recorded_at, sale_id",
        None,
    );
    let Some((sale_id, customer)) = sale.await else {
        return;
    };
    let sold = worker.rows::<(i32, i64, bool)>(
        "select line_no, quantity_milli - returned_milli, pack_id is not null from app.sale_line
          where business_id = $1 and sale_id = $2 and returned_milli < quantity_milli
          order by line_no",
        Some(sale_id),
    );
    let sold = sold.await;
    let mut lines = Vec::new();
    for (line_no, left, is_pack) in sold {
        if worker.at_times(25) {
            continue;
        }
        // Packs come back whole; a part of one is refused.
        let back = if is_pack && worker.at_times(90) {
            worker.part_of(left / 1000) * 1000
        } else {
            worker.part_of(left)
        };
        lines.push(BackLine {
            line_no,
            quantity: Quantity::from_milli(back),
            restock: worker.at_times(70),
        });
    }
    let pay_out = match worker.rng.random_range(0..4_u32) {
        0 => PayOut::By {
            payment_id: Uuid::now_v7(),
            tender: Tender::Cash,
            reference: String::new(),
        },
        1 if customer.is_some() => PayOut::By {
            payment_id: Uuid::now_v7(),
            tender: Tender::OnAccount,
            reference: String::new(),
        },
        _ => PayOut::AsPaid,
    };
    let shift = if worker.at_times(40) {
        shifts::any(worker).await.map(|(at, _)| at)
    } else {
        None
    };
    let ask = RefundAsk {
        refund_id: Uuid::now_v7(),
        sale_id,
        shift,
        lines,
        pay_out,
        note: String::new(),
    };
    let refund_id = ask.refund_id;
    let back = worker.once("refund", || sales::refund(&cx, &ask));
    if back.await.is_some() {
        worker.made("sale", refund_id);
    }
}

/// A customer pays what she owes, or more; or may owe more, or less.
async fn on_account(worker: &mut Worker) {
    let (cx, (customer_id, _)) = (worker.cx(), worker.customer());
    if worker.at_times(20) {
        let limit = Money::from_minor(worker.rng.random_range(0..400_000_i64));
        let set = worker.shared("set a limit", || sales::set_limit(&cx, customer_id, limit));
        set.await;
        return;
    }
    let payment = AccountPayment {
        payment_id: Uuid::now_v7(),
        tender: Tender::Cash,
        amount: Money::from_minor(worker.rng.random_range(1..90_000_i64)),
        reference: None,
    };
    let payment_id = payment.payment_id;
    let paid = worker.shared("pay an account", || {
        sales::pay_account(&cx, customer_id, &payment)
    });
    if paid.await.is_some() {
        worker.made("payment", payment_id);
    }
}
