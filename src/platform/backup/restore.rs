//! Puts a backup into an empty database, and looks whether everything is there.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Output, Stdio};

use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, Executor, PgConnection, Row};

use super::address::{Address, program};
use super::fingerprint;
use super::manifest::Manifest;
use crate::platform::roles;

/// What stands before that which `pg_restore` writes. The extensions are the schema's owner's, as
/// the first migration makes them; showing its limit loads pg_trgm's library, without which nobody
/// but a superuser may set its parameters, as one of our functions does.
const BEFORE: &str = "\\set ON_ERROR_STOP on
set client_min_messages = error;
set statement_timeout = 0;
begin;
set local role dukani_owner;
create extension if not exists pg_trgm with schema ext;
create extension if not exists btree_gin with schema ext;
select ext.show_limit();
";

/// What programs of PostgreSQL 17 and later write at the head, and servers before it do not know; and
/// what does the same on either.
const NEWER: &[u8] = b"SET transaction_timeout = 0;\n";
const ON_EITHER: &[u8] = b"do $$ begin set transaction_timeout = 0;
  exception when undefined_object then null; end $$;\n";
/// Settings stand in so many lines at the head: before any row, which may hold whatever it likes.
const HEAD: usize = 40;

/// What is in a database, apart from PostgreSQL's own and what extensions brought.
const WHAT_IS_THERE: &str = "
    select n.nspname || ': ' || count(*) || ' tables, views and sequences'
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
       and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
       and not exists (select 1 from pg_catalog.pg_depend d where d.objid = c.oid and d.deptype = 'e')
     group by n.nspname order by n.nspname";

/// Restores a backup. Answers its manifest, and what differs from it now, which should be nothing.
/// Newer migrations have not run yet: opening the database runs them.
///
/// # Errors
/// In words; the database is as it was then, save for empty schemas.
pub async fn restore(
    login: &PgConnectOptions,
    address: &Address,
    file: &Path,
) -> Result<(Manifest, Vec<String>), String> {
    let path = file.to_path_buf();
    let manifest = blocking(move || Manifest::of(&path)).await?;
    if manifest.migration > roles::newest_migration() {
        return Err(format!(
            "the backup is of Dukani {}, which is newer than this one: its migration {} is not known here",
            manifest.dukani, manifest.migration
        ));
    }
    refuse_unless_empty(login).await?;
    let ground = roles::lay_ground(login).await?;
    let (to, from) = (address.clone(), file.to_path_buf());
    let poured = blocking(move || pour(&to, &from)).await;
    // Nobody migrates while the rows go in.
    let _ = ground.close().await;
    poured?;
    let found = found(login)
        .await
        .map_err(|e| format!("looking at what was restored: {e}"))?;
    let differences = manifest.differences(&found);
    Ok((manifest, differences))
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, String> + Send + 'static,
) -> Result<T, String> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|e| e.to_string())?
}

async fn refuse_unless_empty(login: &PgConnectOptions) -> Result<(), String> {
    let said = |e: sqlx::Error| format!("the database does not answer: {e}");
    let mut connection = PgConnection::connect_with(login).await.map_err(said)?;
    let rows = connection.fetch_all(WHAT_IS_THERE).await.map_err(said)?;
    let there: Vec<String> = rows
        .iter()
        .map(|row| row.try_get(0))
        .collect::<Result<_, _>>()
        .map_err(said)?;
    connection.close().await.map_err(said)?;
    if there.is_empty() {
        return Ok(());
    }
    Err(format!(
        "a backup goes into an empty database only, and in this one there is {}",
        there.join("; ")
    ))
}

async fn found(
    login: &PgConnectOptions,
) -> sqlx::Result<std::collections::BTreeMap<String, fingerprint::Table>> {
    let mut connection = PgConnection::connect_with(login).await?;
    connection
        .execute("set role dukani_backup; begin isolation level repeatable read read only")
        .await?;
    let tables = fingerprint::tables(&mut connection).await?;
    connection.close().await?;
    Ok(tables)
}

/// Pours a backup into the database, in one transaction that ends well only if all of it came.
fn pour(address: &Address, file: &Path) -> Result<(), String> {
    let list = what_to_restore(file)?;
    let mut into = address
        .program("psql")?
        .args(["--no-psqlrc", "--quiet"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| format!("psql: {e}"))?;
    let mut from = reader(file, &list).inspect_err(|_| {
        let _ = into.kill();
    })?;
    let mut sink = into.stdin.take().ok_or("psql has no input")?;
    let source = from.stdout.take().ok_or("pg_restore has no output")?;
    let copied = copy(source, &mut sink);
    let read = ended("pg_restore", from);
    if copied.is_ok() && read.is_ok() {
        // A psql that has stopped says why when it is asked below.
        let _ = sink.write_all(b"\ncommit;\n");
    }
    // Without the word "commit" the end of its input is the end of the transaction.
    drop(sink);
    ended("psql", into)?;
    read?;
    copied.map_err(|e| format!("restoring: {e}"))
}

fn copy(source: impl Read, sink: &mut impl Write) -> std::io::Result<()> {
    sink.write_all(BEFORE.as_bytes())?;
    let mut source = BufReader::new(source);
    for _ in 0..HEAD {
        let mut line = Vec::new();
        source.read_until(b'\n', &mut line)?;
        let is_newer = line.as_slice() == NEWER;
        sink.write_all(if is_newer { ON_EITHER } else { line.as_slice() })?;
    }
    std::io::copy(&mut source, sink)?;
    sink.flush()
}

fn ended(name: &str, child: Child) -> Result<Output, String> {
    let output = child
        .wait_with_output()
        .map_err(|e| format!("{name}: {e}"))?;
    if output.status.success() {
        return Ok(output);
    }
    Err(format!(
        "{name} stopped: {}",
        String::from_utf8_lossy(&output.stderr).trim()
    ))
}

/// A `pg_restore` that writes the listed parts of a backup as SQL.
fn reader(file: &Path, list: &str) -> Result<Child, String> {
    let said = |e: std::io::Error| format!("pg_restore: {e}");
    let mut child = program("pg_restore")?
        .args(["--use-list=/dev/stdin", "--file=-"])
        .arg(whole(file))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(said)?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(list.as_bytes()).map_err(said)?;
    }
    Ok(child)
}

/// A name that begins with a dash is a file too.
fn whole(file: &Path) -> PathBuf {
    std::path::absolute(file).unwrap_or_else(|_| file.to_path_buf())
}

/// The parts of a backup, without those that are there before: schemas and extensions.
fn what_to_restore(file: &Path) -> Result<String, String> {
    let listed = program("pg_restore")?
        .arg("--list")
        .arg(whole(file))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| format!("pg_restore: {e}"))?;
    let listed = ended("pg_restore", listed)?;
    let text = String::from_utf8_lossy(&listed.stdout);
    let wanted: Vec<&str> = text.lines().filter(|line| is_wanted(line)).collect();
    Ok(wanted.join("\n") + "\n")
}

/// A line reads `4430; 0 0 ACL - SCHEMA app dukani_owner`: number, two ids, kind, schema, name.
fn is_wanted(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().skip(3).take(4).collect();
    !line.starts_with(';')
        && !matches!(
            words.as_slice(),
            ["SCHEMA" | "EXTENSION", ..]
                | ["COMMENT", "-", "EXTENSION" | "SCHEMA", ..]
                | ["ACL", "-", "SCHEMA", "public"]
        )
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_that_older_servers_lack_is_made_where_it_is_known() {
        let newer = "SET transaction_timeout = 0;\n";
        let rows = "a row\n".repeat(HEAD);
        let dump = format!("--\nSET lock_timeout = 0;\n{newer}{rows}{newer}");
        let mut poured = Vec::new();
        copy(dump.as_bytes(), &mut poured).unwrap();
        let poured = String::from_utf8_lossy(&poured);
        assert!(poured.contains("SET lock_timeout = 0;\ndo $$ begin set transaction_timeout = 0;"));
        // What a row holds stays as it is.
        assert!(poured.ends_with(&format!("{rows}{newer}")), "{poured}");
    }

    #[test]
    fn what_is_there_before_is_not_restored() {
        for (line, wanted) in [
            ("; Archive created at 2026-11-21", false),
            ("10; 2615 16393 SCHEMA - app dukani_owner", false),
            ("3; 3079 16671 EXTENSION - btree_gin ", false),
            ("4435; 0 0 COMMENT - EXTENSION btree_gin ", false),
            ("4433; 0 0 ACL - SCHEMA public pg_database_owner", false),
            ("4430; 0 0 ACL - SCHEMA app dukani_owner", true),
            ("4470; 0 0 ACL app TABLE account dukani_owner", true),
            ("215; 1259 16777 TABLE app account dukani_owner", true),
            ("4500; 0 0 COMMENT app TABLE session dukani_owner", true),
        ] {
            assert_eq!(is_wanted(line), wanted, "{line}");
        }
    }
}
