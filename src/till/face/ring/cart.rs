//! The cart: its lines, what they come to, and the way to be paid.

use leptos::prelude::*;

use super::waiting;
use crate::till::basket::{Basket, Line};
use crate::till::face::parts::{kbd, live, live_text, notice, press, sum};
use crate::till::face::same::same;
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
        let rows = basket.lines.iter().enumerate().map(|(at, line)| {
            let amount = amounts.get(at).map(|line| line.amount);
            let warns = if short.contains(&at) {
                Some("till-app-short")
            } else {
                spoilt.contains(&at).then_some("till-app-spoilt")
            };
            one(till, line, at, amount, warns)
        });
        let waiting = basket.waiting.iter().map(|code| waiting::row(till, code));
        rows.chain(waiting).collect_view().into_any()
    });
    view! { <div class="till-lines">{list}</div> }.into_any()
}

/// One line. `warns`: what is to be looked at.
fn one(till: Till, line: &Line, at: usize, amount: Option<Money>, warns: Option<&str>) -> AnyView {
    let (name, many, note) = (till.line_name(line), till.at_price(line), line.note.clone());
    let amount = amount.map(|amount| till.money(amount)).unwrap_or_default();
    let warns = warns.map(|key| till.say.t(key)).unwrap_or_default();
    let shows = [&name, &many, &note, &amount, &warns].map(String::as_str);
    same(shows.join("\n"), move || {
        let note = (!note.is_empty()).then(|| view! { <span class="quiet">{note}</span> });
        let warns = (!warns.is_empty()).then(|| view! { <span class="status look">{warns}</span> });
        view! {
            <button
                type="button"
                class="till-line"
                on:click=press(move || till.open(Sheet::Line(at)))
            >
                <span>
                    <b>{name}</b>
                    <span class="quiet num">{many}</span>
                    {note}
                    {warns}
                </span>
                <span class="num">{amount}</span>
            </button>
        }
        .into_any()
    })
}

fn sums(till: Till) -> AnyView {
    let say = till.say;
    let rows = live(move || {
        let totals = till.sums.get()?;
        let extra = |key: &str, amount: Money| {
            (!amount.is_zero()).then(|| sum(say.t(key), till.money(amount)))
        };
        let rows = [
            extra("till-app-discounts", totals.discount),
            extra("till-app-rounding", totals.rounding),
            Some(same(String::new(), move || whole(till))),
            extra("till-app-paid-already", till.basket.with(Basket::paid)),
        ];
        Some(rows.into_iter().flatten().collect_view())
    });
    view! { <dl class="sum till-sum">{rows}</dl> }.into_any()
}

/// What all of it comes to.
fn whole(till: Till) -> AnyView {
    view! {
        <div class="total">
            <dt>{till.say.t("till-app-total")}</dt>
            <dd class="num">{live_text(move || total(till))}</dd>
        </div>
    }
    .into_any()
}

fn total(till: Till) -> String {
    let total = till.sums.get().map(|totals| till.money(totals.total));
    total.unwrap_or_default()
}

fn is_empty(till: Till) -> bool {
    till.basket.with(|basket| basket.lines.is_empty())
}

fn take(till: Till) -> String {
    let total = total(till);
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
