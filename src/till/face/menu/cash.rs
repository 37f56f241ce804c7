//! Cash that goes into the drawer or out of it, and is no sale.

use leptos::prelude::*;
use uuid::Uuid;

use crate::till::face::parts::{Pad, chip, chips, field, live, main_act, notice, pad, send, sheet};
use crate::till::face::state::Till;
use crate::till::shop::Shop;
use crate::till::wire::{Body, CashMove};

const REASONS: [&str; 5] = ["safe", "bank", "owner", "expense", "tips"];

/// Asks which way, why, and how much.
pub fn cash(till: Till) -> AnyView {
    let say = till.say;
    let way = RwSignal::new("out");
    let reason = RwSignal::new(REASONS[0].to_owned());
    let amount = RwSignal::new(String::new());
    let note = RwSignal::new(String::new());
    let keep = move || {
        let Some((member_id, shift_id)) = till.hers() else {
            return;
        };
        let typed = till.typed_money(&amount.get_untracked());
        let Some(amount) = typed.filter(|amount| !amount.is_zero()) else {
            till.refuse(say.t("till-app-no-amount"));
            return;
        };
        let ask = CashMove {
            shift_id,
            way: way.get_untracked().to_owned(),
            reason: reason.get_untracked(),
            amount_minor: amount.minor(),
            note: note.get_untracked(),
        };
        if let Some(key) = unfit(&ask) {
            till.refuse(say.t(key));
            return;
        }
        till.once(async move {
            let body = Box::new(move |_: i64| Body::CashMove(ask));
            match till
                .device
                .record(Uuid::now_v7(), member_id, None, body)
                .await
            {
                Ok(_) => {
                    till.news.set(say.t("till-app-cash-kept"));
                    till.close();
                }
                Err(trouble) => till.trouble(&trouble),
            }
        });
    };
    let body = view! {
        <form
            class="stack"
            on:submit=send(keep)
        >
            {chips(vec![
                side(till, way, "out", "till-app-cash-out"),
                side(till, way, "in", "till-app-cash-in"),
            ])}
            <div class="field">
                <label for="till-reason">{say.t("till-app-reason")}</label>
                <select id="till-reason" on:change=move |event| reason.set(event_target_value(&event))>
                    {reasons(till)}
                </select>
            </div>
            {live(move || {
                let is_tips = reason.get() == "tips";
                is_tips.then(|| notice("notice info", say.t("till-app-tips-hint")))
            })}
            {pad(till, "till-cash", say.t("till-app-amount").into_any(), amount, Pad::Figure)}
            {field("till-cash-note", say.t("till-app-note"), note, "text")}
            {main_act(say.t("till-app-done"))}
        </form>
    };
    sheet(till, say.t("till-app-cash"), body.into_any())
}

/// Why cash does not move so.
fn unfit(ask: &CashMove) -> Option<&'static str> {
    let only_out = matches!(ask.reason.as_str(), "expense" | "tips");
    if only_out && ask.way == "in" {
        return Some("till-app-cash-only-out");
    }
    let is_bare = ask.reason == "expense" && ask.note.trim().is_empty();
    is_bare.then_some("till-app-cash-what-for")
}

/// One of the two ways.
fn side(till: Till, way: RwSignal<&'static str>, code: &'static str, key: &'static str) -> AnyView {
    chip(
        till.say.t(key),
        move || way.get() == code,
        move || way.set(code),
    )
}

fn reasons(till: Till) -> AnyView {
    let takes_tips = till.device.read(Shop::takes_tips);
    let reasons = REASONS.into_iter();
    let reasons = reasons.filter(|code| takes_tips || *code != "tips");
    let options = reasons.map(|code| {
        let name = till.say.t(&format!("till-app-reason-{code}"));
        view! { <option value=code>{name}</option> }
    });
    options.collect_view().into_any()
}
