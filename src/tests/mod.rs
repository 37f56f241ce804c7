//! Rules that cross folders, and what every database test stands on.
#![allow(clippy::unwrap_used)]

pub mod browser;
pub mod goods;
pub mod still;
pub mod support;
pub mod tills;
pub mod waiting;

mod backups;
mod bad_input;
mod books;
mod cancelled;
mod ending;
mod endpoints;
mod expired;
mod forms;
mod headers;
mod histories;
mod isolation;
mod kits_online;
mod limits;
mod logs;
mod managed;
mod one_location;
mod operator;
mod packing;
mod postgres_log;
mod races;
mod roles;
mod settings;
mod slips;
mod slow_lines;
mod spelling;
mod storefront;
mod tenancy;
mod tidy;
mod views;
