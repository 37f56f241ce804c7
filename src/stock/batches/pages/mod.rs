//! The pages of what expires, and of one batch. Each loads all that it shows in one transaction.

mod batch;
mod expiry;

pub use batch::batch;
pub use expiry::expiry;
