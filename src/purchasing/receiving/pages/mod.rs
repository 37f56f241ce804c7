//! The pages of goods that come: the form, the list, and one receipt.

mod document;
mod form;
mod grid;
mod list;

pub use document::receipt;
pub use form::{new_receipt, receive};
pub use list::receipts;

pub(in crate::purchasing) use grid::Grid;

use leptos::prelude::*;

use super::Supplier;
use crate::platform::Scope;
use crate::ui::language::Say;
use crate::ui::{Amount, EmptyState, LinkButton, SelectField, Submit};
use crate::values::{Money, Quantity, Unit, currency_sign};

/// A quantity with its unit, such as `1.5 kg`.
pub(in crate::purchasing) fn much(say: Say, quantity: Quantity, unit: Unit) -> String {
    let amount = quantity.short();
    format!("{amount} {}", say.units(unit, &amount))
}

/// An amount of the business, with its currency.
pub(in crate::purchasing) fn sum(scope: &Scope, money: Money) -> AnyView {
    let sign = currency_sign(&scope.currency).to_owned();
    view! { <Amount currency=sign text=money.full(&scope.currency) /> }.into_any()
}

/// Asks for the supplier first, where an address does not name one; the answer comes back in the
/// address, with what else it says in `kept`.
pub(in crate::purchasing) fn choose_supplier(
    say: Say,
    scope: &Scope,
    action: &str,
    suppliers: &[Supplier],
    kept: &[(&'static str, String)],
) -> AnyView {
    if suppliers.is_empty() {
        let href = format!("/b/{}/suppliers/new", scope.slug);
        let (title, text) = (
            say.t("purchases-no-supplier"),
            say.t("purchases-no-supplier-text"),
        );
        return view! {
            <EmptyState icon="truck" title=title text=text>
                <LinkButton href=href label=say.t("purchases-add-supplier") icon="plus" />
            </EmptyState>
        }
        .into_any();
    }
    let option = |one: &Supplier| (one.supplier_id.to_string(), one.name.clone());
    let options: Vec<(String, String)> = suppliers.iter().map(option).collect();
    let first = options.first().map(|(id, _)| id.clone());
    let hidden = kept.iter().map(|(name, value)| {
        view! { <input type="hidden" name=*name value=value.clone() /> }
    });
    view! {
        <form class="card form" method="get" action=action.to_owned()>
            {hidden.collect_view()}
            <SelectField
                label=say.t("purchases-which-supplier")
                name="supplier"
                options=options
                selected=first.unwrap_or_default()
            />
            <div class="form-foot">
                <Submit label=say.t("continue") />
            </div>
        </form>
    }
    .into_any()
}
