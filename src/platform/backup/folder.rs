//! A folder of backups with dated names, of which the newest are kept.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::Manifest;

/// The name of a backup that is made now. Sorted by name they are sorted by age.
pub fn new_name(folder: &Path, now: DateTime<Utc>) -> PathBuf {
    folder.join(format!("dukani-{}.dump", now.format("%Y-%m-%dT%H-%M-%SZ")))
}

/// The newest whole backup of a folder.
pub fn newest(folder: &Path) -> Result<PathBuf, String> {
    let names = whole(folder)?;
    names
        .into_iter()
        .next_back()
        .ok_or_else(|| format!("there is no backup in {}", folder.display()))
}

/// The whole backups of a folder, oldest first. One without its manifest was broken off.
fn whole(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut whole: Vec<PathBuf> = ours(folder)?
        .into_iter()
        .filter(|path| {
            path.extension().is_some_and(|e| e == "dump") && Manifest::path(path).exists()
        })
        .collect();
    whole.sort();
    Ok(whole)
}

/// Every file in a folder that has a name like ours.
fn ours(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let said = |e: std::io::Error| format!("{}: {e}", folder.display());
    let mut ours = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(said)? {
        let entry = entry.map_err(said)?;
        if entry.file_name().to_string_lossy().starts_with("dukani-") {
            ours.push(entry.path());
        }
    }
    Ok(ours)
}

/// Forgets all but the newest `keep` whole backups of a folder, and what broken-off ones left
/// behind. Touches no file of another name. Answers how many were forgotten.
pub fn forget_old(folder: &Path, keep: usize) -> Result<usize, String> {
    let said = |e: std::io::Error| format!("{}: {e}", folder.display());
    for path in ours(folder)? {
        if path.extension().is_some_and(|e| e == "new") {
            std::fs::remove_file(&path).map_err(said)?;
        }
    }
    let whole = whole(folder)?;
    let old = whole.len().saturating_sub(keep);
    for path in &whole[..old] {
        // The manifest first: without it what is left does not count as a backup.
        std::fs::remove_file(Manifest::path(path)).map_err(said)?;
        std::fs::remove_file(path).map_err(said)?;
    }
    Ok(old)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        let name = new_name(path, DateTime::UNIX_EPOCH);
        assert!(name.ends_with("dukani-1970-01-01T00-00-00Z.dump"));
        let touch = |name: &str| std::fs::write(path.join(name), b"").unwrap();
        for day in 1..=4 {
            touch(&format!("dukani-2026-01-0{day}T00-00-00Z.dump"));
            touch(&format!(
                "dukani-2026-01-0{day}T00-00-00Z.dump.manifest.json"
            ));
        }
        // No manifest: not whole, so it neither counts nor is forgotten.
        touch("dukani-2026-01-05T00-00-00Z.dump");
        touch("dukani-2026-01-06T00-00-00Z.dump.new");
        touch("holiday.jpg");
        assert_eq!(forget_old(path, 2).unwrap(), 2);
        let mut left: Vec<_> = std::fs::read_dir(path)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        assert_eq!(
            left,
            [
                "dukani-2026-01-03T00-00-00Z.dump",
                "dukani-2026-01-03T00-00-00Z.dump.manifest.json",
                "dukani-2026-01-04T00-00-00Z.dump",
                "dukani-2026-01-04T00-00-00Z.dump.manifest.json",
                "dukani-2026-01-05T00-00-00Z.dump",
                "holiday.jpg"
            ]
        );
        assert_eq!(forget_old(path, 9).unwrap(), 0);
        let newest = newest(path).unwrap();
        assert!(newest.ends_with("dukani-2026-01-04T00-00-00Z.dump"));
    }
}
