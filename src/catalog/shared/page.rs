//! A barcode that is scanned or typed, and what is known of it: the short way to a new product.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::api::AddKnownProduct;
use super::known::{Known, Scanned, look_up, read};
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::ui::{
    ErrorSummary, Facts, Field, Form, HiddenField, LinkButton, Notice, Submit, scan_and_send,
};
use crate::values::{Refusal, Stop, Unit};

/// `/b/{business}/products/add-known`; with `?barcode=…` what is known of it. A product that the
/// business has already is led to.
pub async fn add_known(visit: Visit) -> Result<Page, Stop> {
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash("add-known").await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let typed = visit.query("barcode").unwrap_or_default();
    let mut refusals = flash.refusals;
    let scanned = match read(&typed) {
        Ok(barcode) => Some((look_up(&mut tx, &barcode).await?, barcode)),
        Err(refusal) => {
            if !typed.is_empty() && refusals.is_empty() {
                refusals.push(refusal);
            }
            None
        }
    };
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let shown = Shown { say, scope };
    let found = scanned.map(|(scanned, barcode)| match scanned {
        Scanned::Own(product_id) => {
            let href = format!("/b/{}/products/{product_id}", scope.slug);
            visit.send_to(&href);
            shown.own(href)
        }
        Scanned::Known(known) => shown.known(&known, barcode),
        Scanned::Unknown => shown.unknown(barcode),
    });
    let body = view! {
        <div class="form-cols">
            {shown.form(&typed, &refusals)}
            {found}
        </div>
    };
    Ok(Page::of(
        scope,
        "products",
        say.t("known-title"),
        body.into_any(),
    ))
}

struct Shown<'a> {
    say: Say,
    scope: &'a Scope,
}

impl Shown<'_> {
    fn form(&self, typed: &str, refusals: &[Refusal]) -> AnyView {
        let say = self.say;
        let error = refusals.first().map(|refusal| say.refusal(refusal));
        let line = |refusal: &Refusal| ("barcode".to_owned(), say.refusal(refusal));
        let errors: Vec<(String, String)> = refusals.iter().map(line).collect();
        let title = say.count("refused-summary", i64::try_from(errors.len()).unwrap_or(1));
        let action = format!("/b/{}/products/add-known", self.scope.slug);
        let by_hand = format!("/b/{}/products/new", self.scope.slug);
        view! {
            <form class="card form" method="get" action=action>
                <ErrorSummary title=title errors=errors />
                <Field
                    label=say.t("known-barcode")
                    name="barcode"
                    value=typed
                    hint=say.t("known-barcode-hint")
                    error=error
                    autofocus=true
                    autocomplete="off"
                    inputmode="numeric"
                    maxlength=40
                />
                <div class="form-foot">
                    <Submit label=say.t("known-look") icon="search" kind="plain" />
                    {scan_and_send(say, "#f-barcode")}
                    <LinkButton href=by_hand label=say.t("known-by-hand") kind="bare" />
                </div>
            </form>
        }
        .into_any()
    }

    fn own(&self, href: String) -> AnyView {
        let say = self.say;
        view! {
            <Notice kind="info" title=say.t("known-own")>
                <LinkButton href=href label=say.t("known-own-door") />
            </Notice>
        }
        .into_any()
    }

    /// The way to the form of a new product.
    fn go_on(&self, barcode: String, label: String) -> AnyView {
        let inside = view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name="barcode" value=barcode />
            <Submit label=label icon="plus" />
        }
        .into_any();
        view! { <Form action=AddKnownProduct::url()>{inside}</Form> }.into_any()
    }

    fn known(&self, known: &Known, barcode: String) -> AnyView {
        let say = self.say;
        let unit = Unit::parse(&known.unit);
        let unit = unit.map_or_else(|| known.unit.clone(), |unit| say.unit(unit));
        let tax = say.t(&format!("product-tax-{}", known.tax_code));
        let rows = [
            (say.t("name"), known.name.clone()),
            (say.t("known-brand"), known.brand.clone()),
            (say.t("product-category"), known.category.clone()),
            (say.t("product-unit"), unit),
            (say.t("product-tax"), tax),
        ];
        let rows: Vec<(String, AnyView)> = rows
            .into_iter()
            .filter(|(_, fact)| !fact.is_empty())
            .map(|(name, fact)| (name, fact.into_any()))
            .collect();
        view! {
            <section class="card stack">
                <h2>{say.t("known-found")}</h2>
                <Facts rows=rows />
                {self.go_on(barcode, say.t("known-add"))}
                <p class="quiet">{say.t("known-add-text")}</p>
            </section>
        }
        .into_any()
    }

    fn unknown(&self, barcode: String) -> AnyView {
        let say = self.say;
        view! {
            <section class="card stack">
                <h2>{say.t("known-unknown")}</h2>
                <p>{say.t("known-unknown-text")}</p>
                {self.go_on(barcode, say.t("product-new"))}
            </section>
        }
        .into_any()
    }
}
