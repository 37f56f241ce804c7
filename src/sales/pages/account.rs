//! What a customer owes on account: what she brings of it, and how much it may be. It stands on the pages
//! of her sales, and on her own.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::sheet::Sheet;
use super::tenders;
use crate::payments::Tender;
use crate::platform::Scope;
use crate::platform::flash::Flash;
use crate::sales::Account;
use crate::sales::api::{PayCustomerAccount, SetCustomerLimit};
use crate::staff::{Acts, Power, may};
use crate::ui::language::Say;
use crate::ui::{Amount, Facts, Field, Form, HiddenField, Icon, SelectField, Submit};
use crate::values::{Money, currency_sign};

/// The names of its forms in the flash.
const PAY: &str = "pay-account";
const LIMIT: &str = "limit";

/// A customer's account in front of one person.
pub(in crate::sales) struct AccountCard<'a> {
    /// The reader's language.
    pub say: Say,
    /// The business, and who looks.
    pub scope: &'a Scope,
    /// What was typed and refused; its `act` says in which form.
    pub flash: &'a Flash,
    /// What is owed, and may be.
    pub account: Account,
    /// Whose it is.
    pub customer_id: Uuid,
    /// The sale on whose page it stands; none: on her own.
    pub sale_id: Option<Uuid>,
    /// The currency of its amounts.
    pub currency: &'a str,
}

impl Sheet<'_> {
    /// Nothing where nobody is known to have bought, or she may not take money.
    pub fn account(&self) -> AnyView {
        let (Some(account), Some(customer_id)) = (self.account, self.sale().customer_id) else {
            return ().into_any();
        };
        let card = AccountCard {
            say: self.say,
            scope: self.scope,
            flash: self.flash,
            account,
            customer_id,
            sale_id: Some(self.sale().sale_id),
            currency: &self.sale().currency,
        };
        card.draw()
    }
}

impl AccountCard<'_> {
    /// What is owed and may be, and the forms that change it as far as whoever looks may.
    pub fn draw(&self) -> AnyView {
        let say = self.say;
        let amount = |money: Money| {
            let sign = currency_sign(self.currency).to_owned();
            view! { <Amount currency=sign text=money.full(self.currency) /> }.into_any()
        };
        let rows = vec![
            (say.t("sales-account-owed"), amount(self.account.owed)),
            (say.t("sales-account-limit"), amount(self.account.limit)),
        ];
        view! {
            <section class="card no-print" id="account">
                <h2>{say.t("sales-account")}</h2>
                <Facts rows=rows />
                {self.pay_account()}
                {self.set_limit()}
            </section>
        }
        .into_any()
    }

    /// Everything that was refused, for the head of the page.
    pub fn summary(&self) -> AnyView {
        self.acts().summary()
    }

    fn acts(&self) -> Acts<'_> {
        Acts {
            say: self.say,
            flash: self.flash,
        }
    }

    /// The fields that say whose account it is, and on which page its forms stand.
    fn whose(&self) -> AnyView {
        let sale_id = self.sale_id.map(|id| id.to_string()).unwrap_or_default();
        view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name="sale_id" value=sale_id />
            <HiddenField name="customer_id" value=self.customer_id.to_string() />
        }
        .into_any()
    }

    fn pay_account(&self) -> AnyView {
        if !may(&self.scope.who, Power::TakeMoney) {
            return ().into_any();
        }
        let (say, currency, acts) = (self.say, self.currency, self.acts());
        let offered = if self.account.owed > Money::ZERO {
            self.account.owed.bare(currency)
        } else {
            String::new()
        };
        let payment_id = acts.value(PAY, "payment_id", &Uuid::now_v7().to_string());
        let fields = view! {
            {self.whose()}
            <HiddenField name="payment_id" value=payment_id />
            <SelectField
                label=say.t("orders-tender")
                name="tender"
                options=tenders(say, currency)
                selected=acts.value(PAY, "tender", Tender::Cash.code())
                error=acts.error(PAY, "tender")
            />
            <Field
                label=say.t("orders-amount")
                name="amount"
                value=acts.value(PAY, "amount", &offered)
                inputmode="decimal"
                prefix=currency_sign(currency).to_owned()
                required=true
                error=acts.error(PAY, "amount")
            />
            <Field
                label=say.t("orders-receipt")
                name="receipt"
                value=acts.value(PAY, "receipt", "")
                hint=say.t("orders-receipt-hint")
                autocomplete="off"
                maxlength=40
                error=acts.error(PAY, "receipt")
            />
            <Submit label=say.t("orders-take-button") kind="plain" class="wide" />
        };
        let fields = fields.into_any();
        view! {
            <details class="more" open=acts.was_refused(PAY)>
                <summary>
                    <Icon name="plus" />
                    {say.t("sales-account-pay")}
                </summary>
                <Form action=PayCustomerAccount::url()>{fields}</Form>
            </details>
        }
        .into_any()
    }

    fn set_limit(&self) -> AnyView {
        if !may(&self.scope.who, Power::Refund) {
            return ().into_any();
        }
        let (say, currency, acts) = (self.say, self.currency, self.acts());
        let fields = view! {
            {self.whose()}
            <Field
                label=say.t("sales-account-limit")
                name="limit"
                value=acts.value(LIMIT, "limit", &self.account.limit.bare(currency))
                hint=say.t("sales-account-limit-hint")
                inputmode="decimal"
                prefix=currency_sign(currency).to_owned()
                required=true
                error=acts.error(LIMIT, "limit")
            />
            <Submit label=say.t("save") kind="plain" class="wide" />
        };
        let fields = fields.into_any();
        view! {
            <details class="more" open=acts.was_refused(LIMIT)>
                <summary>
                    <Icon name="edit" />
                    {say.t("sales-account-limit-set")}
                </summary>
                <Form action=SetCustomerLimit::url()>{fields}</Form>
            </details>
        }
        .into_any()
    }
}
