//! `/b/{business}/sales/{sale}`: one sale or refund: its goods, its money, what came back, and what
//! the books say of it.

use leptos::prelude::*;

use super::sheet::Sheet;
use super::{allow, kind_look, title};
use crate::ledger::{self, pages::entries_table};
use crate::platform::{BusinessTx, Page, Visit};
use crate::sales::{self, Account, Sale, store};
use crate::staff::{Power, may};
use crate::ui::language::Say;
use crate::ui::{Facts, LinkButton, Status, dates};
use crate::values::Stop;

/// One document.
pub async fn sale(visit: Visit) -> Result<Page, Stop> {
    let sale_id = visit.param_id("sale")?;
    let flash = visit.flash(&format!("sale:{sale_id}")).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    allow(&tx)?;
    let whole = sales::whole(&mut tx, sale_id).await?;
    let of = match whole.sale.refunds {
        Some(sale_id) => Some(sales::whole(&mut tx, sale_id).await?.sale),
        None => None,
    };
    let account = account(&mut tx, &whole.sale).await?;
    let entries = if may(&tx.scope().who, Power::SeeBooks) {
        ledger::entries_of(&mut tx, &[sale_id]).await?
    } else {
        Vec::new()
    };
    let flags = if may(&tx.scope().who, Power::KeepTills) {
        store::flags_of(&mut tx, sale_id).await?
    } else {
        Vec::new()
    };
    let scope = tx.scope();
    let sheet = Sheet {
        say: Say(visit.language_for(scope)),
        scope,
        whole: &whole,
        of: of.as_ref(),
        account,
        entries: &entries,
        flags: &flags,
        flash: &flash,
    };
    let body = view! {
        <div class="stack">
            {sheet.standing()}
            {sheet.voided()}
            {sheet.flags()}
            {sheet.acts().summary()}
            <div class="form-cols">
                <div class="stack">
                    {sheet.goods()}
                    {sheet.bring_back()}
                </div>
                <div class="stack">
                    {sheet.facts()}
                    {sheet.money()}
                    {sheet.came_back()}
                    {sheet.account()}
                </div>
            </div>
            {sheet.books()}
        </div>
    };
    let title = title(sheet.say, &whole.sale);
    Ok(Page::of(scope, "sales", title, body.into_any()))
}

/// What the customer owes, for those who may take it.
async fn account(tx: &mut BusinessTx, sale: &Sale) -> Result<Option<Account>, Stop> {
    let Some(customer_id) = sale.customer_id else {
        return Ok(None);
    };
    if !may(&tx.scope().who, Power::TakeMoney) {
        return Ok(None);
    }
    let account = sales::account(tx, customer_id).await?;
    Ok(Some(account.unwrap_or_default()))
}

impl Sheet<'_> {
    /// What it is, when it was rung up, where and by whom.
    fn standing(&self) -> AnyView {
        let say = self.say;
        let sale = self.sale();
        let kind = say.t(&format!("sale-kind-{}", sale.kind.code()));
        let at = self.scope.calendar.local(sale.occurred_at);
        let at = dates::recent(say, at, self.scope.today());
        let mut words = vec![at, sale.location_name.clone()];
        words.extend(sale.seller.clone());
        let receipt = format!("{}/receipt", self.address(sale));
        view! {
            <div class="row">
                <Status kind=kind_look(sale.kind) text=kind />
                <span class="quiet">{words.join(" · ")}</span>
                <LinkButton
                    href=receipt
                    label=say.t("till-receipt")
                    icon="print"
                    class="small no-print"
                />
            </div>
        }
        .into_any()
    }

    /// Who bought, by which prices, and what was noted.
    fn facts(&self) -> AnyView {
        let say = self.say;
        let sale = self.sale();
        let mut rows: Vec<(String, AnyView)> = Vec::new();
        if let Some(of) = self.of {
            let href = self.address(of);
            let words = title(say, of);
            let link = view! { <a href=href>{words}</a> };
            rows.push((say.t("sales-takes-back"), link.into_any()));
        }
        if sale.customer_id.is_some() {
            let name = sale.buyer_name.clone();
            rows.push((say.t("orders-customer"), name.into_any()));
        }
        if let Some(pin) = &sale.buyer_tax_pin {
            rows.push((say.t("sales-buyer-pin"), pin.clone().into_any()));
        }
        if sale.price_list != crate::catalog::price_lists::RETAIL {
            let list = sale.price_list.clone();
            rows.push((say.t("sales-price-list"), list.into_any()));
        }
        let day = dates::day(say, sale.business_date);
        rows.push((say.t("books-day"), day.into_any()));
        if let Some(at) = sale.shift.filter(|_| self.may(Power::SeeShifts)) {
            let href = format!("/b/{}/sales/shifts/{}", self.scope.slug, at.shift_id);
            let words = if at.is_late {
                say.t("sales-shift-late")
            } else {
                say.t("sales-shift")
            };
            let link = view! { <a href=href>{words}</a> };
            rows.push((say.t("shift"), link.into_any()));
        }
        if !sale.tip.is_zero() {
            rows.push((say.t("sales-tip"), self.amount_words(sale.tip).into_any()));
        }
        if let Some(her) = &sale.approved_by {
            rows.push((say.t("sales-approved-by"), her.name.clone().into_any()));
        }
        if !sale.note.is_empty() {
            rows.push((say.t("sales-note"), sale.note.clone().into_any()));
        }
        view! {
            <section class="card">
                <Facts rows=rows />
            </section>
        }
        .into_any()
    }

    /// What the books say of it.
    fn books(&self) -> AnyView {
        if self.entries.is_empty() {
            return ().into_any();
        }
        let say = self.say;
        view! {
            <section class="card no-print">
                <h2>{say.t("orders-books")}</h2>
                {entries_table(say, self.scope, self.entries)}
            </section>
        }
        .into_any()
    }
}
