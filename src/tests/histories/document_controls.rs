//! A check that cannot fail proves nothing: one number of a document, or of what it moved, is damaged,
//! and the rule that is about it is broken.

use std::collections::HashMap;

use sqlx::Executor as _;
use uuid::Uuid;

use crate::orders::{self, State};
use crate::payments::Tender;
use crate::stock::counts::{self, Close, Uncounted};
use crate::stock::transfers;
use crate::tests::isolation::shelves;
use crate::tests::support::Shop;

use super::controls::{broken, damaged, raise};
use super::rules;

/// A rule, a number of its that is raised by one, and of which row. One that ends with a minus is
/// lowered.
const DAMAGES: [(&str, &str, &str); 11] = [
    (
        "a transfer moved what it says was sent, and what arrived or came back",
        "transfer_line set sent_milli = sent_milli",
        "sent_milli > 0",
    ),
    (
        "a transfer moved what it says was sent, and what arrived or came back",
        "transfer_line set arrived_milli = arrived_milli",
        "arrived_milli + 1 < sent_milli",
    ),
    (
        "a receipt brought what its lines say",
        "receipt_line set quantity_milli = quantity_milli",
        "quantity_milli > 0",
    ),
    (
        "what a line sold left the shelf, or was not there",
        "stock_movement set quantity_milli = quantity_milli",
        "source_kind = 'sale' and kind = 'sale'",
    ),
    (
        "what a line sold left the shelf, or was not there",
        "stock_shortfall set quantity_milli = quantity_milli",
        "source_kind = 'sale'",
    ),
    (
        "no more came back on the shelf than was sold",
        "stock_movement set quantity_milli = quantity_milli",
        "source_kind = 'sale' and kind = 'sale_return'",
    ),
    (
        "a closed take moved the differences that its lines say",
        "stock_take_line set counted_milli = counted_milli",
        "take_id in (select take_id from app.stock_take where state = 'done')",
    ),
    (
        "what went back to a supplier is what its credit says",
        "supplier_credit_line set quantity_milli = quantity_milli",
        "credit_id in (select credit_id from app.supplier_credit
                        where reason = 'returned' and undone_at is null)",
    ),
    (
        "an order handed over what remained of its goods",
        "order_line set quantity_milli = quantity_milli",
        "kind = 'goods'
         and order_id in (select order_id from app.order where state = 'delivered')",
    ),
    (
        "what an order handed over took off the shelf is what remained of its lines",
        "stock_movement set quantity_milli = quantity_milli",
        "source_kind = 'order' and kind = 'hand_over'",
    ),
    (
        "of what came in no more is left than came, wherever transfers have put it",
        "stock_movement set quantity_milli = quantity_milli -",
        "movement_id in (select movement_id from app.cost_layer
                          where left_milli = quantity_milli and origin_id is null)",
    ),
];

/// PostgreSQL holds this one by itself, as long as it has its constraint.
const BILLS: &str = "no bill is settled beyond its total";

/// A shop whose documents have come to their ends.
async fn ended() -> Shop {
    let shop = Shop::open("documents-damaged").await;
    let flour = shop.sells("FLOUR", "120", "50").await;
    shelves::fill(&shop, "FLOUR", "FLOUR").await;
    // Nobody takes any of it.
    shop.sells("WHOLE", "120", "5").await;
    hand_over(&shop, flour).await;
    arrive_short(&shop).await;
    close_take(&shop).await;
    let broken = broken(&shop).await;
    assert!(broken.is_empty(), "{broken:?}");
    shop
}

/// One document of a business that has just one of them.
async fn only(shop: &Shop, sql: &'static str) -> Uuid {
    let mut tx = shop.look().await;
    let id = sqlx::query_scalar(sql)
        .bind(tx.business())
        .fetch_one(tx.conn())
        .await;
    id.unwrap()
}

/// An order over one of a product that costs 120 is paid and fetched.
async fn hand_over(shop: &Shop, product_id: Uuid) {
    let cx = shop.cx();
    let browser = shop.cart_of(product_id, "1").await;
    let form = shop.checkout(&browser).await;
    let placed = orders::place(&shop.customer(), &browser, &form).await;
    let order = placed.unwrap().order_id;
    orders::take_payment(&cx, order, Uuid::now_v7(), Tender::Cash, "120", "")
        .await
        .unwrap();
    let revision = shop.order(order).await.order.revision;
    let ready = orders::advance(&cx, order, revision, State::Ready)
        .await
        .unwrap();
    orders::hand_over(&cx, order, ready.revision).await.unwrap();
}

/// Of three that are under way two arrive.
async fn arrive_short(shop: &Shop) {
    let transfer = "select transfer_id from app.transfer
                     where business_id = $1 and state = 'in_transit'";
    let transfer_id = only(shop, transfer).await;
    let form = HashMap::from([
        ("transfer_id".to_owned(), transfer_id.to_string()),
        ("revision".to_owned(), "2".to_owned()),
        ("arrived-l1".to_owned(), "2".to_owned()),
    ]);
    transfers::arrive(&shop.cx(), &form).await.unwrap();
}

/// What was counted becomes what is there.
async fn close_take(shop: &Shop) {
    let take = "select take_id from app.stock_take where business_id = $1 and state = 'open'";
    let take_id = only(shop, take).await;
    let ask = Close {
        uncounted: Uncounted::Leave,
        seen: String::new(),
    };
    counts::close(&shop.cx(), take_id, &ask).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn one_wrong_number_of_a_document_breaks_its_rule() {
    for (rule, _) in rules::RULES {
        let is_damaged = DAMAGES.iter().any(|(of, _, _)| *of == rule);
        assert!(is_damaged || rule == BILLS, "nothing damages: {rule}");
    }
    let shop = ended().await;
    damaged(&shop, &DAMAGES).await;
    let mut superuser = shop.superuser().await;
    superuser
        .execute("set session_replication_role = replica")
        .await
        .unwrap();
    superuser
        .execute("alter table app.bill drop constraint bill_settled_within")
        .await
        .unwrap();
    let (set, of) = ("bill set paid_minor = paid_minor", "paid_minor > 0");
    raise(&mut superuser, set, of, 1_000_000).await;
    let found = broken(&shop).await;
    assert!(found.contains(&BILLS), "{found:?}");
}
