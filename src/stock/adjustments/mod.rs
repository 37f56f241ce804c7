//! Adjustments: stock that changed for a reason that is no trade. Found, damaged, stolen, expired, used
//! by the owner; counted in a product's form; or only worth something else than before.
//!
//! What never breaks here:
//! - a document is made once: its id is made with its form, and the same id with another body is
//!   refused;
//! - what is promised to orders is not adjusted away;
//! - its lines, its movements and its entry say the same, and none of them is ever changed.
//!
//! Locks are taken in this order: the document's id, levels, layers, the journal's counter, and last
//! the counter of adjustments.

mod adjust;
mod adjustment;
pub mod api;
mod filter;
pub mod pages;
mod posting;
mod record;
mod revalue;
pub mod sheet;
mod store;
pub mod worth_sheet;

#[cfg(test)]
mod tests;

pub use adjust::adjust;
pub use adjustment::{Adjustment, Line, Reason};
pub use filter::Filter;
pub use record::{Recorded, record_counted};
pub use revalue::revalue;
pub use store::{Listed, Row, is_recorded, list};
