//! What a supplier sells us: the table, and the form of one price.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use crate::platform::flash::Flash;
use crate::platform::{BusinessTx, Scope, Visit};
use crate::purchasing::suppliers::api::{DropSupplierPrice, KeepSupplierPrice};
use crate::purchasing::suppliers::store;
use crate::purchasing::suppliers::{Offer, Supplier};
use crate::staff::{Power, Typed, may};
use crate::ui::language::Say;
use crate::ui::{
    Amount, CheckField, EmptyState, Field, Form, HiddenField, LinkButton, Status, Submit,
    page_links,
};
use crate::values::{Quantity, Stop, currency_sign};

/// How many prices a page shows.
const PER_PAGE: i64 = 50;

/// What the table and the form are drawn from.
pub(super) struct Offers<'a> {
    supplier: &'a Supplier,
    flash: &'a Flash,
    rows: Vec<Offer>,
    total: i64,
    page: i64,
    pages: i64,
    /// The one that the form changes, if it is not for a new one.
    edited: Option<Offer>,
}

impl<'a> Offers<'a> {
    /// A page of what she sells, and the one that the address says is to be changed.
    pub async fn of(
        visit: &Visit,
        tx: &mut BusinessTx,
        supplier: &'a Supplier,
        flash: &'a Flash,
    ) -> Result<Offers<'a>, Stop> {
        let id = supplier.supplier_id;
        let asked: Option<i64> = visit.query("page").and_then(|page| page.parse().ok());
        let asked = asked.unwrap_or(1).clamp(1, 100_000);
        let offset = (asked - 1) * PER_PAGE;
        let (rows, total) = store::offers_of(tx, id, PER_PAGE, offset).await?;
        let edit: Option<Uuid> = visit.query("edit").and_then(|id| id.parse().ok());
        let edited = match edit {
            Some(product) => {
                let mut found = store::offers_for(tx, id, &[product]).await?;
                found.remove(&product)
            }
            None => None,
        };
        Ok(Offers {
            supplier,
            flash,
            rows,
            total,
            page: asked,
            pages: (total.max(1) - 1) / PER_PAGE + 1,
            edited,
        })
    }

    fn base(&self, scope: &Scope) -> String {
        format!("/b/{}/suppliers/{}", scope.slug, self.supplier.supplier_id)
    }
}

/// What she sells us, by name.
pub(super) fn table(say: Say, scope: &Scope, offers: &Offers<'_>) -> AnyView {
    if offers.rows.is_empty() {
        let (title, text) = (
            say.t("suppliers-no-prices"),
            say.t("suppliers-no-prices-text"),
        );
        return view! { <EmptyState icon="tag" title=title text=text /> }.into_any();
    }
    let base = offers.base(scope);
    let may_buy = may(&scope.who, Power::Buy);
    let rows = offers.rows.iter();
    let rows = rows.map(|offer| row(say, scope, &base, offer, may_buy));
    let rows = rows.collect_view();
    view! {
        <section class="card table-wrap">
            <h2 class="po-h">{say.t("suppliers-prices")}</h2>
            <table class="table">
                <caption class="hidden">{say.t("suppliers-prices")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say.t("orders-product")}</th>
                        <th scope="col">{say.t("suppliers-sku")}</th>
                        <th scope="col">{say.t("suppliers-pack")}</th>
                        <th scope="col" class="num">{say.t("suppliers-minimum")}</th>
                        <th scope="col">{say.t("suppliers-preferred")}</th>
                        <th scope="col" class="money">{say.t("cost")}</th>
                        <th scope="col">
                            <span class="hidden">{say.t("suppliers-price-change")}</span>
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
        {pager(say, &base, offers)}
    }
    .into_any()
}

fn row(say: Say, scope: &Scope, base: &str, offer: &Offer, may_buy: bool) -> AnyView {
    let change = may_buy.then(|| {
        let href = format!("{base}?edit={}#price", offer.product_id);
        let label = say.t("suppliers-price-change");
        view! { <LinkButton href=href label=label icon="edit" class="small" /> }
    });
    let pack = pack_words(say, offer);
    // A cell without words is not drawn on a phone.
    let sku = Some(offer.supplier_sku.clone()).filter(|sku| !sku.is_empty());
    let minimum = offer.minimum.map(|least| {
        let least = least.short();
        let unit = say.units(offer.unit, &least);
        format!("{least} {unit}")
    });
    let sign = currency_sign(&scope.currency).to_owned();
    let cost = offer.cost.short(&scope.currency);
    let first = offer.is_preferred.then(|| {
        view! { <Status kind="good" text=say.t("suppliers-asked-first") /> }
    });
    let gone = offer.is_retired.then(|| {
        view! { <Status kind="look" text=say.t("product-retired") /> }
    });
    view! {
        <tr>
            <td class="lead">{offer.name.clone()}</td>
            <td data-label=say.t("suppliers-sku")>{sku}</td>
            <td data-label=say.t("suppliers-pack")>{pack}</td>
            <td class="num" data-label=say.t("suppliers-minimum")>{minimum}</td>
            <td class="state">{first} {gone}</td>
            <td class="money aside">
                <Amount currency=sign text=cost />
            </td>
            <td class="state">{change}</td>
        </tr>
    }
    .into_any()
}

/// The pack with what it holds, or the product's own unit.
fn pack_words(say: Say, offer: &Offer) -> String {
    if offer.pack_id.is_none() {
        return say.unit(offer.unit);
    }
    let holds = offer.holds.short();
    let unit = say.units(offer.unit, &holds);
    let holds = format!("{holds} {unit}");
    let named = [("pack", offer.pack_name.as_str()), ("holds", &holds)];
    say.with("po-pack-of", &named)
}

fn pager(say: Say, base: &str, offers: &Offers<'_>) -> AnyView {
    if offers.pages <= 1 {
        return ().into_any();
    }
    let total = say.count("product-count", offers.total);
    page_links(say, (offers.page, offers.pages), Some(total), |page| {
        format!("{base}?page={page}")
    })
}

/// The form of a price: of the product that is being changed, or of a new one.
pub(super) fn form(say: Say, scope: &Scope, offers: &Offers<'_>) -> AnyView {
    if !may(&scope.who, Power::Buy) || offers.supplier.is_retired {
        return ().into_any();
    }
    let typed = Typed {
        say,
        flash: offers.flash,
    };
    let base = offers.base(scope);
    let edited = offers.edited.as_ref();
    let what = match edited {
        Some(offer) => {
            let id = offer.product_id.to_string();
            view! {
                <HiddenField name=typed.name("product_id") value=id />
                <p>
                    <b>{offer.name.clone()}</b>
                    " "
                    <span class="quiet">{offer.sku.clone()}</span>
                </p>
            }
            .into_any()
        }
        None => view! {
            <Field
                label=say.t("orders-product")
                name=typed.name("what")
                value=typed.value("what", "")
                hint=say.t("po-what-hint")
                error=typed.error("what")
                required=true
                autocomplete="off"
            />
        }
        .into_any(),
    };
    let cancel = edited.is_some().then(|| {
        let all = base.clone();
        view! { <LinkButton href=all label=say.t("cancel") kind="bare" /> }
    });
    let inside = view! {
        <HiddenField name="business" value=scope.slug.clone() />
        <HiddenField
            name=typed.name("supplier_id")
            value=offers.supplier.supplier_id.to_string()
        />
        {typed.summary()}
        {what}
        {fields(&typed, scope, edited)}
        <div class="form-foot">
            <Submit label=say.t("save") kind="plain" />
            {cancel}
        </div>
    };
    let inside = inside.into_any();
    let title = if edited.is_some() {
        say.t("suppliers-price-edit")
    } else {
        say.t("suppliers-price-new")
    };
    view! {
        <section class="card" id="price">
            <h2>{title}</h2>
            <Form action=KeepSupplierPrice::url()>{inside}</Form>
            {edited.map(|offer| drop_form(say, scope, offer))}
        </section>
    }
    .into_any()
}

fn fields(typed: &Typed<'_>, scope: &Scope, edited: Option<&Offer>) -> AnyView {
    let say = typed.say;
    let sku = edited.map_or("", |offer| offer.supplier_sku.as_str());
    let pack = edited.map_or("", |offer| offer.pack_name.as_str());
    let cost = edited.map(|offer| offer.cost.bare(&scope.currency));
    let cost = cost.unwrap_or_default();
    let minimum = edited.and_then(|offer| offer.minimum);
    let minimum = minimum.map(Quantity::short).unwrap_or_default();
    let first = edited.is_some_and(|offer| offer.is_preferred);
    view! {
        <Field
            label=say.t("suppliers-sku")
            name=typed.name("supplier_sku")
            value=typed.value("supplier_sku", sku)
            error=typed.error("supplier_sku")
            maxlength=60
        />
        <Field
            label=say.t("suppliers-pack")
            name=typed.name("pack")
            value=typed.value("pack", pack)
            hint=say.t("suppliers-pack-hint")
            error=typed.error("pack")
            maxlength=40
        />
        <Field
            label=say.t("suppliers-cost")
            name=typed.name("cost")
            value=typed.value("cost", &cost)
            hint=say.t("suppliers-cost-hint")
            error=typed.error("cost")
            inputmode="decimal"
            prefix=currency_sign(&scope.currency).to_owned()
            required=true
        />
        <Field
            label=say.t("suppliers-minimum")
            name=typed.name("minimum")
            value=typed.value("minimum", &minimum)
            hint=say.t("suppliers-minimum-hint")
            error=typed.error("minimum")
            inputmode="decimal"
        />
        <CheckField
            label=say.t("suppliers-preferred")
            name=typed.name("preferred")
            checked=typed.ticked("preferred", first)
            hint=say.t("suppliers-preferred-hint")
        />
    }
    .into_any()
}

/// She does not sell it any more.
fn drop_form(say: Say, scope: &Scope, offer: &Offer) -> AnyView {
    let inside = view! {
        <HiddenField name="business" value=scope.slug.clone() />
        <HiddenField name="supplier_id" value=offer.supplier_id.to_string() />
        <HiddenField name="product_id" value=offer.product_id.to_string() />
        <Submit label=say.t("suppliers-price-drop") kind="danger" class="small" />
    };
    let inside = inside.into_any();
    view! { <Form action=DropSupplierPrice::url()>{inside}</Form> }.into_any()
}
