//! Reports read anything and write nothing. So far: the check that the books, the stock and the
//! money of a business still agree with each other.

mod check;
mod invariants;

pub use check::{Finding, check, check_restored};
