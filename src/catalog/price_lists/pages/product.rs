//! The prices of one product on a list: what it asks now, what is to come, what it asked before, and a
//! form for a pack, a quantity break or a day to come.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::{of_what, pack_name, to_come_words, unit_words};
use crate::catalog::pages::past_prices;
use crate::catalog::price_lists::api::{KeepProductPrice, flash_of, list_page};
use crate::catalog::price_lists::goods::{Costs, Goods, Pack};
use crate::catalog::price_lists::list::{KeptPrice, PriceList};
use crate::catalog::price_lists::store;
use crate::catalog::store::{self as catalog_store, PastPrices};
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Power, Typed};
use crate::ui::language::Say;
use crate::ui::{Amount, Field, Form, HiddenField, SelectField, Status, Submit};
use crate::values::{Stop, currency_sign};

/// `/b/{business}/prices/{list}/{product}`
pub async fn product(visit: Visit) -> Result<Page, Stop> {
    let product_id = visit.param_id("product")?;
    let word = visit.param("list").to_owned();
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit
        .flash(&flash_of(&product_id.to_string(), &word))
        .await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeeProducts)?;
    let list = store::find(&mut tx, &word).await?.ok_or(Stop::NotFound)?;
    let goods = store::goods(&mut tx, &[product_id]).await?;
    let one = goods.first().ok_or(Stop::NotFound)?;
    let packs = store::packs_of(&mut tx, &[product_id]).await?;
    let standing = store::standing_of(&mut tx, &list.list, &[product_id]).await?;
    let to_come = store::to_come(&mut tx, &list.list, &[product_id]).await?;
    let page = visit
        .query("page")
        .and_then(|page| page.parse::<i64>().ok());
    let (own, page) = (Some(list.list.as_str()), page.unwrap_or(1));
    let past = catalog_store::past_prices(&mut tx, product_id, own, page).await?;
    let costs = Costs::of(&mut tx, &goods).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let shown = Shown {
        say,
        scope,
        list: &list,
        one,
        packs: &packs,
        typed: Typed { say, flash: &flash },
    };
    let may_keep = staff::may(&scope.who, Power::KeepProducts);
    let form = (may_keep && one.is_sold() && !list.retired).then(|| shown.form());
    let up = (list_page(&scope.slug, &list.list), list.name.clone());
    let body = view! {
        <div class="form-cols">
            <div class="stack">{shown.now(&standing, &to_come, &costs)} {shown.before(&past)}</div>
            {form}
        </div>
    };
    let title = one.name.clone();
    Ok(Page::of(scope, "products", title, body.into_any()).under(up))
}

struct Shown<'a> {
    say: Say,
    scope: &'a Scope,
    list: &'a PriceList,
    one: &'a Goods,
    packs: &'a [Pack],
    typed: Typed<'a>,
}

impl Shown<'_> {
    /// What a price is of; a single unit by its own name.
    fn of(&self, price: &KeptPrice) -> String {
        let words = of_what(self.say, price.key, self.packs);
        if words.is_empty() {
            return unit_words(self.say, self.one);
        }
        words
    }

    fn now(&self, standing: &[KeptPrice], to_come: &[KeptPrice], costs: &Costs) -> AnyView {
        let say = self.say;
        let currency = &self.scope.currency;
        let sign = currency_sign(currency);
        let row = |price: &KeptPrice| {
            let below = price
                .amount
                .is_some_and(|amount| costs.is_above(price.key, amount));
            let below = below.then(|| {
                let text = say.t("prices-below-cost");
                view! { <Status kind="look" text=text /> }
            });
            let amount = price.amount.unwrap_or_default().short(currency);
            view! {
                <tr>
                    <td>{self.of(price)} " " {below}</td>
                    <td class="money">
                        <Amount currency=sign text=amount />
                    </td>
                </tr>
            }
        };
        let rows = standing.iter().map(row).collect_view();
        let soon = to_come.iter().map(|price| {
            let words = to_come_words(say, self.scope, price, self.packs);
            view! { <li>{words}</li> }
        });
        let soon = soon.collect_view();
        let none = standing.is_empty().then(|| {
            view! { <p class="quiet">{say.t("prices-none-own")}</p> }
        });
        view! {
            <section class="card">
                <h2>{self.list.name.clone()}</h2>
                <table class="lines">
                    <caption class="hidden">{self.list.name.clone()}</caption>
                    <tbody>
                        <tr>
                            <td>{say.t("prices-retail")}</td>
                            <td class="money">
                                <Amount currency=sign text=self.one.retail.short(currency) />
                            </td>
                        </tr>
                        {rows}
                    </tbody>
                </table>
                {none}
                <ul>{soon}</ul>
            </section>
        }
        .into_any()
    }

    /// What it asked before.
    fn before(&self, past: &PastPrices) -> Option<AnyView> {
        let (slug, list, product_id) = (&self.scope.slug, &self.list.list, self.one.product_id);
        let to = |page: i64| format!("/b/{slug}/prices/{list}/{product_id}?page={page}#prices");
        past_prices(self.say, self.scope, past, false, to)
    }

    fn form(&self) -> AnyView {
        let say = self.say;
        let typed = &self.typed;
        let unit = (String::new(), unit_words(say, self.one));
        let packs = self.packs.iter().map(|pack| {
            let name = pack_name(say, pack.pack_id, self.packs);
            (pack.pack_id.to_string(), name)
        });
        let of: Vec<(String, String)> = std::iter::once(unit).chain(packs).collect();
        let inside = view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name="list" value=self.list.list.clone() />
            <HiddenField name="product_id" value=self.one.product_id.to_string() />
            <HiddenField name="set_id" value=Uuid::now_v7().to_string() />
            {typed.summary()}
            <SelectField
                label=say.t("prices-of")
                name=typed.name("pack_id")
                options=of
                selected=typed.value("pack_id", "")
                error=typed.error("pack_id")
            />
            <div class="pair">
                <Field
                    label=say.t("prices-from-quantity")
                    name=typed.name("from_quantity")
                    value=typed.value("from_quantity", "")
                    hint=say.t("prices-from-quantity-hint")
                    error=typed.error("from_quantity")
                    inputmode="decimal"
                />
                <Field
                    label=say.t("price")
                    name=typed.name("price")
                    value=typed.value("price", "")
                    hint=say.t("prices-price-hint")
                    error=typed.error("price")
                    inputmode="decimal"
                    prefix=currency_sign(&self.scope.currency).to_owned()
                />
            </div>
            <Field
                label=say.t("prices-valid-from")
                name=typed.name("valid_from")
                value=typed.value("valid_from", "")
                kind="date"
                hint=say.t("prices-valid-from-hint")
                error=typed.error("valid_from")
            />
            <Submit label=say.t("save") />
        }
        .into_any();
        view! {
            <section class="card form">
                <h2>{say.t("prices-set-one")}</h2>
                <Form action=KeepProductPrice::url()>{inside}</Form>
            </section>
        }
        .into_any()
    }
}
