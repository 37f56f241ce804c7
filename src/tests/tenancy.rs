//! One business never sees another: read from the catalogue, so that no table can be forgotten.

use sqlx::{AssertSqlSafe, Row};

use super::support::Shop;

/// Every row it returns is a defect of the schema.
const LINT: &str = include_str!("schema_lint.sql");

#[tokio::test(flavor = "multi_thread")]
async fn the_schema_has_no_defect() {
    let shop = Shop::open("lint").await;
    let mut connection = shop.superuser().await;
    let rows = sqlx::query(LINT).fetch_all(&mut connection).await.unwrap();
    let defects: Vec<(String, String)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    assert!(defects.is_empty(), "{defects:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lint_finds_a_defect() {
    let shop = Shop::open("control").await;
    let mut connection = shop.superuser().await;
    sqlx::query("create table app.leak (business_id bigint, secret text)")
        .execute(&mut connection)
        .await
        .unwrap();
    let rows = sqlx::query(LINT).fetch_all(&mut connection).await.unwrap();
    assert!(rows.iter().any(|row| row.get::<String, _>(1) == "leak"));
}

/// Every tenant table, by name.
async fn tenant_tables(shop: &Shop) -> Vec<String> {
    let mut connection = shop.superuser().await;
    let rows = sqlx::query(
        "select c.relname::text from pg_class c
          where c.relnamespace = 'app'::regnamespace and c.relkind = 'r'
            and coalesce(obj_description(c.oid, 'pg_class'), '') !~ '^(global|directory):'",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    let tables: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    assert!(tables.len() > 25, "{tables:?}");
    tables
}

#[tokio::test(flavor = "multi_thread")]
async fn a_business_cannot_touch_its_neighbour() {
    let ours = Shop::open("ours").await;
    let theirs = ours.neighbour("theirs").await;
    theirs.an_order(12_000).await;
    let mut tx = theirs.look().await;
    let (victim, mut seen) = (tx.business(), 0);
    for table in tenant_tables(&ours).await {
        let count = format!("select count(*) from app.{table} where business_id = $1");
        let own: i64 = sqlx::query_scalar(AssertSqlSafe(count.clone()))
            .bind(victim)
            .fetch_one(tx.conn())
            .await
            .unwrap();
        seen += own;
        let mut us = ours.cx().begin().await.unwrap();
        let foreign: i64 = sqlx::query_scalar(AssertSqlSafe(count))
            .bind(victim)
            .fetch_one(us.conn())
            .await
            .unwrap();
        assert_eq!(foreign, 0, "{table} shows another business's rows");
        for act in [
            "update app.{t} set business_id = business_id",
            "delete from app.{t}",
        ] {
            let mut us = ours.cx().begin().await.unwrap();
            let act = format!("{} where business_id = $1", act.replace("{t}", &table));
            // Either the role may not at all, or it finds nothing.
            let done = sqlx::query(AssertSqlSafe(act))
                .bind(victim)
                .execute(us.conn())
                .await;
            assert_eq!(done.map_or(0, |done| done.rows_affected()), 0, "{table}");
        }
    }
    assert!(
        seen > 20,
        "the neighbour has rows that could have been seen"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_scope_there_is_nothing() {
    let shop = Shop::open("outside").await;
    shop.an_order(12_000).await;
    for table in tenant_tables(&shop).await {
        let mut tx = shop.db().begin_outside().await.unwrap();
        let count = format!("select count(*) from app.{table}");
        let rows: i64 = sqlx::query_scalar(AssertSqlSafe(count))
            .fetch_one(&mut *tx)
            .await
            .unwrap();
        assert_eq!(rows, 0, "{table}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn directories_are_closed_to_requests() {
    let shop = Shop::open("closed").await;
    for table in [
        "user",
        "session",
        "organization",
        "business_address",
        "callback_token",
        "mpesa_receipt",
        "flash",
    ] {
        let mut tx = shop.db().begin_outside().await.unwrap();
        let read = sqlx::query(AssertSqlSafe(format!("select * from app.{table}")))
            .fetch_optional(&mut *tx)
            .await;
        assert!(read.is_err(), "{table} is open");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_books_refuse_what_does_not_balance() {
    let shop = Shop::open("unbalanced").await;
    shop.an_order(12_000).await;
    let mut tx = shop.cx().begin().await.unwrap();
    let business = tx.business();
    let added = sqlx::query(
        "insert into app.journal_line (business_id, entry_id, line_no, account_id, amount_minor)
         select e.business_id, e.entry_id, 99, a.account_id, 1
           from app.journal_entry e join app.account a on a.business_id = e.business_id
          where e.business_id = $1 limit 1",
    )
    .bind(business)
    .execute(tx.conn())
    .await
    .unwrap();
    assert_eq!(added.rows_affected(), 1);
    assert!(tx.commit().await.is_err(), "a lone line went in");
    for act in [
        "update app.journal_line set amount_minor = 1",
        "delete from app.journal_entry",
    ] {
        let mut connection = shop.superuser().await;
        let done = sqlx::query(act).execute(&mut connection).await;
        assert!(done.is_err(), "{act} went through, even for the superuser");
    }
    shop.check().await;
}
