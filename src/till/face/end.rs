//! It is sold: change in large figures, the receipt, and the way to the next.

use leptos::prelude::*;

use super::paper;
use super::parts::{button, change, follow, kbd, live, notice, send};
use super::printer;
use super::state::{Till, View};
use crate::sales::vouchers::code;
use crate::till::browser::Document;
use crate::till::wire::{Body, Tender};

/// The way to the next sale.
pub const NEXT: &str = "till-next";

/// Draws it.
pub fn done(till: Till) -> AnyView {
    let say = till.say;
    let Some(sold) = till.sold.get_untracked() else {
        till.go(View::Ring);
        return ().into_any();
    };
    let receipt = paper::receipt(till, &sold.document, false);
    let paper = receipt.as_ref().map(paper::drawn);
    let opens = sold_for_cash(&sold.document);
    if printer::is_known() {
        printer::print(till, receipt.clone(), opens);
    }
    view! {
        <section class="till-done">
            <div role="status">
                <h1>{heading(till, &sold.document)}</h1>
            </div>
            {waits(till, &sold.document)}
            {change(till, Some(sold.change))}
            <form
                class="till-acts"
                on:submit=send(move || till.go(View::Ring))
            >
                {button("button", say.t("till-app-print"), move || {
                    printer::print_or_page(till, receipt.clone(), false);
                })}
                {next(till)}
            </form>
            {paper}
        </section>
    }
    .into_any()
}

/// The next sale: the cursor is on it.
fn next(till: Till) -> AnyView {
    let node: NodeRef<leptos::html::Button> = NodeRef::new();
    follow(move || {
        if let Some(button) = node.get() {
            let _ = button.focus();
        }
    });
    view! {
        <button id=NEXT node_ref=node type="submit" class="button go till-main">
            {till.say.t("till-app-next")}
            {kbd("↵")}
        </button>
    }
    .into_any()
}

/// What was sold: its number, or the code of a voucher.
fn heading(till: Till, document: &Document) -> String {
    let say = till.say;
    match &document.event.body {
        Body::Voucher(sold) => {
            let code = code::shown(&sold.code);
            say.with("till-app-voucher-sold", &[("code", code.as_str())])
        }
        _ => say.with("till-app-sold", &[("number", document.number.as_str())]),
    }
}

/// A voucher is good when the books know of it.
fn waits(till: Till, document: &Document) -> Option<AnyView> {
    let is_voucher = matches!(document.event.body, Body::Voucher(_));
    is_voucher.then(|| {
        live(move || {
            let waits = till.device.unsynced.get() > 0;
            waits.then(|| notice("notice info", till.say.t("till-app-voucher-waits")))
        })
    })
}

fn sold_for_cash(document: &Document) -> bool {
    let is_cash = |one: &Tender| one.tender == "cash";
    match &document.event.body {
        Body::Sale(sale) => sale.tenders.iter().any(is_cash),
        Body::Voucher(sold) => is_cash(&sold.paid),
        _ => false,
    }
}
