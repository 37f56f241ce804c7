//! Every table, read and written as the role that requests run as: without a scope, and in the
//! scope of another business.

use sqlx::{AssertSqlSafe, PgConnection, Row};

use super::town::{Town, checksums, differing, tenant_tables};
use crate::tests::support::Shop;

/// What got through, in words; nothing when all is well.
async fn sweep(from: &Shop, at: &Shop) -> Vec<String> {
    let mut leaks = Vec::new();
    let mut superuser = at.superuser().await;
    let victim: i64 = sqlx::query_scalar("select business_id from app.business where slug = $1")
        .bind(&at.slug)
        .fetch_one(&mut superuser)
        .await
        .unwrap();
    for table in tenant_tables(&mut superuser).await {
        let row: Option<serde_json::Value> = sqlx::query_scalar(AssertSqlSafe(format!(
            "select to_jsonb(t) from app.{table} t where business_id = $1 limit 1"
        )))
        .bind(victim)
        .fetch_optional(&mut superuser)
        .await
        .unwrap();
        let insert = insert_of(&mut superuser, &table).await;
        for scoped in [true, false] {
            for act in [
                format!("select 1 from app.{table} where business_id = $1"),
                format!("update app.{table} set business_id = business_id where business_id = $1"),
                format!("delete from app.{table} where business_id = $1"),
            ] {
                let mut tx = Tx::begin(from, scoped).await;
                // Either the role may not at all, or it finds nothing.
                let done = sqlx::query(AssertSqlSafe(act.clone())).bind(victim);
                let touched = done
                    .execute(tx.conn())
                    .await
                    .map(|done| done.rows_affected());
                if touched.unwrap_or(0) > 0 {
                    leaks.push(format!("{act} (scoped: {scoped})"));
                }
            }
            let Some(row) = &row else { continue };
            let mut tx = Tx::begin(from, scoped).await;
            let done = sqlx::query(AssertSqlSafe(insert.clone())).bind(row);
            // Refused by the policy, by a trigger or for want of a grant; a row that is told that
            // it is there already got too far.
            let refused = match done.execute(tx.conn()).await {
                Ok(done) => done.rows_affected() == 0,
                Err(error) => code_of(&error) != "23505",
            };
            if !refused {
                leaks.push(format!("{insert} (scoped: {scoped})"));
            }
        }
    }
    leaks
}

fn code_of(error: &sqlx::Error) -> String {
    let code = error.as_database_error().and_then(|error| error.code());
    code.map(|code| code.into_owned()).unwrap_or_default()
}

/// The insert of a row like one that is there, whatever columns the table has.
async fn insert_of(connection: &mut PgConnection, table: &str) -> String {
    let rows = sqlx::query(
        "select quote_ident(attname) from pg_attribute
          where attrelid = ('app.' || quote_ident($1))::regclass and attnum > 0
            and not attisdropped and attgenerated = ''",
    )
    .bind(table)
    .fetch_all(connection)
    .await
    .unwrap();
    let columns: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    let columns = columns.join(", ");
    format!(
        "insert into app.{table} ({columns})
         select {columns} from jsonb_populate_record(null::app.{table}, $1)"
    )
}

/// A transaction of requests, in our scope or in none. Never committed.
enum Tx {
    Inside(Box<crate::platform::BusinessTx>),
    Outside(sqlx::Transaction<'static, sqlx::Postgres>),
}

impl Tx {
    async fn begin(shop: &Shop, scoped: bool) -> Tx {
        if scoped {
            Tx::Inside(Box::new(shop.cx().begin().await.unwrap()))
        } else {
            Tx::Outside(shop.db().begin_outside().await.unwrap())
        }
    }

    fn conn(&mut self) -> &mut PgConnection {
        match self {
            Tx::Inside(tx) => tx.conn(),
            Tx::Outside(tx) => tx,
        }
    }
}

/// The tables in which a business has no row: of them a sweep says nothing.
async fn empty_tables(shop: &Shop) -> Vec<String> {
    let mut superuser = shop.superuser().await;
    let mut empty = Vec::new();
    for table in tenant_tables(&mut superuser).await {
        let has_rows: bool = sqlx::query_scalar(AssertSqlSafe(format!(
            "select exists (select from app.{table} where business_id =
                 (select business_id from app.business where slug = $1))"
        )))
        .bind(&shop.slug)
        .fetch_one(&mut superuser)
        .await
        .unwrap();
        if !has_rows {
            empty.push(format!("{table} of {}", shop.slug));
        }
    }
    empty
}

#[tokio::test(flavor = "multi_thread")]
async fn every_table_has_a_row_to_be_swept() {
    let town = Town::build().await;
    for shop in [&town.ours, &town.theirs] {
        let empty = empty_tables(shop).await;
        assert!(
            empty.is_empty(),
            "give these a row in town.rs or beside it: {empty:#?}"
        );
    }
    // It would have been seen.
    let bare = town.ours.neighbour("bare").await;
    assert!(
        empty_tables(&bare)
            .await
            .contains(&"bill of bare".to_owned())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn no_table_shows_or_takes_another_businesss_rows() {
    let town = Town::build().await;
    let leaks = sweep(&town.ours, &town.theirs).await;
    assert!(leaks.is_empty(), "{leaks:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sweep_of_tables_finds_a_leak() {
    let ours = Shop::open("ours").await;
    let theirs = ours.neighbour("theirs").await;
    theirs.an_order(12_000).await;
    let mut superuser = ours.superuser().await;
    // Tills are told of nothing that is in it: no other table's wall stands behind this one's.
    sqlx::raw_sql(
        "alter table app.number_series no force row level security, disable row level security",
    )
    .execute(&mut superuser)
    .await
    .unwrap();
    let leaks = sweep(&ours, &theirs).await;
    for act in ["select 1", "update", "insert into"] {
        assert!(
            leaks.iter().any(|leak| leak.starts_with(act)),
            "{act}: {leaks:#?}"
        );
    }
    assert!(leaks.iter().all(|leak| leak.contains("app.number_series")));
}

/// Every sweep tells by these sums that nothing was touched: one row less, or one word more, of any
/// table is seen, and seen in that table alone.
#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_any_table_is_seen() {
    let town = Town::build().await;
    let mut superuser = town.theirs.superuser().await;
    let victim: i64 = sqlx::query_scalar("select business_id from app.business where slug = $1")
        .bind(&town.theirs.slug)
        .fetch_one(&mut superuser)
        .await
        .unwrap();
    // Rules and triggers would forbid it: they are off for this connection.
    sqlx::raw_sql("set session_replication_role = replica")
        .execute(&mut superuser)
        .await
        .unwrap();
    let others = checksums(&town.ours).await;
    let mut now = checksums(&town.theirs).await;
    for table in tenant_tables(&mut superuser).await {
        // Without its own row nobody would find the rest of a business.
        let act = match table.as_str() {
            "business" => "update app.business set name = name || '.' where business_id = $1",
            _ => {
                "delete from app.{table} where ctid =
                      (select ctid from app.{table} where business_id = $1 limit 1)"
            }
        };
        let act = act.replace("{table}", &format!("\"{table}\""));
        let done = sqlx::query(AssertSqlSafe(act)).bind(victim);
        let done = done.execute(&mut superuser).await.unwrap();
        assert_eq!(done.rows_affected(), 1, "{table}");
        let then = checksums(&town.theirs).await;
        assert_eq!(differing(&now, &then), [table]);
        now = then;
    }
    assert_eq!(checksums(&town.ours).await, others);
}
