//! Many buyers, one last item, two processes: one buyer gets it, the others are told so in words.

use sqlx::{PgConnection, Row as _};

use super::run::{Row, Run, size};
use super::shop::{Goods, Shop};
use super::shopper::{Answer, Form, Shopper, Wish, http};

/// What became of one round.
#[derive(Debug, Default)]
struct Round {
    sold: u64,
    sold_out: u64,
    other: Vec<String>,
}

async fn buy_at_once(nodes: &[String], buyers: Vec<(Shopper, Form)>) -> Round {
    let gate = std::sync::Arc::new(tokio::sync::Barrier::new(buyers.len()));
    let mut tasks = Vec::new();
    for (number, (shopper, form)) in buyers.into_iter().enumerate() {
        let (gate, node) = (gate.clone(), nodes[number % nodes.len()].clone());
        tasks.push(tokio::spawn(async move {
            gate.wait().await;
            let answer = shopper.place(&node, &form).await;
            let mut reasons = None;
            if answer.is_refusal() {
                reasons = shopper.reasons(&node).await;
            }
            (answer, reasons)
        }));
    }
    let mut round = Round::default();
    for task in tasks {
        match task.await.unwrap() {
            (answer, _) if answer.is_order() => round.sold += 1,
            (Answer::To(_), Some(_)) => round.sold_out += 1,
            (answer, reasons) => round.other.push(format!("{answer}: {reasons:?}")),
        }
    }
    round
}

/// How often it was sold, and how much of it is reserved, by the database itself.
async fn sold(db: &mut PgConnection, sku: &str) -> (i64, i64, i64) {
    let row = sqlx::query(
        "select (select count(*) from app.order_line l where l.product_id = p.product_id) as orders,
                s.reserved_milli, s.on_hand_milli
           from app.product p join app.stock_level s
             on s.business_id = p.business_id and s.product_id = p.product_id
          where p.sku = $1",
    );
    let row = row.bind(sku).fetch_one(db).await.unwrap();
    (row.get(0), row.get(1), row.get(2))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_last_item_is_sold_once() {
    let run = Run::begin("the_last_item_is_sold_once", "the last item, two processes").await;
    let rounds = size("PROOF_ROUNDS", 3);
    let buyers = size("PROOF_BUYERS", 20);
    let goods: Vec<Goods> = (0..rounds)
        .map(|round| Goods {
            sku: format!("LAST-{round}"),
            stock: 1,
        })
        .collect();
    let mut shop = Shop::open("last", &[], &goods).await;
    shop.serve(2, &[]).await;
    let nodes = shop.urls();
    let mut db = shop.postgres.connect().await;
    let http = http();
    let mut count = Row::default();
    for round in 0..rounds {
        let sku = format!("LAST-{round}");
        let product = shop.product(&mut db, &sku).await;
        let ready = (0..buyers).map(|buyer| {
            let shopper = Shopper::new(&http, round * buyers + buyer);
            let node = nodes[usize::try_from(buyer).unwrap() % nodes.len()].clone();
            let wish = Wish {
                phone: "0712 345 678".to_owned(),
                note: format!("proof {round} {buyer}"),
                pay_by: "on_hand_over",
            };
            tokio::spawn(async move {
                shopper.choose(&node, product, 1).await;
                let form = shopper.checkout(&node, &wish).await;
                (shopper, form.expect("a checkout"))
            })
        });
        let mut filled = Vec::new();
        for one in ready.collect::<Vec<_>>() {
            filled.push(one.await.unwrap());
        }
        let outcome = buy_at_once(&nodes, filled).await;
        assert_eq!(
            (outcome.sold, outcome.sold_out),
            (1, buyers - 1),
            "round {round}: {outcome:?}"
        );
        assert_eq!(sold(&mut db, &sku).await, (1, 1000, 1000), "round {round}");
        count.acknowledged += outcome.sold;
    }
    shop.must_be_in_order();
    // Would it be seen? One more of the same sold.
    let again = "insert into app.order_line select (jsonb_populate_record(l, jsonb_build_object(
            'line_no', l.line_no + 1000))).* from app.order_line l where l.sku = 'LAST-0'";
    let count_before = sold(&mut db, "LAST-0").await;
    for act in ["set session_replication_role = replica", again] {
        sqlx::query(act).execute(&mut db).await.unwrap();
    }
    assert_ne!(
        sold(&mut db, "LAST-0").await,
        count_before,
        "sold twice, and not seen"
    );
    // And items that are sold, and for sale again.
    let control = "update app.stock_level set reserved_milli = 0 where reserved_milli > 0";
    sqlx::query(control).execute(&mut db).await.unwrap();
    assert!(
        shop.check().is_err(),
        "the check does not see that nothing is reserved"
    );
    count.size = format!("{rounds} rounds, {buyers} buyers at once, 2 nodes");
    count.faults = "everybody at the same instant".to_owned();
    run.finish(&count);
}
