//! How an order stands with money: its totals, what came and went, and what the books say of it.

use leptos::prelude::*;

use super::sheet::Sheet;
use crate::ledger::{Entry, pages::entries_table};
use crate::orders::PayBy;
use crate::payments::{Attempt, Payment, State};
use crate::ui::{Facts, Totals, dates};
use crate::values::Money;

impl Sheet<'_> {
    /// Goods, delivery and rounding, and what they come to.
    pub fn totals(&self) -> AnyView {
        let say = self.say;
        let order = self.order();
        let mut rows = vec![(say.t("orders-goods"), self.amount(order.goods))];
        if !order.delivery.is_zero() {
            rows.push((say.t("delivery"), self.amount(order.delivery)));
        }
        if !order.rounding.is_zero() {
            rows.push((say.t("orders-rounding"), self.amount(order.rounding)));
        }
        rows.push((say.t("total"), self.amount(order.total)));
        let tax = (!order.tax.is_zero()).then(|| {
            let tax = self.amount_words(order.tax);
            let text = say.with("orders-tax-inside", &[("tax", &tax)]);
            view! { <p class="quiet">{text}</p> }
        });
        view! {
            <Totals rows=rows />
            {tax}
        }
        .into_any()
    }

    /// How it was to be paid, how far it is, and each payment with its receipt.
    pub fn payments(&self) -> AnyView {
        let say = self.say;
        let order = self.order();
        let way = match order.pay_by {
            PayBy::Mpesa => say.t("orders-by-mpesa"),
            PayBy::OnHandOver => say.t("orders-by-hand-over"),
        };
        let mut facts = vec![
            (say.t("orders-pay-by"), way.into_any()),
            (say.t("orders-paid"), self.amount(order.paid)),
        ];
        if order.due() > Money::ZERO {
            facts.push((say.t("orders-due"), self.amount(order.due())));
        }
        if order.refund_owed > Money::ZERO {
            let owed = self.amount(order.refund_owed);
            facts.push((say.t("orders-refund-owed"), owed));
        }
        if let Some(attempt) = &self.whole.attempt {
            let words = self.attempt_words(attempt).into_any();
            facts.push((say.t("orders-prompt"), words));
        }
        view! {
            <section class="card">
                <h2>{say.t("orders-payment")}</h2>
                <Facts rows=facts />
                {self.payment_lines()}
            </section>
        }
        .into_any()
    }

    fn payment_lines(&self) -> AnyView {
        if self.whole.payments.is_empty() {
            return ().into_any();
        }
        let say = self.say;
        let rows = self.whole.payments.iter().map(|p| self.payment_row(p));
        view! {
            <table class="lines">
                <caption class="hidden">{say.t("orders-payments")}</caption>
                <thead>
                    <tr>
                        <th>{say.t("orders-tender")}</th>
                        <th class="money">{say.t("orders-amount")}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        }
        .into_any()
    }

    fn payment_row(&self, payment: &Payment) -> AnyView {
        let say = self.say;
        let currency = &self.order().currency;
        let tender = say.t(&format!("tender-{}", payment.tender.code()));
        let tender = if payment.is_in {
            tender
        } else {
            say.with("orders-paid-back-by", &[("tender", &tender)])
        };
        let amount = if payment.is_in {
            payment.amount
        } else {
            payment.amount.negated().unwrap_or_default()
        };
        let at = self.scope.calendar.local(payment.occurred_at);
        let at = dates::recent(say, at, self.scope.today());
        let beside = match &payment.taken_by {
            Some(name) => format!("{at} · {name}"),
            None => at,
        };
        let receipt = payment.receipt.clone();
        let receipt = receipt.map(|receipt| view! { <div class="num">{receipt}</div> });
        let surplus = (payment.surplus > Money::ZERO).then(|| {
            let surplus = self.amount_words(payment.surplus);
            let text = say.with("orders-surplus", &[("surplus", &surplus)]);
            view! { <div class="quiet">{text}</div> }
        });
        view! {
            <tr>
                <td>{tender} {receipt} <div class="quiet">{beside}</div> {surplus}</td>
                <td class="money">{amount.full(currency)}</td>
            </tr>
        }
        .into_any()
    }

    /// How the latest M-Pesa prompt stands; of one that failed, what the customer reads of it too.
    fn attempt_words(&self, attempt: &Attempt) -> String {
        let say = self.say;
        let amount = self.amount_words(attempt.amount);
        let phone = attempt.phone.shown();
        let asked = say.with("orders-asked", &[("amount", &amount), ("phone", &phone)]);
        let outcome = match attempt.state {
            State::Created | State::Submitting | State::Pending => say.t("orders-prompt-waiting"),
            State::Unknown => say.t("orders-prompt-checking"),
            State::Succeeded => say.t("orders-prompt-paid"),
            State::Review => say.t("orders-prompt-review"),
            State::Failed | State::Rejected => {
                let reason = attempt.reason.as_deref().unwrap_or("other");
                let words = say.t(&format!("mpesa-failed-{reason}"));
                say.with("orders-prompt-failed", &[("words", &words)])
            }
        };
        format!("{asked}: {outcome}")
    }

    /// What the books say of it: every entry that the order or its payments posted.
    pub fn books(&self, entries: &[Entry]) -> AnyView {
        if entries.is_empty() {
            return ().into_any();
        }
        let say = self.say;
        view! {
            <section class="card no-print">
                <h2>{say.t("orders-books")}</h2>
                {entries_table(say, self.scope, entries)}
            </section>
        }
        .into_any()
    }
}
