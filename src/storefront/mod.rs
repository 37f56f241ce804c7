//! The door for customers: browse, fill a cart, order, pay, follow the order. Made for cheap phones
//! on slow networks.
//!
//! What never breaks here:
//! - no page needs JavaScript or WASM: every act is a plain form whose answer is a redirect, and
//!   the page of an order that is being paid renews itself;
//! - a page reads all it shows in one transaction and is legible without its style sheet;
//! - a customer is never told to pay twice: while a prompt is open, or its outcome unknown, no
//!   form offers another one;
//! - whoever holds an order's link sees no whole phone number, and what was written with the order
//!   only in the browser that ordered;
//! - a shop's own colour is only used with an ink that can be read on it.
//!
//! The pages cross domains (catalog, orders, payments) and decide nothing of theirs.

mod accent;
mod ask_again;
mod asked;
mod browse;
mod call_off;
mod cart_page;
mod checkout;
mod choices;
mod closed;
mod find_order;
mod frame;
mod front;
mod hours;
mod left;
mod order_parts;
mod order_status;
mod picture;
mod product_page;
mod search_form;
mod shop;
mod stage;
mod tile;
mod typed;

pub mod api;

pub use browse::browse;
pub use cart_page::cart;
pub use checkout::checkout;
pub use closed::nothing_here;
pub use find_order::find_order;
pub use frame::frame;
pub use front::front;
pub use order_status::order_status;
pub use product_page::product;
