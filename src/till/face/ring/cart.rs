//! The cart: its lines, what they come to, and the way to be paid.

use leptos::prelude::*;

use super::waiting;
use crate::till::basket::Basket;
use crate::till::face::parts::{kbd, live, live_text, notice, press};
use crate::till::face::state::{Sheet, Till};
use crate::values::Money;

/// Draws it.
pub fn cart(till: Till) -> AnyView {
    let say = till.say;
    view! {
        <section class="till-cart" aria-label=say.t("till-app-cart")>
            <div class="till-cart-lines">
                {customer(till)}
                {lines(till)}
            </div>
            {sums(till)}
            {acts(till)}
        </section>
        {total_bar(till)}
    }
    .into_any()
}

fn customer(till: Till) -> AnyView {
    let say = till.say;
    let name = live_text(move || {
        let id = till.basket.with(|basket| basket.customer_id);
        let found = id.and_then(|id| till.device.read(|shop| shop.customer(id).cloned()));
        match found {
            Some(one) if one.name.is_empty() => one.phone,
            Some(one) => one.name,
            None => say.t("till-app-no-customer"),
        }
    });
    view! {
        <button type="button" class="till-row" on:click=press(move || till.open(Sheet::Customer))>
            <span>{name}</span>
            <span class="quiet">{say.t("till-app-customer")} " " {kbd("F6")}</span>
        </button>
    }
    .into_any()
}

fn lines(till: Till) -> AnyView {
    let list = live(move || {
        let basket = till.basket.get();
        if basket.lines.is_empty() && basket.waiting.is_empty() {
            let text = till.say.t("till-app-cart-empty");
            return notice("quiet till-empty", text);
        }
        let amounts = till.sums.get().map(|totals| totals.lines);
        let amounts = amounts.unwrap_or_default();
        let now = till.device.now();
        let (short, spoilt) = till
            .device
            .read(|shop| (basket.short(shop), basket.spoilt(shop, shop.day(now))));
        let rows = (0..basket.lines.len()).map(|at| {
            let amount = amounts.get(at).map(|line| line.amount);
            let warns = if short.contains(&at) {
                Some("till-app-short")
            } else {
                spoilt.contains(&at).then_some("till-app-spoilt")
            };
            one(till, &basket, at, amount, warns)
        });
        let waiting = basket.waiting.iter().map(|code| waiting::row(till, code));
        view! {
            {rows.collect_view()}
            {waiting.collect_view()}
        }
        .into_any()
    });
    view! { <div class="till-lines">{list}</div> }.into_any()
}

/// One line. `warns`: what is to be looked at.
fn one(
    till: Till,
    basket: &Basket,
    at: usize,
    amount: Option<Money>,
    warns: Option<&str>,
) -> AnyView {
    let Some(line) = basket.lines.get(at) else {
        return ().into_any();
    };
    let many = till.at_price(line);
    let note = (!line.note.is_empty()).then(|| {
        view! { <span class="quiet">{line.note.clone()}</span> }
    });
    let amount = amount.map(|amount| till.money(amount)).unwrap_or_default();
    let warns = warns.map(|key| {
        view! { <span class="status look">{till.say.t(key)}</span> }
    });
    view! {
        <button type="button" class="till-line" on:click=press(move || till.open(Sheet::Line(at)))>
            <span>
                <b>{till.line_name(line)}</b>
                <span class="quiet num">{many}</span>
                {note}
                {warns}
            </span>
            <span class="num">{amount}</span>
        </button>
    }
    .into_any()
}

fn sums(till: Till) -> AnyView {
    let say = till.say;
    let rows = live(move || {
        let totals = till.sums.get()?;
        let extra = |name: String, amount: Money| {
            (!amount.is_zero()).then(|| {
                view! {
                    <div>
                        <dt>{name}</dt>
                        <dd class="num">{till.money(amount)}</dd>
                    </div>
                }
            })
        };
        Some(view! {
            {extra(say.t("till-app-discounts"), totals.discount)}
            {extra(say.t("till-app-rounding"), totals.rounding)}
            <div class="total">
                <dt>{say.t("till-app-total")}</dt>
                <dd class="num">{till.money(totals.total)}</dd>
            </div>
            {extra(say.t("till-app-paid-already"), till.basket.with(Basket::paid))}
        })
    });
    view! { <dl class="sum till-sum">{rows}</dl> }.into_any()
}

fn is_empty(till: Till) -> bool {
    till.basket.with(|basket| basket.lines.is_empty())
}

fn take(till: Till) -> String {
    let total = till.sums.get().map(|totals| till.money(totals.total));
    let total = total.unwrap_or_default();
    till.say
        .with("till-app-take", &[("amount", total.as_str())])
}

fn acts(till: Till) -> AnyView {
    let say = till.say;
    let last = move || {
        till.basket
            .with(|basket| basket.lines.len().saturating_sub(1))
    };
    view! {
        <div class="till-acts">
            <button
                type="button"
                class="button"
                disabled=move || is_empty(till)
                on:click=press(move || till.open(Sheet::Line(last())))
            >
                {say.t("till-app-quantity")}
                {kbd("F2")}
            </button>
            <button
                type="button"
                class="button"
                disabled=move || is_empty(till)
                on:click=press(move || till.open(Sheet::Whole))
            >
                {say.t("till-app-discount")}
                {kbd("F4")}
            </button>
            <button
                type="button"
                class="button"
                disabled=move || is_empty(till)
                on:click=press(move || park(till))
            >
                {say.t("till-app-park")}
                {kbd("F8")}
            </button>
            <button
                type="button"
                class="button go till-main"
                disabled=move || is_empty(till)
                on:click=press(move || till.to_pay())
            >
                {live_text(move || take(till))}
                {kbd("F9")}
            </button>
        </div>
    }
    .into_any()
}

/// Asks under which name the cart is put aside.
pub fn park(till: Till) {
    if !till.basket.with_untracked(Basket::is_empty) {
        till.open(Sheet::Park);
    }
}

/// On a phone: the total at the thumb, with the cart behind it.
fn total_bar(till: Till) -> AnyView {
    let say = till.say;
    let label = live_text(move || {
        let count = till.basket.with(|basket| basket.lines.len()).to_string();
        let key = if till.cart_open.get() {
            "till-app-to-goods"
        } else {
            "till-app-to-cart"
        };
        say.with(key, &[("count", count.as_str())])
    });
    view! {
        <div class="till-total-bar">
            <button
                type="button"
                class="button"
                on:click=press(move || till.cart_open.update(|open| *open = !*open))
            >
                {label}
            </button>
            <button
                type="button"
                class="button go"
                disabled=move || is_empty(till)
                on:click=press(move || till.to_pay())
            >
                {live_text(move || take(till))}
            </button>
        </div>
    }
    .into_any()
}
