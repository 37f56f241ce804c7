//! Parts of an order's page: the steps to it, what was ordered, how it comes, what happened.

use chrono_tz::Tz;
use leptos::prelude::*;
use serde_json::Value;

use super::shop::{Shop, paragraphs};
use crate::orders::{Event, Fulfilment, LineKind, Order, OrderLine, Whole};
use crate::ui::language::Say;
use crate::ui::{Facts, Timeline, Totals, dates};
use crate::values::{BusinessCalendar, Money, Quantity, currency_sign};

/// The way from the cart to paying; `at` is the current step, from 1.
pub(super) fn steps(say: Say, at: usize) -> AnyView {
    let words = [
        say.t("store-step-cart"),
        say.t("store-step-details"),
        say.t("store-step-pay"),
    ];
    let step = |(place, words): (usize, String)| {
        let is_current = place + 1 == at;
        let class = (place + 1 < at).then_some("done");
        view! {
            <li class=class aria-current=is_current.then_some("step")>
                {words}
            </li>
        }
    };
    let steps = words.into_iter().enumerate().map(step).collect_view();
    view! { <ol class="steps">{steps}</ol> }.into_any()
}

/// What a line of goods is: how much, at which price, what was taken off, and what is in a kit.
fn goods(shop: &Shop, line: &OrderLine, currency: &str) -> AnyView {
    let say = shop.say;
    let quantity = shop.quantity(line.quantity, line.unit);
    let price = line.unit_price.short(currency);
    let off = (line.taken_off() > Quantity::ZERO).then(|| {
        let off = shop.quantity(line.taken_off(), line.unit);
        format!(" ({})", say.with("store-taken-off", &[("off", &off)]))
    });
    let parts = line.parts_packed().into_iter();
    let parts = parts.filter(|(_, much)| *much > Quantity::ZERO);
    let parts = parts.map(|(part, much)| {
        let much = shop.quantity(much, part.unit);
        view! { <div class="quiet">{much} " × " {part.name.clone()}</div> }
    });
    let words = format!("{}, {quantity} × {price}", line.name);
    view! { {words} {off} {parts.collect_view()} }.into_any()
}

/// What was ordered, line by line, and what it comes to.
pub(super) fn bill(shop: &Shop, whole: &Whole) -> AnyView {
    let say = shop.say;
    let order = &whole.order;
    let mut rows: Vec<(AnyView, AnyView)> = Vec::new();
    for line in &whole.lines {
        let words = match line.kind {
            LineKind::Goods => goods(shop, line, &order.currency),
            LineKind::Delivery => match &order.area_name {
                Some(area) => say.with("store-deliver-to", &[("area", area)]).into_any(),
                None => say.t("delivery").into_any(),
            },
            // Taking goods off an order rounds its total anew.
            LineKind::Rounding => continue,
        };
        rows.push((words, shop.amount(line.amount)));
    }
    let mut row =
        |key: &str, amount: Money| rows.push((say.t(key).into_any(), shop.amount(amount)));
    if !order.rounding.is_zero() {
        row("store-rounding", order.rounding);
    }
    row("total", order.total);
    let is_part_paid = order.paid > Money::ZERO && order.due() > Money::ZERO;
    if is_part_paid {
        row("store-paid-so-far", order.paid);
        row("store-still-due", order.due());
    }
    let tax = (order.tax > Money::ZERO).then(|| {
        let text = say.with("store-tax-included", &[("tax", &shop.money(order.tax))]);
        view! { <p class="quiet">{text}</p> }
    });
    view! {
        <section class="card stack">
            <h2>{say.t("store-your-order")}</h2>
            <Totals rows=rows />
            {tax}
        </section>
    }
    .into_any()
}

/// How the goods reach the customer. What she wrote is hers: it is repeated to the browser that
/// ordered (`is_own`), and not shown to whoever else holds the link.
pub(super) fn how_it_comes(shop: &Shop, order: &Order, is_own: bool) -> AnyView {
    let say = shop.say;
    let way = match (order.fulfilment, &order.area_name) {
        (Fulfilment::Delivery, Some(area)) => say.with("store-deliver-to", &[("area", area)]),
        (Fulfilment::Delivery, None) => say.t("delivery"),
        (Fulfilment::Pickup, _) => say.with("store-pickup-at", &[("place", &order.location_name)]),
    };
    let pay = match order.pay_by {
        crate::orders::PayBy::Mpesa => say.t("store-pay-mpesa"),
        crate::orders::PayBy::OnHandOver => say.t("store-pay-on-hand-over"),
    };
    let mut rows = vec![
        (say.t("store-how-it-comes-fact"), way.into_any()),
        (say.t("store-how-it-is-paid"), pay.into_any()),
        (say.t("phone"), order.phone.masked().into_any()),
    ];
    let is_brought = order.fulfilment == Fulfilment::Delivery;
    if is_own && is_brought && !order.address_note.is_empty() {
        rows.push((
            say.t("store-where-to-fact"),
            paragraphs(&order.address_note),
        ));
    }
    if is_own && !order.note.is_empty() {
        rows.push((say.t("store-note-fact"), paragraphs(&order.note)));
    }
    view! {
        <section class="card">
            <Facts rows=rows />
        </section>
    }
    .into_any()
}

/// What happened, the newest first. Who of the shop did it is not said.
pub(super) fn history(shop: &Shop, events: &[Event], calendar: &BusinessCalendar<Tz>) -> AnyView {
    let say = shop.say;
    let sign = currency_sign(&shop.currency);
    let items = events.iter().rev().map(|event| {
        let when = dates::moment(say, calendar.local(event.at));
        let args = args_of(&event.details, sign);
        let args: Vec<(&str, &str)> = args
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        (
            when,
            say.with(&format!("event-{}", event.what), &args),
            String::new(),
        )
    });
    let items: Vec<(String, String, String)> = items.collect();
    view! {
        <section class="card stack">
            <h2>{say.t("store-what-happened")}</h2>
            <Timeline items=items />
        </section>
    }
    .into_any()
}

/// What an event names, as texts: amounts of money with `sign`, the currency's.
fn args_of(details: &Value, sign: &str) -> Vec<(String, String)> {
    let Value::Object(fields) = details else {
        return Vec::new();
    };
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    fields
        .iter()
        .map(|(name, value)| match name.as_str() {
            "total" | "amount" => (name.clone(), format!("{sign}\u{a0}{}", text(value))),
            _ => (name.clone(), text(value)),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::Language;

    #[test]
    fn an_event_names_texts() {
        let args = args_of(&serde_json::json!({ "total": "845", "lines": 3 }), "KSh");
        assert!(args.contains(&("total".to_owned(), "KSh\u{a0}845".to_owned())));
        assert!(args.contains(&("lines".to_owned(), "3".to_owned())));
        assert!(args_of(&Value::Null, "KSh").is_empty());
    }

    #[test]
    fn one_step_is_the_current_one() {
        let html = steps(Say(Language::En), 2).to_html();
        assert_eq!(html.matches(r#"aria-current="step""#).count(), 1, "{html}");
        assert_eq!(html.matches(r#"class="done""#).count(), 1, "{html}");
    }
}
