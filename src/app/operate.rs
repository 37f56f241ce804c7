//! What keeps an installation alive: backups, the way back from them, the drill that proves it, the
//! check of the books, and the question whether the server answers.

use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::server;
use crate::platform::backup::{self, Manifest};
use crate::platform::database::{Opened, Reached};
use crate::platform::embedded_postgres::Cluster;
use crate::platform::notes::{self, Act};
use crate::platform::{Config, Cx, Database, Door, clock};
use crate::reports;
use crate::values::{Language, Stop};

/// A business, as an operator's command enters it.
pub(super) fn operator(db: &Database, business: &str) -> Cx {
    let door = Door::Operator {
        slug: business.to_owned(),
    };
    Cx::new(db, door, clock::now(), Language::En)
}

/// What a check of every business came to.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    /// How many businesses there are.
    pub businesses: usize,
    /// How many rows were looked at.
    pub examined: i64,
    /// What is broken, a line each.
    pub broken: Vec<String>,
}

impl Checked {
    /// In a line.
    pub fn said(&self) -> String {
        if self.businesses == 0 {
            return "there is no business here: nothing was checked".to_owned();
        }
        let (businesses, examined) = (counted(self.businesses), self.examined);
        let broken = self.broken.len();
        format!("{businesses}, {examined} rows examined, {broken} broken")
    }

    /// What is wrong with the number of businesses, where one was expected.
    fn other_than(&self, expected: Option<usize>) -> Option<String> {
        let expected = expected.filter(|expected| *expected != self.businesses)?;
        let there = self.businesses;
        Some(format!(
            "{expected} businesses were expected, and there are {there}"
        ))
    }
}

/// A number of businesses, in words.
fn counted(number: impl std::fmt::Display) -> String {
    match number.to_string().as_str() {
        "1" => "1 business".to_owned(),
        number => format!("{number} businesses"),
    }
}

/// Checks every invariant of every business.
pub async fn check_all(db: &Database) -> Result<Checked, Stop> {
    check_each(db, false).await
}

/// The same where a backup was put back, and nobody has done any jobs since.
pub async fn check_all_restored(db: &Database) -> Result<Checked, Stop> {
    check_each(db, true).await
}

async fn check_each(db: &Database, is_restored: bool) -> Result<Checked, Stop> {
    let slugs = db.all_slugs().await?;
    let mut checked = Checked {
        businesses: slugs.len(),
        ..Checked::default()
    };
    for slug in &slugs {
        let mut tx = operator(db, slug).read().await?;
        let findings = if is_restored {
            reports::check_restored(&mut tx).await?
        } else {
            reports::check(&mut tx).await?
        };
        for finding in findings {
            checked.examined += finding.examined;
            let broken = finding.broken.iter();
            checked
                .broken
                .extend(broken.map(|row| format!("{slug}: {}: {row}", finding.rule)));
        }
    }
    Ok(checked)
}

/// The command `check`.
pub(super) async fn check(
    db: &Database,
    config: &Config,
    expected: Option<usize>,
) -> Result<(), String> {
    let checked = check_all(db).await.map_err(|stop| stop.to_string())?;
    for line in &checked.broken {
        println!("{line}");
    }
    println!("{}", checked.said());
    let other = checked.other_than(expected);
    let well = checked.broken.is_empty() && other.is_none();
    // A check of nothing proves nothing: it is not noted as one that went well.
    if checked.businesses > 0 || !well {
        let said = checked.said();
        let said = other
            .iter()
            .fold(said, |said, why| format!("{said}; {why}"));
        notes::note(&config.data, Act::Check, well, &said);
    }
    match other {
        Some(why) => Err(format!("the check failed: {why}")),
        None if well => Ok(()),
        None => Err("the check failed".to_owned()),
    }
}

/// The command `backup`. With `keep`, `path` is a folder: the backup gets a dated name in it, and
/// all but the newest are forgotten. The database is taken as it is: a newer program makes the
/// backup before an upgrade without upgrading it.
pub(super) async fn backup(
    config: &Config,
    path: &Path,
    keep: Option<usize>,
) -> Result<(), String> {
    let made = make_backup(config, path, keep).await;
    let said = match &made {
        Ok(said) => said,
        Err(why) => why,
    };
    notes::note(&config.data, Act::Backup, made.is_ok(), said);
    println!("{}", made?);
    println!(
        "The key that seals secrets is not in it: keep {} apart from the backups.",
        match config.secret_key {
            Some(_) => "DUKANI_SECRET_KEY".to_owned(),
            None => server::key_file(config).display().to_string(),
        }
    );
    Ok(())
}

async fn make_backup(config: &Config, path: &Path, keep: Option<usize>) -> Result<String, String> {
    let file = match keep {
        Some(_) => {
            std::fs::create_dir_all(path).map_err(|e| format!("{}: {e}", path.display()))?;
            backup::new_name(path, clock::now())
        }
        None => path.to_path_buf(),
    };
    let key = server::present_key(config)?.map(|key| key.id());
    let reached = Reached::reach(config).await?;
    let manifest = backup::take(&reached.login, &reached.address, &file, key).await?;
    let forgotten = match keep {
        Some(keep) => backup::forget_old(path, keep)?,
        None => 0,
    };
    let also = match forgotten {
        0 => String::new(),
        1 => "; 1 old one was removed".to_owned(),
        old => format!("; {old} old ones were removed"),
    };
    Ok(format!("{} backed up{also}", holds(&file, &manifest)))
}

fn holds(file: &Path, manifest: &Manifest) -> String {
    format!(
        "{}: {}, {} rows in {} tables, {} kB",
        file.display(),
        counted(manifest.businesses),
        manifest.rows(),
        manifest.tables.len(),
        manifest.bytes / 1024
    )
}

/// The command `restore`: into an empty database, then everything is checked.
pub(super) async fn restore(config: &Config, file: &Path) -> Result<(), String> {
    if file.is_dir() {
        let folder = file.display();
        return Err(format!(
            "{folder} is a folder: name one of the backups in it"
        ));
    }
    let reached = Reached::reach(config).await?;
    let (manifest, opened, faults) = put_back(reached, file).await?;
    opened.close().await;
    for fault in &faults {
        println!("{fault}");
    }
    if let Some(words) = about_key(config, &manifest)? {
        println!("{words}");
    }
    if !faults.is_empty() {
        return Err(format!(
            "restored, but not as it was: {} faults",
            faults.len()
        ));
    }
    println!("{} restored and checked", holds(file, &manifest));
    Ok(())
}

/// Restores, runs newer migrations, checks. Answers what is wrong, a line each.
async fn put_back(
    reached: Reached,
    file: &Path,
) -> Result<(Manifest, Opened, Vec<String>), String> {
    let (manifest, mut faults) = backup::restore(&reached.login, &reached.address, file).await?;
    let opened = reached.open(4).await?;
    let checked = check_all_restored(&opened.database)
        .await
        .map_err(|stop| stop.to_string())?;
    println!("{}", checked.said());
    if usize::try_from(manifest.businesses) != Ok(checked.businesses) {
        faults.push(format!(
            "there were {} businesses, and there are {}",
            manifest.businesses, checked.businesses
        ));
    }
    faults.extend(checked.broken);
    Ok((manifest, opened, faults))
}

/// Whether the key that sealed the backup's secrets is here, in words.
fn about_key(config: &Config, manifest: &Manifest) -> Result<Option<String>, String> {
    let here = server::present_key(config)?.map(|key| key.id());
    let put = "put the old secret.key into the data folder, or set DUKANI_SECRET_KEY, before you \
               start Dukani";
    Ok(match (&manifest.key_fingerprint, here) {
        (Some(old), Some(here)) if *old == here => None,
        (Some(old), Some(here)) => Some(format!(
            "The key here ({here}) is not the one that sealed these secrets ({old}): {put}. \
             With this one every business must type in its M-Pesa credentials again."
        )),
        (Some(old), None) => Some(format!(
            "The key that sealed these secrets ({old}) is not here: {put}."
        )),
        (None, _) => Some("The backup does not know which key sealed its secrets.".to_owned()),
    })
}

/// A folder of a drill, gone when the drill ends, however it ends.
struct Throwaway(PathBuf);

impl Throwaway {
    fn new() -> Result<Throwaway, String> {
        // Not /tmp: that may be memory. The cluster's user must be able to walk into it; the
        // cluster itself is in a folder that only that user opens.
        let name = format!("dukani-drill-{}", crate::platform::secrets::new_token());
        let path = Path::new("/var/tmp").join(name);
        let said = |e: std::io::Error| format!("{}: {e}", path.display());
        std::fs::create_dir(&path).map_err(said)?;
        let folder = Throwaway(path.clone());
        let open = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(&path, open).map_err(said)?;
        Ok(folder)
    }
}

impl Drop for Throwaway {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!("{} is left behind: {error}", self.0.display());
        }
    }
}

/// The command `drill`: restores a backup into a cluster of its own, checks it, and removes it
/// again. Nothing is sent to anybody meanwhile, because no jobs are done. `file` may be a folder:
/// then its newest backup is tried.
pub(super) async fn drill(config: &Config, file: &Path) -> Result<(), String> {
    let done = drill_elsewhere(file).await;
    let said = match &done {
        Ok(said) => said,
        Err(why) => why,
    };
    if config.data.is_dir() {
        notes::note(&config.data, Act::Drill, done.is_ok(), said);
    }
    println!("{}", done?);
    Ok(())
}

/// A drill; what it came to, in a line.
pub async fn drill_elsewhere(file: &Path) -> Result<String, String> {
    let file = if file.is_dir() {
        backup::newest(file)?
    } else {
        file.to_path_buf()
    };
    let folder = Throwaway::new()?;
    let cluster = Cluster::start_throwaway(&folder.0).await?;
    let (manifest, opened, mut faults) = put_back(Reached::embedded(cluster), &file).await?;
    opened.close().await;
    if manifest.businesses == 0 {
        faults.push("the backup holds no business: a drill of nothing proves nothing".to_owned());
    }
    if faults.is_empty() {
        return Ok(format!(
            "{} could be restored, and is as it was",
            holds(&file, &manifest)
        ));
    }
    Err(format!(
        "{} is not as it was:\n{}",
        file.display(),
        faults.join("\n")
    ))
}

/// The command `health`: asks the server at the configured address whether it can serve.
pub(super) fn health(config: &Config) -> Result<(), String> {
    let mut addr = config.addr;
    if addr.ip().is_unspecified() {
        addr.set_ip(match addr {
            SocketAddr::V4(_) => IpAddr::V4(Ipv4Addr::LOCALHOST),
            SocketAddr::V6(_) => IpAddr::V6(Ipv6Addr::LOCALHOST),
        });
    }
    let answer = ask(addr, &config.public_host())
        .map_err(|e| format!("http://{addr}: {}", unanswered(&e)))?;
    let status = answer.split_whitespace().nth(1).unwrap_or("no status");
    let said = answer.split("\r\n\r\n").nth(1).unwrap_or_default().trim();
    if status == "200" {
        println!("{said}");
        return Ok(());
    }
    Err(format!("http://{addr}: {status} {said}"))
}

/// How long `health` waits for the server.
const PATIENCE: Duration = Duration::from_secs(5);

/// Why there was no answer. A socket calls it a resource that is busy where nobody answered in time.
fn unanswered(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::WouldBlock | ErrorKind::TimedOut => {
            format!("no answer in {} seconds", PATIENCE.as_secs())
        }
        _ => error.to_string(),
    }
}

fn ask(addr: SocketAddr, host: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&addr, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(
        stream,
        "GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    )?;
    let mut answer = Vec::new();
    stream.take(64 * 1024).read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_is_silent_is_called_so() {
        let silent = std::io::Error::from(std::io::ErrorKind::WouldBlock);
        assert_eq!(unanswered(&silent), "no answer in 5 seconds");
        let gone = std::io::Error::from(std::io::ErrorKind::ConnectionRefused);
        assert!(unanswered(&gone).contains("refused"), "{gone}");
    }

    #[test]
    fn a_check_that_found_other_businesses_says_so() {
        let checked = Checked {
            businesses: 2,
            examined: 9,
            broken: Vec::new(),
        };
        assert_eq!(checked.other_than(None), None);
        assert_eq!(checked.other_than(Some(2)), None);
        let why = checked.other_than(Some(5)).unwrap();
        assert_eq!(why, "5 businesses were expected, and there are 2");
        assert_eq!(checked.said(), "2 businesses, 9 rows examined, 0 broken");
        assert_eq!(counted(1), "1 business");
    }
}
