//! What a till says of how it was paid, and by whom, keeps no sale out, and holds nothing up that comes after
//! it.

use super::*;
use crate::sales::customers;
use crate::values::{Money, Stop};

/// Tells of a sale, and looks that it is recorded and flagged for this alone; told again, it is there.
async fn flagged(counter: &Counter, sale: &Event, code: &str) -> sales::Whole {
    let settled = counter.tell(sale).await;
    assert_eq!(settled.outcome, Outcome::Flagged, "{settled:?}");
    assert_eq!(settled.flags, [code], "{settled:?}");
    assert_eq!(counter.tell(sale).await.outcome, Outcome::Again);
    counter.recorded(sale.id).await
}

/// A part that is paid in a way, under a reference.
fn part(way: &str, minor: i64, reference: &str) -> wire::Tender {
    wire::Tender {
        reference: reference.to_owned(),
        ..tender(way, minor)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_pays_two_parts_holds_nothing_up() {
    let counter = Counter::open("paid-twice").await;
    let product = counter.shop.sells("A", "116", "20").await;
    for (number, way) in [(1, "mpesa"), (2, "card")] {
        let sale = counter.sale(number, vec![line(1, product, 1000, 11_600)], 11_600);
        let sale = with(&sale, |sale| {
            let parts = [(6_000, "SGL31HA2UV"), (5_600, "sgl31ha2uv")];
            sale.tenders = parts.map(|(minor, code)| part(way, minor, code)).to_vec();
        });
        let whole = flagged(&counter, &sale, "receipt").await;
        let mut codes: Vec<Option<String>> = whole
            .payments
            .into_iter()
            .map(|one| one.reference)
            .collect();
        codes.sort();
        assert_eq!(codes, [None, Some("SGL31HA2UV".to_owned())], "{way}");
    }
    let after = counter.sale(3, vec![line(1, product, 1000, 11_600)], 11_600);
    assert_eq!(counter.tell(&after).await.outcome, Outcome::Done);
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_is_none_is_left_out() {
    let counter = Counter::open("paid-code").await;
    let product = counter.shop.sells("A", "116", "20").await;
    for (number, way, code) in [
        (1, "mpesa", "ab"),
        (2, "card", "x"),
        (3, "bank_transfer", "\u{2713}\u{2713}\u{2713}\u{2713}"),
    ] {
        let sale = counter.sale(number, vec![line(1, product, 1000, 11_600)], 11_600);
        let sale = with(&sale, |sale| sale.tenders = vec![part(way, 11_600, code)]);
        let whole = flagged(&counter, &sale, "receipt").await;
        assert_eq!(whole.payments[0].reference, None, "{way}");
    }
    let reasons = {
        let mut tx = counter.shop.look().await;
        let listed = flags::list(&mut tx, Show::All, 1).await.unwrap();
        listed.rows.into_iter().map(|flag| flag.reasons)
    };
    for reasons in reasons {
        let keys: Vec<&str> = reasons.iter().map(|one| one.key.as_str()).collect();
        assert_eq!(keys, ["refused-receipt-needed"]);
    }
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_barcode_that_was_handed_over_is_left_out() {
    let counter = Counter::open("paid-barcode").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let sale = counter.sale(1, vec![line(1, product, 1000, 11_600)], 11_600);
    let sale = with(&sale, |sale| {
        sale.tenders[0].handed_minor = Some(3_600_029_145_200);
    });
    let whole = flagged(&counter, &sale, "receipt").await;
    let paid = &whole.payments[0];
    assert_eq!(
        (paid.amount, paid.handed),
        (Money::from_minor(11_600), None)
    );
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_could_not_be_written_down_keeps_no_sale_out() {
    let counter = Counter::open("paid-nobody").await;
    let product = counter.shop.sells("A", "116", "20").await;
    // Nine figures, as a till asks for, and no number of Kenya.
    let nobody = counter.event(Body::Customer(wire::NewCustomer {
        phone: "081234567".to_owned(),
        name: "Asha".to_owned(),
    }));
    let told = counter.tell(&nobody).await;
    assert_eq!(told.flags, ["customer"], "{told:?}");
    assert_eq!(told.customer_id, Some(nobody.id));
    assert_eq!(counter.tell(&nobody).await.outcome, Outcome::Again);
    let rice = |number: i64, customer_id: Uuid| {
        let sale = counter.sale(number, vec![line(1, product, 1000, 11_600)], 11_600);
        with(&sale, |sale| sale.customer_id = Some(customer_id))
    };
    let on_account = |sale: Event| {
        with(&sale, |sale| {
            sale.tenders = vec![tender("on_account", 11_600)];
        })
    };
    let hers = rice(1, nobody.id);
    assert_eq!(counter.tell(&hers).await.outcome, Outcome::Done);
    let whole = counter.recorded(hers.id).await;
    assert_eq!(whole.sale.buyer_name, "Asha 081234567");
    flagged(&counter, &on_account(rice(2, nobody.id)), "credit").await;
    // Of whom nothing was told, what she bought is recorded without her.
    let whole = flagged(&counter, &rice(3, Uuid::now_v7()), "customer").await;
    assert_eq!(whole.sale.customer_id, None);
    assert!(whole.sale.buyer_name.is_empty());
    // What she owes is somebody's.
    let stranger = Uuid::now_v7();
    let owed = on_account(rice(4, stranger));
    let told = counter.tell(&owed).await;
    assert_eq!(told.flags, ["customer", "credit"], "{told:?}");
    assert_eq!(counter.tell(&owed).await.outcome, Outcome::Again);
    let mut tx = counter.shop.look().await;
    for (customer_id, name) in [(nobody.id, "Asha 081234567"), (stranger, "T1-4")] {
        let her = customers::customer(&mut tx, customer_id).await.unwrap();
        assert_eq!((her.called().as_str(), &her.phone), (name, &None));
        assert_eq!(her.account.owed, Money::from_minor(11_600));
    }
    // The list has them, a file of numbers has not, and tills are told of them.
    let found = customers::find(&mut tx, "081234567").await.unwrap();
    assert_eq!(found.len(), 1);
    let file = customers::sheet::take_out(&mut tx).await.unwrap();
    assert!(!file.contains("Asha") && !file.contains("T1-4"), "{file}");
    drop(tx);
    let all = counter.ask("").await.customers;
    assert_eq!(all.iter().filter(|one| one.phone.is_empty()).count(), 2);
    // What was written up for nobody is owed as well.
    let nameless = counter.sale(5, vec![line(1, product, 1000, 11_600)], 11_600);
    let nameless = on_account(nameless);
    let told = counter.tell(&nameless).await;
    assert_eq!(told.flags, ["customer", "credit"], "{told:?}");
    assert_eq!(counter.tell(&nameless).await.outcome, Outcome::Again);
    let mut tx = counter.shop.look().await;
    let her = customers::customer(&mut tx, nameless.id).await.unwrap();
    assert_eq!(her.called(), "T1-5");
    assert_eq!(her.account.owed, Money::from_minor(11_600));
    drop(tx);
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_owed_before_she_was_told_of_has_her_name_and_number_then() {
    let counter = Counter::open("paid-early").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let asha = counter.event(Body::Customer(wire::NewCustomer {
        phone: "0722000333".to_owned(),
        name: "Asha".to_owned(),
    }));
    let sale = counter.sale(1, vec![line(1, product, 1000, 11_600)], 11_600);
    let sale = with(&sale, |sale| {
        sale.customer_id = Some(asha.id);
        sale.tenders = vec![tender("on_account", 11_600)];
    });
    // Restored books do not know her; the till that wrote her down tells of her after another one has sold to her.
    let told = counter.tell(&sale).await;
    assert_eq!(told.flags, ["customer", "credit"], "{told:?}");
    let told = counter.tell(&asha).await;
    assert_eq!(told.outcome, Outcome::Done, "{told:?}");
    assert_eq!(told.customer_id, Some(asha.id));
    assert_eq!(counter.tell(&asha).await.outcome, Outcome::Again);
    let mut tx = counter.shop.look().await;
    let her = customers::customer(&mut tx, asha.id).await.unwrap();
    assert_eq!((her.called().as_str(), her.phone.is_some()), ("Asha", true));
    assert_eq!(her.account.owed, Money::from_minor(11_600));
    drop(tx);
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_owed_while_somebody_else_got_her_number_is_known_by_it() {
    let counter = Counter::open("paid-both").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let told_of = |name: &str| {
        counter.event(Body::Customer(wire::NewCustomer {
            phone: "0722000333".to_owned(),
            name: name.to_owned(),
        }))
    };
    let (asha, anew) = (told_of("Asha"), told_of("Asha W"));
    let sale = counter.sale(1, vec![line(1, product, 1000, 11_600)], 11_600);
    let sale = with(&sale, |sale| {
        sale.customer_id = Some(asha.id);
        sale.tenders = vec![tender("on_account", 11_600)];
    });
    assert_eq!(counter.tell(&sale).await.flags, ["customer", "credit"]);
    // Written down once more, for nobody found her by her number.
    assert_eq!(counter.tell(&anew).await.customer_id, Some(anew.id));
    for _ in 0..2 {
        assert_eq!(counter.tell(&asha).await.customer_id, Some(anew.id));
    }
    // It is that very sale still, though she is somebody else for her till by now.
    assert_eq!(counter.tell(&sale).await.outcome, Outcome::Again);
    let mut tx = counter.shop.look().await;
    let owing = customers::customer(&mut tx, asha.id).await.unwrap();
    assert_eq!(owing.called(), "Asha +254722000333");
    assert_eq!(owing.account.owed, Money::from_minor(11_600));
    let other = customers::customer(&mut tx, anew.id).await.unwrap();
    assert_eq!(other.called(), "Asha W");
    drop(tx);
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expense_without_a_word_has_left_the_drawer() {
    let counter = Counter::open("paid-expense").await;
    let open = counter.event(Body::OpenShift(wire::OpenShiftAsk {
        float_minor: 100_000,
    }));
    let out = counter.event(Body::CashMove(wire::CashMove {
        shift_id: open.id,
        way: "out".to_owned(),
        reason: "expense".to_owned(),
        amount_minor: 700,
        note: String::new(),
    }));
    let close = counter.event(Body::CloseShift(wire::CloseShift {
        shift_id: open.id,
        counted_minor: 99_300,
        note: String::new(),
    }));
    let settled = counter.send(&[open.clone(), out, close]).await;
    assert!(
        settled.iter().all(|one| one.outcome == Outcome::Done),
        "{settled:?}"
    );
    let mut tx = counter.shop.look().await;
    let shift = sales::shifts::shift(&mut tx, open.id).await.unwrap();
    assert_eq!(shift.closed.unwrap().variance, Money::ZERO);
    drop(tx);
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn goods_that_come_back_at_two_tills_are_rounded_apart_and_paid_back_all_the_same() {
    let counter = Counter::open("paid-back").await;
    let (a, b) = (
        counter.shop.sells("A", "58.50", "20").await,
        counter.shop.sells("B", "57.80", "20").await,
    );
    let goods = vec![line(1, a, 1000, 5_850), line(2, b, 1000, 5_780)];
    let sale = counter.sale(1, goods, 11_600);
    assert_eq!(counter.tell(&sale).await.outcome, Outcome::Done);
    let back = |number: i64, line_no: i32, minor: i64| {
        counter.event(Body::Refund(wire::Refund {
            number,
            sale_id: sale.id,
            shift_id: None,
            lines: vec![wire::RefundLine {
                line_no,
                quantity_milli: 1000,
                restock: true,
            }],
            pay_out: wire::PayOut::Exactly(vec![tender("cash", minor)]),
            note: String::new(),
            approved_by: None,
        }))
    };
    // A cashier may not take goods back: she did.
    let first = counter.tell(&back(2, 1, 5_900)).await;
    assert_eq!(first.flags, ["power"], "{first:?}");
    // Whoever does not know of the first rounds the second by itself; 57.00 is all that is left.
    let much = counter.tell(&back(3, 2, 5_801)).await;
    assert_eq!(keys(&much), ["refused-sale-tenders"]);
    let second = back(3, 2, 5_800);
    let told = counter.tell(&second).await;
    assert_eq!(told.flags, ["power", "total"], "{told:?}");
    let whole = counter.recorded(second.id).await;
    assert_eq!(whole.sale.total, Money::from_minor(5_800));
    assert_eq!(whole.sale.rounding, Money::from_minor(20));
    assert_eq!(counter.on_hand(b).await, Quantity::from_milli(20_000));
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_of_what_is_sold_whole_has_come_back_all_the_same() {
    let counter = Counter::open("paid-part").await;
    let product = counter.shop.sells("A", "116", "20").await;
    counter
        .change("update app.product set unit = 'packet' where business_id = $1")
        .await;
    let sale = counter.sale(1, vec![line(1, product, 2000, 11_600)], 23_200);
    counter.tell(&sale).await;
    let back = counter.event(Body::Refund(wire::Refund {
        number: 2,
        sale_id: sale.id,
        lines: vec![wire::RefundLine {
            line_no: 1,
            quantity_milli: 500,
            restock: true,
        }],
        pay_out: wire::PayOut::Exactly(vec![tender("cash", 5_800)]),
        ..wire::Refund::default()
    }));
    let told = counter.tell(&back).await;
    assert_eq!(told.flags, ["power", "goods"], "{told:?}");
    let whole = counter.recorded(back.id).await;
    assert_eq!(whole.sale.total, Money::from_minor(5_800));
    assert_eq!(counter.on_hand(product).await, Quantity::from_milli(18_500));
    // Whoever only asks for it is told why not.
    let ask = sales::RefundAsk {
        refund_id: Uuid::now_v7(),
        sale_id: sale.id,
        shift: None,
        lines: vec![sales::BackLine {
            line_no: 1,
            quantity: Quantity::from_milli(250),
            restock: true,
        }],
        pay_out: sales::PayOut::AsPaid,
        note: String::new(),
    };
    match sales::refund(&counter.shop.cx(), &ask).await {
        Err(Stop::Refused(reasons)) => assert_eq!(reasons[0].key, "refused-step"),
        other => panic!("{other:?}"),
    }
    counter.shop.check().await;
}
