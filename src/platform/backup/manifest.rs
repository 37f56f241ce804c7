//! What a backup says of itself, in a file beside it: `FILE.manifest.json`.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::fingerprint::Table;

/// What a backup must hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of Dukani that made it.
    pub dukani: String,
    /// The version of PostgreSQL it came from, such as 150018.
    pub postgres: i32,
    /// The newest migration that the database had.
    pub migration: i64,
    /// The instant that it holds.
    pub taken_at: DateTime<Utc>,
    /// How many businesses there were.
    pub businesses: i64,
    /// A fingerprint of the key that seals secrets. The key itself is never in a backup.
    pub key_fingerprint: Option<String>,
    /// The size of the file.
    pub bytes: u64,
    /// The SHA-256 of the file, in hexadecimal digits.
    pub sha256: String,
    /// Every table: its rows, and what they add up to.
    pub tables: BTreeMap<String, Table>,
}

impl Manifest {
    /// Where the manifest of a backup is.
    pub fn path(file: &Path) -> PathBuf {
        let mut name = file.as_os_str().to_owned();
        name.push(".manifest.json");
        name.into()
    }

    /// The manifest of a backup, whose file is as it says.
    ///
    /// # Errors
    /// Where there is none, or the file is not the one that it is about.
    pub fn of(file: &Path) -> Result<Manifest, String> {
        let path = Manifest::path(file);
        let text =
            std::fs::read(&path).map_err(|e| format!("{}: {e}; no manifest", path.display()))?;
        let manifest: Manifest =
            serde_json::from_slice(&text).map_err(|e| format!("{}: {e}", path.display()))?;
        let (bytes, sha256) = sum_of(file)?;
        if (bytes, &sha256) != (manifest.bytes, &manifest.sha256) {
            return Err(format!(
                "{} is not the file that its manifest is about: it was changed or cut short",
                file.display()
            ));
        }
        Ok(manifest)
    }

    /// How many rows there were in all tables.
    pub fn rows(&self) -> i64 {
        self.tables.values().map(|table| table.rows).sum()
    }

    /// What differs between this and what was found, a line each.
    pub fn differences(&self, found: &BTreeMap<String, Table>) -> Vec<String> {
        let mut differences = Vec::new();
        for (name, table) in &self.tables {
            match found.get(name) {
                None => differences.push(format!("{name} is missing")),
                Some(there) if there.rows != table.rows => differences.push(format!(
                    "{name}: {} rows, and there were {}",
                    there.rows, table.rows
                )),
                Some(there) if there.sum != table.sum => {
                    differences.push(format!("{name}: its rows are not those that were there"));
                }
                Some(_) => {}
            }
        }
        for name in found.keys().filter(|name| !self.tables.contains_key(*name)) {
            differences.push(format!("{name} was not there"));
        }
        differences
    }
}

/// The size of a file, and its SHA-256 in hexadecimal digits.
pub(super) fn sum_of(file: &Path) -> Result<(u64, String), String> {
    let said = |e: std::io::Error| format!("{}: {e}", file.display());
    let mut reading = File::open(file).map_err(said)?;
    let mut sum = Sha256::new();
    let mut buffer = vec![0_u8; 1024 * 1024];
    let mut bytes = 0_u64;
    loop {
        let read = reading.read(&mut buffer).map_err(said)?;
        if read == 0 {
            break;
        }
        sum.update(&buffer[..read]);
        bytes += read as u64;
    }
    let hex = sum.finalize().iter().map(|b| format!("{b:02x}")).collect();
    Ok((bytes, hex))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn tables(of: &[(&str, i64, &str)]) -> BTreeMap<String, Table> {
        of.iter()
            .map(|(name, rows, sum)| {
                let sum = (*sum).to_owned();
                ((*name).to_owned(), Table { rows: *rows, sum })
            })
            .collect()
    }

    fn manifest() -> Manifest {
        Manifest {
            dukani: "0.1.0".to_owned(),
            postgres: 150_018,
            migration: 8,
            taken_at: DateTime::UNIX_EPOCH,
            businesses: 1,
            key_fingerprint: None,
            bytes: 3,
            sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad".to_owned(),
            tables: tables(&[("app.order", 2, "7"), ("app.payment", 1, "3")]),
        }
    }

    #[test]
    fn says_what_differs() {
        let whole = manifest();
        assert_eq!(whole.rows(), 3);
        let same = tables(&[("app.order", 2, "7"), ("app.payment", 1, "3")]);
        assert!(whole.differences(&same).is_empty());
        let less = tables(&[
            ("app.order", 1, "4"),
            ("app.payment", 1, "5"),
            ("app.x", 0, "0"),
        ]);
        assert_eq!(
            whole.differences(&less),
            [
                "app.order: 1 rows, and there were 2",
                "app.payment: its rows are not those that were there",
                "app.x was not there"
            ]
        );
        assert_eq!(whole.differences(&BTreeMap::new()).len(), 2);
    }

    #[test]
    fn a_file_that_was_changed_is_not_the_backup() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.dump");
        std::fs::write(&file, b"abc").unwrap();
        assert!(Manifest::of(&file).unwrap_err().contains("no manifest"));
        let written = serde_json::to_vec(&manifest()).unwrap();
        std::fs::write(Manifest::path(&file), written).unwrap();
        assert_eq!(Manifest::of(&file).unwrap(), manifest());
        std::fs::write(&file, b"abd").unwrap();
        assert!(Manifest::of(&file).unwrap_err().contains("changed"));
    }
}
