//! All the statements of this folder.
//!
//! What never breaks: every statement names its business.

mod at_till;
mod attempts;
mod money;
mod words;

pub use attempts::{attempts_of, latest_attempt};

pub(super) use at_till::{all_held, held, in_review, insert_back, is_back, lock_held};
pub(super) use attempts::{
    change, count_query, create, give_up, is_busy, is_checkout_elsewhere, load, lock,
    lock_of_order, submitting,
};
pub(super) use money::{
    OfReceipt, brought, claim_receipt, insert_payment, is_receipt_of_paid_attempt,
    is_receipt_on_another, is_typed_since, payment_of_receipt, payments_of, recorded,
};
pub(super) use words::{
    AccountRow, Message, Said, account, callbacks_of, has_open_prompt, keep_account, keep_message,
    keep_test, keep_token, lock_account, message, remove_account, reseal_account, takes_mpesa,
};
