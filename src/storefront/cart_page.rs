//! The cart: what was chosen, at the prices of now, and what stands in the way of ordering it.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Meta;

use super::api::SetInCart;
use super::closed::closed;
use super::left::{one_less, one_more};
use super::picture::picture;
use super::shop::Shop;
use super::tile::count_of;
use super::typed::{Typed, error_line};
use crate::orders::{self, Cart, CartLine};
use crate::platform::{Page, Visit};
use crate::ui::{EmptyState, HiddenField, Icon, LinkButton, Notice, Totals};
use crate::values::{Quantity, Stop};

/// `/s/{shop}/cart`.
pub async fn cart(visit: Visit) -> Result<Page, Stop> {
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash("cart").await?;
    let mut tx = visit.storefront(visit.param("shop")).read().await?;
    let shop = Shop::of(&visit, &mut tx).await?;
    if !shop.settings.storefront_open {
        return Ok(closed(&shop, tx.scope()));
    }
    let browser = visit.browser();
    let cart = orders::cart(&mut tx, browser.as_deref()).await?;
    let say = shop.say;
    let typed = Typed {
        say,
        flash: &flash,
        is_nested: false,
    };
    let title = say.t("store-cart-title");
    let count = count_of(cart.as_ref());
    let cart = cart.filter(|cart| !cart.lines.is_empty());
    let body = match &cart {
        Some(cart) => filled(&shop, cart, &typed),
        None => empty(&shop),
    };
    let closed_now = cart
        .as_ref()
        .and_then(|_| shop.closed_now(tx.scope(), "store-order-while-closed"));
    let says = say.with("store-describes-cart", &[("shop", &shop.name)]);
    let body = view! {
        <Meta name="robots" content="noindex" />
        <Meta name="description" content=says />
        <h1>{title.clone()}</h1>
        {closed_now}
        {body}
    };
    let mut page = shop.page(tx.scope(), "cart", title, count, body.into_any());
    page.act = cart
        .filter(can_be_ordered)
        .map(|cart| checkout_bar(&shop, &cart));
    Ok(page)
}

fn can_be_ordered(cart: &Cart) -> bool {
    cart.lines.iter().all(|line| line.problem().is_none())
}

/// What to do about an empty cart.
pub(super) fn empty(shop: &Shop) -> AnyView {
    let say = shop.say;
    let home = shop.home();
    view! {
        <EmptyState icon="cart" title=say.t("store-cart-empty") text=say.t("store-cart-empty-text")>
            <LinkButton href=home label=say.t("store-see-products") kind="go" />
        </EmptyState>
    }
    .into_any()
}

fn filled(shop: &Shop, cart: &Cart, typed: &Typed<'_>) -> AnyView {
    let say = shop.say;
    let warning = (!can_be_ordered(cart)).then(|| {
        let text = say.t("store-cart-problem-text");
        view! {
            <Notice kind="look" title=say.t("store-cart-problem")>
                <p>{text}</p>
            </Notice>
        }
    });
    let refused = typed.value("product_id", "");
    // A product that has left the cart has no line to say it beside.
    let is_here = cart
        .lines
        .iter()
        .any(|line| line.product_id.to_string() == refused);
    let lost = if is_here { None } else { typed.in_one_line() };
    let lines = cart.lines.iter().map(|line| {
        let is_refused = line.product_id.to_string() == refused;
        cart_line(shop, line, is_refused.then_some(typed))
    });
    let lines = lines.collect_view();
    let total = vec![(say.t("store-goods"), shop.amount(cart.goods))];
    view! {
        {warning}
        {error_line(lost)}
        <div class="two cart-two">
            <ul class="card cart-lines">{lines}</ul>
            <div class="card stack">
                <Totals rows=total />
                <p class="quiet">{say.t("store-delivery-later")}</p>
                <p>
                    <a href=shop.home()>{say.t("store-keep-shopping")}</a>
                </p>
            </div>
        </div>
    }
    .into_any()
}

fn cart_line(shop: &Shop, line: &CartLine, refused: Option<&Typed<'_>>) -> AnyView {
    let say = shop.say;
    let error = match refused {
        Some(typed) => typed.in_one_line(),
        None => line.problem().map(|problem| say.refusal(&problem)),
    };
    let name = if line.retired {
        view! { <b>{line.name.clone()}</b> }.into_any()
    } else {
        let href = shop.product(&line.slug);
        view! {
            <b>
                <a href=href>{line.name.clone()}</a>
            </b>
        }
        .into_any()
    };
    let shown = match refused {
        Some(typed) => typed.value("quantity", ""),
        None => line.quantity.short(),
    };
    let why = error.as_ref().map(|_| format!("e-{}", line.product_id));
    let described_by = why.clone();
    let said = why.map(|id| {
        view! {
            <div class="why" id=id>
                {error_line(error)}
            </div>
        }
    });
    view! {
        <li id=format!("l-{}", line.product_id)>
            {picture(&shop.slug, line.image_file_id, &line.picture, "", false)}
            <div>
                {name} <div class="quiet">{shop.amount(line.price)} " " {shop.per(line.unit)}</div>
            </div>
            <div class="money price">{shop.amount(line.amount)}</div>
            {said}
            {change(shop, line, shown, described_by)}
        </li>
    }
    .into_any()
}

/// How much of it: one step less or more, a typed quantity, or none. Two forms, so that the key
/// that sends a typed quantity presses "Update" and not "less". `described_by`: the id of what says
/// why the quantity will not do, if it will not.
fn change(shop: &Shop, line: &CartLine, shown: String, described_by: Option<String>) -> AnyView {
    let say = shop.say;
    let (by_typing, by_step) = (
        format!("q-{}", line.product_id),
        format!("s-{}", line.product_id),
    );
    let name = [("name", line.name.as_str())];
    let invalid = described_by.is_some().then_some("true");
    let step = |to: Option<Quantity>, icon: &'static str, label: String| {
        view! {
            <button
                type="submit"
                class="button"
                form=by_step.clone()
                name="quantity"
                value=to.unwrap_or(line.quantity).short()
                disabled=to.is_none()
                aria-label=label
            >
                <Icon name=icon />
            </button>
        }
    };
    let less = step(
        one_less(line.quantity, line.step),
        "minus",
        say.with("store-less-of", &name),
    );
    let more = one_more(line.quantity, line.step, line.available);
    let more = step(more, "plus", say.with("store-more-of", &name));
    let hidden = || {
        view! {
            {shop.field()}
            <HiddenField name="product_id" value=line.product_id.to_string() />
        }
    };
    view! {
        <div class="change">
            <span class="step-by">
                {less}
                <input
                    type="text"
                    form=by_typing.clone()
                    name="quantity"
                    value=shown
                    inputmode="decimal"
                    autocomplete="off"
                    aria-label=say.with("store-how-much-of", &name)
                    aria-invalid=invalid
                    aria-describedby=described_by
                /> {more}
            </span>
            <form method="post" action=SetInCart::url() id=by_typing novalidate=true>
                {hidden()}
                <button type="submit" class="button">
                    {say.t("store-update")}
                    <span class="hidden">" " {line.name.clone()}</span>
                </button>
            </form>
            <form method="post" action=SetInCart::url() id=by_step.clone()>
                {hidden()}
                <button type="submit" class="button bare" name="quantity" value="0">
                    <Icon name="trash" />
                    <span class="word">{say.t("remove")}</span>
                    <span class="hidden">" " {line.name.clone()}</span>
                </button>
            </form>
        </div>
    }
    .into_any()
}

fn checkout_bar(shop: &Shop, cart: &Cart) -> AnyView {
    let say = shop.say;
    view! {
        <aside class="cart-bar" aria-label=say.t("store-cart")>
            <div>
                <p>
                    <b>{shop.amount(cart.goods)}</b>
                    " "
                    <span class="quiet">{say.count("store-items", count_of(Some(cart)))}</span>
                </p>
                <LinkButton
                    href=shop.path("/checkout")
                    label=say.t("store-to-checkout")
                    kind="go"
                    icon="arrow-right"
                />
            </div>
        </aside>
    }
    .into_any()
}
