//! What money to a supplier, or back from her, is asked for: how, how much, when, and its reference.

use leptos::prelude::*;

use super::tenders;
use crate::payments::Tender;
use crate::platform::Scope;
use crate::purchasing::receiving::Grid;
use crate::ui::{Field, SelectField};
use crate::values::currency_sign;

/// What differs between money that goes and money that comes back.
pub(super) struct Asked {
    /// The amount that stands there at first.
    pub amount: String,
    /// What to know about the amount.
    pub hint: Option<String>,
    /// What the day is called.
    pub day: String,
}

/// The fields of it.
pub(super) fn money_fields(scope: &Scope, grid: &Grid<'_>, asked: Asked) -> AnyView {
    let say = grid.say;
    let sign = currency_sign(&scope.currency).to_owned();
    view! {
        <SelectField
            label=say.t("pay-tender")
            name=grid.name("tender")
            options=tenders(say, scope)
            selected=grid.value("tender", Tender::Cash.code())
            error=grid.error("tender")
        />
        <Field
            label=say.t("pay-amount")
            name=grid.name("amount")
            value=grid.value("amount", &asked.amount)
            hint=asked.hint
            error=grid.error("amount")
            inputmode="decimal"
            prefix=sign
            required=true
        />
        <Field
            label=asked.day
            name=grid.name("paid_on")
            kind="date"
            value=grid.value("paid_on", &scope.today().to_string())
            error=grid.error("paid_on")
        />
        <Field
            label=say.t("pay-reference")
            name=grid.name("receipt")
            value=grid.value("receipt", "")
            hint=say.t("pay-reference-hint")
            error=grid.error("receipt")
            autocomplete="off"
            maxlength=40
        />
    }
    .into_any()
}
