//! The rules that price a cart: the same on the server and in the browser of a till. Pure.
//!
//! What never breaks here:
//! - lines add up to the goods, and goods with rounding to the total, to the cent;
//! - what is given away on the whole is spread over its lines, and no cent of it is lost;
//! - nothing is below zero: no line, no total, no change, and no line gives away more than it costs;
//! - tax stands inside each line, after all that was given away on it;
//! - every division rounds half away from zero.

mod cash;
mod discount;
mod label;
mod limits;
mod quick;
mod totals;

pub use cash::{Rounding, change, due, is_cash};
pub use discount::{Discount, spread};
pub use label::Label;
pub use limits::{Excess, Given, Limits, excess};
pub use quick::QuickItem;
pub use totals::{Counted, Priced, Totals, total};

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
