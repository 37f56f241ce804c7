//! A prompt of M-Pesa that a person must decide about: one that does not fit, and one of which
//! nobody knows how it ended.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::sheet::Sheet;
use crate::orders::attempts::LONGEST_WHY;
use crate::orders::packing_api::{CountOrderAttempt, GiveOrderAttemptUp, SetOrderAttemptAside};
use crate::payments::{Attempt, SaidPaid, State, Tender};
use crate::staff::Power;
use crate::ui::{Field, Form, HiddenField, Icon, Notice, Submit, TextAreaField};
use crate::values::currency_sign;

impl Sheet<'_> {
    /// Whether a prompt brought money already: then there is nothing more to count.
    fn has_brought(&self, attempt: &Attempt) -> bool {
        let mut payments = self.whole.payments.iter();
        payments.any(|payment| {
            let is_typed = payment.attempt_id.is_none() && payment.tender == Tender::Mpesa;
            let is_its =
                is_typed && payment.receipt.is_some() && payment.receipt == attempt.receipt;
            payment.is_in && (payment.attempt_id == Some(attempt.attempt_id) || is_its)
        })
    }

    /// A prompt in review, the first where there are several: what M-Pesa said, and what can be done
    /// with it.
    pub fn prompt_to_settle(&self) -> AnyView {
        let Some((attempt, said)) = &self.beside.in_review else {
            return ().into_any();
        };
        let say = self.say;
        let reason = attempt.reason.as_deref().unwrap_or("ids");
        let why = say.t(&format!("attempt-review-{reason}"));
        let asked = self.amount_words(attempt.amount);
        let asked = say.with("orders-look-asked", &[("amount", &asked)]);
        let words = said.as_ref().map(|said| self.said_words(said));
        let acts = if self.may(Power::KeepSettings) {
            let brought = self.has_brought(attempt);
            let count = (!brought).then(|| self.count_form(attempt, said.as_ref()));
            view! {
                {count}
                {self.aside_form(attempt, brought)}
            }
            .into_any()
        } else {
            view! { <p class="quiet">{say.t("orders-look-ask-owner")}</p> }.into_any()
        };
        view! {
            <section class="card stack no-print" id="prompt">
                <h2>{say.t("orders-look-title")}</h2>
                <Notice kind="look" title=why>
                    <p>{asked} " " {words}</p>
                </Notice>
                {acts}
            </section>
        }
        .into_any()
    }

    /// What M-Pesa said of it.
    fn said_words(&self, said: &SaidPaid) -> String {
        let amount = said.amount.map(|amount| self.amount_words(amount));
        let receipt = said.receipt.clone().unwrap_or_default();
        let named = [
            ("amount", amount.as_deref().unwrap_or("?")),
            ("receipt", receipt.as_str()),
        ];
        self.say.with("orders-look-said", &named)
    }

    fn count_form(&self, attempt: &Attempt, said: Option<&SaidPaid>) -> AnyView {
        let say = self.say;
        let currency = &self.order().currency;
        let amount = said
            .and_then(|said| said.amount)
            .unwrap_or(attempt.amount)
            .bare(currency);
        let known = attempt.receipt.clone();
        let receipt = known.or_else(|| said.and_then(|said| said.receipt.clone()));
        let receipt = receipt.unwrap_or_default();
        let fields = view! {
            {self.prompt_named(attempt)}
            <Field
                label=say.t("orders-look-amount")
                name="counted"
                value=self.value("count", "counted", &amount)
                inputmode="decimal"
                prefix=currency_sign(currency).to_owned()
                required=true
                error=self.error("count", "counted")
            />
            <Field
                label=say.t("orders-look-receipt")
                name="code"
                value=self.value("count", "code", &receipt)
                hint=say.t("orders-look-receipt-hint")
                autocomplete="off"
                maxlength=40
                error=self.error("count", "code")
            />
            <Submit label=say.t("orders-look-count") kind="plain" class="wide" />
        };
        let fields = fields.into_any();
        view! { <Form action=CountOrderAttempt::url()>{fields}</Form> }.into_any()
    }

    fn aside_form(&self, attempt: &Attempt, brought: bool) -> AnyView {
        let say = self.say;
        let label = if brought {
            say.t("orders-look-seen")
        } else {
            say.t("orders-look-aside")
        };
        let fields = view! {
            {self.prompt_named(attempt)}
            <TextAreaField
                label=say.t("orders-look-why")
                name="aside_why"
                rows=2
                maxlength=LONGEST_WHY
                value=self.value("set-aside", "aside_why", "")
                hint=say.t("orders-look-why-hint")
                error=self.error("set-aside", "aside_why")
            />
            <Submit label=label kind="plain" class="wide" />
        };
        let fields = fields.into_any();
        view! { <Form action=SetOrderAttemptAside::url()>{fields}</Form> }.into_any()
    }

    /// That a prompt is still open, so that nobody takes the same money twice; where nobody knows
    /// how it ended, the way to call it off.
    pub fn open_prompt(&self) -> AnyView {
        let say = self.say;
        let open = self.whole.attempt.as_ref();
        let Some(attempt) = open.filter(|attempt| attempt.state.is_open()) else {
            return ().into_any();
        };
        let title = say.t("orders-prompt-open");
        let may = self.may(Power::TakeMoney) && attempt.state == State::Unknown;
        let give_up = may.then(|| self.give_up_form(attempt));
        view! {
            <Notice kind="info" title=title />
            {give_up}
        }
        .into_any()
    }

    fn give_up_form(&self, attempt: &Attempt) -> AnyView {
        let say = self.say;
        let code = self.order().code.as_str();
        let amount = self.amount_words(attempt.amount);
        let phone = attempt.phone.shown();
        let named = [
            ("code", code),
            ("amount", amount.as_str()),
            ("phone", phone.as_str()),
        ];
        let sure = say.with("orders-give-up-sure", &named);
        let asked = say.count("orders-give-up-asked", i64::from(attempt.queries));
        let fields = view! {
            <p>{sure}</p>
            <p class="quiet">{asked}</p>
            {self.prompt_named(attempt)}
            <Submit label=say.with("orders-give-up-button", &[("code", code)]) kind="danger" />
        };
        let fields = fields.into_any();
        view! {
            <details class="card more no-print" open=self.was_refused("give-up")>
                <summary>
                    <Icon name="cross" />
                    {say.t("orders-give-up")}
                </summary>
                <Form action=GiveOrderAttemptUp::url()>{fields}</Form>
            </details>
        }
        .into_any()
    }

    /// The fields that say which prompt of which order a form is about.
    fn prompt_named(&self, attempt: &Attempt) -> AnyView {
        view! {
            {self.document()}
            <HiddenField name="attempt_id" value=attempt.attempt_id.to_string() />
        }
        .into_any()
    }
}

#[cfg(test)]
mod tests {
    use crate::ui::language::Say;
    use crate::values::Language;

    /// Every reason that a review may have.
    const REASONS: [&str; 9] = [
        "failure-after-success",
        "ids",
        "no-receipt",
        "amount",
        "receipt-used",
        "second-receipt",
        "surplus",
        "maybe-recorded",
        "unconfirmed",
    ];

    #[test]
    fn every_review_has_its_words() {
        for language in Language::ALL {
            for reason in REASONS {
                let key = format!("attempt-review-{reason}");
                assert_ne!(Say(language).t(&key), key, "{language:?}");
            }
        }
    }
}
