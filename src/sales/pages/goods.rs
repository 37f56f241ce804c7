//! The goods of a sale, line by line: price, tax inside, what came back; cost and margin for those who
//! may read the books.

use leptos::prelude::*;

use super::sheet::Sheet;
use super::{how_much, make_product};
use crate::sales::SaleLine;
use crate::staff::Power;
use crate::ui::{Status, Totals};
use crate::values::{Money, Quantity};

impl Sheet<'_> {
    /// The lines, and what they come to.
    pub fn goods(&self) -> AnyView {
        let say = self.say;
        let rows = self.whole.lines.iter().map(|line| self.goods_row(line));
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
                    <tbody>{rows.collect_view()}</tbody>
                </table>
                {self.totals()}
            </section>
        }
        .into_any()
    }

    fn goods_row(&self, line: &SaleLine) -> AnyView {
        let currency = &self.sale().currency;
        let quantity = how_much(self.say, line.quantity, &line.unit);
        let beside = self.beside(line).into_iter().map(|text| {
            view! { <div class="quiet">{text}</div> }
        });
        view! {
            <tr>
                <td>
                    <span class="what">{line.name.clone()}</span>
                    {beside.collect_view()}
                    {self.quick(line)}
                    {self.returned(line)}
                </td>
                <td class="num">{quantity}</td>
                <td class="money">{line.unit_price.full(currency)}</td>
                <td class="money">{line.amount.full(currency)}</td>
            </tr>
        }
        .into_any()
    }

    /// What is said of a line under its name.
    fn beside(&self, line: &SaleLine) -> Vec<String> {
        let say = self.say;
        let mut words = vec![line.sku.clone(), line.note.clone()];
        words.retain(|text| !text.is_empty());
        if !line.discount.is_zero() {
            let discount = self.amount_words(line.discount);
            words.push(say.with("sales-line-discount", &[("discount", &discount)]));
        }
        if !line.tax.amount.is_zero() {
            let (tax, rate) = (self.amount_words(line.tax.amount), line.tax.rate.shown());
            let named = [("tax", tax.as_str()), ("rate", rate.as_str())];
            words.push(say.with("sales-line-tax", &named));
        }
        if self.may(Power::SeeBooks) {
            let cost = self.amount_words(line.cost);
            let margin = self.amount_words(line.margin().unwrap_or_default());
            let named = [("cost", cost.as_str()), ("margin", margin.as_str())];
            // Of what came back, the cost alone says something.
            words.push(if line.restocked.is_some() {
                say.with("sales-line-cost", &named)
            } else {
                say.with("sales-line-margin", &named)
            });
        }
        words
    }

    /// That a line is no product, and the way to make one of it.
    fn quick(&self, line: &SaleLine) -> Option<AnyView> {
        if line.product_id.is_some() {
            return None;
        }
        let say = self.say;
        let price = line.unit_price.bare(&self.sale().currency);
        let make = make_product(say, self.scope, &line.name, &line.sku, &price);
        let quick = view! {
            <Status kind="look" text=say.t("quick-item-mark") />
            <div class="no-print">{make}</div>
        };
        Some(quick.into_any())
    }

    /// How much of a line came back, or where what came back went.
    fn returned(&self, line: &SaleLine) -> AnyView {
        let say = self.say;
        if let Some(restocked) = line.restocked {
            return if line.product_id.is_none() {
                // A quick item was on no shelf.
                ().into_any()
            } else if restocked {
                view! { <Status kind="good" text=say.t("sales-restocked") /> }.into_any()
            } else {
                view! { <Status kind="bad" text=say.t("sales-written-off") /> }.into_any()
            };
        }
        if line.returned == Quantity::ZERO {
            return ().into_any();
        }
        let back = how_much(say, line.returned, &line.unit);
        let amount = self.amount_words(line.returned_amount);
        let named = [("quantity", back.as_str()), ("amount", amount.as_str())];
        let text = say.with("sales-line-returned", &named);
        view! { <div class="taken-off">{text}</div> }.into_any()
    }

    /// Goods, discount and rounding, and what they come to.
    fn totals(&self) -> AnyView {
        let say = self.say;
        let sale = self.sale();
        let mut rows = vec![(say.t("orders-goods"), self.amount(sale.goods))];
        if !sale.rounding.is_zero() {
            rows.push((say.t("orders-rounding"), self.amount(sale.rounding)));
        }
        rows.push((say.t("total"), self.amount(sale.total)));
        let mut words = Vec::new();
        if !sale.discount.is_zero() {
            let discount = self.amount_words(sale.discount);
            words.push(say.with("sales-discount-inside", &[("discount", &discount)]));
        }
        if !sale.on_all.is_zero() {
            let discount = self.amount_words(sale.on_all);
            words.push(say.with("sales-discount-on-all", &[("discount", &discount)]));
        }
        if !sale.tax.is_zero() {
            let tax = self.amount_words(sale.tax);
            words.push(say.with("orders-tax-inside", &[("tax", &tax)]));
        }
        if self.may(Power::SeeBooks) && sale.refunds.is_none() {
            let cost = self.amount_words(sale.cost);
            let margin = self.amount_words(sale.margin().unwrap_or(Money::ZERO));
            let named = [("cost", cost.as_str()), ("margin", margin.as_str())];
            words.push(say.with("sales-line-margin", &named));
        }
        let words = words.into_iter().map(|text| {
            view! { <p class="quiet">{text}</p> }
        });
        view! {
            <Totals rows=rows />
            {words.collect_view()}
        }
        .into_any()
    }
}
