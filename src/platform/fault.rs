//! Faults: our own failures. Logged once, where they become a `Stop`; the person sees the id.
//!
//! What never breaks: what a fault says of itself may have been typed by somebody, or sent by
//! M-Pesa; numbers as long as a phone's are taken out of it before it is logged.

use std::fmt::Display;

use super::metrics;
use crate::values::{Refusal, Stop};

/// Logs a failure under a new id and answers what the person may know of it.
pub fn fault(what: &str, error: &dyn Display) -> Stop {
    let id = new_id();
    metrics::fault_logged();
    let (what, error) = (without_numbers(what), without_numbers(&error.to_string()));
    tracing::error!(fault = %id, "{what}: {error}");
    Stop::Fault(id)
}

/// The shortest run of digits that may be a phone number, its first zero left out.
const LONG: usize = 9;

/// A text whose long numbers are gone: phone numbers, and the names that M-Pesa makes of them. Ids
/// of ours stay whole.
fn without_numbers(text: &str) -> String {
    let is_end = |c: char| !c.is_ascii_alphanumeric() && c != '-';
    let mut kept = String::with_capacity(text.len());
    for piece in text.split_inclusive(is_end) {
        let word = piece.trim_end_matches(is_end);
        let is_id = word.len() == 36 && word.parse::<uuid::Uuid>().is_ok();
        kept.push_str(if is_id { word } else { "" });
        let rest = if is_id { &piece[word.len()..] } else { piece };
        hide_numbers(rest, &mut kept);
    }
    kept
}

fn hide_numbers(text: &str, kept: &mut String) {
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, number) = rest.split_at(start);
        let end = number.find(|c: char| !c.is_ascii_digit());
        let (number, after) = number.split_at(end.unwrap_or(number.len()));
        kept.push_str(before);
        kept.push_str(if number.len() < LONG { number } else { "…" });
        rest = after;
    }
    kept.push_str(rest);
}

fn new_id() -> String {
    let bytes: [u8; 4] = rand::random();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl From<sqlx::Error> for Stop {
    fn from(error: sqlx::Error) -> Stop {
        if let Some(what) = unavailable(&error) {
            let id = new_id();
            metrics::fault_logged();
            tracing::error!(fault = %id, "{what}: {}", told(&error));
            return Stop::Unavailable(id);
        }
        if is_no_text(&error) {
            return Stop::Refused(vec![Refusal::of("refused-unreadable")]);
        }
        fault("database", &told(&error))
    }
}

/// A text that PostgreSQL cannot hold, such as one with a zero byte in it: what was sent is wrong,
/// not what we do with it.
fn is_no_text(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    code.is_some_and(|code| code == "22021" || code == "22P05")
}

/// What may be logged of an error. PostgreSQL repeats values that it could not read (class 22), and
/// a value may be anything: of those only the code is told.
fn told(error: &sqlx::Error) -> String {
    let sqlx::Error::Database(e) = error else {
        return error.to_string();
    };
    let code = e.code().unwrap_or_default();
    let of = e.constraint().or(e.table()).unwrap_or_default();
    if code.starts_with("22") {
        return format!("{code} {of}");
    }
    format!("{code} {of}: {}", e.message())
}

/// What is wrong with a database where the same may do when it is asked again: it is away, or busy, and has
/// undone whatever it was about to do. A deadlock (40P01) and a race of two transactions (40001) are none of
/// this: locks are taken in one order here, so they are failures of ours.
fn unavailable(error: &sqlx::Error) -> Option<&'static str> {
    const AWAY: &str = "the database does not answer";
    match error {
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => Some(AWAY),
        sqlx::Error::Database(e) => match &*e.code()? {
            // Somebody holds what is needed for too long; it took too long by itself.
            "55P03" | "57014" => Some("the database is busy"),
            // Too many connections; shutting down, crashed, cannot connect now; gone.
            "53300" => Some(AWAY),
            code if code.starts_with("57P") || code.starts_with("08") => Some(AWAY),
            _ => None,
        },
        _ => None,
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::tests::support;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_database_that_is_busy_is_asked_again_later_and_a_deadlock_is_ours() {
        const TWO: &str = "do $$ begin raise exception 'two' using errcode = '40P01'; end $$";
        const RACE: &str = "do $$ begin raise exception 'two' using errcode = '40001'; end $$";
        let (db, _) = support::database().await;
        let mut holder = db.begin_outside().await.unwrap();
        sqlx::raw_sql("select pg_advisory_xact_lock(7)")
            .execute(&mut *holder)
            .await
            .unwrap();
        for (does, is_busy) in [
            ("select pg_advisory_xact_lock(7)", true),
            ("select pg_sleep(20)", true),
            (TWO, false),
            (RACE, false),
        ] {
            let mut tx = db.begin_outside().await.unwrap();
            // The others answer at once, and may be held up for longer than this.
            if is_busy {
                let bounds =
                    "set local lock_timeout = '50ms'; set local statement_timeout = '500ms'";
                sqlx::raw_sql(bounds).execute(&mut *tx).await.unwrap();
            }
            let outcome = sqlx::raw_sql(does).execute(&mut *tx).await;
            let stop = Stop::from(outcome.unwrap_err());
            assert_eq!(matches!(stop, Stop::Unavailable(_)), is_busy, "{does}");
            assert_eq!(matches!(stop, Stop::Fault(_)), !is_busy, "{does}");
        }
    }

    #[test]
    fn long_numbers_are_not_logged() {
        for (said, logged) in [
            ("no 0712345678 here", "no … here"),
            ("+254712345678!", "+…!"),
            ("ws_CO_15012026093007412712345678", "ws_CO_…"),
            ("phone0712345678x 1", "phone…x 1"),
            (
                "KES 1,250.00 at 2026-01-15 10:30",
                "KES 1,250.00 at 2026-01-15 10:30",
            ),
            ("500.003.02: busy", "500.003.02: busy"),
            ("", ""),
        ] {
            assert_eq!(without_numbers(said), logged);
        }
        let id = "attempt 0199a3f2-7c1b-7d4e-9a1f-123456789012!";
        assert_eq!(without_numbers(id), id);
    }
}
