//! The link that shows an order to its supplier: made, shown once, sent on, withdrawn.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::acts;
use crate::platform::flash::Flash;
use crate::platform::http::encode;
use crate::platform::{BusinessTx, Scope, Visit};
use crate::purchasing::orders::Whole;
use crate::purchasing::orders::api::{LINK, MakePurchaseLink, WithdrawPurchaseLink};
use crate::staff::{Power, may};
use crate::ui::language::Say;
use crate::ui::{Form, Notice, Submit};
use crate::values::Phone;

/// The link that was just made for this order, if one was: opened for this business only.
pub(super) fn fresh(
    visit: &Visit,
    tx: &BusinessTx,
    flash: &Flash,
    purchase_id: Uuid,
) -> Option<String> {
    if flash.value("purchase_id", "") != purchase_id.to_string() {
        return None;
    }
    let sealed = STANDARD.decode(flash.value("link", "")).ok()?;
    let token = visit.state.seal.open(tx.business(), LINK, &sealed)?;
    let token = String::from_utf8(token).ok()?;
    let slug = &tx.scope().slug;
    Some(format!(
        "{}/s/{slug}/po/{token}",
        visit.state.config.public_url
    ))
}

/// The link, and the ways to send it: to the supplier's own phone and address where they are known.
pub(super) fn shown_once(say: Say, scope: &Scope, whole: &Whole, link: &str) -> AnyView {
    let number = whole.purchase.number.to_string();
    let named = [
        ("name", scope.name.as_str()),
        ("number", &number),
        ("link", link),
    ];
    let message = encode(&say.with("po-link-message", &named));
    let subject = encode(&say.with("po-link-subject", &named));
    // Else whoever sends it chooses to whom.
    let phone = whole.supplier_phone.as_ref();
    let phone = phone.filter(|phone| phone.takes_texts());
    let to = phone.map_or("", Phone::msisdn);
    let whatsapp = format!("https://wa.me/{to}?text={message}");
    let to = phone.map_or("", Phone::e164);
    let sms = format!("sms:{to}?body={message}");
    let to = whole.supplier_email.clone().unwrap_or_default();
    let email = format!("mailto:{to}?subject={subject}&body={message}");
    let more = view! {
        <p>{say.t("po-link-made-text")}</p>
        <p>
            <code class="link">{link.to_owned()}</code>
        </p>
        <p class="row">
            <a class="button" href=whatsapp rel="noopener noreferrer" target="_blank">
                "WhatsApp"
            </a>
            <a class="button" href=sms>
                "SMS"
            </a>
            <a class="button" href=email>
                {say.t("email")}
            </a>
        </p>
    };
    let more = more.into_any();
    view! {
        <Notice kind="good" title=say.t("po-link-made")>
            {more}
        </Notice>
    }
    .into_any()
}

/// Makes a link, or renews and withdraws the one there is.
pub(super) fn card(say: Say, scope: &Scope, whole: &Whole) -> AnyView {
    if !whole.purchase.state.may_be_shown() || !may(&scope.who, Power::Buy) {
        return ().into_any();
    }
    let (text, label) = if whole.has_link {
        (say.t("po-link-there"), say.t("po-link-renew"))
    } else {
        (say.t("po-link-none"), say.t("po-link-make"))
    };
    let make = view! {
        {acts::document(scope, whole)}
        <Submit label=label kind="plain" />
    };
    let make = make.into_any();
    let withdraw = whole.has_link.then(|| {
        let inside = view! {
            {acts::document(scope, whole)}
            <Submit label=say.t("po-link-withdraw") kind="bare" />
        };
        let inside = inside.into_any();
        view! {
            <Form action=WithdrawPurchaseLink::url() class="row">
                {inside}
            </Form>
        }
    });
    view! {
        <section class="card stack no-print">
            <h2>{say.t("po-link")}</h2>
            <p class="quiet">{text}</p>
            <div class="row">
                <Form action=MakePurchaseLink::url() class="row">
                    {make}
                </Form>
                {withdraw}
            </div>
        </section>
    }
    .into_any()
}
