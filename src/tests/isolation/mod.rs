//! Another business's ids, in every place that takes one: each table, each page, each server
//! function, each role. What is tried is read from the catalogue and from the tables of routes, so
//! that nothing new can be forgotten; and each sweep is shown to find a leak that is put there.

mod desk;
mod owner;
mod pages;
pub mod shelves;
mod tables;
mod till;
mod town;
mod uploads;
mod vouchers;
mod wrong_id;
