//! Sales against a real PostgreSQL: what is sold, once, by whom, at which cost, and what comes back.
//! Here is what these scenes share.

mod accounts;
mod discounts;
mod goods;
mod races;
mod receipts;
mod refunds;
mod selling;
mod shelves;
mod shift_of_many;
mod shift_races;
mod shifts;
mod tips;
mod voucher_ends;
mod voucher_pages;
mod vouchers;
mod weighed;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::ledger;
use crate::payments::Tender;
use crate::sales::cart::Discount;
use crate::sales::rules::{RulesForm, keep};
use crate::sales::{AskLine, AskTender, BackLine, PayOut, RefundAsk, Sale, SellAsk, sell};
use crate::stock;
use crate::tests::goods::Lot;
use crate::tests::support::Shop;
use crate::values::{Money, Quantity, Stop};

fn money(minor: i64) -> Money {
    Money::from_minor(minor)
}

fn quantity(text: &str) -> Quantity {
    Quantity::parse(text).unwrap()
}

/// A line at a price in cents.
fn line(line_no: i32, product_id: Uuid, how_much: &str, price: i64) -> AskLine {
    AskLine {
        line_no,
        product_id,
        pack_id: None,
        quantity: quantity(how_much),
        unit_price: money(price),
        discount: Discount::NONE,
        batch_id: None,
        weighed: None,
        quick: None,
        note: String::new(),
    }
}

fn tender(tender: Tender, minor: i64) -> AskTender {
    AskTender {
        payment_id: Uuid::now_v7(),
        tender,
        amount: money(minor),
        reference: String::new(),
        handed: None,
    }
}

/// A sale that is paid in cash.
fn ask(shop: &Shop, lines: Vec<AskLine>, total: i64) -> SellAsk {
    SellAsk {
        sale_id: Uuid::now_v7(),
        location_id: shop.location,
        shift: None,
        customer: None,
        price_list: "retail".to_owned(),
        lines,
        discount: Discount::NONE,
        tip: Money::ZERO,
        tenders: vec![tender(Tender::Cash, total)],
        note: String::new(),
        occurred_at: None,
        seen: Vec::new(),
        spoilt_ok: Vec::new(),
        approved_by: None,
    }
}

/// Something sold to nobody in particular, by the cashier.
async fn sold(shop: &Shop, lines: Vec<AskLine>, total: i64) -> Sale {
    sell(&shop.cashier(), &ask(shop, lines, total))
        .await
        .unwrap()
}

/// Some of lines of a sale, back on the shelf, paid as they were.
fn back(sale_id: Uuid, lines: &[(i32, &str)]) -> RefundAsk {
    let lines = lines.iter().map(|(line_no, how_much)| BackLine {
        line_no: *line_no,
        quantity: quantity(how_much),
        restock: true,
    });
    RefundAsk {
        refund_id: Uuid::now_v7(),
        sale_id,
        shift: None,
        lines: lines.collect(),
        pay_out: PayOut::AsPaid,
        note: String::new(),
    }
}

/// The reasons of a refusal.
fn reasons<T: std::fmt::Debug>(outcome: Result<T, Stop>) -> Vec<String> {
    match outcome {
        Err(Stop::Refused(refusals)) => refusals.into_iter().map(|one| one.key).collect(),
        other => panic!("not refused: {other:?}"),
    }
}

/// What every account holds, by its number.
async fn balances(shop: &Shop) -> BTreeMap<String, i64> {
    let mut tx = shop.look().await;
    let rows = ledger::trial_balance(&mut tx).await.unwrap();
    let rows = rows.into_iter();
    rows.map(|row| (row.number.clone(), row.balance.minor()))
        .collect()
}

/// Goods that come in, all of them for this much; the books are told.
async fn receive(
    shop: &Shop,
    product_id: Uuid,
    how_much: &str,
    minor: i64,
    last: Option<NaiveDate>,
) {
    let lot = Lot {
        milli: quantity(how_much).milli(),
        minor,
        batch: None,
        last,
    };
    shop.brings(product_id, lot).await;
}

/// Makes the business block, warn or allow when there is not enough, and when goods have expired.
async fn policy(shop: &Shop, below_zero: &str, expired: &str) {
    let mut tx = shop.cx().begin().await.unwrap();
    sqlx::query(
        "update app.business set below_zero = $2, expired_goods = $3 where business_id = $1",
    )
    .bind(tx.business())
    .bind(below_zero)
    .bind(expired)
    .execute(tx.conn())
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

/// Sets what a cashier and a manager may give away, in percent, and the smallest coin.
async fn rules(shop: &Shop, cashier: &str, manager: &str, cash: &str) {
    let form = RulesForm {
        cashier: cashier.to_owned(),
        manager: manager.to_owned(),
        cash: cash.to_owned(),
        tips: String::new(),
    };
    keep(&shop.cx(), &form).await.unwrap();
}

/// A customer of the business.
async fn customer(shop: &Shop) -> Uuid {
    let customer_id = Uuid::now_v7();
    let mut tx = shop.cx().begin().await.unwrap();
    sqlx::query(
        "insert into app.customer (business_id, customer_id, phone, name, tax_pin)
         values ($1, $2, $3, 'A buyer', 'A001234567Z')",
    )
    .bind(tx.business())
    .bind(customer_id)
    .bind("+254722000111")
    .execute(tx.conn())
    .await
    .unwrap();
    tx.commit().await.unwrap();
    customer_id
}

/// What was sold of a product although it was not there.
async fn short(shop: &Shop, product_id: Uuid) -> i64 {
    let mut tx = shop.cx().begin().await.unwrap();
    let levels = stock::lock_for_count(&mut tx, shop.location, &[product_id]).await;
    levels.unwrap()[&product_id].short.milli()
}

/// How much of a product is on the shelf.
async fn on_hand(shop: &Shop, product_id: Uuid) -> Quantity {
    shop.level(product_id).await.0
}
