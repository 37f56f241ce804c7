//! The movement log, read: every change of stock, the newest first, in words, with the document that
//! caused it.
//!
//! What never breaks here: the log is only ever read; a page begins after the last row of the one
//! before, so that the millionth row costs what the first does; a balance counts every movement of
//! its product at the place that is asked for, or at all of them, also those that the filter leaves out.

mod browse;
mod document;
mod download;
mod filter;
pub mod pages;
mod store;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

pub use browse::{Listed, Row, list};
pub use document::Document;
pub use download::routes;
pub use filter::{Cursor, Filter};
