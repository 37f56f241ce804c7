//! The list of products: searched, filtered, sorted and paged by its address.

use leptos::prelude::*;

use super::{amount_of, nothing_to_sell, picture};
use crate::catalog::category::CategoryShown;
use crate::catalog::product::{Listed, OwnerList, OwnerPage, Sort};
use crate::catalog::{ProductKind, categories, list_for_owner};
use crate::platform::http::encode;
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::ui::{
    Amount, EmptyState, Icon, LinkButton, Status, nothing_found, page_links, search_form,
    search_input,
};
use crate::values::{Quantity, Stop, currency_sign};

/// `/b/{business}/products`
pub async fn products(visit: Visit) -> Result<Page, Stop> {
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeeProducts)?;
    let may_keep = staff::may(&tx.scope().who, Power::KeepProducts);
    let say = Say(visit.language_for(tx.scope()));
    let asked = OwnerList {
        words: visit.query("q"),
        category: visit.query("category"),
        retired: visit.query("show").as_deref() == Some("retired"),
        sort: Sort::parse(&visit.query("sort").unwrap_or_default()),
        page: visit
            .query("page")
            .and_then(|page| page.parse().ok())
            .unwrap_or(1),
    };
    let found = list_for_owner(&mut tx, &asked).await?;
    let categories = categories(&mut tx).await?;
    let list = List {
        say,
        scope: tx.scope(),
        base: format!("/b/{}/products", tx.scope().slug),
        asked,
    };
    let add = format!("{}/new", list.base);
    let act = may_keep.then(|| {
        let label = say.t("product-new");
        view! {
            {list.doors()}
            <LinkButton href=add label=label kind="go" icon="plus" class="main-act" />
        }
        .into_any()
    });
    let body = view! {
        {list.filters(&categories)}
        {list.result(&found, may_keep)}
    };
    let mut page = Page::of(
        tx.scope(),
        "products",
        say.t("product-title"),
        body.into_any(),
    );
    page.act = act;
    Ok(page)
}

struct List<'a> {
    say: Say,
    scope: &'a Scope,
    base: String,
    asked: OwnerList,
}

impl List<'_> {
    /// This list in another order or on another page.
    fn address(&self, sort: Sort, page: i64) -> String {
        let mut pairs = Vec::new();
        if let Some(words) = &self.asked.words {
            pairs.push(format!("q={}", encode(words)));
        }
        if let Some(category) = &self.asked.category {
            pairs.push(format!("category={}", encode(category)));
        }
        if self.asked.retired {
            pairs.push("show=retired".to_owned());
        }
        if sort != Sort::default() {
            pairs.push(format!("sort={}", sort.code()));
        }
        if page > 1 {
            pairs.push(format!("page={page}"));
        }
        if pairs.is_empty() {
            return self.base.clone();
        }
        format!("{}?{}", self.base, pairs.join("&"))
    }

    fn filters(&self, categories: &[CategoryShown]) -> AnyView {
        let say = self.say;
        let chosen = self.asked.category.clone().unwrap_or_default();
        let option = |(value, text): (String, String)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{text}</option> }
        };
        let all = (String::new(), say.t("product-all-categories"));
        let known = categories.iter();
        let known = known.map(|category| (category.slug.clone(), category.name.clone()));
        let options = std::iter::once(all).chain(known).map(option).collect_view();
        let retired = self.asked.retired;
        let words = self.asked.words.as_deref().unwrap_or_default();
        let inside = view! {
            {search_input(say.t("product-search"), words)}
            <select name="category" aria-label=say.t("product-category")>
                {options}
            </select>
            <select name="show" aria-label=say.t("state")>
                <option value="">{say.t("product-on-sale")}</option>
                <option value="retired" selected=retired>
                    {say.t("product-retired")}
                </option>
            </select>
        }
        .into_any();
        search_form(say, self.base.clone(), inside)
    }

    fn result(&self, found: &OwnerPage, may_keep: bool) -> AnyView {
        if found.products.is_empty() {
            return self.nothing(may_keep);
        }
        let rows = found
            .products
            .iter()
            .map(|product| self.row(product))
            .collect_view();
        view! {
            <div class="card table-wrap">
                <table class="table">
                    <caption class="hidden">{self.say.t("product-title")}</caption>
                    {self.head()}
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {self.pager(found)}
        }
        .into_any()
    }

    fn head(&self) -> AnyView {
        let say = self.say;
        let sort = self.asked.sort;
        let by_price = if sort == Sort::PriceUp {
            Sort::PriceDown
        } else {
            Sort::PriceUp
        };
        let price_order = match sort {
            Sort::PriceUp => Some("ascending"),
            Sort::PriceDown => Some("descending"),
            _ => None,
        };
        let name_order = (sort == Sort::Name).then_some("ascending");
        view! {
            <thead>
                <tr>
                    <th scope="col" class="thumb">
                        <span class="hidden">{say.t("product-photo")}</span>
                    </th>
                    <th scope="col" aria-sort=name_order>
                        <a class="sort" href=self.address(Sort::Name, 1)>{say.t("name")}</a>
                    </th>
                    <th scope="col" class="extra">{say.t("product-sku")}</th>
                    <th scope="col">{say.t("product-category")}</th>
                    <th scope="col" class="num">{say.t("stock")}</th>
                    <th scope="col" class="num wide-only">{say.t("cost")}</th>
                    <th scope="col" class="num" aria-sort=price_order>
                        <a class="sort" href=self.address(by_price, 1)>{say.t("price")}</a>
                    </th>
                </tr>
            </thead>
        }
        .into_any()
    }

    fn row(&self, product: &Listed) -> AnyView {
        let currency = &self.scope.currency;
        let href = format!("{}/{}", self.base, product.product_id);
        let sign = currency_sign(currency);
        let cost = product
            .cost
            .map(|cost| cost.short(currency))
            .unwrap_or_default();
        view! {
            <tr>
                <td class="thumb">
                    {picture(&self.scope.slug, product.image_file_id, &product.picture)}
                </td>
                <td class="lead">
                    <a href=href>{product.name.clone()}</a>
                </td>
                <td class="extra far">{product.sku.clone()}</td>
                <td class="by">{product.category_name.clone()}</td>
                <td class="num by">{self.stock(product)}</td>
                <td class="num wide-only far">{cost}</td>
                <td class="money aside">
                    <Amount currency=sign text=product.price.short(currency) />
                </td>
            </tr>
        }
        .into_any()
    }

    fn stock(&self, product: &Listed) -> AnyView {
        // What has no stock of its own is not out of it.
        match product.kind {
            ProductKind::Plain => {}
            ProductKind::Kit => return self.say.t("kind-kit").into_any(),
            ProductKind::Family => return self.say.t("kind-family").into_any(),
        }
        if product.on_hand == Quantity::ZERO {
            return view! { <Status kind="look" text=self.say.t("product-out-of-stock") /> }
                .into_any();
        }
        let here = amount_of(self.say, product.on_hand, product.unit);
        let promised = (product.reserved > Quantity::ZERO).then(|| {
            let reserved = product.reserved.short();
            let text = self
                .say
                .with("product-reserved", &[("quantity", &reserved)]);
            view! { <span class="quiet">" " {text}</span> }
        });
        view! { <span>{here} {promised}</span> }.into_any()
    }

    fn pager(&self, found: &OwnerPage) -> AnyView {
        let total = self.say.count("product-count", found.total);
        page_links(self.say, (found.page, found.pages), Some(total), |page| {
            self.address(self.asked.sort, page)
        })
    }

    /// Why the list is empty, and what to do about it.
    fn nothing(&self, may_keep: bool) -> AnyView {
        let say = self.say;
        let asked = &self.asked;
        if asked.retired && asked.words.is_none() && asked.category.is_none() {
            let (title, text) = (
                say.t("product-none-retired"),
                say.t("product-none-retired-text"),
            );
            return view! { <EmptyState icon="box" title=title text=text /> }.into_any();
        }
        if asked.words.is_some() || asked.category.is_some() || asked.retired {
            let (title, text) = (
                say.t("product-none-found"),
                say.t("product-none-found-text"),
            );
            let all = self.base.clone();
            return nothing_found(title, text, (all, say.t("product-show-all")));
        }
        nothing_to_sell(say, &self.base, may_keep)
    }

    /// The ways to what belongs to products.
    fn doors(&self) -> AnyView {
        let say = self.say;
        let categories = format!("/b/{}/categories", self.scope.slug);
        // What is seen, on all its pages.
        let shown = self.address(self.asked.sort, 1);
        let query = shown.strip_prefix(&self.base).unwrap_or_default();
        let export = format!("{}/export.csv{query}", self.base);
        let label = if query.is_empty() {
            say.t("product-export-all")
        } else {
            say.t("product-export-shown")
        };
        let import = format!("{}/import", self.base);
        let files = format!("{}/files", self.base);
        let labels = format!("{}/labels", self.base);
        let known = format!("{}/add-known", self.base);
        let prices = format!("/b/{}/prices", self.scope.slug);
        view! {
            <LinkButton href=categories label=say.t("category-title") />
            <LinkButton href=prices label=say.t("prices-title") />
            <LinkButton href=labels label=say.t("labels-title") icon="print" />
            <details class="doors">
                <summary class="button">
                    {say.t("frame-more")}
                    <Icon name="chevron-down" />
                </summary>
                <div class="card">
                    <LinkButton href=known label=say.t("known-title") icon="plus" />
                    <LinkButton href=import label=say.t("product-import") icon="upload" />
                    <LinkButton href=files label=say.t("sheet-title") icon="upload" />
                    <LinkButton href=export label=label icon="download" />
                </div>
            </details>
        }
        .into_any()
    }
}
