//! Ringing up: goods on one side, the cart on the other; on a phone the cart lies behind its total.

mod camera;
mod cart;
mod goods;
mod keys;
mod line;

use leptos::prelude::*;

use super::parts::{press, sheet};
use super::state::Till;

pub use camera::camera;
pub use keys::listen;
pub use line::{line, whole};

/// Draws both sides.
pub fn ring(till: Till) -> AnyView {
    view! {
        <h1 class="hidden">{till.say.t("till-app-sales")}</h1>
        <div class="till-ring" class:cart-open=move || till.cart_open.get()>
            {goods::goods(till)}
            {cart::cart(till)}
        </div>
    }
    .into_any()
}

/// A barcode that no product has.
pub fn not_known(till: Till, code: &str) -> AnyView {
    let say = till.say;
    let body = view! {
        <p>{say.with("till-app-not-known-text", &[("code", code)])}</p>
        <button class="button go till-main" type="button" autofocus=true on:click=press(move || {
            till.typed.set(String::new());
            till.close();
        })>
            {say.t("till-app-search-again")}
        </button>
    };
    sheet(till, say.t("till-app-not-known"), body.into_any())
}
