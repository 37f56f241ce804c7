//! `/b/{business}/orders/{order}/slip` and `…/orders/slips?ids=…`: packing slips, one a page, on A4,
//! A5 or a roll of 80 mm: what to put into the bag, for whom, and what is to be paid for it.

use std::collections::HashMap;

use leptos::prelude::*;
use uuid::Uuid;

use super::{fulfilment_words, how_much};
use crate::businesses::{self, Location, Settings};
use crate::orders::{self, Fulfilment, LineKind, Order, OrderLine, PayBy, State, Whole, pack};
use crate::platform::{BusinessTx, Page, Scope, Visit};
use crate::staff::{self, Power};
use crate::stock::batches::first_batches;
use crate::ui::language::Say;
use crate::ui::{LinkButton, PrintButton, dates};
use crate::values::{Money, Phone, Quantity, Stop};

/// The slip of one order.
pub async fn slip(visit: Visit) -> Result<Page, Stop> {
    let order_id = visit.param_id("order")?;
    page_of(visit, vec![order_id]).await
}

/// The slips of several orders: `ids` with commas, or one `ids[]` for each.
pub async fn slips(visit: Visit) -> Result<Page, Stop> {
    let mut given = visit.query_all("ids[]");
    given.extend(visit.query_all("ids"));
    let mut ids: Vec<Uuid> = Vec::new();
    for text in given.iter().flat_map(|text| text.split(',')) {
        // A tick says which revision it saw; paper shows the order as it is now.
        let (id, _) = text.split_once('.').unwrap_or((text, ""));
        if let Ok(id) = id.trim().parse()
            && !ids.contains(&id)
        {
            ids.push(id);
        }
    }
    ids.truncate(pack::MOST);
    page_of(visit, ids).await
}

async fn page_of(visit: Visit, ids: Vec<Uuid>) -> Result<Page, Stop> {
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeeOrders)?;
    let shop = businesses::settings(&mut tx).await?;
    let locations = businesses::locations(&mut tx).await?;
    let wholes = all(&mut tx, &ids).await?;
    let mut firsts = Vec::with_capacity(wholes.len());
    for whole in &wholes {
        let products = products_of(whole);
        firsts.push(first_batches(&mut tx, whole.order.location_id, &products).await?);
    }
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let back = format!("/b/{}/orders", scope.slug);
    let body = if wholes.is_empty() {
        view! {
            <p>{say.t("slip-none")}</p>
            <LinkButton href=back label=say.t("orders-title") />
        }
        .into_any()
    } else {
        let paper = |(whole, firsts): (&Whole, &HashMap<Uuid, String>)| {
            let at = locations
                .iter()
                .find(|at| at.location_id == whole.order.location_id);
            let slip = Slip {
                say,
                scope,
                shop: &shop,
                at,
                whole,
                firsts,
            };
            slip.paper()
        };
        let slips = wholes.iter().zip(&firsts).map(paper).collect_view();
        view! {
            <p class="quiet no-print">{say.t("slip-how-to-print")}</p>
            <div class="slips">{slips}</div>
        }
        .into_any()
    };
    let count = i64::try_from(wholes.len()).unwrap_or_default();
    let title = say.count("slip-title", count);
    let mut page = Page::of(scope, "orders", title, body);
    page.act = Some(view! { <PrintButton label=say.t("print-page") is_main=true /> }.into_any());
    Ok(page)
}

/// The orders of these ids; one that is not there is left out where several are asked for.
async fn all(tx: &mut BusinessTx, ids: &[Uuid]) -> Result<Vec<Whole>, Stop> {
    let mut wholes = Vec::with_capacity(ids.len());
    for id in ids {
        match orders::whole(tx, *id).await {
            Ok(whole) => wholes.push(whole),
            Err(Stop::NotFound) if ids.len() > 1 => {}
            Err(stop) => return Err(stop),
        }
    }
    Ok(wholes)
}

/// The products that leave the shelf for an order.
pub(super) fn products_of(whole: &Whole) -> Vec<Uuid> {
    let own = whole.lines.iter().filter_map(|line| line.product_id);
    let parts = whole.lines.iter().flat_map(|line| &line.parts);
    own.chain(parts.map(|part| part.part_id)).collect()
}

/// One order on paper.
struct Slip<'a> {
    say: Say,
    scope: &'a Scope,
    shop: &'a Settings,
    /// Where it is packed, if that is still open.
    at: Option<&'a Location>,
    whole: &'a Whole,
    /// The batch to take first, by product.
    firsts: &'a HashMap<Uuid, String>,
}

impl Slip<'_> {
    fn order(&self) -> &Order {
        &self.whole.order
    }

    fn paper(&self) -> AnyView {
        let label = self.say.with("slip-of", &[("code", &self.order().code)]);
        view! {
            <article class="slip" aria-label=label>
                {self.head()}
                {self.cancelled()}
                {self.to()}
                {self.said()}
                {self.goods()}
                {self.payment()}
            </article>
        }
        .into_any()
    }

    /// The shop on one side, the order's code on the other.
    fn head(&self) -> AnyView {
        let say = self.say;
        let order = self.order();
        let phone = self.at.and_then(|at| at.phone.as_ref());
        let phone = phone.or(self.shop.phone.as_ref()).map(Phone::shown);
        let pin = self.shop.tax_pin.as_ref();
        let pin = pin.map(|pin| say.with("slip-tax-pin", &[("pin", pin)]));
        let address = self.at.map(|at| at.address.clone());
        let place = std::iter::once(order.location_name.clone())
            .chain(address.filter(|address| !address.is_empty()));
        let place = place.collect::<Vec<_>>().join(", ");
        let line = |text: String| view! { <div>{text}</div> };
        let placed = self.scope.calendar.local(order.placed_at);
        let placed = dates::moment(say, placed);
        view! {
            <header class="slip-head">
                <div>
                    <b class="slip-shop">{self.shop.name.clone()}</b>
                    {line(place)}
                    {phone.map(line)}
                    {pin.map(line)}
                </div>
                <div class="slip-code">
                    <div>{say.t("slip-heading")}</div>
                    <b class="num">{order.code.clone()}</b>
                    <div>{placed}</div>
                </div>
            </header>
        }
        .into_any()
    }

    /// That nothing of it is packed, in the largest words: an old link leads here, or a tick among others.
    fn cancelled(&self) -> AnyView {
        if self.order().state != State::Cancelled {
            return ().into_any();
        }
        view! { <p class="slip-cancelled">{self.say.t("slip-cancelled")}</p> }.into_any()
    }

    /// For whom, and how it reaches her.
    fn to(&self) -> AnyView {
        let say = self.say;
        let order = self.order();
        let (place, way) = match order.fulfilment {
            Fulfilment::Delivery => {
                let area = order.area_name.clone().unwrap_or_default();
                (area, order.address_note.clone())
            }
            Fulfilment::Pickup => (order.location_name.clone(), String::new()),
        };
        view! {
            <section class="slip-to">
                <div>
                    <b class="slip-name">{order.customer_name.clone()}</b>
                    <div class="num">{order.phone.shown()}</div>
                </div>
                <div>
                    <b>{fulfilment_words(say, order)} ": " {place}</b>
                    <div class="slip-way">{way}</div>
                </div>
            </section>
        }
        .into_any()
    }

    fn said(&self) -> AnyView {
        let note = &self.order().note;
        if note.is_empty() {
            return ().into_any();
        }
        let title = self.say.t("orders-note");
        view! {
            <section class="slip-said">
                <b>{title} ":"</b>
                " "
                {note.clone()}
            </section>
        }
        .into_any()
    }

    fn goods(&self) -> AnyView {
        let say = self.say;
        let goods = self.whole.lines.iter();
        let rows = goods
            .filter(|line| line.kind == LineKind::Goods)
            .map(|line| self.goods_row(line));
        view! {
            <table class="slip-goods">
                <caption class="hidden">{say.t("orders-goods")}</caption>
                <thead class="hidden">
                    <tr>
                        <th>{say.t("slip-tick")}</th>
                        <th>{say.t("quantity")}</th>
                        <th>{say.t("orders-product")}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        }
        .into_any()
    }

    fn goods_row(&self, line: &OrderLine) -> AnyView {
        let say = self.say;
        let off = line.taken_off();
        let gone = line.quantity == Quantity::ZERO;
        // Who packs by the paper must not look for what was taken off.
        let much = how_much(
            say,
            if gone { line.ordered } else { line.quantity },
            line.unit,
        );
        let off = (off > Quantity::ZERO).then(|| {
            let off = how_much(say, off, line.unit);
            let ordered = how_much(say, line.ordered, line.unit);
            let named = [("off", off.as_str()), ("ordered", ordered.as_str())];
            let text = say.with("orders-line-taken-off", &named);
            view! { <div class="slip-off">{text}</div> }
        });
        let parts = (!gone).then(|| self.parts(line)).flatten();
        let batch = (!gone).then(|| self.batch(line.product_id)).flatten();
        let class = gone.then_some("gone");
        view! {
            <tr class=class>
                <td class="slip-tick">{(!gone).then(|| view! { <span></span> })}</td>
                <td class="slip-much num">{much}</td>
                <td>
                    <span class="what">{line.name.clone()}</span>
                    " "
                    <span class="slip-sku">{line.sku.clone()}</span>
                    {batch} {off} {parts}
                </td>
            </tr>
        }
        .into_any()
    }

    /// Which batch to take of a product.
    fn batch(&self, product_id: Option<Uuid>) -> Option<AnyView> {
        let number = self.firsts.get(&product_id?)?;
        let words = self.say.with("batch-number-is", &[("number", number)]);
        Some(view! { <div class="slip-sku">{words}</div> }.into_any())
    }

    /// What to take off the shelf for a kit.
    fn parts(&self, line: &OrderLine) -> Option<AnyView> {
        let parts = line.parts_packed();
        if parts.is_empty() {
            return None;
        }
        let items = parts.into_iter().map(|(part, quantity)| {
            let much = how_much(self.say, quantity, part.unit);
            view! {
                <li>
                    {much} " × " {part.name.clone()} " "
                    <span class="slip-sku">{part.sku.clone()}</span>
                    {self.batch(Some(part.part_id))}
                </li>
            }
        });
        let items = items.collect_view();
        Some(view! { <ul class="slip-parts">{items}</ul> }.into_any())
    }

    /// What is to be taken for it, in the largest figures; or that nothing is.
    fn payment(&self) -> AnyView {
        let say = self.say;
        let order = self.order();
        let named = |money: Money| money.named(&order.currency);
        let (title, figure) = if order.state == State::Cancelled {
            (String::new(), String::new())
        } else if order.due() > Money::ZERO {
            let title = match order.pay_by {
                PayBy::OnHandOver => say.t("slip-due"),
                PayBy::Mpesa => say.t("slip-due-first"),
            };
            (title, named(order.due()))
        } else {
            (say.t("slip-paid"), String::new())
        };
        let owed = (order.refund_owed > Money::ZERO).then(|| {
            let text = say.with("slip-owed", &[("amount", &named(order.refund_owed))]);
            view! { <div>{text}</div> }
        });
        let total = say.with("slip-total", &[("amount", &named(order.total))]);
        view! {
            <footer class="slip-pay">
                <div>
                    <div>{total}</div>
                    {owed}
                </div>
                <div class="slip-due">
                    <div>{title}</div>
                    <b class="money">{figure}</b>
                </div>
            </footer>
        }
        .into_any()
    }
}
