//! The judge of orders: compares what customers were told with what is there. It trusts nothing of
//! the program, and reads the database as its superuser.

use std::collections::{BTreeMap, HashMap};

use sqlx::{Executor as _, PgConnection, Row as _};
use uuid::Uuid;

use super::history::Intent;

/// An order as it stands in the database.
struct Found {
    order_id: Uuid,
    product: Option<Uuid>,
    ordered: i64,
    held: i64,
    /// Whether it waits for money that may never come: what it holds may be given back.
    may_let_go: bool,
    is_whole: bool,
}

/// What the judge found.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Orders that customers were told of.
    pub acknowledged: u64,
    /// Of those, the ones that are not there.
    pub lost: u64,
    /// Orders beyond the one that was wanted.
    pub doubled: u64,
    /// Orders that lack a part, or are not what was wanted.
    pub flawed: u64,
    /// Orders whose customer gave up without an answer.
    pub open: u64,
    /// Prompts that were paid, as M-Pesa knows.
    pub paid: u64,
    /// Each finding in words.
    pub words: Vec<String>,
}

impl Verdict {
    /// Stops unless everything is as customers were told.
    pub fn must_be_clean(&self) {
        let bad = self.lost + self.doubled + self.flawed + self.open;
        assert!(bad == 0 && self.words.is_empty(), "{self:#?}");
    }
}

/// Judges the orders whose notes begin with `proof` and this seed against what was wanted.
pub async fn judge(db: &mut PgConnection, seed: u64, intents: &[Intent]) -> Verdict {
    let mut verdict = Verdict::default();
    let mut found = orders(db, seed).await;
    let mut wanted_milli: BTreeMap<Uuid, i64> = BTreeMap::new();
    for intent in intents {
        let there = found.remove(&intent.note).unwrap_or_default();
        one(&mut verdict, intent, &there);
        for order in &there {
            if let Some(product) = order.product {
                *wanted_milli.entry(product).or_default() += order.held;
            }
        }
    }
    for (note, there) in &found {
        verdict.doubled += there.len() as u64;
        verdict.words.push(format!("nobody wanted {note:?}"));
    }
    for (product, reserved) in reserved(db).await {
        let wanted = wanted_milli.get(&product).copied().unwrap_or_default();
        if wanted != reserved {
            verdict.flawed += 1;
            let words = format!("product {product}: {reserved} reserved, orders hold {wanted}");
            verdict.words.push(words);
        }
    }
    verdict
}

fn one(verdict: &mut Verdict, intent: &Intent, there: &[Found]) {
    let note = &intent.note;
    if intent.acknowledged {
        verdict.acknowledged += 1;
    }
    match (intent.acknowledged, there) {
        (true, []) => {
            verdict.lost += 1;
            verdict.words.push(format!("{note}: acknowledged and lost"));
        }
        (false, []) => {
            verdict.open += 1;
            verdict.words.push(format!("{note}: never answered"));
        }
        (_, [_, rest @ ..]) if !rest.is_empty() => {
            verdict.doubled += rest.len() as u64;
            let words = format!("{note}: there {} times", there.len());
            verdict.words.push(words);
        }
        _ => {}
    }
    for order in there {
        let wanted = i64::try_from(intent.quantity).unwrap() * 1000;
        let holds = order.held == wanted || (order.may_let_go && order.held == 0);
        let is_it = Some(order.order_id) == intent.order_id
            && order.product == Some(intent.product)
            && order.ordered == wanted
            && holds;
        if !is_it || !order.is_whole {
            verdict.flawed += 1;
            let half = if order.is_whole {
                ""
            } else {
                ", and only half there"
            };
            let words = format!(
                "{note}: order {} has {} ordered, {} held, wanted {wanted}{half}",
                order.order_id, order.ordered, order.held
            );
            verdict.words.push(words);
        }
    }
}

/// The orders of customers of ours, by their notes.
async fn orders(db: &mut PgConnection, seed: u64) -> HashMap<String, Vec<Found>> {
    let rows = sqlx::query(
        "select o.order_id, o.note, l.product_id,
                coalesce(l.ordered, 0)::bigint as ordered, coalesce(l.held, 0)::bigint as held,
                o.pay_by = 'mpesa' and o.paid_minor = 0 as may_let_go,
                l.product_id is not null
                and exists (select 1 from app.order_event e
                             where e.business_id = o.business_id and e.order_id = o.order_id
                               and e.what = 'placed')
                and exists (select 1 from app.customer c
                             where c.business_id = o.business_id
                               and c.customer_id = o.customer_id)
                and o.order_id in (select order_id from app.order_link)
                and (o.pay_by <> 'mpesa' or o.reserved_until is null
                     or o.order_id in (select (payload ->> 'order_id')::uuid from app.outbox
                                        where task = 'orders.release')) as is_whole
           from app.order o
           left join (select business_id, order_id, min(product_id::text)::uuid as product_id,
                             sum(quantity_milli) as ordered, sum(held_milli) as held
                        from app.order_line where kind = 'goods'
                       group by business_id, order_id) l
             on l.business_id = o.business_id and l.order_id = o.order_id
          where o.note like $1",
    )
    .bind(format!("proof {seed} %"))
    .fetch_all(db)
    .await
    .unwrap();
    let mut found: HashMap<String, Vec<Found>> = HashMap::new();
    for row in rows {
        found.entry(row.get("note")).or_default().push(Found {
            order_id: row.get("order_id"),
            product: row.get("product_id"),
            ordered: row.get("ordered"),
            held: row.get("held"),
            may_let_go: row.get("may_let_go"),
            is_whole: row.get("is_whole"),
        });
    }
    found
}

async fn reserved(db: &mut PgConnection) -> Vec<(Uuid, i64)> {
    let rows = sqlx::query(
        "select product_id, sum(reserved_milli)::bigint as reserved
           from app.stock_level group by product_id",
    );
    let rows = rows.fetch_all(db).await.unwrap();
    rows.iter()
        .map(|row| (row.get("product_id"), row.get("reserved")))
        .collect()
}

/// Shows the judge half an order, one order less and one order twice, behind everybody's back. A judge
/// that does not see it has proved nothing.
pub async fn must_see_damage(db: &mut PgConnection, seed: u64, intents: &[Intent]) {
    db.execute(
        "set session_replication_role = replica;
         delete from app.order_event where what = 'placed' and order_id =
             (select order_id from app.order where note like 'proof %' order by order_id limit 1);
         set session_replication_role = origin;",
    )
    .await
    .unwrap();
    let verdict = judge(db, seed, intents).await;
    assert_eq!((verdict.flawed, verdict.lost), (1, 0), "{verdict:#?}");
    // Rules and triggers would forbid it: they are off for this connection.
    db.execute(
        "set session_replication_role = replica;
         create temp table two as select * from app.order where note like 'proof %'
             order by order_id limit 2;
         delete from app.order where order_id = (select min(order_id::text)::uuid from two);
         delete from two where order_id = (select min(order_id::text)::uuid from two);
         update two set order_id = gen_random_uuid(), code = 'TWICE-1', number = 999999999;
         insert into app.order select * from two;
         set session_replication_role = origin;",
    )
    .await
    .unwrap();
    let verdict = judge(db, seed, intents).await;
    assert_eq!((verdict.lost, verdict.doubled), (1, 1), "{verdict:#?}");
}
