//! The judge of money: compares what M-Pesa took, as the network heard it, with what the shop
//! credited.

use std::collections::HashMap;

use serde_json::Value;
use sqlx::{Executor as _, PgConnection, Row as _};
use uuid::Uuid;

use super::forgery::{self, SHILLINGS};
use super::network::Posted;

/// What the judge found.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Prompts that were paid, as M-Pesa knows.
    pub paid: u64,
    /// Of those, the ones that were not credited and that nobody is asked to look at.
    pub lost: u64,
    /// Credits beyond the one.
    pub doubled: u64,
    /// Money that M-Pesa never took, and forgeries that counted.
    pub invented: u64,
    /// Attempts of which nobody knows the end.
    pub stuck: u64,
    /// Goods that were sold more often than they are there.
    pub oversold: u64,
    /// Attempts that a person must look at.
    pub in_review: u64,
    /// Each finding in words.
    pub words: Vec<String>,
}

impl Verdict {
    /// Stops unless every shilling is where it belongs.
    pub fn must_be_clean(&self) {
        assert!(self.words.is_empty(), "{self:#?}");
    }

    /// Whether all money that came is credited once, and nothing else; prompts may be without an end.
    pub fn is_counted_once(&self) -> bool {
        self.lost + self.doubled + self.invented + self.oversold == 0
    }

    fn find(&mut self, what: fn(&mut Verdict) -> &mut u64, words: String) {
        *what(self) += 1;
        self.words.push(words);
    }
}

/// Judges all attempts. `asked` is how many prompts customers asked for.
pub async fn judge(db: &mut PgConnection, posted: &[Posted], asked: u64) -> Verdict {
    let mut verdict = Verdict::default();
    let truth: HashMap<String, bool> = posted
        .iter()
        .map(|posted| {
            let body = posted.read();
            let code = body.pointer("/Body/stkCallback/ResultCode");
            let is_paid = code.and_then(Value::as_i64) == Some(0);
            (
                forgery::text(&body, "CheckoutRequestID").to_owned(),
                is_paid,
            )
        })
        .collect();
    verdict.paid = truth.values().filter(|paid| **paid).count() as u64;
    attempts(&mut verdict, db, &truth, asked).await;
    forgeries(&mut verdict, db).await;
    goods(&mut verdict, db).await;
    verdict
}

async fn attempts(
    verdict: &mut Verdict,
    db: &mut PgConnection,
    truth: &HashMap<String, bool>,
    asked: u64,
) {
    let rows = sqlx::query(
        "select a.attempt_id, coalesce(a.checkout_request_id, '') as checkout, a.state,
                count(p.payment_id) as credits,
                coalesce(sum(p.amount_minor), 0)::bigint as minor,
                (select count(*) from app.mpesa_message m
                  where m.business_id = a.business_id and m.attempt_id = a.attempt_id
                    and m.kind = 'query'
                    and convert_from(m.body, 'UTF8') ~ 'ResultCode\\W+0\\W') as told_paid
           from app.mpesa_attempt a
           left join app.payment p on p.business_id = a.business_id
            and p.attempt_id = a.attempt_id and p.direction = 'in'
          group by a.business_id, a.attempt_id",
    );
    let rows = rows.fetch_all(db).await.unwrap();
    if rows.len() as u64 != asked {
        let words = format!("{asked} prompts asked for, {} attempts", rows.len());
        verdict.words.push(words);
    }
    for row in rows {
        let attempt: Uuid = row.get("attempt_id");
        let (checkout, state): (String, String) = (row.get("checkout"), row.get("state"));
        let (credits, minor): (i64, i64) = (row.get("credits"), row.get("minor"));
        let is_paid = truth.get(&checkout).copied().unwrap_or(false);
        let words = format!("attempt {attempt} {state}: {credits} credits, paid: {is_paid}");
        match state.as_str() {
            "review" => verdict.in_review += 1,
            "created" | "submitting" | "pending" | "unknown" => {
                verdict.find(|v| &mut v.stuck, words.clone());
            }
            _ => {}
        }
        if credits > 1 {
            verdict.find(|v| &mut v.doubled, words.clone());
        }
        if is_paid && credits == 0 && state != "review" {
            verdict.find(|v| &mut v.lost, words.clone());
        }
        // M-Pesa answered twice itself that it was paid, and took that back in a callback that came
        // late: nobody can know better, and a person is asked to look.
        let was_told = state == "review" && row.get::<i64, _>("told_paid") >= 2;
        let is_credited = minor == credits * SHILLINGS * 100 && (is_paid || was_told);
        if credits > 0 && !is_credited {
            verdict.find(|v| &mut v.invented, words);
        }
    }
}

async fn forgeries(verdict: &mut Verdict, db: &mut PgConnection) {
    let rows: Vec<String> = sqlx::query_scalar(
        "select 'payment ' || payment_id || ' has the receipt ' || receipt from app.payment
          where receipt like $1
         union all
         select 'receipt ' || receipt || ' counted twice' from app.payment
          where receipt is not null and undone_by is null group by receipt having count(*) > 1",
    )
    .bind(format!("{}%", forgery::RECEIPT))
    .fetch_all(db)
    .await
    .unwrap();
    for words in rows {
        verdict.find(|v| &mut v.invented, words);
    }
}

/// A paid order holds its goods, or a person is asked to look at it.
async fn goods(verdict: &mut Verdict, db: &mut PgConnection) {
    let rows: Vec<String> = sqlx::query_scalar(
        "select 'order ' || o.code || ' is paid and holds nothing' from app.order o
          where o.paid_minor > 0 and o.state = 'pending' and o.review is null
            and exists (select 1 from app.order_line l
                         where l.business_id = o.business_id and l.order_id = o.order_id
                           and l.kind = 'goods' and l.held_milli < l.quantity_milli)
         union all
         select 'product ' || s.product_id || ' has ' || s.on_hand_milli || ', promised '
                || h.held || ', reserved ' || s.reserved_milli
           from app.stock_level s
           join (select l.product_id, o.location_id, sum(l.held_milli) as held
                   from app.order_line l
                   join app.order o on o.business_id = l.business_id and o.order_id = l.order_id
                  where l.kind = 'goods' group by l.product_id, o.location_id) h
             on h.product_id = s.product_id and h.location_id = s.location_id
          where h.held > s.on_hand_milli or h.held <> s.reserved_milli",
    )
    .fetch_all(db)
    .await
    .unwrap();
    for words in rows {
        verdict.find(|v| &mut v.oversold, words);
    }
}

/// Shows the judge a payment less and a payment twice, behind everybody's back.
pub async fn must_see_damage(db: &mut PgConnection, posted: &[Posted], asked: u64) {
    db.execute(
        "set session_replication_role = replica;
         create temp table two as select p.* from app.payment p
             join app.mpesa_attempt a on a.attempt_id = p.attempt_id and a.state = 'succeeded'
             where p.direction = 'in' order by p.payment_id limit 2;
         delete from app.payment where payment_id = (select min(payment_id::text)::uuid from two);
         delete from two where payment_id = (select min(payment_id::text)::uuid from two);
         update two set payment_id = gen_random_uuid(), receipt = null;
         insert into app.payment select * from two;
         set session_replication_role = origin;",
    )
    .await
    .unwrap();
    let verdict = judge(db, posted, asked).await;
    assert_eq!((verdict.lost, verdict.doubled), (1, 1), "{verdict:#?}");
}

/// Shows the judge a receipt that M-Pesa never gave, an attempt without an end, and goods that are
/// promised to nobody, where before there was none of them.
pub async fn must_see_lies(db: &mut PgConnection, posted: &[Posted], asked: u64) {
    let before = judge(db, posted, asked).await;
    assert_eq!((before.invented, before.stuck, before.oversold), (0, 0, 0));
    db.execute(
        "set session_replication_role = replica;
         update app.payment set receipt = 'FORGED9999' where payment_id =
             (select payment_id from app.payment where receipt is not null and direction = 'in'
               order by payment_id limit 1);
         update app.mpesa_attempt set state = 'pending' where attempt_id =
             (select attempt_id from app.mpesa_attempt
               where state in ('failed', 'rejected', 'succeeded')
               order by attempt_id limit 1);
         update app.order_line set held_milli = held_milli - 1000
          where (business_id, order_id, line_no) =
             (select business_id, order_id, line_no from app.order_line
               where kind = 'goods' and held_milli >= 1000 order by order_id limit 1);
         set session_replication_role = origin;",
    )
    .await
    .unwrap();
    let verdict = judge(db, posted, asked).await;
    assert_eq!((verdict.invented, verdict.stuck), (1, 1), "{verdict:#?}");
    assert!(verdict.oversold > 0, "{verdict:#?}");
}
