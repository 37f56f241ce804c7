//! One product: what it is, what it costs, how much is left, and the way into the cart.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::{Link, Meta};

use super::api::AddToCart;
use super::browse::canonical;
use super::choices::{parts, variants};
use super::closed::closed;
use super::left::{Left, left, portion};
use super::picture::picture;
use super::shop::{Shop, here, paragraphs, post};
use super::tile::{cart_bar, count_of, from, in_cart};
use super::typed::{Typed, error_line};
use crate::catalog::{self, Described, ProductKind, Shown};
use crate::orders::{self, CheckoutChoices};
use crate::platform::{Page, Visit};
use crate::ui::{Crumbs, Field, HiddenField, Icon, Status, Submit};
use crate::values::{Money, Quantity, Stop};

/// `/s/{shop}/p/{product}`.
pub async fn product(visit: Visit) -> Result<Page, Stop> {
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash("add").await?;
    let mut tx = visit.storefront(visit.param("shop")).read().await?;
    let shop = Shop::of(&visit, &mut tx).await?;
    if !shop.settings.storefront_open {
        return Ok(closed(&shop, tx.scope()));
    }
    let found = catalog::by_slug(&mut tx, visit.param("product")).await?;
    let found = found.ok_or(Stop::NotFound)?;
    let product = &found.product;
    let choices = orders::checkout_choices(&mut tx, visit.mpesa_is_on()).await?;
    let browser = visit.browser();
    let cart = orders::cart(&mut tx, browser.as_deref()).await?;
    let typed = Typed {
        say: shop.say,
        flash: &flash,
        is_nested: false,
    };
    let mut lines = cart.iter().flat_map(|cart| &cart.lines);
    let chosen = lines
        .find(|line| line.product_id == product.product_id)
        .map(|line| line.quantity);
    let photo = picture(
        &shop.slug,
        product.image_file_id,
        &product.picture,
        &product.name,
        true,
    );
    let body = view! {
        {head(&visit, &shop, product, &found.description)}
        {crumbs(&shop, &found)}
        <div class="product two">
            {photo}
            <div class="stack">
                <div>
                    <h1>{product.name.clone()}</h1>
                    {in_cart(&shop, product, chosen)
                        .map(|chosen| view! { <p class="row">{chosen}</p> })}
                </div>
                <p class="price">
                    {from(&shop, product)} {shop.amount(product.price)} " "
                    <span class="quiet">{shop.per(product.unit)}</span>
                </p>
                <p>{stock_word(&shop, product)}</p>
                {variants(&shop, &found)}
                {buy(&shop, product, chosen, &typed, here(&visit))}
                {parts(&shop, &found)}
                {paragraphs(&found.description)}
                {promises(&shop, &choices)}
            </div>
        </div>
    };
    let count = count_of(cart.as_ref());
    let mut page = shop.page(
        tx.scope(),
        "shop",
        product.name.clone(),
        count,
        body.into_any(),
    );
    page.act = cart_bar(&shop, cart.as_ref());
    Ok(page)
}

fn head(visit: &Visit, shop: &Shop, product: &Shown, description: &str) -> AnyView {
    let say = shop.say;
    let price = shop.money(product.price);
    let says: String = if description.trim().is_empty() {
        let unit = shop.per(product.unit);
        let args = [
            ("name", product.name.as_str()),
            ("price", price.as_str()),
            ("unit", unit.as_str()),
            ("shop", shop.name.as_str()),
        ];
        say.with("store-describes-product", &args)
    } else {
        description
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .chars()
            .take(160)
            .collect()
    };
    let address = canonical(visit, shop, &shop.product(&product.slug));
    view! {
        <Meta name="description" content=says />
        <Link rel="canonical" href=address />
    }
    .into_any()
}

fn crumbs(shop: &Shop, found: &Described) -> AnyView {
    let say = shop.say;
    let mut items = vec![(shop.home(), say.t("store-all-products"))];
    if let (Some(slug), Some(name)) = (&found.category, &found.product.category_name) {
        items.push((shop.path(&format!("/c/{slug}")), name.clone()));
    }
    if let Some((slug, name)) = &found.family {
        items.push((shop.product(slug), name.clone()));
    }
    view! { <Crumbs items=items label=say.t("way-back") /> }.into_any()
}

fn stock_word(shop: &Shop, product: &Shown) -> AnyView {
    let say = shop.say;
    let (kind, text) = match left(product.available, product.step) {
        // Of which variant there is little is said on its own page.
        Left::Few(_) if product.kind == ProductKind::Family => ("good", say.t("store-in-stock")),
        Left::SoldOut => ("plain", say.t("store-sold-out-for-now")),
        Left::Few(few) => {
            let few = shop.quantity(few, product.unit);
            ("look", say.with("store-only-left", &[("left", &few)]))
        }
        Left::Plenty => ("good", say.t("store-in-stock")),
    };
    view! { <Status kind=kind text=text /> }.into_any()
}

/// How much, and into the cart, which holds `chosen` of it; where there is none, and for a family, of
/// which a variant is chosen first, only what was refused, if anything was.
fn buy(
    shop: &Shop,
    product: &Shown,
    chosen: Option<Quantity>,
    typed: &Typed<'_>,
    back: String,
) -> AnyView {
    let say = shop.say;
    let is_gone = left(product.available, product.step) == Left::SoldOut;
    if is_gone || product.kind == ProductKind::Family {
        // There is no field that a summary could lead to.
        return error_line(typed.in_one_line());
    }
    let hint = (product.step != Quantity::ONE).then(|| {
        let step = shop.quantity(product.step, product.unit);
        say.with("store-step-hint", &[("step", &step)])
    });
    let portion = portion(product.available, product.step);
    let inside = view! {
        {typed.summary()}
        {shop.field()}
        <HiddenField name="product_id" value=product.product_id.to_string() />
        <HiddenField name="had" value=chosen.unwrap_or_default().short() />
        <HiddenField name="back" value=back />
        <Field
            label=say.t("store-how-much")
            name="quantity"
            value=typed.value("quantity", &portion.short())
            inputmode="decimal"
            autocomplete="off"
            hint=hint
            suffix=say.unit(product.unit)
            error=typed.error("quantity")
        />
        <Submit label=say.t("store-add-to-cart") icon="cart" class="wide" />
    };
    post(AddToCart::url(), "form", inside.into_any())
}

/// How it reaches the customer, and how it is paid.
fn promises(shop: &Shop, choices: &CheckoutChoices) -> AnyView {
    let say = shop.say;
    let line = |icon: &'static str, text: String| {
        view! {
            <li class="row">
                <Icon name=icon />
                {text}
            </li>
        }
    };
    let least = choices.areas.iter().map(|(_, _, fee)| *fee).min();
    let delivery = least.map(|fee| {
        let text = if fee == Money::ZERO {
            say.t("store-delivers-free")
        } else {
            say.with("store-delivers-from", &[("fee", &shop.money(fee))])
        };
        line("truck", text)
    });
    let pickup = choices
        .pickups
        .iter()
        .map(|(_, name, _)| line("store", say.with("store-pickup-at", &[("place", name)])));
    let pickup = pickup.collect_view();
    let pay = match (choices.mpesa, choices.on_hand_over) {
        (true, true) => Some(say.t("store-pays-both")),
        (true, false) => Some(say.t("store-pays-mpesa")),
        (false, true) => Some(say.t("store-pays-on-hand-over")),
        (false, false) => None,
    };
    let pay = pay.map(|text| line("phone-pay", text));
    view! { <ul class="stack quiet">{delivery} {pickup} {pay}</ul> }.into_any()
}
