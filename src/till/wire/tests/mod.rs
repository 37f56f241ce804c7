//! What tills have sent and been answered is still understood, and what is not known is passed over.

mod anything;
mod spelled;

use std::collections::HashMap;
use std::fmt::Debug;

use chrono::NaiveDate;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::sales::cart::{Discount, Label};
use crate::values::tries::Tries;
use crate::values::{Money, Rate};

const PUSH: &str = include_str!("../golden/push-1.json");
const PUSH_OF_DISCOUNTS: &str = include_str!("../golden/push-2.json");
const PUSH_OF_A_TIP: &str = include_str!("../golden/push-tip.json");
const PUSH_OF_QUICK_ITEMS: &str = include_str!("../golden/push-3.json");
const PUSH_OF_A_VOUCHER: &str = include_str!("../golden/push-voucher.json");
const ANSWER: &str = include_str!("../golden/answer-1.json");
const CATALOGUE: &str = include_str!("../golden/catalogue-1.json");
const CATALOGUE_OF_WHAT_EXPIRES: &str = include_str!("../golden/catalogue-expiring.json");

/// Whether everything that stands in one stands in the other, which may say more.
fn is_within(less: &Value, more: &Value) -> bool {
    match (less, more) {
        (Value::Object(less), Value::Object(more)) => less.iter().all(|(key, value)| {
            let there = more.get(key);
            // What is nothing may be left out.
            there.map_or(value.is_null(), |there| is_within(value, there))
        }),
        (Value::Array(less), Value::Array(more)) => {
            let mut both = less.iter().zip(more);
            less.len() == more.len() && both.all(|(one, other)| is_within(one, other))
        }
        (less, more) => less == more,
    }
}

/// Reads a file of then, and says of what it reads the same things.
fn reads<T: DeserializeOwned + Legible + Default + Serialize + Debug>(text: &str) -> T {
    let read: T = serde_json::from_str(text).unwrap();
    let then: Value = serde_json::from_str(text).unwrap();
    let now = serde_json::to_value(&read).unwrap();
    let by_name: T = super::read(text).unwrap();
    assert_eq!(serde_json::to_value(&by_name).unwrap(), now);
    let again: T = serde_json::from_str(&super::write(&by_name)).unwrap();
    assert_eq!(serde_json::to_value(&again).unwrap(), now);
    assert!(is_within(&then, &now), "{then:#}\n{now:#}");
    read
}

#[test]
fn what_tills_have_sent_is_understood() {
    let push: Push = reads(PUSH);
    let kinds: Vec<bool> = push
        .events
        .iter()
        .zip(1..)
        .map(|(event, seq)| event.seq == seq)
        .collect();
    assert_eq!(kinds, [true; 7]);
    let sent: Value = serde_json::from_str(PUSH).unwrap();
    let sent = sent["events"].as_array().unwrap();
    assert!(
        sent.iter()
            .all(|event| KINDS.contains(&event["kind"].as_str().unwrap()))
    );
    let Body::Sale(sale) = &push.events[3].body else {
        panic!("{:?}", push.events[3]);
    };
    assert_eq!(sale.lines[0].quantity_milli, 1500);
    assert_eq!(sale.tenders[0].tender, "cash");
    assert_eq!(sale.approved_by, None);
    let Body::Refund(refund) = &push.events[4].body else {
        panic!("{:?}", push.events[4]);
    };
    assert_eq!(refund.pay_out, PayOut::AsPaid);
}

#[test]
fn what_was_given_away_and_handed_over_is_understood() {
    let push: Push = reads(PUSH_OF_DISCOUNTS);
    let Body::Sale(sale) = &push.events[0].body else {
        panic!("{:?}", push.events[0]);
    };
    assert_eq!((sale.discount_minor, sale.discount_bp), (0, Some(500)));
    assert_eq!(sale.lines[0].discount_minor, 1_000);
    assert_eq!(sale.tenders[0].handed_minor, Some(20_000));
    assert!(sale.approved_by.is_some());
    let push: Push = reads(PUSH_OF_A_TIP);
    let Body::Sale(sale) = &push.events[0].body else {
        panic!("{:?}", push.events[0]);
    };
    assert_eq!(sale.tip_minor, 1_500);
}

#[test]
fn what_is_no_product_and_what_was_noted_is_understood() {
    let push: Push = reads(PUSH_OF_QUICK_ITEMS);
    let Body::Sale(sale) = &push.events[0].body else {
        panic!("{:?}", push.events[0]);
    };
    assert_eq!(sale.lines[0].note, "the blue one");
    assert_eq!(sale.lines[0].quick, None);
    let quick = sale.lines[1].quick.as_ref().unwrap();
    let said = (quick.name.as_str(), quick.barcode.as_str());
    assert_eq!(said, ("Sufuria", "6161100100022"));
    assert!(sale.lines[1].product_id.is_nil());
}

/// A till of before keeps at its door what it understands, and no more: who names something new here takes
/// another shape, or tills that are updated do not know of it.
#[test]
fn what_pages_say_is_known_by_their_shape() {
    let names = |thing: Value| thing.as_object().map_or(0, serde_json::Map::len);
    let settings = names(json!(Settings::default()));
    let product = Product {
        parts: vec![Default::default()],
        ..Product::default()
    };
    let goods = names(json!(product)) + names(json!(Price::default()));
    let people = names(json!(Customer::default())) + names(json!(Member::default()));
    let others = names(json!(Category::default())) + names(json!(TaxClass::default()));
    let shelf = names(json!(Stock {
        ends: vec![Default::default()],
        ..Stock::default()
    }));
    let all = (SHAPE, settings, goods, people, others, shelf);
    assert_eq!(all, ("5", 26, 24, 13, 10, 4));
}

#[test]
fn a_voucher_that_was_sold_is_understood() {
    let push: Push = reads(PUSH_OF_A_VOUCHER);
    let Body::Voucher(sold) = &push.events[0].body else {
        panic!("{:?}", push.events[0]);
    };
    let said = (sold.code.as_str(), sold.note.as_str());
    assert_eq!(said, ("8AE8UNM27Z", "For Asha"));
    assert_eq!(sold.paid.amount_minor, 300_000);
    let last = sold.expires_on.map(|day| day.to_string());
    assert_eq!(last.as_deref(), Some("2027-11-29"));
    // A server of before does not say that it takes them.
    assert!(!Settings::default().vouchers);
}

#[test]
fn what_tills_were_answered_is_understood() {
    let answer: Answer = reads(ANSWER);
    let outcomes: Vec<Outcome> = answer.settled.iter().map(|one| one.outcome).collect();
    assert_eq!(
        outcomes,
        [
            Outcome::Done,
            Outcome::Flagged,
            Outcome::Again,
            Outcome::Refused,
            Outcome::Later
        ]
    );
    let catalogue: Catalogue = reads(CATALOGUE);
    assert_eq!(catalogue.rows(), 7);
    assert_eq!(catalogue.till.next_number, 4);
    assert!(catalogue.stock[0].ends.is_empty());
    let catalogue: Catalogue = reads(CATALOGUE_OF_WHAT_EXPIRES);
    assert!(catalogue.stock[0].ends.is_empty());
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let ends = [(day("2026-11-28"), 13_000), (day("2026-12-03"), 2_500)];
    assert_eq!(catalogue.stock[1].ends, ends);
}

#[test]
fn what_is_new_is_passed_over_and_what_is_missing_has_a_default() {
    let event = json!({
        "id": "01900000-0000-7000-8000-000000000004", "kind": "sale",
        "member_id": "01900000-0000-7000-8000-0000000000aa",
        "occurred_at": "2026-11-29T06:03:00Z", "mood": "good",
        "body": { "number": 1, "lines": [], "sung": true },
    });
    let event: Event = serde_json::from_value(event).unwrap();
    let Body::Sale(sale) = event.body else {
        panic!("no sale");
    };
    assert_eq!(
        (sale.price_list.as_str(), sale.note.as_str()),
        ("retail", "")
    );
    assert_eq!(sale.tip_minor, 0);
    let push: Push<Value> = serde_json::from_str("{}").unwrap();
    assert_eq!((push.unsynced, push.events.len()), (0, 0));
    let empty: Catalogue = serde_json::from_str("{}").unwrap();
    assert_eq!(empty, Catalogue::default());
}

#[test]
fn a_till_reads_things_by_name_alone() {
    assert_eq!(
        super::read::<PayOut>(r#""as_paid""#).unwrap(),
        PayOut::AsPaid
    );
    let exactly: PayOut = super::read(r#"{"exactly": []}"#).unwrap();
    assert_eq!(exactly, PayOut::Exactly(Vec::new()));
    let pair: (bool, Option<NewCustomer>) =
        super::read(r#"[true, {"phone": "0712", "sung": [1, {}]}]"#).unwrap();
    assert_eq!(pair.1.unwrap().phone, "0712");
    assert!(super::read::<NewCustomer>(r#"["0712", "Asha"]"#).is_err());
    assert!(super::read::<NewCustomer>(r#"{"phone": "0712"} {}"#).is_err());
}

#[test]
fn a_till_reads_what_is_written_in_another_way() {
    let table: HashMap<String, String> =
        super::read(" { \"a\" : \"\\u00e9\\ud83d\\udd12 \\\"\\/\\n\" , \"b\": \"\" } ").unwrap();
    assert_eq!(table["a"], "\u{e9}\u{1f512} \"/\n");
    assert_eq!(table["b"], "");
    let stock = r#"{"new": [{"a": "]}\""}, -1.5e3, null], "reserved_milli": -1, "product_id":
        "01900000-0000-7000-8000-000000000004", "on_hand_milli": 9223372036854775807}"#;
    let stock: Stock = super::read(stock).unwrap();
    assert_eq!((stock.on_hand_milli, stock.reserved_milli), (i64::MAX, -1));
    for wrong in [
        r#"{"rate_bp": 1600}"#,
        r#"{"rate_bp": 1600, "valid_from": "2026-02-30"}"#,
        r#"{"rate_bp": -1, "valid_from": "2026-02-28"}"#,
        r#"{"rate_bp": 1.5, "valid_from": "2026-02-28"}"#,
        r#"{"rate_bp": null, "valid_from": "2026-02-28"}"#,
        r#"{"rate_bp": 1 "valid_from": "2026-02-28"}"#,
        r#"{"rate_bp": 1, "valid_from": "2026-02-28"#,
        r#"{"rate_bp": 1, "valid_from": "2026-02-28", }"#,
        r#"{"rate_bp": 1, "valid_from": "2026-02-28", "new": ]}"#,
    ] {
        assert!(super::read::<TaxRate>(wrong).is_err(), "{wrong}");
    }
    for wrong in [r#""\ud83d""#, r#""\udd12""#, r#""\x""#, "\"\n\"", r#""a"#] {
        assert!(super::read::<String>(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_till_reads_every_amount_and_answer_as_it_is_written() {
    for (discount, text) in [
        (Discount::Amount(Money::from_minor(-5)), r#"{"amount":-5}"#),
        (
            Discount::Share(Rate::from_basis_points(500)),
            r#"{"share":500}"#,
        ),
    ] {
        assert_eq!(super::read::<Discount>(text), Ok(discount));
        assert_eq!(super::write(&discount), text);
    }
    for label in [Label::Weight, Label::Price(Money::from_minor(5))] {
        let text = serde_json::to_string(&label).unwrap();
        assert_eq!(super::read::<Label>(&text), Ok(label));
        assert_eq!(super::write(&label), text);
    }
    assert_eq!(super::read::<Option<Label>>("null"), Ok(None));
    // A till kept it so before devices were locked.
    let tries = r#"{"wrong":5,"since":"2026-11-29T06:00:00Z"}"#;
    let read = super::read::<Tries>(tries).unwrap();
    assert_eq!((read.wrong, read.locked), (5, None));
    assert_eq!(super::write(&read), tries);
    let odd = "\u{1f512} \"\\ \n\u{1}\u{7f} \u{e9}".to_owned();
    assert_eq!(
        serde_json::from_str::<String>(&super::write(&odd)).unwrap(),
        odd
    );
    assert_eq!(super::read::<String>(&super::write(&odd)), Ok(odd));
    let asked = PromptAsk {
        attempt_id: Uuid::nil(),
        sale_id: Uuid::max(),
        member_id: Uuid::nil(),
        phone: "0712".to_owned(),
        amount_minor: i64::MIN,
    };
    let told: PromptAsk = serde_json::from_str(&super::write(&asked)).unwrap();
    assert_eq!(told, asked);
    let push = Push {
        unsynced: 1,
        events: vec![Raw(r#"{"id": 7}"#.to_owned())],
        ..Push::default()
    };
    let push: Push<Value> = serde_json::from_str(&super::write(&push)).unwrap();
    assert_eq!((push.unsynced, &push.events[0]), (1, &json!({"id": 7})));
    assert!(super::read::<Discount>(r#"{"amount": 1, "share": 2}"#).is_err());
    assert!(super::read::<PayOut>(r#""exactly""#).is_err());
    assert!(super::read::<Outcome>(r#""done again""#).is_err());
}

#[test]
fn what_is_no_event_is_none() {
    let read = |text: &str| serde_json::from_str::<Event>(text);
    for wrong in [
        "{}",
        "[]",
        r#"{"id": 1, "kind": "sale"}"#,
        r#"{"id": "01900000-0000-7000-8000-000000000004", "kind": "gift", "member_id": "01900000-0000-7000-8000-0000000000aa", "occurred_at": "2026-11-29T06:03:00Z", "body": {}}"#,
        r#"{"id": "01900000-0000-7000-8000-000000000004", "kind": "open_shift", "member_id": "01900000-0000-7000-8000-0000000000aa", "occurred_at": "2026-11-29T06:03:00Z", "body": {"float_minor": 1.5}}"#,
        r#"{"id": "01900000-0000-7000-8000-000000000004", "kind": "open_shift", "member_id": "01900000-0000-7000-8000-0000000000aa", "occurred_at": "yesterday", "body": {"float_minor": 1}}"#,
    ] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_head_is_another_where_a_shift_was_closed_and_not_with_every_second() {
    let open = TillHead {
        series: "T1".to_owned(),
        open_shifts: vec![OpenShift::default()],
        ..TillHead::default()
    };
    let later = TillHead {
        now: open.now + chrono::TimeDelta::seconds(30),
        next_number: 7,
        ..open.clone()
    };
    let closed = TillHead {
        open_shifts: Vec::new(),
        ..later.clone()
    };
    assert!(!later.is_other(&open));
    assert!(closed.is_other(&open));
    assert!(!TillHead::default().is_other(&open));
}
