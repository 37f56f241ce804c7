//! An import as a document: the file that was sent, how far it has come, and how it ended. Pure.

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// How an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// To be checked.
    Waiting,
    /// Checked; rows go in.
    Writing,
    /// Every row is in.
    Done,
    /// Only tried: it would go in whole.
    Tried,
    /// Has bad rows; nothing was changed.
    Refused,
    /// A row went bad after the check; those before its part are in.
    Stopped,
}

impl State {
    const ALL: [State; 6] = [
        State::Waiting,
        State::Writing,
        State::Done,
        State::Tried,
        State::Refused,
        State::Stopped,
    ];

    /// Its word in the database.
    pub const fn code(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Writing => "writing",
            State::Done => "done",
            State::Tried => "tried",
            State::Refused => "refused",
            State::Stopped => "stopped",
        }
    }

    /// The state of that word.
    pub fn parse(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether something is still to be done.
    pub const fn is_under_way(self) -> bool {
        matches!(self, State::Waiting | State::Writing)
    }
}

/// An import as pages show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptImport {
    /// Its id.
    pub import_id: Uuid,
    /// What the sender called the file.
    pub file_name: String,
    /// How it stands.
    pub state: State,
    /// Whether it is only to be tried.
    pub dry_run: bool,
    /// How many rows the file has.
    pub rows: i64,
    /// How many of them are worked through.
    pub rows_done: i64,
    /// New products.
    pub added: i64,
    /// Products that are other now.
    pub changed: i64,
    /// Products that were like that already.
    pub unchanged: i64,
    /// Rows that were refused.
    pub bad: i64,
    /// Who sent it.
    pub who: Option<String>,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Whether the file is still kept.
    pub has_file: bool,
}

/// A file on its way in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewImport {
    /// Made with the page: the same one twice is one import.
    pub import_id: Uuid,
    /// What the sender calls the file.
    pub file_name: String,
    /// What is in it.
    pub file: Vec<u8>,
    /// Whether it is only to be tried.
    pub dry_run: bool,
}

/// The document that a part of an import is: the import itself for its first row, else an id of its
/// own that is the same whenever that part is tried again.
pub(super) fn part_id(import_id: Uuid, first_row: usize) -> Uuid {
    let offset = u128::try_from(first_row).unwrap_or(u128::MAX);
    Uuid::from_u128(import_id.as_u128().wrapping_add(offset))
}

/// Whether a document is a part of an import of so many rows, or the import itself.
pub(super) fn is_part(import_id: Uuid, rows: i32, document: Uuid) -> bool {
    let offset = document.as_u128().checked_sub(import_id.as_u128());
    let rows = u128::try_from(rows).unwrap_or_default();
    offset.is_some_and(|offset| offset == 0 || offset < rows)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_state_reads_back() {
        for state in State::ALL {
            assert_eq!(State::parse(state.code()).unwrap(), state);
        }
        assert_eq!(State::parse("asleep"), None);
    }

    #[test]
    fn parts_are_documents_of_their_own() {
        let import = Uuid::now_v7();
        assert_eq!(part_id(import, 0), import);
        assert_ne!(part_id(import, 500), import);
        assert_eq!(part_id(import, 500), part_id(import, 500));
        assert!(is_part(import, 0, import));
        assert!(is_part(import, 501, part_id(import, 500)));
        assert!(!is_part(import, 500, part_id(import, 500)));
        assert!(!is_part(part_id(import, 500), 501, import));
    }
}
