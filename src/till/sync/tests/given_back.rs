//! Gift vouchers that were sold by mistake: a till has handed their cash back.

use super::sold_vouchers::gift;
use super::*;
use crate::payments::Tender;
use crate::values::Money;

impl Counter {
    fn takes_back(&self, voucher_id: Uuid, shift_id: Uuid) -> Event {
        self.event(Body::Void(wire::Void {
            number: 0,
            sale_id: voucher_id,
            shift_id: Some(shift_id),
            reason: "A mistake at the till".to_owned(),
            approved_by: None,
        }))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_voucher_that_was_a_mistake_is_paid_back_out_of_the_drawer_once() {
    let counter = Counter::open("till-gift-back").await;
    let open = counter.opened(10_000).await;
    let cash = gift(20_000, Some(open.id));
    let sold = counter.gives(&cash);
    let back = counter.takes_back(sold.id, open.id);
    let told = counter.send(&[sold.clone(), back.clone()]).await;
    assert_eq!(told[1].outcome, Outcome::Flagged, "{told:?}");
    // A cashier did it, and nobody says who allowed it.
    assert_eq!(told[1].flags, ["power"]);
    assert_eq!(counter.tell(&back).await.outcome, Outcome::Again);
    let voucher = counter.voucher_of(&cash).await.unwrap();
    assert!(voucher.voided.is_some() && voucher.balance == Money::ZERO);
    let books = [counter.books("1120").await, counter.books("2150").await];
    assert_eq!(books, [10_000, 0]);
    // The next number of the till is the next sale's: none is missing.
    let product = counter.shop.sells("A", "116", "9").await;
    let sale = counter.sale(1, vec![line(1, product, 1000, 11_600)], 11_600);
    let sale = with(&sale, |sale| sale.shift_id = Some(open.id));
    assert_eq!(counter.tell(&sale).await.outcome, Outcome::Done);

    // Something was bought with this one before: only what is left is paid back, and a manager is told.
    let used = gift(20_000, Some(open.id));
    let sold = counter.gives(&used);
    let paid = counter.paid_with(2, product, &used.code);
    let paid = with(&paid, |sale| sale.shift_id = Some(open.id));
    let back = counter.takes_back(sold.id, open.id);
    let told = counter.send(&[sold, paid, back]).await;
    assert_eq!(told[2].flags, ["power", "total"], "{told:?}");
    let x = counter.report(open.id).await;
    assert_eq!(x.expected, Money::from_minor(10_000 + 11_600 + 11_600));
    let cash_sum = x.tenders.iter().find(|sum| sum.tender == Tender::Cash);
    let (brought, given) = cash_sum.map(|sum| (sum.brought, sum.given)).unwrap();
    assert_eq!(brought, Money::from_minor(51_600));
    assert_eq!(given, Money::from_minor(28_400));
    counter.closed(open.id, 33_200).await;
    // What is told after that is late: the drawer was counted with it.
    let late = gift(5_000, None);
    let sold = counter.gives(&late);
    let back = counter.takes_back(sold.id, open.id);
    let told = counter.send(&[sold, back]).await;
    assert_eq!(told[1].flags, ["power"], "{told:?}");
    let z = counter.report(open.id).await;
    assert_eq!((z.late.documents, z.late.cash.minor()), (1, -5_000));
    // There is no such voucher.
    let none = counter.takes_back(Uuid::now_v7(), open.id);
    assert_eq!(keys(&counter.tell(&none).await), ["refused-not-found"]);
    counter.shop.check().await;
}

/// The till got no answer, and what was bought with it has come back before it tells it once more.
#[tokio::test(flavor = "multi_thread")]
async fn of_a_voucher_that_is_used_up_nothing_goes_out_however_often_it_is_told() {
    let counter = Counter::open("till-gift-used-up").await;
    let product = counter.shop.sells("A", "116", "9").await;
    let open = counter.opened(10_000).await;
    let used = gift(11_600, Some(open.id));
    let sold = counter.gives(&used);
    let sale = counter.paid_with(1, product, &used.code);
    let back = counter.takes_back(sold.id, open.id);
    let told = counter.send(&[sold, sale.clone(), back.clone()]).await;
    assert_eq!(told[2].flags, ["power", "total"], "{told:?}");
    let onto = wire::Tender {
        reference: used.code.clone(),
        ..tender("voucher", 11_600)
    };
    let refund = counter.one_comes_back(sale.id, wire::PayOut::Exactly(vec![onto]));
    let settled = counter.tell(&refund).await;
    assert_eq!(settled.outcome, Outcome::Flagged, "{settled:?}");
    let books = async || [counter.books("1120").await, counter.books("2150").await];
    let before = books().await;
    for _ in 0..2 {
        let again = counter.tell(&back).await;
        assert_ne!(again.outcome, Outcome::Refused, "{again:?}");
        assert_eq!(books().await, before);
    }
    let voucher = counter.voucher_of(&used).await.unwrap();
    assert!(voucher.voided.is_some() && voucher.balance == Money::ZERO);
    counter.shop.check().await;
}
