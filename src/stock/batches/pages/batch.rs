//! One batch: what is known of it, where what is left of it is, and a form that puts it right.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::platform::flash::Flash;
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Power, Typed, may};
use crate::stock::batches::api::CorrectBatch;
use crate::stock::batches::{Batch, Part, batch_of, parts_of};
use crate::stock::levels::pages::{amount_of, stock_tabs};
use crate::stock::levels::sees_costs;
use crate::stock::movements::pages::table;
use crate::stock::movements::{Filter, Listed, list};
use crate::ui::language::Say;
use crate::ui::{Facts, Field, Form, HiddenField, LinkButton, Submit, dates};
use crate::values::Stop;

/// Movements on the page; the log has all of them.
const MOST: i64 = 50;

/// `/b/{business}/stock/batches/{batch}`
pub async fn batch(visit: Visit) -> Result<Page, Stop> {
    let batch_id = visit.param_id("batch")?;
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash(&format!("batch:{batch_id}")).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeeProducts)?;
    let batch = batch_of(&mut tx, batch_id).await?.ok_or(Stop::NotFound)?;
    let parts = parts_of(&mut tx, batch_id).await?;
    let filter = Filter {
        batch: Some(batch_id),
        ..Filter::default()
    };
    let moved = list(&mut tx, &filter, MOST).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let form = may(&scope.who, Power::MoveStock).then(|| form(say, scope, &batch, &flash));
    let body = view! {
        {stock_tabs(say, scope, "expiry")}
        <div class="stack">
            <div class="form-cols">
                {facts(say, scope, &batch, &parts)}
                {form}
            </div>
            {movements(say, scope, &filter, &moved)}
        </div>
    };
    let title = say.with("batch-number-is", &[("number", &batch.number)]);
    Ok(Page::of(scope, "stock", title, body.into_any()))
}

fn facts(say: Say, scope: &Scope, batch: &Batch, parts: &[Part]) -> AnyView {
    let href = format!("/b/{}/stock/products/{}", scope.slug, batch.product_id);
    let name = batch.product.clone();
    let product = view! { <a href=href>{name}</a> }.into_any();
    let keeps = batch
        .expires_on
        .map_or_else(|| say.t("batch-keeps"), |day| dates::day(say, day));
    let mut rows = vec![
        (say.t("movement-product"), product),
        (say.t("batch-expires"), keeps.into_any()),
        (
            say.t("batch-received"),
            dates::day(say, batch.received_on).into_any(),
        ),
    ];
    let reads = may(&scope.who, Power::SeePurchases);
    if let Some((id, name)) = batch.supplier.clone().filter(|_| reads) {
        let href = format!("/b/{}/suppliers/{id}", scope.slug);
        let supplier = view! { <a href=href>{name}</a> };
        rows.push((say.t("batch-supplier"), supplier.into_any()));
    }
    let with_costs = sees_costs(&scope.who);
    for part in parts {
        let amount = amount_of(say, part.left, batch.unit);
        let words = if with_costs {
            format!("{amount} · {}", part.value.named(&scope.currency))
        } else {
            amount
        };
        rows.push((part.location.clone(), words.into_any()));
    }
    let empty = parts
        .is_empty()
        .then(|| view! { <p class="quiet">{say.t("batch-nothing-left")}</p> });
    view! {
        <section class="card">
            <Facts rows=rows />
            {empty}
        </section>
    }
    .into_any()
}

/// What brought it and what took of it, the newest first.
fn movements(say: Say, scope: &Scope, filter: &Filter, moved: &Listed) -> AnyView {
    let all = moved.next.is_some().then(|| {
        let href = format!("/b/{}/stock/movements{}", scope.slug, filter.query());
        view! { <LinkButton href=href label=say.t("movement-show-all") /> }
    });
    view! {
        <section class="stack">
            <h2>{say.t("movement-title")}</h2>
            {table(say, scope, &moved.rows)}
            {all}
        </section>
    }
    .into_any()
}

/// Number and last day, as they should be.
fn form(say: Say, scope: &Scope, batch: &Batch, flash: &Flash) -> AnyView {
    let typed = Typed { say, flash };
    let day = batch.expires_on.map(|day| day.to_string());
    let inside = view! {
        <HiddenField name="business" value=scope.slug.clone() />
        <HiddenField name=typed.name("batch_id") value=batch.batch_id.to_string() />
        {typed.summary()}
        <Field
            label=say.t("batch-number")
            name=typed.name("number")
            value=typed.value("number", &batch.number)
            hint=say.t("batch-number-hint")
            error=typed.error("number")
            required=true
            maxlength=60
        />
        <Field
            label=say.t("batch-expires")
            name=typed.name("expires_on")
            kind="date"
            value=typed.value("expires_on", &day.unwrap_or_default())
            hint=say.t("batch-expires-hint")
            error=typed.error("expires_on")
        />
        <div class="form-foot">
            <Submit label=say.t("save") />
        </div>
    }
    .into_any();
    view! {
        <section class="card form">
            <h2>{say.t("batch-correct")}</h2>
            <Form action=CorrectBatch::url()>{inside}</Form>
        </section>
    }
    .into_any()
}
