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
