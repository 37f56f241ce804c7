//! The rows of the list: dense on a PC, cards on a phone; and what can be done with those that are
//! ticked.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::super::{fulfilment_words, payment_kind, payment_words, state_kind, state_words};
use super::OrderList;
// The form that ticks belong to; it stands beside the table, not round it.
use crate::orders::packing_api::{BULK, MarkOrdersPacked};
use crate::orders::{Order, Row, Sort};
use crate::staff::{Power, may};
use crate::ui::{Amount, Icon, Status, dates};
use crate::values::{Money, currency_sign};

impl OrderList<'_> {
    /// The orders, and under them what can be done with several.
    pub fn table(&self, rows: &[Row]) -> AnyView {
        let say = self.say;
        let rows = rows.iter().map(|row| self.row(row)).collect_view();
        view! {
            <div class="card table-wrap">
                <table class="table">
                    <caption class="hidden">{say.t("orders-title")}</caption>
                    <thead>
                        <tr>
                            <th class="tick">
                                <span class="hidden">{say.t("orders-tick")}</span>
                            </th>
                            <th>{say.t("orders-order")}</th>
                            {self.sort_head("", say.t("orders-customer"), &[Sort::Name])}
                            {self
                                .sort_head(
                                    "extra",
                                    say.t("orders-placed"),
                                    &[Sort::Oldest, Sort::Newest],
                                )}
                            <th class="extra">{say.t("orders-reaches")}</th>
                            <th>{say.t("orders-payment")}</th>
                            <th>{say.t("state")}</th>
                            <th class="num wide-only">{say.t("orders-items")}</th>
                            {self.sort_head("money", say.t("total"), &[Sort::Largest])}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {self.bulk()}
        }
        .into_any()
    }

    /// A column that sorts: pressing it again turns to its other order, where it has one.
    fn sort_head(&self, class: &'static str, words: String, sorts: &[Sort]) -> AnyView {
        let now = self.filter.order();
        let place = sorts.iter().position(|sort| *sort == now);
        let next = place.map_or(0, |place| (place + 1) % sorts.len().max(1));
        let next = sorts.get(next).copied().unwrap_or(now);
        let sorted = place.map(|_| match now {
            Sort::Oldest | Sort::Name => "ascending",
            Sort::Newest | Sort::Largest => "descending",
        });
        let href = self.address(&self.filter.sorted(next));
        view! {
            <th class=class aria-sort=sorted>
                <a class="sort" href=href>
                    {words}
                </a>
            </th>
        }
        .into_any()
    }

    fn row(&self, row: &Row) -> AnyView {
        let say = self.say;
        let order = &row.order;
        let href = format!("{}/{}", self.path(), order.order_id);
        let placed = self.scope.calendar.local(order.placed_at);
        let placed = dates::recent(say, placed, self.scope.today());
        let review = order.review.is_some().then(|| {
            view! { <Status kind="bad" text=say.t("orders-tab-review") /> }
        });
        let tick = say.with("orders-tick-one", &[("code", &order.code)]);
        let ticked = format!("{}.{}", order.order_id, order.revision);
        let is_ticked = self.was_ticked(&ticked);
        view! {
            <tr>
                <td class="tick">
                    <input
                        type="checkbox"
                        form=BULK
                        name="ids[]"
                        value=ticked
                        checked=is_ticked
                        aria-label=tick
                    />
                </td>
                <td class="lead">
                    <a class="num" href=href>
                        {order.code.clone()}
                    </a>
                </td>
                <td class="by whose">
                    {order.customer_name.clone()} " "
                    <div class="quiet num">{order.phone.shown()}</div>
                </td>
                <td class="by extra">
                    <span class="num">{placed}</span>
                </td>
                <td class="by extra">{self.reaches(order)}</td>
                <td class="state">
                    <Status kind=payment_kind(order) text=self.pay_words(order) />
                </td>
                <td class="state">
                    <Status kind=state_kind(order.state) text=state_words(say, order) />
                    " "
                    {review}
                </td>
                <td class="num wide-only">{row.items.to_string()}</td>
                <td class="money aside">
                    <Amount
                        currency=currency_sign(&order.currency)
                        text=order.total.full(&order.currency)
                    />
                </td>
            </tr>
        }
        .into_any()
    }

    /// Whether an order stands ticked again, because the form was refused; not if it changed since.
    fn was_ticked(&self, ticked: &str) -> bool {
        let ids = self.flash.value("ids", "");
        self.flash.is_refused()
            && self.flash.value("act", "") == BULK
            && ids.split(' ').any(|id| id == ticked)
    }

    /// Pick-up, or delivery and where to.
    fn reaches(&self, order: &Order) -> String {
        let way = fulfilment_words(self.say, order);
        match &order.area_name {
            Some(area) => format!("{way}: {area}"),
            None => way,
        }
    }

    /// How it stands with money; of what is owed back or still due in part, how much.
    fn pay_words(&self, order: &Order) -> String {
        let words = payment_words(self.say, order);
        if order.refund_owed > Money::ZERO {
            return format!("{words} {}", order.refund_owed.named(&order.currency));
        }
        words
    }

    /// What can be done with the orders that are ticked.
    fn bulk(&self) -> AnyView {
        let say = self.say;
        let packs = may(&self.scope.who, Power::FulfilOrders).then(|| {
            view! {
                <button type="submit" class="button">
                    <Icon name="box" />
                    {say.t("orders-bulk-pack")}
                </button>
            }
        });
        let slips = format!("{}/slips", self.path());
        view! {
            <form
                id=BULK
                class="sticky-foot bulk no-print"
                method="post"
                action=MarkOrdersPacked::url()
            >
                <input type="hidden" name="business" value=self.scope.slug.clone() />
                <input type="hidden" name="query" value=self.filter.query() />
                <p class="quiet">{say.t("orders-bulk-hint")}</p>
                {packs}
                <button type="submit" class="button" formmethod="get" formaction=slips>
                    <Icon name="print" />
                    {say.t("orders-bulk-slips")}
                </button>
            </form>
        }
        .into_any()
    }
}
