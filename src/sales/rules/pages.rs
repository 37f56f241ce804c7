//! The rules of selling, each with what it does.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::api::KeepSellingRules;
use super::{Rules, store};
use crate::businesses::settings_tabs;
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Power, Typed};
use crate::ui::language::Say;
use crate::ui::{CheckField, Field, Form, HiddenField, Submit};
use crate::values::{Stop, currency_sign};

/// `/b/{business}/settings/selling`
pub async fn rules(visit: Visit) -> Result<Page, Stop> {
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash("selling-rules").await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::KeepSettings)?;
    let kept = store::rules(&mut tx).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let typed = Typed { say, flash: &flash };
    let inside = view! {
        <HiddenField name="business" value=scope.slug.clone() />
        {typed.summary()}
        {limit_fields(&typed, scope, &kept)}
        {cash_field(&typed, scope, &kept)}
        {tips_field(&typed, &kept)}
        <div class="form-foot">
            <Submit label=say.t("save") />
        </div>
    }
    .into_any();
    let body = view! {
        {settings_tabs(say, scope, "selling")}
        <div class="form-cols">
            <section class="card form">
                <Form action=KeepSellingRules::url()>{inside}</Form>
            </section>
            <section class="card stack">
                <h2>{say.t("selling-how")}</h2>
                <p>{say.t("selling-how-text")}</p>
                <p>{say.t("selling-approval-text")}</p>
            </section>
        </div>
    };
    let title = say.t("selling-title");
    Ok(Page::of(scope, "settings", title, body.into_any()))
}

/// How much each role may give away. A manager's limit is the owner's to say; a manager reads it.
fn limit_fields(typed: &Typed<'_>, scope: &Scope, kept: &Rules) -> AnyView {
    let say = typed.say;
    let percent = "%".to_owned();
    let manager = if staff::may(&scope.who, Power::KeepPeople) {
        view! {
            <Field
                label=say.t("selling-manager")
                name=typed.name("manager")
                value=typed.value("manager", &kept.limits.manager.bare())
                error=typed.error("manager")
                inputmode="decimal"
                suffix=percent.clone()
            />
        }
        .into_any()
    } else {
        let limit = kept.limits.manager.shown();
        let words = say.with("selling-manager-is", &[("limit", &limit)]);
        view! { <p class="quiet">{words}</p> }.into_any()
    };
    view! {
        <Field
            label=say.t("selling-cashier")
            name=typed.name("cashier")
            value=typed.value("cashier", &kept.limits.cashier.bare())
            hint=say.t("selling-cashier-hint")
            error=typed.error("cashier")
            inputmode="decimal"
            suffix=percent.clone()
            required=true
        />
        {manager}
    }
    .into_any()
}

/// The smallest coin.
fn cash_field(typed: &Typed<'_>, scope: &Scope, kept: &Rules) -> AnyView {
    let say = typed.say;
    let cash = kept.rounding.cash;
    let sign = currency_sign(&scope.currency).to_owned();
    let shown = if cash.is_zero() {
        String::new()
    } else {
        cash.bare(&scope.currency)
    };
    view! {
        <Field
            label=say.t("selling-cash")
            name=typed.name("cash")
            value=typed.value("cash", &shown)
            hint=say.t("selling-cash-hint")
            error=typed.error("cash")
            inputmode="decimal"
            prefix=sign
        />
    }
    .into_any()
}

/// Whether tips are asked for.
fn tips_field(typed: &Typed<'_>, kept: &Rules) -> AnyView {
    let say = typed.say;
    view! {
        <CheckField
            label=say.t("selling-tips")
            name=typed.name("tips")
            checked=typed.ticked("tips", kept.takes_tips)
            hint=say.t("selling-tips-hint")
        />
    }
    .into_any()
}
