//! The door: whose turn is it, and her PIN.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::menu;
use super::parts::{Pad, kbd, live, main_act_unless, notice, pad, press, send};
use super::state::Till;
use crate::till::browser::PinNo;
use crate::till::wire::Member;

/// Names, then a PIN; and the shift that was closed just now.
pub fn door(till: Till) -> AnyView {
    let chosen = RwSignal::new(None::<Member>);
    let step = live(move || match chosen.get() {
        None => untrack(|| names(till, chosen)),
        Some(member) => untrack(|| pin(till, member, chosen)),
    });
    view! { <section class="till-door">{menu::not_safe(till)} {step} {menu::closed(till)}</section> }.into_any()
}

/// Everybody who may do something at a till, and has a PIN.
pub fn people(till: Till, power: &str) -> Vec<Member> {
    let may = |member: &&Member| {
        let has = member.powers.iter().any(|one| one == power);
        has && !member.retired && member.pin_hash.is_some()
    };
    till.device
        .read(|shop| shop.members().into_iter().filter(may).cloned().collect())
}

fn names(till: Till, chosen: RwSignal<Option<Member>>) -> AnyView {
    let say = till.say;
    let list = live(move || {
        let people = people(till, "sell");
        if people.is_empty() {
            let text = say.t("till-app-no-pins");
            return notice("notice info", text);
        }
        let buttons = people.into_iter().map(|member| {
            let (name, role) = (member.name.clone(), say.t(&format!("role-{}", member.role)));
            view! {
                <button
                    type="button"
                    class="till-row"
                    on:click=press(move || {
                        till.wrong.set(String::new());
                        chosen.set(Some(member.clone()));
                    })
                >
                    <b>{name}</b>
                    <span class="quiet">{role}</span>
                </button>
            }
        });
        buttons.collect_view().into_any()
    });
    view! {
        <h1>{say.t("till-app-who")}</h1>
        <div class="till-list">{list}</div>
    }
    .into_any()
}

fn pin(till: Till, member: Member, chosen: RwSignal<Option<Member>>) -> AnyView {
    let say = till.say;
    let typed = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let name = member.name.clone();
    let try_it = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let member = member.clone();
        spawn_local(async move {
            let pin = typed.get_untracked();
            match till.device.check_pin(member.member_id, &pin, true).await {
                Ok(()) => till.begin(member),
                Err(PinNo::Trouble(trouble)) => till.trouble(&trouble),
                Err(no) => till.refuse(till.pin_no(&no)),
            }
            typed.set(String::new());
            busy.set(false);
        });
    };
    let leave = move || {
        till.wrong.set(String::new());
        chosen.set(None);
    };
    view! {
        <h1>{name}</h1>
        <form
            class="stack"
            on:submit=send(try_it)
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    leave();
                }
            }
        >
            {pad(till, "till-pin", say.t("till-app-pin").into_any(), typed, Pad::Pin)}
            {main_act_unless(busy, say.t("till-app-sign-in"))}
            <button
                class="button bare"
                type="button"
                on:click=press(leave)
            >
                {say.t("till-app-back")}
                {kbd("Esc")}
            </button>
        </form>
    }
    .into_any()
}
