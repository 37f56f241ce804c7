//! Gift vouchers: sold for an amount at a till or in the back office, used in parts at the counter until nothing
//! is left, printed again for whoever lost the paper, and paid back by a manager.
//!
//! A voucher is owed to whoever brings its code. The code is kept as it is, because a shop prints it again;
//! who looks sees its end only, unless she may give money back anyway, or has sold it herself.
//!
//! What never breaks here:
//! - no more is bought with a voucher than was paid for it, however many tills use it at once: PostgreSQL
//!   holds that;
//! - what is left of it is what its movements come to, and nothing that moved is changed;
//! - what is left of all vouchers is what the books owe for them;
//! - a code is not found by guessing: one that is none is counted against the till that asks.
//!
//! A till sells them without a network: it makes the code itself, as unguessable as ours, and what it took is
//! in its shift; and so is what it hands back of one that was a mistake. A code that is another voucher's is refused, because it can never be right.
//!
//! What a till has taken for a voucher without asking is recorded: what the voucher did not hold is written
//! up for the customer, where one is known, or stands in an account of its own, and a manager is told. There
//! it stands until she says how it ended: the customer paid it, or nobody will.
//!
//! What expired vouchers still hold is owed until the owner takes it as income. One that lapsed so is over:
//! nothing goes back onto it.

pub mod code;
mod last_day;

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
mod days;
#[cfg(feature = "ssr")]
mod lapse;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
mod record;
#[cfg(feature = "ssr")]
mod sell;
#[cfg(feature = "ssr")]
mod settle;
#[cfg(feature = "ssr")]
mod store;
#[cfg(feature = "ssr")]
mod use_up;
#[cfg(feature = "ssr")]
mod void;
#[cfg(feature = "ssr")]
mod voucher;

pub use last_day::last_day;

#[cfg(feature = "ssr")]
pub use days::keep_days;
#[cfg(feature = "ssr")]
pub use lapse::lapse;
#[cfg(feature = "ssr")]
pub use record::{RecordedVoucher, VoucherTold, record_sold};
#[cfg(feature = "ssr")]
pub use sell::{VoucherAsk, sell};
#[cfg(feature = "ssr")]
pub(super) use settle::take_back;
#[cfg(feature = "ssr")]
pub use settle::{Ended, Settlement, settle};
#[cfg(feature = "ssr")]
pub use store::{by_code, ended, list, missing, moves, voucher};
#[cfg(feature = "ssr")]
pub(super) use use_up::{draw, note, put_back};
#[cfg(feature = "ssr")]
pub use void::{BackTold, VoucherBack, record_back, void};
#[cfg(feature = "ssr")]
pub use voucher::{Lapsed, Move, MoveKind, State, Voided, Voucher, unknown};
