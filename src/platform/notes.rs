//! What an operator's commands did last, noted in the data folder: when a backup was made, a check
//! or a drill run, and how it ended. The health page reads it.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::clock;

/// A command whose last run is noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// A backup was made.
    Backup,
    /// Books, stock and money were checked.
    Check,
    /// A backup was restored elsewhere and checked.
    Drill,
}

impl Act {
    /// Its word, in the note's file name too.
    pub const fn code(self) -> &'static str {
        match self {
            Act::Backup => "backup",
            Act::Check => "check",
            Act::Drill => "drill",
        }
    }
}

/// How the last run of a command ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// When it ended.
    pub at: DateTime<Utc>,
    /// Whether all was well.
    pub well: bool,
    /// What it said, in a line.
    pub said: String,
}

fn path(data: &Path, act: Act) -> PathBuf {
    data.join(format!("last-{}.json", act.code()))
}

/// Notes how a run ended. That a note cannot be written is logged: the run itself stands.
pub fn note(data: &Path, act: Act, well: bool, said: &str) {
    let note = Note {
        at: clock::now(),
        well,
        said: said.to_owned(),
    };
    let path = path(data, act);
    let new = path.with_extension("json.new");
    let written = serde_json::to_vec(&note)
        .map_err(std::io::Error::other)
        .and_then(|bytes| std::fs::write(&new, bytes))
        .and_then(|()| std::fs::rename(&new, &path));
    if let Err(error) = written {
        tracing::warn!("{} cannot be written: {error}", path.display());
    }
}

/// How the last run ended; none where there was none, or where its note cannot be read.
pub fn last(data: &Path, act: Act) -> Option<Note> {
    let bytes = std::fs::read(path(data, act)).ok()?;
    serde_json::from_slice(&bytes).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_last_run_is_remembered() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(last(folder.path(), Act::Backup), None);
        note(folder.path(), Act::Backup, true, "first");
        note(folder.path(), Act::Backup, false, "second");
        let last_one = last(folder.path(), Act::Backup).unwrap();
        assert_eq!((last_one.well, last_one.said.as_str()), (false, "second"));
        assert_eq!(last(folder.path(), Act::Check), None);
    }
}
