//! What a till starts in: a small page with nothing but its name, and beside it all that lets it start
//! without a network: a service worker, the words of each language, a manifest.
//!
//! What never breaks here:
//! - the list that the worker keeps is named by the content of everything in it: a new build is a new
//!   list, and no till runs half of one and half of another;
//! - a new list waits until the till is idle: the till says when;
//! - the worker never stands between the till and `/sync`.

mod files;
mod pages;

pub use files::routes;
pub use pages::{screen, till};

#[cfg(test)]
mod tests;
