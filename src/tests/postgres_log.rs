//! That the private cluster's own log does not show the rows that errors are about.

use super::support::{Shop, server};
use crate::platform::secrets::new_token;

#[tokio::test(flavor = "multi_thread")]
async fn the_databases_own_log_keeps_rows_to_itself() {
    let shop = Shop::open("terse").await;
    let (told, kept) = (new_token(), new_token());
    let mut tx = shop.look().await;
    let raise = format!("do $$ begin raise exception '{told}' using detail = '{kept}'; end $$");
    // Without a name of its own the statement is logged with the error: it is made in the database.
    let raise = format!(
        "do $x$ begin execute convert_from(decode('{}', 'hex'), 'UTF8'); end $x$",
        raise
            .bytes()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    );
    let refused = sqlx::query(sqlx::AssertSqlSafe(raise))
        .execute(tx.conn())
        .await
        .unwrap_err();
    let refused = refused.into_database_error().unwrap();
    assert_eq!(refused.message(), told);
    let log = server().await.folder.path().join("postgres/server.log");
    let log = String::from_utf8_lossy(&std::fs::read(log).unwrap()).into_owned();
    assert!(log.contains(&told), "it is logged at all");
    assert!(!log.contains(&kept), "and not what it was about");
}
