//! Price lists beside retail: wholesale, or one customer's own. A price is a row: of a product or a
//! pack of it, from a quantity on, from a moment on.
//!
//! What never breaks here:
//! - prices are only ever added: what was asked stays asked, and a price ends by a row without an
//!   amount;
//! - the retail price of a product is the product form's to say; no page of a list writes 'retail';
//! - whatever sets prices, a form, a file or a rule, is a set with an id of its own: it happens once,
//!   and what it finds as it wants it, it leaves alone;
//! - a list that is closed asks nothing any more: whoever bought by it buys at retail.

pub mod api;
mod ask;
pub mod buyers_sheet;
mod customers;
mod goods;
mod keep_list;
mod keep_prices;
mod list;
mod many;
pub mod pages;
mod prices_for;
mod set_prices;
mod sheet;
mod store;
mod transfer;
mod typed;

pub use customers::{put_on, take_off};
pub use keep_list::{add, bring_back, price_lists, rename, retire};
pub use keep_prices::{ProductPriceForm, keep_price, keep_shown};
pub use list::{PriceList, RETAIL};
pub use many::{Planned, RuleForm, set_many};
pub use prices_for::prices_for;
pub use set_prices::SetDone;
pub use sheet::bring_in;
pub use store::{Buyer, buyers};
pub use transfer::routes;
pub(in crate::catalog) use typed::start_of;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
