//! `/b/{business}/receipts/{receipt}`: what came, what of it is billed and went back, and what is
//! next: its bill, freight, or goods that go back.

use leptos::prelude::*;

use super::list::billed_words;
use super::{much, sum};
use crate::ledger;
use crate::platform::{Page, Scope, Visit};
use crate::purchasing::papers;
use crate::purchasing::receiving::store::{self, Beside};
use crate::purchasing::receiving::{Receipt, ReceiptLine};
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::ui::{Facts, LinkButton, Status, dates};
use crate::values::{Money, Quantity, Stop};

/// One receipt.
pub async fn receipt(visit: Visit) -> Result<Page, Stop> {
    let receipt_id = visit.param_id("receipt")?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeePurchases)?;
    let receipt = store::receipt(&mut tx, receipt_id).await?;
    let receipt = receipt.ok_or(Stop::NotFound)?;
    let lines = store::lines_of(&mut tx, &[receipt_id]).await?;
    let beside = store::beside(&mut tx, receipt_id).await?;
    let entries = if staff::may(&tx.scope().who, Power::SeeBooks) {
        ledger::entries_of(&mut tx, &[receipt_id]).await?
    } else {
        Vec::new()
    };
    let scope = tx.scope();
    let paper = Paper {
        say: Say(visit.language_for(scope)),
        scope,
        receipt: &receipt,
        lines: &lines,
    };
    let say = paper.say;
    let body = view! {
        <div class="stack">
            {paper.facts()} {paper.goods()} {paper.beside(&beside)} {papers::books(paper.say, scope, &entries)}
        </div>
    };
    let title = say.with("receipts-one", &[("number", &receipt.number.to_string())]);
    let mut page = Page::of(scope, "purchases", title, body.into_any());
    page.act = Some(paper.acts());
    Ok(page)
}

struct Paper<'a> {
    say: Say,
    scope: &'a Scope,
    receipt: &'a Receipt,
    lines: &'a [ReceiptLine],
}

impl Paper<'_> {
    /// What can be done next. What her role does not allow is not offered.
    fn acts(&self) -> AnyView {
        if !staff::may(&self.scope.who, Power::PayBills) {
            return ().into_any();
        }
        let say = self.say;
        let (slug, receipt) = (&self.scope.slug, self.receipt.receipt_id);
        let supplier = self.receipt.supplier_id;
        let bill = format!("/b/{slug}/bills/new?supplier={supplier}&receipt={receipt}");
        let freight = format!("/b/{slug}/bills/new?landed={receipt}");
        let back = format!("/b/{slug}/suppliers/{supplier}/credit?receipt={receipt}");
        let is_open = self
            .lines
            .iter()
            .any(|line| line.to_bill() > Quantity::ZERO);
        let may_return = self
            .lines
            .iter()
            .any(|line| line.to_return() > Quantity::ZERO);
        let bill = is_open.then(|| {
            view! {
                <LinkButton
                    href=bill
                    label=say.t("receipts-bill-it")
                    kind="go"
                    icon="plus"
                    class="main-act"
                />
            }
        });
        let back = may_return.then(|| {
            view! { <LinkButton href=back label=say.t("receipts-return") icon="truck" /> }
        });
        view! {
            {bill}
            <LinkButton href=freight label=say.t("receipts-freight") />
            {back}
        }
        .into_any()
    }

    fn facts(&self) -> AnyView {
        let say = self.say;
        let slug = &self.scope.slug;
        let receipt = self.receipt;
        let href = format!("/b/{slug}/suppliers/{}", receipt.supplier_id);
        let name = receipt.supplier_name.clone();
        let supplier = view! { <a href=href>{name}</a> }.into_any();
        let at = self.scope.calendar.local(receipt.occurred_at);
        let mut rows = vec![
            (say.t("purchases-supplier"), supplier),
            (say.t("receipts-came"), dates::moment(say, at).into_any()),
            (
                say.t("purchases-location"),
                receipt.location_name.clone().into_any(),
            ),
        ];
        if let (Some(id), Some(number)) = (receipt.purchase_id, receipt.purchase_number) {
            let href = format!("/b/{slug}/purchases/{id}");
            let link = view! { <a class="num" href=href>{number.to_string()}</a> };
            rows.push((say.t("purchases-order"), link.into_any()));
        }
        for (label, text) in [
            (say.t("receive-delivery-note"), &receipt.delivery_note),
            (say.t("purchases-note"), &receipt.note),
        ] {
            if !text.is_empty() {
                rows.push((label, text.clone().into_any()));
            }
        }
        if let Some(member) = receipt.member.clone() {
            rows.push((say.t("receipts-by"), member.into_any()));
        }
        let all = |part: fn(&ReceiptLine) -> Money| Money::sum(self.lines.iter().map(part));
        let billed = all(|line| line.billed_value).unwrap_or_default();
        let dropped = all(|line| line.dropped_value).unwrap_or_default();
        let (kind, words) = billed_words(say, receipt.value, billed, dropped);
        let state = view! { <Status kind=kind text=words /> };
        rows.push((say.t("state"), state.into_any()));
        view! {
            <section class="card">
                <Facts rows=rows />
            </section>
        }
        .into_any()
    }

    fn goods(&self) -> AnyView {
        let say = self.say;
        let rows = self.lines.iter().map(|line| self.row(line)).collect_view();
        view! {
            <div class="card table-wrap">
                <table class="table">
                    <caption class="hidden">{say.t("receive-lines")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say.t("purchases-product")}</th>
                            <th scope="col">{say.t("receive-batch")}</th>
                            <th scope="col" class="num">{say.t("receive-came")}</th>
                            <th scope="col" class="num">{say.t("receipts-billed-much")}</th>
                            <th scope="col" class="num">{say.t("receipts-returned-much")}</th>
                            <th scope="col" class="num">{say.t("purchases-value")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows} {self.total()}</tbody>
                </table>
            </div>
        }
        .into_any()
    }

    fn row(&self, line: &ReceiptLine) -> AnyView {
        let say = self.say;
        let href = format!("/b/{}/products/{}", self.scope.slug, line.product_id);
        let mut batch = line.batch_number.clone().unwrap_or_default();
        if let Some(day) = line.expires_on {
            let until = dates::day(say, day);
            let until = say.with("receipts-keeps-until", &[("date", &until)]);
            batch = if batch.is_empty() {
                until
            } else {
                format!("{batch} · {until}")
            };
        }
        // An empty cell, which a phone leaves out, and not an empty text, which it would show.
        let batch = (!batch.is_empty()).then_some(batch);
        let shown = |quantity: Quantity| (quantity != Quantity::ZERO).then(|| quantity.short());
        view! {
            <tr>
                <td class="lead">
                    <a href=href>{line.name.clone()}</a>
                </td>
                <td data-label=say.t("receive-batch")>{batch}</td>
                <td class="num" data-label=say.t("receive-came")>
                    {much(say, line.quantity, line.unit)}
                </td>
                <td class="num" data-label=say.t("receipts-billed-much")>
                    {shown(line.billed)}
                </td>
                <td class="num" data-label=say.t("receipts-returned-much")>
                    {shown(line.returned)}
                </td>
                <td class="money" data-label=say.t("purchases-value")>
                    {sum(self.scope, line.value)}
                </td>
            </tr>
        }
        .into_any()
    }

    fn total(&self) -> AnyView {
        view! {
            <tr class="total">
                <td class="lead" colspan="5">
                    {self.say.t("po-total")}
                </td>
                <td class="money aside">{sum(self.scope, self.receipt.value)}</td>
            </tr>
        }
        .into_any()
    }

    /// The bills and credits that name it.
    fn beside(&self, all: &[Beside]) -> AnyView {
        if all.is_empty() {
            return ().into_any();
        }
        let say = self.say;
        let row = |one: &Beside| {
            let words = format!("{} {}", say.t(&format!("beside-{}", one.kind)), one.number);
            let is_bill = ["goods", "landed"].contains(&one.kind.as_str());
            let list = if is_bill { "bills" } else { "credits" };
            let href = format!("/b/{}/{list}/{}", self.scope.slug, one.document_id);
            view! {
                <tr>
                    <td>
                        <a href=href>{words}</a>
                        " "
                        <span class="quiet">{one.supplier_name.clone()}</span>
                    </td>
                    <td>{dates::day(say, one.day)}</td>
                    <td class="money">{sum(self.scope, Money::from_minor(one.net_minor))}</td>
                </tr>
            }
        };
        view! {
            <section class="card">
                <h2>{say.t("receipts-beside")}</h2>
                <table class="lines">
                    <caption class="hidden">{say.t("receipts-beside")}</caption>
                    <tbody>{all.iter().map(row).collect_view()}</tbody>
                </table>
            </section>
        }
        .into_any()
    }
}
