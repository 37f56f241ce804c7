//! `/b/{business}/stock/takes/new`: where is counted, what, and who may see the books meanwhile.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use crate::businesses;
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Power, Typed};
use crate::stock::counts::api::OpenStockTake;
use crate::stock::counts::store;
use crate::ui::language::Say;
use crate::ui::{CheckField, Field, Form, HiddenField, LinkButton, SelectField, Submit};
use crate::values::Stop;

/// The page of a new take.
pub async fn new_take(visit: Visit) -> Result<Page, Stop> {
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash("take-new").await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::MoveStock)?;
    let locations = businesses::locations(&mut tx).await?;
    let categories = store::categories(&mut tx).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let typed = Typed { say, flash: &flash };
    let places: Vec<(String, String)> = locations
        .into_iter()
        .map(|at| (at.location_id.to_string(), at.name))
        .collect();
    let everything = (String::new(), say.t("take-everything"));
    let kinds = categories.into_iter().map(|(id, name, count)| {
        let products = say.count("product-count", count);
        (id.to_string(), format!("{name} ({products})"))
    });
    let kinds: Vec<(String, String)> = std::iter::once(everything).chain(kinds).collect();
    let list = format!("/b/{}/stock/takes", scope.slug);
    let fields = fields(&typed, scope, places, kinds, list);
    let body = view! {
        <div class="form-cols">
            <div class="card">
                <Form action=OpenStockTake::url()>{fields}</Form>
            </div>
        </div>
    };
    Ok(Page::of(scope, "stock", say.t("take-new"), body.into_any()))
}

fn fields(
    typed: &Typed<'_>,
    scope: &Scope,
    places: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
    list: String,
) -> AnyView {
    let say = typed.say;
    let first = places.first().map(|(id, _)| id.clone()).unwrap_or_default();
    view! {
        <HiddenField name="business" value=scope.slug.clone() />
        // A form that failed half-way is sent again under its own id, and opens one take.
        <HiddenField
            name=typed.name("take_id")
            value=typed.value("take_id", &Uuid::now_v7().to_string())
        />
        {typed.summary()}
        <SelectField
            label=say.t("take-location")
            name=typed.name("location_id")
            options=places
            selected=typed.value("location_id", &first)
            error=typed.error("location_id")
        />
        <SelectField
            label=say.t("take-what")
            name=typed.name("category_id")
            options=kinds
            selected=typed.value("category_id", "")
            hint=say.t("take-what-hint")
            error=typed.error("category_id")
        />
        <Field
            label=say.t("take-name")
            name=typed.name("name")
            value=typed.value("name", "")
            hint=say.t("take-name-hint")
            error=typed.error("name")
            maxlength=80
        />
        <CheckField
            label=say.t("take-blind")
            name=typed.name("is_blind")
            checked=typed.ticked("is_blind", true)
            hint=say.t("take-blind-hint")
        />
        <div class="form-foot">
            <Submit label=say.t("take-open") />
            <LinkButton href=list label=say.t("cancel") kind="bare" />
        </div>
    }
    .into_any()
}
