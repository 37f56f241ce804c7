//! The figures of a level, as cells of a row.

use leptos::prelude::*;

use super::amount_of;
use crate::stock::levels::Row;
use crate::ui::Status;
use crate::ui::language::Say;
use crate::values::Quantity;

/// What is there, what is promised, what is free, and what the level needs.
pub(super) fn figures(say: Say, row: &Row) -> AnyView {
    view! {
        <td class="num" data-label=say.t("level-on-hand")>
            {row.on_hand.short()}
        </td>
        <td class="num" data-label=say.t("level-reserved")>
            {row.reserved.short()}
        </td>
        <td class="num aside">{amount_of(say, row.free(), row.unit)}</td>
        <td class="state">{standing(say, row)}</td>
    }
    .into_any()
}

/// What a level needs, the most pressing first; nothing where it needs nothing.
pub(super) fn standing(say: Say, row: &Row) -> AnyView {
    if row.short > Quantity::ZERO {
        let text = say.with("level-is-short", &[("quantity", &row.short.short())]);
        return view! { <Status kind="bad" text=text /> }.into_any();
    }
    if row.on_hand == Quantity::ZERO {
        return view! { <Status kind="look" text=say.t("product-out-of-stock") /> }.into_any();
    }
    if row.is_below() {
        return view! { <Status kind="look" text=say.t("level-is-below") /> }.into_any();
    }
    if row.is_to_reorder() {
        return view! { <Status kind="info" text=say.t("level-is-to-reorder") /> }.into_any();
    }
    ().into_any()
}
