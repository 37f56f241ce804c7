//! `/b/{business}/sales/vouchers/{voucher}`: the paper that is handed over, what is left, and what happened.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::{code_for, last_day, look, sees_code};
use crate::payments::Tender;
use crate::platform::flash::Flash;
use crate::platform::{Page, Scope, Visit};
use crate::sales::pages::{allow, tenders};
use crate::sales::vouchers::api::VoidVoucher;
use crate::sales::vouchers::sell::LONGEST_NOTE;
use crate::sales::vouchers::{Move, Voucher, store};
use crate::staff::{Acts, Power, may};
use crate::ui::language::Say;
use crate::ui::{
    Amount, Facts, Field, Form, HiddenField, Icon, PrintButton, SelectField, Status, Submit, dates,
};
use crate::values::{Money, Stop, currency_sign};

/// The name of its form in the flash.
const VOID: &str = "void";

/// One voucher.
pub async fn voucher(visit: Visit) -> Result<Page, Stop> {
    let voucher_id = visit.param_id("voucher")?;
    let flash = visit.flash(&format!("voucher:{voucher_id}")).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    allow(&tx)?;
    let voucher = store::voucher(&mut tx, voucher_id).await?;
    let moves = store::moves(&mut tx, voucher_id).await?;
    let scope = tx.scope();
    let one = One {
        say: Say(visit.language_for(scope)),
        scope,
        flash: &flash,
        voucher: &voucher,
    };
    let say = one.say;
    let body = view! {
        <div class="stack">
            {one.acts().summary()}
            {one.paper()}
            <div class="form-cols no-print">
                <div class="stack">{one.moves(&moves)}</div>
                <div class="stack">{one.facts()} {one.void_form()}</div>
            </div>
        </div>
    };
    let code = code_for(scope, &voucher);
    let title = say.with("voucher-title", &[("code", &code)]);
    let mut page = Page::of(scope, "sales", title, body.into_any());
    if one.has_paper() {
        page.act =
            Some(view! { <PrintButton label=say.t("print-page") is_main=true /> }.into_any());
    }
    Ok(page)
}

/// A voucher in front of one person.
struct One<'a> {
    say: Say,
    scope: &'a Scope,
    flash: &'a Flash,
    voucher: &'a Voucher,
}

impl One<'_> {
    fn acts(&self) -> Acts<'_> {
        Acts {
            say: self.say,
            flash: self.flash,
        }
    }

    fn amount(&self, money: Money) -> AnyView {
        let currency = &self.scope.currency;
        let sign = currency_sign(currency).to_owned();
        view! { <Amount currency=sign text=money.full(currency) /> }.into_any()
    }

    /// Whether there is something to hand over: one that is void or has lapsed is none, and who may not see a
    /// code prints none.
    fn has_paper(&self) -> bool {
        let voucher = self.voucher;
        let is_over = voucher.voided.is_some() || voucher.lapsed.is_some();
        !is_over && sees_code(self.scope, voucher)
    }

    /// What is handed over. What is left is not on it, because that changes.
    fn paper(&self) -> AnyView {
        if !self.has_paper() {
            return ().into_any();
        }
        let (say, voucher) = (self.say, self.voucher);
        let title = say.t("voucher-paper");
        let named = title.clone();
        let until = voucher.expires_on.map(|day| {
            let date = dates::day(say, day);
            view! { <p>{say.with("voucher-paper-until", &[("date", &date)])}</p> }
        });
        let note = (!voucher.note.is_empty()).then(|| {
            let note = voucher.note.clone();
            view! { <p>{note}</p> }
        });
        view! {
            <article class="slip" aria-label=named>
                <header class="slip-head">
                    <div>
                        <b class="slip-shop">{self.scope.name.clone()}</b>
                        <div>{title}</div>
                    </div>
                    <div class="slip-code">
                        <b>{voucher.amount.named(&self.scope.currency)}</b>
                        <b class="num">{code_for(self.scope, voucher)}</b>
                    </div>
                </header>
                {note}
                {until}
                <p>{say.t("voucher-paper-how")}</p>
            </article>
        }
        .into_any()
    }

    fn facts(&self) -> AnyView {
        let (say, voucher) = (self.say, self.voucher);
        let state = voucher.state(self.scope.today());
        let words = say.t(&format!("voucher-{}", state.code()));
        let at = self.scope.calendar.local(voucher.sold_at);
        let sold = format!("{} · {}", dates::moment(say, at), voucher.seller);
        let mut rows = vec![
            (
                say.t("voucher-state"),
                view! { <Status kind=look(state) text=words /> }.into_any(),
            ),
            (say.t("voucher-left"), self.amount(voucher.balance)),
            (say.t("voucher-amount"), self.amount(voucher.amount)),
            (
                say.t("voucher-last-day"),
                last_day(say, voucher.expires_on).into_any(),
            ),
            (say.t("voucher-sold"), sold.into_any()),
        ];
        if !voucher.note.is_empty() {
            rows.push((say.t("voucher-note"), voucher.note.clone().into_any()));
        }
        if let Some(voided) = &voucher.voided {
            let at = self.scope.calendar.local(voided.at);
            let by = format!("{} · {}", dates::moment(say, at), voided.by);
            rows.push((say.t("voucher-voided"), by.into_any()));
            rows.push((
                say.t("voucher-void-reason"),
                voided.reason.clone().into_any(),
            ));
        }
        if let Some(lapsed) = &voucher.lapsed {
            let at = self.scope.calendar.local(lapsed.at);
            let by = format!("{} · {}", dates::moment(say, at), lapsed.by);
            let taken = view! {
                {self.amount(lapsed.amount)}
                <div class="quiet">{by}</div>
            };
            rows.push((say.t("voucher-lapsed"), taken.into_any()));
        }
        view! {
            <section class="card">
                <Facts rows=rows />
            </section>
        }
        .into_any()
    }

    /// What happened to it, the first thing first.
    fn moves(&self, moves: &[Move]) -> AnyView {
        let say = self.say;
        let rows = moves.iter().map(|one| self.move_row(one));
        view! {
            <section class="card">
                <h2>{say.t("voucher-moves")}</h2>
                <table class="lines">
                    <caption class="hidden">{say.t("voucher-moves")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say.t("voucher-move")}</th>
                            <th scope="col" class="money">
                                {say.t("orders-amount")}
                            </th>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </section>
        }
        .into_any()
    }

    fn move_row(&self, one: &Move) -> AnyView {
        let say = self.say;
        let what = say.t(&format!("voucher-move-{}", one.kind.code()));
        let sale = one.sale.as_ref().map(|(sale_id, number)| {
            let href = format!("/b/{}/sales/{sale_id}", self.scope.slug);
            view! { <a href=href>{number.clone()}</a> }
        });
        let at = self.scope.calendar.local(one.at);
        let mut beside = vec![dates::recent(say, at, self.scope.today())];
        beside.extend(one.who.clone());
        if one.tender != Tender::Voucher {
            beside.push(say.t(&format!("tender-{}", one.tender.code())));
        }
        beside.extend(one.reference.clone());
        view! {
            <tr>
                <td>
                    {what} " " {sale} <div class="quiet">{beside.join(" · ")}</div>
                </td>
                <td class="money">{one.amount.full(&self.scope.currency)}</td>
            </tr>
        }
        .into_any()
    }

    /// What makes it void. A manager's, while something is left.
    fn void_form(&self) -> AnyView {
        let (say, acts, voucher) = (self.say, self.acts(), self.voucher);
        let is_over = voucher.voided.is_some() || voucher.balance <= Money::ZERO;
        if is_over || !may(&self.scope.who, Power::Refund) {
            return ().into_any();
        }
        let longest = u32::try_from(LONGEST_NOTE).unwrap_or_default();
        let payment_id = acts.value(VOID, "payment_id", &Uuid::now_v7().to_string());
        let fields = view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name="voucher_id" value=voucher.voucher_id.to_string() />
            <HiddenField name="payment_id" value=payment_id />
            <p>{say.t("voucher-void-text")}</p>
            <Field
                label=say.t("voucher-void-reason")
                name="reason"
                value=acts.value(VOID, "reason", "")
                required=true
                maxlength=longest
                error=acts.error(VOID, "reason")
            />
            <SelectField
                label=say.t("voucher-void-tender")
                name="tender"
                options=tenders(say, &self.scope.currency)
                selected=acts.value(VOID, "tender", Tender::Cash.code())
                error=acts.error(VOID, "tender")
            />
            <Field
                label=say.t("orders-receipt")
                name="receipt"
                value=acts.value(VOID, "receipt", "")
                hint=say.t("orders-receipt-hint")
                autocomplete="off"
                maxlength=40
                error=acts.error(VOID, "receipt")
            />
            <Submit label=say.t("voucher-void-button") kind="danger" class="wide" />
        };
        let fields = fields.into_any();
        view! {
            <section class="card">
                <details class="more" open=acts.was_refused(VOID)>
                    <summary>
                        <Icon name="alert" />
                        {say.t("voucher-void-title")}
                    </summary>
                    <Form action=VoidVoucher::url()>{fields}</Form>
                </details>
            </section>
        }
        .into_any()
    }
}
