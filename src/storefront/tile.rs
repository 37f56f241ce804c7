//! A product among others, and the cart at the thumb.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::api::AddToCart;
use super::left::{Left, left, portion};
use super::picture::picture;
use super::shop::{Shop, post};
use super::typed::error_line;
use crate::catalog::{ProductKind, Shown};
use crate::orders::Cart;
use crate::ui::{HiddenField, Icon, LinkButton, Status};
use crate::values::Quantity;

/// What a product's tile shows besides the product.
pub(super) struct Around {
    /// The page that the form comes back to.
    pub back: String,
    /// How much of it is in the cart.
    pub in_cart: Option<Quantity>,
    /// Why it could not be put into the cart.
    pub error: Option<String>,
    /// Whether its photo is what is seen first.
    pub is_first: bool,
}

/// A product in the grid, with the button that puts it into the cart.
pub(super) fn tile(shop: &Shop, product: &Shown, around: Around) -> AnyView {
    let href = shop.product(&product.slug);
    let photo = picture(
        &shop.slug,
        product.image_file_id,
        &product.picture,
        "",
        around.is_first,
    );
    view! {
        <li class="card tile" id=format!("p-{}", product.slug)>
            <a href=href.clone() tabindex="-1" aria-hidden="true">
                {photo}
            </a>
            <div class="tile-name">
                <a href=href>{product.name.clone()}</a>
                <div class="quiet">{shop.per(product.unit)} " " {stock_word(shop, product)}</div>
                {in_cart(shop, product, around.in_cart)}
                {error_line(around.error)}
            </div>
            <div class="tile-foot">
                <span class="price">{from(shop, product)} {shop.amount(product.price)}</span>
                " "
                {add_form(shop, product, around.in_cart, around.back)}
            </div>
        </li>
    }
    .into_any()
}

/// Says that a price is the least of several.
pub(super) fn from(shop: &Shop, product: &Shown) -> Option<AnyView> {
    let words = product.is_from.then(|| shop.say.t("store-from"))?;
    Some(view! { <span class="quiet">{words} " "</span> }.into_any())
}

/// Says that there is little left; nothing where there is enough, or none, or several to choose from.
fn stock_word(shop: &Shop, product: &Shown) -> Option<AnyView> {
    let say = shop.say;
    if product.kind == ProductKind::Family {
        return None;
    }
    let Left::Few(few) = left(product.available, product.step) else {
        return None;
    };
    let few = shop.quantity(few, product.unit);
    let text = say.with("store-only-left", &[("left", &few)]);
    Some(view! { <Status kind="look" text=text /> }.into_any())
}

/// Says how much of it is in the cart already.
pub(super) fn in_cart(shop: &Shop, product: &Shown, chosen: Option<Quantity>) -> Option<AnyView> {
    let say = shop.say;
    let chosen = shop.quantity(chosen?, product.unit);
    let text = say.with("store-in-cart", &[("quantity", &chosen)]);
    Some(view! { <Status kind="good" text=text /> }.into_any())
}

/// The button that puts it into the cart, which holds `chosen` of it; for a family, the way to its
/// variants.
fn add_form(shop: &Shop, product: &Shown, chosen: Option<Quantity>, back: String) -> AnyView {
    let say = shop.say;
    if left(product.available, product.step) == Left::SoldOut {
        return view! { <Status kind="plain" text=say.t("store-sold-out") /> }.into_any();
    }
    if product.kind == ProductKind::Family {
        return view! {
            <a class="button" href=shop.product(&product.slug)>
                {say.t("store-choose")}
                <span class="hidden">" " {product.name.clone()}</span>
            </a>
        }
        .into_any();
    }
    let portion = portion(product.available, product.step);
    let words = if portion == Quantity::ONE {
        say.t("add")
    } else {
        let quantity = shop.quantity(portion, product.unit);
        say.with("store-add-some", &[("quantity", &quantity)])
    };
    let back = format!("{back}#p-{}", product.slug);
    let inside = view! {
        {shop.field()}
        <HiddenField name="product_id" value=product.product_id.to_string() />
        <HiddenField name="quantity" value=portion.short() />
        <HiddenField name="had" value=chosen.unwrap_or_default().short() />
        <HiddenField name="back" value=back />
        <button type="submit" class="button">
            <Icon name="plus" />
            {words}
            <span class="hidden">" " {product.name.clone()}</span>
        </button>
    };
    post(AddToCart::url(), "", inside.into_any())
}

/// What the cart comes to and the way to it, at the thumb; nothing while it is empty.
pub(super) fn cart_bar(shop: &Shop, cart: Option<&Cart>) -> Option<AnyView> {
    let say = shop.say;
    let cart = cart.filter(|cart| !cart.lines.is_empty())?;
    let count = count_of(Some(cart));
    let view = view! {
        <aside class="cart-bar" aria-label=say.t("store-cart")>
            <div>
                <p>
                    <b>{shop.amount(cart.goods)}</b>
                    " "
                    <span class="quiet">{say.count("store-items", count)}</span>
                </p>
                <LinkButton
                    href=shop.path("/cart")
                    label=say.t("store-view-cart")
                    kind="go"
                    icon="cart"
                />
            </div>
        </aside>
    };
    Some(view.into_any())
}

/// How many lines a cart has.
pub(super) fn count_of(cart: Option<&Cart>) -> i64 {
    cart.map_or(0, |cart| {
        i64::try_from(cart.lines.len()).unwrap_or(i64::MAX)
    })
}
