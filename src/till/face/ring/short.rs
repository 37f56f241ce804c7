//! What is rung up and is not there by the books, or has expired: said before anybody pays, as the business wants it.

use leptos::prelude::*;

use crate::till::basket::Lack;
use crate::till::face::parts::{button, sheet};
use crate::till::face::state::{Sheet, Till};
use crate::values::Quantity;

/// Whether what is not there, or not good any more, keeps the cart from being paid: it is refused, or she is
/// asked first.
pub fn keeps(till: Till) -> bool {
    let lacks = lacks(till);
    if let Some(lack) = lacks.iter().find(|lack| lack.is_refused) {
        till.refuse(said(till, lack));
        // What was put right a moment ago is known the next time.
        till.device.sync_now();
    } else if !lacks.is_empty() {
        till.open(Sheet::Short);
    }
    !lacks.is_empty()
}

fn lacks(till: Till) -> Vec<Lack> {
    let basket = till.basket.get_untracked();
    let is_heard = till.device.online.get_untracked();
    let now = till.device.now();
    till.device
        .read(|shop| basket.lacks(shop, shop.day(now), is_heard))
}

/// How much is left of what is not there, or still good of what has expired.
fn said(till: Till, lack: &Lack) -> String {
    let basket = till.basket.get_untracked();
    let Some(line) = basket.lines.get(lack.at) else {
        return String::new();
    };
    let product_id = lack.product_id;
    let unit = till.device.read(|shop| shop.unit_of(product_id, None));
    let left = till.how_much(lack.left.max(Quantity::ZERO), &unit);
    let expired = till.how_much(lack.expired.unwrap_or_default(), &unit);
    let mut name = till.line_name(line);
    // Of a kit it is a part that is not there, and the part is no line of the cart.
    if product_id != line.product_id {
        let part = till.device.read(|shop| shop.name_of(product_id, None));
        let named = [("name", part.as_str()), ("kit", name.as_str())];
        name = till.say.with("till-app-part", &named);
    }
    let is_gone = lack.left <= Quantity::ZERO;
    let named = [
        ("name", name.as_str()),
        ("count", left.as_str()),
        ("expired", expired.as_str()),
    ];
    let key = match (lack.expired, lack.is_refused) {
        (None, true) if is_gone => "till-app-gone-never",
        (None, false) if is_gone => "till-app-gone-ask",
        (None, true) => "till-app-short-never",
        (None, false) => "till-app-short-ask",
        (Some(_), true) => "till-app-spoilt-never",
        (Some(_), false) => "till-app-spoilt-ask",
    };
    till.say.with(key, &named)
}

/// Asks whether it is sold all the same.
pub fn short(till: Till) -> AnyView {
    let say = till.say;
    let lacks = lacks(till);
    let title = if lacks.iter().all(|lack| lack.expired.is_some()) {
        "till-app-spoilt"
    } else {
        "till-app-short"
    };
    let texts = lacks.iter().map(|lack| view! { <p>{said(till, lack)}</p> });
    let body = view! {
        {texts.collect_view()}
        <div class="till-acts">
            {button("button", say.t("till-app-back"), move || till.close())}
            {button("button go till-main", say.t("till-app-short-sell"), move || {
                till.to_pay_anyway();
            })}
        </div>
    };
    sheet(till, say.t(title), body.into_any())
}
