//! Many prompts, and a network that delivers M-Pesa's callbacks late, twice, in another order or not
//! at all, among forgeries, while M-Pesa itself loses answers and refuses.
//!
//! What never breaks: money that M-Pesa took is credited once or a person is asked to look; money
//! that it did not take is never credited; no attempt stays without an end; goods whose reservation
//! ran out are not sold twice when their payment comes after all.

use std::time::Duration;

use serde_json::{Value, json};
use sqlx::{Executor as _, PgConnection};
use uuid::Uuid;

use super::forgery::{self, KINDS, SHILLINGS};
use super::money_judge::{judge, must_see_damage, must_see_lies};
use super::network::{Network, Posted, Rules};
use super::run::{Dice, Row, Run, size, until};
use super::shop::{Goods, Shop};
use super::shopper::{Shopper, Wish, http};

/// The simulator remembers a thousand prompts; so many are settled before more are asked for.
const BATCH: u64 = 800;
/// So many customers order at the same time.
const AT_ONCE: usize = 12;

struct Stage {
    shop: Shop,
    network: Network,
    db: PgConnection,
    http: reqwest::Client,
    /// The longest that an attempt may be without an end.
    settles_within: Duration,
}

impl Stage {
    async fn open(run: &Run, goods: &[Goods]) -> Stage {
        let mut shop = Shop::open("callbacks", &[], goods).await;
        let network = Network::start(run.seed, shop.postgres.login()).await;
        shop.serve_with_mpesa(2, &network).await;
        Stage {
            db: shop.postgres.connect().await,
            http: http(),
            settles_within: Duration::from_secs(size("PROOF_SETTLED_WITHIN_S", 180)),
            shop,
            network,
        }
    }

    async fn switch(&self, switches: &Value) {
        self.shop.switch_mpesa(switches).await;
    }

    async fn count(&mut self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql)
            .fetch_one(&mut self.db)
            .await
            .unwrap()
    }
}

/// What M-Pesa does to the prompts of one wave.
fn weather(dice: &mut Dice, is_first: bool, may_ignore: bool) -> (Value, bool) {
    if is_first {
        return (switches("accept", "none", false), false);
    }
    let answers = [
        "accept",
        "accept",
        "accept",
        "cancel",
        "wrong-pin",
        "no-funds",
        "ignore",
    ];
    let known = if may_ignore {
        answers.len()
    } else {
        answers.len() - 1
    };
    let mut auto = dice.one_of(&answers[..known]);
    let push = dice.one_of(&[
        "none",
        "none",
        "none",
        "internal-error",
        "lost-answer",
        "busy",
        "refused",
        "spike",
        "html",
    ]);
    let is_early = dice.below(4) == 0;
    let is_blind = matches!(push, "internal-error" | "lost-answer");
    if is_blind && auto == "ignore" {
        // It would end in another wave, whose network might swallow the only word of it.
        auto = "cancel";
    }
    (switches(auto, push, is_early), is_blind)
}

fn switches(auto: &str, push: &str, is_early: bool) -> Value {
    json!({
        "auto": auto, "auto_after_ms": 300, "push_fault": push,
        "early_callbacks": is_early, "query_fault": "none",
    })
}

/// One customer orders one piece and is asked for it.
async fn order(
    shopper: Shopper,
    nodes: Vec<String>,
    product: Uuid,
    number: u64,
    pay_by: &'static str,
    quantity: u64,
) {
    let wish = Wish {
        phone: format!("07{:08}", 10_000_000 + number),
        note: format!("proof {number}"),
        pay_by,
    };
    let node = &nodes[usize::try_from(number).unwrap() % nodes.len()];
    shopper.choose(node, product, quantity).await;
    let form = shopper.checkout(node, &wish).await.expect("a checkout");
    let answer = shopper.place(node, &form).await;
    assert!(answer.is_order(), "{number}: {answer}");
}

/// So many customers, from this number on.
async fn wave(stage: &Stage, product: Uuid, from: u64, count: u64) {
    let numbers: Vec<u64> = (from..from + count).collect();
    for some in numbers.chunks(AT_ONCE) {
        let tasks: Vec<_> = some
            .iter()
            .map(|number| {
                let shopper = Shopper::new(&stage.http, *number);
                let nodes = stage.shop.urls();
                tokio::spawn(order(shopper, nodes, product, *number, "mpesa", 1))
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
    }
}

/// Every prompt was sent or refused, and what M-Pesa said of it has arrived or never will.
async fn wave_is_over(stage: &mut Stage) {
    let most = stage.settles_within;
    until("all prompts are sent", most, async || {
        let unsent =
            "select count(*) from app.mpesa_attempt where state in ('created', 'submitting')";
        stage.count(unsent).await == 0
    })
    .await;
    // The simulator answers for the customer after a third of a second, on a busy machine later; what came in
    // the next wave would be carried by that wave's rules.
    tokio::time::sleep(Duration::from_secs(6)).await;
    stage.network.let_through().await;
    let network = stage.network.clone();
    until("the network is quiet", most, async || !network.is_busy()).await;
    stage.network.let_through().await;
}

/// Waits until the shop knows the end of every prompt, asking by itself. What was answered with a
/// firewall's page may have been a prompt or none, and nobody can be asked: two days pass for it.
async fn settle(stage: &mut Stage, is_lying: bool) {
    let fault = if is_lying { "contradiction" } else { "none" };
    stage
        .switch(&json!({ "query_fault": fault, "push_fault": "none" }))
        .await;
    let most = stage.settles_within;
    until(
        "every attempt that M-Pesa knows has an end",
        most,
        async || {
            let open = "select count(*) from app.mpesa_attempt
                     where state in ('created', 'submitting', 'pending', 'unknown')
                       and checkout_request_id is not null";
            stage.count(open).await == 0
        },
    )
    .await;
    let two_days_later = "
        update app.mpesa_attempt set created_at = created_at - interval '49 hours'
         where state = 'unknown' and checkout_request_id is null;
        insert into app.outbox (business_id, outbox_id, task, payload, run_at)
        select business_id, gen_random_uuid(), 'mpesa.watch',
               jsonb_build_object('attempt_id', attempt_id), now()
          from app.mpesa_attempt where state = 'unknown' and checkout_request_id is null;";
    stage.db.execute(two_days_later).await.unwrap();
    until("the others are given up", most, async || {
        let open = "select count(*) from app.mpesa_attempt
                     where state in ('created', 'submitting', 'pending', 'unknown')";
        stage.count(open).await == 0
    })
    .await;
    stage.switch(&json!({ "query_fault": "none" })).await;
}

/// The reservations of everybody who has not paid run out now, and others buy most of what is free.
async fn run_out(stage: &mut Stage, product: Uuid, number: u64) {
    stage
        .db
        .execute(
            "update app.order set reserved_until = now() - interval '1 minute'
              where reserved_until is not null and paid_minor = 0;
             insert into app.outbox (business_id, outbox_id, task, payload, run_at)
             select business_id, gen_random_uuid(), 'orders.release',
                    jsonb_build_object('order_id', order_id), now()
               from app.order where reserved_until < now() and paid_minor = 0;",
        )
        .await
        .unwrap();
    let most = stage.settles_within;
    until("reservations run out", most, async || {
        let held = "select count(*) from app.order where reserved_until < now() and paid_minor = 0";
        stage.count(held).await == 0
    })
    .await;
    let free: i64 = sqlx::query_scalar(
        "select (sum(on_hand_milli - reserved_milli) / 1000)::bigint from app.stock_level
          where product_id = $1",
    )
    .bind(product)
    .fetch_one(&mut stage.db)
    .await
    .unwrap();
    let bought = u64::try_from(free - free / 3).unwrap();
    if bought > 0 {
        let shopper = Shopper::new(&stage.http, number);
        order(
            shopper,
            stage.shop.urls(),
            product,
            number,
            "on_hand_over",
            bought,
        )
        .await;
    }
}

/// Everything that M-Pesa ever posted once more, in any order; what is late for the first time; and
/// forgeries of people who know no address.
async fn aftermath(stage: &mut Stage, dice: &mut Dice) {
    stage.network.deliver_late(dice).await;
    let mut all = stage.network.posted();
    dice.shuffle(&mut all);
    for posted in &all {
        let status = stage.network.deliver(&posted.token, &posted.body).await;
        assert_eq!(status, Some(200));
    }
    for posted in all.iter().take(20) {
        let kind = dice.one_of(&KINDS);
        let stranger = Posted {
            token: format!("{:032x}", rand::random::<u128>()),
            body: posted.body.clone(),
        };
        let status = stage.network.deliver_forgery(kind, &stranger).await;
        assert_eq!(status, Some(404), "an address that nobody was given");
        stage.network.deliver_forgery(kind, posted).await;
    }
    steal_receipts(stage, &all).await;
}

/// Each callback that was kept has a job that reads it again: now, and not in a quarter of a minute.
async fn read_again(stage: &mut Stage) {
    let most = stage.settles_within;
    until("kept callbacks are read", most, async || {
        let sooner = "update graphile_worker._private_jobs j set run_at = now()
                        from app.outbox o
                       where o.task = 'mpesa.read' and o.done_at is null and j.run_at > now()
                         and j.key = o.business_id::text || ':' || o.outbox_id::text";
        stage.db.execute(sooner).await.unwrap();
        let unread =
            "select count(*) from app.outbox where task = 'mpesa.read' and done_at is null";
        stage.count(unread).await == 0
    })
    .await;
}

/// Prompts that failed are "paid" with receipts of others.
async fn steal_receipts(stage: &mut Stage, all: &[Posted]) {
    let receipts: Vec<String> = sqlx::query_scalar(
        "select receipt from app.payment where receipt is not null order by receipt limit 20",
    )
    .fetch_all(&mut stage.db)
    .await
    .unwrap();
    let failed: Vec<String> = sqlx::query_scalar(
        "select checkout_request_id from app.mpesa_attempt
          where state = 'failed' and checkout_request_id is not null",
    )
    .fetch_all(&mut stage.db)
    .await
    .unwrap();
    let mut receipts = receipts.iter();
    for posted in all {
        let body = posted.read();
        let id = forgery::text(&body, "CheckoutRequestID");
        if !failed.iter().any(|known| known == id) {
            continue;
        }
        let Some(receipt) = receipts.next() else {
            return;
        };
        let stolen = forgery::paid(&body, SHILLINGS, receipt).to_string();
        stage
            .network
            .deliver(&posted.token, stolen.as_bytes())
            .await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn money_counts_once_whatever_the_network_does() {
    let run = Run::begin(
        "money_counts_once_whatever_the_network_does",
        "callbacks late, doubled, reordered, missing, forged",
    );
    let run = run.await;
    let waves = size("PROOF_WAVES", 3);
    let each = size("PROOF_WAVE", 12).min(BATCH);
    let batch = (BATCH / each).max(1);
    let batches = waves.div_ceil(batch);
    let goods: Vec<Goods> = (0..batches)
        .map(|number| Goods {
            sku: format!("SCARCE-{number}"),
            stock: each * batch.min(waves),
        })
        .collect();
    let mut stage = Stage::open(&run, &goods).await;
    let mut asked = 0;
    for number in 0..batches {
        let sku = format!("SCARCE-{number}");
        let product = stage.shop.product(&mut stage.db, &sku).await;
        let mut dice = run.dice(1_000_000 + number);
        let is_lying = dice.below(2) == 0;
        for this in number * batch..waves.min((number + 1) * batch) {
            let (weather, is_blind) = weather(&mut dice, this == 0, waves > 10);
            println!("wave {this}: {weather}, asking is answered falsely: {is_lying}");
            stage.network.obey(Rules {
                is_lying,
                is_blind,
                is_patient: false,
            });
            stage.switch(&weather).await;
            wave(&stage, product, asked, each).await;
            wave_is_over(&mut stage).await;
            asked += each;
        }
        settle(&mut stage, is_lying).await;
        run_out(&mut stage, product, 5_000_000 + number).await;
        aftermath(&mut stage, &mut dice).await;
    }
    read_again(&mut stage).await;
    let posted = stage.network.posted();
    let verdict = judge(&mut stage.db, &posted, asked).await;
    verdict.must_be_clean();
    stage.shop.must_be_in_order();
    must_see_lies(&mut stage.db, &posted, asked).await;
    must_see_damage(&mut stage.db, &posted, asked).await;
    run.finish(&Row {
        size: format!("{asked} prompts, 2 nodes"),
        faults: format!(
            "{} forgeries, 0 accepted; 0 oversold; 0 stuck; {} to be looked at",
            stage.network.forged(),
            verdict.in_review
        ),
        acknowledged: verdict.paid,
        lost: verdict.lost,
        doubled: verdict.doubled,
    });
}
