//! A business: what it is called, where it stands, where it delivers and what that costs, and how
//! it wants to be paid. One set of books each.
//!
//! What never breaks here:
//! - a business comes into being whole, with its owner, its first location and what later domains
//!   put into it, or not at all;
//! - its slug, its country and its currency never change: addresses are printed and books are kept;
//! - an area or a location that was used is retired, never deleted, so old orders keep their names.
//!
//! This folder asks `staff` who may act and tells `audit` what was done: both come before it.

mod business;
mod close_location;
mod country;
mod delivery_area;
mod keep_area;
mod keep_hours;
mod keep_location;
mod keep_settings;
mod location;
pub mod location_sheet;
mod named_in_file;
mod open_business;
mod opening_hours;
mod store;

pub mod api;
pub mod pages;

pub use business::{Settings, SettingsForm, TaxPoint};
pub use close_location::close_location;
pub use country::{COUNTRIES, Country};
pub use delivery_area::{AreaForm, DeliveryArea};
pub use keep_area::{keep_area, retire_area};
pub use keep_hours::{close_on, keep_hours, open_on};
pub use keep_location::keep_location;
pub use keep_settings::keep_settings;
pub use location::{Location, LocationForm};
pub use named_in_file::location_in_file;
pub use open_business::{First, OpenBusiness, OpenForm, open_business};
pub use opening_hours::{ClosedDay, HoursForm, OpenNow, OpeningHours, Span};
pub use pages::settings_tabs;
pub use store::hours::opening_hours;
pub use store::{Listed, areas, closed_locations, listed, locations, pickup_locations, settings};

#[cfg(test)]
mod tests;
