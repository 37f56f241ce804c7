//! What a till reads is what serde reads of it, whatever is sent, and what it writes is read again as it was.
//!
//! Where the two differ, a till means to:
//! - things are read by the names of their parts alone, never from a bare list of them;
//! - of a name that is given twice, the last counts: serde refuses the thing;
//! - a count is at most as large as the largest signed number;
//! - days and times are read as machines write them, and in no other of chrono's ways;
//! - what is passed over is looked at for where it ends: within it brackets, commas and words may be wrong, but
//!   letters may not, where serde lets half a letter through.

use std::collections::HashMap;
use std::fmt::Debug;

use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::spelled::{
    Told, anything, breaks, broken, dice, id, list, one_of, spelled, switch, text, thing, whole,
    words,
};
use crate::till::wire::{
    Body, Catalogue, Event, KINDS, Legible, NewCustomer, PromptAnswer, Push, Raw, Refund, SaleLine,
    Settled, SoldVoucher, read, write,
};

/// Reads a text in both ways. Both find the same in it, and it is read again from what is written of it.
fn agree<T>(text: &str) -> Result<Option<T>, TestCaseError>
where
    T: DeserializeOwned + Serialize + Legible + Default + PartialEq + Debug,
{
    let ours = read::<T>(text).ok();
    let theirs = serde_json::from_str::<T>(text).ok();
    prop_assert_eq!(&theirs, &ours, "{}", text);
    if let Some(told) = &ours {
        let written = write(told);
        let again = read::<T>(&written).ok();
        prop_assert_eq!(&again, &ours, "{}", written);
        let theirs = serde_json::from_str::<T>(&written).ok();
        prop_assert_eq!(&theirs, &ours, "{}", written);
        let written = serde_json::to_string(told).unwrap_or_default();
        let again = read::<T>(&written).ok();
        prop_assert_eq!(&again, &ours, "{}", written);
    }
    Ok(ours)
}

/// Which type's JSON it is.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Customer,
    Voucher,
    Line,
    Refund,
    Settled,
    Prompt,
    Table,
    Pair,
}

impl Kind {
    fn agrees(self, text: &str) -> Result<bool, TestCaseError> {
        Ok(match self {
            Kind::Customer => agree::<NewCustomer>(text)?.is_some(),
            Kind::Voucher => agree::<SoldVoucher>(text)?.is_some(),
            Kind::Line => agree::<SaleLine>(text)?.is_some(),
            Kind::Refund => agree::<Refund>(text)?.is_some(),
            Kind::Settled => agree::<Settled>(text)?.is_some(),
            Kind::Prompt => agree::<PromptAnswer>(text)?.is_some(),
            Kind::Table => agree::<HashMap<String, String>>(text)?.is_some(),
            Kind::Pair => agree::<(bool, Option<NewCustomer>)>(text)?.is_some(),
        })
    }
}

fn customer() -> Told {
    thing(vec![("phone", text()), ("name", text())])
}

fn tender() -> Told {
    thing(vec![
        ("payment_id", id()),
        ("tender", text()),
        ("amount_minor", whole()),
        ("reference", text()),
        ("handed_minor", whole()),
    ])
}

fn voucher(last: Option<Told>) -> Told {
    let mut parts = vec![
        ("code", text()),
        ("paid", tender()),
        ("shift_id", id()),
        ("note", text()),
    ];
    parts.extend(last.map(|last| ("expires_on", last)));
    thing(parts)
}

fn line() -> Told {
    let label = one_of(vec![json!("weight"), json!({ "price": 5 }), json!("price")]);
    let quick = thing(vec![("name", text()), ("barcode", text())]);
    thing(vec![
        ("line_no", whole()),
        ("product_id", id()),
        ("quantity_milli", whole()),
        ("unit_price_minor", whole()),
        ("discount_bp", whole()),
        ("weighed", label),
        ("quick", quick),
        ("note", text()),
    ])
}

fn refund() -> Told {
    let line = thing(vec![
        ("line_no", whole()),
        ("quantity_milli", whole()),
        ("restock", switch()),
    ]);
    let exactly = thing(vec![("exactly", list(tender()))]);
    let pay_out = prop_oneof![Just(json!("as_paid")), Just(json!("exactly")), exactly];
    thing(vec![
        ("number", whole()),
        ("sale_id", id()),
        ("lines", list(line)),
        ("pay_out", pay_out.boxed()),
        ("note", text()),
    ])
}

fn said() -> Told {
    thing(vec![("key", text()), ("field", text()), ("words", text())])
}

fn settled() -> Told {
    let outcomes = ["done", "again", "flagged", "refused", "later", "lost"];
    thing(vec![
        ("outcome", one_of(outcomes.map(Value::from).to_vec())),
        ("id", id()),
        ("number", text()),
        ("flags", list(text())),
        ("refusals", list(said())),
    ])
}

fn prompt() -> Told {
    thing(vec![
        ("state", text()),
        ("open", switch()),
        ("given_up", switch()),
        ("amount_minor", whole()),
        ("receipt", text()),
        ("refusal", said()),
    ])
}

fn table() -> Told {
    let words = prop::collection::hash_map(words(), text(), 0..4);
    words
        .prop_map(|words| Value::Object(words.into_iter().collect()))
        .boxed()
}

fn pair() -> Told {
    let both = (switch(), customer());
    both.prop_map(|(one, other)| json!([one, other])).boxed()
}

/// A type, and what is or might be one.
fn told() -> impl Strategy<Value = (Kind, Value)> {
    prop_oneof![
        customer().prop_map(|value| (Kind::Customer, value)),
        voucher(None).prop_map(|value| (Kind::Voucher, value)),
        line().prop_map(|value| (Kind::Line, value)),
        refund().prop_map(|value| (Kind::Refund, value)),
        settled().prop_map(|value| (Kind::Settled, value)),
        prompt().prop_map(|value| (Kind::Prompt, value)),
        table().prop_map(|value| (Kind::Table, value)),
        pair().prop_map(|value| (Kind::Pair, value)),
    ]
}

/// An event. Its day and its time are whole, or nothing like one.
fn event() -> impl Strategy<Value = Value> {
    let times = ["2026-11-29T06:03:00Z", "2024-02-29T23:59:59.123456789Z"];
    let days = one_of(vec![json!("2027-11-29"), json!("2027-02-29"), json!(null)]);
    let body = prop_oneof![
        customer().prop_map(|body| ("customer", body)),
        voucher(Some(days)).prop_map(|body| ("voucher", body)),
        refund().prop_map(|body| ("refund", body)),
        customer().prop_map(|body| ("gift", body)),
    ];
    let head = thing(vec![
        ("id", id()),
        ("member_id", id()),
        ("occurred_at", one_of(times.map(Value::from).to_vec())),
        ("seq", whole()),
        ("series", text()),
    ]);
    (head, body).prop_map(|(mut event, (kind, body))| {
        event["kind"] = json!(kind);
        event["body"] = body;
        event
    })
}

/// Signs in any order.
fn signs() -> impl Strategy<Value = String> {
    let mut signs = vec![" ", "\n", "\u{1f}", "\u{e9}", "\u{1f512}"];
    signs.extend("{ } [ ] , : \" \\ \\u d83d dd12 null true - 0 12 1e5 .".split(' '));
    let parts = r#""id" "kind": "sale" "body":{ "lines":[ "phone": "weight" "paid":{ "pay_out":"#;
    signs.extend(parts.split(' '));
    let signs = proptest::sample::select(signs);
    prop::collection::vec(signs, 0..40).prop_map(|signs| signs.concat())
}

/// Reads it as whatever there is. It comes back, with something or nothing.
fn read_as_all(text: &str) {
    let _ = read::<Raw>(text);
    let _ = read::<Event>(text);
    let _ = read::<Settled>(text);
    let _ = read::<Push>(text);
    let _ = read::<Catalogue>(text);
    let _ = read::<Vec<(bool, Option<SaleLine>)>>(text);
    let _ = read::<HashMap<String, String>>(text);
    for kind in KINDS {
        let _ = Body::of(kind, text);
    }
}

proptest! {
    #[test]
    fn what_is_told_is_read_however_it_is_spelled((kind, value) in told(), dice in dice()) {
        let is_read = kind.agrees(&spelled(&value, dice))?;
        // How it is spelled says nothing of what it is.
        prop_assert_eq!(is_read, kind.agrees(&value.to_string())?);
    }

    #[test]
    fn what_is_broken_is_read_as_serde_reads_it(
        (kind, value) in told(), dice in dice(), breaks in breaks(),
    ) {
        kind.agrees(&broken(&spelled(&value, dice), breaks))?;
    }

    #[test]
    fn events_are_read_however_they_are_spelled(event in event(), dice in dice()) {
        let text = spelled(&event, dice);
        // The one count that serde reads beyond the largest signed number.
        if event["seq"].as_u64().is_some_and(|seq| i64::try_from(seq).is_err()) {
            prop_assert!(read::<Event>(&text).is_err(), "{}", text);
        } else {
            agree::<Event>(&text)?;
        }
    }

    #[test]
    fn what_is_not_known_is_passed_over_to_its_end(
        phone in text(), mood in anything(), dice in dice(), breaks in breaks(),
    ) {
        let raw = spelled(&mood, dice.clone());
        let blanks = [' ', '\n', '\t', '\r'];
        prop_assert_eq!(read::<Raw>(&raw), Ok(Raw(raw.trim_matches(blanks).to_owned())));
        let whole = spelled(&json!({ "mood": mood, "phone": phone }), dice);
        prop_assert!(agree::<NewCustomer>(&whole)?.is_some());
        let broken = broken(&whole, breaks);
        if serde_json::from_str::<Value>(&broken).is_ok() {
            agree::<NewCustomer>(&broken)?;
        } else {
            let _ = read::<NewCustomer>(&broken);
        }
    }

    #[test]
    fn whatever_is_sent_is_read_to_an_end(
        signs in signs(), bytes in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        read_as_all(&signs);
        read_as_all(&String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn where_a_till_reads_otherwise_it_means_to() {
    let twice = r#"{"phone": "1", "phone": "2"}"#;
    assert!(serde_json::from_str::<NewCustomer>(twice).is_err());
    assert_eq!(read::<NewCustomer>(twice).unwrap().phone, "2");

    let bare = r#"["1", "Asha"]"#;
    assert!(serde_json::from_str::<NewCustomer>(bare).is_ok());
    assert!(read::<NewCustomer>(bare).is_err());

    let loose = r#"{"phone": "1", "mood": [1 2, nothing}}"#;
    assert!(serde_json::from_str::<NewCustomer>(loose).is_err());
    assert!(read::<NewCustomer>(loose).is_ok());

    let half = r#"{"phone": "1", "mood": "\ud83d"}"#;
    assert!(serde_json::from_str::<NewCustomer>(half).is_ok());
    assert!(read::<NewCustomer>(half).is_err());

    let many = u64::MAX.to_string();
    assert!(serde_json::from_str::<u64>(&many).is_ok());
    assert!(read::<u64>(&many).is_err());
}

#[test]
fn what_is_passed_over_may_be_as_deep_as_it_likes() {
    let (open, close) = ("[{\"a\":".repeat(50_000), "}]".repeat(50_000));
    let deep = format!("{{\"mood\": {open}1{close}, \"phone\": \"1\"}}");
    assert_eq!(read::<NewCustomer>(&deep).unwrap().phone, "1");
    assert!(read::<NewCustomer>(&deep[..deep.len() - 20]).is_err());
}

#[test]
fn whole_numbers_are_written_in_one_way() {
    for odd in [
        "-0", "007", "-07", "00", "--1", "1-", "-", "+1", "1.0", "1e2", "",
    ] {
        assert!(read::<i64>(odd).is_err(), "{odd}");
        assert!(serde_json::from_str::<i64>(odd).is_err(), "{odd}");
    }
    assert_eq!(read::<i64>("0"), Ok(0));
    assert_eq!(read::<i64>(" -7 "), Ok(-7));
}
