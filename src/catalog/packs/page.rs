//! The packs of a product: the list, and one form that makes or changes.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::api::{KeepPack, RetirePack};
use super::form::{Pack, PackForm};
use super::store;
use crate::catalog::ProductKind;
use crate::catalog::pages::amount_of;
use crate::catalog::product::Product;
use crate::catalog::store as products;
use crate::platform::flash::Flash;
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Power, Typed};
use crate::ui::language::Say;
use crate::ui::{
    Amount, CheckField, EmptyState, Field, Form, HiddenField, LinkButton, Notice, Status, Submit,
    TextAreaField, field_id, scan_into,
};
use crate::values::{Stop, currency_sign};

/// `/b/{business}/products/{product}/packs`
pub async fn packs(visit: Visit) -> Result<Page, Stop> {
    let product_id = visit.param_id("product")?;
    let asked = visit.query("edit").and_then(|id| id.parse::<Uuid>().ok());
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = match asked {
        Some(pack_id) => visit.flash(&format!("pack:{pack_id}")).await?,
        None => Flash::default(),
    };
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeeProducts)?;
    let product = products::find(&mut tx, product_id).await?;
    let product = product.ok_or(Stop::NotFound)?;
    let all = store::of_products(&mut tx, &[product_id]).await?;
    let may_keep = staff::may(&tx.scope().who, Power::KeepProducts);
    let say = Say(visit.language_for(tx.scope()));
    let edited = all.iter().find(|pack| Some(pack.pack_id) == asked);
    let kept = match edited {
        Some(pack) => PackForm::of(pack, &tx.scope().currency),
        // A new one that was refused comes back with the id it was given.
        None => PackForm {
            pack_id: asked.unwrap_or_else(Uuid::now_v7).to_string(),
            product_id: product_id.to_string(),
            ..PackForm::default()
        },
    };
    let shown = Shown {
        say,
        scope: tx.scope(),
        product: &product,
        base: format!("/b/{}/products/{product_id}/packs", tx.scope().slug),
        may_keep,
    };
    let typed = Typed { say, flash: &flash };
    let keeps = may_keep && product.kind == ProductKind::Plain;
    let editor = keeps.then(|| shown.editor(&typed, &kept, edited.is_some()));
    let retire = edited
        .filter(|pack| keeps && !pack.retired)
        .map(|pack| shown.retire(pack));
    let body = view! {
        {shown.no_packs()}
        <div class="form-cols">
            {shown.list(&all)} <div class="stack">{editor} {retire}</div>
        </div>
    };
    let title = say.with("packs-title", &[("name", &product.name)]);
    Ok(Page::of(tx.scope(), "products", title, body.into_any()).under(shown.above()))
}

struct Shown<'a> {
    say: Say,
    scope: &'a Scope,
    product: &'a Product,
    base: String,
    may_keep: bool,
}

impl Shown<'_> {
    /// The product's own page: its address and its name.
    fn above(&self) -> (String, String) {
        let product = &self.product;
        let href = format!("/b/{}/products/{}", self.scope.slug, product.product_id);
        (href, product.name.clone())
    }

    /// Why a kit or a family has no packs.
    fn no_packs(&self) -> Option<AnyView> {
        if self.product.kind == ProductKind::Plain {
            return None;
        }
        let named = [("name", self.product.name.as_str())];
        let title = self.say.with("refused-kind-has-no-packs", &named);
        Some(view! { <Notice kind="info" title=title /> }.into_any())
    }

    fn list(&self, all: &[Pack]) -> AnyView {
        let say = self.say;
        if all.is_empty() {
            let (title, text) = (say.t("packs-none"), say.t("packs-none-text"));
            return view! { <EmptyState icon="box" title=title text=text /> }.into_any();
        }
        let rows = all.iter().map(|pack| self.row(pack)).collect_view();
        view! {
            <div class="card table-wrap">
                <table class="table">
                    <caption class="hidden">{say.t("packs-heading")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say.t("name")}</th>
                            <th scope="col" class="num">{say.t("packs-holds")}</th>
                            <th scope="col">{say.t("product-barcodes")}</th>
                            <th scope="col">{say.t("state")}</th>
                            <th scope="col" class="num">{say.t("price")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    }

    fn row(&self, pack: &Pack) -> AnyView {
        let say = self.say;
        let currency = &self.scope.currency;
        let holds = amount_of(say, pack.holds, self.product.unit);
        let (kind, word) = match (pack.retired, pack.sold) {
            (true, _) => ("look", say.t("packs-retired")),
            (false, true) => ("good", say.t("packs-sold")),
            (false, false) => ("plain", say.t("packs-not-sold")),
        };
        let price = pack.price.filter(|_| pack.sold).map(|price| {
            let text = price.short(currency);
            view! { <Amount currency=currency_sign(currency) text=text /> }
        });
        let name = if self.may_keep {
            let href = format!("{}?edit={}", self.base, pack.pack_id);
            view! { <a href=href>{pack.name.clone()}</a> }.into_any()
        } else {
            pack.name.clone().into_any()
        };
        view! {
            <tr>
                <td class="lead">{name}</td>
                <td class="num by">{holds}</td>
                <td data-label=say.t("product-barcodes")>{pack.barcodes.join(", ")}</td>
                <td class="state">
                    <Status kind=kind text=word />
                </td>
                <td class="money aside">{price}</td>
            </tr>
        }
        .into_any()
    }

    fn editor(&self, typed: &Typed<'_>, kept: &PackForm, known: bool) -> AnyView {
        let say = self.say;
        let heading = if known {
            say.t("packs-edit")
        } else {
            say.t("packs-new")
        };
        let sign = currency_sign(&self.scope.currency).to_owned();
        let inside = view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name=typed.name("pack_id") value=kept.pack_id.clone() />
            <HiddenField name=typed.name("product_id") value=kept.product_id.clone() />
            {typed.summary()}
            {self.what(typed, kept)}
            <CheckField
                label=say.t("packs-sell")
                name=typed.name("sold")
                checked=typed.ticked("sold", !kept.sold.is_empty())
                hint=say.t("packs-sell-hint")
            />
            <Field
                label=say.t("price")
                name=typed.name("price")
                value=typed.value("price", &kept.price)
                hint=say.t("packs-price-hint")
                error=typed.error("price")
                inputmode="decimal"
                prefix=sign
            />
            <div class="form-foot">
                <Submit label=say.t("save") />
                {known
                    .then(|| {
                        view! {
                            <LinkButton
                                href=self.base.clone()
                                label=say.t("cancel")
                                kind="bare"
                            />
                        }
                    })}
            </div>
        }
        .into_any();
        view! {
            <section class="card form">
                <h2>{heading}</h2>
                <Form action=KeepPack::url()>{inside}</Form>
            </section>
        }
        .into_any()
    }

    /// What it is called, what is in it, and what its barcodes are.
    fn what(&self, typed: &Typed<'_>, kept: &PackForm) -> AnyView {
        let say = self.say;
        view! {
            <Field
                label=say.t("name")
                name=typed.name("name")
                value=typed.value("name", &kept.name)
                hint=say.t("packs-name-hint")
                error=typed.error("name")
                required=true
                maxlength=40
                autocomplete="off"
            />
            <Field
                label=say.t("packs-holds")
                name=typed.name("holds")
                value=typed.value("holds", &kept.holds)
                hint=say.with("packs-holds-hint", &[("name", &self.product.name)])
                error=typed.error("holds")
                inputmode="decimal"
                suffix=say.units(self.product.unit, "2")
                required=true
            />
            <TextAreaField
                label=say.t("product-barcodes")
                name=typed.name("barcodes")
                value=typed.value("barcodes", &kept.barcodes)
                rows=2
                hint=say.t("packs-barcodes-hint")
                error=typed.error("barcodes")
            />
            {scan_into(say, &format!("#{}", field_id(&typed.name("barcodes"))))}
        }
        .into_any()
    }

    fn retire(&self, pack: &Pack) -> AnyView {
        let say = self.say;
        let named = [("name", pack.name.as_str())];
        let inside = view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name="product_id" value=pack.product_id.to_string() />
            <HiddenField name="pack_id" value=pack.pack_id.to_string() />
            <p>{say.with("packs-retire-text", &named)}</p>
            <Submit label=say.t("packs-retire") kind="danger" />
        }
        .into_any();
        view! {
            <details class="card more">
                <summary>{say.t("packs-retire")}</summary>
                <Form action=RetirePack::url()>{inside}</Form>
            </details>
        }
        .into_any()
    }
}
