//! What the parts of an order's page are drawn from: the order, who looks, and what was refused.

use leptos::prelude::*;

use super::detail::Beside;
use crate::businesses::Settings;
use crate::orders::{Order, Whole};
use crate::platform::Scope;
use crate::platform::flash::Flash;
use crate::staff::{Acts, Power, may};
use crate::ui::Amount;
use crate::ui::language::Say;
use crate::values::{Money, currency_sign};

/// One order in front of one person.
pub(super) struct Sheet<'a> {
    /// The reader's language.
    pub say: Say,
    /// The business, and who looks.
    pub scope: &'a Scope,
    /// The order with all that belongs to it.
    pub whole: &'a Whole,
    /// The shop that it was ordered from.
    pub shop: &'a Settings,
    /// What else is known of it.
    pub beside: &'a Beside,
    /// What was typed and refused; its `act` says in which form.
    pub flash: &'a Flash,
}

impl Sheet<'_> {
    /// The order itself.
    pub fn order(&self) -> &Order {
        &self.whole.order
    }

    /// Whether whoever looks has a power. What she has not is not offered.
    pub fn may(&self, power: Power) -> bool {
        may(&self.scope.who, power)
    }

    /// An amount of the order with its currency.
    pub fn amount(&self, money: Money) -> AnyView {
        let currency = &self.order().currency;
        let sign = currency_sign(currency).to_owned();
        view! { <Amount currency=sign text=money.full(currency) /> }.into_any()
    }

    /// The same for the inside of a sentence: `KSh 1,250`.
    pub fn amount_words(&self, money: Money) -> String {
        let currency = &self.order().currency;
        format!("{} {}", currency_sign(currency), money.short(currency))
    }

    /// Whether the form of that name was refused just now.
    pub fn was_refused(&self, act: &str) -> bool {
        self.acts().was_refused(act)
    }

    /// What stands in a field of a form: what was typed into it, else what is offered.
    pub fn value(&self, act: &str, field: &str, offered: &str) -> String {
        self.acts().value(act, field, offered)
    }

    /// Why a field of a form was refused, if it was.
    pub fn error(&self, act: &str, field: &str) -> Option<String> {
        self.acts().error(act, field)
    }

    /// Everything that was refused, for the head of the page; nothing where nothing was.
    pub fn summary(&self) -> AnyView {
        self.acts().summary()
    }

    fn acts(&self) -> Acts<'_> {
        Acts {
            say: self.say,
            flash: self.flash,
        }
    }
}
