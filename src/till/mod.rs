//! The till: what it and the books tell each other.
//!
//! What it says over the wire is in `wire/`, compiled for server and browser; the server's half of it is
//! `sync/`, and what a manager must look at afterwards is `flags/`.

pub mod wire;

#[cfg(feature = "ssr")]
pub mod flags;
#[cfg(feature = "ssr")]
pub mod sync;
