//! The lines of an order that cannot be changed any more: what was ordered, and what came of it.

use leptos::prelude::*;

use super::{below, much, packs_words};
use crate::platform::Scope;
use crate::purchasing::orders::{Line, Whole};
use crate::ui::language::Say;
use crate::ui::{Amount, Status};
use crate::values::{Quantity, currency_sign};

/// The lines with their total.
pub(super) fn table(say: Say, scope: &Scope, whole: &Whole) -> AnyView {
    let is_open = !whole.purchase.state.is_final();
    let rows = whole.lines.iter();
    let rows = rows.map(|line| row(say, scope, line, is_open));
    let rows = rows.collect_view();
    let sign = currency_sign(&scope.currency).to_owned();
    let total = whole.purchase.total.short(&scope.currency);
    view! {
        <section class="card table-wrap">
            <table class="table">
                <caption class="hidden">{say.t("po-lines")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say.t("orders-product")}</th>
                        <th scope="col">{say.t("po-ordered")}</th>
                        <th scope="col" class="num">{say.t("po-came")}</th>
                        <th scope="col" class="num">{say.t("suppliers-cost")}</th>
                        <th scope="col" class="money">{say.t("orders-amount")}</th>
                    </tr>
                </thead>
                <tbody>
                    {rows}
                    <tr class="total">
                        <td class="lead" colspan="4">
                            {say.t("po-total")}
                        </td>
                        <td class="money aside">
                            <Amount currency=sign text=total />
                        </td>
                    </tr>
                </tbody>
            </table>
        </section>
    }
    .into_any()
}

fn row(say: Say, scope: &Scope, line: &Line, is_open: bool) -> AnyView {
    let href = format!("/b/{}/products/{}", scope.slug, line.product_id);
    let ordered = packs_words(
        say,
        line.packs,
        &line.pack_name,
        line.holds,
        line.quantity,
        line.unit,
    );
    let came = much(say, line.received, line.unit);
    let kind = if line.received == Quantity::ZERO {
        "plain"
    } else if line.received < line.quantity {
        "look"
    } else {
        "good"
    };
    let sku = if line.supplier_sku.is_empty() {
        line.sku.clone()
    } else {
        format!("{} · {}", line.sku, line.supplier_sku)
    };
    let sign = currency_sign(&scope.currency).to_owned();
    view! {
        <tr>
            <td class="lead">
                <a href=href>{line.name.clone()}</a>
                <span class="quiet">{sku}</span>
            </td>
            <td data-label=say.t("po-ordered")>{ordered} {is_open.then(|| below(say, line)).flatten()}</td>
            <td class="num" data-label=say.t("po-came")>
                <Status kind=kind text=came />
            </td>
            <td class="num" data-label=say.t("suppliers-cost")>
                {line.cost.short(&scope.currency)}
            </td>
            <td class="money aside">
                <Amount currency=sign text=line.amount.short(&scope.currency) />
            </td>
        </tr>
    }
    .into_any()
}
