//! Orders placed in the storefront: from a cart to goods in the customer's hand.
//!
//! How far an order has come ([`State`]) and how it was paid ([`Payment`]) are two things. What
//! never breaks here:
//! - an order is placed once: its id is made with the cart and is its key for ever;
//! - prices, names and fees are what they were when it was placed, and its lines, delivery and
//!   rounding add up to its total;
//! - stock is reserved when it is placed, again when it is paid late, and leaves the shelf when it
//!   is handed over, in the transaction that posts revenue, tax and cost;
//! - a kit is a line at the kit's price; what is reserved and leaves are its parts, as it was made when
//!   it was ordered;
//! - money that comes in is always recorded: what is not due is owed back, and said so;
//! - what was ordered stays written: what is taken off an order before it is handed over is written
//!   beside it, and the order's sums are those of what remains.
//!
//! Locks are taken in this order: cart, M-Pesa attempt, receipt, order, stock levels, cost layers,
//! counters.

mod device;
pub mod islands;
pub mod live;

#[cfg(feature = "ssr")]
mod advance;
#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
mod attempts;
#[cfg(feature = "ssr")]
mod call_off;
#[cfg(feature = "ssr")]
mod cancel;
#[cfg(feature = "ssr")]
mod cancel_lines;
#[cfg(feature = "ssr")]
mod cart;
#[cfg(feature = "ssr")]
mod code;
#[cfg(feature = "ssr")]
mod filter;
#[cfg(feature = "ssr")]
mod follow;
#[cfg(feature = "ssr")]
mod hand_over;
#[cfg(feature = "ssr")]
mod jobs;
#[cfg(feature = "ssr")]
mod money;
#[cfg(feature = "ssr")]
mod note;
#[cfg(feature = "ssr")]
mod order;
#[cfg(feature = "ssr")]
mod pack;
#[cfg(feature = "ssr")]
pub mod packing_api;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
mod place;
#[cfg(feature = "ssr")]
mod posting;
#[cfg(feature = "ssr")]
mod release;
#[cfg(feature = "ssr")]
mod remaining;
#[cfg(feature = "ssr")]
mod settle;
#[cfg(feature = "ssr")]
mod shelf;
#[cfg(feature = "ssr")]
mod shown;
#[cfg(feature = "ssr")]
mod store;
#[cfg(feature = "ssr")]
mod totals;
#[cfg(feature = "ssr")]
mod view;
#[cfg(feature = "ssr")]
pub use advance::advance;
#[cfg(feature = "ssr")]
pub use attempts::{count_attempt, give_attempt_up, set_attempt_aside};
#[cfg(feature = "ssr")]
pub use call_off::{call_off, may_call_off};
#[cfg(feature = "ssr")]
pub use cancel::cancel;
#[cfg(feature = "ssr")]
pub use cancel_lines::{Reduction, WhyOff, cancel_lines};
#[cfg(feature = "ssr")]
pub use cart::{Added, Cart, CartLine, add_to_cart, cart, cart_count, set_in_cart};
#[cfg(feature = "ssr")]
pub use filter::{Filter, Sort};
#[cfg(feature = "ssr")]
pub use follow::{ask_mpesa, by_link, find_link, is_own};
#[cfg(feature = "ssr")]
pub use hand_over::{hand_over, hand_over_knowingly};
#[cfg(feature = "ssr")]
pub use jobs::run_job;
#[cfg(feature = "ssr")]
pub use money::{pay_back, take_payment};
#[cfg(feature = "ssr")]
pub use note::write_note;
#[cfg(feature = "ssr")]
pub use order::{
    Event, Fulfilment, LineKind, LinePart, Note, Order, OrderLine, PayBy, Payment, State, Whole,
};
#[cfg(feature = "ssr")]
pub use pack::{Packed, pack_all};
#[cfg(feature = "ssr")]
pub use place::{CheckoutChoices, CheckoutForm, LONGEST_TEXT, Placed, checkout_choices, place};
#[cfg(feature = "ssr")]
pub use settle::settle;
#[cfg(feature = "ssr")]
pub use shown::shown;
#[cfg(feature = "ssr")]
pub use store::{Listed, Row, Today, count_since, count_to_pack, list, notes_of, today, whole};
#[cfg(feature = "ssr")]
pub use view::{SavedView, drop_view, keep_view, may_drop, views};
