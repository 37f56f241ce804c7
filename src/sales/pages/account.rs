//! What the customer of a sale owes on account: what she brings of it, and how much it may be.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::sheet::Sheet;
use super::tenders;
use crate::payments::Tender;
use crate::sales::Account;
use crate::sales::api::{PayCustomerAccount, SetCustomerLimit};
use crate::staff::Power;
use crate::ui::{Facts, Field, Form, HiddenField, Icon, SelectField, Submit};
use crate::values::{Money, currency_sign};

/// The names of its forms in the flash.
const PAY: &str = "pay-account";
const LIMIT: &str = "limit";

impl Sheet<'_> {
    /// Nothing where nobody is known to have bought, or she may not take money.
    pub fn account(&self) -> AnyView {
        let (Some(account), Some(customer_id)) = (self.account, self.sale().customer_id) else {
            return ().into_any();
        };
        let say = self.say;
        let rows = vec![
            (say.t("sales-account-owed"), self.amount(account.owed)),
            (say.t("sales-account-limit"), self.amount(account.limit)),
        ];
        view! {
            <section class="card no-print" id="account">
                <h2>{say.t("sales-account")}</h2>
                <Facts rows=rows />
                {self.pay_account(&account, customer_id)}
                {self.set_limit(&account, customer_id)}
            </section>
        }
        .into_any()
    }

    /// The fields that say whose account it is, and on which page its forms stand.
    fn whose(&self, customer_id: Uuid) -> AnyView {
        view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name="sale_id" value=self.sale().sale_id.to_string() />
            <HiddenField name="customer_id" value=customer_id.to_string() />
        }
        .into_any()
    }

    fn pay_account(&self, account: &Account, customer_id: Uuid) -> AnyView {
        let say = self.say;
        let currency = &self.sale().currency;
        let offered = if account.owed > Money::ZERO {
            account.owed.bare(currency)
        } else {
            String::new()
        };
        let payment_id = self.value(PAY, "payment_id", &Uuid::now_v7().to_string());
        let fields = view! {
            {self.whose(customer_id)}
            <HiddenField name="payment_id" value=payment_id />
            <SelectField
                label=say.t("orders-tender")
                name="tender"
                options=tenders(say, currency)
                selected=self.value(PAY, "tender", Tender::Cash.code())
                error=self.error(PAY, "tender")
            />
            <Field
                label=say.t("orders-amount")
                name="amount"
                value=self.value(PAY, "amount", &offered)
                inputmode="decimal"
                prefix=currency_sign(currency).to_owned()
                required=true
                error=self.error(PAY, "amount")
            />
            <Field
                label=say.t("orders-receipt")
                name="receipt"
                value=self.value(PAY, "receipt", "")
                hint=say.t("orders-receipt-hint")
                autocomplete="off"
                maxlength=40
                error=self.error(PAY, "receipt")
            />
            <Submit label=say.t("orders-take-button") kind="plain" class="wide" />
        };
        let fields = fields.into_any();
        view! {
            <details class="more" open=self.was_refused(PAY)>
                <summary>
                    <Icon name="plus" />
                    {say.t("sales-account-pay")}
                </summary>
                <Form action=PayCustomerAccount::url()>{fields}</Form>
            </details>
        }
        .into_any()
    }

    fn set_limit(&self, account: &Account, customer_id: Uuid) -> AnyView {
        if !self.may(Power::Refund) {
            return ().into_any();
        }
        let say = self.say;
        let currency = &self.sale().currency;
        let fields = view! {
            {self.whose(customer_id)}
            <Field
                label=say.t("sales-account-limit")
                name="limit"
                value=self.value(LIMIT, "limit", &account.limit.bare(currency))
                hint=say.t("sales-account-limit-hint")
                inputmode="decimal"
                prefix=currency_sign(currency).to_owned()
                required=true
                error=self.error(LIMIT, "limit")
            />
            <Submit label=say.t("save") kind="plain" class="wide" />
        };
        let fields = fields.into_any();
        view! {
            <details class="more" open=self.was_refused(LIMIT)>
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
