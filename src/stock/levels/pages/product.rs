//! One product through time: where it is, when to buy it, and beside that all that is known of it.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::beside;
use super::figures::figures;
use super::group::group;
use super::{money_of, stock_tabs};
use crate::platform::flash::Flash;
use crate::platform::http::encode;
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Power, may};
use crate::stock::levels::api::KeepPoints;
use crate::stock::levels::{Row, Through, sees_costs, through};
use crate::stock::movements;
use crate::ui::language::Say;
use crate::ui::{ErrorSummary, Field, Form, HiddenField, LinkButton, Status, Submit};
use crate::values::{Quantity, Refusal, Stop};

/// Movements that the page shows; the log has the rest.
const MOVEMENTS: i64 = 10;

/// `/b/{business}/stock/products/{product}`
pub async fn product(visit: Visit) -> Result<Page, Stop> {
    let product_id = visit.param_id("product")?;
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash(&format!("points:{product_id}")).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeeProducts)?;
    let all = match through(&mut tx, product_id).await {
        // A kit or a family has no stock of its own: it is shown by what has.
        Err(Stop::NotFound) => return group(&visit, &mut tx, product_id).await,
        all => all?,
    };
    let filter = movements::Filter {
        product: Some(product_id),
        ..movements::Filter::default()
    };
    let log = movements::list(&mut tx, &filter, MOVEMENTS).await?;
    let scope = tx.scope();
    let sheet = Sheet {
        say: Say(visit.language_for(scope)),
        scope,
        all: &all,
        flash: &flash,
    };
    let say = sheet.say;
    let body = view! {
        {stock_tabs(say, scope, "levels")}
        <div class="stack">
            {sheet.head()}
            {sheet.levels()}
            {sheet.points()}
            {beside::missing(say, scope, &all)}
            {beside::on_its_way(say, scope, &all)}
            {beside::layers(say, scope, &all)}
            {beside::packs(say, &all)}
            {beside::log(say, scope, &all, &log)}
        </div>
    };
    let mut page = Page::of(scope, "stock", all.name.clone(), body.into_any());
    page.act = Some(sheet.acts());
    Ok(page)
}

struct Sheet<'a> {
    say: Say,
    scope: &'a Scope,
    all: &'a Through,
    flash: &'a Flash,
}

impl Sheet<'_> {
    fn head(&self) -> AnyView {
        let say = self.say;
        let off_sale = self.all.is_retired.then(|| {
            view! { <Status kind="look" text=say.t("product-retired") /> }
        });
        view! {
            <p class="row">
                <span class="quiet num">{self.all.sku.clone()}</span>
                {off_sale}
            </p>
        }
        .into_any()
    }

    /// What can be done with it.
    fn acts(&self) -> AnyView {
        let say = self.say;
        let id = self.all.product_id;
        let base = format!("/b/{}", self.scope.slug);
        let who = &self.scope.who;
        let form = format!("{base}/products/{id}");
        let count = format!("{base}/stock/takes");
        let transfer = format!("{base}/stock/transfers/new");
        let adjust = format!(
            "{base}/stock/adjustments/new?what={}",
            encode(&self.all.sku)
        );
        let counts = may(who, Power::CountStock)
            .then(|| view! { <LinkButton href=count label=say.t("level-count") icon="check" /> });
        let moves = may(who, Power::MoveStock).then(|| {
            view! {
                <LinkButton href=transfer label=say.t("level-transfer") icon="truck" />
                <LinkButton
                    href=adjust
                    label=say.t("level-adjust")
                    kind="go"
                    icon="edit"
                    class="main-act"
                />
            }
        });
        view! {
            <LinkButton href=form label=say.t("level-product-form") icon="box" />
            {counts}
            {moves}
        }
        .into_any()
    }

    /// How it stands at every location.
    fn levels(&self) -> AnyView {
        let say = self.say;
        let with_costs = sees_costs(&self.scope.who);
        let rows = self
            .all
            .levels
            .iter()
            .map(|row| self.level(row, with_costs))
            .collect_view();
        let costs = with_costs.then(|| {
            view! {
                <th scope="col" class="num wide-only">{say.t("level-unit-cost")}</th>
                <th scope="col" class="num">{say.t("level-value")}</th>
            }
        });
        view! {
            <div class="card table-wrap">
                <table class="table">
                    <caption class="hidden">{say.t("level-by-location")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say.t("level-location")}</th>
                            <th scope="col" class="num">{say.t("level-on-hand")}</th>
                            <th scope="col" class="num">{say.t("level-reserved")}</th>
                            <th scope="col" class="num">{say.t("level-free")}</th>
                            <th scope="col">{say.t("state")}</th>
                            {costs}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    }

    fn level(&self, row: &Row, with_costs: bool) -> AnyView {
        let say = self.say;
        let place = row.location.as_ref().map(|(_, name)| name.clone());
        let unit_cost = row.unit_cost().map(|cost| cost.full(&self.scope.currency));
        let costs = with_costs.then(|| {
            view! {
                <td class="num wide-only far">{unit_cost}</td>
                <td class="money" data-label=say.t("level-value")>
                    {money_of(self.scope, row.value)}
                </td>
            }
        });
        view! {
            <tr>
                <td class="lead">{place}</td>
                {figures(say, row)}
                {costs}
            </tr>
        }
        .into_any()
    }

    /// When to look and when to buy, location by location: a form for those who may say so.
    fn points(&self) -> Option<AnyView> {
        let say = self.say;
        if !may(&self.scope.who, Power::MoveStock) {
            return None;
        }
        let line = |refusal: &Refusal| {
            let control = refusal.field.as_deref().map(control_of);
            (control.unwrap_or_default(), say.refusal(refusal))
        };
        let errors: Vec<(String, String)> = self.flash.refusals.iter().map(line).collect();
        let count = i64::try_from(errors.len()).unwrap_or(1);
        let title = say.count("refused-summary", count);
        let fields = self.all.levels.iter().map(|row| self.point_fields(row));
        let fields = fields.collect_view();
        let is_open = self.flash.is_refused();
        let inside = view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name="product_id" value=self.all.product_id.to_string() />
            <ErrorSummary title=title errors=errors />
            {fields}
            <div class="form-foot">
                <Submit label=say.t("save") kind="plain" />
            </div>
        }
        .into_any();
        Some(
            view! {
                <details class="card more" open=is_open>
                    <summary>{say.t("points-title")}</summary>
                    <Form action=KeepPoints::url()>{inside}</Form>
                </details>
            }
            .into_any(),
        )
    }

    fn point_fields(&self, row: &Row) -> Option<AnyView> {
        let say = self.say;
        let (location_id, name) = row.location.clone()?;
        let unit = say.units(row.unit, "2");
        let kept = |quantity: Option<Quantity>| quantity.map(Quantity::short).unwrap_or_default();
        let field = |point: &'static str, label: String, hint: String, value: String| {
            let key = format!("{point}-{location_id}");
            let about = |refusal: &&Refusal| refusal.field.as_deref() == Some(key.as_str());
            let refusal = self.flash.refusals.iter().find(about);
            let error = refusal.map(|refusal| say.refusal(refusal));
            view! {
                <Field
                    label=label
                    name=control_of(&key)
                    value=self.flash.value(&key, &value)
                    hint=hint
                    error=error
                    inputmode="decimal"
                    suffix=unit.clone()
                />
            }
        };
        let minimum = field(
            "minimum",
            say.with("points-minimum-at", &[("name", &name)]),
            say.t("points-minimum-hint"),
            kept(row.minimum),
        );
        let reorder = field(
            "reorder",
            say.with("points-reorder-at", &[("name", &name)]),
            say.t("points-reorder-hint"),
            kept(row.reorder),
        );
        Some(view! { <div class="narrow-by">{minimum} {reorder}</div> }.into_any())
    }
}

/// How the control of a refused point is called: `minimum-…` is typed into `minimum[…]`.
fn control_of(field: &str) -> String {
    match field.split_once('-') {
        // A letter first: what begins with a digit would be read as a place in a list.
        Some((point, location)) => format!("{point}[at{location}]"),
        None => field.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_leads_to_its_control() {
        let at = "01930000-0000-7000-8000-000000000001";
        assert_eq!(
            control_of(&format!("minimum-{at}")),
            format!("minimum[at{at}]")
        );
    }
}
