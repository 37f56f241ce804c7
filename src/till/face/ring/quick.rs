//! What no product is: sold by its name, at a price that is typed.

use leptos::prelude::*;

use crate::sales::cart::QuickItem;
use crate::till::face::parts::{button, field, first_field, main_act, send, sheet};
use crate::till::face::state::Till;
use crate::values::{Quantity, is_barcode};

/// How a field is drawn.
type Draw = fn(&'static str, String, RwSignal<String>, &'static str) -> AnyView;

/// A barcode that no product has, or a name: what it is, for how much, and how many.
pub fn quick(till: Till, text: &str, is_code: bool) -> AnyView {
    let say = till.say;
    let text = text.trim().to_owned();
    let (title, words) = if is_code {
        let words = say.with("till-app-not-known-text", &[("code", text.as_str())]);
        (say.t("till-app-not-known"), words)
    } else {
        let words = say.with("till-app-quick-text", &[("name", text.as_str())]);
        (say.t("till-app-quick"), words)
    };
    let waited = is_code.then(|| text.clone());
    let (barcode, called) = if is_code {
        // Some cameras read what is no barcode of goods.
        let barcode = Some(text).filter(|text| is_barcode(text));
        (barcode.unwrap_or_default(), String::new())
    } else {
        (String::new(), text)
    };
    let name = RwSignal::new(called);
    let price = RwSignal::new(String::new());
    let quantity = RwSignal::new("1".to_owned());
    let done = move || {
        let quick = QuickItem {
            name: name.get_untracked().trim().to_owned(),
            barcode: barcode.clone(),
        };
        put(
            till,
            quick,
            waited.as_deref(),
            &price.get_untracked(),
            &quantity.get_untracked(),
        );
    };
    // A name is asked for where there is none yet.
    let (name_field, price_field) = if is_code {
        (first_field as Draw, field as Draw)
    } else {
        (field as Draw, first_field as Draw)
    };
    let body = view! {
        <form class="stack" on:submit=send(done)>
            <p>{words}</p>
            {name_field("till-quick", say.t("till-app-quick-name"), name, "text")}
            {price_field("till-quick-price", say.t("till-app-price"), price, "decimal")}
            {field("till-quick-quantity", say.t("till-app-quantity"), quantity, "decimal")}
            <div class="till-acts">
                {button("button", say.t("till-app-search-again"), move || {
                    till.typed.set(String::new());
                    till.close();
                })}
                {main_act(say.t("till-app-quick-add"))}
            </div>
        </form>
    };
    sheet(till, title, body.into_any())
}

/// Puts it into the cart, or says what is wrong with it. `waited`: the code that need not wait any more.
fn put(till: Till, quick: QuickItem, waited: Option<&str>, price: &str, quantity: &str) {
    let say = till.say;
    let Some(price) = till.typed_money(price) else {
        till.refuse(say.t("till-app-no-amount"));
        return;
    };
    let Some(quantity) = Quantity::parse(quantity) else {
        till.refuse(say.t("till-app-no-quantity"));
        return;
    };
    let mut basket = till.basket.get_untracked();
    let added = till
        .device
        .read(|shop| basket.add_quick(shop, quick, price, quantity));
    match added {
        Ok(at) => {
            if let Some(code) = waited {
                basket.give_up(code);
            }
            till.typed.set(String::new());
            till.close();
            till.added(basket, at);
        }
        Err(key) => till.refuse(say.t(key)),
    }
}
