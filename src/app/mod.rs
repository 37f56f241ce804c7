//! What ties the domains together: the document that every page stands in, the one table of
//! routes, the jobs, the server, and the commands that an operator types.

pub mod assets;
pub mod commands;
pub mod demo;
mod exchange;
mod greet;
pub mod handlers;
pub mod jobs;
mod opening;
pub mod operate;
pub mod operator;
mod patience;
pub mod rotate_key;
mod routes;
pub mod server;
mod table;

pub use opening::open_books;
pub use routes::{App, shell};
