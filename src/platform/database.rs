//! The database as the rest of the program knows it: transactions that have entered a business, and
//! a few keyholes into the directories. The pool itself never leaves this folder.

use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{Executor, Postgres, Transaction};

use super::backup::Address;
use super::config::DatabaseAt;
use super::embedded_postgres::Cluster;
use super::{Config, OnConstraint, roles};
use crate::values::{Refusal, Stop};

/// How long a request waits for a connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// Connections that requests, jobs and commands share.
#[derive(Debug, Clone)]
pub struct Database {
    /// As the runtime role, bound by row security.
    pub(super) runtime: PgPool,
    /// As the owner: for commands that an operator types. It too sees no tenant row.
    pub(super) owner: PgPool,
    /// As the queue's role.
    pub(super) jobs: PgPool,
}

/// A database and, when it is ours, the cluster it runs in.
pub struct Opened {
    /// The database, migrated.
    pub database: Database,
    /// How to log in to it.
    pub login: PgConnectOptions,
    /// The same for PostgreSQL's own programs.
    pub address: Address,
    /// The embedded cluster, if that is what we use: drop it last.
    pub cluster: Option<Cluster>,
}

impl Opened {
    /// Ends every connection, those that are still busy after some seconds too, and stops the
    /// cluster if it is ours.
    pub async fn close(self) {
        // The process ends after this: what hangs then would hang for ever.
        let patience = Duration::from_secs(10);
        if tokio::time::timeout(patience, self.database.close())
            .await
            .is_err()
        {
            tracing::warn!("connections were still busy when the database was closed");
        }
        drop(self.cluster);
    }
}

/// A database that can be logged in to. Nothing in it has been made or changed.
pub struct Reached {
    /// How to log in to it.
    pub login: PgConnectOptions,
    /// The same for PostgreSQL's own programs.
    pub address: Address,
    /// The embedded cluster, if that is what we use: drop it last.
    pub cluster: Option<Cluster>,
}

impl Reached {
    /// The configured database; the embedded cluster is started if it is not running.
    pub async fn reach(config: &Config) -> Result<Reached, String> {
        match &config.database {
            DatabaseAt::Url(url) => Ok(Reached {
                login: url
                    .parse::<PgConnectOptions>()
                    .map_err(|e| format!("DATABASE_URL: {e}"))?,
                address: Address::of_url(url),
                cluster: None,
            }),
            DatabaseAt::Embedded => Ok(Reached::embedded(
                Cluster::attach_or_start(&config.data).await?,
            )),
        }
    }

    /// Our database in an embedded cluster.
    pub fn embedded(cluster: Cluster) -> Reached {
        let login = cluster.connect_options("dukani");
        Reached {
            address: Address::of_login(&login),
            login,
            cluster: Some(cluster),
        }
    }

    /// Makes what is missing in it, and connects.
    pub async fn open(self, most: u32) -> Result<Opened, String> {
        roles::prepare(&self.login).await?;
        Ok(Opened {
            database: Database::connect(&self.login, most, PATIENCE).await?,
            login: self.login,
            address: self.address,
            cluster: self.cluster,
        })
    }
}

/// Begins a transaction, in a task that whoever asked cannot give up half way. A browser that goes
/// away drops its request wherever it waits; between "begin" and its answer the driver does not know
/// yet that there is something to roll back, and the connection would take an open transaction with
/// it to whoever has it next.
pub(super) async fn begin(
    pool: &PgPool,
    statement: &'static str,
) -> sqlx::Result<Transaction<'static, Postgres>> {
    let pool = pool.clone();
    let begun = tokio::spawn(async move { pool.begin_with(statement).await });
    match begun.await {
        Ok(begun) => begun,
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        // The program is ending.
        Err(_) => Err(sqlx::Error::PoolClosed),
    }
}

impl Database {
    /// Opens the configured database, makes what is missing in it, and connects.
    pub async fn open(config: &Config) -> Result<Opened, String> {
        Reached::reach(config)
            .await?
            .open(config.db_connections)
            .await
    }

    /// Connects to a database that is prepared already: by so many connections for requests, each of which
    /// waits so long for one.
    pub async fn connect(
        login: &PgConnectOptions,
        most: u32,
        patience: Duration,
    ) -> Result<Database, String> {
        let pool = async |role: &'static str, most: u32| {
            PgPoolOptions::new()
                .max_connections(most)
                .acquire_timeout(patience)
                .after_connect(move |connection, _| {
                    Box::pin(async move {
                        connection
                            .execute(sqlx::AssertSqlSafe(format!("set role {role}")))
                            .await?;
                        // Statements of requests are short: compiling one takes longer than it saves.
                        connection
                            .execute(
                                "set jit = off; set statement_timeout = '60s'; set lock_timeout = '15s'; \
                             set idle_in_transaction_session_timeout = '60s'",
                            )
                            .await?;
                        Ok(())
                    })
                })
                .connect_lazy_with(login.clone())
        };
        let database = Database {
            runtime: pool(roles::RUNTIME, most).await,
            owner: pool(roles::OWNER, 3).await,
            jobs: pool(roles::JOBS, 6).await,
        };
        database
            .answers()
            .await
            .map_err(|stop| format!("the database does not answer: {stop}"))?;
        Ok(database)
    }

    /// Whether it can serve.
    pub async fn answers(&self) -> Result<(), Stop> {
        sqlx::query("select 1").execute(&self.runtime).await?;
        Ok(())
    }

    /// A transaction that has entered nothing: it sees the directories' keyholes and no tenant row.
    pub async fn begin_outside(&self) -> Result<Transaction<'static, Postgres>, Stop> {
        Ok(begin(&self.runtime, "begin").await?)
    }

    /// The same for an operator's command.
    pub async fn begin_as_operator(&self) -> Result<Transaction<'static, Postgres>, Stop> {
        Ok(begin(&self.owner, "begin").await?)
    }

    /// Every business, in turn, for commands over the whole installation.
    pub async fn all_slugs(&self) -> Result<Vec<String>, Stop> {
        let rows = sqlx::query_scalar!(r#"select slug as "slug!" from app.all_businesses()"#)
            .fetch_all(&self.owner)
            .await?;
        Ok(rows)
    }

    /// Gives a business's storefront a host name of its own; false where the name is taken or there
    /// is no such business. For an operator's command.
    pub async fn add_host(&self, slug: &str, host: &str) -> Result<bool, Stop> {
        let host = host.trim().to_ascii_lowercase();
        let added = sqlx::query_scalar!("select app.add_host($1, $2)", slug, host)
            .fetch_one(&self.owner)
            .await
            .on_constraint("business_address_form", || Refusal::of("refused-host-form"))?;
        Ok(added == Some(true))
    }

    /// Ends every connection, so that an embedded cluster can stop at once.
    pub async fn close(&self) {
        self.jobs.close().await;
        self.owner.close().await;
        self.runtime.close().await;
    }
}
