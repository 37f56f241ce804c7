//! It is sold: change in large figures, the receipt, and the way to the next.

use leptos::prelude::*;

use super::paper;
use super::parts::{button, follow, kbd, send};
use super::printer;
use super::state::{Till, View};

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
    let change = (!sold.change.is_zero()).then(|| {
        view! {
            <p class="till-due">
                <span>{say.t("till-app-change")}</span>
                <b class="num">{till.money(sold.change)}</b>
            </p>
        }
    });
    view! {
        <section class="till-done">
            <div role="status">
                <h1>{say.with("till-app-sold", &[("number", sold.document.number.as_str())])}</h1>
            </div>
            {change}
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
        <button node_ref=node type="submit" class="button go till-main">
            {till.say.t("till-app-next")}
            {kbd("↵")}
        </button>
    }
    .into_any()
}

fn sold_for_cash(document: &crate::till::browser::Document) -> bool {
    match &document.event.body {
        crate::till::wire::Body::Sale(sale) => sale.tenders.iter().any(|one| one.tender == "cash"),
        _ => false,
    }
}
