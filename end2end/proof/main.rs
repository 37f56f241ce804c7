//! Proof from outside: the program runs as in a shop, its processes and its database are killed,
//! customers press twice, M-Pesa misbehaves, and what they were told is compared with what is there.
//!
//! Everything is seen as a customer or M-Pesa sees it, over HTTP; the record of what was said is kept
//! here and not in the program. Only the judge looks into the database, as its superuser. Each judge
//! is shown a damage that it must find.
//!
//! Sizes and the seed come from the environment: small here, large in `scripts/proof.sh`.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test: it may stop at once, reads its own sizes, and measures real time"
)]

mod callbacks;
mod chaos;
mod crashes;
mod forgery;
mod forms;
mod fuzz;
mod history;
mod judge;
mod last_item;
mod load;
mod money_judge;
mod nasty;
mod network;
mod node;
mod one_key;
mod own_forms;
mod postgres;
mod process;
mod reach;
mod real;
mod request;
mod run;
mod shop;
mod shopper;
mod till_talk;
mod walls;
mod wire;
