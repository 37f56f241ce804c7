//! What the business buys: from whom, at what price, what it ordered, what came, and what it owes.
//!
//! What never breaks here:
//! - a supplier is retired, never deleted, and her name is hers alone among those that are not;
//! - what was ordered is written in packs and in the product's own unit, and the two always agree: a
//!   pack of another product is refused;
//! - an order is changed only while it is a draft; goods come only for one that was sent, and it is
//!   called off only while nothing came;
//! - a link shows its one order to whoever holds it, and nothing once it is withdrawn;
//! - goods and bills post their own entries ([`receiving`], [`bills`]); an order posts nothing,
//!   because nothing has happened yet.
//!
//! Locks are taken in this order: purchase, supplier, prices of suppliers, then what receiving takes.

pub mod bills;
mod files;
mod goods;
mod named_in_file;
pub mod orders;
mod papers;
pub mod receiving;
mod sheet;
mod store;
pub mod suppliers;
mod tabs;

pub use files::routes;
