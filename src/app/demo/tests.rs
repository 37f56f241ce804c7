//! The demo is filled once, whatever was there, and everything in it agrees.

use sqlx::{AssertSqlSafe, PgConnection};

use super::*;
use crate::app::operate::operator;
use crate::reports;
use crate::tests::support::{Shop, database};

/// What there is of papers, and in which states.
const KINDS: [(&str, &[&str]); 8] = [
    (
        "select distinct state from app.purchase where business_id = $demo order by 1",
        &["draft", "part_received", "received", "sent"],
    ),
    (
        "select distinct state from app.transfer where business_id = $demo order by 1",
        &["completed", "in_transit", "pending"],
    ),
    (
        "select distinct state from app.stock_take where business_id = $demo order by 1",
        &["done", "open"],
    ),
    (
        "select distinct kind from app.sale where business_id = $demo order by 1",
        &["refund", "sale"],
    ),
    (
        "select case when closed_at is null then 'open' else 'closed' end
           from app.shift where business_id = $demo order by 1",
        &["closed", "open"],
    ),
    (
        "select distinct reason from app.adjustment where business_id = $demo order by 1",
        &["counted", "damage"],
    ),
    (
        "select case when paid_minor = total_minor then 'paid'
                     when paid_minor > 0 then 'part paid'
                     when due_on < current_date then 'overdue' else 'open' end
           from app.bill where business_id = $demo order by 1",
        &["overdue", "paid", "part paid"],
    ),
    (
        "select distinct case when expires_on < current_date then 'expired'
                              when expires_on < current_date + 7 then 'soon' else 'later' end
           from app.cost_layer
          where business_id = $demo and left_milli > 0 and expires_on is not null order by 1",
        &["expired", "later", "soon"],
    ),
];

/// Everything that is wrong with the demo's books, stock and papers.
async fn broken(db: &Database) -> Vec<String> {
    let mut tx = operator(db, SLUG).read().await.unwrap();
    let findings = reports::check(&mut tx).await.unwrap();
    let broken = findings.into_iter().flat_map(|finding| finding.broken);
    broken.collect()
}

/// The words that a statement about the demo answers with, in their order.
async fn told(connection: &mut PgConnection, sql: &str) -> Vec<String> {
    let id = "(select business_id from app.business where slug = 'demo')";
    let sql = sql.replace("$demo", id);
    sqlx::query_scalar(AssertSqlSafe(sql))
        .fetch_all(connection)
        .await
        .unwrap()
}

/// How many rows the demo has, table by table.
async fn rows(connection: &mut PgConnection) -> Vec<String> {
    let tables = [
        "audit",
        "location",
        "supplier",
        "purchase",
        "receipt",
        "bill",
        "payment",
        "pack",
        "price",
        "stock_movement",
        "transfer",
        "stock_take",
        "sale",
        "journal_entry",
        "file",
    ];
    let counts = tables.map(|table| {
        format!("select '{table} ' || count(*) from app.{table} where business_id = $demo")
    });
    told(connection, &counts.join(" union all ")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_has_every_kind_of_paper_once_and_they_agree() {
    let shop = Shop::open("beside").await;
    let (db, seal) = (shop.db(), shop.state().seal);
    fill(db, &seal).await.unwrap();
    let mut superuser = shop.superuser().await;
    let first = rows(&mut superuser).await;
    fill(db, &seal).await.unwrap();
    assert_eq!(rows(&mut superuser).await, first, "filled twice");

    let broken = broken(db).await;
    assert!(broken.is_empty(), "{broken:#?}");
    for (sql, expected) in KINDS {
        assert_eq!(told(&mut superuser, sql).await, expected, "{sql}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demo_that_was_there_before_stays_as_it_was() {
    let shop = Shop::open("older").await;
    let (db, seal) = (shop.db(), shop.state().seal);
    // One of a version that knew no suppliers: the business and its settings.
    let user = login(db).await.unwrap();
    let session = sessions::open_for(db, user).await.unwrap();
    let now = clock::now();
    open(db, &session, now).await.unwrap();
    let past = Past::of(db, &session, now).await.unwrap();
    furnish(&past.ago(0, 0), &seal).await.unwrap();
    fill(db, &seal).await.unwrap();
    let mut superuser = shop.superuser().await;
    let locations = "select name from app.location where business_id = $demo";
    assert_eq!(told(&mut superuser, locations).await, ["Market stall"]);
    let suppliers = "select name from app.supplier where business_id = $demo";
    assert!(told(&mut superuser, suppliers).await.is_empty());
    assert!(broken(db).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_is_not_put_beside_a_shop_that_was_there_before() {
    let shop = Shop::open("real-shop").await;
    let (db, config) = (shop.db(), shop.state().config);
    let why = keeps_apart(&config, db, true).await.unwrap_err();
    assert!(why.contains("DUKANI_DATA"), "{why}");
    assert_eq!(keeps_apart(&config, db, false).await, Ok(()));
    // A business that somebody opened beside the demo, to try that, is no reason.
    let user = login(db).await.unwrap();
    let session = sessions::open_for(db, user).await.unwrap();
    open(db, &session, clock::now()).await.unwrap();
    assert_eq!(keeps_apart(&config, db, true).await, Ok(()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_that_strangers_reach_does_not_begin_with_the_demo() {
    let (db, _) = database().await;
    let here = Config::from_lookup(|_| None).unwrap();
    let mut public = here.clone();
    public.public_url = "https://shop.example.co.ke".to_owned();
    for config in [&here, &public] {
        for with_demo in [true, false] {
            assert_eq!(keeps_apart(config, &db, with_demo).await, Ok(()));
        }
    }
    let user = login(&db).await.unwrap();
    let session = sessions::open_for(&db, user).await.unwrap();
    open(&db, &session, clock::now()).await.unwrap();
    assert_eq!(keeps_apart(&here, &db, false).await, Ok(()));
    let why = keeps_apart(&public, &db, false).await.unwrap_err();
    assert!(why.contains("DUKANI_DATA"), "{why}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_locked_only_where_it_is_the_demos() {
    let shop = Shop::open("demo-lock").await;
    let db = shop.db();
    let user = login(db).await.unwrap();
    // Somebody signed up with it, and there is no demo.
    lock(db).await.unwrap();
    assert!(staff::has_password(db, PHONE, PASSWORD).await.unwrap());
    let session = sessions::open_for(db, user).await.unwrap();
    open(db, &session, clock::now()).await.unwrap();
    lock(db).await.unwrap();
    assert!(!staff::has_password(db, PHONE, PASSWORD).await.unwrap());
}
