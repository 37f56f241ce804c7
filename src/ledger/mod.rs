//! The books, in double entry.
//!
//! Every document posts its own entry in its own transaction. What never breaks here, because
//! PostgreSQL holds it: an entry's lines sum to nothing, what is posted stays, nothing is posted
//! into a closed month, a document posts once for each thing that can happen to it, and what it posted is
//! reversed once.
//! The ledger knows nothing of sales: each domain brings a `posting.rs` that turns its documents
//! into a [`Draft`], and [`post`] writes it.

mod account;
mod balances;
mod chart;
mod entry;
mod export;
pub mod pages;
mod post;
mod store;

pub use account::{Kind, Role};
pub use balances::balance;
pub use chart::open_chart;
pub use entry::{Draft, Entry, EntryLine};
pub use export::{Format, export};
pub use post::{is_open, next_number, post, posted, reverse, take_given};
pub use store::{TrialRow, entries_of, entry, recent_entries, trial_balance};
