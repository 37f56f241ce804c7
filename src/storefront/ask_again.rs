//! Asking M-Pesa for an order's money, from the order's own page.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::api::AskMpesa;
use super::shop::{Shop, post};
use super::typed::Typed;
use crate::orders::Whole;
use crate::ui::{Field, HiddenField, Submit};
use crate::values::Phone;

/// The key under which this form is kept when it is refused.
pub(super) fn ask_key(order_id: &str) -> String {
    format!("ask:{order_id}")
}

/// The phone that is asked where no other is typed: the last one that was, else the customer's.
pub(super) fn usual_phone(whole: &Whole) -> &Phone {
    whole
        .attempt
        .as_ref()
        .map_or(&whole.order.phone, |attempt| &attempt.phone)
}

/// The form. The usual phone is not spelled out: links are passed on, and phones are private.
pub(super) fn ask_form(shop: &Shop, whole: &Whole, link: &str, typed: &Typed<'_>) -> AnyView {
    let say = shop.say;
    let usual = usual_phone(whole).ending();
    let due = shop.money(whole.order.due());
    let inside = view! {
        {typed.summary()}
        {shop.field()}
        <HiddenField name="link" value=link.to_owned() />
        <HiddenField name="order_id" value=whole.order.order_id.to_string() />
        <HiddenField name="attempt_id" value=Uuid::now_v7().to_string() />
        <Field
            label=say.t("store-mpesa-phone")
            name="phone"
            value=typed.value("phone", "")
            kind="tel"
            inputmode="tel"
            autocomplete="tel"
            hint=say.with("store-mpesa-phone-hint", &[("phone", usual)])
            error=typed.error("phone")
        />
        <Submit
            label=say.with("store-ask-mpesa", &[("amount", &due)])
            icon="phone-pay"
            class="wide"
        />
    };
    let form = post(AskMpesa::url(), "form", inside.into_any());
    view! {
        <section class="card stack no-print">
            <h2>{say.t("store-pay-now")}</h2>
            {form}
        </section>
    }
    .into_any()
}
