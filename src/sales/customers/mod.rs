//! Customers as a till knows them: by their phone number, with what they may owe and what they owe.
//!
//! What never breaks here: one phone number is one customer, whoever writes it down first. Without a number
//! is only whom a till wrote down by what is none, or sold to on account before she was written down.

mod add;
pub mod api;
mod number;
pub mod pages;
pub mod sheet;
mod store;

pub use add::{CustomerForm, add};
pub use number::give_number;
pub use store::{customer, find};

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

use uuid::Uuid;

use super::Account;
use crate::values::Phone;

/// Somebody who buys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Customer {
    /// Her id.
    pub customer_id: Uuid,
    /// Her name; may be empty.
    pub name: String,
    /// Her number; none where a till wrote her down by what is none.
    pub phone: Option<Phone>,
    /// What she may owe and owes; nothing of both where nobody gave her an account.
    pub account: Account,
}

impl Customer {
    /// How she is called: by her name, else by her number.
    pub fn called(&self) -> String {
        match self.name.as_str() {
            "" => self.number().unwrap_or_else(|| "–".to_owned()),
            name => name.to_owned(),
        }
    }

    /// Her number as people read it.
    pub fn number(&self) -> Option<String> {
        self.phone.as_ref().map(Phone::shown)
    }
}
