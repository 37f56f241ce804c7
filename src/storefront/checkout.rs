//! The checkout: who, how the goods reach her, how she pays. One page, one form.
//!
//! The form carries the order's id, made with the cart, and the prompt's: sent twice, it is one
//! order and one prompt.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Meta;
use uuid::Uuid;

use super::api::PlaceOrder;
use super::cart_page::empty;
use super::closed::closed;
use super::order_parts::steps;
use super::shop::{Shop, post};
use super::tile::count_of;
use super::typed::Typed;
use crate::orders::{self, Cart, CheckoutChoices, LONGEST_TEXT};
use crate::platform::{Page, Visit};
use crate::ui::{
    Choice, ChoiceField, Field, HiddenField, LinkButton, Notice, Submit, TextAreaField, Totals,
};
use crate::values::{Money, Stop};

/// `/s/{shop}/checkout`.
pub async fn checkout(visit: Visit) -> Result<Page, Stop> {
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash("checkout").await?;
    let mut tx = visit.storefront(visit.param("shop")).read().await?;
    let shop = Shop::of(&visit, &mut tx).await?;
    if !shop.settings.storefront_open {
        let page = closed(&shop, tx.scope());
        drop(tx);
        visit.keep_typed().await;
        return Ok(page);
    }
    let say = shop.say;
    let browser = visit.browser();
    let cart = orders::cart(&mut tx, browser.as_deref()).await?;
    let choices = orders::checkout_choices(&mut tx, visit.mpesa_is_on()).await?;
    let typed = Typed {
        say,
        flash: &flash,
        is_nested: true,
    };
    let title = say.t("store-checkout-title");
    let count = count_of(cart.as_ref());
    let cart = cart.filter(|cart| !cart.lines.is_empty());
    // What is in the way is mended elsewhere; what was typed waits until the form is shown again.
    let is_mended = |cart: &orders::Cart| cart.lines.iter().all(|line| line.problem().is_none());
    let shows_form = cart.as_ref().is_some_and(is_mended) && can_be_served(&choices);
    let body = match &cart {
        None => empty(&shop),
        Some(cart) if cart.lines.iter().any(|line| line.problem().is_some()) => cart_first(&shop),
        Some(_) if !can_be_served(&choices) => not_now(&shop),
        Some(cart) => form(&shop, cart, &choices, &typed),
    };
    let closed_now = shows_form
        .then(|| shop.closed_now(tx.scope(), "store-order-while-closed"))
        .flatten();
    let says = say.with("store-describes-checkout", &[("shop", &shop.name)]);
    let body = view! {
        <Meta name="robots" content="noindex" />
        <Meta name="description" content=says />
        {steps(say, 2)}
        <h1>{title.clone()}</h1>
        {typed.summary()}
        {closed_now}
        {body}
    };
    let page = shop.page(tx.scope(), "checkout", title, count, body.into_any());
    drop(tx);
    if !shows_form {
        visit.keep_typed().await;
    }
    Ok(page)
}

fn can_be_served(choices: &CheckoutChoices) -> bool {
    let reaches = !choices.pickups.is_empty() || !choices.areas.is_empty();
    reaches && (choices.mpesa || choices.on_hand_over)
}

/// Something in the cart can't be had as it was chosen.
fn cart_first(shop: &Shop) -> AnyView {
    let say = shop.say;
    let cart = shop.path("/cart");
    view! {
        <Notice kind="look" title=say.t("store-cart-problem")>
            <p>{say.t("store-cart-problem-text")}</p>
        </Notice>
        <LinkButton href=cart label=say.t("store-back-to-cart") kind="go" />
    }
    .into_any()
}

/// The shop has no way to hand over or to be paid.
fn not_now(shop: &Shop) -> AnyView {
    let say = shop.say;
    view! {
        <Notice kind="look" title=say.t("store-no-orders-now")>
            <p>{say.t("store-no-orders-now-text")}</p>
        </Notice>
    }
    .into_any()
}

fn form(shop: &Shop, cart: &Cart, choices: &CheckoutChoices, typed: &Typed<'_>) -> AnyView {
    let say = shop.say;
    let inside = view! {
        {hidden(shop, cart, choices, typed)}
        <Field
            label=say.t("store-your-name")
            name=typed.name("name")
            value=typed.value("name", "")
            autocomplete="name"
            error=typed.error("name")
        />
        <Field
            label=say.t("store-your-phone")
            name=typed.name("phone")
            value=typed.value("phone", "")
            kind="tel"
            inputmode="tel"
            autocomplete="tel"
            hint=say.t(if choices.mpesa { "store-phone-hint-mpesa" } else { "store-phone-hint" })
            error=typed.error("phone")
        />
        {how_it_comes(shop, cart, choices, typed)}
        {notes(choices, typed)}
        {how_to_pay(choices, typed)}
        {tax_pin(typed)}
        {summary(shop, cart, choices)}
        <Submit label=say.t("store-place-order") class="wide" />
        {choices.mpesa.then(|| view! { <p class="quiet">{say.t("store-place-order-hint")}</p> })}
    };
    post(PlaceOrder::url(), "form", inside.into_any())
}

fn hidden(shop: &Shop, cart: &Cart, choices: &CheckoutChoices, typed: &Typed<'_>) -> AnyView {
    // Whoever orders agrees to these prices; should they change meanwhile, she is shown the new ones.
    let shown = orders::shown(cart.goods, &choices.areas);
    view! {
        {shop.field()}
        <HiddenField name="attempt_id" value=Uuid::now_v7().to_string() />
        <HiddenField name=typed.name("cart_id") value=cart.cart_id.to_string() />
        <HiddenField name=typed.name("revision") value=cart.revision.to_string() />
        <HiddenField name=typed.name("order_id") value=cart.order_id.to_string() />
        <HiddenField name=typed.name("shown") value=shown />
    }
    .into_any()
}

/// What the goods and a fee come to, rounded as the shop rounds.
fn comes_to(cart: &Cart, choices: &CheckoutChoices, fee: Money) -> Option<Money> {
    let sum = cart.goods.plus(fee)?;
    sum.plus(sum.rounding_to(choices.rounding)?)
}

fn how_it_comes(shop: &Shop, cart: &Cart, choices: &CheckoutChoices, typed: &Typed<'_>) -> AnyView {
    let say = shop.say;
    let comes_to = |fee: Money| {
        let total = shop.money(comes_to(cart, choices, fee)?);
        Some(say.with("store-comes-to", &[("total", &total)]))
    };
    let fee = |fee: Money| {
        if fee == Money::ZERO {
            say.t("store-free")
        } else {
            shop.money(fee)
        }
    };
    let pickups = choices.pickups.iter().map(|(id, name, address)| Choice {
        value: format!("pickup:{id}"),
        title: say.with("store-pickup-at", &[("place", name)]),
        description: Some(address.clone()).filter(|address| !address.trim().is_empty()),
        price: Some(say.t("store-free")),
    });
    let areas = choices.areas.iter().map(|(id, name, price)| Choice {
        value: format!("delivery:{id}"),
        title: say.with("store-deliver-to", &[("area", name)]),
        description: comes_to(*price),
        price: Some(fee(*price)),
    });
    let cards: Vec<Choice> = pickups.chain(areas).collect();
    let note = Some(shop.settings.delivery_note.clone()).filter(|note| !note.is_empty());
    view! {
        <ChoiceField
            label=say.t("store-how-it-comes")
            name=typed.name("fulfilment")
            selected=typed.value("fulfilment", only(&cards))
            choices=cards
            hint=note
            error=typed.error("fulfilment")
        />
    }
    .into_any()
}

/// Where there is one answer, it is given already.
fn only(cards: &[Choice]) -> &str {
    match cards {
        [card] => &card.value,
        _ => "",
    }
}

fn notes(choices: &CheckoutChoices, typed: &Typed<'_>) -> AnyView {
    let say = typed.say;
    let address = (!choices.areas.is_empty()).then(|| {
        view! {
            <TextAreaField
                label=say.t("store-where-to")
                name=typed.name("address_note")
                value=typed.value("address_note", "")
                rows=2
                maxlength=LONGEST_TEXT
                hint=say.t("store-where-to-hint")
                error=typed.error("address_note")
            />
        }
    });
    view! {
        {address}
        <TextAreaField
            label=say.t("store-note")
            name=typed.name("note")
            value=typed.value("note", "")
            rows=2
            maxlength=LONGEST_TEXT
            hint=say.t("store-note-hint")
            error=typed.error("note")
        />
    }
    .into_any()
}

fn how_to_pay(choices: &CheckoutChoices, typed: &Typed<'_>) -> AnyView {
    let say = typed.say;
    let mut cards = Vec::new();
    if choices.mpesa {
        cards.push(Choice {
            value: "mpesa".to_owned(),
            title: say.t("store-pay-mpesa"),
            description: Some(say.t("store-pay-mpesa-text")),
            price: None,
        });
    }
    if choices.on_hand_over {
        cards.push(Choice {
            value: "on_hand_over".to_owned(),
            title: say.t("store-pay-on-hand-over"),
            description: Some(say.t("store-pay-on-hand-over-text")),
            price: None,
        });
    }
    let first = cards
        .first()
        .map_or_else(String::new, |card| card.value.clone());
    view! {
        <ChoiceField
            label=say.t("store-how-to-pay")
            name=typed.name("pay_by")
            selected=typed.value("pay_by", &first)
            choices=cards
            error=typed.error("pay_by")
        />
    }
    .into_any()
}

/// Few need it, so it stays folded.
fn tax_pin(typed: &Typed<'_>) -> AnyView {
    let say = typed.say;
    let value = typed.value("tax_pin", "");
    let error = typed.error("tax_pin");
    let open = !value.is_empty() || error.is_some();
    view! {
        <details class="more" open=open>
            <summary>{say.t("store-tax-pin-title")}</summary>
            <Field
                label=say.t("store-tax-pin")
                name=typed.name("tax_pin")
                value=value
                hint=say.t("store-tax-pin-hint")
                error=error
                maxlength=20
            />
        </details>
    }
    .into_any()
}

/// What it comes to if she fetches it, and what having it brought adds.
fn summary(shop: &Shop, cart: &Cart, choices: &CheckoutChoices) -> AnyView {
    let say = shop.say;
    let mut rows: Vec<(String, AnyView)> = Vec::new();
    for line in &cart.lines {
        let quantity = shop.quantity(line.quantity, line.unit);
        rows.push((
            format!("{}, {quantity}", line.name),
            shop.amount(line.amount),
        ));
    }
    let rounding = cart.goods.rounding_to(choices.rounding).unwrap_or_default();
    if rounding != Money::ZERO {
        rows.push((say.t("store-rounding"), shop.amount(rounding)));
    }
    let total = cart.goods.plus(rounding).unwrap_or(cart.goods);
    let words = if choices.pickups.is_empty() {
        say.t("store-total-before-delivery")
    } else {
        say.t("store-total-if-fetched")
    };
    rows.push((words, shop.amount(total)));
    let fees = choices.areas.iter().map(|(_, _, fee)| *fee);
    let delivery = match (fees.clone().min(), fees.max()) {
        (Some(least), Some(most)) if least == most => {
            Some(say.with("store-delivery-adds", &[("fee", &shop.money(least))]))
        }
        (Some(least), Some(most)) => {
            let (least, most) = (shop.money(least), shop.money(most));
            Some(say.with(
                "store-delivery-adds-between",
                &[("least", &least), ("most", &most)],
            ))
        }
        _ => None,
    };
    let rounds = choices.rounding > Money::from_minor(1);
    let rounds = rounds.then(|| {
        say.with(
            "store-rounded-to",
            &[("unit", &shop.money(choices.rounding))],
        )
    });
    let line = |text: String| view! { <p class="quiet">{text}</p> };
    view! {
        <section class="card stack">
            <h2>{say.t("store-your-order")}</h2>
            <Totals rows=rows />
            {delivery.map(line)}
            {rounds.map(line)}
        </section>
    }
    .into_any()
}
