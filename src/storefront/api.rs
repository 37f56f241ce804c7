//! The forms of the storefront. Each is answered by a redirect and works without script.
//!
//! `shop` is the parameter of the route that the form stands on: a slug, or `@` and a host name.
//! It only chooses the door; the database decides what is behind it.

use leptos::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::ask_again::{ask_key, usual_phone};
use super::shop::base_of;
use crate::businesses;
use crate::orders::{self, CheckoutForm, PayBy, Placed};
use crate::platform::forms::{Done, Submitted};
use crate::platform::{Cx, Visit, http, limits};
use crate::values::{Quantity, QuantityFault, Refusal, Stop};

/// Puts a product into the cart and goes back to where it was chosen. `had`: how much of it was in the
/// cart when the page was shown, so that a form sent twice adds once.
#[server(prefix = "/api/storefront", endpoint = "add_to_cart")]
pub async fn add_to_cart(
    #[server(default)] shop: String,
    #[server(default)] product_id: String,
    #[server(default)] quantity: String,
    #[server(default)] had: String,
    #[server(default)] back: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let back = within(&base_of(&shop), &back);
    let typed = json!({ "product_id": product_id, "quantity": quantity });
    let submitted = Submitted::new(&visit, "add", back.clone(), &typed);
    let had = Quantity::parse(&had);
    let outcome = add(&visit, &shop, &product_id, &quantity, had).await;
    let notice = |is_new: bool| match is_new {
        true => Refusal::of("done-added-to-cart"),
        false => Refusal::of("done-in-cart-before"),
    };
    submitted
        .answer(outcome.map(|is_new| Done::saying(back, notice(is_new))))
        .await
}

async fn add(
    visit: &Visit,
    shop: &str,
    product: &str,
    quantity: &str,
    had: Option<Quantity>,
) -> Result<bool, Stop> {
    let cx = visit.storefront(shop);
    must_be_open(&cx).await?;
    let product_id: Uuid = product.parse().map_err(|_| Stop::NotFound)?;
    let quantity = quantity_of(quantity)?;
    if quantity == Quantity::ZERO {
        return Err(Refusal::at("quantity", "refused-quantity-not-above-zero").into());
    }
    let browser = visit.browser_or_new();
    orders::add_to_cart(&cx, &browser, product_id, quantity, had).await
}

/// Makes the quantity of a product in the cart this; none of it takes it out.
#[server(prefix = "/api/storefront", endpoint = "set_in_cart")]
pub async fn set_in_cart(
    #[server(default)] shop: String,
    #[server(default)] product_id: String,
    #[server(default)] quantity: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let cart = format!("{}/cart", base_of(&shop));
    let line = format!("{cart}#l-{}", http::encode(&product_id));
    let typed = json!({ "product_id": product_id, "quantity": quantity });
    let submitted = Submitted::new(&visit, "cart", line.clone(), &typed);
    let outcome = set(&visit, &shop, &product_id, &quantity).await;
    let done = outcome.map(|quantity| {
        if quantity == Quantity::ZERO {
            Done::saying(cart, Refusal::of("done-taken-out-of-cart"))
        } else {
            Done::to(line)
        }
    });
    submitted.answer(done).await
}

async fn set(visit: &Visit, shop: &str, product: &str, quantity: &str) -> Result<Quantity, Stop> {
    let cx = visit.storefront(shop);
    let product_id: Uuid = product.parse().map_err(|_| Stop::NotFound)?;
    let quantity = quantity_of(quantity)?;
    orders::set_in_cart(&cx, &visit.browser_or_new(), product_id, quantity).await?;
    Ok(quantity)
}

/// What was typed as a quantity, or what is wrong with it.
fn quantity_of(typed: &str) -> Result<Quantity, Refusal> {
    if Quantity::has_two_meanings(typed) {
        return Err(Refusal::at("quantity", "refused-take-comma").with("typed", typed.trim()));
    }
    Quantity::read(typed).map_err(|fault| match fault {
        QuantityFault::Nothing => Refusal::at("quantity", "refused-not-a-quantity"),
        QuantityFault::NotANumber => Refusal::at("quantity", "refused-quantity-not-a-number"),
        QuantityFault::BelowZero => Refusal::at("quantity", "refused-quantity-not-above-zero"),
        QuantityFault::TooFine => Refusal::at("quantity", "refused-quantity-too-fine"),
        QuantityFault::TooLarge => Refusal::at("quantity", "refused-quantity-too-large"),
    })
}

/// Places the order of the cart and, where it is to be paid by M-Pesa, asks for it at once. An
/// order that could not be asked for is placed all the same: its page says why, and asks again.
#[server(prefix = "/api/storefront", endpoint = "place_order")]
pub async fn place_order(
    #[server(default)] shop: String,
    #[server(default)] attempt_id: String,
    #[server(default)] form: CheckoutForm,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let base = base_of(&shop);
    let submitted = Submitted::new(&visit, "checkout", format!("{base}/checkout"), &form);
    let cx = visit.storefront(&shop);
    let placed = match place(&visit, &cx, &form).await {
        Ok(placed) => placed,
        Err(stop) => return submitted.answer(Err(stop)).await,
    };
    let order = order_path(&base, &placed.link);
    if placed.pay_by == PayBy::OnHandOver {
        let done = Done::saying(order, Refusal::of("done-order-placed"));
        return submitted.answer(Ok(done)).await;
    }
    let key = ask_key(&placed.order_id.to_string());
    let ask = Submitted::new(&visit, &key, order.clone(), &json!({ "phone": form.phone }));
    let id = or_new(&attempt_id);
    let asked = orders::ask_mpesa(&cx, &placed.link, id, &form.phone, &visit.peer()).await;
    ask.answer(asked.map(|()| Done::to(order))).await
}

async fn place(visit: &Visit, cx: &Cx, form: &CheckoutForm) -> Result<Placed, Stop> {
    let business = must_be_open(cx).await?;
    let db = cx.database();
    db.limit(&limits::PLACE_PEER, &visit.peer(), cx.now).await?;
    db.limit(&limits::PLACE_SHOP, &business.to_string(), cx.now)
        .await?;
    let browser = visit
        .browser()
        .ok_or_else(|| Refusal::of("refused-cart-empty"))?;
    orders::place(cx, &browser, form).await
}

/// Asks M-Pesa for what is due of an order.
#[server(prefix = "/api/storefront", endpoint = "ask_mpesa")]
pub async fn ask_mpesa(
    #[server(default)] shop: String,
    #[server(default)] link: String,
    #[server(default)] order_id: String,
    #[server(default)] attempt_id: String,
    #[server(default)] phone: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let order = order_path(&base_of(&shop), &link);
    let typed = json!({ "phone": phone });
    let submitted = Submitted::new(&visit, &ask_key(&order_id), order.clone(), &typed);
    let outcome = ask(&visit, &shop, &link, or_new(&attempt_id), &phone).await;
    submitted.answer(outcome.map(|()| Done::to(order))).await
}

async fn ask(visit: &Visit, shop: &str, link: &str, id: Uuid, phone: &str) -> Result<(), Stop> {
    let cx = visit.storefront(shop);
    let peer = visit.peer();
    if !phone.trim().is_empty() {
        return orders::ask_mpesa(&cx, link, id, phone, &peer).await;
    }
    let mut tx = cx.read().await?;
    let whole = orders::by_link(&mut tx, link).await?;
    drop(tx);
    orders::ask_mpesa(&cx, link, id, usual_phone(&whole).e164(), &peer).await
}

/// Calls an order off, for the browser that placed it.
#[server(prefix = "/api/storefront", endpoint = "call_off")]
pub async fn call_off(
    #[server(default)] shop: String,
    #[server(default)] link: String,
    #[server(default)] order_id: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let order = order_path(&base_of(&shop), &link);
    let submitted = Submitted::new(&visit, &ask_key(&order_id), order.clone(), &json!({}));
    let cx = visit.storefront(&shop);
    let outcome = orders::call_off(&cx, &link, visit.browser().as_deref()).await;
    let notice = Refusal::of("done-called-off");
    submitted
        .answer(outcome.map(|()| Done::saying(order, notice)))
        .await
}

/// Leads back to an order whose link is lost.
#[server(prefix = "/api/storefront", endpoint = "find_order")]
pub async fn find_order(
    #[server(default)] shop: String,
    #[server(default)] phone: String,
    #[server(default)] code: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let base = base_of(&shop);
    let typed = json!({ "phone": phone, "code": code });
    let submitted = Submitted::new(&visit, "find-order", format!("{base}/find"), &typed);
    let cx = visit.storefront(&shop);
    let link = orders::find_link(&cx, &phone, &code, &visit.peer()).await;
    submitted
        .answer(link.map(|link| Done::to(order_path(&base, &link))))
        .await
}

/// A shop that is closed sells nothing, whatever page was open before; the number of one that is
/// open.
async fn must_be_open(cx: &Cx) -> Result<i64, Stop> {
    let mut tx = cx.read().await?;
    if businesses::settings(&mut tx).await?.storefront_open {
        Ok(tx.business())
    } else {
        Err(Refusal::of("refused-storefront-closed").into())
    }
}

fn order_path(base: &str, link: &str) -> String {
    format!("{base}/o/{}", http::encode(link))
}

/// The id that the page made, or one made now where it was lost on the way.
fn or_new(id: &str) -> Uuid {
    id.parse().unwrap_or_else(|_| Uuid::now_v7())
}

/// A page of this very shop to go back to, or else its first one.
fn within(base: &str, back: &str) -> String {
    let rest = back.strip_prefix(base);
    let is_page = rest
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['?', '#']) || is_inner_path(rest));
    let is_sane = back.len() <= 1000 && back.chars().all(|c| c.is_ascii_graphic() && c != '\\');
    match (is_page && is_sane && back.starts_with('/'), base) {
        (true, _) => back.to_owned(),
        (false, "") => "/".to_owned(),
        (false, base) => base.to_owned(),
    }
}

/// A path that stays on this host; a form's own address answers posts only.
fn is_inner_path(rest: &str) -> bool {
    rest.starts_with('/') && !rest.starts_with("//") && !rest.starts_with("/api/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_goes_back_inside_its_own_shop() {
        for back in [
            "/s/duka",
            "/s/duka?q=unga#p-unga",
            "/s/duka/c/nafaka",
            "/s/duka/p/unga",
        ] {
            assert_eq!(within("/s/duka", back), back);
        }
        for back in [
            "",
            "/s/dukani",
            "//evil.example",
            "/s/duka//x",
            "/b/duka",
            "/s/duka/ü",
        ] {
            assert_eq!(within("/s/duka", back), "/s/duka", "{back}");
        }
        assert_eq!(within("", "/p/unga"), "/p/unga");
        assert_eq!(within("", "/?q=1#p-unga"), "/?q=1#p-unga");
        for back in [
            "",
            "//evil.example",
            "https://evil.example",
            "?q",
            "/api/staff/sign_out",
        ] {
            assert_eq!(within("", back), "/", "{back}");
        }
    }

    #[test]
    fn an_orders_path_is_one_segment() {
        assert_eq!(order_path("/s/duka", "a/../b"), "/s/duka/o/a%2F..%2Fb");
    }
}
