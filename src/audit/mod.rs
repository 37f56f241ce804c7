//! Who changed what. An act's fact is append-only for ever; its details stand apart and can be
//! erased, while a salted digest beside the fact still proves what they were.
//!
//! What never breaks here: a record is written in the transaction of the act it tells of, so there
//! is no act without its record and no record of an act that did not happen.

mod record;
mod store;

pub use record::{Trace, began_with, record, trail};

#[cfg(test)]
mod tests;
