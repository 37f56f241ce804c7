//! A check that cannot fail proves nothing: one number of stock, of a till or of a supplier's papers is
//! damaged, and the rule that is about it is broken.

use std::collections::HashMap;

use sqlx::{Executor as _, PgConnection};
use uuid::Uuid;

use crate::orders;
use crate::payments::Tender;
use crate::reports;
use crate::sales::cart::Discount;
use crate::sales::shifts::{self, AtShift, CloseAsk, MoveAsk, MoveReason, OpenAsk, Way};
use crate::sales::{self, AskLine, AskTender, SellAsk};
use crate::stock::transfers;
use crate::tests::isolation::shelves;
use crate::tests::support::Shop;
use crate::values::{Money, Quantity};

use super::rules;
use super::scene::{Choices, Scene};

/// A rule, a number of its that is raised by one, and of which row.
const DAMAGES: [(&str, &str, &str); 13] = [
    (
        "movements add up to levels, and nothing is negative",
        "stock_level set on_hand_milli = on_hand_milli",
        "on_hand_milli > 0",
    ),
    (
        "every quantity on hand is in a cost layer",
        "stock_level set on_hand_milli = on_hand_milli",
        "on_hand_milli > 0",
    ),
    (
        "what is reserved is what orders hold",
        "stock_level set reserved_milli = reserved_milli",
        "on_hand_milli > reserved_milli + 1",
    ),
    (
        "what levels are short of is what shortfalls say",
        "stock_level set short_milli = short_milli",
        "short_milli > 0",
    ),
    (
        "what was used of a layer is what it lacks",
        "cost_layer set quantity_milli = quantity_milli",
        "left_milli > 0",
    ),
    (
        "movements add up to the value of layers, product by product",
        "stock_movement set value_minor = value_minor",
        "quantity_milli > 0 and value_minor > 0",
    ),
    (
        "a movement is worth what it took out of its layers",
        "layer_use set value_minor = value_minor",
        "value_minor > 0",
    ),
    (
        "stock in the books is the value of its layers",
        "cost_layer set left_value_minor = left_value_minor",
        "left_milli > 0 and left_value_minor > 0",
    ),
    (
        "goods between locations in the books are those under way",
        "transfer_part set value_minor = value_minor",
        "value_minor > 0",
    ),
    (
        "stock in the books is the value of its layers",
        "journal_line set amount_minor = amount_minor",
        "account_id in (select account_id from app.account where role = 'inventory')",
    ),
    (
        "cash in tills in the books is what open shifts must hold",
        "shift set float_minor = float_minor",
        "closed_at is null",
    ),
    (
        "a closed shift expected what its float, its sales and its cash moved come to",
        "cash_move set amount_minor = amount_minor",
        "shift_id in (select shift_id from app.shift where closed_at is not null)",
    ),
    (
        "cash over and short in the books is what closed shifts say, less what came late",
        "journal_line set amount_minor = amount_minor",
        "account_id in (select account_id from app.account where role = 'cash_difference')",
    ),
];

/// The same of what is bought.
const OWED: [(&str, &str, &str); 9] = [
    (
        "goods received and not billed in the books are those of receipts",
        "journal_line set amount_minor = amount_minor",
        "account_id in (select account_id from app.account where role = 'goods_received')",
    ),
    (
        "what suppliers are owed in the books is what their papers say",
        "journal_line set amount_minor = amount_minor",
        "account_id in (select account_id from app.account where role = 'payables')",
    ),
    (
        "a bill is settled by what was paid and credited for it",
        "bill set paid_minor = paid_minor",
        "paid_minor + credited_minor + 1 < total_minor",
    ),
    (
        "no payment or credit settles more than it is",
        "supplier_credit set used_minor = used_minor",
        "used_minor + 1 < total_minor and undone_at is null",
    ),
    (
        "money that suppliers paid back was all with them, and nothing is left of what is undone",
        "bill_settlement set amount_minor = amount_minor",
        "refund_id is not null",
    ),
    (
        "of a credit that is undone nothing is left: in the books, on bills, on the shelf",
        "stock_movement set quantity_milli = quantity_milli",
        "source_id in (select credit_id from app.supplier_credit where undone_at is not null)",
    ),
    (
        "what a receipt line says is billed and returned is what bills and credits say",
        "receipt_line set returned_milli = returned_milli",
        "returned_milli + 1 < quantity_milli",
    ),
    (
        "what has come of an order's line is what its receipts brought",
        "purchase_line set received_milli = received_milli",
        "received_milli > 0",
    ),
    (
        "what went back before its bill was not billed, and takes nothing off what is owed",
        "supplier_credit_line set net_minor = net_minor",
        "net_minor > 0",
    ),
];

/// A shop of which something was sold, is short, is promised and is under way, and whose till was used.
async fn busy() -> Scene {
    let choices = Choices {
        costing: "fifo",
        below_zero: "allow",
        expired: "block",
    };
    let scene = Scene::open(Shop::open("damaged").await, choices).await;
    let shop = &scene.shop;
    let one = shop.sells("ONE", "100", "10").await;
    let two = shop.sells("TWO", "100", "10").await;
    let ask = SellAsk {
        sale_id: Uuid::now_v7(),
        location_id: shop.location,
        shift: None,
        customer: None,
        price_list: "retail".to_owned(),
        lines: vec![AskLine {
            line_no: 1,
            product_id: one,
            pack_id: None,
            quantity: Quantity::from_milli(12_000),
            unit_price: Money::from_minor(10_000),
            discount: Discount::NONE,
            batch_id: None,
            weighed: None,
            quick: None,
            note: String::new(),
        }],
        discount: Discount::NONE,
        tip: Money::ZERO,
        tenders: vec![AskTender {
            payment_id: Uuid::now_v7(),
            tender: Tender::Cash,
            amount: Money::from_minor(120_000),
            reference: String::new(),
            handed: None,
        }],
        note: String::new(),
        occurred_at: None,
        seen: Vec::new(),
        spoilt_ok: Vec::new(),
        approved_by: None,
    };
    sales::sell(&shop.cx(), &ask).await.unwrap();
    let browser = shop.cart_of(two, "2").await;
    let form = shop.checkout(&browser).await;
    orders::place(&shop.customer(), &browser, &form)
        .await
        .unwrap();
    let mut form = HashMap::from([
        ("transfer_id".to_owned(), Uuid::now_v7().to_string()),
        ("revision".to_owned(), "0".to_owned()),
        ("from".to_owned(), scene.places[0].to_string()),
        ("to".to_owned(), scene.places[1].to_string()),
        ("what-l1".to_owned(), "TWO".to_owned()),
        ("quantity-l1".to_owned(), "3".to_owned()),
    ]);
    transfers::make(&shop.cx(), &form).await.unwrap();
    form.insert("revision".to_owned(), "1".to_owned());
    form.insert("sent-l1".to_owned(), "3".to_owned());
    transfers::send(&shop.cx(), &form).await.unwrap();
    take_turns(&scene).await;
    shop.check().await;
    scene
}

/// A shift that is over, and short, and one that is open.
async fn take_turns(scene: &Scene) {
    let cx = scene.shop.cx();
    let device_id = scene.tills[0];
    for counted in [Some(900), None] {
        let open = OpenAsk {
            shift_id: Uuid::now_v7(),
            device_id,
            float: Money::from_minor(1_000),
            occurred_at: None,
        };
        let shift_id = shifts::open(&cx, &open).await.unwrap().shift_id;
        let into = MoveAsk {
            move_id: Uuid::now_v7(),
            at: AtShift {
                device_id,
                shift_id,
            },
            way: Way::In,
            reason: MoveReason::Safe,
            amount: Money::from_minor(50),
            note: String::new(),
            occurred_at: None,
        };
        shifts::move_cash(&cx, &into).await.unwrap();
        let Some(counted) = counted else {
            return;
        };
        let count = CloseAsk {
            shift_id,
            device_id: Some(device_id),
            counted: Money::from_minor(counted),
            note: String::new(),
            unsynced: None,
            occurred_at: None,
        };
        shifts::close(&cx, &count).await.unwrap();
    }
}

/// The rules that are broken now: the program's own, and those about documents.
pub async fn broken(shop: &Shop) -> Vec<&'static str> {
    let mut tx = shop.look().await;
    let findings = reports::check(&mut tx).await.unwrap();
    let broken = findings.iter().filter(|finding| !finding.broken.is_empty());
    let mut broken: Vec<&'static str> = broken.map(|finding| finding.rule).collect();
    let of_documents = rules::broken(&mut tx).await;
    broken.extend(of_documents.iter().map(|(rule, _)| *rule));
    broken
}

/// Raises one number of the first such row, by its table's key, by so much. Done again with less it
/// finds the same row.
pub async fn raise(superuser: &mut PgConnection, set: &str, of: &str, by: i32) {
    let table = set.split_once(' ').map_or(set, |(table, _)| table);
    let keys: String = sqlx::query_scalar(
        "select string_agg(a.attname, ', ' order by k.place)
           from pg_index i
           cross join unnest(i.indkey) with ordinality as k (number, place)
           join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
          where i.indrelid = ('app.' || $1)::regclass and i.indisprimary",
    )
    .bind(table)
    .fetch_one(&mut *superuser)
    .await
    .unwrap();
    let sql = format!(
        "update app.{set} + ({by})
          where ({keys}) = (select {keys} from app.{table} where {of} order by {keys} limit 1)"
    );
    let done = superuser.execute(sqlx::AssertSqlSafe(sql)).await.unwrap();
    assert_eq!(done.rows_affected(), 1, "{set}: nothing to damage");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_wrong_number_breaks_its_rule() {
    damaged(&busy().await.shop, &DAMAGES).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_wrong_number_of_what_is_owed_breaks_its_rule() {
    let shop = Shop::open("owed-damaged").await;
    shop.sells("FLOUR", "120", "50").await;
    shelves::fill(&shop, "FLOUR", "FLOUR").await;
    shop.check().await;
    damaged(&shop, &OWED).await;
}

/// Damages one number after the other, and puts it right again.
pub async fn damaged(shop: &Shop, damages: &[(&'static str, &str, &str)]) {
    let mut superuser = shop.superuser().await;
    // What may only be added to is changed all the same.
    superuser
        .execute("set session_replication_role = replica")
        .await
        .unwrap();
    for (rule, set, of) in damages {
        raise(&mut superuser, set, of, 1).await;
        let found = broken(shop).await;
        assert!(found.contains(rule), "{set}: {rule} not in {found:?}");
        raise(&mut superuser, set, of, -1).await;
        let left = broken(shop).await;
        assert!(left.is_empty(), "{set}: {left:?}");
    }
}
