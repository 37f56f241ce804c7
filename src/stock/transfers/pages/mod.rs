//! The pages of transfers in the back office: the list by state, a new one, and one with what can be
//! done with it now.

mod acts;
mod detail;
mod form;
mod list;
mod paper;

pub use detail::transfer;
pub use form::new_transfer;
pub use list::transfers;

use super::State;
use crate::ui::language::Say;

/// A state in words.
fn state_words(say: Say, state: State) -> String {
    say.t(&format!("transfer-state-{}", state.code()))
}

/// How a state looks.
fn state_kind(state: State) -> &'static str {
    match state {
        State::Pending => "look",
        State::InTransit => "info",
        State::Completed => "good",
        State::Cancelled => "plain",
    }
}
