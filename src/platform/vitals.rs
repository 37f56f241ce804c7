//! How the installation is at this moment: whether the database answers and how fast, and what
//! waits in it, counted over all businesses.

use std::time::{Duration, Instant};

use sqlx::Row;

use super::{Database, roles};

/// A database that needs longer than this to say how it is does not answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// What was seen.
#[derive(Debug, Clone)]
pub struct Vitals {
    /// How long the database took to answer, or why it did not.
    pub database: Result<Duration, String>,
    /// Connections for requests that are in use.
    pub connections_in_use: u32,
    /// Connections for requests that wait to be used.
    pub connections_idle: u32,
    /// What waits, when the database could be asked.
    pub work: Option<Work>,
}

/// What waits in the database, over all businesses.
#[derive(Debug, Clone, Default)]
pub struct Work {
    /// The migration that the database has, and the newest that this program knows.
    pub migration: (i64, i64),
    /// Businesses.
    pub businesses: i64,
    /// M-Pesa attempts that a person must look at.
    pub mpesa_review: i64,
    /// M-Pesa attempts of which nobody knows yet how they ended.
    pub mpesa_unknown: i64,
    /// M-Pesa attempts that are on their way for longer than 15 minutes.
    pub mpesa_stuck: i64,
    /// Work that is still to be done, now or later.
    pub outbox_waiting: i64,
    /// Of that, what should have been done more than five minutes ago.
    pub outbox_late: i64,
    /// Jobs whose time has come and that nobody has taken.
    pub jobs_waiting: i64,
    /// For how many seconds the oldest of them has waited.
    pub oldest_job_seconds: i64,
    /// Jobs that were tried to the limit: nobody tries them again.
    pub jobs_given_up: i64,
    /// how many seconds ago a worker last said that it lives; none where there is none.
    pub worker_seen_seconds: Option<i64>,
}

impl Vitals {
    /// Of a database that does not answer.
    pub fn silent(why: String) -> Vitals {
        Vitals {
            database: Err(why),
            connections_in_use: 0,
            connections_idle: 0,
            work: None,
        }
    }

    /// Looks. Never fails: what cannot be seen is said.
    pub async fn look(db: &Database) -> Vitals {
        let started = Instant::now();
        let answered = tokio::time::timeout(PATIENCE, db.answers()).await;
        let database = match answered {
            Ok(Ok(())) => Ok(started.elapsed()),
            Ok(Err(stop)) => Err(stop.to_string()),
            Err(_) => Err(format!("no answer in {} seconds", PATIENCE.as_secs())),
        };
        let idle = u32::try_from(db.runtime.num_idle()).unwrap_or(u32::MAX);
        let work = match &database {
            Ok(_) => seen(tokio::time::timeout(PATIENCE, work(db)).await.ok()),
            Err(_) => None,
        };
        Vitals {
            database,
            connections_in_use: db.runtime.size().saturating_sub(idle),
            connections_idle: idle,
            work,
        }
    }
}

fn seen(work: Option<sqlx::Result<Work>>) -> Option<Work> {
    match work {
        Some(Ok(work)) => Some(work),
        Some(Err(error)) => {
            tracing::warn!("what waits cannot be counted: {error}");
            None
        }
        None => None,
    }
}

async fn work(db: &Database) -> sqlx::Result<Work> {
    let counts = sqlx::query!(
        r#"select businesses as "businesses!", mpesa_review as "mpesa_review!",
                  mpesa_unknown as "mpesa_unknown!", mpesa_stuck as "mpesa_stuck!",
                  outbox_waiting as "outbox_waiting!", outbox_late as "outbox_late!"
             from app.operation_counts()"#
    )
    .fetch_one(&db.owner)
    .await?;
    let migration: i64 =
        sqlx::query("select coalesce(max(version), 0) from setup._sqlx_migrations where success")
            .fetch_one(&db.owner)
            .await?
            .try_get(0)?;
    // The queue's own tables are not part of our migrations: not a checked query.
    let queue = sqlx::query(
        "select count(*) filter (where is_available and run_at <= now()),
                coalesce(extract(epoch from now() - min(run_at)
                    filter (where is_available and run_at <= now())), 0)::bigint,
                count(*) filter (where attempts >= max_attempts),
                (select extract(epoch from now() - max(last_heartbeat_at))::bigint
                   from graphile_worker._private_workers)
           from graphile_worker._private_jobs",
    )
    .fetch_one(&db.jobs)
    .await?;
    Ok(Work {
        migration: (migration, roles::newest_migration()),
        businesses: counts.businesses,
        mpesa_review: counts.mpesa_review,
        mpesa_unknown: counts.mpesa_unknown,
        mpesa_stuck: counts.mpesa_stuck,
        outbox_waiting: counts.outbox_waiting,
        outbox_late: counts.outbox_late,
        jobs_waiting: queue.try_get(0)?,
        oldest_job_seconds: queue.try_get(1)?,
        jobs_given_up: queue.try_get(2)?,
        worker_seen_seconds: queue.try_get(3)?,
    })
}
