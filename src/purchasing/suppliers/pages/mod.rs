//! The back office's pages of suppliers. Each loads all it shows in one transaction.

mod detail;
mod editor;
mod files;
mod list;
mod offers;

pub use detail::supplier;
pub use editor::new_supplier;
pub use files::files;
pub use list::suppliers;
