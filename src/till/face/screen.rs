//! The screen that a customer looks at: what is in the cart, what it comes to, how M-Pesa is paid, what
//! comes back. It hears of it from the till's own tab, without a network.

use std::time::Duration;

use leptos::prelude::*;
use uuid::Uuid;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

use super::parts::{follow, live, live_text, notice, sum};
use super::prompt;
use super::state::{Till, View};
use crate::till::wire;
use crate::values::Money;

const CHANNEL: &str = "dukani-till-screen";
/// How long a code is not asked for again that did not come: the server says no to a screen that asks too often.
const PAUSE: Duration = Duration::from_secs(60);

/// What stands on it: worded and written, as the till shows it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Shown {
    title: String,
    lines: Vec<(String, String)>,
    sums: Vec<(String, String)>,
    /// How it is paid, or was: `good`, `look` or nothing, and what is said.
    note: (String, String),
    /// Where M-Pesa's QR code is, and what is said of it; empty: there is none.
    qr: (String, String),
}

wire::legible!(Shown {} or { title, lines, sums, note, qr });

/// Tells the screen whatever changes, while this is the tab that somebody touched last.
pub fn tell(till: Till) {
    let is_used = RwSignal::new(false);
    let asked = RwSignal::new(0_u32);
    // A screen that opens says nothing, and is told what stands there. Where another till speaks, somebody has
    // touched that one since.
    let heard = move |event: MessageEvent| match event.data().as_string() {
        Some(text) if text.is_empty() => asked.update(|times| *times = times.wrapping_add(1)),
        _ => is_used.set(false),
    };
    let Some(channel) = hear(Box::new(heard)) else {
        return;
    };
    for touch in ["pointerdown", "keydown"] {
        let handle = window_event_listener_untyped(touch, move |_| {
            if !is_used.get_untracked() {
                is_used.set(true);
            }
        });
        // It goes when the page does.
        std::mem::forget(handle);
    }
    let channel = StoredValue::new_local(channel);
    follow(move || {
        asked.track();
        if !is_used.get() {
            return;
        }
        let text = JsValue::from_str(&wire::write(&shown(till)));
        channel.with_value(|channel| {
            let _ = channel.post_message(&text);
        });
    });
}

/// What is said between the tills' tabs and the screen, heard for as long as the page is there.
fn hear(act: Box<dyn FnMut(MessageEvent)>) -> Option<BroadcastChannel> {
    let channel = BroadcastChannel::new(CHANNEL).ok()?;
    let act = Closure::<dyn FnMut(MessageEvent)>::new(act);
    channel.set_onmessage(Some(act.as_ref().unchecked_ref()));
    act.forget();
    Some(channel)
}

fn shown(till: Till) -> Shown {
    let say = till.say;
    if till.view.get() == View::Done {
        let change = till.sold.get().map(|sold| sold.change);
        let change = change.filter(|change| !change.is_zero());
        let change = change.map(|change: Money| (say.t("till-app-change"), till.money(change)));
        return Shown {
            title: say.t("till-app-thanks"),
            sums: change.into_iter().collect(),
            ..Shown::default()
        };
    }
    if let Some((amount, true)) = prompt::told(till) {
        return Shown {
            title: say.t("till-app-screen-asked"),
            sums: vec![(say.t("tender-mpesa"), till.money(amount))],
            ..Shown::default()
        };
    }
    cart(till)
}

fn cart(till: Till) -> Shown {
    let say = till.say;
    let shop = till
        .device
        .read(|shop| shop.settings().map(|one| one.name.clone()));
    let title = shop.unwrap_or_default();
    let basket = till.basket.get();
    let Some(totals) = till.sums.get().filter(|_| !basket.lines.is_empty()) else {
        return Shown {
            title,
            ..Shown::default()
        };
    };
    let lines = basket
        .lines
        .iter()
        .zip(&totals.lines)
        .map(|(line, counted)| {
            let name = format!("{} · {}", till.line_name(line), till.at_price(line));
            (name, till.money(counted.amount))
        });
    let mut sums = Vec::new();
    if !totals.discount.is_zero() {
        sums.push((say.t("till-app-discounts"), till.money(totals.discount)));
    }
    sums.push((say.t("till-app-total"), till.money(totals.total)));
    let parts = basket.tenders();
    let mut left = totals.total.plus(basket.tip).unwrap_or_default();
    if !basket.tip.is_zero() {
        sums.push((say.t("till-app-tip"), till.money(basket.tip)));
    }
    for part in &parts {
        let amount = Money::from_minor(part.amount_minor);
        let way = say.t(&format!("tender-{}", part.tender));
        sums.push((way, till.money(amount.negated().unwrap_or_default())));
        left = left.minus(amount).unwrap_or_default();
    }
    if !(basket.tip.is_zero() && parts.is_empty()) {
        sums.push((say.t("till-app-to-pay"), till.money(left)));
    }
    Shown {
        title,
        lines: lines.collect(),
        sums,
        note: note(till),
        qr: qr(till, basket.sale_id),
    }
}

/// What the customer may scan instead of typing the number.
fn qr(till: Till, sale_id: Uuid) -> (String, String) {
    let minor = till.qr.get();
    if minor == 0 {
        return Default::default();
    }
    let amount = till.money(Money::from_minor(minor));
    let text = till
        .say
        .with("till-app-screen-scan", &[("amount", amount.as_str())]);
    // Another number is another image: it is not taken from what the browser has kept.
    let to = pays_to(till).map(|(_, number)| number).unwrap_or_default();
    (format!("{}/{sale_id}/{minor}?to={to}", wire::QR), text)
}

/// What M-Pesa brought, or that it did not; else the number that she may pay to.
fn note(till: Till) -> (String, String) {
    let say = till.say;
    let (mood, text) = if prompt::told(till).is_some() {
        ("look", say.t("till-app-screen-failed"))
    } else if let Some(brought) = till.basket.with(|basket| basket.prompted().pop()) {
        let amount = till.money(Money::from_minor(brought.amount_minor));
        let named = [("amount", amount.as_str())];
        ("good", say.with("till-app-screen-paid", &named))
    } else if till.view.get() == View::Pay {
        ("", number(till).unwrap_or_default())
    } else {
        Default::default()
    };
    (mood.to_owned(), text)
}

/// Where M-Pesa is paid to by hand.
fn number(till: Till) -> Option<String> {
    let (key, number) = pays_to(till)?;
    Some(till.say.with(key, &[("number", number.as_str())]))
}

/// The number that M-Pesa is paid to, and the key of what is said of it.
fn pays_to(till: Till) -> Option<(&'static str, String)> {
    till.device.read(|shop| {
        let settings = shop.settings()?;
        match (&settings.mpesa_till, &settings.mpesa_paybill) {
            (Some(number), _) => Some(("till-app-screen-till", number.clone())),
            (None, Some(number)) => Some(("till-app-screen-paybill", number.clone())),
            (None, None) => None,
        }
    })
}

/// Draws the screen.
pub fn screen(name: String) -> AnyView {
    let shown = RwSignal::new(Shown {
        title: name,
        ..Shown::default()
    });
    let channel = hear(Box::new(move |event: MessageEvent| {
        let text = event.data().as_string().unwrap_or_default();
        // What says nothing new changes nothing.
        if let Ok(told) = wire::read::<Shown>(&text)
            && shown.with_untracked(|now| *now != told)
        {
            shown.set(told);
        }
    }));
    // It may have been opened in the middle of a sale.
    if let Some(channel) = &channel {
        let _ = channel.post_message(&JsValue::from_str(""));
    }
    // It lasts as long as the page.
    std::mem::forget(channel);
    // What else is said draws no new image.
    let qr = Memo::new(move |_| shown.get().qr);
    let missed = RwSignal::new(String::new());
    let rows = |rows: Vec<(String, String)>| {
        let rows = rows.into_iter().map(|(name, figure)| sum(name, figure));
        rows.collect_view()
    };
    view! {
        <div class="till-screen" role="status">
            <h1>{live_text(move || shown.get().title)}</h1>
            <dl class="sum">{live(move || rows(shown.get().lines))}</dl>
            <dl class="sum till-screen-sum">{live(move || rows(shown.get().sums))}</dl>
            {live(move || said(shown.get().note))}
            {live(move || scanned(qr.get(), missed))}
        </div>
    }
    .into_any()
}

fn said((mood, text): (String, String)) -> AnyView {
    match mood.as_str() {
        _ if text.is_empty() => ().into_any(),
        "good" => notice("notice good", text),
        "look" => notice("notice look", text),
        _ => notice("notice info", text),
    }
}

/// A code did not come: the next time that it is asked for is after a pause.
fn miss(missed: RwSignal<String>, address: &str) {
    let address = address.to_owned();
    missed.set(address.clone());
    let again = move || {
        if missed.with_untracked(|last| *last == address) {
            missed.set(String::new());
        }
    };
    set_timeout(again, PAUSE);
}

/// M-Pesa's QR code. Where none comes, the number is enough. `missed`: the address of one that did not come.
fn scanned((address, text): (String, String), missed: RwSignal<String>) -> AnyView {
    if address.is_empty() || missed.get() == address {
        return ().into_any();
    }
    let src = address.clone();
    view! {
        <figure class="till-screen-qr">
            <img
                src=src
                alt=""
                width="300"
                height="300"
                on:error=move |_| miss(missed, &address)
            />
            <figcaption>{text}</figcaption>
        </figure>
    }
    .into_any()
}
