//! The till: what it and the books tell each other, and what runs in its browser.
//!
//! What it says over the wire is in `wire/`; what it knows of the shop, in memory, is `shop/`, and what is
//! being rung up is `basket/`, and what it has done is `kept/`: all four are pure, and compiled for server
//! and browser. The server's half is `sync/`, prompts of M-Pesa are `prompts/`, and what a manager must look
//! at afterwards is `flags/`; `shell/` is the page that a till starts in, with all that it keeps to start
//! without a network. The browser's half is `browser/`: what it keeps, and how that gets to the books; and
//! `face/`: what a cashier sees and touches.

pub mod basket;
pub mod boot;
pub mod kept;
pub mod shop;
pub mod wire;

#[cfg(feature = "ssr")]
pub mod flags;
#[cfg(feature = "ssr")]
pub mod prompts;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod sync;

#[cfg(feature = "till")]
pub mod browser;
#[cfg(feature = "till")]
pub mod face;
#[cfg(feature = "till")]
mod start;
