//! What a product's packs, parts and variants are, in short, with the ways to their pages; and its
//! number on the scale.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use crate::catalog::ProductKind;
use crate::catalog::kits::{self, KitPart, cost_of};
use crate::catalog::open_taxes::rate_today;
use crate::catalog::packs::{self, Pack};
use crate::catalog::pages::{amount_of, error_of, margin_of};
use crate::catalog::product::Product;
use crate::catalog::scale::api::KeepScaleCode;
use crate::catalog::store;
use crate::catalog::variants::{self, Variant};
use crate::platform::flash::Flash;
use crate::platform::{BusinessTx, Scope};
use crate::staff::Acts;
use crate::ui::language::Say;
use crate::ui::{Amount, Facts, Field, Form, HiddenField, LinkButton, Notice, Status, Submit};
use crate::values::{Money, Rate, Stop, currency_sign};

/// How many packs and variants are named before the rest is left to their page.
const NAMED: usize = 8;

/// What hangs on a product.
pub(super) struct Kinds {
    packs: Vec<Pack>,
    parts: Vec<KitPart>,
    makes: Vec<(String, i64)>,
    variants: Vec<Variant>,
    family: Option<(Uuid, String)>,
    /// Of the tax that its price includes.
    rate: Rate,
}

impl Kinds {
    pub(super) async fn load(tx: &mut BusinessTx, product: &Product) -> Result<Kinds, Stop> {
        let id = product.product_id;
        let mut kinds = Kinds {
            packs: Vec::new(),
            parts: Vec::new(),
            makes: Vec::new(),
            variants: Vec::new(),
            family: None,
            rate: rate_today(tx, &product.tax_code).await?,
        };
        match product.kind {
            ProductKind::Plain => {
                let all = packs::packs_of(tx, id).await?;
                kinds.packs = all.into_iter().filter(|pack| !pack.retired).collect();
            }
            ProductKind::Kit => {
                let mut by_kit = kits::parts_of(tx, &[id]).await?;
                kinds.parts = by_kit.remove(&id).unwrap_or_default();
                kinds.makes = kits::makes_now(tx, &kinds.parts).await?;
            }
            ProductKind::Family => kinds.variants = variants::variants_of(tx, id).await?,
        }
        if let Some(family_id) = product.parent_id {
            let family = store::find(tx, family_id).await?;
            kinds.family = family.map(|family| (family.product_id, family.name));
        }
        Ok(kinds)
    }
}

/// How what hangs on a product is shown.
pub(super) struct Cards<'a> {
    pub say: Say,
    pub scope: &'a Scope,
    pub product: &'a Product,
    pub kinds: &'a Kinds,
    pub may_keep: bool,
}

impl Cards<'_> {
    fn address(&self, page: &str) -> String {
        let id = self.product.product_id;
        format!("/b/{}/products/{id}/{page}", self.scope.slug)
    }

    /// A sheet of its labels.
    fn sheet_of_labels(&self) -> String {
        let id = self.product.product_id;
        format!("/b/{}/products/labels/sheet?id={id}", self.scope.slug)
    }

    /// Where it is, and through time.
    fn shelf(&self) -> String {
        let id = self.product.product_id;
        format!("/b/{}/stock/products/{id}", self.scope.slug)
    }

    fn money(&self, amount: Money) -> AnyView {
        let currency = &self.scope.currency;
        let text = amount.short(currency);
        view! { <Amount currency=currency_sign(currency) text=text /> }.into_any()
    }

    /// What it is besides a product of its own; nothing where it is just that.
    pub(super) fn what_it_is(&self) -> Option<AnyView> {
        let say = self.say;
        let kind = match self.product.kind {
            ProductKind::Plain => None,
            ProductKind::Kit => Some(("info", say.t("kind-kit"), say.t("kind-kit-text"))),
            ProductKind::Family => Some(("info", say.t("kind-family"), say.t("kind-family-text"))),
        };
        let notice = kind.map(|(kind, title, text)| {
            view! {
                <Notice kind=kind title=title>
                    <p>{text}</p>
                </Notice>
            }
        });
        let family = self.kinds.family.as_ref().map(|(id, name)| {
            let href = format!("/b/{}/products/{id}/variants", self.scope.slug);
            let text = say.with("kind-variant-of", &[("name", name)]);
            view! {
                <p>
                    <a href=href>{text}</a>
                </p>
            }
        });
        if notice.is_none() && family.is_none() {
            return None;
        }
        Some(view! { {notice} {family} }.into_any())
    }

    /// Why it could not be made plain again; nothing where nobody tried.
    pub(super) fn not_plain(&self, flash: &Flash) -> Option<AnyView> {
        let refusal = flash.refusals.first()?;
        let title = self.say.refusal(refusal);
        Some(view! { <Notice kind="bad" title=title /> }.into_any())
    }

    /// Packs, parts or variants, as the product has them, with the ways to their pages.
    pub(super) fn card(&self) -> Option<AnyView> {
        match self.product.kind {
            ProductKind::Plain => self.packs(),
            ProductKind::Kit => Some(self.parts()),
            ProductKind::Family => Some(self.variants()),
        }
    }

    fn packs(&self) -> Option<AnyView> {
        let say = self.say;
        if !self.may_keep && self.kinds.packs.is_empty() {
            return None;
        }
        let row = |pack: &Pack| {
            let price = pack.price.filter(|_| pack.sold);
            let price = price.map(|price| self.money(price));
            view! {
                <tr>
                    <td>{pack.name.clone()}</td>
                    <td class="num">{amount_of(say, pack.holds, self.product.unit)}</td>
                    <td class="money">{price}</td>
                </tr>
            }
        };
        let rows = self.kinds.packs.iter().take(NAMED).map(row).collect_view();
        let table = (!self.kinds.packs.is_empty()).then(|| {
            view! {
                <table class="lines">
                    <caption class="hidden">{say.t("packs-heading")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say.t("packs-pack")}</th>
                            <th scope="col" class="num">{say.t("packs-holds")}</th>
                            <th scope="col" class="num">{say.t("price")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            }
        });
        let doors = self.may_keep.then(|| {
            let (parts, variants) = (say.t("parts-door"), say.t("variants-door"));
            let labels = self.sheet_of_labels();
            let stock = self.shelf();
            view! {
                <p class="row">
                    <LinkButton href=self.address("packs") label=say.t("packs-door") icon="box" />
                    <LinkButton href=self.address("variants") label=variants icon="tag" />
                    <LinkButton href=self.address("parts") label=parts icon="plus" />
                    <LinkButton href=labels label=say.t("labels-title") icon="print" />
                    <LinkButton href=stock label=say.t("nav-stock") icon="clipboard" />
                </p>
            }
        });
        Some(
            view! {
                <section class="card stack">
                    <h2>{say.t("packs-heading")}</h2>
                    {table}
                    {doors}
                </section>
            }
            .into_any(),
        )
    }

    fn parts(&self) -> AnyView {
        let say = self.say;
        let parts = &self.kinds.parts;
        let warning = parts.is_empty().then(|| {
            view! { <Status kind="look" text=say.t("parts-none") /> }
        });
        let mut rows: Vec<(String, AnyView)> = parts
            .iter()
            .map(|part| {
                let quantity = amount_of(say, part.quantity, part.unit);
                (part.name.clone(), quantity.into_any())
            })
            .collect();
        for (place, number) in &self.kinds.makes {
            let name = say.with("parts-makes", &[("location", place)]);
            rows.push((name, number.to_string().into_any()));
        }
        let cost = cost_of(parts);
        if let Some(cost) = cost {
            rows.push((say.t("parts-cost"), self.money(cost)));
        }
        let currency = &self.scope.currency;
        let price = (self.product.price, self.kinds.rate);
        let margin = cost.and_then(|cost| margin_of(say, currency, price, cost));
        view! {
            <section class="card stack">
                <h2>{say.t("parts-heading")}</h2>
                {warning}
                <Facts rows=rows />
                {margin.map(|text| view! { <p class="quiet">{text}</p> })}
                <p>
                    <LinkButton href=self.address("parts") label=say.t("parts-heading") icon="box" />
                </p>
            </section>
        }
        .into_any()
    }

    fn variants(&self) -> AnyView {
        let say = self.say;
        let all = &self.kinds.variants;
        let row = |variant: &Variant| {
            let href = format!("/b/{}/products/{}", self.scope.slug, variant.product_id);
            view! {
                <tr>
                    <td>
                        <a href=href>{variant.word.clone()}</a>
                    </td>
                    <td class="num">{amount_of(say, variant.on_hand, variant.unit)}</td>
                    <td class="money">{self.money(variant.price)}</td>
                </tr>
            }
        };
        let rows = all.iter().take(NAMED).map(row).collect_view();
        let count = i64::try_from(all.len()).unwrap_or(i64::MAX);
        let table = (!all.is_empty()).then(|| {
            view! {
                <table class="lines">
                    <caption class="hidden">{say.t("variants-heading")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say.t("variants-word")}</th>
                            <th scope="col" class="num">{say.t("stock")}</th>
                            <th scope="col" class="num">{say.t("price")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            }
        });
        let door = self.address("variants");
        view! {
            <section class="card stack">
                <h2>{say.t("variants-heading")}</h2>
                <p class="quiet">{say.count("variants-count", count)}</p>
                {table}
                <p>
                    <LinkButton href=door label=say.t("variants-heading") icon="tag" />
                </p>
            </section>
        }
        .into_any()
    }

    /// Its number on the scale, to be typed; a family has none.
    pub(super) fn scale(&self, flash: &Flash) -> Option<AnyView> {
        if !self.may_keep || self.product.kind == ProductKind::Family {
            return None;
        }
        let say = self.say;
        let kept = self.product.scale_code.clone().unwrap_or_default();
        let open = !kept.is_empty() || flash.is_refused();
        let settings = format!("/b/{}/settings/scales", self.scope.slug);
        // Some are about no field: that she was signed out, that she was too fast.
        let acts = Acts { say, flash };
        let inside = view! {
            {acts.summary()}
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name="product_id" value=self.product.product_id.to_string() />
            <Field
                label=say.t("scales-number")
                name="scale_code"
                value=flash.value("scale_code", &kept)
                hint=say.t("scales-number-hint")
                error=error_of(say, flash, "scale_code")
                inputmode="numeric"
                autocomplete="off"
                maxlength=5
            />
            <p>
                <a href=settings>{say.t("scales-title")}</a>
            </p>
            <Submit label=say.t("save") kind="plain" />
        }
        .into_any();
        Some(
            view! {
                <details class="card more" open=open>
                    <summary>{say.t("scales-on-it")}</summary>
                    <Form action=KeepScaleCode::url()>{inside}</Form>
                </details>
            }
            .into_any(),
        )
    }
}
