//! The goods of an order: what is packed, what was taken off, and what it comes to.

use leptos::prelude::*;
use uuid::Uuid;

use super::how_much;
use super::sheet::Sheet;
use crate::orders::{LineKind, OrderLine};
use crate::ui::Status;
use crate::values::Quantity;

impl Sheet<'_> {
    /// What was ordered, line by line.
    pub fn goods(&self) -> AnyView {
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
        let quantity = how_much(say, line.quantity, line.unit);
        // Of an order that is over nothing is held any more, and nothing need be.
        let is_short = !self.order().state.is_final() && line.held < line.quantity;
        let short = is_short.then(|| {
            view! { <Status kind="look" text=say.t("orders-not-held") /> }
        });
        let off = (line.taken_off() > Quantity::ZERO).then(|| {
            let ordered = how_much(say, line.ordered, line.unit);
            let off = how_much(say, line.taken_off(), line.unit);
            let named = [("off", off.as_str()), ("ordered", ordered.as_str())];
            let text = say.with("orders-line-taken-off", &named);
            view! { <div class="taken-off">{text}</div> }
        });
        let parts = line.parts_packed().into_iter().map(|(part, quantity)| {
            let much = how_much(say, quantity, part.unit);
            let batch = self.batch(Some(part.part_id));
            view! {
                <div class="quiet">{much} " × " {part.name.clone()}</div>
                {batch}
            }
        });
        let parts = (line.quantity > Quantity::ZERO).then(|| parts.collect_view());
        let is_gone = line.quantity == Quantity::ZERO;
        let batch = (!is_gone).then(|| self.batch(line.product_id)).flatten();
        let gone = is_gone.then_some("gone");
        view! {
            <tr class=gone>
                <td>
                    <span class="what">{line.name.clone()}</span>
                    <div class="quiet">{line.sku.clone()}</div>
                    {batch}
                    {parts}
                    {off}
                    {short}
                </td>
                <td class="num">{quantity}</td>
                <td class="money">{line.unit_price.full(currency)}</td>
                <td class="money">{line.amount.full(currency)}</td>
            </tr>
        }
        .into_any()
    }

    /// Which batch to take of a product, as its packing slip says it.
    fn batch(&self, product_id: Option<Uuid>) -> Option<AnyView> {
        let number = self.beside.firsts.get(&product_id?)?;
        let words = self.say.with("batch-number-is", &[("number", number)]);
        Some(view! { <div class="quiet">{words}</div> }.into_any())
    }
}
