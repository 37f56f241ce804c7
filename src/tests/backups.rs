//! The drill: what was backed up comes back as it was, without a superuser too, and what is missing
//! is told.

use std::path::{Path, PathBuf};

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use uuid::Uuid;

use super::still;
use super::support::{self, Shop};
use crate::app::operate::{check_all, check_all_restored, drill_elsewhere};
use crate::orders;
use crate::payments::Tender;
use crate::platform::backup::{self, Address, Manifest};
use crate::platform::roles;

/// A shop in which something has happened: an order that is paid, and one that is not.
async fn busy_shop(slug: &str) -> Shop {
    let shop = Shop::open(slug).await;
    let (order_id, _) = shop.an_order(12_000).await;
    let id = Uuid::now_v7();
    orders::take_payment(&shop.cx(), order_id, id, Tender::Cash, "120", "")
        .await
        .unwrap();
    shop.an_order(5_000).await;
    shop.check().await;
    shop
}

async fn back_up(shop: &Shop, folder: &Path, name: &str) -> (PathBuf, Manifest) {
    let file = folder.join(name);
    let login = shop.login();
    let key = Some("0123456789abcdef".to_owned());
    let manifest = backup::take(login, &Address::of_login(login), &file, key)
        .await
        .unwrap();
    (file, manifest)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_comes_back_as_it_was() {
    let shop = busy_shop("drilled").await;
    let folder = tempfile::tempdir().unwrap();
    let (file, manifest) = back_up(&shop, folder.path(), "dukani-1.dump").await;
    assert_eq!(manifest.businesses, 1);
    assert_eq!(manifest.migration, roles::newest_migration());
    assert_eq!(manifest.tables["app.payment"].rows, 1);
    assert_eq!(manifest.tables["app.\"order\""].rows, 2);
    // The queue's rows too, though the queue lets nobody read them by itself.
    assert!(manifest.tables["graphile_worker._private_jobs"].rows > 0);
    assert_eq!(Manifest::of(&file).unwrap(), manifest);
    let login = shop.login();
    let twice = backup::take(login, &Address::of_login(login), &file, None).await;
    assert!(twice.unwrap_err().contains("there already"));

    let said = drill_elsewhere(folder.path()).await.unwrap();
    assert!(
        said.ends_with("could be restored, and is as it was"),
        "{said}"
    );

    // Negative control: a backup that lacks a row, under a manifest that has it.
    let mut superuser = shop.superuser().await;
    superuser
        .execute("set session_replication_role = replica; delete from app.payment")
        .await
        .unwrap();
    superuser.close().await.unwrap();
    let (less, of_less) = back_up(&shop, folder.path(), "less.dump").await;
    let forged = Manifest {
        bytes: of_less.bytes,
        sha256: of_less.sha256,
        ..manifest
    };
    let forged = serde_json::to_vec(&forged).unwrap();
    std::fs::write(Manifest::path(&less), forged).unwrap();
    let said = drill_elsewhere(&less).await.unwrap_err();
    assert!(
        said.contains("app.payment: 0 rows, and there were 1"),
        "{said}"
    );
    assert!(
        said.contains("what an order says was paid is what came in"),
        "{said}"
    );
}

/// A shop is backed up while it works: by the time of the drill, what was to be done soon is late.
#[tokio::test(flavor = "multi_thread")]
async fn work_that_waited_when_a_backup_was_made_is_no_fault_of_the_backup() {
    let shop = busy_shop("waiting").await;
    let mut superuser = shop.superuser().await;
    let late = superuser
        .execute("update app.outbox set run_at = now() - interval '1 day' where done_at is null")
        .await
        .unwrap();
    assert!(late.rows_affected() > 0);
    superuser.close().await.unwrap();
    // Of a shop that is at work it is one.
    let checked = check_all(shop.db()).await.unwrap();
    assert!(
        checked.broken.iter().any(|it| it.contains("no job waits")),
        "{:#?}",
        checked.broken
    );
    let folder = tempfile::tempdir().unwrap();
    back_up(&shop, folder.path(), "dukani-1.dump").await;
    let said = drill_elsewhere(folder.path()).await.unwrap();
    assert!(
        said.ends_with("could be restored, and is as it was"),
        "{said}"
    );
}

/// A login as a managed server gives it, and a database of its own.
async fn managed(name: &str) -> PgConnectOptions {
    let mut admin = PgConnection::connect_with(&support::admin().await)
        .await
        .unwrap();
    for make in [
        format!("create role {name} login createrole"),
        format!("create database {name} owner {name}"),
    ] {
        admin.execute(AssertSqlSafe(make)).await.unwrap();
    }
    admin.close().await.unwrap();
    support::admin().await.username(name).database(name)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_superuser_is_needed_to_come_back() {
    let shop = busy_shop("moved").await;
    let folder = tempfile::tempdir().unwrap();
    let (file, _) = back_up(&shop, folder.path(), "a.dump").await;

    // Never over something that is there.
    let there = shop.login();
    let refused = backup::restore(there, &Address::of_login(there), &file).await;
    let why = refused.unwrap_err();
    assert!(
        why.contains("empty database only") && why.contains("app: "),
        "{why}"
    );

    let login = managed("restored").await;
    let (manifest, differences) = backup::restore(&login, &Address::of_login(&login), &file)
        .await
        .unwrap();
    assert!(differences.is_empty(), "{differences:#?}");
    roles::prepare(&login).await.unwrap();
    let db = still::connect(&login, 2).await;
    let checked = check_all_restored(&db).await.unwrap();
    assert_eq!(manifest.businesses, 1);
    assert!(checked.broken.is_empty(), "{:#?}", checked.broken);
    assert!(checked.examined > 0);
    // Owners, grants, policies and triggers are those that the migrations made.
    assert_eq!(rights(&login).await, rights(shop.login()).await);
    // What came back can be backed up again, by the login without a superuser.
    let again = folder.path().join("again.dump");
    let address = Address::of_login(&login);
    let second = backup::take(&login, &address, &again, None).await.unwrap();
    assert_eq!(second.tables["app.payment"], manifest.tables["app.payment"]);
}

/// Who owns what and who may do what, as one text.
async fn rights(login: &PgConnectOptions) -> Vec<String> {
    let mut connection = PgConnection::connect_with(login).await.unwrap();
    let rights: Vec<String> = sqlx::query_scalar(
        "select concat_ws(' ', 'table', c.oid::regclass, c.relrowsecurity, c.relforcerowsecurity,
                          c.relowner::regrole, c.relacl::text)
           from pg_class c where c.relnamespace in ('app'::regnamespace, 'setup'::regnamespace,
                                                    'graphile_worker'::regnamespace)
         union all
         select concat_ws(' ', 'function', p.oid::regprocedure, p.prosecdef, p.proowner::regrole,
                          p.proacl::text, p.proconfig::text)
           from pg_proc p where p.pronamespace in ('app'::regnamespace,
                                                   'graphile_worker'::regnamespace)
         union all
         select concat_ws(' ', 'policy', p.polrelid::regclass, p.polname, p.polcmd,
                          p.polroles::regrole[]::text, pg_get_expr(p.polqual, p.polrelid))
           from pg_policy p
         union all
         select concat_ws(' ', 'trigger', t.tgname, pg_get_triggerdef(t.oid))
           from pg_trigger t where not t.tgisinternal
         order by 1",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    assert!(rights.len() > 200, "{}", rights.len());
    connection.close().await.unwrap();
    rights
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_that_cannot_be_read_whole_stops_the_backup() {
    let shop = Shop::open("unseen").await;
    let mut superuser = shop.superuser().await;
    superuser
        .execute(
            "create table app.unseen (business_id bigint);
             alter table app.unseen enable row level security;
             grant select on app.unseen to dukani_backup",
        )
        .await
        .unwrap();
    superuser.close().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.dump");
    let login = shop.login();
    let refused = backup::take(login, &Address::of_login(login), &file, None).await;
    let why = refused.unwrap_err();
    assert!(why.contains("every row of app.unseen:"), "{why}");
    assert!(!file.exists());
}
