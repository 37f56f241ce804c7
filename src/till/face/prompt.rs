//! M-Pesa asks the customer on her phone: what the cashier asks for, and how it stands, as the server says.
//! What was asked is kept with the cart, and goes on wherever the cashier is.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::js;
use super::parts::{field, follow, live, live_text, press};
use super::state::Till;
use crate::till::basket::Prompt;
use crate::till::wire::{PromptAnswer, PromptAsk};
use crate::values::Money;

/// How often the server is asked how it stands.
const EVERY: Duration = Duration::from_secs(2);
/// The field for the phone that is asked.
pub const PHONE: &str = "till-prompt-phone";
/// The button that says that it is paid.
pub const PAID: &str = "till-take";

/// Whether M-Pesa can be asked now: it is set up here, and there is a network.
pub fn can_ask(till: Till) -> bool {
    let is_on = till
        .device
        .read(|shop| shop.settings().is_some_and(|one| one.prompts));
    is_on && till.device.online.get()
}

/// Whether the cart's prompt may still be paid, as far as is known.
pub fn waits(till: Till) -> bool {
    unpaid(till).is_some_and(|(_, heard)| heard.is_none_or(|answer| !is_over(&answer)))
}

/// What the customer is told of the cart's prompt: how much she is asked for, and whether she may still
/// pay it. None where there is none, or M-Pesa was not asked.
pub fn told(till: Till) -> Option<(Money, bool)> {
    let (prompt, heard) = unpaid(till)?;
    let Some(answer) = heard else {
        return Some((prompt.amount, true));
    };
    (!answer.state.is_empty()).then(|| (prompt.amount, !is_over(&answer)))
}

/// Asks how the cart's prompt stands, as long as that is not known.
pub fn watch(till: Till) {
    let busy = StoredValue::new(false);
    let watched = Memo::new(move |_| watched(till));
    follow(move || {
        if watched.get().is_none() {
            return;
        }
        let timer = set_interval_with_handle(move || look(till, busy), EVERY);
        if let Ok(timer) = timer {
            on_cleanup(move || timer.clear());
        }
    });
}

/// The prompt of which there is more to hear.
fn watched(till: Till) -> Option<Uuid> {
    let id = till
        .basket
        .with(|basket| basket.unsettled().map(|one| one.attempt_id))?;
    let is_over = heard_of(till, id).is_some_and(|answer| is_over(&answer));
    (!is_over).then_some(id)
}

/// What was heard of a prompt last.
fn heard_of(till: Till, id: Uuid) -> Option<PromptAnswer> {
    let heard = till.prompt.get().filter(|(of, _)| *of == id);
    heard.map(|(_, answer)| answer)
}

/// The cart's prompt that is not paid, and what was heard of it last.
fn unpaid(till: Till) -> Option<(Prompt, Option<PromptAnswer>)> {
    let prompt = till.basket.with(|basket| basket.unpaid().cloned())?;
    let heard = heard_of(till, prompt.attempt_id);
    Some((prompt, heard))
}

/// Whether it will not be paid any more: it failed, or the server knows nothing of it.
fn is_over(answer: &PromptAnswer) -> bool {
    !answer.open && answer.state != "succeeded"
}

fn look(till: Till, busy: StoredValue<bool>) {
    let Some(id) = untrack(|| watched(till)) else {
        return;
    };
    if busy.get_value() || till.prompting.get_untracked() {
        return;
    }
    busy.set_value(true);
    spawn_local(async move {
        if let Ok(answer) = till.device.look_at_prompt(id).await {
            hear(till, id, answer);
        }
        busy.set_value(false);
    });
}

/// Takes in how it stands. What says nothing new changes nothing.
fn hear(till: Till, id: Uuid, answer: PromptAnswer) {
    let mut basket = till.basket.get_untracked();
    if basket.heard(id, &answer) {
        till.news.set(answer.words.clone());
    }
    if till.basket.with_untracked(|now| *now != basket) {
        till.basket.set(basket);
    }
    let heard = Some((id, answer));
    if till.prompt.with_untracked(|now| *now != heard) {
        till.prompt.set(heard);
    }
}

/// Asks M-Pesa; of what was asked a moment ago and perhaps never arrived, the same is asked.
fn ask(till: Till, phone: &str, amount: Option<Money>) {
    let say = till.say;
    let Some(amount) = amount else {
        till.refuse(say.t("till-app-no-amount"));
        return;
    };
    if phone.is_empty() {
        till.refuse(say.t("till-app-prompt-needs-phone"));
        return;
    }
    let Some(member_id) = till.member_id() else {
        return;
    };
    if till.prompting.get_untracked() {
        return;
    }
    let heard = untrack(|| unpaid(till)).and_then(|(_, heard)| heard);
    let is_known = heard.is_some_and(|answer| !answer.state.is_empty());
    let mut basket = till.basket.get_untracked();
    let prompt = basket.prompt(phone, amount, is_known);
    let asks = PromptAsk {
        attempt_id: prompt.attempt_id,
        sale_id: basket.sale_id,
        member_id,
        phone: prompt.phone,
        amount_minor: prompt.amount.minor(),
    };
    till.wrong.set(String::new());
    till.prompting.set(true);
    till.prompt.set(None);
    till.basket.set(basket.clone());
    // The field for the phone goes away; what comes next is that it is paid.
    js::focus_soon(PAID);
    spawn_local(async move {
        // It is on the disk before anybody is asked: a reload finds it.
        till.device.keep_draft(&basket).await;
        let id = asks.attempt_id;
        match till.device.ask_prompt(&asks).await {
            Ok(PromptAnswer {
                refusal: Some(why), ..
            }) => {
                till.basket.update(|basket| basket.forget(id));
                till.refuse(why.words);
                js::focus_soon(PHONE);
            }
            Ok(answer) => hear(till, id, answer),
            // Perhaps it arrived: the server says so when it can be asked.
            Err(trouble) => till.trouble(&trouble),
        }
        till.prompting.set(false);
    });
}

/// Waits no longer. What was paid meanwhile is paid.
fn give_up(till: Till, id: Uuid) {
    let Some(member_id) = till.member_id() else {
        return;
    };
    if till.prompting.get_untracked() {
        return;
    }
    till.prompting.set(true);
    spawn_local(async move {
        match till.device.give_up_prompt(id, member_id).await {
            Ok(PromptAnswer {
                refusal: Some(why), ..
            }) if why.key != "refused-not-found" => till.refuse(why.words),
            Ok(answer) => {
                let is_paid = answer.state == "succeeded";
                let words = answer.words.clone();
                hear(till, id, answer);
                if !is_paid {
                    till.basket.update(|basket| basket.forget(id));
                    till.refuse(words);
                    js::focus_soon(PHONE);
                }
            }
            Err(trouble) => till.trouble(&trouble),
        }
        till.prompting.set(false);
    });
}

/// Draws it: a phone to ask on, or how the one that was asked stands. `amount`: what is asked for; none
/// where it is no amount, or too much.
pub fn panel(
    till: Till,
    phone: RwSignal<String>,
    amount: impl Fn() -> Option<Money> + Copy + Send + Sync + 'static,
) -> AnyView {
    let is_waiting = Memo::new(move |_| waits(till));
    let acts = live(move || {
        if is_waiting.get() {
            waiting(till)
        } else {
            asking(till, phone, amount)
        }
    });
    view! {
        <div class="stack">
            <div role="status">{live(move || words(till))}</div>
            {acts}
        </div>
    }
    .into_any()
}

/// How it stands.
fn words(till: Till) -> AnyView {
    let say = till.say;
    let Some((prompt, heard)) = unpaid(till) else {
        return ().into_any();
    };
    let amount = till.money(prompt.amount);
    let named = [
        ("number", prompt.phone.as_str()),
        ("amount", amount.as_str()),
    ];
    let title = say.with("till-app-prompt-waits", &named);
    let (kind, text) = match heard {
        None => ("notice info", say.t("till-app-prompt-asking")),
        Some(answer) if answer.state.is_empty() => {
            ("notice look", say.t("till-app-prompt-not-asked"))
        }
        Some(answer) if is_over(&answer) => ("notice look", answer.words),
        Some(answer) => ("notice info", answer.words),
    };
    view! {
        <div class=kind>
            <div>
                <p>
                    <b>{title}</b>
                </p>
                <p>{text}</p>
            </div>
        </div>
    }
    .into_any()
}

fn asking(
    till: Till,
    phone: RwSignal<String>,
    amount: impl Fn() -> Option<Money> + Copy + Send + Sync + 'static,
) -> AnyView {
    let say = till.say;
    let ask = move || ask(till, phone.get_untracked().trim(), untrack(amount));
    let label = live_text(move || {
        let is_again = till.basket.with(|basket| basket.unpaid().is_some());
        let key = if is_again {
            "till-app-prompt-again"
        } else {
            "till-app-prompt-ask"
        };
        let amount = amount().map(|amount| till.money(amount));
        say.with(key, &[("amount", amount.as_deref().unwrap_or("–"))])
    });
    let phone_field = field(PHONE, say.t("till-app-prompt-phone"), phone, "tel");
    view! {
        // Enter asks here, and does not say that it is paid.
        <div on:keydown=move |event| {
            if event.key() == "Enter" {
                event.prevent_default();
                ask();
            }
        }>{phone_field}</div>
        <button
            type="button"
            class="button wide"
            disabled=move || till.prompting.get()
            on:click=press(ask)
        >
            {label}
        </button>
    }
    .into_any()
}

fn waiting(till: Till) -> AnyView {
    let stop = move || {
        let asked = untrack(|| unpaid(till));
        if let Some((prompt, _)) = asked {
            give_up(till, prompt.attempt_id);
        }
    };
    view! {
        <button
            type="button"
            class="button wide"
            disabled=move || till.prompting.get()
            on:click=press(stop)
        >
            {till.say.t("till-app-prompt-give-up")}
        </button>
    }
    .into_any()
}
