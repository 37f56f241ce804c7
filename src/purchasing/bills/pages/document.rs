//! `/b/{business}/bills/{bill}`: one bill: its goods and freight, what settled it, and its entry.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::list::standing;
use super::parts::{End, parts_card};
use super::supplier_acts;
use crate::ledger;
use crate::platform::flash::Flash;
use crate::platform::{Page, Scope, Visit};
use crate::purchasing::bills::api::UseAheadForBill;
use crate::purchasing::bills::store;
use crate::purchasing::bills::{Bill, BillLine, Part};
use crate::purchasing::papers;
use crate::purchasing::receiving::{Grid, much, sum};
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::ui::{Facts, Form, HiddenField, LinkButton, Status, Submit, dates};
use crate::values::{Money, Stop};

/// One bill.
pub async fn bill(visit: Visit) -> Result<Page, Stop> {
    let bill_id = visit.param_id("bill")?;
    let flash = visit.flash(&format!("bill:{bill_id}")).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeePurchases)?;
    let bill = store::bill(&mut tx, bill_id).await?;
    let bill = bill.ok_or(Stop::NotFound)?;
    let lines = store::lines_of_bill(&mut tx, bill_id).await?;
    let parts = store::parts_of(&mut tx, bill_id).await?;
    let credits = store::open_credits(&mut tx, bill.supplier_id).await?;
    let payments = store::open_payments(&mut tx, bill.supplier_id).await?;
    let open = credits.iter().chain(&payments).map(|one| one.rest);
    let ahead = Money::sum(open).unwrap_or_default();
    let entries = if staff::may(&tx.scope().who, Power::SeeBooks) {
        ledger::entries_of(&mut tx, &[bill_id]).await?
    } else {
        Vec::new()
    };
    let scope = tx.scope();
    let paper = Paper {
        say: Say(visit.language_for(scope)),
        scope,
        flash: &flash,
        bill: &bill,
    };
    let title = paper.say.with("bill-one", &[("number", &bill.number)]);
    let body = view! {
        <div class="stack">
            {paper.summary()} {paper.facts()} {paper.use_ahead(ahead)} {paper.goods(&lines)}
            {paper.settled(&parts)} {papers::books(paper.say, scope, &entries)}
        </div>
    };
    let mut page = Page::of(scope, "purchases", title, body.into_any());
    page.act = Some(paper.acts());
    Ok(page)
}

struct Paper<'a> {
    say: Say,
    scope: &'a Scope,
    flash: &'a Flash,
    bill: &'a Bill,
}

impl Paper<'_> {
    fn summary(&self) -> AnyView {
        let grid = Grid {
            say: self.say,
            flash: self.flash,
        };
        grid.summary(&[])
    }

    fn may_pay(&self) -> bool {
        staff::may(&self.scope.who, Power::PayBills)
    }

    fn acts(&self) -> AnyView {
        let say = self.say;
        let bill = self.bill;
        if !self.may_pay() {
            return ().into_any();
        }
        if bill.rest().is_zero() {
            return supplier_acts(say, self.scope, bill.supplier_id);
        }
        let slug = &self.scope.slug;
        let pay = format!(
            "/b/{slug}/suppliers/{}/pay?bill={}",
            bill.supplier_id, bill.bill_id
        );
        let credit = format!("/b/{slug}/suppliers/{}/credit", bill.supplier_id);
        view! {
            <LinkButton href=pay label=say.t("bill-pay") kind="go" class="main-act" />
            <LinkButton href=credit label=say.t("credit-title") />
        }
        .into_any()
    }

    fn facts(&self) -> AnyView {
        let say = self.say;
        let bill = self.bill;
        let base = format!("/b/{}/suppliers/{}", self.scope.slug, bill.supplier_id);
        let (page, statement) = (base.clone(), format!("{base}/statement"));
        let name = bill.supplier_name.clone();
        let supplier = view! {
            <a href=page>{name}</a>
            " · "
            <a href=statement>{say.t("statement-title")}</a>
        };
        let is_overdue = bill.is_overdue(self.scope.today());
        let (kind, words) = standing(say, bill.rest(), bill.total, is_overdue);
        let state = view! { <Status kind=kind text=words /> };
        let at = self.scope.calendar.local(bill.occurred_at);
        let mut entered = dates::moment(say, at);
        if let Some(member) = &bill.member {
            entered = format!("{entered} · {member}");
        }
        let mut rows = vec![
            (say.t("purchases-supplier"), supplier.into_any()),
            (
                say.t("bill-date"),
                dates::day(say, bill.billed_on).into_any(),
            ),
            (say.t("bills-due"), dates::day(say, bill.due_on).into_any()),
            (say.t("bill-entered"), entered.into_any()),
            (say.t("state"), state.into_any()),
        ];
        if !bill.note.is_empty() {
            rows.push((say.t("purchases-note"), bill.note.clone().into_any()));
        }
        view! {
            <section class="card">
                <Facts rows=rows />
            </section>
        }
        .into_any()
    }

    /// Credits and money that are with the supplier already, offered for this bill.
    fn use_ahead(&self, ahead: Money) -> AnyView {
        let rest = self.bill.rest();
        if !self.may_pay() || ahead <= Money::ZERO || rest.is_zero() {
            return ().into_any();
        }
        let say = self.say;
        let currency = &self.scope.currency;
        let (have, used) = (ahead.named(currency), ahead.min(rest).named(currency));
        let text = say.with("bill-ahead", &[("ahead", &have)]);
        let label = say.with("bill-use-ahead", &[("amount", &used)]);
        let inside = view! {
            <p>{text}</p>
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name="bill_id" value=self.bill.bill_id.to_string() />
            <div class="form-foot">
                <Submit label=label kind="plain" />
            </div>
        };
        let inside = inside.into_any();
        view! {
            <section class="card no-print">
                <Form action=UseAheadForBill::url()>{inside}</Form>
            </section>
        }
        .into_any()
    }

    fn goods(&self, lines: &[BillLine]) -> AnyView {
        let rows = lines.iter().map(|line| self.row(line)).collect_view();
        let sums = [self.bill.net, self.bill.tax, self.bill.total];
        papers::goods_table(self.say, self.scope, rows.into_any(), sums)
    }

    /// A line, and what it changed about the value of goods.
    fn row(&self, line: &BillLine) -> AnyView {
        let say = self.say;
        let href = format!("/b/{}/receipts/{}", self.scope.slug, line.receipt_id);
        let number = line.receipt_number.to_string();
        let receipt = say.with("receipts-one", &[("number", &number)]);
        let name = match (&line.product, line.words.is_empty()) {
            (Some(product), _) => product.clone(),
            (None, true) => say.t("bill-freight"),
            (None, false) => line.words.clone(),
        };
        let quantity = match (line.quantity, line.unit) {
            (Some(quantity), Some(unit)) => much(say, quantity, unit),
            _ => String::new(),
        };
        let currency = &self.scope.currency;
        let changed = (!line.to_stock.is_zero() || !line.to_cost.is_zero()).then(|| {
            let (stock, cost) = (line.to_stock.named(currency), line.to_cost.named(currency));
            let text = say.with("bill-carried", &[("stock", &stock), ("cost", &cost)]);
            view! { <div class="quiet">{text}</div> }
        });
        view! {
            <tr>
                <td>
                    {name} " " <a class="quiet" href=href>
                        {receipt}
                    </a> {changed}
                </td>
                <td class="num">{quantity}</td>
                <td class="money">{sum(self.scope, line.net)}</td>
            </tr>
        }
        .into_any()
    }

    /// What settled it, and what is still owed.
    fn settled(&self, parts: &[Part]) -> AnyView {
        let say = self.say;
        let bill = self.bill;
        let totals = vec![
            (say.t("bill-paid"), sum(self.scope, bill.paid)),
            (say.t("bill-credited"), sum(self.scope, bill.credited)),
            (say.t("bills-rest"), sum(self.scope, bill.rest())),
        ];
        let heading = (say.t("bill-settlements"), End::From);
        parts_card(say, self.scope, heading, parts, totals)
    }
}
