//! The pages of adjustments in the back office: the list, a new one, one that was made, and what the
//! goods that are there are worth.

mod detail;
mod list;
mod new;
mod revalue;

use leptos::prelude::*;

pub use detail::adjustment;
pub use list::adjustments;
pub use new::new_adjustment;
pub use revalue::revalue;

use super::Reason;
use crate::businesses::Location;
use crate::platform::Scope;
use crate::ui::Amount;
use crate::ui::language::Say;
use crate::values::{Money, currency_sign};

/// A reason in words.
fn reason_words(say: Say, reason: Reason) -> String {
    say.t(&format!("adjustment-reason-{}", reason.code()))
}

/// How a reason looks: red is for loss only.
fn reason_kind(reason: Reason) -> &'static str {
    match reason {
        Reason::Damage | Reason::Theft | Reason::Expired | Reason::Other => "bad",
        Reason::Found => "good",
        Reason::OwnUse => "look",
        Reason::Counted | Reason::Revaluation => "info",
    }
}

/// A change of value, with the currency and its sign.
fn change(scope: &Scope, value: Money) -> AnyView {
    let text = value.full(&scope.currency);
    let text = if value > Money::ZERO {
        format!("+{text}")
    } else {
        text
    };
    let sign = currency_sign(&scope.currency).to_owned();
    view! { <Amount currency=sign text=text /> }.into_any()
}

/// Locations to choose one from.
fn places(locations: &[Location]) -> Vec<(String, String)> {
    let each = locations.iter();
    each.map(|at| (at.location_id.to_string(), at.name.clone()))
        .collect()
}
