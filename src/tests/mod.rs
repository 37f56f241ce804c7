//! Rules that cross folders, and what every database test stands on.
#![allow(clippy::unwrap_used)]

pub mod browser;
pub mod support;

mod bad_input;
mod books;
mod endpoints;
mod headers;
mod isolation;
mod limits;
mod logs;
mod managed;
mod races;
mod tenancy;
mod tidy;
