//! A browser that goes away in the middle of a request: nothing of it stays behind.

use std::time::Duration;

use super::support::Shop;

/// So many turns of the scheduler take seconds: a request has long had its answers.
const MOST_TURNS: u32 = 4_000_000;

/// A request is dropped wherever it waits, also between "begin" and its answer. The connection goes
/// back to the others; it must not take a transaction with it, or whoever has it next would stand in
/// the middle of it.
#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_is_given_up_leaves_no_transaction_behind() {
    let shop = Shop::open("given-up").await;
    shop.sells("UNGA", "118", "5").await;
    // All connections are made before: making one takes longer than any of the tries below.
    let mut held = Vec::new();
    for _ in 0..8 {
        held.push(shop.db().begin_outside().await.unwrap());
    }
    drop(held);
    let mut superuser = shop.superuser().await;
    let (mut begun, mut tried, mut turns) = (0, 0, 0);
    // Until some come to their end: on a busy machine that takes more turns.
    while tried < 960 || (begun == 0 && turns < MOST_TURNS) {
        let requests = (0..8).map(|n| {
            let cx = shop.customer();
            tokio::spawn(async move {
                let request = async {
                    if n % 3 == 0 {
                        drop(cx.database().begin_outside().await);
                    } else {
                        drop(cx.read().await);
                    }
                };
                tokio::select! {
                    biased;
                    () = request => 1,
                    () = for_a_while(turns + n) => 0,
                }
            })
        });
        for request in requests.collect::<Vec<_>>() {
            begun += request.await.unwrap();
        }
        let mut left = left_open(&mut superuser).await;
        // Ten seconds, if need be.
        for _ in 0..500 {
            if left == 0 {
                break;
            }
            // What is on its way back has a moment.
            tokio::time::sleep(Duration::from_millis(20)).await;
            left = left_open(&mut superuser).await;
        }
        assert_eq!(
            left, 0,
            "after {turns} turns: connections took a transaction with them"
        );
        tried += 8;
        turns += if tried < 960 { 1 } else { turns };
    }
    assert!(
        (1..tried).contains(&begun),
        "{begun} of {tried} were not given up"
    );
    shop.check().await;
}

async fn left_open(superuser: &mut sqlx::PgConnection) -> i64 {
    sqlx::query_scalar(
        "select count(*) from pg_stat_activity
          where datname = current_database() and state like 'idle in transaction%'",
    )
    .fetch_one(superuser)
    .await
    .unwrap()
}

/// So many turns of the scheduler: finer than its clock.
async fn for_a_while(turns: u32) {
    for _ in 0..turns {
        tokio::task::yield_now().await;
    }
}
