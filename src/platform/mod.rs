//! What the shop stands on: configuration, the database and its roles, the scope of a request,
//! sessions, jobs, small files, faults. Knows nothing of what is sold.
//!
//! What never breaks here:
//! - a transaction sees one business, entered inside the database, or none;
//! - `PgPool` is named in this folder only;
//! - a fault is logged once, with an id, and its text never reaches a browser.

pub mod access;
pub mod arriving;
pub mod backup;
pub mod clock;
pub mod config;
pub mod context;
pub mod database;
pub mod embedded_postgres;
pub mod ending;
mod entering;
pub mod fault;
pub mod files;
pub mod flash;
pub mod forms;
pub mod headers;
mod heir;
pub mod http;
pub mod jobs;
mod kept_process;
pub mod limits;
pub mod metrics;
pub mod notes;
pub mod page;
pub mod peer;
pub mod roles;
pub mod secrets;
pub mod sessions;
pub mod telemetry;
pub mod visit;
pub mod vitals;

pub use config::Config;
pub use context::{BusinessTx, Cx, DeviceScope, Door, Scope, Who};
pub use database::Database;
pub use ending::Ending;
pub use fault::{OnConstraint, fault};
pub use heir::Heir;
pub use page::Page;
pub use peer::TrustProxy;
pub use visit::{AppState, Visit};
