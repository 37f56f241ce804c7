//! A PostgreSQL of one's own, to be killed without warning and started again.
//!
//! It writes to the disk as it does in a shop: nothing about its safety is switched off, unless a
//! control asks for it.

use std::path::{Path, PathBuf};
use std::process::Child;
use std::sync::Mutex;
use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection as _, Executor as _, PgConnection};

use super::process;

/// A running cluster.
pub struct Postgres {
    folder: PathBuf,
    settings: Vec<String>,
    child: Mutex<Option<Child>>,
}

impl Postgres {
    /// Makes an empty cluster in this folder, with an empty database, and starts it.
    pub async fn make(folder: &Path, settings: &[&str]) -> Postgres {
        if let Some(user) = process::postgres_user() {
            nix::unistd::chown(folder, Some(user.uid), Some(user.gid)).unwrap();
        }
        let made = process::tied(&programs().join("initdb"), true)
            .args(["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"])
            .args(["--data-checksums", "--no-sync", "-U", "dukani", "-D"])
            .arg(folder.join("pg"))
            .current_dir("/")
            .output()
            .unwrap();
        assert!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
        let postgres = Postgres::open(folder, settings).await;
        let mut admin = PgConnection::connect_with(&postgres.options("postgres"))
            .await
            .unwrap();
        admin.execute("create database dukani").await.unwrap();
        postgres
    }

    /// Starts the cluster that is in this folder.
    pub async fn open(folder: &Path, settings: &[&str]) -> Postgres {
        let postgres = Postgres {
            folder: folder.to_path_buf(),
            settings: settings.iter().map(|text| (*text).to_owned()).collect(),
            child: Mutex::new(None),
        };
        postgres.start().await;
        postgres
    }

    /// The address that the program gets.
    pub fn url(&self) -> String {
        format!(
            "postgres://dukani@localhost/dukani?host={}",
            self.folder.display()
        )
    }

    /// How a superuser logs in to the program's database.
    pub fn login(&self) -> PgConnectOptions {
        self.options("dukani")
    }

    fn options(&self, database: &str) -> PgConnectOptions {
        PgConnectOptions::new_without_pgpass()
            .socket(&self.folder)
            .port(5432)
            .username("dukani")
            .database(database)
    }

    /// A superuser's connection to the program's database.
    pub async fn connect(&self) -> PgConnection {
        PgConnection::connect_with(&self.options("dukani"))
            .await
            .unwrap()
    }

    /// Kills every process of it, without warning.
    pub fn kill(&self) {
        if let Some(mut child) = self.child.lock().unwrap().take() {
            process::kill_all(&mut child);
        }
    }

    /// Makes it forgetful: who writes down what others said yes to does so no more. It must be told
    /// not to wait for that (`synchronous_commit=off`).
    pub fn forget(&self) {
        let child = self.child.lock().unwrap();
        let child = child.as_ref().expect("a running PostgreSQL");
        let frozen = process::freeze_children(child, &["walwriter", "background writer"]);
        assert_eq!(frozen, 2, "nobody to freeze");
    }

    /// Stops it cleanly.
    pub fn stop(&self) {
        if let Some(mut child) = self.child.lock().unwrap().take() {
            process::interrupt(&mut child);
        }
    }

    /// Starts it and waits until it has replayed its log and answers.
    pub async fn start(&self) {
        for _ in 0..600 {
            self.spawn_if_ended();
            let options = self.options("dukani");
            let waits =
                tokio::time::timeout(Duration::from_secs(5), PgConnection::connect_with(&options));
            match waits.await {
                Ok(Ok(_)) => return,
                // It answers; the database is about to be made.
                Ok(Err(sqlx::Error::Database(fault)))
                    if fault.code().as_deref() == Some("3D000") =>
                {
                    return;
                }
                _ => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
        let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        panic!("PostgreSQL does not start:\n{log}");
    }

    /// What was killed may hold its shared memory for an instant longer: then a start fails, and is
    /// tried again.
    fn spawn_if_ended(&self) {
        let mut child = self.child.lock().unwrap();
        let lives = child
            .as_mut()
            .is_some_and(|child| matches!(child.try_wait(), Ok(None)));
        if lives {
            return;
        }
        let log = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.folder.join("log"))
            .unwrap();
        let mut command = process::tied(&programs().join("postgres"), true);
        command.arg("-D").arg(self.folder.join("pg"));
        let sockets = format!("unix_socket_directories={}", self.folder.display());
        for setting in [
            "listen_addresses=",
            "port=5432",
            "max_connections=200",
            "timezone=UTC",
        ] {
            command.arg("-c").arg(setting);
        }
        command.arg("-c").arg(sockets);
        for setting in &self.settings {
            command.arg("-c").arg(setting);
        }
        command
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .current_dir("/");
        *child = Some(process::spawn(command));
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The newest PostgreSQL that is installed.
fn programs() -> PathBuf {
    let mut found: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|all| all.flatten().collect::<Vec<_>>())
        .unwrap_or_default()
        .into_iter()
        .filter_map(|entry| {
            let number = entry.file_name().to_string_lossy().parse().ok()?;
            Some((number, entry.path().join("bin")))
        })
        .filter(|(_, folder)| folder.join("initdb").exists())
        .collect();
    found.sort();
    let newest = found.pop();
    newest.map_or_else(|| PathBuf::from("/usr/bin"), |(_, folder)| folder)
}
