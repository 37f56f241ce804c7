//! The SQL of what tills and the books tell each other.

mod changes;
mod goods;
mod people;
mod told;

pub(super) use changes::{Change, changes, head, instant, left};
pub(super) use goods::{all_tax_classes, categories, products, settings, stock, tax_classes};
pub(super) use people::{customers, members};
pub(super) use told::{
    Standing, approver, customer_behind, heard, insert_told_customer, keep_customer, numbered,
    standing, told_customer,
};
