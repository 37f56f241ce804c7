//! Rules that cross folders, and what every database test stands on.

pub mod support;

mod books;
mod endpoints;
mod races;
mod tenancy;
mod tidy;
