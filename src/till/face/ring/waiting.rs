//! Barcodes that were scanned before their goods were there: they wait in the cart, and nobody has to scan them
//! again.

use leptos::prelude::*;

use crate::till::face::parts::{button, follow, press, sheet};
use crate::till::face::same::same;
use crate::till::face::state::{Sheet, Till, View};
use crate::values::is_barcode;

/// Does what a code that a scanner read stands for.
pub fn scanned(till: Till, code: &str) {
    if !till.scan(code) {
        not_known(till, code);
    }
}

/// What nobody knows waits, where goods are still to come; else it is offered as a quick item. Whether one of
/// the two came of it: then nothing of it stays in the search field, where the next scan would stand behind it.
pub fn not_known(till: Till, code: &str) -> bool {
    let code = code.trim();
    if !is_barcode(code) || !till.device.awaits_goods() {
        till.open(Sheet::NotKnown(code.to_owned()));
        return true;
    }
    let mut basket = till.basket.get_untracked();
    if let Err(key) = basket.wait_for(code) {
        till.refuse(till.say.t(key));
        return false;
    }
    till.basket.set(basket);
    let named = [("code", code)];
    till.news
        .set(till.say.with("till-app-waiting-text", &named));
    true
}

/// Puts what waits into the cart as its goods come. What nobody knows when all are there is offered as a quick
/// item, one after the other. Nothing moves under a hand that is about something else.
pub fn let_come(till: Till) {
    follow(move || {
        let is_coming = till.device.awaits_goods();
        let is_waiting = till.basket.with(|basket| !basket.waiting.is_empty());
        let is_free = till.view.get() == View::Ring && till.sheet.with(Option::is_none);
        if is_waiting && is_free {
            untrack(|| come(till, is_coming));
        }
    });
}

fn come(till: Till, is_coming: bool) {
    let now = till.device.now();
    let mut basket = till.basket.get_untracked();
    let came = till.device.read(|shop| basket.come(shop, now));
    let next = basket.waiting.first().filter(|_| !is_coming).cloned();
    // What comes is nothing that she does.
    let goes_on = till.pays_soon.get_untracked() && came.at.is_some() && next.is_none();
    if let Some(at) = came.at {
        till.added(basket, at);
    } else if came.refused.is_some() {
        till.basket.set(basket);
    }
    if let Some(code) = next {
        till.open(Sheet::NotKnown(code));
    }
    if let Some(key) = came.refused {
        till.stays();
        till.refuse(till.say.t(key));
    } else if goes_on {
        till.to_pay_by_itself();
    }
}

/// One that waits, as it stands in the cart.
pub fn row(till: Till, code: &str) -> AnyView {
    let code = code.to_owned();
    same(code.clone(), move || {
        let chosen = code.clone();
        view! {
            <button
                type="button"
                class="till-line"
                on:click=press(move || till.open(Sheet::Waiting(chosen.clone())))
            >
                <span>
                    <b class="num">{code}</b>
                    <span class="status info">{till.say.t("till-app-waiting")}</span>
                </span>
            </button>
        }
        .into_any()
    })
}

/// What can be done about one that waits: sell it without its product, or leave it.
pub fn waiting(till: Till, code: &str) -> AnyView {
    let say = till.say;
    let (quick, left) = (code.to_owned(), code.to_owned());
    let body = view! {
        <p>{say.with("till-app-waiting-text", &[("code", code)])}</p>
        <div class="till-acts">
            {button("button danger", say.t("till-app-remove"), move || {
                till.basket.update(|basket| basket.give_up(&left));
                till.close();
            })}
            {button("button", say.t("till-app-quick"), move || {
                till.open(Sheet::NotKnown(quick.clone()));
            })}
        </div>
    };
    sheet(till, say.t("till-app-waiting"), body.into_any())
}
