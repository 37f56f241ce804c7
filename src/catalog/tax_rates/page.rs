//! The taxes of the business: each class with the rate of today, what is to come and what was, a form
//! that adds a rate, and the letters that fiscal documents call the classes by.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::api::{AddTaxRate, KeepTaxLetters, WithdrawTaxRate};
use super::store::{self, DatedRate};
use crate::businesses::pages::settings_tabs;
use crate::catalog::product::TAX_CODES;
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Power, Typed};
use crate::ui::language::Say;
use crate::ui::{Field, Form, HiddenField, SelectField, Status, Submit, dates, file_link};
use crate::values::Stop;

/// `/b/{business}/settings/taxes`
pub async fn taxes(visit: Visit) -> Result<Page, Stop> {
    // Taken first, so that no request waits for a second connection while it holds one.
    let new_rate = visit.flash("tax-rate").await?;
    let new_letters = visit.flash("tax-letters").await?;
    let gone = visit.flash("tax-withdraw").await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::KeepSettings)?;
    let rates = store::all(&mut tx).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let shown = Shown { say, scope };
    let classes: Vec<Class<'_>> = TAX_CODES
        .into_iter()
        .filter_map(|code| Class::of(code, &rates))
        .collect();
    let cards = classes.iter().map(|class| shown.history(class));
    let cards = cards.collect_view();
    let rate = Typed {
        say,
        flash: &new_rate,
    };
    let gone = Typed { say, flash: &gone };
    let letters = Typed {
        say,
        flash: &new_letters,
    };
    let body = view! {
        {settings_tabs(say, scope, "taxes")}
        <div class="form-cols">
            <div class="stack">
                {gone.summary()}
                <p class="quiet">{say.t("tax-text")}</p>
                {cards}
            </div>
            <div class="stack">
                {shown.rate_form(&rate, &classes)} {shown.letters_form(&letters, &classes)}
                {file_link(say, &scope.slug, "taxes")}
            </div>
        </div>
    };
    Ok(Page::of(
        scope,
        "settings",
        say.t("tax-title"),
        body.into_any(),
    ))
}

/// A class of taxes with all its rates, the newest first; there is at least one.
struct Class<'a> {
    code: &'static str,
    first: &'a DatedRate,
    rates: Vec<&'a DatedRate>,
}

impl<'a> Class<'a> {
    fn of(code: &'static str, all: &'a [DatedRate]) -> Option<Class<'a>> {
        let rates: Vec<&DatedRate> = all.iter().filter(|rate| rate.code == code).collect();
        let first = rates.first().copied()?;
        Some(Class { code, first, rates })
    }
}

fn name_of(say: Say, code: &str) -> String {
    say.t(&format!("product-tax-{code}"))
}

struct Shown<'a> {
    say: Say,
    scope: &'a Scope,
}

impl Shown<'_> {
    fn history(&self, class: &Class<'_>) -> AnyView {
        let say = self.say;
        let today = self.scope.today();
        let current = class
            .rates
            .iter()
            .map(|rate| rate.valid_from)
            .find(|from| *from <= today);
        let row = |rate: &&DatedRate| {
            let state = if Some(rate.valid_from) == current {
                Some(("good", say.t("tax-now")))
            } else if rate.valid_from > today {
                Some(("info", say.t("tax-soon")))
            } else {
                None
            };
            let state = state.map(|(kind, text)| view! { <Status kind=kind text=text /> });
            let withdraw = (rate.valid_from > today).then(|| self.withdraw(rate));
            view! {
                <tr>
                    <td>{dates::day(say, rate.valid_from)}</td>
                    <td>{state} {withdraw}</td>
                    <td class="num">{rate.rate.shown()}</td>
                </tr>
            }
        };
        let rows = class.rates.iter().map(row).collect_view();
        view! {
            <section class="card">
                <h2>{name_of(say, class.code)}</h2>
                <table class="lines">
                    <caption class="hidden">{name_of(say, class.code)}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say.t("product-price-from")}</th>
                            <th scope="col">{say.t("state")}</th>
                            <th scope="col" class="num">{say.t("tax-rate")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </section>
        }
        .into_any()
    }

    /// Takes back a rate that has not begun.
    fn withdraw(&self, rate: &DatedRate) -> AnyView {
        let say = self.say;
        let label = say.with("tax-withdraw", &[("rate", &rate.rate.shown())]);
        let inside = view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name="tax_class_id" value=rate.tax_class_id.to_string() />
            <HiddenField name="valid_from" value=rate.valid_from.to_string() />
            <Submit label=label kind="danger" class="small" />
        }
        .into_any();
        view! { <Form action=WithdrawTaxRate::url()>{inside}</Form> }.into_any()
    }

    fn rate_form(&self, typed: &Typed<'_>, classes: &[Class<'_>]) -> AnyView {
        let say = self.say;
        let option = |class: &Class<'_>| {
            let id = class.first.tax_class_id.to_string();
            (id, name_of(say, class.code))
        };
        let options: Vec<(String, String)> = classes.iter().map(option).collect();
        let percent = "%".to_owned();
        let inside = view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            {typed.summary()}
            <SelectField
                label=say.t("product-tax")
                name=typed.name("tax_class_id")
                options=options
                selected=typed.value("tax_class_id", "")
            />
            <div class="pair">
                <Field
                    label=say.t("tax-rate")
                    name=typed.name("percent")
                    value=typed.value("percent", "")
                    error=typed.error("percent")
                    inputmode="decimal"
                    suffix=percent
                    required=true
                />
                <Field
                    label=say.t("tax-from")
                    name=typed.name("valid_from")
                    value=typed.value("valid_from", "")
                    kind="date"
                    error=typed.error("valid_from")
                    required=true
                />
            </div>
            <Submit label=say.t("tax-add") icon="plus" />
        }
        .into_any();
        view! {
            <section class="card form">
                <h2>{say.t("tax-add")}</h2>
                <p class="quiet">{say.t("tax-add-text")}</p>
                <Form action=AddTaxRate::url()>{inside}</Form>
            </section>
        }
        .into_any()
    }

    fn letters_form(&self, typed: &Typed<'_>, classes: &[Class<'_>]) -> AnyView {
        let say = self.say;
        let field = |class: &Class<'_>| {
            view! {
                <Field
                    label=name_of(say, class.code)
                    name=typed.name(class.code)
                    value=typed.value(class.code, &class.first.letter)
                    error=typed.error(class.code)
                    maxlength=2
                    autocomplete="off"
                />
            }
        };
        let fields = classes.iter().map(field).collect_view();
        let inside = view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            {typed.summary()}
            <div class="pair">{fields}</div>
            <Submit label=say.t("save") kind="plain" />
        }
        .into_any();
        view! {
            <section class="card form">
                <h2>{say.t("tax-letters")}</h2>
                <p class="quiet">{say.t("tax-letters-hint")}</p>
                <Form action=KeepTaxLetters::url()>{inside}</Form>
            </section>
        }
        .into_any()
    }
}
