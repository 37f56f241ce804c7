//! Devices that are tills: a phone, tablet or PC that an owner or a manager enrolled, for one location.
//!
//! What never breaks here:
//! - a browser holds a token, we keep its digest; who reads the database cannot be a till;
//! - enrolling twice with one id is once, and a lost answer is had again by sending the form again;
//! - of two browsers that a code is typed in, one becomes a till;
//! - a series of numbers is one device's for ever, also after it was revoked;
//! - a device that was revoked is out with its next request.

mod code;
mod device;
mod enrol;
mod keep;
mod store;

pub mod api;
pub mod pages;

pub use device::{CodeTyped, Device, DeviceForm, Here, State};
pub use enrol::{CodeMade, enrol, enrol_by_code, make_code};
pub use keep::{rename, revoke, seen, unlock};
pub use store::{Place, device, devices};

#[cfg(test)]
mod tests;
