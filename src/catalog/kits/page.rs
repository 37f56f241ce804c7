//! What a kit is made of, how many can be made now, and what it costs.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::api::{KeepParts, MakePlain};
use super::form::{KitPart, cost_of, field_of};
use super::{makes_now, store};
use crate::catalog::ProductKind;
use crate::catalog::open_taxes::rate_today;
use crate::catalog::pages::{amount_of, margin_of};
use crate::catalog::product::Product;
use crate::catalog::store as products;
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Power, Typed};
use crate::ui::language::Say;
use crate::ui::{
    Amount, CellInput, EmptyState, Facts, Field, Form, HiddenField, LinkButton, Notice, Status,
    Submit, field_id,
};
use crate::values::{Rate, Stop, currency_sign};

/// `/b/{business}/products/{product}/parts`
pub async fn parts(visit: Visit) -> Result<Page, Stop> {
    let product_id = visit.param_id("product")?;
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash(&format!("parts:{product_id}")).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeeProducts)?;
    let product = products::find(&mut tx, product_id).await?;
    let product = product.ok_or(Stop::NotFound)?;
    let parts = store::parts(&mut tx, &[product_id]).await?;
    let parts: Vec<KitPart> = parts.into_iter().map(|(_, part)| part).collect();
    let makes = makes_now(&mut tx, &parts).await?;
    let rate = rate_today(&mut tx, &product.tax_code).await?;
    let say = Say(visit.language_for(tx.scope()));
    let shown = Shown {
        say,
        scope: tx.scope(),
        product: &product,
        parts: &parts,
        rate,
        may_keep: staff::may(&tx.scope().who, Power::KeepProducts),
    };
    let typed = Typed { say, flash: &flash };
    let beside = (product.kind == ProductKind::Kit).then(|| shown.figures(&makes));
    let body = view! {
        {shown.state()}
        <div class="form-cols">
            {shown.list(&typed)} <div class="stack">{beside} {shown.back()}</div>
        </div>
    };
    let title = say.with("parts-title", &[("name", &product.name)]);
    Ok(Page::of(tx.scope(), "products", title, body.into_any()).under(shown.above()))
}

struct Shown<'a> {
    say: Say,
    scope: &'a Scope,
    product: &'a Product,
    parts: &'a [KitPart],
    /// Of the tax that its price includes.
    rate: Rate,
    may_keep: bool,
}

impl Shown<'_> {
    fn address(&self) -> String {
        let id = self.product.product_id;
        format!("/b/{}/products/{id}", self.scope.slug)
    }

    /// The product's own page: its address and its name.
    fn above(&self) -> (String, String) {
        (self.address(), self.product.name.clone())
    }

    /// What stands in the way of selling it, or that it is no kit yet.
    fn state(&self) -> Option<AnyView> {
        let say = self.say;
        let named = [("name", self.product.name.as_str())];
        let notice = match self.product.kind {
            ProductKind::Kit if self.parts.is_empty() => {
                let (title, text) = (say.t("parts-none"), say.t("parts-none-text"));
                view! {
                    <Notice kind="look" title=title>
                        <p>{text}</p>
                    </Notice>
                }
                .into_any()
            }
            ProductKind::Kit => return None,
            ProductKind::Family => {
                let title = say.with("refused-is-family", &named);
                view! { <Notice kind="info" title=title /> }.into_any()
            }
            ProductKind::Plain => {
                let (title, text) = (say.t("parts-no-kit"), say.t("parts-no-kit-text"));
                view! {
                    <Notice kind="info" title=title>
                        <p>{text}</p>
                    </Notice>
                }
                .into_any()
            }
        };
        Some(notice)
    }

    fn list(&self, typed: &Typed<'_>) -> AnyView {
        let say = self.say;
        let keeps = self.may_keep && self.product.kind != ProductKind::Family;
        if !keeps && self.parts.is_empty() {
            let (title, text) = (say.t("parts-none"), say.t("parts-none-text"));
            return view! { <EmptyState icon="box" title=title text=text /> }.into_any();
        }
        let rows = self.parts.iter().map(|part| self.row(typed, part, keeps));
        let rows = rows.collect_view();
        let table = (!self.parts.is_empty()).then(|| {
            view! {
                <table class="lines">
                    <caption class="hidden">{say.t("parts-heading")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say.t("parts-part")}</th>
                            <th scope="col" class="num">{say.t("parts-in-one")}</th>
                            <th scope="col" class="num">{say.t("cost")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            }
        });
        if !keeps {
            return view! { <section class="card">{table}</section> }.into_any();
        }
        let out = (!self.parts.is_empty()).then(|| {
            view! { <p class="hint">{say.t("parts-out-hint")}</p> }
        });
        let inside = view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name="product_id" value=self.product.product_id.to_string() />
            {typed.summary()}
            {table}
            {out}
            {self.add(typed)}
            <div class="form-foot">
                <Submit label=say.t("save") />
                <LinkButton href=self.address() label=say.t("cancel") kind="bare" />
            </div>
        }
        .into_any();
        view! {
            <section class="card form">
                <h2>{say.t("parts-heading")}</h2>
                <Form action=KeepParts::url()>{inside}</Form>
            </section>
        }
        .into_any()
    }

    /// A part: its name, how much of it is in one kit, and what that costs.
    fn row(&self, typed: &Typed<'_>, part: &KitPart, keeps: bool) -> AnyView {
        let say = self.say;
        let currency = &self.scope.currency;
        let href = format!("/b/{}/products/{}", self.scope.slug, part.part_id);
        let off = part.retired.then(|| {
            view! { <Status kind="look" text=say.t("product-retired") /> }
        });
        let cost = part.cost.and_then(|cost| cost.times(part.quantity));
        let cost = cost.map(|cost| cost.short(currency));
        let name = field_of(part.part_id);
        let quantity = if keeps {
            let label = say.with("parts-how-much", &[("name", &part.name)]);
            view! {
                <CellInput
                    id=field_id(&typed.name(&name))
                    name=typed.name(&name)
                    value=typed.value(&name, &part.quantity.short())
                    maxlength=12
                    label=label
                    error=typed.error(&name)
                />
            }
            .into_any()
        } else {
            amount_of(say, part.quantity, part.unit).into_any()
        };
        let unit = keeps.then(|| {
            let unit = say.units(part.unit, &part.quantity.short());
            view! { <span class="quiet">" " {unit}</span> }
        });
        view! {
            <tr>
                <td>
                    <a href=href>{part.name.clone()}</a>
                    " "
                    <span class="quiet">{part.sku.clone()}</span>
                    " "
                    {off}
                </td>
                <td class="num">{quantity} {unit}</td>
                <td class="num">{cost}</td>
            </tr>
        }
        .into_any()
    }

    /// One more part.
    fn add(&self, typed: &Typed<'_>) -> AnyView {
        let say = self.say;
        view! {
            <div class="pair">
                <Field
                    label=say.t("parts-add")
                    name=typed.name("add")
                    value=typed.value("add", "")
                    hint=say.t("parts-add-hint")
                    error=typed.error("add")
                    autocomplete="off"
                    maxlength=120
                />
                <Field
                    label=say.t("parts-in-one")
                    name=typed.name("add_quantity")
                    value=typed.value("add_quantity", "1")
                    error=typed.error("add_quantity")
                    inputmode="decimal"
                />
            </div>
        }
        .into_any()
    }

    /// How many can be made, what one costs and what is earned on it.
    fn figures(&self, makes: &[(String, i64)]) -> AnyView {
        let say = self.say;
        let currency = &self.scope.currency;
        let sign = currency_sign(currency);
        let mut rows: Vec<(String, AnyView)> = makes
            .iter()
            .map(|(place, number)| {
                let name = say.with("parts-makes", &[("location", place)]);
                (name, number.to_string().into_any())
            })
            .collect();
        let price = self.product.price.short(currency);
        rows.push((
            say.t("price"),
            view! { <Amount currency=sign text=price /> }.into_any(),
        ));
        let cost = cost_of(self.parts);
        let told = match cost {
            Some(cost) => {
                let text = cost.short(currency);
                view! { <Amount currency=sign text=text /> }.into_any()
            }
            None => say.t("parts-cost-unknown").into_any(),
        };
        rows.push((say.t("parts-cost"), told));
        let price = (self.product.price, self.rate);
        let margin = cost.and_then(|cost| margin_of(say, currency, price, cost));
        view! {
            <section class="card">
                <Facts rows=rows />
                {margin.map(|text| view! { <p class="quiet">{text}</p> })}
            </section>
        }
        .into_any()
    }

    /// The way back to a plain product.
    fn back(&self) -> Option<AnyView> {
        if !self.may_keep || self.product.kind != ProductKind::Kit {
            return None;
        }
        Some(plain_again(
            self.say,
            self.scope,
            self.product,
            "parts-plain-text",
        ))
    }
}

/// The form that makes a kit or a family a plain product again, `text` saying what follows.
pub(in crate::catalog) fn plain_again(
    say: Say,
    scope: &Scope,
    product: &Product,
    text: &str,
) -> AnyView {
    let text = say.with(text, &[("name", &product.name)]);
    let inside = view! {
        <HiddenField name="business" value=scope.slug.clone() />
        <HiddenField name="product_id" value=product.product_id.to_string() />
        <p>{text}</p>
        <Submit label=say.t("parts-plain") kind="danger" />
    }
    .into_any();
    view! {
        <details class="card more">
            <summary>{say.t("parts-plain")}</summary>
            <Form action=MakePlain::url()>{inside}</Form>
        </details>
    }
    .into_any()
}
