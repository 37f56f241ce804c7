//! What prompts at tills have left for a manager: money that no sale names, and prompts that do not fit.
//! They stand on the page of flags.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::api::{CountPrompt, PayBackPrompt, SetPromptAside};
use super::decide::LONGEST_WHY;
use crate::payments::{self, AtTillMoney, InReview, SaidPaid, Tender};
use crate::platform::flash::Flash;
use crate::platform::{BusinessTx, Scope};
use crate::staff::{Power, may};
use crate::ui::language::Say;
use crate::ui::{Field, Form, HiddenField, Notice, SelectField, Status, Submit, dates};
use crate::values::{Money, Stop, currency_sign};

/// What there is to look at.
pub(in crate::till) struct Left {
    held: Vec<AtTillMoney>,
    review: Vec<(InReview, Option<SaidPaid>)>,
}

/// Reads it.
pub(in crate::till) async fn look_over(tx: &mut BusinessTx) -> Result<Left, Stop> {
    let held = payments::held_at_tills(tx).await?;
    let mut review = Vec::new();
    for one in payments::in_review_at_tills(tx).await? {
        let said = payments::said_paid(tx, one.attempt_id).await?;
        review.push((one, said));
    }
    Ok(Left { held, review })
}

/// A card for each; nothing where there is nothing.
pub(in crate::till) fn cards(say: Say, scope: &Scope, flash: &Flash, left: &Left) -> AnyView {
    let cards = Cards { say, scope, flash };
    let review = left.review.iter().map(|(one, said)| {
        let said = said.as_ref();
        cards.in_review(one, said)
    });
    let review = review.collect_view();
    let held = left.held.iter().map(|one| cards.held(one));
    let held = held.collect_view();
    view! {
        {cards.refused()}
        {review}
        {held}
    }
    .into_any()
}

struct Cards<'a> {
    say: Say,
    scope: &'a Scope,
    flash: &'a Flash,
}

impl Cards<'_> {
    /// Why an act was not done that is about no field, or about a card that is gone.
    fn refused(&self) -> Option<AnyView> {
        let act = self.flash.value("act", "");
        let whole = self.flash.refusals.iter().find(|one| one.field.is_none());
        let title = self.say.refusal(whole.filter(|_| !act.is_empty())?);
        Some(view! { <Notice kind="look" title=title /> }.into_any())
    }

    fn was_typed(&self, act: &str, id: Uuid) -> bool {
        self.flash.value("act", "") == act && self.flash.value("id", "") == id.to_string()
    }

    fn value(&self, act: &str, id: Uuid, field: &str, otherwise: &str) -> String {
        if self.was_typed(act, id) {
            self.flash.value(field, otherwise)
        } else {
            otherwise.to_owned()
        }
    }

    fn error(&self, act: &str, id: Uuid, fields: &[&str]) -> Option<String> {
        let is_about = |field: &Option<String>| {
            let field = field.as_deref();
            field.is_some_and(|field| fields.contains(&field))
        };
        let mut refusals = self.flash.refusals.iter();
        let refusal = refusals.find(|one| is_about(&one.field));
        let refusal = refusal.filter(|_| self.was_typed(act, id))?;
        Some(self.say.refusal(refusal))
    }

    fn amount(&self, amount: Money) -> String {
        amount.named(&self.scope.currency)
    }

    /// When, who asked for it, and at which till.
    fn about(&self, at: chrono::DateTime<chrono::Utc>, who: &str, till: &str) -> String {
        let at = self.scope.calendar.local(at);
        let at = dates::recent(self.say, at, self.scope.today());
        format!("{at} · {who} · {till}")
    }

    /// Money that no sale names.
    fn held(&self, one: &AtTillMoney) -> AnyView {
        let say = self.say;
        let (amount, phone) = (self.amount(one.amount), one.phone.shown());
        let named = [("amount", amount.as_str()), ("phone", phone.as_str())];
        let title = say.with("prompts-held", &named);
        let why = if one.is_given_up {
            say.t("prompts-held-given-up")
        } else {
            say.t("prompts-held-text")
        };
        let receipt = one.receipt.clone();
        let receipt = receipt.map(|receipt| view! { <span class="num">{receipt}</span> });
        let back = may(&self.scope.who, Power::Refund).then(|| self.back_form(one));
        view! {
            <section class="card">
                <h2>{title}</h2>
                <p class="row">
                    <Status kind="look" text=say.t("prompts-no-sale") />
                    {receipt}
                    <span class="quiet">
                        {self.about(one.occurred_at, &one.asked_by, &one.device_name)}
                    </span>
                </p>
                <p>{why}</p>
                {back}
            </section>
        }
        .into_any()
    }

    fn back_form(&self, one: &AtTillMoney) -> AnyView {
        let (say, id) = (self.say, one.payment_id);
        let act = "pay-back";
        // A form that failed half-way is sent again under its own id, and counts once.
        let back_id = self.value(act, id, "back_id", &Uuid::now_v7().to_string());
        let offered = [Tender::Mpesa, Tender::Cash, Tender::BankTransfer];
        let tenders = offered.map(|tender| {
            let name = say.t(&format!("tender-{}", tender.code()));
            (tender.code().to_owned(), name)
        });
        let fields = view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name="payment_id" value=id.to_string() />
            <HiddenField name="back_id" value=back_id />
            <SelectField
                label=say.t("orders-tender")
                name=format!("tenders[f{id}]")
                options=tenders.to_vec()
                selected=self.value(act, id, "tender", "mpesa")
                error=self.error(act, id, &["tender"])
            />
            <Field
                label=say.t("orders-receipt")
                name=format!("codes[f{id}]")
                value=self.value(act, id, "code", "")
                hint=say.t("orders-back-receipt-hint")
                autocomplete="off"
                maxlength=40
                error=self.error(act, id, &["receipt"])
            />
            <Submit
                label=say.with("prompts-back", &[("amount", &self.amount(one.amount))])
                kind="plain"
            />
        };
        let fields = fields.into_any();
        view! { <Form action=PayBackPrompt::url()>{fields}</Form> }.into_any()
    }

    /// A prompt that does not fit.
    fn in_review(&self, one: &InReview, said: Option<&SaidPaid>) -> AnyView {
        let say = self.say;
        let (amount, phone) = (self.amount(one.amount), one.phone.shown());
        let named = [("amount", amount.as_str()), ("phone", phone.as_str())];
        let title = say.with("prompts-review", &named);
        let acts = if may(&self.scope.who, Power::KeepSettings) {
            // What is recorded already cannot be counted again.
            let is_new = one.reason != "second-receipt";
            let count = is_new.then(|| self.count_form(one, said));
            view! {
                {count}
                {self.aside_form(one.attempt_id, is_new)}
            }
            .into_any()
        } else {
            ().into_any()
        };
        view! {
            <section class="card">
                <h2>{title}</h2>
                <p class="row">
                    <Status kind="look" text=say.t("attempt-review") />
                    <span class="quiet">
                        {self.about(one.created_at, &one.asked_by, &one.device_name)}
                    </span>
                </p>
                <p>{say.t(&format!("attempt-review-{}", one.reason))} " " {self.said(said)}</p>
                {acts}
            </section>
        }
        .into_any()
    }

    /// What M-Pesa said of it, where that was kept.
    fn said(&self, said: Option<&SaidPaid>) -> Option<String> {
        let said = said?;
        let amount = said.amount.map(|amount| self.amount(amount));
        let receipt = said.receipt.clone().unwrap_or_default();
        let named = [
            ("amount", amount.as_deref().unwrap_or("?")),
            ("receipt", receipt.as_str()),
        ];
        Some(self.say.with("orders-look-said", &named))
    }

    fn count_form(&self, one: &InReview, said: Option<&SaidPaid>) -> AnyView {
        let (say, id, act) = (self.say, one.attempt_id, "count");
        let currency = &self.scope.currency;
        let amount = said.and_then(|said| said.amount).unwrap_or(one.amount);
        let receipt = one.receipt.clone();
        let receipt = receipt.or_else(|| said.and_then(|said| said.receipt.clone()));
        let fields = view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name="attempt_id" value=id.to_string() />
            <Field
                label=say.t("orders-look-amount")
                name=format!("amounts[f{id}]")
                value=self.value(act, id, "amount", &amount.bare(currency))
                inputmode="decimal"
                prefix=currency_sign(currency).to_owned()
                required=true
                error=self.error(act, id, &["amount"])
            />
            <Field
                label=say.t("orders-look-receipt")
                name=format!("codes[f{id}]")
                value=self.value(act, id, "code", &receipt.unwrap_or_default())
                hint=say.t("orders-look-receipt-hint")
                autocomplete="off"
                maxlength=40
                error=self.error(act, id, &["code"])
            />
            <Submit label=say.t("prompts-count") kind="plain" />
        };
        let fields = fields.into_any();
        view! { <Form action=CountPrompt::url()>{fields}</Form> }.into_any()
    }

    /// `is_new`: none of it stands in the books yet.
    fn aside_form(&self, id: Uuid, is_new: bool) -> AnyView {
        let (say, act) = (self.say, "set-aside");
        let label = if is_new {
            say.t("orders-look-aside")
        } else {
            say.t("orders-look-seen")
        };
        let fields = view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name="attempt_id" value=id.to_string() />
            <Field
                label=say.t("orders-look-why")
                name=format!("whys[f{id}]")
                value=self.value(act, id, "why", "")
                hint=say.t("orders-look-why-hint")
                autocomplete="off"
                maxlength=LONGEST_WHY
                error=self.error(act, id, &["why"])
            />
            <Submit label=label kind="plain" />
        };
        let fields = fields.into_any();
        view! { <Form action=SetPromptAside::url()>{fields}</Form> }.into_any()
    }
}
