//! Dukani, "at the shop": the back office, the storefront and the till of small businesses.
//!
//! Folders are the words of a shop, in the order in which they may use each other: a folder uses
//! those before it, never those after. What is drawn or stored on the server only is gated where
//! its module is declared, nowhere else.
#![recursion_limit = "256"]

pub mod values;

pub mod ui;

#[cfg(feature = "ssr")]
pub mod platform;

#[cfg(feature = "ssr")]
pub mod mpesa;

#[cfg(feature = "ssr")]
pub mod businesses;

#[cfg(feature = "ssr")]
pub mod staff;

#[cfg(feature = "ssr")]
pub mod audit;

#[cfg(feature = "ssr")]
pub mod ledger;

#[cfg(feature = "ssr")]
pub mod stock;

#[cfg(feature = "ssr")]
pub mod catalog;

#[cfg(feature = "ssr")]
pub mod payments;

#[cfg(feature = "ssr")]
pub mod purchasing;

pub mod sales;

#[cfg(any(feature = "ssr", feature = "hydrate"))]
pub mod orders;

#[cfg(feature = "ssr")]
pub mod reports;

#[cfg(feature = "ssr")]
pub mod storefront;

pub mod till;

#[cfg(feature = "ssr")]
pub mod back_office;

#[cfg(feature = "ssr")]
pub mod app;

#[cfg(all(test, feature = "ssr"))]
mod tests;

#[cfg(feature = "hydrate")]
mod hydrate;
