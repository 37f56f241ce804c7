//! The settings of stock, each with what it does.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::api::KeepPolicy;
use crate::businesses::settings_tabs;
use crate::platform::{Page, Visit};
use crate::staff::{self, Power, Typed};
use crate::stock::{BelowZero, Costing, ExpiredGoods, Policy, policy};
use crate::ui::language::Say;
use crate::ui::{CheckField, Choice, ChoiceField, Form, HiddenField, Submit};
use crate::values::Stop;

/// `/b/{business}/settings/stock`
pub async fn policies(visit: Visit) -> Result<Page, Stop> {
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash("stock-policy").await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::KeepSettings)?;
    let kept = policy(&mut tx).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let typed = Typed { say, flash: &flash };
    let inside = view! {
        <HiddenField name="business" value=scope.slug.clone() />
        {typed.summary()}
        {value_fields(&typed, &kept)}
        {sale_fields(&typed, &kept)}
        <div class="form-foot">
            <Submit label=say.t("save") />
        </div>
    }
    .into_any();
    let body = view! {
        {settings_tabs(say, scope, "stock")}
        <div class="form-cols">
            <section class="card form">
                <Form action=KeepPolicy::url()>{inside}</Form>
            </section>
        </div>
    };
    let title = say.t("policy-title");
    Ok(Page::of(scope, "settings", title, body.into_any()))
}

/// An answer with what it does: the words of `policy-{question}-{code}`.
fn choice(say: Say, question: &str, code: &str) -> Choice {
    Choice {
        value: code.to_owned(),
        title: say.t(&format!("policy-{question}-{code}")),
        description: Some(say.t(&format!("policy-{question}-{code}-text"))),
        price: None,
    }
}

/// What goods are worth.
fn value_fields(typed: &Typed<'_>, kept: &Policy) -> AnyView {
    let say = typed.say;
    let costings = [Costing::Fifo, Costing::Average].map(Costing::code);
    let costings = costings.map(|code| choice(say, "costing", code));
    view! {
        <ChoiceField
            label=say.t("policy-costing")
            name=typed.name("costing")
            choices=costings.into()
            selected=typed.value("costing", kept.costing.code())
            hint=say.t("policy-costing-hint")
            error=typed.error("costing")
        />
        <CheckField
            label=say.t("policy-reclaims-tax")
            name=typed.name("reclaims_tax")
            checked=typed.ticked("reclaims_tax", kept.reclaims_tax)
            hint=say.t("policy-reclaims-tax-hint")
        />
    }
    .into_any()
}

/// What may be sold.
fn sale_fields(typed: &Typed<'_>, kept: &Policy) -> AnyView {
    let say = typed.say;
    let below = [BelowZero::Block, BelowZero::Warn, BelowZero::Allow].map(BelowZero::code);
    let below = below.map(|code| choice(say, "below-zero", code));
    let expired = [ExpiredGoods::Block, ExpiredGoods::Warn].map(ExpiredGoods::code);
    let expired = expired.map(|code| choice(say, "expired", code));
    view! {
        <ChoiceField
            label=say.t("policy-below-zero")
            name=typed.name("below_zero")
            choices=below.into()
            selected=typed.value("below_zero", kept.below_zero.code())
            hint=say.t("policy-below-zero-hint")
            error=typed.error("below_zero")
        />
        <ChoiceField
            label=say.t("policy-expired")
            name=typed.name("expired")
            choices=expired.into()
            selected=typed.value("expired", kept.expired.code())
            error=typed.error("expired")
        />
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::Language;

    #[test]
    fn every_choice_says_what_it_does() {
        let all = [
            ("costing", "fifo"),
            ("costing", "average"),
            ("below-zero", "block"),
            ("below-zero", "warn"),
            ("below-zero", "allow"),
            ("expired", "block"),
            ("expired", "warn"),
        ];
        for language in Language::ALL {
            for (question, code) in all {
                let choice = choice(Say(language), question, code);
                let words = choice.description.unwrap_or_default();
                assert!(!choice.title.starts_with("policy-"), "{}", choice.title);
                assert!(!words.starts_with("policy-"), "{words}");
            }
        }
    }
}
