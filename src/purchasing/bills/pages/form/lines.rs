//! The lines of the form: goods that came and are not billed, and freight.

use leptos::prelude::*;

use super::Sheet;
use crate::purchasing::receiving::{Grid, ReceiptLine, much};
use crate::ui::{Notice, SelectField};

/// Lines for freight, duty and the like.
const FREIGHT_LINES: i32 = 3;

impl Sheet<'_> {
    /// What came and is not billed, each with what it was expected to cost.
    pub(super) fn goods(&self, grid: &Grid<'_>) -> AnyView {
        let say = self.say;
        if self.lines.is_empty() {
            return view! {
                <Notice kind="info" title=say.t("bill-nothing-came")>
                    <p>{say.t("bill-nothing-came-text")}</p>
                </Notice>
            }
            .into_any();
        }
        let rows = self.lines.iter().map(|line| self.row(grid, line));
        view! {
            <div class="card table-wrap">
                <table class="table fill">
                    <caption class="hidden">{say.t("bill-goods")}</caption>
                    <thead>
                        <tr>
                            <th scope="col" class="tick">
                                <span class="hidden">{say.t("bill-take")}</span>
                            </th>
                            <th scope="col">{say.t("purchases-product")}</th>
                            <th scope="col">{say.t("bill-receipt")}</th>
                            <th scope="col" class="num">{say.t("bill-to-bill")}</th>
                            <th scope="col" class="num">{say.t("quantity")}</th>
                            <th scope="col" class="num">{say.t("bill-net")}</th>
                            <th scope="col">{say.t("po-free")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        }
        .into_any()
    }

    fn row(&self, grid: &Grid<'_>, line: &ReceiptLine) -> AnyView {
        let say = self.say;
        let key = line.key();
        let label = |what: String| format!("{what}: {}", line.name);
        let net = line.value_to_bill().bare(&self.scope.currency);
        let receipt = format!("/b/{}/receipts/{}", self.scope.slug, line.receipt_id);
        let number = line.receipt_number.to_string();
        let brought = say.with("receipts-one", &[("number", &number)]);
        let batch = line.batch_number.clone().unwrap_or_default();
        let none = String::new;
        view! {
            <tr>
                <td class="tick">
                    {grid
                        .tick(
                            &format!("take-{key}"),
                            label(say.t("bill-take")),
                            self.is_offered(line),
                        )}
                </td>
                <td class="lead">
                    <span>{line.name.clone()}</span>
                    <span class="quiet">{batch}</span>
                </td>
                <td class="by">
                    <a href=receipt>{brought}</a>
                </td>
                <td class="num" data-label=say.t("bill-to-bill")>
                    {much(say, line.to_bill(), line.unit)}
                </td>
                <td class="num" data-label=say.t("quantity")>
                    {grid
                        .cell(
                            &format!("quantity-{key}"),
                            label(say.t("quantity")),
                            &line.to_bill().short(),
                            "decimal",
                            none(),
                        )}
                </td>
                <td class="num" data-label=say.t("bill-net")>
                    {grid
                        .cell(
                            &format!("net-{key}"),
                            label(say.t("bill-net")),
                            &net,
                            "decimal",
                            none(),
                        )}
                </td>
                <td data-label=say.t("po-free")>
                    {grid.tick(&format!("free-{key}"), label(say.t("po-free")), false)}
                </td>
            </tr>
        }
        .into_any()
    }

    /// Freight, duty and the like, each spread over a receipt.
    pub(super) fn freight(&self, grid: &Grid<'_>) -> AnyView {
        let say = self.say;
        if self.receipts.is_empty() {
            return ().into_any();
        }
        let typed = (1..=FREIGHT_LINES).any(|no| {
            let field = format!("freight-f{no}");
            !grid.value(&field, "").is_empty()
        });
        let rows = (1..=FREIGHT_LINES).map(|no| self.freight_row(grid, no));
        let is_open = self.landed.is_some() || typed;
        view! {
            <details class="card more" open=is_open>
                <summary>{say.t("bill-freight")}</summary>
                <p class="quiet">{say.t("bill-freight-text")}</p>
                {rows.collect_view()}
            </details>
        }
        .into_any()
    }

    fn freight_row(&self, grid: &Grid<'_>, no: i32) -> AnyView {
        let say = self.say;
        let option = |one: &super::ReceiptChoice| {
            let words = self.receipt_words(one.number, &one.supplier_name, one.day);
            (one.receipt_id.to_string(), words)
        };
        let options: Vec<(String, String)> = self.receipts.iter().map(option).collect();
        // The receipt that the bill was opened from, else the newest.
        let asked = self.receipt.or(self.landed).map(|id| id.to_string());
        let there = asked.filter(|id| options.iter().any(|(one, _)| one == id));
        let first = there
            .or_else(|| options.first().map(|(id, _)| id.clone()))
            .unwrap_or_default();
        let over = format!("over-f{no}");
        let (words, amount) = (say.t("bill-freight-words"), say.t("bill-net"));
        view! {
            <div class="pair">
                <div class="field">
                    <b aria-hidden="true">{words.clone()}</b>
                    {grid.cell(&format!("words-f{no}"), words, "", "text", String::new())}
                </div>
                <div class="field">
                    <b aria-hidden="true">{amount.clone()}</b>
                    {grid.cell(&format!("freight-f{no}"), amount, "", "decimal", String::new())}
                </div>
                <SelectField
                    label=say.t("bill-over")
                    name=grid.name(&over)
                    options=options
                    selected=grid.value(&over, &first)
                    error=grid.error(&over)
                />
            </div>
        }
        .into_any()
    }
}
