//! A cashier's shift: its beginning, when she counts the drawer, whether it is open, and the end of her turn.

use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::parts::{Pad, main_act_unless, pad, send};
use super::state::{Till, View};
use crate::till::basket::Basket;
use crate::till::wire::{Body, OpenShiftAsk};
use crate::values::Money;

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

impl Till {
    /// Reckons her shift anew.
    pub fn reckon(self) {
        let Some(member_id) = self.member_id() else {
            return;
        };
        spawn_local(async move {
            let shift = self.device.shift(member_id).await;
            // It may be another's turn by now.
            if self.member_id() == Some(member_id) {
                self.shift.set(shift);
            }
        });
    }

    /// Her shift that is open. It may have been closed in the back office: then she is told so and opens one
    /// first, and what is in the cart waits.
    pub fn in_shift(self) -> Option<Uuid> {
        let shift = self
            .shift
            .with_untracked(|shift| shift.as_ref().map(|one| one.shift_id));
        if shift.is_none() {
            self.go(View::Float);
            self.refuse(self.say.t("till-app-no-shift"));
        }
        shift
    }

    /// Who does something in her shift, and that shift; none where it is nobody's turn, or no shift is open, as
    /// she is told then.
    pub fn hers(self) -> Option<(Uuid, Uuid)> {
        let member_id = self.member_id()?;
        Some((member_id, self.in_shift()?))
    }

    /// What is said of money that was taken for carts that are not sold yet; nothing where none was.
    pub fn paid_waits(self, paid: Money) -> Option<String> {
        let amount = self.money(paid);
        let named = [("amount", amount.as_str())];
        (!paid.is_zero()).then(|| self.say.with("till-app-paid-waits", &named))
    }

    /// Locks the till: the next turn is anybody's. What was paid for the cart in hand is said to whoever comes.
    pub fn lock(self) {
        self.cashier.set(None);
        self.shift.set(None);
        self.go(View::Door);
        let paid = self.basket.with_untracked(Basket::paid);
        self.refuse(self.paid_waits(paid).unwrap_or_default());
    }
}
