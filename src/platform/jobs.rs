//! Background jobs. A job is enqueued in the transaction that wants it and runs after that commits,
//! once or more: what it does must bear being done twice. Jobs survive restarts and the death of
//! the process that had taken them.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext, WorkerOptions};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::PgPool;
use tokio::sync::watch;
use uuid::Uuid;

use super::{BusinessTx, Cx, Database, Door, Who, clock};
use crate::values::{Language, Stop};

/// Does one job: its task, its payload, and a context that enters its business.
pub type Handler = Arc<
    dyn Fn(Cx, String, Value) -> Pin<Box<dyn Future<Output = Result<(), Stop>> + Send>>
        + Send
        + Sync,
>;

/// Asks for a job, in this transaction, at this time or soon after.
pub async fn enqueue(
    tx: &mut BusinessTx,
    task: &str,
    payload: Value,
    run_at: DateTime<Utc>,
) -> Result<(), Stop> {
    sqlx::query!(
        "select app.enqueue($1, $2, $3, $4)",
        Uuid::now_v7(),
        task,
        payload,
        run_at
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Brings the queue's own tables up to date. Run as the queue's role.
pub(super) async fn migrate(pool: &PgPool) -> Result<(), String> {
    let built = WorkerOptions::default()
        .pg_pool(pool.clone())
        .define_job::<Outbox>()
        .listen_os_shutdown_signals(false)
        .init()
        .await;
    built
        .map(|_| ())
        .map_err(|e| format!("the queue's tables: {e}"))
}

/// The queue's one task: it knows a business and a row of its outbox.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Outbox {
    business_id: i64,
    outbox_id: Uuid,
}

#[derive(Clone)]
struct Runner {
    db: Database,
    handler: Handler,
}

impl std::fmt::Debug for Runner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Runner")
    }
}

impl TaskHandler for Outbox {
    const IDENTIFIER: &'static str = "outbox";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let Some(runner) = ctx.get_ext::<Runner>() else {
            return Err("the worker has no runner".to_owned());
        };
        // The fault is logged already; the queue only needs to know that it must try again.
        self.do_it(runner).await.map_err(|stop| stop.to_string())
    }
}

impl Outbox {
    async fn do_it(&self, runner: &Runner) -> Result<(), Stop> {
        let door = Door::Job {
            business_id: self.business_id,
            outbox_id: self.outbox_id,
        };
        let cx = Cx::new(&runner.db, door.clone(), clock::now(), Language::En);
        let (task, payload) = match cx.read().await {
            Ok(tx) => match &tx.scope().who {
                Who::Job { task, payload } => (task.clone(), payload.clone()),
                _ => return Ok(()),
            },
            // Done already: another worker was faster, or we died after its commit.
            Err(Stop::NotFound) => return Ok(()),
            Err(stop) => return Err(stop),
        };
        (runner.handler)(cx, task, payload).await?;
        let cx = Cx::new(&runner.db, door, clock::now(), Language::En);
        let mut tx = cx.begin().await?;
        sqlx::query!(
            "update app.outbox set done_at = $3 where business_id = $1 and outbox_id = $2",
            self.business_id,
            self.outbox_id,
            clock::now()
        )
        .execute(tx.conn())
        .await?;
        tx.commit().await
    }
}

/// A worker that ended without being told to starts again after this long.
const REST: Duration = Duration::from_secs(1);

/// Runs jobs until `stop` completes; those under way get some seconds to end. The queue's worker
/// gives up when the database is away for longer than a connection is waited for: it is started
/// again until the database is back, or no prompt would be sent any more.
pub async fn work(
    db: Database,
    handler: Handler,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), String> {
    let (tell, told) = watch::channel(false);
    tokio::spawn(async move {
        stop.await;
        let _ = tell.send(true);
    });
    loop {
        let ended = work_once(db.clone(), handler.clone(), stopped(told.clone())).await;
        if *told.borrow() {
            return ended;
        }
        match ended {
            Ok(()) => tracing::warn!("the worker ended; it starts again"),
            Err(why) => tracing::error!(%why, "the worker ended; it starts again"),
        }
        tokio::select! {
            () = stopped(told.clone()) => return Ok(()),
            () = tokio::time::sleep(REST) => {}
        }
    }
}

/// Completes when the worker is to stop. An error means that the sender is gone: then it is time too.
async fn stopped(mut told: watch::Receiver<bool>) {
    let _ = told.wait_for(|stop| *stop).await;
}

async fn work_once(
    db: Database,
    handler: Handler,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), String> {
    let jobs = db.jobs.clone();
    let worker = WorkerOptions::default()
        .pg_pool(jobs)
        .concurrency(4)
        .poll_interval(Duration::from_secs(1))
        .define_job::<Outbox>()
        .add_extension(Runner { db, handler })
        .listen_os_shutdown_signals(false)
        .shutdown_signal(stop)
        .shutdown_grace_period(Duration::from_secs(5))
        // A worker that died gives its jobs back within a minute.
        .heartbeat_interval(Duration::from_secs(10))
        .sweep_interval(Duration::from_secs(15))
        .sweep_threshold(Duration::from_secs(45))
        .recovery_delay(Duration::from_secs(1))
        .init()
        .await
        .map_err(|e| format!("the queue: {e}"))?;
    worker.run().await.map_err(|e| format!("the queue: {e}"))
}
