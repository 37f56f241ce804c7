//! The forms of an order's page. Each asks for its power, then does one thing; a refusal goes back
//! to the page, where what was typed stands again.

use leptos::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::State;
use crate::payments::Tender;
use crate::platform::Visit;
use crate::platform::forms::{Done, Submitted};
use crate::platform::http::encode;
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// The page that an order's forms stand on and go back to.
pub(super) fn page_of(business: &str, order_id: &str) -> String {
    format!("/b/{}/orders/{}", encode(business), encode(order_id))
}

/// A form of an order's page. `typed` says in `act` which of its forms it is.
pub(super) fn submitted(visit: &Visit, business: &str, order_id: &str, typed: &Value) -> Submitted {
    let back = page_of(business, order_id);
    Submitted::new(visit, &format!("order:{order_id}"), back, typed)
}

/// An id of a form; what is none names nothing.
pub(super) fn id(text: &str) -> Result<Uuid, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

/// The revision that the page showed. What is none is an old page, or no page of ours.
pub(super) fn revision_of(text: &str) -> Result<i32, Stop> {
    text.parse()
        .map_err(|_| Refusal::of("refused-changed-meanwhile").into())
}

fn tender_of(code: &str) -> Result<Tender, Stop> {
    Tender::parse(code).ok_or_else(|| Refusal::at("tender", "refused-tender-needed").into())
}

/// Packed, or on its way.
#[server(prefix = "/api/orders", endpoint = "mark_order")]
pub async fn mark_order(
    #[server(default)] business: String,
    #[server(default)] order_id: String,
    #[server(default)] revision: String,
    #[server(default)] to: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let typed = json!({ "act": "mark" });
    let submitted = submitted(&visit, &business, &order_id, &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::FulfilOrders).await?;
        let (to, done) = match to.as_str() {
            "ready" => (State::Ready, Refusal::of("done-order-ready")),
            "shipped" => (State::Shipped, Refusal::of("done-order-shipped")),
            _ => return Err(Stop::from(Refusal::of("refused-not-allowed-now"))),
        };
        let revision = revision_of(&revision)?;
        let order = super::advance(&cx, id(&order_id)?, revision, to).await?;
        let done = done.with("code", order.code);
        Ok(Done::saying(page_of(&business, &order_id), done))
    };
    submitted.answer(outcome.await).await
}

/// In the customer's hand. `expired_ok`: whoever hands it over has seen what has expired.
#[server(prefix = "/api/orders", endpoint = "hand_over_order")]
pub async fn hand_over_order(
    #[server(default)] business: String,
    #[server(default)] order_id: String,
    #[server(default)] revision: String,
    #[server(default)] expired_ok: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let typed = json!({ "act": "hand-over" });
    let submitted = submitted(&visit, &business, &order_id, &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::FulfilOrders).await?;
        let revision = revision_of(&revision)?;
        let order = id(&order_id)?;
        let order = if expired_ok.is_empty() {
            super::hand_over(&cx, order, revision).await?
        } else {
            super::hand_over_knowingly(&cx, order, revision).await?
        };
        let done = Refusal::of("done-order-delivered").with("code", order.code);
        Ok(Done::saying(page_of(&business, &order_id), done))
    };
    submitted.answer(outcome.await).await
}

/// Money that was taken by hand.
#[server(prefix = "/api/orders", endpoint = "take_order_payment")]
pub async fn take_order_payment(
    #[server(default)] business: String,
    #[server(default)] order_id: String,
    #[server(default)] payment_id: String,
    #[server(default)] tender: String,
    #[server(default)] amount: String,
    #[server(default)] receipt: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let typed = json!({
        "act": "take", "payment_id": payment_id,
        "tender": tender, "amount": amount, "receipt": receipt,
    });
    let submitted = submitted(&visit, &business, &order_id, &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::TakeMoney).await?;
        let tender = tender_of(&tender)?;
        let (order, payment) = (id(&order_id)?, id(&payment_id)?);
        super::take_payment(&cx, order, payment, tender, &amount, &receipt).await?;
        let done = Refusal::of("done-payment-taken");
        Ok(Done::saying(page_of(&business, &order_id), done))
    };
    submitted.answer(outcome.await).await
}

/// An order that will not happen.
#[server(prefix = "/api/orders", endpoint = "cancel_order")]
pub async fn cancel_order(
    #[server(default)] business: String,
    #[server(default)] order_id: String,
    #[server(default)] revision: String,
    #[server(default)] reason: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let typed = json!({ "act": "cancel", "reason": reason });
    let submitted = submitted(&visit, &business, &order_id, &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::FulfilOrders).await?;
        let revision = revision_of(&revision)?;
        let order = super::cancel(&cx, id(&order_id)?, revision, &reason).await?;
        let done = Refusal::of("done-order-cancelled").with("code", order.code);
        Ok(Done::saying(page_of(&business, &order_id), done))
    };
    submitted.answer(outcome.await).await
}

/// Money that was given back.
#[server(prefix = "/api/orders", endpoint = "pay_back_order")]
pub async fn pay_back_order(
    #[server(default)] business: String,
    #[server(default)] order_id: String,
    #[server(default)] payment_id: String,
    #[server(default)] tender: String,
    #[server(default)] amount: String,
    #[server(default)] receipt: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let typed = json!({
        "act": "pay-back", "payment_id": payment_id,
        "tender": tender, "amount": amount, "receipt": receipt,
    });
    let submitted = submitted(&visit, &business, &order_id, &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::TakeMoney).await?;
        let tender = tender_of(&tender)?;
        let (order, payment) = (id(&order_id)?, id(&payment_id)?);
        super::pay_back(&cx, order, payment, tender, &amount, &receipt).await?;
        let done = Refusal::of("done-paid-back");
        Ok(Done::saying(page_of(&business, &order_id), done))
    };
    submitted.answer(outcome.await).await
}
