//! Waits until others wait: of two acts at one instant, which comes first.

use std::time::Duration;

use super::support::Shop;

/// Until so many wait for locks.
pub async fn until_waiting(shop: &Shop, many: i64) {
    let mut root = shop.superuser().await;
    for _ in 0..500 {
        let waiting: i64 = sqlx::query_scalar(
            "select count(*) from pg_stat_activity
              where datname = current_database() and wait_event_type = 'Lock'",
        )
        .fetch_one(&mut root)
        .await
        .unwrap();
        if waiting >= many {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("fewer than {many} wait");
}
