//! How a customer changes her mind, on the page of her order: she calls it off herself while nobody
//! has packed it and nothing of it is paid; after that she calls the shop.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::api::CallOff;
use super::shop::{Shop, post};
use super::stage::Stage;
use crate::orders::Order;
use crate::ui::{HiddenField, Submit};

/// What leads out of an order, folded where it is a form; nothing where there is nothing to call off,
/// or while a prompt waits for her PIN. `by_herself`: this browser may call it off.
pub(super) fn way_out(
    shop: &Shop,
    order: &Order,
    stage: Stage,
    link: &str,
    by_herself: bool,
) -> Option<AnyView> {
    if order.state.is_final() || stage == Stage::Waiting {
        return None;
    }
    if by_herself {
        return Some(form(shop, order, link));
    }
    let phone = shop.settings.phone.as_ref()?;
    let words = shop
        .say
        .with("store-change-by-call", &[("shop", &shop.name)]);
    let view = view! {
        <p class="quiet">
            {words} " " <a href=format!("tel:{}", phone.e164())>{phone.shown()}</a>
        </p>
    };
    Some(view.into_any())
}

fn form(shop: &Shop, order: &Order, link: &str) -> AnyView {
    let say = shop.say;
    let named = [("code", order.code.as_str())];
    let inside = view! {
        <p>{say.with("store-call-off-sure", &named)}</p>
        {shop.field()}
        <HiddenField name="link" value=link.to_owned() />
        <HiddenField name="order_id" value=order.order_id.to_string() />
        <Submit label=say.with("store-call-off-button", &named) kind="danger" class="wide" />
    };
    let form = post(CallOff::url(), "form", inside.into_any());
    view! {
        <details class="more no-print">
            <summary>{say.t("store-call-off")}</summary>
            {form}
        </details>
    }
    .into_any()
}
