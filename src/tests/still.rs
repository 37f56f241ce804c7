//! What keeps the tests' cluster from disturbing its own tests.

use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, Executor, PgConnection};

use crate::platform::Database;
use crate::platform::embedded_postgres::Cluster;

/// Longer than the last of fifty waits who are let begin at one instant.
const PATIENCE: Duration = Duration::from_secs(60);

/// Nobody tidies up there by himself: whoever did would stand in the template that is being copied, would be
/// counted among those who wait for locks, and would visit hundreds of databases all the time.
pub async fn keep(cluster: &Cluster) {
    let login = cluster.connect_options("postgres");
    let mut admin = PgConnection::connect_with(&login).await.unwrap();
    for act in [
        "alter system set autovacuum = off",
        "select pg_reload_conf()",
    ] {
        admin.execute(act).await.unwrap();
    }
    admin.close().await.unwrap();
}

/// Connects as the program does, and waits longer for a connection.
pub async fn connect(login: &PgConnectOptions, most: u32) -> Database {
    Database::connect(login, most, PATIENCE).await.unwrap()
}
