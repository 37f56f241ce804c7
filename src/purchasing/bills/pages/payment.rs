//! `/b/{business}/payments/{payment}`: money to a supplier or back from her: what it went to or came out of,
//! its entry, and undoing it.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::parts::{End, parts_card};
use super::whose::{Undo, Whose};
use crate::ledger;
use crate::platform::flash::Flash;
use crate::platform::{Page, Scope, Visit};
use crate::purchasing::bills::api::UndoSupplierPayment;
use crate::purchasing::bills::store;
use crate::purchasing::bills::{Part, Payment, Way};
use crate::purchasing::papers;
use crate::purchasing::receiving::sum;
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::ui::{Facts, Notice, dates};
use crate::values::{Money, Stop};

/// One payment.
pub async fn payment(visit: Visit) -> Result<Page, Stop> {
    let payment_id = visit.param_id("payment")?;
    let flash = visit.flash(&format!("undo:{payment_id}")).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeePurchases)?;
    let payment = store::payment(&mut tx, payment_id).await?;
    let payment = payment.ok_or(Stop::NotFound)?;
    let parts = store::parts_of(&mut tx, payment_id).await?;
    let entries = if staff::may(&tx.scope().who, Power::SeeBooks) {
        ledger::entries_of(&mut tx, &[payment_id]).await?
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
            supplier_id: payment.supplier_id,
            name: &payment.supplier_name,
        },
        payment: &payment,
    };
    let body = view! {
        <div class="stack">
            {paper.undone()} {paper.facts()} {paper.went(&parts)}
            {papers::books(paper.say, scope, &entries)} {paper.undo(&flash)}
        </div>
    };
    let kind = paper.say.t(&format!("statement-{}", payment.kind()));
    let title = format!("{kind}: {}", payment.supplier_name);
    let mut page = Page::of(scope, "purchases", title, body.into_any());
    page.act = Some(paper.whose.acts());
    Ok(page.under(paper.whose.above()))
}

struct Paper<'a> {
    say: Say,
    scope: &'a Scope,
    whose: Whose<'a>,
    payment: &'a Payment,
}

impl Paper<'_> {
    /// What undid it, or what it undoes, and why.
    fn undone(&self) -> AnyView {
        let say = self.say;
        let payment = self.payment;
        let (other, title, lead) = match (payment.undone_by, payment.undoes) {
            (Some(undo), _) => (undo, say.t("payment-is-undone"), say.t("payment-undone-by")),
            (None, Some(other)) => (other, say.t("payment-undoes"), say.t("payment-undoes-what")),
            (None, None) => return ().into_any(),
        };
        let href = format!("/b/{}/payments/{other}", self.scope.slug);
        let reason = payment.reason.clone();
        view! {
            <Notice kind="look" title=title>
                <p>{reason}</p>
                <p>
                    <a href=href>{lead}</a>
                </p>
            </Notice>
        }
        .into_any()
    }

    fn facts(&self) -> AnyView {
        let say = self.say;
        let payment = self.payment;
        let tender = say.t(&format!("tender-{}", payment.tender.code()));
        let at = self.scope.calendar.local(payment.recorded_at);
        let mut entered = dates::moment(say, at);
        if let Some(member) = &payment.member {
            entered = format!("{entered} · {member}");
        }
        let day = match payment.way {
            Way::Paid => say.t("pay-day"),
            Way::Back => say.t("back-day"),
        };
        let mut rows = vec![
            (say.t("purchases-supplier"), self.whose.supplier()),
            (say.t("pay-amount"), sum(self.scope, payment.amount)),
            (say.t("pay-tender"), tender.into_any()),
        ];
        if !payment.reference.is_empty() {
            let reference = payment.reference.clone();
            rows.push((say.t("pay-reference"), reference.into_any()));
        }
        rows.push((day, dates::day(say, payment.day).into_any()));
        rows.push((say.t("bill-entered"), entered.into_any()));
        view! {
            <section class="card">
                <p class="only-print">{self.scope.name.clone()}</p>
                <Facts rows=rows />
            </section>
        }
        .into_any()
    }

    /// What it went to and what of it is ahead, or what it came out of; what undoes has neither.
    fn went(&self, parts: &[Part]) -> AnyView {
        let say = self.say;
        let payment = self.payment;
        if payment.undoes.is_some() {
            return ().into_any();
        }
        let used = Money::sum(parts.iter().map(|one| one.amount)).unwrap_or_default();
        let mut totals = Vec::new();
        let (heading, end) = match payment.way {
            Way::Paid => {
                let ahead = if payment.stands() {
                    payment.amount.minus(used).unwrap_or_default()
                } else {
                    Money::ZERO
                };
                totals.push((say.t("credit-used"), sum(self.scope, used)));
                totals.push((say.t("credit-rest"), sum(self.scope, ahead)));
                (say.t("payment-went-to"), End::To)
            }
            Way::Back => {
                totals.push((say.t("total"), sum(self.scope, used)));
                (say.t("payment-came-of"), End::From)
            }
        };
        parts_card(say, self.scope, (heading, end), parts, totals)
    }

    /// Undoes it; nothing where that is done, or the reader may not.
    fn undo(&self, flash: &Flash) -> AnyView {
        let text = match self.payment.way {
            Way::Paid => self.say.t("undo-pay-text"),
            Way::Back => self.say.t("undo-back-text"),
        };
        let undo = Undo {
            flash,
            action: UndoSupplierPayment::url(),
            paper: ("payment_id", self.payment.payment_id),
            text,
        };
        self.whose.undo(self.payment.stands(), undo)
    }
}
