//! The lines of the form: what was ordered, what came, and what it cost where that differs.

use leptos::prelude::*;

use super::super::much;
use super::{Grid, Line, Sheet};
use crate::purchasing::receiving::read::{Expected, OrderedLine};
use crate::values::Quantity;

impl Sheet<'_> {
    pub(super) fn columns(&self) -> AnyView {
        let say = self.say;
        let ordered = self.order.is_some().then(|| {
            view! {
                <th scope="col" class="num">
                    {say.t("receive-ordered")}
                </th>
            }
        });
        view! {
            <thead>
                <tr>
                    <th scope="col">{say.t("purchases-product")}</th>
                    {ordered}
                    <th scope="col" class="num">{say.t("receive-came")}</th>
                    <th scope="col" class="num">{say.t("receive-unit-cost")}</th>
                    <th scope="col">{say.t("receive-batch")}</th>
                    <th scope="col">{say.t("receive-expires")}</th>
                    <th scope="col">{say.t("receive-free")}</th>
                </tr>
            </thead>
        }
        .into_any()
    }

    pub(super) fn row(&self, grid: &Grid<'_>, line: &Line) -> AnyView {
        let say = self.say;
        let key = &line.key;
        let name = line.goods.as_ref().map(|goods| goods.name.clone());
        let name = name.unwrap_or_else(|| say.t("receive-something-else"));
        let label = |what: &str| format!("{what}: {name}");
        let (came, cost) = (say.t("receive-came"), say.t("receive-unit-cost"));
        let (batch, expires) = (say.t("receive-batch"), say.t("receive-expires"));
        let free = say.t("receive-free");
        // What was ordered free of charge is expected so.
        let is_free = line.ordered.as_ref();
        let is_free = is_free.is_some_and(|ordered| ordered.amount.is_zero());
        let to_come = line.ordered.as_ref().map(OrderedLine::to_come);
        let to_come = to_come.filter(|left| *left > Quantity::ZERO);
        let offered = to_come.map(Quantity::short).unwrap_or_default();
        let none = String::new;
        let ordered = self.order.is_some().then(|| {
            let words = self.ordered_words(line);
            let words = (!words.is_empty()).then_some(words);
            view! {
                <td class="num" data-label=say.t("receive-ordered")>
                    {words}
                </td>
            }
        });
        view! {
            <tr>
                <td class="lead">{self.what(grid, line)}</td>
                {ordered}
                <td class="num" data-label=came.clone()>
                    {grid
                        .cell(
                            &format!("quantity-{key}"),
                            label(&came),
                            &offered,
                            "decimal",
                            none(),
                        )}
                </td>
                <td class="num" data-label=cost.clone()>
                    {grid
                        .cell(
                            &format!("cost-{key}"),
                            label(&cost),
                            "",
                            "decimal",
                            self.expected(line),
                        )}
                </td>
                <td data-label=batch.clone()>
                    {grid.cell(&format!("batch-{key}"), label(&batch), "", "text", none())}
                </td>
                <td data-label=expires.clone()>
                    {grid.cell(&format!("expires-{key}"), label(&expires), "", "date", none())}
                </td>
                <td data-label=free.clone()>
                    {grid.tick(&format!("free-{key}"), label(&free), is_free)}
                </td>
            </tr>
        }
        .into_any()
    }

    /// Which product a line is about, or where to type it.
    fn what(&self, grid: &Grid<'_>, line: &Line) -> AnyView {
        let say = self.say;
        let Some(goods) = &line.goods else {
            let label = say.t("receive-code");
            let field = format!("code-{}", line.key);
            return grid.cell(&field, label.clone(), "", "text", label);
        };
        view! {
            <span>{goods.name.clone()}</span>
            <span class="quiet">{goods.sku.clone()}</span>
        }
        .into_any()
    }

    /// What was ordered, and what of it came before.
    fn ordered_words(&self, line: &Line) -> String {
        let (Some(ordered), Some(goods)) = (&line.ordered, &line.goods) else {
            return String::new();
        };
        let all = much(self.say, ordered.quantity, goods.unit);
        if ordered.received == Quantity::ZERO {
            return all;
        }
        let came = ordered.received.short();
        self.say.with(
            "receive-ordered-came",
            &[("ordered", &all), ("came", &came)],
        )
    }

    /// What one unit should cost: shown in the empty field.
    fn expected(&self, line: &Line) -> String {
        let of_order = line.ordered.as_ref().map(|ordered| Expected {
            amount: ordered.amount,
            per: ordered.quantity,
        });
        let listed = line.goods.as_ref().and_then(|goods| goods.expected);
        let unit = of_order
            .or(listed)
            .and_then(|one| one.amount.share(Quantity::ONE.milli(), one.per.milli()));
        unit.map(|cost| cost.bare(&self.scope.currency))
            .unwrap_or_default()
    }
}
