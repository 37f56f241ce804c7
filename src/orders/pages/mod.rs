//! The pages of orders in the back office: the list, and one order with what can be done now.

mod acts;
mod detail;
mod goods;
mod history;
mod list;
mod money;
mod prompt;
mod sheet;
mod slip;
mod take_off;

pub use detail::order;
pub use list::orders;
pub use slip::{slip, slips};

use super::{Fulfilment, Order, PayBy, Payment, State};
use crate::ui::language::Say;
use crate::values::{Money, Quantity, Unit};

/// How the state of an order looks.
fn state_kind(state: State) -> &'static str {
    match state {
        State::Pending | State::Ready | State::Shipped => "info",
        State::Delivered => "good",
        State::Cancelled => "plain",
    }
}

/// How an order's standing with money looks. A cancelled one that nobody paid calls for nothing.
fn payment_kind(order: &Order) -> &'static str {
    match order.payment() {
        Payment::Paid => "good",
        Payment::RefundOwed => "bad",
        Payment::Unpaid | Payment::PartPaid if order.due() == Money::ZERO => "plain",
        Payment::Unpaid | Payment::PartPaid => "look",
    }
}

/// The state of an order. What M-Pesa is to pay first is not to be packed yet.
fn state_words(say: Say, order: &Order) -> String {
    let waits = order.pay_by == PayBy::Mpesa && order.due() > Money::ZERO;
    if waits && order.state == State::Pending {
        return say.t("orders-tab-waiting");
    }
    say.t(&format!("order-state-{}", order.state.code()))
}

fn payment_words(say: Say, order: &Order) -> String {
    say.t(&format!("order-payment-{}", order.payment().code()))
}

/// Pick-up or delivery; the two keys are common ones.
fn fulfilment_words(say: Say, order: &Order) -> String {
    match order.fulfilment {
        Fulfilment::Pickup => say.t("pick-up"),
        Fulfilment::Delivery => say.t("delivery"),
    }
}

/// How much of a product, with its unit where it is not counted in pieces.
fn how_much(say: Say, quantity: Quantity, unit: Unit) -> String {
    let amount = quantity.short();
    match unit {
        Unit::Piece => amount,
        unit => format!("{amount} {}", say.units(unit, &amount)),
    }
}
