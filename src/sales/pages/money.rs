//! The money of a sale: its tenders, and what went back of it.

use leptos::prelude::*;

use super::sheet::Sheet;
use super::title;
use crate::sales::cart::change;
use crate::sales::{Sale, SaleKind, SalePayment};
use crate::ui::dates;

impl Sheet<'_> {
    /// How it was paid, or how the money went back.
    pub fn money(&self) -> AnyView {
        if self.whole.payments.is_empty() {
            return ().into_any();
        }
        let say = self.say;
        let heading = match self.sale().kind {
            SaleKind::Sale => say.t("orders-payment"),
            SaleKind::Refund => say.t("sales-paid-back"),
        };
        let rows = self.whole.payments.iter().map(|one| self.payment_row(one));
        view! {
            <section class="card">
                <h2>{heading}</h2>
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
            </section>
        }
        .into_any()
    }

    fn payment_row(&self, payment: &SalePayment) -> AnyView {
        let tender = self.say.t(&format!("tender-{}", payment.tender.code()));
        let reference = payment.reference.clone();
        let reference = reference.map(|text| match payment.voucher_id {
            Some(voucher_id) => {
                let href = format!("/b/{}/sales/vouchers/{voucher_id}", self.scope.slug);
                view! { <a class="num" href=href>{text}</a> }.into_any()
            }
            None => view! { <div class="quiet num">{text}</div> }.into_any(),
        });
        let beside = self.beside_payment(payment).into_iter().map(|text| {
            view! { <div class="quiet">{text}</div> }
        });
        let beside = beside.collect_view();
        view! {
            <tr>
                <td>{tender} {reference} {beside}</td>
                <td class="money">{payment.amount.full(&self.sale().currency)}</td>
            </tr>
        }
        .into_any()
    }

    /// What is said of a payment under its tender: what change was given, and that nobody has found it at
    /// M-Pesa yet.
    fn beside_payment(&self, payment: &SalePayment) -> Vec<String> {
        let say = self.say;
        let mut words = Vec::new();
        if let Some(handed) = payment.handed {
            let change = change(payment.amount, handed).unwrap_or_default();
            let (handed, change) = (self.amount_words(handed), self.amount_words(change));
            let named = [("handed", handed.as_str()), ("change", change.as_str())];
            words.push(say.with("sales-change", &named));
        }
        if payment.is_unmatched {
            words.push(say.t("sales-mpesa-unmatched"));
        }
        words
    }

    /// The refunds of a sale, oldest first.
    pub fn came_back(&self) -> AnyView {
        if self.whole.refunds.is_empty() {
            return ().into_any();
        }
        let say = self.say;
        let rows = self.whole.refunds.iter().map(|one| self.refund_row(one));
        view! {
            <section class="card">
                <h2>{say.t("sales-came-back")}</h2>
                <table class="lines">
                    <caption class="hidden">{say.t("sales-came-back")}</caption>
                    <thead>
                        <tr>
                            <th>{say.t("sales-document")}</th>
                            <th class="money">{say.t("orders-amount")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </section>
        }
        .into_any()
    }

    fn refund_row(&self, refund: &Sale) -> AnyView {
        let say = self.say;
        let at = self.scope.calendar.local(refund.occurred_at);
        let at = dates::recent(say, at, self.scope.today());
        let beside = match &refund.seller {
            Some(name) => format!("{at} · {name}"),
            None => at,
        };
        view! {
            <tr>
                <td>
                    <a href=self.address(refund)>{title(say, refund)}</a>
                    <div class="quiet">{beside}</div>
                </td>
                <td class="money">{refund.total.full(&refund.currency)}</td>
            </tr>
        }
        .into_any()
    }
}
