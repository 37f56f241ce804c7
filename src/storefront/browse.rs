//! The shop's first page and its categories: what there is, found by words, category and price.

use std::collections::HashMap;

use leptos::prelude::*;
use leptos_meta::{Link, Meta};
use uuid::Uuid;

use super::asked::Asked;
use super::closed::closed;
use super::search_form::{chips, search_form};
use super::shop::{Shop, here};
use super::tile::{Around, cart_bar, count_of, tile};
use super::typed::Typed;
use crate::catalog::{self, CategoryShown, Found};
use crate::orders::{self, Cart};
use crate::platform::flash::Flash;
use crate::platform::{Page, Visit};
use crate::ui::{EmptyState, LinkButton, Notice, page_links};
use crate::values::{Quantity, Stop};

/// What is shown, all of it loaded.
struct Shelf<'a> {
    shop: &'a Shop,
    asked: &'a Asked,
    /// The path of this page, without its query.
    path: String,
    category: Option<&'a CategoryShown>,
    found: Found,
    cart: Option<Cart>,
    flash: Flash,
    back: String,
}

/// `/s/{shop}` and `/s/{shop}/c/{category}`.
pub async fn browse(visit: Visit) -> Result<Page, Stop> {
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash("add").await?;
    let mut tx = visit.storefront(visit.param("shop")).read().await?;
    let shop = Shop::of(&visit, &mut tx).await?;
    if !shop.settings.storefront_open {
        return Ok(closed(&shop, tx.scope()));
    }
    let categories = catalog::categories(&mut tx).await?;
    let category = chosen(&categories, visit.param("category"))?;
    let asked = Asked::read(|name| visit.query(name));
    let slug = category.map(|category| category.slug.clone());
    let (wanted, wrong) = asked.browse(slug.clone(), &shop.currency);
    let found = catalog::browse(&mut tx, &wanted).await?;
    let browser = visit.browser();
    let shelf = Shelf {
        shop: &shop,
        asked: &asked,
        path: slug
            .as_ref()
            .map_or_else(|| shop.home(), |slug| shop.path(&format!("/c/{slug}"))),
        category,
        found,
        cart: orders::cart(&mut tx, browser.as_deref()).await?,
        flash,
        back: here(&visit),
    };
    let body = view! {
        {shelf.head(&visit)}
        {search_form(&shop, &asked, &shelf.path, &wrong)}
        {chips(&shop, &asked, &categories, slug.as_deref())}
        {shelf.stray_refusal()}
        {shelf.title()}
        {shelf.products()}
        {shelf.pager()}
    };
    let title = shelf.answer().unwrap_or_else(|| {
        category.map_or_else(|| shop.name.clone(), |category| category.name.clone())
    });
    let count = count_of(shelf.cart.as_ref());
    let mut page = shop.page(tx.scope(), "shop", title, count, body.into_any());
    page.act = cart_bar(&shop, shelf.cart.as_ref());
    Ok(page)
}

/// The category of the address: none on the first page, not found where there is no such one.
fn chosen<'a>(
    categories: &'a [CategoryShown],
    slug: &str,
) -> Result<Option<&'a CategoryShown>, Stop> {
    if slug.is_empty() {
        return Ok(None);
    }
    let category = categories.iter().find(|category| category.slug == slug);
    category.map(Some).ok_or(Stop::NotFound)
}

impl Shelf<'_> {
    /// For search engines: what is here, and its one address. Results of a search are not listed.
    fn head(&self, visit: &Visit) -> AnyView {
        let say = self.shop.say;
        let shop = ("shop", self.shop.name.as_str());
        let about = self.shop.settings.about.lines().next().unwrap_or_default();
        let says = match self.category {
            Some(category) => say.with(
                "store-describes-category",
                &[("name", &category.name), shop],
            ),
            None if about.is_empty() => say.with("store-describes", &[shop]),
            None => about.chars().take(160).collect(),
        };
        let is_plain = self.asked.link("", 1).is_empty();
        let hide = (!is_plain).then(|| view! { <Meta name="robots" content="noindex,follow" /> });
        let address = self.asked.words_only();
        let canonical = canonical(visit, self.shop, &address.link(&self.path, self.found.page));
        view! {
            <Meta name="description" content=says />
            <Link rel="canonical" href=canonical />
            {hide}
        }
        .into_any()
    }

    /// What a search has found, in a line; nothing where nobody searched.
    fn answer(&self) -> Option<String> {
        if self.asked.words.is_empty() {
            return None;
        }
        // In quotes, so that words that are only digits are not taken for a count.
        let words = format!("“{}”", self.asked.words);
        let total = self.found.total.to_string();
        let named = [("count", total.as_str()), ("words", words.as_str())];
        Some(self.shop.say.with("store-results", &named))
    }

    fn title(&self) -> AnyView {
        let say = self.shop.say;
        if let Some(answer) = self.answer() {
            return view! { <h1>{answer}</h1> }.into_any();
        }
        match self.category {
            Some(category) => view! {
                <div class="row">
                    <h1>{category.name.clone()}</h1>
                    <span class="quiet">{say.count("store-products", self.found.total)}</span>
                </div>
            }
            .into_any(),
            None => view! { <h1 class="hidden">{self.shop.name.clone()}</h1> }.into_any(),
        }
    }

    /// Why something could not be put into the cart that is not on this page: sold no more, or gone
    /// since the page was opened.
    fn stray_refusal(&self) -> Option<AnyView> {
        let typed = self.typed();
        let refused = typed.value("product_id", "");
        let mut shown = self.found.products.iter();
        if shown.any(|product| product.product_id.to_string() == refused) {
            return None;
        }
        let text = typed.in_one_line()?;
        Some(view! { <Notice kind="look" title=text /> }.into_any())
    }

    fn typed(&self) -> Typed<'_> {
        Typed {
            say: self.shop.say,
            flash: &self.flash,
            is_nested: false,
        }
    }

    fn products(&self) -> AnyView {
        if self.found.products.is_empty() {
            return self.nothing();
        }
        let in_cart: HashMap<Uuid, Quantity> = self
            .cart
            .iter()
            .flat_map(|cart| &cart.lines)
            .map(|line| (line.product_id, line.quantity))
            .collect();
        let typed = self.typed();
        let refused = typed.value("product_id", "");
        let tiles = self
            .found
            .products
            .iter()
            .enumerate()
            .map(|(place, product)| {
                let is_refused = product.product_id.to_string() == refused;
                let around = Around {
                    back: self.back.clone(),
                    in_cart: in_cart.get(&product.product_id).copied(),
                    error: is_refused.then(|| typed.in_one_line()).flatten(),
                    is_first: place == 0,
                };
                tile(self.shop, product, around)
            });
        let tiles = tiles.collect_view();
        view! { <ul class="product-grid">{tiles}</ul> }.into_any()
    }

    /// Why there is nothing, and the way out.
    fn nothing(&self) -> AnyView {
        let say = self.shop.say;
        let is_asked = !self.asked.words.is_empty() || self.asked.is_filtered();
        if !is_asked && self.category.is_none() {
            let (title, text) = (say.t("store-empty"), say.t("store-empty-text"));
            return view! { <EmptyState icon="bag" title=title text=text /> }.into_any();
        }
        let unfiltered = self.asked.is_filtered().then(|| {
            let to = self.asked.words_only().link(&self.path, 1);
            view! { <LinkButton href=to label=say.t("store-clear-filters") /> }
        });
        let everywhere = (self.category.is_some() && !self.asked.words.is_empty()).then(|| {
            let to = self.asked.words_only().link(&self.shop.home(), 1);
            view! { <LinkButton href=to label=say.t("store-search-everywhere") /> }
        });
        let home = self.shop.home();
        view! {
            <EmptyState
                icon="search"
                title=say.t("store-no-results")
                text=say.t("store-no-results-text")
            >
                <div class="row">
                    {unfiltered} {everywhere}
                    <LinkButton href=home label=say.t("store-all-products") />
                </div>
            </EmptyState>
        }
        .into_any()
    }

    fn pager(&self) -> Option<AnyView> {
        let (page, pages) = (self.found.page, self.found.pages);
        (pages > 1).then(|| {
            page_links(self.shop.say, (page, pages), None, |page| {
                self.asked.link(&self.path, page)
            })
        })
    }
}

/// The one address by which a page is known elsewhere.
pub(super) fn canonical(visit: &Visit, shop: &Shop, path: &str) -> String {
    let root = match shop.address.strip_prefix('@') {
        Some(host) => format!("https://{host}"),
        None => visit.state.config.public_url.clone(),
    };
    format!("{root}{path}")
}
