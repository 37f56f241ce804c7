//! The pages of levels: the list, one product through time, and the file of points. Each loads all
//! that it shows in one transaction.

mod beside;
mod figures;
mod group;
mod list;
mod points;
mod product;

pub use list::levels;
pub use points::points;
pub use product::product;

use leptos::prelude::*;

use crate::platform::Scope;
use crate::ui::language::Say;
use crate::ui::{Amount, Tabs};
use crate::values::{Money, Quantity, Unit, currency_sign};

/// The places of stock beside each other; `current` is `levels`, `movements`, `expiry`,
/// `adjustments`, `transfers` or `takes`.
pub fn stock_tabs(say: Say, scope: &Scope, current: &str) -> AnyView {
    let base = format!("/b/{}/stock", scope.slug);
    let tab = |name: &str, path: &str, words: String| {
        (format!("{base}{path}"), words, name == current, None)
    };
    let tabs = vec![
        tab("levels", "", say.t("stock-tab-levels")),
        tab("movements", "/movements", say.t("stock-tab-movements")),
        tab("expiry", "/expiry", say.t("stock-tab-expiry")),
        tab(
            "adjustments",
            "/adjustments",
            say.t("stock-tab-adjustments"),
        ),
        tab("transfers", "/transfers", say.t("stock-tab-transfers")),
        tab("takes", "/takes", say.t("stock-tab-takes")),
    ];
    view! { <Tabs items=tabs label=say.t("stock-title") /> }.into_any()
}

/// A quantity with its unit, such as `1.5 kg`.
pub fn amount_of(say: Say, quantity: Quantity, unit: Unit) -> String {
    let amount = quantity.short();
    format!("{amount} {}", say.units(unit, &amount))
}

/// An amount of money in the business's currency.
pub fn money_of(scope: &Scope, money: Money) -> AnyView {
    let sign = currency_sign(&scope.currency).to_owned();
    let text = money.full(&scope.currency);
    view! { <Amount currency=sign text=text /> }.into_any()
}
