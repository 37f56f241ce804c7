//! Who may come in, and what she may do there: logins, sessions, roles, tills and their PINs.
//!
//! A login is one person's, over all businesses; a role is what she is in one of them. What never
//! breaks here:
//! - a password is kept as an argon2id hash only, and is hashed off the request threads;
//! - neither the answer to a sign-in or a sign-up nor its time tells whether a login exists;
//! - a new session id is drawn at every sign-in, and a new password ends every session;
//! - wrong passwords are few in an hour, and a stranger's do not stop a browser that she has signed
//!   in with before;
//! - a power is asked of the transaction that acts, not of the page that offered the act;
//! - an invitation takes in one person, once: the one who signs in with what was invited;
//! - a business never loses its last owner: PostgreSQL holds that;
//! - a member who goes is retired, never deleted, and is out with her next request.

mod account;
mod confirm;
mod device;
pub mod devices;
mod identity;
mod invitation;
mod invite;
mod join;
mod keep_member;
mod local_path;
mod member;
mod password;
pub mod pins;
mod require;
mod reset_password;
mod role;
mod sign_in;
mod sign_out;
mod sign_up;
mod store;
mod typed;

pub mod api;
pub mod pages;

pub use account::{Account, DetailsForm, PasswordForm, SessionShown};
pub use confirm::{confirm, is_recent};
pub use identity::Identity;
pub use invitation::{Invitation, InvitationForm, Standing};
pub use invite::{Invited, invite, invite_again, revoke};
pub use join::{Glimpse, Joined, accept, look};
pub use keep_member::{change_role, leave, remove};
pub use local_path::local_path;
pub use member::Member;
pub use pages::LanguageSwitch;
pub use require::{allow, may, require};
pub use reset_password::{has_password, reset_password};
pub use role::{Power, Role};
pub use sign_in::{Comer, SignInForm, sign_in};
pub use sign_up::{SignUpForm, sign_up};
pub use store::{SignedIn, login_of, members, signed_in};
pub use typed::{Acts, Typed, one_line, refused_line, unless_refused};

#[cfg(test)]
mod tests;
