//! `/b/{business}/credits/{credit}`: what a supplier took off, or what went back to her: its goods, what
//! it went to, its entry, and undoing it.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::parts::{End, parts_card};
use super::whose::{Undo, Whose};
use crate::ledger;
use crate::platform::flash::Flash;
use crate::platform::{Page, Scope, Visit};
use crate::purchasing::bills::api::UndoSupplierCredit;
use crate::purchasing::bills::store;
use crate::purchasing::bills::{Credit, CreditLine, Part, Reason};
use crate::purchasing::papers;
use crate::purchasing::receiving::{much, sum};
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::ui::{Facts, Notice, dates};
use crate::values::{Quantity, Stop};

/// One credit.
pub async fn credited(visit: Visit) -> Result<Page, Stop> {
    let credit_id = visit.param_id("credit")?;
    let flash = visit.flash(&format!("undo-credit:{credit_id}")).await?;
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
    let say = Say(visit.language_for(scope));
    let paper = Paper {
        say,
        scope,
        whose: Whose {
            say,
            scope,
            supplier_id: credit.supplier_id,
            name: &credit.supplier_name,
        },
        credit: &credit,
    };
    let kind = paper.say.t(&format!("statement-{}", credit.reason.code()));
    let body = view! {
        <div class="stack">
            {paper.undone()} {paper.facts()} {paper.goods(&lines)} {paper.used(&parts)}
            {papers::books(paper.say, scope, &entries)} {paper.undo(&flash)}
        </div>
    };
    let title = format!("{kind} {}", credit.number);
    let mut page = Page::of(scope, "purchases", title, body.into_any());
    page.act = Some(paper.whose.acts());
    Ok(page.under(paper.whose.above()))
}

struct Paper<'a> {
    say: Say,
    scope: &'a Scope,
    whose: Whose<'a>,
    credit: &'a Credit,
}

impl Paper<'_> {
    /// That it was undone, when, by whom, and why.
    fn undone(&self) -> AnyView {
        let say = self.say;
        let Some(undone) = &self.credit.undone else {
            return ().into_any();
        };
        let mut when = dates::moment(say, self.scope.calendar.local(undone.at));
        if let Some(member) = &undone.member {
            when = format!("{when} · {member}");
        }
        let reason = undone.reason.clone();
        view! {
            <Notice kind="look" title=say.t("credit-is-undone")>
                <p>{reason}</p>
                <p class="quiet">{when}</p>
            </Notice>
        }
        .into_any()
    }

    /// Undoes it; nothing where that is done, or the reader may not.
    fn undo(&self, flash: &Flash) -> AnyView {
        let text = match self.credit.reason {
            Reason::Returned => self.say.t("undo-returned-text"),
            Reason::Price | Reason::Other => self.say.t("undo-cheaper-text"),
        };
        let undo = Undo {
            flash,
            action: UndoSupplierCredit::url(),
            paper: ("credit_id", self.credit.credit_id),
            text,
        };
        self.whose.undo(self.credit.undone.is_none(), undo)
    }

    fn facts(&self) -> AnyView {
        let say = self.say;
        let credit = self.credit;
        let why = say.t(&format!("credit-reason-{}", credit.reason.code()));
        let at = self.scope.calendar.local(credit.occurred_at);
        let mut entered = dates::moment(say, at);
        if let Some(member) = &credit.member {
            entered = format!("{entered} · {member}");
        }
        let mut rows = vec![
            (say.t("purchases-supplier"), self.whose.supplier()),
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
