//! Makes the database ours: roles, schemas, migrations. Needs only what a managed PostgreSQL gives
//! a login: CREATEROLE and its own database. Safe to run twice, and twice at once.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, Row};

/// Requests run as this role; row security binds it.
pub const RUNTIME: &str = "dukani_runtime";
/// Owns the schema.
pub const OWNER: &str = "dukani_owner";
/// Owns the queue.
pub const JOBS: &str = "dukani_jobs";
/// Reads everything and writes nothing: backups are made as this role.
pub const BACKUP: &str = "dukani_backup";

const ALL: [&str; 5] = [OWNER, RUNTIME, "dukani_definer", JOBS, BACKUP];
/// Any number: who migrates this database holds this lock.
const MIGRATION_LOCK: i64 = 7_385_001;

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("./migrations");

/// Makes roles and schemas where they are missing and runs every migration that has not run.
pub async fn prepare(login: &PgConnectOptions) -> Result<(), String> {
    let mut connection = lay_ground(login).await?;
    let said = |e: sqlx::Error| format!("preparing the database: {e}");
    migrate_queue(login).await?;
    connection
        .execute("set role dukani_owner; set search_path = setup")
        .await
        .map_err(said)?;
    MIGRATIONS
        .run(&mut connection)
        .await
        .map_err(|e| format!("migrating: {e}"))?;
    refuse_unbound_runtime(&mut connection).await?;
    connection.close().await.map_err(said)
}

/// Makes roles and schemas where they are missing, and nothing in them: the ground that migrations
/// or a backup are put on. The connection that it answers with holds the lock of migrations.
pub(super) async fn lay_ground(login: &PgConnectOptions) -> Result<PgConnection, String> {
    let mut connection = PgConnection::connect_with(login)
        .await
        .map_err(|e| format!("the database does not answer: {e}"))?;
    let said = |e: sqlx::Error| format!("preparing the database: {e}");
    sqlx::query("select pg_advisory_lock($1)")
        .bind(MIGRATION_LOCK)
        .execute(&mut connection)
        .await
        .map_err(said)?;
    check_version(&mut connection).await?;
    make_roles(&mut connection).await.map_err(said)?;
    make_schemas(&mut connection).await.map_err(said)?;
    Ok(connection)
}

/// The newest migration that this program knows.
pub fn newest_migration() -> i64 {
    MIGRATIONS
        .iter()
        .map(|migration| migration.version)
        .max()
        .unwrap_or(0)
}

async fn check_version(connection: &mut PgConnection) -> Result<(), String> {
    let row = sqlx::query("select current_setting('server_version_num')::int")
        .fetch_one(connection)
        .await
        .map_err(|e| e.to_string())?;
    let version: i32 = row.get(0);
    if version < 150_000 {
        return Err(format!(
            "PostgreSQL 15 or later is needed; this is {}",
            version / 10_000
        ));
    }
    Ok(())
}

async fn make_roles(connection: &mut PgConnection) -> sqlx::Result<()> {
    let superuser: bool = sqlx::query("select rolsuper from pg_roles where rolname = current_user")
        .fetch_one(&mut *connection)
        .await?
        .get(0);
    for role in ALL {
        // Roles belong to the server, not to the database: another database may be making them now.
        let make = format!(
            "do $$ begin create role {role} nologin; \
             exception when duplicate_object or unique_violation then null; end $$"
        );
        connection.execute(AssertSqlSafe(make)).await?;
        if !superuser {
            grant_role(connection, role, "current_user").await?;
        }
    }
    // The owner hands functions over to these two.
    for role in ["dukani_definer", JOBS] {
        grant_role(connection, role, OWNER).await?;
    }
    Ok(())
}

async fn grant_role(connection: &mut PgConnection, role: &str, to: &str) -> sqlx::Result<()> {
    let member = sqlx::query(AssertSqlSafe(format!(
        "select 1 from pg_auth_members m join pg_roles g on g.oid = m.roleid \
         join pg_roles r on r.oid = m.member where g.rolname = '{role}' \
         and r.rolname = (case when '{to}' = 'current_user' then current_user else '{to}' end) \
         and not m.admin_option"
    )))
    .fetch_optional(&mut *connection)
    .await?;
    if member.is_none() {
        connection
            .execute(AssertSqlSafe(format!("grant {role} to {to}")))
            .await?;
    }
    Ok(())
}

async fn make_schemas(connection: &mut PgConnection) -> sqlx::Result<()> {
    let database: String = sqlx::query("select quote_ident(current_database())")
        .fetch_one(&mut *connection)
        .await?
        .get(0);
    let mut tx = connection.begin().await?;
    // Rights on the database itself are lost when a dump is restored into another: every time.
    let rights = format!(
        "grant create, connect on database {database} to dukani_owner, dukani_jobs;
         grant connect on database {database} to dukani_backup;
         revoke temporary on database {database} from public;"
    );
    tx.execute(AssertSqlSafe(rights)).await?;
    let there = sqlx::query("select 1 from pg_namespace where nspname = 'app'")
        .fetch_optional(&mut *tx)
        .await?;
    if there.is_none() {
        tx.execute(SCHEMAS).await?;
    }
    tx.commit().await
}

/// Who owns which part of the database. Backup reads whatever is made in any of them.
const SCHEMAS: &str = "
    revoke all on schema public from public;
    create schema setup authorization dukani_owner;
    create schema ext authorization dukani_owner;
    create schema graphile_worker authorization dukani_jobs;
    create schema app authorization dukani_owner;
    set local role dukani_owner;
    grant usage, create on schema app to dukani_definer, dukani_jobs;
    grant usage on schema setup to dukani_backup;
    alter default privileges in schema app, setup grant select on tables to dukani_backup;
    alter default privileges in schema app, setup grant select on sequences to dukani_backup;
    set local role dukani_jobs;
    grant usage on schema graphile_worker to dukani_backup;
    alter default privileges in schema graphile_worker grant select on tables to dukani_backup;
    alter default privileges in schema graphile_worker grant select on sequences to dukani_backup;
    reset role;";

/// The queue brings its own tables; they belong to its own role.
async fn migrate_queue(login: &PgConnectOptions) -> Result<(), String> {
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .after_connect(|connection, _| {
            Box::pin(async move { connection.execute("set role dukani_jobs").await.map(|_| ()) })
        })
        .connect_with(login.clone())
        .await
        .map_err(|e| format!("the queue: {e}"))?;
    let migrated = match super::jobs::migrate(&pool).await {
        Ok(()) => pool
            .execute(QUEUE_IS_BACKED_UP)
            .await
            .map(|_| ())
            .map_err(|e| format!("the queue's rights: {e}")),
        failed => failed,
    };
    pool.close().await;
    migrated
}

/// The queue puts row security on its tables and says nobody may read them: without a word of ours
/// a backup would hold no jobs, and nothing would tell.
const QUEUE_IS_BACKED_UP: &str = "
    do $$ declare
        t regclass;
    begin
        for t in select c.oid from pg_catalog.pg_class c
                  where c.relnamespace = 'graphile_worker'::regnamespace and c.relkind = 'r'
                    and c.relrowsecurity
                    and not exists (select 1 from pg_catalog.pg_policy p
                                     where p.polrelid = c.oid and p.polname = 'see_across')
        loop
            execute format('create policy see_across on %s for select to dukani_backup using (true)', t);
        end loop;
    end $$";

/// Isolation rests on row security: a runtime role that escapes it must not serve.
async fn refuse_unbound_runtime(connection: &mut PgConnection) -> Result<(), String> {
    let unbound: bool = sqlx::query(
        "select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb from pg_roles where rolname = $1",
    )
    .bind(RUNTIME)
    .fetch_one(connection)
    .await
    .map_err(|e| e.to_string())?
    .get(0);
    if unbound {
        return Err(format!(
            "the role {RUNTIME} escapes row security: take its rights away"
        ));
    }
    Ok(())
}
