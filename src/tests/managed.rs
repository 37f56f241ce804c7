//! A PostgreSQL that somebody else runs: our login has CREATEROLE and its own database, and is no
//! superuser. Everything works with that.

use sqlx::{Connection, Executor, PgConnection, Row};

use super::still;
use super::support::{self, Shop};
use crate::platform::roles;

#[tokio::test(flavor = "multi_thread")]
async fn no_superuser_is_needed() {
    let mut admin = PgConnection::connect_with(&support::admin().await)
        .await
        .unwrap();
    // A managed server's login: roles of ours exist already on this one, so it may grant them.
    admin
        .execute("create role managed login createrole")
        .await
        .unwrap();
    admin
        .execute("create database managed owner managed")
        .await
        .unwrap();
    admin.close().await.unwrap();
    let login = support::admin()
        .await
        .username("managed")
        .database("managed");
    roles::prepare(&login).await.unwrap();
    // Twice is once, and two processes may come at the same time.
    let (one, two) = tokio::join!(roles::prepare(&login), roles::prepare(&login));
    one.and(two).unwrap();
    let mut connection = PgConnection::connect_with(&login).await.unwrap();
    let superuser: bool = connection
        .fetch_one("select rolsuper from pg_roles where rolname = current_user")
        .await
        .unwrap()
        .get(0);
    assert!(!superuser);
    let db = still::connect(&login, 4).await;
    let shop = Shop::open_in(db, login, "managed").await;
    shop.an_order(12_000).await;
    shop.check().await;
}
