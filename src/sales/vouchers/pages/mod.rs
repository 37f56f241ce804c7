//! The pages of vouchers: the list, with what sells one, and one of them with what happened to it.

mod detail;
mod list;

pub use detail::voucher;
pub use list::vouchers;

use chrono::NaiveDate;

use super::code::{masked, shown};
use super::voucher::{State, Voucher};
use crate::platform::Scope;
use crate::staff::{Power, may};
use crate::ui::dates;
use crate::ui::language::Say;

/// Whether whoever looks may see the whole code: it is as good as money. She who sold a voucher has given
/// its code away, and whoever may give money back needs none.
fn sees_code(scope: &Scope, voucher: &Voucher) -> bool {
    may(&scope.who, Power::Refund) || scope.member_id() == Some(voucher.member_id)
}

/// The code of a voucher as whoever looks may see it.
fn code_for(scope: &Scope, voucher: &Voucher) -> String {
    if sees_code(scope, voucher) {
        shown(&voucher.code)
    } else {
        masked(&voucher.code)
    }
}

/// How a state looks.
fn look(state: State) -> &'static str {
    match state {
        State::Good => "good",
        State::Empty => "plain",
        State::Expired => "look",
        State::Void => "bad",
    }
}

/// The last day of a voucher in words.
fn last_day(say: Say, expires_on: Option<NaiveDate>) -> String {
    match expires_on {
        Some(day) => dates::day(say, day),
        None => say.t("voucher-for-ever"),
    }
}
