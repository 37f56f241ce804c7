//! The pages of orders to suppliers: the list, one order, its paper, what should be ordered; and what
//! a supplier sees who holds a link.

mod acts;
mod detail;
mod editor;
mod lines;
mod link;
mod list;
mod paper;
mod shared;
mod suggested;

pub use detail::purchase;
pub use editor::new_purchase;
pub use list::purchases;
pub use paper::print;
pub use shared::shared;
pub use suggested::suggested;

use leptos::prelude::*;

use super::Line;
use crate::ui::Status;
use crate::ui::language::Say;
use crate::values::{Quantity, Unit};

/// How the state of an order looks, by its word.
pub(in crate::purchasing) fn state_kind(code: &str) -> &'static str {
    match code {
        "sent" => "info",
        "part_received" | "draft" => "look",
        "received" => "good",
        _ => "plain",
    }
}

/// The state of an order, by its word.
pub(in crate::purchasing) fn state_words(say: Say, code: &str) -> String {
    say.t(&format!("po-state-{}", code.replace('_', "-")))
}

/// A quantity with its unit: `96 bottles`.
fn much(say: Say, quantity: Quantity, unit: Unit) -> String {
    let amount = quantity.short();
    format!("{amount} {}", say.units(unit, &amount))
}

/// That a line asks for less than its supplier sells at once; nothing where it does not.
fn below(say: Say, line: &Line) -> Option<AnyView> {
    let least = much(say, line.is_below()?, line.unit);
    let text = say.with("po-least", &[("quantity", &least)]);
    Some(view! { <Status kind="look" text=text /> }.into_any())
}

/// Packs, and how much of the product that is: `4 × crate of 24 = 96 bottles`.
fn packs_words(
    say: Say,
    packs: Quantity,
    pack_name: &str,
    holds: Quantity,
    quantity: Quantity,
    unit: Unit,
) -> String {
    let all = much(say, quantity, unit);
    if pack_name.is_empty() {
        return all;
    }
    let named = [
        ("packs", packs.short()),
        ("pack", pack_name.to_owned()),
        ("holds", holds.short()),
        ("quantity", all),
    ];
    let named: Vec<(&str, &str)> = named
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    say.with("po-packs-are", &named)
}
