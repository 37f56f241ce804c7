//! What can be done with an order now, as forms. What the order or the person's role does not
//! allow is not offered; the acts check both again.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::sheet::Sheet;
use crate::orders::State;
use crate::orders::api::{CancelOrder, HandOverOrder, MarkOrder, PayBackOrder, TakeOrderPayment};
use crate::orders::hand_over::ASKS;
use crate::payments::Tender;
use crate::staff::Power;
use crate::ui::{CheckField, Field, Form, HiddenField, Icon, LinkButton, SelectField, Submit};
use crate::values::{Money, currency_sign};

/// A form that records money, in or out.
struct MoneyForm {
    /// Its name in the flash.
    act: &'static str,
    action: &'static str,
    /// The id of its section, where links lead to.
    place: &'static str,
    title: String,
    /// What it does with the amount, above the fields.
    text: String,
    amount: Money,
    tender: Tender,
    /// What to write as its reference.
    hint: String,
    button: String,
}

impl Sheet<'_> {
    /// The acts that move the order on, for the page's head: the likeliest first.
    pub fn moves(&self) -> Option<AnyView> {
        let say = self.say;
        let due = self.order().due();
        let mut states = self.order().next_states();
        // Goods are handed over against money: until then, taking it is the act.
        states.retain(|state| *state != State::Delivered || due.is_zero());
        if !self.may(Power::FulfilOrders) {
            return None;
        }
        if states.is_empty() {
            let take = self.takes_money().then(|| {
                view! {
                    <LinkButton
                        href="#take-payment"
                        label=say.t("orders-take-payment")
                        kind="go"
                        class="main-act"
                    />
                }
            });
            return take.map(|take| take.into_any());
        }
        let forms = states.into_iter().enumerate();
        let forms = forms.map(|(place, state)| self.move_form(state, place == 0));
        Some(forms.collect_view().into_any())
    }

    fn move_form(&self, to: State, first: bool) -> AnyView {
        let say = self.say;
        let (action, label, icon) = match to {
            State::Ready => (MarkOrder::url(), say.t("orders-act-ready"), "box"),
            State::Shipped => (MarkOrder::url(), say.t("orders-act-shipped"), "truck"),
            _ => (HandOverOrder::url(), say.t("orders-act-delivered"), "check"),
        };
        let (kind, class) = if first {
            ("go", "main-act")
        } else {
            ("plain", "")
        };
        let fields = view! {
            {self.document()}
            <HiddenField name="to" value=to.code() />
            <Submit label=label kind=kind icon=icon class=class />
        };
        let fields = fields.into_any();
        view! { <Form action=action class="">{fields}</Form> }.into_any()
    }

    /// Hands over what has expired since it was promised, where that was refused just now and is for
    /// whoever sees the goods to say.
    pub fn hand_over_expired(&self) -> AnyView {
        let asks = self.flash.refusals.iter().any(|one| one.key == ASKS);
        if !asks || !self.was_refused("hand-over") {
            return ().into_any();
        }
        let say = self.say;
        let fields = view! {
            {self.document()}
            <CheckField
                label=say.t("orders-expired-ok")
                name="expired_ok"
                hint=say.t("orders-expired-ok-hint")
            />
            <Submit label=say.t("orders-act-delivered") kind="danger" />
        };
        let fields = fields.into_any();
        view! {
            <section class="card no-print" id="hand-over-expired">
                <h2>{say.t("orders-expired")}</h2>
                <Form action=HandOverOrder::url()>{fields}</Form>
            </section>
        }
        .into_any()
    }

    /// The fields that say which order a form is about, and which state of it its page showed.
    pub fn document(&self) -> AnyView {
        let order = self.order();
        view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name="order_id" value=order.order_id.to_string() />
            <HiddenField name="revision" value=order.revision.to_string() />
        }
        .into_any()
    }

    fn takes_money(&self) -> bool {
        self.may(Power::TakeMoney) && self.order().due() > Money::ZERO
    }

    /// Records money that the customer hands over, sends or sent.
    pub fn take_payment(&self) -> AnyView {
        if !self.takes_money() {
            return ().into_any();
        }
        let say = self.say;
        let due = self.order().due();
        let text = say.with("orders-take-text", &[("due", &self.amount_words(due))]);
        self.money_form(MoneyForm {
            act: "take",
            action: TakeOrderPayment::url(),
            place: "take-payment",
            title: say.t("orders-take-payment"),
            text,
            amount: due,
            tender: Tender::Cash,
            hint: say.t("orders-receipt-hint"),
            button: say.t("orders-take-button"),
        })
    }

    /// Records money that was given back.
    pub fn pay_back(&self) -> AnyView {
        let owed = self.order().refund_owed;
        if !self.may(Power::TakeMoney) || owed <= Money::ZERO {
            return ().into_any();
        }
        let say = self.say;
        let text = say.with("orders-back-text", &[("owed", &self.amount_words(owed))]);
        // Money goes back the way it came, unless the person says otherwise.
        let came = self.whole.payments.iter().rfind(|payment| payment.is_in);
        self.money_form(MoneyForm {
            act: "pay-back",
            action: PayBackOrder::url(),
            place: "pay-back",
            title: say.t("orders-pay-back"),
            text,
            amount: owed,
            tender: came.map_or(Tender::Cash, |payment| payment.tender),
            hint: say.t("orders-back-receipt-hint"),
            button: say.t("orders-back-button"),
        })
    }

    fn money_form(&self, form: MoneyForm) -> AnyView {
        let currency = &self.order().currency;
        let act = form.act;
        // A form that failed half-way is sent again under its own id, and counts once.
        let payment_id = self.value(act, "payment_id", &Uuid::now_v7().to_string());
        let amount = self.value(act, "amount", &form.amount.bare(currency));
        let tender = self.value(act, "tender", form.tender.code());
        let fields = view! {
            <p>{form.text}</p>
            {self.document()}
            <HiddenField name="payment_id" value=payment_id />
            {self.money_fields(act, amount, tender, form.hint)}
            <Submit label=form.button kind="plain" class="wide" />
        };
        let fields = fields.into_any();
        view! {
            <section class="card no-print" id=form.place>
                <h2>{form.title}</h2>
                <Form action=form.action>{fields}</Form>
            </section>
        }
        .into_any()
    }

    fn money_fields(&self, act: &str, amount: String, tender: String, hint: String) -> AnyView {
        let say = self.say;
        let sign = currency_sign(&self.order().currency).to_owned();
        view! {
            <SelectField
                label=say.t("orders-tender")
                name="tender"
                options=self.tenders()
                selected=tender
                error=self.error(act, "tender")
            />
            <Field
                label=say.t("orders-amount")
                name="amount"
                value=amount
                inputmode="decimal"
                prefix=sign
                required=true
                error=self.error(act, "amount")
            />
            <Field
                label=say.t("orders-receipt")
                name="receipt"
                value=self.value(act, "receipt", "")
                hint=hint
                autocomplete="off"
                maxlength=40
                error=self.error(act, "receipt")
            />
        }
        .into_any()
    }

    /// The tenders that a person records by hand, in her language.
    fn tenders(&self) -> Vec<(String, String)> {
        let indonesian = self.order().currency == "IDR";
        let offered = |tender: &Tender| match tender {
            Tender::Cash | Tender::Card | Tender::BankTransfer | Tender::Paypal => true,
            Tender::Mpesa => !indonesian,
            Tender::Qris => indonesian,
            Tender::OnAccount | Tender::Voucher => false,
        };
        let words = |tender: Tender| {
            let name = self.say.t(&format!("tender-{}", tender.code()));
            (tender.code().to_owned(), name)
        };
        Tender::ALL.into_iter().filter(offered).map(words).collect()
    }

    /// Calls the order off, naming it and what follows.
    pub fn cancel(&self) -> AnyView {
        let order = self.order();
        if !order.may_cancel() || !self.may(Power::FulfilOrders) {
            return ().into_any();
        }
        let say = self.say;
        let named = [("code", order.code.as_str())];
        let follows = if order.paid > Money::ZERO {
            let paid = self.amount_words(order.paid);
            say.with("orders-cancel-paid", &[("paid", &paid)])
        } else {
            say.t("orders-cancel-unpaid")
        };
        let sure = say.with("orders-cancel-sure", &named);
        let fields = view! {
            <p>{sure} " " {follows}</p>
            {self.document()}
            <Field
                label=say.t("orders-cancel-reason")
                name="reason"
                value=self.value("cancel", "reason", "")
                hint=say.t("orders-cancel-reason-hint")
                maxlength=300
                required=true
                error=self.error("cancel", "reason")
            />
            <Submit label=say.with("orders-cancel-button", &named) kind="danger" />
        };
        let fields = fields.into_any();
        view! {
            <details class="card more no-print" open=self.was_refused("cancel")>
                <summary>
                    <Icon name="trash" />
                    {say.t("orders-cancel")}
                </summary>
                <Form action=CancelOrder::url()>{fields}</Form>
            </details>
        }
        .into_any()
    }
}
