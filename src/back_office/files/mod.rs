//! Files of lists and documents, out and in, one page for each kind: the same door for all of them,
//! and behind it the verbs of the domains.
//!
//! What never breaks here:
//! - a file with a bad row changes nothing, and every bad row is told with its line and column;
//! - what is tried changes nothing; what goes out comes in again and changes nothing;
//! - a document that a file makes has its id from what is in the file, and the day: sent twice, by
//!   whatever page, it is made once.

mod kind;
mod pages;
mod routes;

pub use pages::{files, one_kind};
pub use routes::routes;

use self::kind::Kind;
use crate::platform::http::encode;

/// The page of a kind.
fn page_of(business: &str, kind: Kind) -> String {
    format!("/b/{}/files/{}", encode(business), kind.code())
}

/// Where the answer to its form waits for the page.
fn form_of(business: &str, kind: Kind) -> String {
    format!("files-{}:{business}", kind.code())
}

/// The columns of the files of a kind, by its word; none where there is no such kind.
#[cfg(test)]
pub(crate) fn columns_of(kind: &str) -> Option<&'static [&'static str]> {
    kind::Kind::parse(kind).map(|kind| kind.facts().columns)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
