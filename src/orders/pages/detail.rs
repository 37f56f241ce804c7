//! `/b/{business}/orders/{order}`: one order, what can be done with it now, and all that happened.

use leptos::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use super::sheet::Sheet;
use super::{fulfilment_words, payment_kind, payment_words, state_kind, state_words};
use crate::ledger;
use crate::orders::{self, Event, Fulfilment, LineKind, OrderLine};
use crate::platform::{Page, Visit};
use crate::staff::{self, Power, may};
use crate::ui::language::Say;
use crate::ui::{Facts, Notice, Status, Timeline, dates};
use crate::values::{Stop, Unit, currency_sign};

/// One order.
pub async fn order(visit: Visit) -> Result<Page, Stop> {
    let order_id = visit.param_id("order")?;
    let flash = visit.flash(&format!("order:{order_id}")).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeeOrders)?;
    let whole = orders::whole(&mut tx, order_id).await?;
    let entries = if may(&tx.scope().who, Power::SeeBooks) {
        let payments = whole.payments.iter().map(|payment| payment.payment_id);
        let documents: Vec<Uuid> = payments.chain([order_id]).collect();
        ledger::entries_of(&mut tx, &documents).await?
    } else {
        Vec::new()
    };
    let scope = tx.scope();
    let sheet = Sheet {
        say: Say(visit.language_for(scope)),
        scope,
        whole: &whole,
        flash: &flash,
    };
    let body = view! {
        <div class="stack">
            {sheet.standing()}
            {sheet.summary()}
            {sheet.review()}
            <div class="form-cols">
                <div class="stack">
                    {sheet.goods()}
                    {sheet.books(&entries)}
                    {sheet.history()}
                </div>
                <div class="stack">
                    {sheet.pay_back()}
                    {sheet.open_prompt()}
                    {sheet.take_payment()}
                    {sheet.customer()}
                    {sheet.payments()}
                    {sheet.cancel()}
                </div>
            </div>
        </div>
    };
    let title = whole.order.code.clone();
    let mut page = Page::of(scope, "orders", title, body.into_any());
    page.act = sheet.moves();
    Ok(page)
}

impl Sheet<'_> {
    /// How it stands, in a line under its code.
    fn standing(&self) -> AnyView {
        let say = self.say;
        let order = self.order();
        let placed = self.scope.calendar.local(order.placed_at);
        let placed = dates::recent(say, placed, self.scope.today());
        let placed = say.with("orders-placed-at", &[("moment", &placed)]);
        view! {
            <div class="row">
                <Status kind=payment_kind(order) text=payment_words(say, order) />
                <Status kind=state_kind(order.state) text=state_words(say, order) />
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

    fn goods(&self) -> AnyView {
        let say = self.say;
        let goods = self.whole.lines.iter();
        let goods = goods.filter(|line| line.kind == LineKind::Goods);
        let rows = goods.map(|line| self.goods_row(line)).collect_view();
        view! {
            <section class="card">
                <h2>{say.t("orders-goods")}</h2>
                <table class="lines goods">
                    <caption class="hidden">{say.t("orders-goods")}</caption>
                    <thead>
                        <tr>
                            <th>{say.t("orders-product")}</th>
                            <th class="num">{say.t("quantity")}</th>
                            <th class="money">{say.t("price")}</th>
                            <th class="money">{say.t("orders-amount")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
                {self.totals()}
            </section>
        }
        .into_any()
    }

    fn goods_row(&self, line: &OrderLine) -> AnyView {
        let say = self.say;
        let currency = &self.order().currency;
        let amount = line.quantity.short();
        let quantity = match line.unit {
            Unit::Piece => amount,
            unit => format!("{amount} {}", say.units(unit, &amount)),
        };
        // Of an order that is over nothing is held any more, and nothing need be.
        let is_short = !self.order().state.is_final() && line.held < line.quantity;
        let short = is_short.then(|| {
            view! { <Status kind="look" text=say.t("orders-not-held") /> }
        });
        view! {
            <tr>
                <td>{line.name.clone()} <div class="quiet">{line.sku.clone()}</div> {short}</td>
                <td class="num">{quantity}</td>
                <td class="money">{line.unit_price.full(currency)}</td>
                <td class="money">{line.amount.full(currency)}</td>
            </tr>
        }
        .into_any()
    }

    /// Who ordered, and where the goods go.
    fn customer(&self) -> AnyView {
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
            facts.push((
                say.t("orders-address"),
                order.address_note.clone().into_any(),
            ));
            let from = order.location_name.clone();
            facts.push((say.t("orders-packed-at"), from.into_any()));
        } else {
            let at = order.location_name.clone();
            facts.push((say.t("orders-fetched-at"), at.into_any()));
        }
        if !order.note.is_empty() {
            facts.push((say.t("orders-note"), order.note.clone().into_any()));
        }
        let speaks = order.language.own_name();
        facts.push((say.t("language"), speaks.into_any()));
        view! {
            <section class="card">
                <h2>{say.t("orders-customer")}</h2>
                <Facts rows=facts />
            </section>
        }
        .into_any()
    }

    /// What happened to it, the newest first.
    fn history(&self) -> AnyView {
        let say = self.say;
        let events = self.whole.events.iter().rev();
        let items: Vec<_> = events.map(|event| self.event(event)).collect();
        view! {
            <section class="card no-print">
                <h2>{say.t("orders-history")}</h2>
                <Timeline items=items />
            </section>
        }
        .into_any()
    }

    fn event(&self, event: &Event) -> (String, String, String) {
        let say = self.say;
        let sign = currency_sign(&self.order().currency);
        let word = |name: &str, value: &Value| match name {
            "total" | "amount" => format!("{sign}\u{a0}{}", plain(value)),
            _ => plain(value),
        };
        let named: Vec<(&str, String)> = match &event.details {
            Value::Object(details) => details.iter().map(|(k, v)| (&**k, word(k, v))).collect(),
            _ => Vec::new(),
        };
        let named: Vec<(&str, &str)> = named.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let what = say.with(&format!("event-{}", event.what), &named);
        let at = self.scope.calendar.local(event.at);
        let at = dates::recent(say, at, self.scope.today());
        let who = match event.actor.as_str() {
            "customer" => say.t("actor-customer"),
            "mpesa" => say.t("actor-mpesa"),
            "clock" => say.t("actor-clock"),
            name => name.to_owned(),
        };
        (at, what, who)
    }
}

/// A detail as a sentence names it: texts without their quotes.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
