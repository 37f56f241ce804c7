//! What the parts of a sale's page are drawn from: the document, who looks, and what was refused.

use leptos::prelude::*;

use crate::ledger::Entry;
use crate::platform::Scope;
use crate::platform::flash::Flash;
use crate::sales::store::RaisedFlag;
use crate::sales::{Account, Sale, Whole};
use crate::staff::{Acts, Power, may};
use crate::ui::Amount;
use crate::ui::language::Say;
use crate::values::{Money, currency_sign};

/// One document in front of one person.
pub(super) struct Sheet<'a> {
    /// The reader's language.
    pub say: Say,
    /// The business, and who looks.
    pub scope: &'a Scope,
    /// The document with all that belongs to it.
    pub whole: &'a Whole,
    /// The sale that a refund takes back.
    pub of: Option<&'a Sale>,
    /// What its customer owes, where she has an account or may get one.
    pub account: Option<Account>,
    /// What the books say of it, where she may read them.
    pub entries: &'a [Entry],
    /// What tills raised about it, where she looks at such things.
    pub flags: &'a [RaisedFlag],
    /// What was typed and refused; its `act` says in which form.
    pub flash: &'a Flash,
}

impl Sheet<'_> {
    /// The document itself.
    pub fn sale(&self) -> &Sale {
        &self.whole.sale
    }

    /// Whether whoever looks has a power. What she has not is not offered.
    pub fn may(&self, power: Power) -> bool {
        may(&self.scope.who, power)
    }

    /// An amount of the document with its currency.
    pub fn amount(&self, money: Money) -> AnyView {
        let currency = &self.sale().currency;
        let sign = currency_sign(currency).to_owned();
        view! { <Amount currency=sign text=money.full(currency) /> }.into_any()
    }

    /// The same for the inside of a sentence: `KSh 1,250`.
    pub fn amount_words(&self, money: Money) -> String {
        money.named(&self.sale().currency)
    }

    /// Where a document stands.
    pub fn address(&self, sale: &Sale) -> String {
        format!("/b/{}/sales/{}", self.scope.slug, sale.sale_id)
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

    /// Its forms.
    pub fn acts(&self) -> Acts<'_> {
        Acts {
            say: self.say,
            flash: self.flash,
        }
    }
}
