//! Faults: our own failures. Logged once, where they become a `Stop`; the person sees the id.

use crate::values::{Refusal, Stop};

/// Logs a failure under a new id and answers what the person may know of it.
pub fn fault(what: &str, error: &dyn std::fmt::Display) -> Stop {
    let id = new_id();
    tracing::error!(fault = %id, "{what}: {error}");
    Stop::Fault(id)
}

fn new_id() -> String {
    let bytes: [u8; 4] = rand::random();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl From<sqlx::Error> for Stop {
    fn from(error: sqlx::Error) -> Stop {
        if is_unavailable(&error) {
            let id = new_id();
            tracing::error!(fault = %id, "the database does not answer: {error}");
            return Stop::Unavailable(id);
        }
        if is_no_text(&error) {
            return Stop::Refused(vec![Refusal::of("refused-unreadable")]);
        }
        fault("database", &error)
    }
}

/// A text that PostgreSQL cannot hold, such as one with a zero byte in it: what was sent is wrong,
/// not what we do with it.
fn is_no_text(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    code.is_some_and(|code| code == "22021" || code == "22P05")
}

fn is_unavailable(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => true,
        // 57P0x: shutting down, crashed, cannot connect now. 53300: too many connections. 08: gone.
        sqlx::Error::Database(e) => e.code().is_some_and(|code| {
            code.starts_with("57P") || code == "53300" || code.starts_with("08")
        }),
        _ => false,
    }
}

/// Turns the violation of a named constraint into a refusal; every other error stays what it is.
pub trait OnConstraint<T> {
    /// The refusal that this constraint's name stands for.
    fn on_constraint(self, name: &str, refusal: impl FnOnce() -> Refusal) -> Result<T, Stop>;
}

impl<T> OnConstraint<T> for Result<T, sqlx::Error> {
    fn on_constraint(self, name: &str, refusal: impl FnOnce() -> Refusal) -> Result<T, Stop> {
        self.map_err(|error| match &error {
            sqlx::Error::Database(e) if e.constraint() == Some(name) => refusal().into(),
            _ => error.into(),
        })
    }
}

impl<T> OnConstraint<T> for Result<T, Stop> {
    fn on_constraint(self, _: &str, _: impl FnOnce() -> Refusal) -> Result<T, Stop> {
        self
    }
}

/// The name of the constraint that an error violates, if that is what it is.
pub fn violated(error: &sqlx::Error) -> Option<&str> {
    match error {
        sqlx::Error::Database(e) => e.constraint(),
        _ => None,
    }
}
