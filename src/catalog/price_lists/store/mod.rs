//! All SQL of price lists: the lists themselves, their prices, the goods they are of, and who buys by
//! them.
//!
//! What never breaks here: every statement names the business; many prices go in by arrays, a chunk at
//! a time; a price is added and never changed.

mod customers;
mod goods;
mod lists;
mod prices;

pub use customers::{Buyer, buyers};
pub(super) use customers::{OnList, on_lists, put_on, take_off};
pub(super) use goods::{
    goods, goods_by_sku, goods_on_sale, packs_of, page_of_goods, tax_classes_of,
};
pub(super) use lists::{all, find, insert, lock, rename, set_before, set_retired};
pub(super) use prices::{
    insert_prices, now_after_others, prices_for, standing_at, standing_of, to_come,
};
