//! Money came in for an order. It is always recorded, whatever state the order is in; what was not
//! due is owed back and shown to a person.

use std::future::Future;
use std::pin::Pin;

use serde_json::json;

use super::store::{changes, orders};
use super::{Order, State, posting, release};
use crate::ledger;
use crate::payments::{self, MoneyIn};
use crate::platform::{BusinessTx, fault};
use crate::values::{Money, Refusal, Stop};

/// Settles an order with money that came in; joins the transaction that records where it came from.
pub fn settle(
    tx: &mut BusinessTx,
    money: MoneyIn,
) -> Pin<Box<dyn Future<Output = Result<(), Stop>> + Send + '_>> {
    Box::pin(settle_within(tx, money))
}

async fn settle_within(tx: &mut BusinessTx, money: MoneyIn) -> Result<(), Stop> {
    let order_id = money.pays_for.order_id();
    let order_id = order_id.ok_or_else(|| fault("money of no order", &money.payment_id))?;
    let order = orders::lock(tx, order_id).await?;
    let tax_now = orders::tax_is_due_at_payment(tx).await?;
    let uncountable = || fault("a payment cannot be counted", &money.payment_id);
    let split = posting::split(&order, money.amount, tax_now).ok_or_else(uncountable)?;
    if !payments::insert(tx, &money, split.surplus).await? {
        // This payment, or this receipt, is here already: it counts once.
        return Ok(());
    }
    let taken = changes::Taken {
        paid: split.taken,
        tax_posted: split.tax,
        refund_owed: split.surplus,
        review: review_of(&order, split.surplus),
    };
    changes::take(tx, order.order_id, &taken).await?;
    if order.state != State::Cancelled {
        keep_stock(tx, &order).await?;
    }
    let amount = money.amount.short(&order.currency);
    let receipt = money.receipt.clone().unwrap_or_default();
    let what = match (split.surplus.is_zero(), receipt.is_empty()) {
        (true, true) => "paid-in-cash",
        (true, false) => "paid",
        (false, _) => "paid-too-much",
    };
    let details = json!({ "amount": amount, "receipt": receipt, "tender": money.tender.code() });
    orders::happened(tx, order.order_id, what, details).await?;
    let at = money.occurred_at;
    let draft = posting::of_payment(money.payment_id, money.tender, split, at, order.location_id);
    match ledger::post(tx, draft.ok_or_else(uncountable)?).await {
        Ok(_) => Ok(()),
        // Money that was paid in a month that is closed since then is recorded today.
        Err(Stop::Refused(_)) => {
            let now = tx.scope().now;
            let draft = posting::of_payment(
                money.payment_id,
                money.tender,
                split,
                now,
                order.location_id,
            );
            ledger::post(tx, draft.ok_or_else(uncountable)?)
                .await
                .map(|_| ())
        }
        Err(stop) => Err(stop),
    }
}

fn review_of(order: &Order, surplus: Money) -> Option<&'static str> {
    match (order.state, surplus.is_zero()) {
        (State::Cancelled, _) => Some("paid-after-cancel"),
        (_, false) => Some("paid-too-much"),
        _ => None,
    }
}

/// A paid order keeps its stock without end; one whose reservation had run out reserves again, and
/// where the goods are gone meanwhile a person must look.
async fn keep_stock(tx: &mut BusinessTx, order: &Order) -> Result<(), Stop> {
    if order.state.is_final() {
        return Ok(());
    }
    match release::hold_again(tx, order).await {
        Ok(()) => changes::hold_until(tx, order.order_id, None).await,
        Err(Stop::Refused(refusals)) => {
            let names: Vec<String> = refusals.iter().flat_map(name_of).collect();
            changes::review(tx, order.order_id, release::STOCK_GONE).await?;
            let details = json!({ "names": names.join(", ") });
            orders::happened(tx, order.order_id, release::STOCK_GONE, details).await
        }
        Err(stop) => Err(stop),
    }
}

fn name_of(refusal: &Refusal) -> Option<String> {
    refusal
        .args
        .iter()
        .find(|(key, _)| key == "name")
        .map(|(_, name)| name.clone())
}
