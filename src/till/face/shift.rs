//! The beginning of a shift: what is in the drawer.

use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::parts::{Pad, main_act_unless, pad, send};
use super::state::{Till, View};
use crate::till::wire::{Body, OpenShiftAsk};

/// Asks for the float.
pub fn open(till: Till) -> AnyView {
    let say = till.say;
    let typed = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let submit = move || {
        let text = typed.get_untracked();
        let text = if text.trim().is_empty() {
            "0".to_owned()
        } else {
            text
        };
        let (Some(amount), Some(member_id)) = (till.typed_money(&text), till.member_id()) else {
            till.refuse(say.t("till-app-no-amount"));
            return;
        };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let ask = OpenShiftAsk {
                float_minor: amount.minor(),
            };
            let body = Box::new(move |_: i64| Body::OpenShift(ask));
            match till
                .device
                .record(Uuid::now_v7(), member_id, None, body)
                .await
            {
                Ok(_) => {
                    till.shift.set(till.device.shift(member_id).await);
                    till.go(View::Ring);
                }
                Err(trouble) => till.trouble(&trouble),
            }
            busy.set(false);
        });
    };
    view! {
        <section class="till-door">
            <h1>{say.t("till-app-open-shift")}</h1>
            <p class="quiet">{say.t("till-app-open-shift-text")}</p>
            <form
                class="stack"
                on:submit=send(submit)
            >
                {pad(till, "till-float", say.t("till-app-float").into_any(), typed, Pad::Figure)}
                {main_act_unless(busy, say.t("till-app-begin"))}
            </form>
        </section>
    }
    .into_any()
}
