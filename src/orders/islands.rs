//! What moves by itself on the pages of the back office, in the browser: news of orders.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::device;
use super::live::{News, count_new_orders};
use crate::ui::Icon;
use crate::values::Stop;

/// How long between two questions.
const EVERY: Duration = Duration::from_secs(10);
/// The same while the page is out of sight, where somebody wants to be called.
const HIDDEN_EVERY: u32 = 3;

/// A bar that appears when orders came in after the page was drawn, and leads to them. Says it to
/// screen readers once for each new count, counts in the tab's title, and calls where the person
/// has switched that on. Out of sight it asks more seldom, and only for who wants to be called; it
/// stops when the person is signed out.
#[island]
pub fn NewOrders(
    /// The business's slug.
    business: String,
    /// When the page was drawn, in RFC 3339.
    since: String,
    /// Says that one order came.
    label_one: String,
    /// Says that several came; `#` stands for how many.
    label_many: String,
    /// Says that nothing can be heard of them just now.
    label_away: String,
    /// Where they are.
    href: String,
) -> impl IntoView {
    let found = RwSignal::new(0_i64);
    let over = RwSignal::new(false);
    let away = RwSignal::new(false);
    let words = move |count: i64| match count {
        1 => label_one.clone(),
        many => label_many.replace('#', &many.to_string()),
    };
    let said = words.clone();
    Effect::new(move |_| {
        let (business, since, said) = (business.clone(), since.clone(), said.clone());
        let title = document().title();
        let tick = RwSignal::new(0_u32);
        let question = move || {
            let tick_now = tick.get_untracked().wrapping_add(1);
            tick.set(tick_now);
            let hidden = document().hidden();
            let skip = !device::wants_calls() || !tick_now.is_multiple_of(HIDDEN_EVERY);
            if over.get_untracked() || (hidden && skip) {
                return;
            }
            let (business, since) = (business.clone(), since.clone());
            let (title, said) = (title.clone(), said.clone());
            spawn_local(async move {
                match count_new_orders(business, since).await {
                    Ok(news) => {
                        change(away, false);
                        tell(news, found, &title, &said);
                    }
                    Err(stop) => miss(&stop, over, away),
                }
            });
        };
        // Where the browser refuses a timer, the page is what it is without script.
        if let Ok(timer) = set_interval_with_handle(question, EVERY) {
            on_cleanup(move || timer.clear());
        }
    });
    let bar = move || {
        let count = found.get();
        (count > 0).then(|| came(words(count), href.clone()))
    };
    let silence = move || {
        let words = label_away.clone();
        away.get()
            .then(|| view! { <p class="notice look">{words}</p> })
    };
    view! {
        <div class="live" role="status" aria-live="polite">
            {bar}
            {silence}
        </div>
    }
}

fn came(words: String, href: String) -> impl IntoView {
    view! {
        <a class="notice info" href=href>
            <Icon name="orders" />
            <b>{words}</b>
        </a>
    }
}

/// No answer: there is nothing more to ask, or it is told that nothing is heard.
fn miss(stop: &Stop, over: RwSignal<bool>, away: RwSignal<bool>) {
    match stop {
        Stop::SignIn | Stop::Forbidden | Stop::NotFound => over.set(true),
        Stop::Unavailable(_) | Stop::Fault(_) => change(away, true),
        // The network comes and goes: the next question finds out.
        Stop::Refused(_) | Stop::SlowDown(_) => {}
    }
}

/// Sets a signal where that changes it: told every time, screen readers would read it every time.
fn change(signal: RwSignal<bool>, to: bool) {
    if signal.get_untracked() != to {
        signal.set(to);
    }
}

/// Shows news where it changed something; told every time, screen readers would read it every time.
fn tell(news: News, found: RwSignal<i64>, title: &str, words: &dyn Fn(i64) -> String) {
    device::show_in_nav(news.to_pack);
    let before = found.get_untracked();
    if news.fresh == before {
        return;
    }
    found.set(news.fresh);
    let counted = match news.fresh {
        0 => title.to_owned(),
        fresh => format!("({fresh}) {title}"),
    };
    document().set_title(&counted);
    if news.fresh > before && device::wants_calls() {
        device::call(&words(news.fresh));
    }
}

/// Switches calls for new orders on and off, on this device only: a tone, a shake and a message of
/// the browser. Pressing it is the gesture that browsers ask for before any of them.
#[island]
pub fn CallSwitch(
    /// Offers to switch calls on.
    label_on: String,
    /// Offers to switch them off.
    label_off: String,
    /// What the first message says, so that the person hears what she will hear.
    sample: String,
) -> impl IntoView {
    let is_on = RwSignal::new(false);
    let is_there = RwSignal::new(false);
    Effect::new(move |_| {
        is_on.set(device::wants_calls());
        is_there.set(true);
    });
    let switch = move |_| {
        let on = !is_on.get_untracked();
        device::want_calls(on);
        is_on.set(on);
        if on {
            device::ask_for_messages();
            device::call(&sample);
        }
    };
    let label = move || {
        if is_on.get() {
            label_off.clone()
        } else {
            label_on.clone()
        }
    };
    // Without script there is nothing to switch.
    view! {
        <button
            type="button"
            class="button small"
            hidden=move || !is_there.get()
            aria-pressed=move || is_on.get().to_string()
            on:click=switch
        >
            <Icon name="bell" />
            {label}
        </button>
    }
}
