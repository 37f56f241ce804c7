//! One price list: its products with the retail price and the list's own beside each other, to be typed
//! over; found by words, 50 to a page.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::shelf::{EACH, Shelf};
use super::{amount_words, error_of, of_what, summary, to_come_words, unit_words};
use crate::catalog::pages::nothing_to_sell;
use crate::catalog::price_lists::api::{KeepPriceList, KeepPrices, flash_of, list_page};
use crate::catalog::price_lists::ask::Ask;
use crate::catalog::price_lists::goods::Goods;
use crate::catalog::price_lists::list::{PriceKey, PriceList};
use crate::catalog::price_lists::store;
use crate::catalog::product::paged;
use crate::platform::flash::Flash;
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Power, Typed};
use crate::ui::language::Say;
use crate::ui::{
    Amount, CellInput, Field, Form, HiddenField, LinkButton, Notice, Status, Submit, field_id,
    nothing_found, page_links, search_form, search_input,
};
use crate::values::{Money, Quantity, Stop, currency_sign};

/// `/b/{business}/prices/{list}`
pub async fn list(visit: Visit) -> Result<Page, Stop> {
    let word = visit.param("list").to_owned();
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash(&flash_of("rows", &word)).await?;
    let about = visit.flash(&flash_of("self", &word)).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeeProducts)?;
    let list = store::find(&mut tx, &word).await?.ok_or(Stop::NotFound)?;
    let ask = Ask::parse(
        visit
            .path_and_query()
            .split_once('?')
            .map_or("", |(_, query)| query),
    );
    let goods = Shelf::load(&mut tx, &list, &ask).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let may_keep = staff::may(&scope.who, Power::KeepProducts);
    let shown = Shown {
        say,
        scope,
        list: &list,
        ask: &ask,
        base: list_page(&scope.slug, &list.list),
        typed: Typed { say, flash: &flash },
        may_keep: may_keep && !list.retired,
    };
    let body = view! {
        <div class="stack">
            {list.retired.then(|| shown.closed(may_keep))}
            {shown.filters()}
            {shown.rows(&goods)}
            {may_keep.then(|| shown.about(&about))}
        </div>
    };
    let mut page = Page::of(scope, "products", list.name.clone(), body.into_any());
    page.act = may_keep.then(|| shown.doors());
    Ok(page)
}

struct Shown<'a> {
    say: Say,
    scope: &'a Scope,
    list: &'a PriceList,
    ask: &'a Ask,
    /// The list's own address.
    base: String,
    typed: Typed<'a>,
    may_keep: bool,
}

impl Shown<'_> {
    fn doors(&self) -> AnyView {
        let say = self.say;
        let to = |path: &str| format!("{}/{path}", self.base);
        view! {
            <LinkButton href=to("customers") label=say.t("prices-customers-title") icon="users" />
            <LinkButton href=to("file") label=say.t("prices-file") icon="upload" />
            <LinkButton href=to("many") label=say.t("prices-many") icon="tag" />
        }
        .into_any()
    }

    fn closed(&self, may_keep: bool) -> AnyView {
        let say = self.say;
        let inside = view! {
            {self.hidden("bring_back")}
            <Submit label=say.t("prices-open-again") kind="plain" class="small" />
        }
        .into_any();
        let form = may_keep.then(|| {
            view! { <Form action=KeepPriceList::url()>{inside}</Form> }
        });
        view! {
            <Notice kind="look" title=say.t("prices-is-closed")>
                <p>{say.t("prices-is-closed-text")}</p>
                {form}
            </Notice>
        }
        .into_any()
    }

    fn hidden(&self, act: &'static str) -> AnyView {
        view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name="list" value=self.list.list.clone() />
            <HiddenField name="act" value=act />
        }
        .into_any()
    }

    fn filters(&self) -> AnyView {
        let say = self.say;
        let words = self.ask.words.as_deref().unwrap_or_default();
        let inside = view! {
            {search_input(say.t("product-search"), words)}
            <select name="show" aria-label=say.t("prices-which")>
                <option value="">{say.t("prices-all-goods")}</option>
                <option value="own" selected=self.ask.own>
                    {say.t("prices-own-goods")}
                </option>
            </select>
        }
        .into_any();
        search_form(say, self.base.clone(), inside)
    }

    fn rows(&self, shelf: &Shelf) -> AnyView {
        let say = self.say;
        if shelf.goods.is_empty() && self.ask.words.is_none() && !self.ask.own {
            let products = format!("/b/{}/products", self.scope.slug);
            let may_keep = staff::may(&self.scope.who, Power::KeepProducts);
            return nothing_to_sell(say, &products, may_keep);
        }
        if shelf.goods.is_empty() {
            let (title, text) = (
                say.t("product-none-found"),
                say.t("product-none-found-text"),
            );
            let all = self.base.clone();
            return nothing_found(title, text, (all, say.t("product-show-all")));
        }
        let rows = shelf.goods.iter().map(|one| self.row(shelf, one));
        let rows = rows.collect_view();
        let table = view! {
            <div class="card table-wrap">
                <table class="table prices">
                    <caption class="hidden">{self.list.name.clone()}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say.t("name")}</th>
                            <th scope="col" class="num">{say.t("prices-retail")}</th>
                            <th scope="col" class="num">{self.list.name.clone()}</th>
                            <th scope="col">{say.t("prices-also")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any();
        let pager = self.pager(shelf.total);
        if !self.may_keep {
            return view! { {table} {pager} }.into_any();
        }
        let inside = view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name="list" value=self.list.list.clone() />
            <HiddenField name="set_id" value=Uuid::now_v7().to_string() />
            <HiddenField name="query" value=self.ask.query() />
            {self.typed.summary()}
            {table}
            <div class="sticky-foot">
                <Field
                    label=say.t("prices-valid-from")
                    name=self.typed.name("valid_from")
                    value=self.typed.value("valid_from", "")
                    kind="date"
                    error=self.typed.error("valid_from")
                />
                <Submit label=say.t("save") />
            </div>
        }
        .into_any();
        view! {
            <Form action=KeepPrices::url() class="stack">
                {inside}
            </Form>
            {pager}
        }
        .into_any()
    }

    fn row(&self, shelf: &Shelf, one: &Goods) -> AnyView {
        let currency = &self.scope.currency;
        let none = Vec::new();
        let standing = shelf.standing.get(&one.product_id).unwrap_or(&none);
        let to_come = shelf.to_come.get(&one.product_id).unwrap_or(&none);
        let key = PriceKey {
            product_id: one.product_id,
            pack_id: None,
            minimum: Quantity::ZERO,
        };
        let own = standing.iter().find(|price| price.key == key);
        let own = own.and_then(|price| price.amount);
        let below = own.is_some_and(|own| shelf.costs.is_above(key, own));
        let below = below.then(|| {
            let text = self.say.t("prices-below-cost");
            view! { <Status kind="look" text=text /> }
        });
        let breaks = standing
            .iter()
            .filter(|price| price.key != key)
            .map(|price| {
                let amount = amount_words(self.say, self.scope, price.amount);
                format!("{}: {amount}", of_what(self.say, price.key, &shelf.packs))
            });
        let soon = to_come
            .iter()
            .map(|price| to_come_words(self.say, self.scope, price, &shelf.packs));
        let also = breaks
            .chain(soon)
            .map(|words| view! { <li>{words}</li> })
            .collect_view();
        let href = format!("{}/{}", self.base, one.product_id);
        let beside = format!("{} · {}", one.sku, unit_words(self.say, one));
        let sign = currency_sign(currency);
        view! {
            <tr>
                <td class="lead">
                    <a href=href>{one.name.clone()}</a>
                    <span class="quiet">{beside}</span>
                </td>
                <td class="money" data-label=self.say.t("prices-retail")>
                    <Amount currency=sign text=one.retail.short(currency) />
                </td>
                <td class="money" data-label=self.list.name.clone()>
                    {self.own_price(one, own)}
                </td>
                <td class="by whose">
                    {below}
                    <ul>{also}</ul>
                </td>
            </tr>
        }
        .into_any()
    }

    /// The list's own price of a unit: to be typed over, or only to be read.
    fn own_price(&self, one: &Goods, own: Option<Money>) -> AnyView {
        let currency = &self.scope.currency;
        if !self.may_keep {
            let sign = currency_sign(currency);
            return own
                .map(|own| view! { <Amount currency=sign text=own.short(currency) /> })
                .into_any();
        }
        let kept = own.map(|own| own.bare(currency)).unwrap_or_default();
        let field = format!("price-{}", one.product_id);
        let was = format!("was-{}", one.product_id);
        let name = self.typed.name(&field);
        let id = field_id(&name);
        let error = self.typed.error(&field);
        let named = [
            ("name", one.name.as_str()),
            ("list", self.list.name.as_str()),
        ];
        let label = self.say.with("prices-of-on", &named);
        view! {
            <div>
                <HiddenField name=self.typed.name(&was) value=kept.clone() />
                <CellInput
                    id=id
                    name=name
                    value=self.typed.value(&field, &kept)
                    maxlength=16
                    label=label
                    error=error
                />
            </div>
        }
        .into_any()
    }

    fn pager(&self, total: i64) -> AnyView {
        let (pages, page) = paged(total, self.ask.page, EACH);
        let total = self.say.count("product-count", total);
        page_links(self.say, (page, pages), Some(total), |page| {
            format!("{}?{}", self.base, self.ask.at(page).query())
        })
    }

    /// The list's name, and the way to close it.
    fn about(&self, flash: &Flash) -> AnyView {
        let say = self.say;
        let rename = view! {
            {self.hidden("rename")}
            {summary(say, flash)}
            <Field
                label=say.t("name")
                name="name"
                value=flash.value("name", &self.list.name)
                error=error_of(say, flash, "name")
                required=true
                maxlength=60
            />
            <Submit label=say.t("save") kind="plain" />
        }
        .into_any();
        let named = [("name", self.list.name.as_str())];
        let text = say.with("prices-close-text", &named);
        let close = view! {
            {self.hidden("retire")}
            <p>{text}</p>
            <Submit label=say.t("prices-close") kind="danger" />
        }
        .into_any();
        let close = (!self.list.retired).then(|| {
            view! {
                <details class="card more">
                    <summary>{say.t("prices-close")}</summary>
                    <Form action=KeepPriceList::url()>{close}</Form>
                </details>
            }
        });
        view! {
            <details class="card more" open=flash.is_refused()>
                <summary>{say.t("prices-rename")}</summary>
                <Form action=KeepPriceList::url()>{rename}</Form>
            </details>
            {close}
        }
        .into_any()
    }
}
