//! What is rung up and is not there by the books: said before anybody pays, as the business wants it.

use leptos::prelude::*;

use crate::till::basket::Lack;
use crate::till::face::parts::{button, sheet};
use crate::till::face::state::{Sheet, Till};
use crate::values::Quantity;

/// Whether what is not there keeps the cart from being paid: it is refused, or she is asked first.
pub fn keeps(till: Till) -> bool {
    let Some(lack) = lack(till) else {
        return false;
    };
    if lack.is_refused {
        till.refuse(said(till, lack, "till-app-short-never"));
        // What was put right a moment ago is known the next time.
        till.device.sync_now();
    } else {
        till.open(Sheet::Short);
    }
    true
}

fn lack(till: Till) -> Option<Lack> {
    let basket = till.basket.get_untracked();
    let is_fresh = till.device.online.get_untracked();
    till.device.read(|shop| basket.lacks(shop, is_fresh))
}

/// How much is left of what is not there.
fn said(till: Till, lack: Lack, key: &str) -> String {
    let basket = till.basket.get_untracked();
    let Some(line) = basket.lines.get(lack.at) else {
        return String::new();
    };
    let product_id = line.product_id;
    let unit = till.device.read(|shop| shop.unit_of(product_id, None));
    let left = till.how_much(lack.left.max(Quantity::ZERO), &unit);
    let name = till.line_name(line);
    let named = [("name", name.as_str()), ("count", left.as_str())];
    till.say.with(key, &named)
}

/// Asks whether it is sold all the same.
pub fn short(till: Till) -> AnyView {
    let say = till.say;
    let text = lack(till).map(|lack| said(till, lack, "till-app-short-ask"));
    let body = view! {
        <p>{text.unwrap_or_default()}</p>
        <div class="till-acts">
            {button("button", say.t("till-app-back"), move || till.close())}
            {button("button go till-main", say.t("till-app-short-sell"), move || {
                till.to_pay_anyway();
            })}
        </div>
    };
    sheet(till, say.t("till-app-short"), body.into_any())
}
