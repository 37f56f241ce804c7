//! `/b/{business}/sales/vouchers`: vouchers that were sold, and what sells one.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::{code_for, last_day, look};
use crate::payments::Tender;
use crate::platform::{Page, Scope, Visit};
use crate::sales::pages::{allow, tabs, tenders};
use crate::sales::to_look_at;
use crate::sales::vouchers::api::{FORMS, KeepVoucherDays, SellVoucher, TakeExpiredVouchers};
use crate::sales::vouchers::sell::LONGEST_NOTE;
use crate::sales::vouchers::{Voucher, store};
use crate::staff::{Acts, Power, may};
use crate::ui::language::Say;
use crate::ui::{
    EmptyState, Field, Form, HiddenField, SelectField, Status, Submit, nothing_found, search_form,
    search_input,
};
use crate::values::{Money, Stop, currency_sign};

/// The names of its forms in the flash.
const SELL: &str = "sell";
const DAYS: &str = "days";

/// The list: `q` is a code, or its last four letters.
pub async fn vouchers(visit: Visit) -> Result<Page, Stop> {
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash(FORMS).await?;
    let words = visit.query("q").unwrap_or_default();
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    allow(&tx)?;
    let found = store::list(&mut tx, &words).await?;
    let days = store::days(&mut tx).await?;
    let today = tx.scope().today();
    let expired = store::expired(&mut tx, today).await?;
    let waits = to_look_at(&mut tx).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let acts = Acts { say, flash: &flash };
    let base = format!("/b/{}/sales/vouchers", scope.slug);
    let body = view! {
        <div class="stack">
            {tabs(say, scope, "sales/vouchers", waits)}
            {acts.summary()}
            <div class="form-cols">
                <div class="stack">
                    {search_form(say, base.clone(), search_input(say.t("vouchers-search"), &words))}
                    {list(say, scope, &found, &base, &words)}
                </div>
                <div class="stack">
                    {sell_form(acts, scope)} {days_form(acts, scope, days)}
                    {lapse_form(say, scope, expired)}
                </div>
            </div>
        </div>
    };
    let title = say.t("vouchers-title");
    Ok(Page::of(scope, "sales", title, body.into_any()))
}

fn list(say: Say, scope: &Scope, found: &[Voucher], base: &str, words: &str) -> AnyView {
    if found.is_empty() {
        if !words.is_empty() {
            let (title, text) = (
                say.t("vouchers-not-found"),
                say.t("vouchers-not-found-text"),
            );
            return nothing_found(title, text, (base.to_owned(), say.t("vouchers-show-all")));
        }
        let (title, text) = (say.t("vouchers-none"), say.t("vouchers-none-text"));
        return view! { <EmptyState icon="tag" title=title text=text /> }.into_any();
    }
    let rows = found.iter().map(|one| row(say, scope, one));
    view! {
        <div class="card table-wrap">
            <table class="table">
                <caption class="hidden">{say.t("vouchers-title")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say.t("voucher-code")}</th>
                        <th scope="col">{say.t("voucher-state")}</th>
                        <th scope="col">{say.t("voucher-last-day")}</th>
                        <th scope="col" class="money">{say.t("voucher-amount")}</th>
                        <th scope="col" class="money">{say.t("voucher-left")}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(say: Say, scope: &Scope, one: &Voucher) -> AnyView {
    let href = format!("/b/{}/sales/vouchers/{}", scope.slug, one.voucher_id);
    let state = one.state(scope.today());
    let note = (!one.note.is_empty()).then(|| {
        let note = one.note.clone();
        view! { <div class="quiet">{note}</div> }
    });
    view! {
        <tr>
            <td class="lead">
                <a href=href class="num">
                    {code_for(scope, one)}
                </a>
                {note}
            </td>
            <td data-label=say.t("voucher-state")>
                <Status kind=look(state) text=say.t(&format!("voucher-{}", state.code())) />
            </td>
            <td data-label=say.t("voucher-last-day")>{last_day(say, one.expires_on)}</td>
            <td class="money" data-label=say.t("voucher-amount")>
                {one.amount.full(&scope.currency)}
            </td>
            <td class="money" data-label=say.t("voucher-left")>
                {one.balance.full(&scope.currency)}
            </td>
        </tr>
    }
    .into_any()
}

/// What sells a voucher.
fn sell_form(acts: Acts<'_>, scope: &Scope) -> AnyView {
    if !may(&scope.who, Power::TakeMoney) {
        return ().into_any();
    }
    let say = acts.say;
    let longest = u32::try_from(LONGEST_NOTE).unwrap_or_default();
    let new = |field: &str| acts.value(SELL, field, &Uuid::now_v7().to_string());
    let fields = view! {
        <HiddenField name="business" value=scope.slug.clone() />
        <HiddenField name="voucher_id" value=new("voucher_id") />
        <HiddenField name="payment_id" value=new("payment_id") />
        <Field
            label=say.t("orders-amount")
            name="amount"
            value=acts.value(SELL, "amount", "")
            inputmode="decimal"
            prefix=currency_sign(&scope.currency).to_owned()
            required=true
            error=acts.error(SELL, "amount")
        />
        <SelectField
            label=say.t("orders-tender")
            name="tender"
            options=tenders(say, &scope.currency)
            selected=acts.value(SELL, "tender", Tender::Cash.code())
            error=acts.error(SELL, "tender")
        />
        <Field
            label=say.t("orders-receipt")
            name="receipt"
            value=acts.value(SELL, "receipt", "")
            hint=say.t("orders-receipt-hint")
            autocomplete="off"
            maxlength=40
            error=acts.error(SELL, "receipt")
        />
        <Field
            label=say.t("voucher-note")
            name="note"
            value=acts.value(SELL, "note", "")
            hint=say.t("voucher-note-hint")
            autocomplete="off"
            maxlength=longest
            error=acts.error(SELL, "note")
        />
        <Submit label=say.t("vouchers-sell-button") icon="plus" />
    };
    let fields = fields.into_any();
    view! {
        <section class="card form">
            <h2>{say.t("vouchers-sell")}</h2>
            <p>{say.t("vouchers-sell-text")}</p>
            <Form action=SellVoucher::url()>{fields}</Form>
        </section>
    }
    .into_any()
}

/// How long vouchers are good.
fn days_form(acts: Acts<'_>, scope: &Scope, days: Option<i32>) -> AnyView {
    if !may(&scope.who, Power::KeepSettings) {
        return ().into_any();
    }
    let say = acts.say;
    let kept = days.map(|days| days.to_string()).unwrap_or_default();
    let fields = view! {
        <HiddenField name="business" value=scope.slug.clone() />
        <Field
            label=say.t("voucher-days")
            name="days"
            value=acts.value(DAYS, "days", &kept)
            hint=say.t("voucher-days-hint")
            inputmode="numeric"
            autocomplete="off"
            error=acts.error(DAYS, "days")
        />
        <Submit label=say.t("save") kind="plain" />
    };
    let fields = fields.into_any();
    view! {
        <section class="card form">
            <h2>{say.t("voucher-days-title")}</h2>
            <Form action=KeepVoucherDays::url()>{fields}</Form>
        </section>
    }
    .into_any()
}

/// What takes what expired vouchers still hold as income: how many those are, and how much it is.
fn lapse_form(say: Say, scope: &Scope, (count, left): (i64, Money)) -> AnyView {
    if count == 0 || !may(&scope.who, Power::KeepAccounts) {
        return ().into_any();
    }
    let (count, amount) = (count.to_string(), left.named(&scope.currency));
    let named = [("count", count.as_str()), ("amount", amount.as_str())];
    let fields = view! {
        <HiddenField name="business" value=scope.slug.clone() />
        <Submit label=say.t("vouchers-lapse-button") kind="plain" />
    };
    let fields = fields.into_any();
    view! {
        <section class="card form">
            <h2>{say.t("vouchers-lapse")}</h2>
            <p>{say.with("vouchers-lapse-text", &named)}</p>
            <Form action=TakeExpiredVouchers::url()>{fields}</Form>
        </section>
    }
    .into_any()
}
