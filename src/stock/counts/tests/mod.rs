//! Stock takes against a real database: counted at once, sold meanwhile, closed twice, and by people
//! who may not.

mod closing;
mod counting;
mod files;
mod pages;

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{Count, Counted, How, StockTake, TakeForm};
use crate::ledger::{self, Draft, Role};
use crate::platform::Cx;
use crate::stock::{Departure, Kind, Leaving, Shortage, Source, Spoilt, take_out};
use crate::tests::support::Shop;
use crate::values::{Money, Quantity, Stop};

/// A form that opens a take of everything.
fn form(shop: &Shop) -> TakeForm {
    TakeForm {
        take_id: Uuid::now_v7().to_string(),
        name: "Month end".to_owned(),
        location_id: shop.location.to_string(),
        is_blind: "true".to_owned(),
        ..TakeForm::default()
    }
}

/// A blind take of everything, opened by the owner.
async fn opened(shop: &Shop) -> StockTake {
    super::open(&shop.cx(), &form(shop)).await.unwrap()
}

/// A count under a new id.
fn ask(product_id: Uuid, how: How, loose: &str) -> Count {
    Count {
        count_id: Uuid::now_v7(),
        product_id,
        how,
        loose: loose.to_owned(),
        packs: BTreeMap::new(),
        revision: 0,
    }
}

/// Counts all there is of a product.
async fn set(cx: &Cx, take: &StockTake, product_id: Uuid, counted: &str) -> Result<Counted, Stop> {
    super::count(cx, take.take_id, &ask(product_id, How::Set, counted)).await
}

/// The keys of what was refused.
fn keys<T: std::fmt::Debug>(outcome: Result<T, Stop>) -> Vec<String> {
    match outcome {
        Err(Stop::Refused(refusals)) => refusals.into_iter().map(|one| one.key).collect(),
        other => panic!("not refused: {other:?}"),
    }
}

/// Sells over the counter: off the shelf, and in the books. What is not there is a shortfall.
async fn sold(shop: &Shop, product_id: Uuid, milli: i64) {
    let mut tx = shop.cx().begin().await.unwrap();
    let source = Source {
        kind: "sale",
        id: Uuid::now_v7(),
    };
    let departure = Departure {
        kind: Kind::Sale,
        source,
        location_id: shop.location,
        shortage: Shortage::Record,
    };
    let line = Leaving {
        line_no: 1,
        product_id,
        quantity: Quantity::from_milli(milli),
        batch_id: None,
        origin_id: None,
        spoilt: Spoilt::Take,
    };
    let left = take_out(&mut tx, &departure, &[line])
        .await
        .unwrap()
        .unwrap();
    let value = Money::sum(left.iter().map(|left| left.value)).unwrap();
    let draft = Draft {
        source_kind: "sale",
        source_id: source.id,
        purpose: "sale",
        occurred_at: tx.scope().now,
        location_id: Some(shop.location),
        lines: vec![
            (Role::CostOfGoods, value),
            (Role::Inventory, value.negated().unwrap()),
        ],
    };
    ledger::post(&mut tx, draft).await.unwrap();
    tx.commit().await.unwrap();
}

/// What the books say of an account, debit positive.
async fn booked(shop: &Shop, role: &str) -> i64 {
    let mut tx = shop.look().await;
    let business = tx.business();
    sqlx::query_scalar(
        "select coalesce(sum(l.amount_minor), 0)::bigint from app.journal_line l
           join app.account a on a.business_id = l.business_id and a.account_id = l.account_id
          where l.business_id = $1 and a.role = $2",
    )
    .bind(business)
    .bind(role)
    .fetch_one(tx.conn())
    .await
    .unwrap()
}

/// How many rows a statement about a take counts.
async fn rows(shop: &Shop, sql: &'static str, take: &StockTake) -> i64 {
    let mut tx = shop.look().await;
    let business = tx.business();
    sqlx::query_scalar(sql)
        .bind(business)
        .bind(take.take_id)
        .fetch_one(tx.conn())
        .await
        .unwrap()
}

/// Counts as they were made.
const COUNTS: &str =
    "select count(*) from app.stock_take_count where business_id = $1 and take_id = $2";
/// Movements that a take made.
const MOVEMENTS: &str = "select count(*) from app.stock_movement
    where business_id = $1 and source_kind = 'stock_take' and source_id = $2 and kind = 'count'";
/// Entries that a take posted.
const ENTRIES: &str = "select count(*) from app.journal_entry
    where business_id = $1 and source_kind = 'stock_take' and source_id = $2
      and purpose = 'count'";

/// Changes one row of the business, by its id.
async fn change(shop: &Shop, sql: &'static str, id: Uuid) {
    let mut tx = shop.cx().begin().await.unwrap();
    let business = tx.business();
    let done = sqlx::query(sql)
        .bind(business)
        .bind(id)
        .execute(tx.conn())
        .await
        .unwrap();
    assert_eq!(done.rows_affected(), 1);
    tx.commit().await.unwrap();
}

fn milli(milli: i64) -> Quantity {
    Quantity::from_milli(milli)
}
