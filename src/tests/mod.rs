//! Rules that cross folders, and what every database test stands on.
#![allow(clippy::unwrap_used)]

pub mod support;

mod books;
mod endpoints;
mod headers;
mod limits;
mod logs;
mod managed;
mod races;
mod tenancy;
mod tidy;
