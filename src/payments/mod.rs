//! Money that comes in, by every tender, the prompts that ask M-Pesa for it, and the QR code that a
//! customer may pay by instead.
//!
//! An *attempt* is one M-Pesa prompt; a *payment* is money. An order may have several attempts and
//! several payments, and so may what is rung up at a till: its money is held until a sale names it, and
//! where the table says order, that sale is meant. What M-Pesa tells us (an answer, a callback, a query's result) is *evidence*;
//! [`decide`] is the only place that says what evidence does to an attempt, and it is pure.
//!
//! | from | evidence | to |
//! |---|---|---|
//! | created | the write-ahead, before anything is sent | submitting |
//! | created | 75 seconds passed and nothing was sent | rejected |
//! | submitting | accepted, with both ids | pending |
//! | submitting | refused: no prompt can exist | rejected |
//! | submitting | no clear answer, a crash, or 75 seconds passed | unknown |
//! | unknown | the answer after all | unknown still, to be asked about; or rejected |
//! | any open | callback "paid": ids, exact amount, a new receipt | succeeded, money recorded |
//! | any open | callback with another code | failed |
//! | pending, unknown | query "paid" twice, ten seconds apart | succeeded, receipt to follow |
//! | pending, unknown | query with another final code | failed |
//! | pending | 120 seconds passed | unknown |
//! | unknown | 48 hours passed, or the shop gives it up | failed |
//! | failed, rejected | "paid" after all | succeeded, money recorded |
//! | succeeded | the same receipt again | succeeded, nothing recorded |
//! | succeeded without receipt | callback "paid" | succeeded, its receipt kept, nothing recorded |
//! | succeeded | "paid" with another receipt | review, money recorded |
//! | succeeded, review | a failure | as it was; the message is kept, a warning logged |
//! | any | "paid", but ids, amount or receipt are not right | review, no money recorded |
//! | created, at a till | nobody waits for it any more | rejected |
//! | any | money that the order did not need | review, money recorded as surplus |
//! | review without money | the shop counts it for the order | succeeded, money recorded |
//! | review | the shop sets it aside | failed; succeeded where it brought money |
//!
//! Open are created, submitting, pending and unknown.
//!
//! What never breaks:
//! - An attempt is sent at most once. The write-ahead is committed before the request leaves; who
//!   finds it without an answer makes it unknown and never sends again.
//! - What M-Pesa posts is committed word for word before it is read. A crash after that is made
//!   good by a job that reads it again.
//! - A receipt counts once over the whole installation, and an attempt's money is recorded in the
//!   transaction that changes the attempt's state, or not at all.
//! - No failure is final: money that comes later is recorded. No success is undone by a failure.
//! - Locks are taken in one order: attempt, receipt, order.
//! - Phones, bodies and the ids of prompts (they carry the phone) are never logged.

mod account;
mod apply;
mod ask;
mod ask_again;
mod at_till;
mod attempt;
mod decide;
mod evidence;
mod give_up;
mod hear;
mod jobs;
mod money_in;
mod pays_for;
mod qr;
mod review;
mod routes;
mod store;
mod submit;
mod tender;
mod try_account;

pub mod settings_api;
pub mod settings_page;

#[cfg(test)]
mod every_row;
#[cfg(test)]
mod scenes;
#[cfg(test)]
mod tests;

pub use tender::{Tender, reference};
pub use try_account::try_account;

pub use account::{
    AccountForm, AccountShown, account, credentials, keep_account, remove_account, reseal,
    takes_mpesa,
};
pub use ask::{ask, can_be_paid, has_open_attempt, is_asked, is_asked_on, lock_attempts};
pub use at_till::{
    AtTillMoney, Back, HeldMoney, InReview, held_at_tills, held_for_sale, in_review_at_tills,
    pay_back_held, stop_waiting, told_at_till,
};
pub use attempt::{Attempt, Ids, State};
pub use decide::decide;
pub use evidence::{Decision, Evidence, NewMoney, Standing};
pub use give_up::{call_off, give_up};
pub use hear::{Heard, hear};
pub use jobs::run;
pub use money_in::{
    MoneyIn, Payment, Settle, Settling, claim_receipt, insert, insert_out, is_recorded,
    is_recorded_as, of_order, refuse_prompted,
};
pub use pays_for::{AtTill, PaysFor};
pub use qr::{QrAsk, qr_ask};
pub use review::{SaidPaid, count_reviewed, said_paid, set_aside};
pub use routes::routes;
pub use store::{attempts_of, latest_attempt};
