//! `/b/{business}/credits/{credit}`: what a supplier took off, or what went back to her: its goods, what
//! it went to, and its entry.

use leptos::prelude::*;

use super::parts::{End, parts_card};
use super::supplier_acts;
use crate::ledger;
use crate::platform::{Page, Scope, Visit};
use crate::purchasing::bills::store;
use crate::purchasing::bills::{Credit, CreditLine, Part};
use crate::purchasing::papers;
use crate::purchasing::receiving::{much, sum};
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::ui::{Facts, PrintButton, dates};
use crate::values::{Quantity, Stop};

/// One credit.
pub async fn credited(visit: Visit) -> Result<Page, Stop> {
    let credit_id = visit.param_id("credit")?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeePurchases)?;
    let credit = store::credit(&mut tx, credit_id).await?;
    let credit = credit.ok_or(Stop::NotFound)?;
    let lines = store::lines_of_credit(&mut tx, credit_id).await?;
    let parts = store::parts_of(&mut tx, credit_id).await?;
    let entries = if staff::may(&tx.scope().who, Power::SeeBooks) {
        ledger::entries_of(&mut tx, &[credit_id]).await?
    } else {
        Vec::new()
    };
    let scope = tx.scope();
    let paper = Paper {
        say: Say(visit.language_for(scope)),
        scope,
        credit: &credit,
    };
    let kind = paper.say.t(&format!("statement-{}", credit.reason.code()));
    let body = view! {
        <div class="stack">
            {paper.facts()} {paper.goods(&lines)} {paper.used(&parts)} {papers::books(paper.say, scope, &entries)}
        </div>
    };
    let title = format!("{kind} {}", credit.number);
    let mut page = Page::of(scope, "purchases", title, body.into_any());
    page.act = Some(paper.acts());
    Ok(page.under(paper.above()))
}

struct Paper<'a> {
    say: Say,
    scope: &'a Scope,
    credit: &'a Credit,
}

impl Paper<'_> {
    fn supplier(&self) -> String {
        let (slug, id) = (&self.scope.slug, self.credit.supplier_id);
        format!("/b/{slug}/suppliers/{id}")
    }

    /// The statement that it stands on.
    fn above(&self) -> (String, String) {
        let statement = format!("{}/statement", self.supplier());
        let name = [("name", self.credit.supplier_name.as_str())];
        (statement, self.say.with("statement-of", &name))
    }

    fn acts(&self) -> AnyView {
        let say = self.say;
        let acts = staff::may(&self.scope.who, Power::PayBills)
            .then(|| supplier_acts(say, self.scope, self.credit.supplier_id));
        view! {
            {acts}
            <PrintButton label=say.t("print-page") is_main=false />
        }
        .into_any()
    }

    fn facts(&self) -> AnyView {
        let say = self.say;
        let credit = self.credit;
        let (href, name) = (self.supplier(), credit.supplier_name.clone());
        let supplier = view! { <a href=href>{name}</a> };
        let why = say.t(&format!("credit-reason-{}", credit.reason.code()));
        let at = self.scope.calendar.local(credit.occurred_at);
        let mut entered = dates::moment(say, at);
        if let Some(member) = &credit.member {
            entered = format!("{entered} · {member}");
        }
        let mut rows = vec![
            (say.t("purchases-supplier"), supplier.into_any()),
            (say.t("credit-why"), why.into_any()),
            (
                say.t("date"),
                dates::day(say, credit.credited_on).into_any(),
            ),
            (say.t("bill-entered"), entered.into_any()),
        ];
        if let Some(location) = credit.location.clone() {
            rows.push((say.t("credit-location"), location.into_any()));
        }
        if !credit.note.is_empty() {
            rows.push((say.t("purchases-note"), credit.note.clone().into_any()));
        }
        view! {
            <section class="card">
                <p class="only-print">{self.scope.name.clone()}</p>
                <Facts rows=rows />
            </section>
        }
        .into_any()
    }

    fn goods(&self, lines: &[CreditLine]) -> AnyView {
        let rows = lines.iter().map(|line| self.row(line)).collect_view();
        let sums = [self.credit.net, self.credit.tax, self.credit.total];
        papers::goods_table(self.say, self.scope, rows.into_any(), sums)
    }

    /// A line, what brought it, and what it had cost where it went back.
    fn row(&self, line: &CreditLine) -> AnyView {
        let say = self.say;
        let slug = &self.scope.slug;
        let product = format!("/b/{slug}/stock/products/{}", line.product_id);
        let receipt = format!("/b/{slug}/receipts/{}", line.receipt_id);
        let number = line.receipt_number.to_string();
        let brought = say.with("receipts-one", &[("number", &number)]);
        let batch = line.batch.clone().map(|batch| {
            view! {
                " "
                <span class="quiet">{batch}</span>
            }
        });
        let had_cost = (!line.cost.is_zero()).then(|| {
            let cost = line.cost.named(&self.scope.currency);
            let words = say.with("credit-had-cost", &[("cost", &cost)]);
            view! { <div class="quiet">{words}</div> }
        });
        let dropped = (line.dropped > Quantity::ZERO).then(|| {
            let quantity = much(say, line.dropped, line.unit);
            let words = say.with("credit-not-billed", &[("quantity", &quantity)]);
            view! { <div class="quiet">{words}</div> }
        });
        view! {
            <tr>
                <td>
                    <a href=product>{line.product.clone()}</a>
                    {batch}
                    " "
                    <a class="quiet" href=receipt>
                        {brought}
                    </a>
                    {had_cost}
                    {dropped}
                </td>
                <td class="num">{much(say, line.quantity, line.unit)}</td>
                <td class="money">{sum(self.scope, line.net)}</td>
            </tr>
        }
        .into_any()
    }

    /// What it went to, and what is left of it.
    fn used(&self, parts: &[Part]) -> AnyView {
        let say = self.say;
        let totals = vec![
            (say.t("credit-used"), sum(self.scope, self.credit.used)),
            (say.t("credit-rest"), sum(self.scope, self.credit.rest())),
        ];
        let heading = (say.t("credit-uses"), End::To);
        parts_card(say, self.scope, heading, parts, totals)
    }
}
