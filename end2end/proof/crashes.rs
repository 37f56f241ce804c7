//! PostgreSQL and server nodes are killed without warning while customers order.
//!
//! What never breaks: an order that a customer was told of is there, once and whole, whatever was
//! killed in between; money of a prompt whose callback was taken is credited, once; nobody gets an
//! answer, and no log a line, that only a failure of ours explains; and jobs go on by themselves when
//! the database is back.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use sqlx::PgConnection;

use super::history::History;
use super::judge::{Verdict, judge, must_see_damage};
use super::load::{Load, Plan};
use super::money_judge;
use super::network::{Network, Rules};
use super::node::{Excuse, unexpected};
use super::run::{Row, Run, size, until};
use super::shop::{Goods, Shop};
use super::shopper::Answer;

const KINDS: u64 = 5;
/// What a node may write of a database that is away: what comes of every statement that fails for
/// it, of a connection that broke as it was made, and of the queue. Whatever else it writes of is a
/// failure of ours.
const AWAY: [&str; 10] = [
    "the database does not answer: ",
    "a refused form could not be kept: unavailable",
    "a refused form could not be put back: unavailable",
    "error returned from after_connect",
    "the worker ended; it starts again",
    "Could not get job : ",
    "Error occurred while trying to get job : ",
    "Error occurred while query: ",
    "Failed to persist failed job",
    "Release job error : ",
];
/// The database is back and some still find out that it was away: whoever waits for a connection
/// does so for ten seconds, and the queue looks every ten; on a busy machine, later.
const AFTERWARDS: TimeDelta = TimeDelta::seconds(60);

fn goods() -> Vec<Goods> {
    (0..KINDS)
        .map(|kind| Goods {
            sku: format!("HOT-{kind}"),
            stock: 1_000_000,
        })
        .collect()
}

async fn plan(shop: &Shop, db: &mut PgConnection, seed: u64) -> Plan {
    let mut products = Vec::new();
    for kind in 0..KINDS {
        products.push(shop.product(db, &format!("HOT-{kind}")).await);
    }
    Plan {
        clients: size("PROOF_CLIENTS", 12),
        nodes: shop.urls(),
        products,
        has_mpesa: shop.simulator.is_some(),
        patience: Duration::from_secs(90),
        seed,
    }
}

/// Nodes whose customers pay by M-Pesa too; every prompt is paid, and its callback posted until it is
/// taken.
async fn serve(shop: &mut Shop, count: usize, seed: u64) -> Network {
    let network = Network::start(seed, shop.postgres.login()).await;
    network.obey(Rules {
        is_patient: true,
        ..Rules::default()
    });
    shop.serve_with_mpesa(count, &network).await;
    let all_pay = json!({ "auto": "accept", "auto_after_ms": 300 });
    shop.switch_mpesa(&all_pay).await;
    network
}

/// What M-Pesa took, once it takes no more and everything that it posted was taken.
async fn money(shop: &Shop, network: &Network) -> money_judge::Verdict {
    // The simulator answers for the customer after a moment.
    tokio::time::sleep(Duration::from_millis(600)).await;
    if let Some(simulator) = &shop.simulator {
        simulator.kill();
    }
    let most = Duration::from_secs(90);
    until("every callback is taken", most, async || !network.is_busy()).await;
    let mut db = shop.postgres.connect().await;
    // A job that was interrupted is given back within a minute.
    let most = Duration::from_secs(240);
    let is_read = async || unread(&mut db).await == 0;
    until("every callback that was taken is read", most, is_read).await;
    let asked = prompts(&mut db).await;
    money_judge::judge(&mut db, &network.posted(), asked).await
}

/// Attempts of which the callback is there and the end is not.
async fn unread(db: &mut PgConnection) -> i64 {
    let count = sqlx::query_scalar(
        "select count(*) from app.mpesa_attempt a
          where a.state in ('created', 'submitting', 'pending', 'unknown')
            and exists (select from app.mpesa_message m
                         where m.business_id = a.business_id and m.attempt_id = a.attempt_id
                           and m.kind = 'callback')",
    );
    count.fetch_one(db).await.unwrap()
}

async fn prompts(db: &mut PgConnection) -> u64 {
    let count = sqlx::query_scalar("select count(*) from app.mpesa_attempt");
    let count: i64 = count.fetch_one(db).await.unwrap();
    u64::try_from(count).unwrap()
}

/// Shows the judge of money its damage, on a connection of its own.
async fn must_see_lost_money(shop: &Shop, network: &Network) {
    let mut db = shop.postgres.connect().await;
    let asked = prompts(&mut db).await;
    money_judge::must_see_damage(&mut db, &network.posted(), asked).await;
}

/// The judges of answers and of logs see what they must.
fn must_see_failures() {
    let history = History::new();
    for status in [200, 303, 503, 500] {
        let answer = Answer::Status(status);
        history.heard(0, "a node", "place", Instant::now(), &answer);
    }
    assert_eq!(history.failures(true).len(), 1);
    assert_eq!(history.failures(false).len(), 2);
    let at = |second: u32| -> DateTime<Utc> {
        let time = format!("2026-01-15T10:00:{second:02}Z");
        time.parse().unwrap()
    };
    let away = Excuse {
        sentences: &AWAY,
        times: vec![(at(10), at(20))],
    };
    let explained = [
        "2026-01-15T10:00:10.000001Z ERROR request: the database does not answer: gone fault=00",
        "2026-01-15T10:00:19.999999Z ERROR Could not get job : 57P01",
    ];
    let unexplained = [
        // Before it was away, and after it was back.
        "2026-01-15T10:00:09.999999Z ERROR request: the database does not answer: gone fault=01",
        "2026-01-15T10:00:20.000001Z ERROR Could not get job : 57P01",
        // Meanwhile, but not for that.
        "2026-01-15T10:00:15.000000Z ERROR database: 23505 order_pkey: twice fault=02",
        "2026-01-15T10:00:15.000000Z ERROR database: 42P01 : no graphile_worker.jobs fault=03",
        "2026-01-15T10:00:15.000000Z ERROR Job max attempts reached error=57P01",
        "2026-01-15T10:00:15.000000Z ERROR a refused form could not be kept: fault 04 fault=05",
        "2026-01-15T10:00:15.000000Z ERROR panicked: the database does not answer: gone",
        // Nobody knows when.
        "thread panicked: the database does not answer: gone",
    ];
    let log = [&explained[..], &unexplained[..]].concat().join("\n");
    assert_eq!(unexpected(&log, &away), unexplained);
    let all = explained.len() + unexplained.len();
    assert_eq!(unexpected(&log, &Excuse::default()).len(), all);
}

/// Customers are served: so many more than before were told that their order is placed.
async fn served(history: &History, more: u64) {
    let before = history.acknowledged();
    until(
        "orders are placed again",
        Duration::from_secs(90),
        async || history.acknowledged() >= before + more,
    )
    .await;
}

/// So many orders were placed in all.
async fn placed(history: &History, count: u64) {
    let most = Duration::from_secs(1_800);
    let is_enough = async || history.acknowledged() >= count;
    until("as many orders as are wanted", most, is_enough).await;
}

/// The judges' verdict, the program's own check, and the record where one is not content. `away`:
/// when the database was, which explains lines of a log and answers; never, where it was left alone.
async fn close(
    shop: &Shop,
    (name, seed): (&str, u64),
    history: &Arc<History>,
    network: &Network,
    away: &Excuse,
) -> Verdict {
    must_see_failures();
    shop.logs_must_be_clean(away);
    let money = money(shop, network).await;
    let mut db = shop.postgres.connect().await;
    let mut verdict = judge(&mut db, seed, &history.intents()).await;
    let checked = shop.check();
    let failures = history.failures(!away.times.is_empty());
    let is_fine = verdict.words.is_empty() && failures.is_empty() && money.is_counted_once();
    if !is_fine || checked.is_err() {
        history.save(&Shop::keep(name));
    }
    verdict.must_be_clean();
    assert!(failures.is_empty(), "{failures:#?}");
    assert!(money.is_counted_once(), "{money:#?}");
    assert!(money.paid >= 2, "hardly anybody paid: {money:#?}");
    assert_eq!(checked, Ok(()));
    must_see_lost_money(shop, network).await;
    must_see_damage(&mut db, seed, &history.intents()).await;
    verdict.paid = money.paid;
    verdict
}

fn row(size: String, faults: String, verdict: &Verdict) -> Row {
    Row {
        size,
        faults,
        acknowledged: verdict.acknowledged,
        lost: verdict.lost,
        doubled: verdict.doubled,
    }
}

/// A job that does nothing; it is done when anybody does jobs.
async fn jobs_are_done(shop: &Shop) {
    let mut db = shop.postgres.connect().await;
    let job: uuid::Uuid = sqlx::query_scalar(
        "insert into app.outbox (business_id, outbox_id, task, payload, run_at)
         select business_id, gen_random_uuid(), 'orders.release',
                jsonb_build_object('order_id', gen_random_uuid()), now()
           from app.business limit 1 returning outbox_id",
    )
    .fetch_one(&mut db)
    .await
    .unwrap();
    until(
        "a job is done after the crash",
        Duration::from_secs(90),
        async || {
            sqlx::query_scalar("select done_at is not null from app.outbox where outbox_id = $1")
                .bind(job)
                .fetch_one(&mut db)
                .await
                .unwrap()
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn orders_survive_a_killed_database() {
    let run = Run::begin(
        "orders_survive_a_killed_database",
        "PostgreSQL killed under orders",
    );
    let run = run.await;
    let kills = size("PROOF_DB_KILLS", 2);
    let every = Duration::from_millis(size("PROOF_DB_KILL_EVERY_MS", 1_500));
    let away = Duration::from_millis(size("PROOF_DB_AWAY_MS", 7_000));
    // At least so many orders in all, as many of them between any two kills.
    let orders = size("PROOF_DB_ORDERS", 0);
    let mut shop = Shop::open("db", &[], &goods()).await;
    let network = serve(&mut shop, 2, run.seed).await;
    let mut db = shop.postgres.connect().await;
    let load = Load::start(plan(&shop, &mut db, run.seed).await);
    drop(db);
    served(&load.history, 10).await;
    let mut times = Vec::new();
    for kill in 0..kills {
        placed(&load.history, orders * kill / kills).await;
        tokio::time::sleep(run.dice(kill).within(every)).await;
        let from = Utc::now();
        shop.postgres.kill();
        if kill + 1 == kills {
            // Longer than anybody in the program waits for a connection.
            tokio::time::sleep(away).await;
        }
        shop.postgres.start().await;
        times.push((from, Utc::now() + AFTERWARDS));
        served(&load.history, 10).await;
    }
    placed(&load.history, orders).await;
    let history = load.stop().await;
    jobs_are_done(&shop).await;
    let away = Excuse {
        sentences: &AWAY,
        times,
    };
    let verdict = close(&shop, ("db", run.seed), &history, &network, &away).await;
    let (silent, paid) = (history.silences(), verdict.paid);
    let size = format!(
        "{} customers, 2 nodes, {paid} paid by prompt",
        size("PROOF_CLIENTS", 12)
    );
    let faults = format!("{kills} kills of PostgreSQL, {silent} requests without an answer");
    run.finish(&row(size, faults, &verdict));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_database_that_forgets_is_found_out() {
    let run = Run::begin(
        "a_database_that_forgets_is_found_out",
        "control: a database that says yes before it has written, killed",
    );
    let run = run.await;
    // Nobody waits until the log is written, and nobody writes it: a kill forgets.
    let forgetful = ["synchronous_commit=off", "wal_buffers=64MB"];
    let mut shop = Shop::open("control", &forgetful, &goods()).await;
    shop.serve(2, &[]).await;
    let mut db = shop.postgres.connect().await;
    let mut plan = plan(&shop, &mut db, run.seed).await;
    drop(db);
    plan.patience = Duration::from_secs(4);
    let most = size("PROOF_CONTROL_KILLS", 5);
    let mut found = Verdict::default();
    let mut kills = 0;
    while found.lost == 0 && kills < most {
        kills += 1;
        shop.postgres.forget();
        plan.seed = run.seed.wrapping_add(kills);
        let load = Load::start(plan.clone());
        served(&load.history, 30).await;
        shop.postgres.kill();
        shop.postgres.start().await;
        let history = load.stop().await;
        let mut db = shop.postgres.connect().await;
        found = judge(&mut db, plan.seed, &history.intents()).await;
    }
    assert!(
        found.lost > 0,
        "the judge sees no loss where there must be one"
    );
    run.finish(&row(
        "must find at least 1 lost".to_owned(),
        format!("{kills} kills"),
        &found,
    ));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn orders_survive_killed_nodes() {
    let run = Run::begin(
        "orders_survive_killed_nodes",
        "server nodes killed under orders",
    );
    let run = run.await;
    let kills = size("PROOF_NODE_KILLS", 4);
    let every = Duration::from_millis(size("PROOF_NODE_KILL_EVERY_MS", 1_000));
    let mut shop = Shop::open("nodes", &[], &goods()).await;
    let network = serve(&mut shop, 3, run.seed).await;
    let mut db = shop.postgres.connect().await;
    let load = Load::start(plan(&shop, &mut db, run.seed).await);
    served(&load.history, 10).await;
    for kill in 0..kills {
        let mut dice = run.dice(kill);
        tokio::time::sleep(dice.within(every)).await;
        let node = &shop.nodes[usize::try_from(dice.below(shop.nodes.len() as u64)).unwrap()];
        node.kill();
        tokio::time::sleep(dice.within(Duration::from_millis(500))).await;
        node.start().await;
        served(&load.history, 10).await;
    }
    let history = load.stop().await;
    jobs_are_done(&shop).await;
    let never = Excuse::default();
    let verdict = close(&shop, ("nodes", run.seed), &history, &network, &never).await;
    let (silent, paid) = (history.silences(), verdict.paid);
    let size = format!(
        "{} customers, 3 nodes, {paid} paid by prompt",
        size("PROOF_CLIENTS", 12)
    );
    let faults = format!("{kills} kills of a node, {silent} requests without an answer");
    run.finish(&row(size, faults, &verdict));
}
