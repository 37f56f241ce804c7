//! What a till has done comes to what the books come to.

mod receipts;

use chrono::{NaiveDate, TimeDelta};
use uuid::Uuid;

use super::known::returned;
use super::*;
use crate::sales::receipts::Receipt;
use crate::sales::receipts::receipt::Row;
use crate::till::basket::Basket;
use crate::till::shop::tests::{id, now, page, product, shop};
use crate::till::shop::{Hit, Shop};
use crate::till::wire::{
    Body, CashMove, CloseShift, Event, Known, OpenShift, OpenShiftAsk, Outcome, PayOut, Refund,
    RefundLine, Settled, SoldVoucher, Tender, Void,
};
use crate::values::{Money, Quantity};

fn document(number: u128, minutes: i64, body: Body) -> Document {
    Document {
        event: Event {
            id: id(number),
            member_id: id(1),
            occurred_at: now() + TimeDelta::minutes(minutes),
            seq: 0,
            device_id: None,
            series: None,
            body,
        },
        number: format!("T1-{number}"),
        settled: None,
        of: None,
        put_away: false,
    }
}

fn settled(mut document: Document, outcome: Outcome) -> Document {
    document.settled = Some(Settled {
        id: Some(document.id()),
        outcome,
        number: None,
        customer_id: None,
        flags: Vec::new(),
        refusals: Vec::new(),
        fault: None,
    });
    document
}

fn tender(tender: &str, amount_minor: i64) -> Tender {
    Tender {
        payment_id: Uuid::nil(),
        tender: tender.to_owned(),
        amount_minor,
        reference: String::new(),
        handed_minor: None,
    }
}

fn goods() -> Shop {
    shop(vec![product(10, "Soap", 1_000), product(11, "Salt", 333)])
}

/// Three pieces of soap and one of salt for 33.33, rounded to 33.00.
fn sale(shop: &Shop, number: u128, minutes: i64, tenders: &[Tender]) -> Document {
    let mut basket = Basket::new();
    for goods in [10, 10, 10, 11] {
        basket.add(shop, &Hit::of(id(goods)), now()).unwrap();
    }
    let sale = basket.to_sale(shop, 1, Some(id(100)), tenders);
    document(number, minutes, Body::Sale(sale))
}

fn refund(number: u128, minutes: i64, lines: &[(i32, i64)], pay_out: PayOut) -> Document {
    let line = |(line_no, quantity_milli): &(i32, i64)| RefundLine {
        line_no: *line_no,
        quantity_milli: *quantity_milli,
        restock: true,
    };
    let refund = Refund {
        number: 2,
        sale_id: id(200),
        shift_id: Some(id(100)),
        lines: lines.iter().map(line).collect(),
        pay_out,
        note: String::new(),
        approved_by: None,
    };
    document(number, minutes, Body::Refund(refund))
}

/// A voucher for 3,000.00, of which 5,000.00 were handed over.
fn gift(number: u128, minutes: i64) -> Document {
    let sold = SoldVoucher {
        code: "8AE8UNM27Z".to_owned(),
        paid: Tender {
            handed_minor: Some(500_000),
            ..tender("cash", 300_000)
        },
        shift_id: Some(id(100)),
        expires_on: NaiveDate::from_ymd_opt(2027, 11, 29),
        note: "For Asha".to_owned(),
    };
    Document {
        number: String::new(),
        ..document(number, minutes, Body::Voucher(sold))
    }
}

#[test]
fn the_last_piece_brings_the_last_cent() {
    let shop = goods();
    let sold = sale(&shop, 200, 1, &[tender("mpesa", 3_300)]);
    let unit = Money::from_minor(100);
    let mut since: Vec<Document> = Vec::new();
    let mut paid = Money::ZERO;
    for (line_no, number) in [(1, 201), (1, 202), (2, 203), (1, 204)] {
        let known = known(&shop, &sold, &since).unwrap();
        assert!(!known.over);
        let back = back_total(&known, &[(line_no, Quantity::ONE)], unit).unwrap();
        paid = paid.plus(back).unwrap();
        let pay_out = PayOut::Exactly(vec![tender("cash", back.minor())]);
        since.push(refund(number, 5, &[(line_no, 1000)], pay_out));
    }
    assert_eq!(paid, Money::from_minor(3_300));
    assert_eq!(returned(id(200), &since), [(1, 3_000), (2, 1_000)]);
    let known = known(&shop, &sold, &since).unwrap();
    assert!(known.over);
    assert_eq!(known.returned_total_minor, 3_300);
    assert_eq!(back_total(&known, &[(1, Quantity::ONE)], unit), None);
}

#[test]
fn what_was_refused_has_not_come_back() {
    let shop = goods();
    let sold = sale(&shop, 200, 1, &[tender("cash", 3_500)]);
    let back = refund(201, 2, &[(1, 1000)], PayOut::AsPaid);
    let back = settled(back, Outcome::Refused);
    assert!(returned(id(200), std::slice::from_ref(&back)).is_empty());
    let known = known(&shop, &sold, &[back]).unwrap();
    assert_eq!(
        (known.lines[0].returned_milli, known.total_minor),
        (0, 3_500)
    );
}

#[test]
fn of_a_mistake_nothing_comes_back_again() {
    let shop = goods();
    let sold = sale(&shop, 200, 1, &[tender("cash", 3_300)]);
    let void = Void {
        number: 3,
        sale_id: id(200),
        shift_id: Some(id(100)),
        reason: "mistake".to_owned(),
        approved_by: None,
    };
    let void = document(202, 5, Body::Void(void));
    let after = known(&shop, &sold, std::slice::from_ref(&void)).unwrap();
    assert!(after.over);
    assert_eq!(
        (after.returned_total_minor, after.total_minor),
        (3_300, 3_300)
    );
    assert_eq!(after.lines[0].returned_milli, 3_000);
    let unit = Money::from_minor(100);
    assert_eq!(back_total(&after, &[(1, Quantity::ONE)], unit), None);
    let refused = settled(void, Outcome::Refused);
    assert!(!known(&shop, &sold, &[refused]).unwrap().over);
}

fn whole(_: &[Tender]) -> Money {
    Money::from_minor(100)
}

fn opening() -> Document {
    let ask = OpenShiftAsk { float_minor: 5_000 };
    document(100, 0, Body::OpenShift(ask))
}

fn cash(number: u128, way: &str, amount_minor: i64) -> Document {
    let cash = CashMove {
        shift_id: id(100),
        way: way.to_owned(),
        reason: "safe".to_owned(),
        amount_minor,
        note: String::new(),
    };
    document(number, 3, Body::CashMove(cash))
}

#[test]
fn a_drawer_holds_what_went_in_and_not_out() {
    let shop = goods();
    let split = [tender("cash", 2_300), tender("mpesa", 1_000)];
    let mistake = sale(&shop, 205, 4, &[tender("cash", 3_500)]);
    let void = Void {
        number: 3,
        sale_id: id(205),
        shift_id: Some(id(100)),
        reason: "mistake".to_owned(),
        approved_by: None,
    };
    let mut all = vec![
        opening(),
        sale(&shop, 200, 1, &split),
        refund(
            201,
            2,
            &[(1, 1000)],
            PayOut::Exactly(vec![tender("cash", 1_000)]),
        ),
        cash(202, "in", 400),
        cash(203, "out", 700),
        settled(cash(204, "out", 9_999), Outcome::Refused),
        mistake,
        document(206, 5, Body::Void(void)),
    ];
    let shift = reckon(id(1), &all, &[], &whole).unwrap();
    assert_eq!((shift.sales, shift.backs, shift.is_rough), (2, 2, false));
    // 50.00 + 23.00 - 10.00 + 4.00 - 7.00, and the mistake in and out again.
    assert_eq!(shift.expected, Money::from_minor(6_000));
    assert_eq!(reckon(id(2), &all, &[], &whole), None);
    // What was paid for a voucher is no sale, and lies in the drawer all the same.
    all.push(gift(208, 6));
    let shift = reckon(id(1), &all, &[], &whole).unwrap();
    assert_eq!((shift.sales, shift.vouchers), (2, 1));
    assert_eq!(shift.expected, Money::from_minor(306_000));
    all.push(refund(207, 6, &[(1, 1000)], PayOut::AsPaid));
    let shift = reckon(id(1), &all, &[], &whole).unwrap();
    assert!(shift.is_rough);
    assert_eq!(shift.expected, Money::from_minor(306_000));
    // What is known of its sale says how it went back: as its receipt does.
    let sold = sale(&shop, 200, 1, &[tender("cash", 3_300)]);
    all.push(Document {
        of: known(&shop, &sold, &[]),
        ..refund(209, 7, &[(1, 1000)], PayOut::AsPaid)
    });
    let shift = reckon(id(1), &all, &[], &whole).unwrap();
    assert!(shift.is_rough);
    assert_eq!(shift.expected, Money::from_minor(305_000));
}

#[test]
fn tenders_stand_in_one_order_whichever_came_first() {
    let shop = goods();
    let split = [tender("on_account", 1_300), tender("mpesa", 2_000)];
    let all = [
        opening(),
        sale(&shop, 200, 1, &split),
        sale(&shop, 201, 2, &[tender("cash", 3_300)]),
        refund(202, 3, &[(1, 1000)], PayOut::Exactly(split.into())),
    ];
    let shift = reckon(id(1), &all, &[], &whole).unwrap();
    let codes = |sums: &[(String, Money)]| {
        let codes = sums.iter().map(|(code, _)| code.clone());
        codes.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(codes(&shift.taken), "cash mpesa on_account");
    assert_eq!(codes(&shift.paid_back), "mpesa on_account");
}

#[test]
fn what_was_sold_in_another_shift_goes_out_of_the_drawer_that_it_is_paid_back_from() {
    let void = Void {
        number: 0,
        sale_id: id(208),
        shift_id: Some(id(110)),
        reason: "mistake".to_owned(),
        approved_by: None,
    };
    let ask = OpenShiftAsk {
        float_minor: 400_000,
    };
    let mut all = vec![
        document(110, 10, Body::OpenShift(ask)),
        document(211, 11, Body::Void(void)),
    ];
    assert!(reckon(id(1), &all, &[], &whole).unwrap().is_rough);
    assert_eq!(sold_before(&all), [id(208)]);
    all.push(gift(208, 6));
    assert!(sold_before(&all).is_empty());
    let shift = reckon(id(1), &all, &[], &whole).unwrap();
    assert_eq!((shift.vouchers, shift.backs, shift.is_rough), (0, 1, false));
    assert_eq!(shift.expected, Money::from_minor(100_000));
}

#[test]
fn a_shift_is_open_until_it_is_closed_here_or_there() {
    let close = document(
        101,
        9,
        Body::CloseShift(CloseShift {
            shift_id: id(100),
            counted_minor: 5_000,
            note: String::new(),
        }),
    );
    assert!(reckon(id(1), &[opening(), close.clone()], &[], &whole).is_none());
    let refused = settled(close, Outcome::Refused);
    assert!(reckon(id(1), &[opening(), refused], &[], &whole).is_some());
    let told = settled(opening(), Outcome::Done);
    let of_books = OpenShift {
        shift_id: id(100),
        member_id: id(1),
        number: 7,
        float_minor: 5_000,
        opened_at: now(),
    };
    let open = reckon(
        id(1),
        std::slice::from_ref(&told),
        std::slice::from_ref(&of_books),
        &whole,
    )
    .unwrap();
    assert_eq!(open.number, Some(7));
    // It was closed in the back office.
    assert!(reckon(id(1), &[told], &[], &whole).is_none());
    // The till was loaded anew: its own documents are gone.
    assert!(reckon(id(1), &[], std::slice::from_ref(&of_books), &whole).is_some());
    // One that began beside it is the one that she is in.
    let beside = OpenShift {
        shift_id: id(99),
        opened_at: now() + chrono::TimeDelta::hours(1),
        ..of_books.clone()
    };
    let open = reckon(id(1), &[], &[of_books, beside], &whole).unwrap();
    assert_eq!(open.shift_id, id(99));
}

#[test]
fn without_a_network_she_closes_her_shift_and_begins_another() {
    let at = |seq: u64, document: Document| {
        let event = Event {
            seq,
            ..document.event
        };
        Document { event, ..document }
    };
    let close = |number: u128, shift: u128| {
        let close = CloseShift {
            shift_id: id(shift),
            counted_minor: 5_000,
            note: String::new(),
        };
        document(number, 9, Body::CloseShift(close))
    };
    // The books still say that the first is open.
    let of_books = [OpenShift {
        shift_id: id(100),
        member_id: id(1),
        number: 7,
        float_minor: 5_000,
        opened_at: now(),
    }];
    let ask = OpenShiftAsk { float_minor: 2_000 };
    // Her clock went back meanwhile.
    let next = at(4, document(110, -60, Body::OpenShift(ask)));
    // As the till looks back: no further than to when she opened the newest.
    let shift = reckon(id(1), std::slice::from_ref(&next), &of_books, &whole).unwrap();
    assert_eq!((shift.shift_id, shift.number), (id(110), None));
    assert_eq!(shift.expected, Money::from_minor(2_000));
    let first = settled(at(2, opening()), Outcome::Done);
    let all = [next.clone(), at(3, close(101, 100)), first];
    let shift = reckon(id(1), &all, &of_books, &whole).unwrap();
    assert_eq!(shift.shift_id, id(110));
    let both = [at(5, close(111, 110)), next.clone()];
    assert_eq!(reckon(id(1), &both, &of_books, &whole), None);
    let refused = settled(next, Outcome::Refused);
    let shift = reckon(id(1), &[refused], &of_books, &whole).unwrap();
    assert_eq!(shift.number, Some(7));
}

#[test]
fn a_document_is_kept_until_it_is_told_old_by_the_servers_clock_and_far_back() {
    let days = |days: i64| now() + TimeDelta::days(days);
    let opened = || document(1, 0, Body::OpenShift(OpenShiftAsk::default()));
    let told = settled(opened(), Outcome::Done);
    assert!(told.is_done_with(days(46), 2_000));
    assert!(!told.is_done_with(days(44), 2_000));
    // What the books refused is nowhere else.
    let refused = settled(opened(), Outcome::Refused);
    assert!(!refused.is_done_with(days(4_000), 1_000_000));
    assert!(refused.waits_for_a_manager() && !told.waits_for_a_manager());
    let put_away = Document {
        put_away: true,
        ..refused
    };
    assert!(!put_away.waits_for_a_manager());
    assert!(!put_away.is_done_with(days(4_000), 1_000_000));
    // Its clock was years behind when it was written.
    assert!(!told.is_done_with(days(4_000), 1_999));
    assert!(!opened().is_done_with(days(46), 2_000));
    // The server has said nothing yet.
    assert!(!told.is_done_with(chrono::DateTime::default(), 2_000));
}
