//! Our own private PostgreSQL cluster, for who has no database server: found, made, started, and
//! stopped with us.
//!
//! It listens on a socket in a folder that only its own user (and root) can open, never on the
//! network. Started by root it runs as `postgres`, because PostgreSQL refuses to run as root. It
//! stands in a process group of its own, so that Ctrl-C reaches only us, and it dies with us: when
//! our process ends, however it ends, the kernel sends it the signal of a clean stop. When it ends
//! by itself, it is started again. Processes of ours share one: see `heir`.

use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use nix::unistd::User;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection};

use super::kept_process::KeptProcess;

/// The superuser of the embedded cluster; its socket is its password.
const USER: &str = "dukani";

/// A running cluster: ours to stop, or one that another process of ours started.
#[derive(Debug)]
pub struct Cluster {
    socket_folder: PathBuf,
    server: Option<KeptProcess>,
}

impl Cluster {
    /// Attaches to the cluster of this data folder, or makes and starts it. Errors say what is
    /// missing and what to do about it.
    pub async fn attach_or_start(data: &Path) -> Result<Cluster, String> {
        Cluster::open(data, &[]).await
    }

    /// For tests: without waiting for the disk, because the cluster is thrown away.
    pub async fn start_throwaway(data: &Path) -> Result<Cluster, String> {
        Cluster::open(
            data,
            &[
                "fsync=off",
                "synchronous_commit=off",
                "full_page_writes=off",
            ],
        )
        .await
    }

    async fn open(data: &Path, settings: &[&'static str]) -> Result<Cluster, String> {
        std::fs::create_dir_all(data).map_err(|e| format!("{}: {e}", data.display()))?;
        let data = data
            .canonicalize()
            .map_err(|e| format!("{}: {e}", data.display()))?;
        let socket_folder = socket_folder(&data);
        let mut cluster = Cluster {
            socket_folder,
            server: None,
        };
        if cluster.answers().await {
            return Ok(cluster);
        }
        let programs = programs("initdb")?;
        let cluster_folder = data.join("postgres");
        let user = server_user(&cluster_folder)?;
        own_folder(&cluster_folder, user.as_ref())?;
        own_folder(&cluster.socket_folder, user.as_ref())?;
        if !cluster_folder.join("PG_VERSION").exists() {
            make(&programs, &cluster_folder, user.as_ref())?;
        }
        let (socket_folder, settings) = (cluster.socket_folder.clone(), settings.to_vec());
        cluster.server = Some(KeptProcess::start("postgres", move || {
            server_command(
                &programs,
                &cluster_folder,
                &socket_folder,
                &settings,
                user.as_ref(),
            )
        })?);
        cluster.wait_until_it_answers(&data).await?;
        cluster
            .make_database()
            .await
            .map_err(|e| format!("the embedded database: {e}"))?;
        Ok(cluster)
    }

    /// How to connect to one of its databases, as its superuser.
    pub fn connect_options(&self, database: &str) -> PgConnectOptions {
        PgConnectOptions::new_without_pgpass()
            .socket(&self.socket_folder)
            .port(5432)
            .username(USER)
            .database(database)
            .disable_statement_logging()
    }

    /// Whether another process of ours started it, and takes it along when it ends.
    pub fn is_borrowed(&self) -> bool {
        self.server.as_ref().is_none_or(KeptProcess::is_over)
    }

    /// Stops it if it is ours, and waits until it has written everything down.
    pub fn stop(&mut self) {
        if let Some(mut server) = self.server.take() {
            // SIGINT: PostgreSQL's fast shutdown, with a checkpoint.
            server.stop(nix::sys::signal::Signal::SIGINT);
        }
    }

    pub(super) async fn answers(&self) -> bool {
        match sqlx::PgConnection::connect_with(&self.connect_options("postgres")).await {
            Ok(connection) => connection.close().await.is_ok(),
            Err(_) => false,
        }
    }

    async fn wait_until_it_answers(&mut self, data: &Path) -> Result<(), String> {
        // After a crash it first replays its log: give it time, as long as it lives.
        for _ in 0..1200 {
            if self.answers().await {
                if let Some(server) = &self.server {
                    server.is_up();
                }
                return Ok(());
            }
            if self.server.as_ref().is_some_and(KeptProcess::is_over) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let log = data.join("postgres").join("server.log");
        let tail = std::fs::read_to_string(&log).unwrap_or_default();
        let tail: Vec<&str> = tail.lines().rev().take(5).collect();
        Err(format!(
            "the embedded PostgreSQL did not start; the end of {}:\n{}",
            log.display(),
            tail.into_iter().rev().collect::<Vec<_>>().join("\n")
        ))
    }

    async fn make_database(&self) -> sqlx::Result<()> {
        let mut connection =
            sqlx::PgConnection::connect_with(&self.connect_options("postgres")).await?;
        let there = sqlx::query("select 1 from pg_database where datname = 'dukani'")
            .fetch_optional(&mut connection)
            .await?;
        if there.is_none() {
            sqlx::query("create database dukani")
                .execute(&mut connection)
                .await?;
        }
        connection.close().await
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Socket addresses are at most 107 bytes long: deep data folders get a short one instead.
fn socket_folder(data: &Path) -> PathBuf {
    let near = data.join("run");
    if near.as_os_str().len() < 80 {
        return near;
    }
    let digest = super::secrets::digest(&data.to_string_lossy());
    let short: String = digest
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    std::env::temp_dir().join(format!("dukani-{short}"))
}

/// The folder with PostgreSQL's programs, among them this one, the newest that is at least version 15.
pub(super) fn programs(needed: &str) -> Result<PathBuf, String> {
    let mut found: Vec<(u32, PathBuf)> = Vec::new();
    if let Ok(versions) = std::fs::read_dir("/usr/lib/postgresql") {
        for version in versions.flatten() {
            let number = version.file_name().to_string_lossy().parse().unwrap_or(0);
            found.push((number, version.path().join("bin")));
        }
    }
    for folder in [
        "/usr/local/pgsql/bin",
        "/usr/bin",
        "/usr/local/bin",
        "/opt/homebrew/bin",
    ] {
        found.push((15, PathBuf::from(folder)));
    }
    found.retain(|(number, folder)| *number >= 15 && folder.join(needed).exists());
    found.sort();
    found.pop().map(|(_, folder)| folder).ok_or_else(|| {
        if needed == "initdb" {
            "PostgreSQL 15 or later is not installed (Debian: apt-get install postgresql); \
             or set DATABASE_URL to a server"
                .to_owned()
        } else {
            format!("{needed} 15 or later is not installed (Debian: postgresql-client)")
        }
    })
}

/// The user that the cluster runs as when we are root: whoever's cluster it is already, so that a
/// command that root types does not take it away from the service's own user.
fn server_user(cluster: &Path) -> Result<Option<User>, String> {
    use std::os::unix::fs::MetadataExt;
    if !nix::unistd::geteuid().is_root() {
        return Ok(None);
    }
    if let Ok(about) = std::fs::metadata(cluster.join("PG_VERSION"))
        && about.uid() != 0
    {
        let user = User::from_uid(nix::unistd::Uid::from_raw(about.uid()));
        return user.map_err(|e| format!("{}: {e}", cluster.display()));
    }
    match User::from_name("postgres") {
        Ok(Some(user)) => Ok(Some(user)),
        _ => Err("PostgreSQL does not run as root and there is no user 'postgres'".to_owned()),
    }
}

fn own_folder(folder: &Path, user: Option<&User>) -> Result<(), String> {
    let said = |e: &dyn std::fmt::Display| format!("{}: {e}", folder.display());
    std::fs::create_dir_all(folder).map_err(|e| said(&e))?;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))
        .map_err(|e| said(&e))?;
    if let Some(user) = user {
        nix::unistd::chown(folder, Some(user.uid), Some(user.gid)).map_err(|e| said(&e))?;
    }
    Ok(())
}

fn make(programs: &Path, folder: &Path, user: Option<&User>) -> Result<(), String> {
    let mut command = Command::new(programs.join("initdb"));
    command
        .args([
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--data-checksums",
            "-U",
            USER,
        ])
        .arg("-D")
        .arg(folder)
        .current_dir("/");
    if let Some(user) = user {
        command.uid(user.uid.as_raw()).gid(user.gid.as_raw());
    }
    let made = command.output().map_err(|e| format!("initdb: {e}"))?;
    if made.status.success() {
        return Ok(());
    }
    Err(format!(
        "initdb could not make {} (can its user reach the folder?):\n{}",
        folder.display(),
        String::from_utf8_lossy(&made.stderr)
    ))
}

fn server_command(
    programs: &Path,
    folder: &Path,
    socket_folder: &Path,
    settings: &[&'static str],
    user: Option<&User>,
) -> Result<Command, String> {
    let log_path = folder.join("server.log");
    let log = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(&log_path)
        .map_err(|e| format!("{}: {e}", log_path.display()))?;
    if let Some(user) = user {
        // Made by root, its own user could not go on with it.
        nix::unistd::chown(&log_path, Some(user.uid), Some(user.gid))
            .map_err(|e| format!("{}: {e}", log_path.display()))?;
    }
    let log_too = log.try_clone().map_err(|e| e.to_string())?;
    // setpriv arms the signal of our death; it must be the last thing before PostgreSQL.
    let mut command = Command::new("setpriv");
    if let Some(user) = user {
        command
            .arg(format!("--reuid={}", user.uid))
            .arg(format!("--regid={}", user.gid));
        command.arg("--clear-groups");
    }
    command
        .args(["--pdeathsig", "INT", "--"])
        .arg(programs.join("postgres"));
    command.arg("-D").arg(folder);
    let sockets = format!("unix_socket_directories={}", socket_folder.display());
    for setting in [
        // The detail of an error is the row: names, phone numbers. They stay out of the log.
        "log_error_verbosity=terse",
        "listen_addresses=",
        "port=5432",
        "unix_socket_permissions=0700",
        &sockets,
    ]
    .iter()
    .chain(["max_connections=120", "timezone=UTC", "lc_messages=C"].iter())
    .chain(settings)
    {
        command.arg("-c").arg(setting);
    }
    command
        .stdin(Stdio::null())
        .stdout(log)
        .stderr(log_too)
        .process_group(0)
        .current_dir("/");
    Ok(command)
}
