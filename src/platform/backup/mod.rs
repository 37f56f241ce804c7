//! Backups: one file that holds the whole database at one instant, a manifest beside it that says
//! what must be in it, and the way back.
//!
//! What never breaks here:
//! - a backup is made as the role that only reads, and is refused where that role could not see
//!   every row of every table;
//! - what the manifest counts and what the file holds come from one snapshot;
//! - a file under its own name is whole: it is written under another one, brought to the disk, and
//!   renamed; its manifest comes last;
//! - a backup is restored into an empty database only, in one transaction: all of it or nothing;
//! - neither needs a superuser: what a managed server gives a login (CREATEROLE and a database of
//!   its own) is enough.
//!
//! PostgreSQL's own programs do the work. `pg_restore` alone cannot do it without a superuser: it
//! hands functions to roles that may not create in the schema yet, and sets a parameter of an
//! extension whose library nobody has loaded. So the roles and schemas are made first, as for a new
//! database, and what `pg_restore` writes goes through `psql`, as the owner of the schema, behind a
//! few words of ours. Row security, append-only triggers and foreign keys come after the rows, as in
//! every dump, and owners, grants and policies come back as they were.

mod address;
mod fingerprint;
mod folder;
mod manifest;
mod restore;
mod take;

pub use address::Address;
pub use fingerprint::Table;
pub use folder::{forget_old, new_name, newest};
pub use manifest::Manifest;
pub use restore::restore;
pub use take::take;
