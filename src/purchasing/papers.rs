//! What the pages of bills, credits and receipts have in common: a table of goods with its totals, and
//! the entries of a paper in the books.

use leptos::prelude::*;

use super::receiving::sum;
use crate::ledger::Entry;
use crate::ledger::pages::entries_table;
use crate::platform::Scope;
use crate::ui::Totals;
use crate::ui::language::Say;
use crate::values::Money;

/// Goods with their rows, and what they come to: net, tax and total.
pub(super) fn goods_table(say: Say, scope: &Scope, rows: AnyView, sums: [Money; 3]) -> AnyView {
    let [net, tax, total] = sums;
    let totals = vec![
        (say.t("bill-net"), sum(scope, net)),
        (say.t("bill-tax"), sum(scope, tax)),
        (say.t("total"), sum(scope, total)),
    ];
    view! {
        <section class="card">
            <h2>{say.t("bill-goods")}</h2>
            <table class="lines">
                <caption class="hidden">{say.t("bill-goods")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say.t("purchases-product")}</th>
                        <th scope="col" class="num">{say.t("quantity")}</th>
                        <th scope="col" class="num">{say.t("bill-net")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <Totals rows=totals />
        </section>
    }
    .into_any()
}

/// What a paper did to the books, folded; nothing where it did nothing, or the reader may not see it.
pub(super) fn books(say: Say, scope: &Scope, entries: &[Entry]) -> AnyView {
    if entries.is_empty() {
        return ().into_any();
    }
    view! {
        <details class="card more">
            <summary>{say.t("purchases-books")}</summary>
            {entries_table(say, scope, entries)}
        </details>
    }
    .into_any()
}
