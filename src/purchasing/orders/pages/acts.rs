//! What can be done with an order now, as forms. What the order or the person's role does not allow is
//! not offered; the acts check both again.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::platform::Scope;
use crate::purchasing::orders::Whole;
use crate::purchasing::orders::api::{CancelPurchase, ClosePurchase};
use crate::staff::{Power, may};
use crate::ui::language::Say;
use crate::ui::{Form, HiddenField, Icon, LinkButton, Submit};

/// The ways on, for the page's head.
pub(super) fn head(say: Say, scope: &Scope, whole: &Whole) -> AnyView {
    let purchase = &whole.purchase;
    let page = format!("/b/{}/purchases/{}", scope.slug, purchase.purchase_id);
    let print = format!("{page}/print");
    let receive = format!("{page}/receive");
    let still = purchase.state.takes_goods() && !purchase.state.is_final();
    let receive = (still && may(&scope.who, Power::Buy)).then(|| {
        view! {
            <LinkButton
                href=receive
                label=say.t("po-receive")
                kind="go"
                icon="box"
                class="main-act"
            />
        }
    });
    let of_supplier = format!("?supplier={}", purchase.supplier_id);
    let receipts = format!("/b/{}/receipts{of_supplier}", scope.slug);
    let bill = format!("/b/{}/bills/new{of_supplier}", scope.slug);
    let bill = may(&scope.who, Power::PayBills)
        .then(|| view! { <LinkButton href=bill label=say.t("bill-new") icon="book" /> });
    view! {
        <LinkButton href=print label=say.t("po-print") icon="print" />
        <LinkButton href=receipts label=say.t("receipts-title") icon="box" />
        {bill}
        {receive}
    }
    .into_any()
}

/// The fields that say which order a form is about, and which state of it its page showed.
pub(super) fn document(scope: &Scope, whole: &Whole) -> AnyView {
    let purchase = &whole.purchase;
    view! {
        <HiddenField name="business" value=scope.slug.clone() />
        <HiddenField name="purchase_id" value=purchase.purchase_id.to_string() />
        <HiddenField name="revision" value=purchase.revision.to_string() />
    }
    .into_any()
}

/// Ends an order: the rest will not come, or nothing will.
pub(super) fn ends(say: Say, scope: &Scope, whole: &Whole) -> AnyView {
    if !may(&scope.who, Power::Buy) {
        return ().into_any();
    }
    let state = whole.purchase.state;
    let close = state.may_close().then(|| {
        let (title, text) = (say.t("po-close"), say.t("po-close-text"));
        end(ClosePurchase::url(), title, text, scope, whole)
    });
    let cancel = state.may_cancel().then(|| {
        let (title, text) = (say.t("po-cancel"), say.t("po-cancel-text"));
        end(CancelPurchase::url(), title, text, scope, whole)
    });
    view! {
        {close}
        {cancel}
    }
    .into_any()
}

fn end(action: &str, title: String, text: String, scope: &Scope, whole: &Whole) -> AnyView {
    let inside = view! {
        {document(scope, whole)}
        <p>{text}</p>
        <Submit label=title.clone() kind="danger" />
    };
    let inside = inside.into_any();
    view! {
        <details class="card more no-print">
            <summary>
                <Icon name="trash" />
                {title}
            </summary>
            <Form action=action.to_owned()>{inside}</Form>
        </details>
    }
    .into_any()
}
