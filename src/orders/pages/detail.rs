//! `/b/{business}/orders/{order}`: one order as a packer reads it: how it stands and what is next,
//! who gets it and how, the goods, then money, notes and all that happened.

use std::collections::HashMap;

use leptos::prelude::*;
use uuid::Uuid;

use super::sheet::Sheet;
use super::slip::products_of;
use super::{fulfilment_words, payment_kind, payment_words, state_kind, state_words};
use crate::audit::{self, Trace};
use crate::businesses;
use crate::ledger::{self, Entry};
use crate::orders::store::cancellations;
use crate::orders::{self, Fulfilment, Note, Whole};
use crate::payments::{self, Attempt, SaidPaid, State};
use crate::platform::{BusinessTx, Page, Visit};
use crate::staff::{self, Power, may};
use crate::stock::batches::first_batches;
use crate::ui::language::Say;
use crate::ui::{Icon, LinkButton, Notice, Status, dates};
use crate::values::Stop;

/// What is known of an order besides its own rows.
pub(super) struct Beside {
    /// What the books say of it, where she may read them.
    pub entries: Vec<Entry>,
    /// What members wrote about it, oldest first.
    pub notes: Vec<Note>,
    /// The audit trail of it and of its prompts, newest first.
    pub traces: Vec<Trace>,
    /// The first of its prompts that waits for a person, and what M-Pesa said was paid by it.
    pub in_review: Option<(Attempt, Option<SaidPaid>)>,
    /// The batch to take first, by product, while there is something to take.
    pub firsts: HashMap<Uuid, String>,
}

impl Beside {
    async fn of(tx: &mut BusinessTx, whole: &Whole) -> Result<Beside, Stop> {
        let order_id = whole.order.order_id;
        let entries = if may(&tx.scope().who, Power::SeeBooks) {
            let cancellations = cancellations::of_order(tx, order_id).await?;
            let payments = whole.payments.iter().map(|payment| payment.payment_id);
            let documents: Vec<Uuid> = payments.chain(cancellations).chain([order_id]).collect();
            ledger::entries_of(tx, &documents).await?
        } else {
            Vec::new()
        };
        let mut traces = audit::trail(tx, "order", order_id).await?;
        let attempts = payments::attempts_of(tx, order_id).await?;
        for attempt in &attempts {
            traces.extend(audit::trail(tx, "mpesa_attempt", attempt.attempt_id).await?);
        }
        traces.sort_by_key(|trace| std::cmp::Reverse(trace.at));
        // Not the latest alone: an earlier one may be paid late, after another brought the money.
        let mut waiting = attempts.into_iter();
        let in_review = match waiting.find(|attempt| attempt.state == State::Review) {
            Some(attempt) => {
                let said = payments::said_paid(tx, attempt.attempt_id).await?;
                Some((attempt, said))
            }
            None => None,
        };
        let firsts = if whole.order.state.is_final() {
            HashMap::new()
        } else {
            first_batches(tx, whole.order.location_id, &products_of(whole)).await?
        };
        Ok(Beside {
            entries,
            notes: orders::notes_of(tx, order_id).await?,
            traces,
            in_review,
            firsts,
        })
    }
}

/// One order.
pub async fn order(visit: Visit) -> Result<Page, Stop> {
    let order_id = visit.param_id("order")?;
    let flash = visit.flash(&format!("order:{order_id}")).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeeOrders)?;
    let whole = orders::whole(&mut tx, order_id).await?;
    let beside = Beside::of(&mut tx, &whole).await?;
    let shop = businesses::settings(&mut tx).await?;
    let scope = tx.scope();
    let sheet = Sheet {
        say: Say(visit.language_for(scope)),
        scope,
        whole: &whole,
        shop: &shop,
        beside: &beside,
        flash: &flash,
    };
    let body = view! {
        <div class="stack">
            {sheet.letterhead()}
            {sheet.standing()}
            {sheet.summary()}
            {sheet.hand_over_expired()}
            {sheet.review()}
            {sheet.who()}
            <div class="form-cols">
                <div class="stack">
                    {sheet.goods()}
                    {sheet.take_off()}
                </div>
                <div class="stack">
                    {sheet.prompt_to_settle()}
                    {sheet.pay_back()}
                    {sheet.open_prompt()}
                    {sheet.take_payment()}
                    {sheet.payments()}
                    {sheet.cancel()}
                </div>
            </div>
            {sheet.books(&beside.entries)}
            {sheet.notes()}
            {sheet.history()}
            {sheet.trail()}
        </div>
    };
    let title = whole.order.code.clone();
    let mut page = Page::of(scope, "orders", title, body.into_any());
    page.act = Some(sheet.head_acts());
    Ok(page)
}

impl Sheet<'_> {
    /// What moves the order on, and its packing slip while there is something to pack or to look up.
    fn head_acts(&self) -> AnyView {
        let order = self.order();
        let slip = (order.state != orders::State::Cancelled).then(|| {
            let href = format!("/b/{}/orders/{}/slip", self.scope.slug, order.order_id);
            view! { <LinkButton href=href label=self.say.t("orders-slip") icon="print" /> }
        });
        view! {
            {self.moves()}
            {slip}
        }
        .into_any()
    }

    /// Whose paper it is: printed only.
    fn letterhead(&self) -> AnyView {
        let say = self.say;
        let phone = self.shop.phone.as_ref().map(|phone| phone.shown());
        let pin = self.shop.tax_pin.as_ref();
        let pin = pin.map(|pin| say.with("slip-tax-pin", &[("pin", pin)]));
        let lines: Vec<String> = phone.into_iter().chain(pin).collect();
        view! { <p class="only-print">{lines.join(" · ")}</p> }.into_any()
    }

    /// How it stands, in a line under its code.
    fn standing(&self) -> AnyView {
        let say = self.say;
        let order = self.order();
        let placed = self.scope.calendar.local(order.placed_at);
        let placed = dates::recent(say, placed, self.scope.today());
        let placed = say.with("orders-placed-at", &[("moment", &placed)]);
        view! {
            <div class="row">
                <Status kind=state_kind(order.state) text=state_words(say, order) />
                <Status kind=payment_kind(order) text=payment_words(say, order) />
                <span class="quiet">
                    {fulfilment_words(say, order)} " · " {placed}
                </span>
            </div>
        }
        .into_any()
    }

    /// Why a person must look at it.
    fn review(&self) -> AnyView {
        let say = self.say;
        let notice = self.order().review.as_ref().map(|review| {
            let title = say.t(&format!("review-{review}"));
            view! { <Notice kind="look" title=title /> }
        });
        notice.into_any()
    }

    /// Who ordered, where the goods go, and what she said: read before the first thing is packed.
    fn who(&self) -> AnyView {
        let say = self.say;
        let order = self.order();
        let call = format!("tel:{}", order.phone.e164());
        let phone = order.phone.shown();
        let phone = view! { <a class="num" href=call>{phone}</a> };
        let mut facts = vec![
            (say.t("name"), order.customer_name.clone().into_any()),
            (say.t("phone"), phone.into_any()),
        ];
        if order.fulfilment == Fulfilment::Delivery {
            let area = order.area_name.clone().unwrap_or_default();
            facts.push((say.t("orders-deliver-to"), area.into_any()));
            let address = order.address_note.clone();
            facts.push((say.t("orders-address"), address.into_any()));
            let from = order.location_name.clone();
            facts.push((say.t("orders-packed-at"), from.into_any()));
        } else {
            let at = order.location_name.clone();
            facts.push((say.t("orders-fetched-at"), at.into_any()));
        }
        let speaks = order.language.own_name();
        facts.push((say.t("language"), speaks.into_any()));
        let fact = |(name, fact): (String, AnyView)| {
            view! {
                <div>
                    <dt>{name}</dt>
                    <dd>{fact}</dd>
                </div>
            }
        };
        let facts = facts.into_iter().map(fact).collect_view();
        let note = (!order.note.is_empty()).then(|| {
            let note = order.note.clone();
            view! {
                <p class="said">
                    <Icon name="info" />
                    <span>
                        <b>{say.t("orders-note")} ": "</b>
                        {note}
                    </span>
                </p>
            }
        });
        view! {
            <section class="card who">
                <h2 class="hidden">{say.t("orders-customer")}</h2>
                <dl class="facts across">{facts}</dl>
                {note}
            </section>
        }
        .into_any()
    }
}
