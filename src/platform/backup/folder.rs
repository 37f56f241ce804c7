//! A folder of backups with dated names, of which the newest are kept.

use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDateTime, Utc};

use super::Manifest;

/// What a dated name looks like.
const DATED: &str = "dukani-%Y-%m-%dT%H-%M-%SZ.dump";

/// The name of a backup that is made now. Sorted by name they are sorted by age.
pub fn new_name(folder: &Path, now: DateTime<Utc>) -> PathBuf {
    folder.join(now.format(DATED).to_string())
}

/// Whether a backup has a dated name; others, such as `dukani-before-the-move.dump`, are somebody's own.
fn is_dated(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    NaiveDateTime::parse_from_str(&name, DATED).is_ok()
}

/// The newest whole backup of a folder: of those with dated names, where there is one.
pub fn newest(folder: &Path) -> Result<PathBuf, String> {
    let (dated, named): (Vec<PathBuf>, Vec<PathBuf>) =
        whole(folder)?.into_iter().partition(|path| is_dated(path));
    let newest = dated.into_iter().next_back();
    newest
        .or(named.into_iter().next_back())
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
/// behind. Touches no file without a dated name. Answers how many were forgotten.
pub fn forget_old(folder: &Path, keep: usize) -> Result<usize, String> {
    let said = |e: std::io::Error| format!("{}: {e}", folder.display());
    for path in ours(folder)? {
        let is_new = path.extension().is_some_and(|e| e == "new");
        // `….dump.new`, or `….dump.manifest.json.new`.
        let of = path.to_string_lossy().replace(".manifest.json", "");
        if is_new && is_dated(Path::new(of.trim_end_matches(".new"))) {
            std::fs::remove_file(&path).map_err(said)?;
        }
    }
    let mut whole = whole(folder)?;
    whole.retain(|path| is_dated(path));
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
        // Somebody's own: neither counted nor forgotten, and not the newest, though its name comes last.
        touch("dukani-before-the-move.dump");
        touch("dukani-before-the-move.dump.manifest.json");
        touch("dukani-now.dump.new");
        touch("dukani-2026-01-06T00-00-00Z.dump.manifest.json.new");
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
                "dukani-before-the-move.dump",
                "dukani-before-the-move.dump.manifest.json",
                "dukani-now.dump.new",
                "holiday.jpg"
            ]
        );
        assert_eq!(forget_old(path, 9).unwrap(), 0);
        let newest = newest(path).unwrap();
        assert!(newest.ends_with("dukani-2026-01-04T00-00-00Z.dump"));
    }
}
