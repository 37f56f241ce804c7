//! The back office's door: the frame round every page that a member sees, the plain one round
//! pages outside a business, the page of the day, and what every door shows when a page stopped.
//!
//! What never breaks here: the frame offers what the member's role may see and nothing else, but
//! it protects nothing: every page and every act asks for its power itself. Works without script.

mod dashboard;
pub mod files;
mod first_steps;
mod frame;
mod news;
mod places;
mod plain_frame;
mod stopped;

pub use dashboard::today;
pub use frame::frame;
pub use news::to_pack;
pub use plain_frame::plain_frame;
pub use stopped::stopped;
