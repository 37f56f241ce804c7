//! Gift vouchers at a till: what is left of one is asked, and a sale that was paid with one is recorded
//! whatever the voucher holds.

use super::*;
use crate::ledger;
use crate::payments::Tender;
use crate::platform::limits::VOUCHER_TILL;
use crate::sales::vouchers::{self, Voucher, VoucherAsk, VoucherBack, code};
use crate::till::wire::VoucherAnswer;
use crate::values::Money;

impl Counter {
    pub(super) async fn sold_voucher(&self, minor: i64) -> Voucher {
        let ask = VoucherAsk {
            voucher_id: Uuid::now_v7(),
            payment_id: Uuid::now_v7(),
            tender: Tender::Cash,
            amount: Money::from_minor(minor),
            reference: String::new(),
            note: String::new(),
        };
        vouchers::sell(&self.shop.cx(), &ask).await.unwrap()
    }

    async fn ask_voucher(&self, typed: &str) -> browser::Answer {
        let path = format!("{}/{typed}", wire::VOUCHER);
        let request = Request::get(path).header(wire::HEADER, "1");
        self.browser
            .send(request.body(Sent::empty()).unwrap())
            .await
    }

    async fn look_at_voucher(&self, typed: &str) -> VoucherAnswer {
        let answer = self.ask_voucher(typed).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        serde_json::from_str(&answer.body).unwrap()
    }

    pub(super) async fn left(&self, voucher: &Voucher) -> i64 {
        let mut tx = self.shop.look().await;
        let voucher = vouchers::voucher(&mut tx, voucher.voucher_id).await;
        voucher.unwrap().balance.minor()
    }

    /// What an account of this number holds.
    pub(super) async fn books(&self, number: &str) -> i64 {
        let mut tx = self.shop.look().await;
        let rows = ledger::trial_balance(&mut tx).await.unwrap();
        let row = rows.into_iter().find(|row| row.number == number);
        row.map_or(0, |row| row.balance.minor())
    }

    /// A sale of one thing for 116.00 that was paid with a voucher.
    pub(super) fn paid_with(&self, number: i64, product: Uuid, code: &str) -> Event {
        let sale = self.sale(number, vec![line(1, product, 1000, 11_600)], 11_600);
        with(&sale, |sale| {
            sale.tenders = vec![wire::Tender {
                reference: code.to_owned(),
                ..tender("voucher", 11_600)
            }];
        })
    }
}

/// The key of why nothing can be bought with a voucher.
fn why(answer: VoucherAnswer) -> String {
    assert!(!answer.usable);
    let said = answer.refusal.unwrap();
    assert_ne!(said.key, said.words);
    said.key
}

/// Tells of a sale and looks that it is recorded and flagged for these reasons alone; its payments.
pub(super) async fn flagged(
    counter: &Counter,
    sale: &Event,
    codes: &[&str],
) -> Vec<(Tender, i64, bool)> {
    let settled = counter.tell(sale).await;
    assert_eq!(settled.outcome, Outcome::Flagged, "{codes:?}: {settled:?}");
    assert_eq!(settled.flags, codes, "{settled:?}");
    let whole = counter.recorded(sale.id).await;
    let payments = whole.payments.iter();
    let mut payments: Vec<(Tender, i64, bool)> = payments
        .map(|one| (one.tender, one.amount.minor(), one.voucher_id.is_some()))
        .collect();
    payments.sort_by_key(|(_, minor, _)| *minor);
    payments
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_is_asked_and_guesses_are_counted() {
    let counter = Counter::open("ask-voucher").await;
    let voucher = counter.sold_voucher(11_600).await;
    let typed = code::shown(&voucher.code).to_lowercase();
    let answer = counter.look_at_voucher(&typed).await;
    assert_eq!(
        (answer.code.as_str(), answer.usable, answer.balance_minor),
        (voucher.code.as_str(), true, 11_600)
    );
    assert_eq!(answer.refusal, None);
    let product = counter.shop.sells("A", "116", "9").await;
    let sale = counter.paid_with(1, product, &answer.code);
    assert_eq!(counter.tell(&sale).await.outcome, Outcome::Done);
    assert_eq!(counter.tell(&sale).await.outcome, Outcome::Again);
    let over = counter.look_at_voucher(&voucher.code).await;
    assert_eq!(over.balance_minor, 0);
    assert_eq!(why(over), "refused-voucher-empty");
    // A slip of the hand is noticed before anybody is asked.
    let slip = counter.look_at_voucher("22222-22223").await;
    assert_eq!(why(slip), "refused-voucher-unknown");
    // Another shop's is nobody's here.
    let next_door = counter.shop.neighbour("ask-voucher-next-door").await;
    let next_door = Counter::at(next_door).await;
    let foreign = next_door.look_at_voucher(&voucher.code).await;
    assert_eq!(why(foreign), "refused-voucher-unknown");
    for _ in 0..VOUCHER_TILL.most {
        let guess = counter.look_at_voucher("2222222222").await;
        assert_eq!(why(guess), "refused-voucher-unknown");
    }
    let stopped = counter.ask_voucher("2222222222").await;
    assert_eq!(stopped.status, StatusCode::TOO_MANY_REQUESTS);
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_voucher_did_not_hold_is_a_debt_and_flagged() {
    let counter = Counter::open("odd-voucher").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let asha = counter.event(Body::Customer(wire::NewCustomer {
        phone: "0722000333".to_owned(),
        name: "Asha".to_owned(),
    }));
    counter.tell(&asha).await;
    let voucher = counter.sold_voucher(10_000).await;
    // Nobody is known who would owe it.
    let short = counter.paid_with(1, product, &voucher.code);
    let payments = flagged(&counter, &short, &["receipt"]).await;
    let by = Tender::Voucher;
    assert_eq!(payments, [(by, 1_600, false), (by, 10_000, true)]);
    assert_eq!(counter.left(&voucher).await, 0);
    assert_eq!(counter.books("1320").await, 1_600);
    let unknown = counter.paid_with(2, product, "no such code");
    let payments = flagged(&counter, &unknown, &["receipt"]).await;
    assert_eq!(payments, [(by, 11_600, false)]);
    assert_eq!(counter.books("1320").await, 13_200);
    // She owes it, and may not owe so much.
    let hers = counter.sold_voucher(10_000).await;
    let hers = with(&counter.paid_with(3, product, &hers.code), |sale| {
        sale.customer_id = Some(asha.id);
    });
    let payments = flagged(&counter, &hers, &["receipt", "credit"]).await;
    assert_eq!(
        payments,
        [(Tender::OnAccount, 1_600, false), (by, 10_000, true)]
    );
    let mut tx = counter.shop.look().await;
    let account = sales::account(&mut tx, asha.id).await.unwrap().unwrap();
    assert_eq!(account.owed, Money::from_minor(1_600));
    drop(tx);
    let old = counter.sold_voucher(11_600).await;
    let mut connection = counter.shop.superuser().await;
    sqlx::query("update app.voucher set expires_on = '2020-01-01' where voucher_id = $1")
        .bind(old.voucher_id)
        .execute(&mut connection)
        .await
        .unwrap();
    let expired = counter.paid_with(4, product, &old.code);
    flagged(&counter, &expired, &["receipt"]).await;
    assert_eq!(counter.left(&old).await, 11_600);
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sale_that_was_a_mistake_gives_the_voucher_its_money_back() {
    let counter = Counter::open("void-voucher").await;
    let product = counter.shop.sells("A", "116", "9").await;
    let voucher = counter.sold_voucher(10_000).await;
    let sale = counter.paid_with(1, product, &voucher.code);
    flagged(&counter, &sale, &["receipt"]).await;
    let void = counter.event(Body::Void(wire::Void {
        number: 2,
        sale_id: sale.id,
        shift_id: None,
        reason: "The wrong thing".to_owned(),
        approved_by: None,
    }));
    let settled = counter.tell(&void).await;
    assert!(matches!(settled.outcome, Outcome::Done | Outcome::Flagged));
    assert_eq!(counter.left(&voucher).await, 10_000);
    assert_eq!(counter.books("1320").await, 0);
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_void_voucher_does_not_take_back_is_given_in_cash_and_flagged() {
    let counter = Counter::open("void-voucher-cash").await;
    let product = counter.shop.sells("A", "116", "9").await;
    let voucher = counter.sold_voucher(20_000).await;
    let sale = counter.paid_with(1, product, &voucher.code);
    assert_eq!(counter.tell(&sale).await.outcome, Outcome::Done);
    let rest = VoucherBack {
        payment_id: Uuid::now_v7(),
        voucher_id: voucher.voucher_id,
        tender: Tender::Cash,
        reference: String::new(),
        reason: "He moved away".to_owned(),
    };
    let rest = vouchers::void(&counter.shop.cx(), &rest).await;
    assert_eq!(rest, Ok(Money::from_minor(8_400)));
    let mistake = counter.event(Body::Void(wire::Void {
        number: 2,
        sale_id: sale.id,
        shift_id: None,
        reason: "The wrong thing".to_owned(),
        approved_by: None,
    }));
    let payments = flagged(&counter, &mistake, &["power", "receipt"]).await;
    assert_eq!(payments, [(Tender::Cash, 11_600, false)]);
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_till_says_went_onto_a_void_voucher_is_cash_and_flagged() {
    let counter = Counter::open("named-void-voucher").await;
    let product = counter.shop.sells("A", "116", "9").await;
    let voucher = counter.sold_voucher(20_000).await;
    let sale = counter.paid_with(1, product, &voucher.code);
    assert_eq!(counter.tell(&sale).await.outcome, Outcome::Done);
    let rest = VoucherBack {
        payment_id: Uuid::now_v7(),
        voucher_id: voucher.voucher_id,
        tender: Tender::Cash,
        reference: String::new(),
        reason: "He moved away".to_owned(),
    };
    vouchers::void(&counter.shop.cx(), &rest).await.unwrap();
    let onto = wire::Tender {
        reference: voucher.code.clone(),
        ..tender("voucher", 11_600)
    };
    let back = counter.one_comes_back(sale.id, wire::PayOut::Exactly(vec![onto]));
    let payments = flagged(&counter, &back, &["power", "receipt"]).await;
    assert_eq!(payments, [(Tender::Cash, 11_600, false)]);
    // Nothing is missing, and nothing is below nothing.
    assert_eq!(counter.books("1320").await, 0);
    assert_eq!(counter.left(&voucher).await, 0);
    let mut tx = counter.shop.look().await;
    let listed = flags::list(&mut tx, Show::All, 1).await.unwrap();
    let mut reasons = listed.rows.iter().flat_map(|flag| &flag.reasons);
    assert!(reasons.any(|reason| reason.key == "flag-voucher-cash"));
    drop(tx);
    counter.shop.check().await;
}
