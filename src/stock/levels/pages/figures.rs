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

/// What a level needs, the most pressing first, and under it how much of it has expired; nothing where
/// it needs nothing.
pub(super) fn standing(say: Say, row: &Row) -> AnyView {
    let expired = (row.expired > Quantity::ZERO).then(|| {
        let much = amount_of(say, row.expired, row.unit);
        let text = say.with("level-has-expired", &[("quantity", &much)]);
        view! {
            <div>
                <Status kind="bad" text=text />
            </div>
        }
    });
    view! {
        {need(say, row)}
        {expired}
    }
    .into_any()
}

fn need(say: Say, row: &Row) -> Option<AnyView> {
    let (kind, text) = if row.short > Quantity::ZERO {
        let text = say.with("level-is-short", &[("quantity", &row.short.short())]);
        ("bad", text)
    } else if row.on_hand == Quantity::ZERO {
        ("look", say.t("product-out-of-stock"))
    } else if row.is_below() {
        ("look", say.t("level-is-below"))
    } else if row.is_to_reorder() {
        ("info", say.t("level-is-to-reorder"))
    } else {
        return None;
    };
    Some(view! { <Status kind=kind text=text /> }.into_any())
}
