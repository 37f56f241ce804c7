//! Which labels are wanted: of what is ticked, how many, on which paper, with what on them. The form
//! is an address: nothing is kept.

use std::collections::HashMap;

use leptos::prelude::*;
use uuid::Uuid;

use super::{goods, query_of};
use crate::catalog::category::CategoryShown;
use crate::catalog::labels::choose::{MOST, MOST_PRODUCTS, Source};
use crate::catalog::labels::paper::Paper;
use crate::catalog::labels::store as labels;
use crate::catalog::packs::{Pack, packs_in_use};
use crate::catalog::pages::nothing_to_sell;
use crate::catalog::price_lists::start_of;
use crate::catalog::product::{Browse, Product, paged};
use crate::catalog::store::{self, Eyes};
use crate::catalog::{browse, categories};
use crate::platform::{BusinessTx, Page, Scope, Visit};
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::ui::{
    Amount, Choice, ChoiceField, Field, Submit, nothing_found, page_links, search_form,
    search_input,
};
use crate::values::{Money, Stop, currency_sign};

/// Products on a page, where nothing says which are wanted.
const EACH: i64 = 50;

/// `/b/{business}/products/labels`
pub async fn choose(visit: Visit) -> Result<Page, Stop> {
    let source = Source::parse(&query_of(&visit));
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeeProducts)?;
    if matches!(source, Source::Receipt(_)) {
        staff::allow(&tx, Power::SeePurchases)?;
    }
    let offered = Offered::load(&mut tx, &source).await?;
    let shelves = categories(&mut tx).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let shown = Shown {
        say,
        scope,
        source: &source,
        base: format!("/b/{}/products/labels", scope.slug),
    };
    let body = view! {
        <div class="stack">
            {shown.filters(&shelves)}
            {shown.offer(&offered)}
        </div>
    };
    Ok(Page::of(
        scope,
        "products",
        say.t("labels-title"),
        body.into_any(),
    ))
}

/// What is offered to be labelled.
struct Offered {
    products: Vec<Product>,
    /// Their packs.
    packs: Vec<Pack>,
    /// How many labels of each are proposed, if not one.
    counts: HashMap<Uuid, i64>,
    /// How many there are on all pages.
    total: i64,
}

impl Offered {
    async fn load(tx: &mut BusinessTx, source: &Source) -> Result<Offered, Stop> {
        let most = i64::try_from(MOST_PRODUCTS).unwrap_or(EACH);
        let mut counts = HashMap::new();
        let (ids, total) = match source {
            Source::Words(words, page) => {
                let among = browse::among(tx, words.as_deref()).await?;
                let window = |total| {
                    let (_, page) = paged(total, *page, EACH);
                    (EACH, (page - 1).saturating_mul(EACH))
                };
                let all = Browse::default();
                store::page_of_shop(tx, &all, Eyes::Owner, among.as_deref(), window).await?
            }
            Source::Category(slug) => {
                let asked = Browse {
                    category: Some(slug.clone()),
                    ..Browse::default()
                };
                store::page_of_shop(tx, &asked, Eyes::Owner, None, |_| (most, 0)).await?
            }
            Source::Since(day) => {
                let since = start_of(tx.scope(), *day);
                let ids = match since {
                    Some(since) => labels::repriced_since(tx, since, most).await?,
                    None => Vec::new(),
                };
                (ids, 0)
            }
            Source::Receipt(receipt_id) => {
                let lines = labels::received(tx, *receipt_id, most).await?;
                if lines.is_empty() {
                    return Err(Stop::NotFound);
                }
                // One label for each piece; half a kilogram is a bag, too.
                let whole = |milli: i64| milli.saturating_add(999) / 1000;
                counts.extend(lines.iter().map(|(id, much)| (*id, whole(much.milli()))));
                (lines.into_iter().map(|(id, _)| id).collect(), 0)
            }
        };
        Ok(Offered {
            products: goods(tx, &ids).await?,
            packs: packs_in_use(tx, &ids).await?,
            counts,
            total,
        })
    }
}

/// A row of what can be labelled.
struct Line {
    id: Uuid,
    name: String,
    sku: String,
    /// How its fields call it: a pack by itself first, so that it is told from its product.
    called: String,
    price: Option<Money>,
    count: i64,
    is_meant: bool,
}

impl Line {
    fn of(product: &Product, count: i64, is_meant: bool) -> Line {
        Line {
            id: product.product_id,
            name: product.name.clone(),
            sku: product.sku.clone(),
            called: product.name.clone(),
            price: Some(product.price),
            count,
            is_meant,
        }
    }

    /// A pack is ticked by hand.
    fn of_pack(product: &Product, pack: &Pack) -> Line {
        Line {
            id: pack.pack_id,
            name: format!("{}, {} × {}", product.name, pack.name, pack.holds.short()),
            called: format!("{}, {}", pack.name, product.name),
            price: pack.price,
            ..Line::of(product, 1, false)
        }
    }
}

struct Shown<'a> {
    say: Say,
    scope: &'a Scope,
    source: &'a Source,
    base: String,
}

impl Shown<'_> {
    /// Whether everything that is offered is meant; else some of it is ticked by hand.
    fn is_meant(&self) -> bool {
        !matches!(self.source, Source::Words(..))
    }

    fn filters(&self, shelves: &[CategoryShown]) -> AnyView {
        let say = self.say;
        let (words, chosen, since) = match self.source {
            Source::Words(words, _) => (words.clone(), String::new(), String::new()),
            Source::Category(slug) => (None, slug.clone(), String::new()),
            Source::Since(day) => (None, String::new(), day.to_string()),
            Source::Receipt(_) => (None, String::new(), String::new()),
        };
        let option = |category: &CategoryShown| {
            let selected = category.slug == chosen;
            view! {
                <option value=category.slug.clone() selected=selected>
                    {category.name.clone()}
                </option>
            }
        };
        let options = shelves.iter().map(option).collect_view();
        let inside = view! {
            {search_input(say.t("product-search"), &words.unwrap_or_default())}
            <select name="category" aria-label=say.t("product-category")>
                <option value="">{say.t("product-all-categories")}</option>
                {options}
            </select>
            <input
                type="date"
                name="since"
                value=since
                aria-label=say.t("labels-since")
                title=say.t("labels-since")
            />
        }
        .into_any();
        view! {
            {search_form(say, self.base.clone(), inside)}
            <p class="quiet">{say.t("labels-since-hint")}</p>
        }
        .into_any()
    }

    fn offer(&self, offered: &Offered) -> AnyView {
        let say = self.say;
        if offered.products.is_empty() && matches!(self.source, Source::Words(None, _)) {
            let products = format!("/b/{}/products", self.scope.slug);
            let may_keep = staff::may(&self.scope.who, Power::KeepProducts);
            return nothing_to_sell(say, &products, may_keep);
        }
        if offered.products.is_empty() {
            let (title, text) = (
                say.t("product-none-found"),
                say.t("product-none-found-text"),
            );
            let all = self.base.clone();
            return nothing_found(title, text, (all, say.t("product-show-all")));
        }
        let rows = offered.products.iter().flat_map(|product| {
            let packs = offered.packs.iter();
            let own = packs.filter(|pack| pack.product_id == product.product_id);
            let own = own.map(|pack| self.row(&Line::of_pack(product, pack)));
            let count = offered.counts.get(&product.product_id).copied();
            let line = Line::of(product, count.unwrap_or(1), self.is_meant());
            std::iter::once(self.row(&line))
                .chain(own)
                .collect::<Vec<_>>()
        });
        let rows = rows.collect_view();
        let action = format!("{}/sheet", self.base);
        view! {
            <form class="stack" method="get" action=action>
                <div class="card table-wrap">
                    <table class="table">
                        <caption class="hidden">{say.t("labels-title")}</caption>
                        <thead>
                            <tr>
                                <th scope="col" class="tick">
                                    <span class="hidden">{say.t("labels-tick")}</span>
                                </th>
                                <th scope="col">{say.t("name")}</th>
                                <th scope="col" class="num">{say.t("price")}</th>
                                <th scope="col" class="num">{say.t("labels-count")}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                {self.pager(offered.total)}
                {self.how()}
                <div class="sticky-foot">
                    <p class="quiet">{say.count("labels-most", i64::from(MOST))}</p>
                    <Submit label=say.t("labels-show") icon="print" />
                </div>
            </form>
        }
        .into_any()
    }

    fn row(&self, line: &Line) -> AnyView {
        let say = self.say;
        let currency = &self.scope.currency;
        let id = line.id;
        let price = line.price.map(|price| {
            let sign = currency_sign(currency);
            view! { <Amount currency=sign text=price.short(currency) /> }
        });
        let named = [("name", line.called.as_str())];
        let tick = say.with("labels-tick-name", &named);
        let how_many = say.with("labels-count-name", &named);
        view! {
            <tr>
                <td class="tick">
                    <input
                        type="checkbox"
                        name="id"
                        value=id.to_string()
                        checked=line.is_meant
                        aria-label=tick
                    />
                </td>
                <td class="lead">
                    {line.name.clone()} <span class="quiet">{line.sku.clone()}</span>
                </td>
                <td class="money aside">
                    {price}
                </td>
                <td class="num" data-label=say.t("labels-count")>
                    <input
                        class="amount how-many"
                        type="number"
                        min="0"
                        max="500"
                        name=format!("n-{id}")
                        value=line.count.to_string()
                        aria-label=how_many
                    />
                </td>
            </tr>
        }
        .into_any()
    }

    fn pager(&self, total: i64) -> Option<AnyView> {
        let Source::Words(words, page) = self.source else {
            return None;
        };
        let (pages, page) = paged(total, *page, EACH);
        Some(page_links(self.say, (page, pages), None, |page| {
            format!("{}?{}", self.base, Source::at(words.as_deref(), page))
        }))
    }

    /// On which paper, and what is on it.
    fn how(&self) -> AnyView {
        let say = self.say;
        let papers = Paper::ALL.map(|paper| Choice {
            value: paper.code().to_owned(),
            title: say.t(&format!("labels-paper-{}", paper.code())),
            description: Some(say.t(&format!("labels-paper-{}-text", paper.code()))),
            price: None,
        });
        let part = |part: &'static str| {
            let label = say.t(&format!("labels-on-{part}"));
            let id = format!("on-{part}");
            let its = id.clone();
            view! {
                <div class="field check">
                    <label for=its>
                        <input id=id type="checkbox" name="on" value=part checked=true />
                        <span>{label}</span>
                    </label>
                </div>
            }
        };
        let parts = ["name", "price", "per", "bars"].map(part);
        let parts = parts.into_iter().collect_view();
        view! {
            <div class="form-cols">
                <section class="card form">
                    <ChoiceField
                        label=say.t("labels-paper")
                        name="paper"
                        choices=papers.to_vec()
                        selected=Paper::default().code()
                    />
                </section>
                <section class="card form">
                    <fieldset>
                        <legend>{say.t("labels-on")}</legend>
                        {parts}
                    </fieldset>
                    <Field
                        label=say.t("labels-skip")
                        name="skip"
                        hint=say.t("labels-skip-hint")
                        inputmode="numeric"
                    />
                </section>
            </div>
        }
        .into_any()
    }
}
