//! The SQL of suppliers and of what they sell us.

mod offers;
mod suppliers;

pub(super) use offers::{by_sku, drop_offer, every_offer, offers_of_products, write_offers};
pub(in crate::purchasing) use offers::{offers_for, offers_of};
pub(in crate::purchasing) use suppliers::find;
pub(super) use suppliers::{
    Asked, Listed, OrderOf, Row, all, insert, list, lock, orders_of, set_retired, update, write_all,
};
