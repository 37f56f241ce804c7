//! Makes a backup, while the shop is open.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, Executor, PgConnection, Row};

use super::address::Address;
use super::fingerprint;
use super::manifest::{Manifest, sum_of};
use crate::platform::clock;

/// Backs a database up into a file that must not be there yet. `key_fingerprint` is of the key that
/// seals secrets, which is not in the backup.
///
/// # Errors
/// In words. Nothing stands under the file's name then.
pub async fn take(
    login: &PgConnectOptions,
    address: &Address,
    file: &Path,
    key_fingerprint: Option<String>,
) -> Result<Manifest, String> {
    if file.exists() {
        return Err(format!("{} is there already", file.display()));
    }
    let mut connection = PgConnection::connect_with(login)
        .await
        .map_err(|e| format!("the database does not answer: {e}"))?;
    let said = |e: sqlx::Error| format!("looking at what there is to back up: {e}");
    // The snapshot lives as long as this transaction, and that as long as the dump takes.
    connection
        .execute(
            "set role dukani_backup; set idle_in_transaction_session_timeout = 0;
             set statement_timeout = 0",
        )
        .await
        .map_err(said)?;
    fingerprint::refuse_what_is_hidden(&mut connection).await?;
    connection
        .execute("begin isolation level repeatable read read only")
        .await
        .map_err(said)?;
    let (snapshot, mut manifest) = look(&mut connection).await.map_err(said)?;
    manifest.key_fingerprint = key_fingerprint;
    let (from, to) = (address.clone(), file.to_path_buf());
    let dumped = tokio::task::spawn_blocking(move || write(&from, &snapshot, &to, manifest))
        .await
        .map_err(|e| e.to_string())?;
    // The dump has ended, well or not: its snapshot is needed no more.
    let _ = connection.close().await;
    dumped
}

/// Counts everything in the transaction's snapshot, and lends that snapshot out.
async fn look(connection: &mut PgConnection) -> sqlx::Result<(String, Manifest)> {
    let row = connection
        .fetch_one(
            "select pg_export_snapshot(), current_setting('server_version_num')::int,
                    (select coalesce(max(version), 0) from setup._sqlx_migrations where success),
                    (select count(*) from app.business)",
        )
        .await?;
    let manifest = Manifest {
        dukani: env!("CARGO_PKG_VERSION").to_owned(),
        postgres: row.try_get(1)?,
        migration: row.try_get(2)?,
        taken_at: clock::now(),
        businesses: row.try_get(3)?,
        key_fingerprint: None,
        bytes: 0,
        sha256: String::new(),
        tables: fingerprint::tables(connection).await?,
    };
    Ok((row.try_get(0)?, manifest))
}

fn write(
    address: &Address,
    snapshot: &str,
    file: &Path,
    mut manifest: Manifest,
) -> Result<Manifest, String> {
    let new = with_ending(file, ".new");
    let written = dump(address, snapshot, &new).and_then(|()| {
        (manifest.bytes, manifest.sha256) = sum_of(&new)?;
        std::fs::rename(&new, file).map_err(|e| format!("{}: {e}", file.display()))?;
        put(&Manifest::path(file), &manifest)
    });
    if let Err(why) = written {
        // Whatever there is of it is no backup.
        let _ = std::fs::remove_file(&new);
        let _ = std::fs::remove_file(file);
        return Err(why);
    }
    Ok(manifest)
}

/// Row security stays on, because the role that reads is bound by it; policies let it see all.
fn dump(address: &Address, snapshot: &str, new: &Path) -> Result<(), String> {
    let said = |e: std::io::Error| format!("{}: {e}", new.display());
    // Everybody's names and phone numbers are in it: for its owner only, from the first byte.
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(new)
        .map_err(said)?;
    let mut command = address.program("pg_dump")?;
    command
        .args(["--format=custom", "--role=dukani_backup"])
        .arg("--enable-row-security")
        .arg(format!("--snapshot={snapshot}"))
        .stdin(std::process::Stdio::null())
        .stdout(file.try_clone().map_err(said)?);
    let done = command
        .stderr(std::process::Stdio::piped())
        .spawn()
        .and_then(std::process::Child::wait_with_output)
        .map_err(|e| format!("pg_dump: {e}"))?;
    if !done.status.success() {
        return Err(format!(
            "pg_dump stopped: {}",
            String::from_utf8_lossy(&done.stderr).trim()
        ));
    }
    file.sync_all().map_err(said)
}

/// Writes the manifest as the backup was written: under another name, to the disk, renamed.
fn put(path: &Path, manifest: &Manifest) -> Result<(), String> {
    let said = |e: std::io::Error| format!("{}: {e}", path.display());
    let new = with_ending(path, ".new");
    let text = serde_json::to_vec_pretty(manifest).map_err(|e| e.to_string())?;
    let mut file = File::create(&new).map_err(said)?;
    file.write_all(&text).map_err(said)?;
    file.sync_all().map_err(said)?;
    std::fs::rename(&new, path).map_err(said)?;
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    // The names themselves are on the disk only when the folder is.
    File::open(folder).and_then(|f| f.sync_all()).map_err(said)
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
