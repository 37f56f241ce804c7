//! Ringing up: goods on one side, the cart on the other; on a phone the cart lies behind its total.

mod camera;
mod cart;
mod goods;
mod keys;
mod line;
mod quick;
mod short;
mod waiting;

use leptos::prelude::*;

use super::state::Till;

pub use camera::camera;
pub use keys::listen;
pub use line::{line, whole};
pub use quick::quick;
pub use short::{keeps, short};
pub use waiting::{let_come, waiting};

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
