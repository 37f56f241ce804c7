//! What a voucher did not hold at a till, and how a manager says that it ended.

use chrono::TimeDelta;

use super::vouchers::flagged;
use super::*;
use crate::payments::Tender;
use crate::sales::vouchers::{self, Settlement};
use crate::sales::{BackLine, Oddity, PayOut, RefundAsk};
use crate::staff::Role;
use crate::tests::browser::{fields, member};
use crate::values::{Money, Stop};

fn money(minor: i64) -> Money {
    Money::from_minor(minor)
}

/// All of it, by a tender; or nobody will pay.
fn ends(tender: Option<Tender>, minor: i64, reference: &str) -> Settlement {
    Settlement {
        settlement_id: Uuid::now_v7(),
        amount: money(minor),
        tender,
        reference: reference.to_owned(),
        note: "she came back".to_owned(),
    }
}

impl Counter {
    /// The flag of a sale.
    async fn flag_of(&self, sale_id: Uuid) -> flags::Shown {
        let mut tx = self.shop.look().await;
        let listed = flags::list(&mut tx, Show::All, 1).await.unwrap();
        let mut rows = listed.rows.into_iter();
        let is_its = |flag: &flags::Shown| flag.sale.as_ref().is_some_and(|(id, _)| *id == sale_id);
        rows.find(is_its).unwrap()
    }

    /// A manager says how it ended; the keys of why not.
    async fn settle(&self, flag_id: Uuid, ask: &Settlement) -> Vec<String> {
        match flags::settle(&self.shop.cx(), flag_id, ask).await {
            Ok(()) => Vec::new(),
            Err(Stop::Refused(reasons)) => reasons.into_iter().map(|one| one.key).collect(),
            Err(stop) => panic!("{stop:?}"),
        }
    }

    /// One of a sale's first line comes back; how it was paid back.
    async fn brings_back(&self, sale_id: Uuid) -> Vec<(Tender, i64)> {
        let ask = RefundAsk {
            refund_id: Uuid::now_v7(),
            sale_id,
            shift: None,
            lines: vec![BackLine {
                line_no: 1,
                quantity: Quantity::ONE,
                restock: true,
            }],
            pay_out: PayOut::AsPaid,
            note: String::new(),
        };
        sales::refund(&self.shop.cx(), &ask).await.unwrap();
        let whole = self.recorded(ask.refund_id).await;
        let payments = whole.payments.iter();
        let mut paid: Vec<(Tender, i64)> = payments
            .map(|one| (one.tender, one.amount.minor()))
            .collect();
        paid.sort_by_key(|(_, minor)| *minor);
        paid
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_customer_pays_what_her_voucher_did_not_hold() {
    let counter = Counter::open("settle-paid").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let voucher = counter.sold_voucher(10_000).await;
    let sale = counter.paid_with(1, product, &voucher.code);
    flagged(&counter, &sale, &["receipt"]).await;
    let flag = counter.flag_of(sale.id).await;
    assert_eq!((flag.missing, flag.ended.len()), (money(1_600), 0));
    let (id, cash) = (flag.flag_id, Some(Tender::Cash));
    let ask = ends(cash, 1_600, "");
    let refused = flags::settle(&counter.shop.cashier(), id, &ask).await;
    assert_eq!(refused, Err(Stop::Forbidden));
    let neighbour = counter.shop.neighbour("settle-next-door").await;
    let stolen = flags::settle(&neighbour.cx(), id, &ask).await;
    assert_eq!(stolen, Err(Stop::NotFound));
    for (wrong, key) in [
        (ends(cash, 1_500, ""), "refused-voucher-missing"),
        (ends(cash, 0, ""), "refused-voucher-missing"),
        (
            ends(Some(Tender::Mpesa), 1_600, ""),
            "refused-receipt-needed",
        ),
        (
            ends(Some(Tender::OnAccount), 1_600, ""),
            "refused-tender-needed",
        ),
    ] {
        assert_eq!(counter.settle(id, &wrong).await, [key]);
    }
    assert_eq!(counter.books("1320").await, 1_600);
    // The same form sent twice.
    let (first, second) = tokio::join!(counter.settle(id, &ask), counter.settle(id, &ask));
    assert_eq!((first.len(), second.len()), (0, 0));
    let other = Settlement {
        tender: None,
        ..ask.clone()
    };
    let other = counter.settle(id, &other).await;
    assert_eq!(other, ["refused-payment-other"]);
    let late = counter.settle(id, &ends(None, 1_600, "")).await;
    assert_eq!(late, ["refused-voucher-missing"]);
    assert_eq!(counter.books("1320").await, 0);
    assert_eq!(counter.books("1110").await, 11_600);
    let flag = counter.flag_of(sale.id).await;
    assert!(flag.resolved.is_some());
    assert_eq!(flag.note, "she came back");
    let ended: Vec<_> = flag
        .ended
        .iter()
        .map(|one| (one.tender, one.amount))
        .collect();
    assert_eq!(
        (flag.missing, ended),
        (Money::ZERO, vec![(cash, money(1_600))])
    );
    counter.shop.check().await;
    // She has paid it: it goes back to her, and the rest onto the voucher.
    let back = counter.brings_back(sale.id).await;
    assert_eq!(back, [(Tender::Cash, 1_600), (Tender::Voucher, 10_000)]);
    assert_eq!(counter.left(&voucher).await, 10_000);
    assert_eq!(counter.books("1320").await, 0);
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_is_settled_by_no_other_flag() {
    let counter = Counter::open("settle-other-flag").await;
    let product = counter.shop.sells("A", "116", "20").await;
    // Cheaper than it is, and paid with a voucher that is none.
    let sale = with(&counter.paid_with(1, product, "22222-22222"), |sale| {
        sale.lines[0].unit_price_minor = 10_000;
        sale.tenders[0].amount_minor = 10_000;
    });
    flagged(&counter, &sale, &["price", "receipt"]).await;
    let rows = {
        let mut tx = counter.shop.look().await;
        flags::list(&mut tx, Show::All, 1).await.unwrap().rows
    };
    let of = |oddity: Oddity| rows.iter().find(|flag| flag.oddity == oddity).unwrap();
    let ask = ends(None, 10_000, "");
    let by_another = of(Oddity::Price).flag_id;
    let forged = flags::settle(&counter.shop.cx(), by_another, &ask).await;
    assert_eq!(forged, Err(Stop::NotFound));
    assert_eq!(counter.books("1320").await, 10_000);
    let by_its_own = counter.settle(of(Oddity::Receipt).flag_id, &ask).await;
    assert!(by_its_own.is_empty(), "{by_its_own:?}");
    let mut tx = counter.shop.look().await;
    let listed = flags::list(&mut tx, Show::Open, 1).await.unwrap();
    let open: Vec<Oddity> = listed.rows.iter().map(|flag| flag.oddity).collect();
    assert_eq!(open, [Oddity::Price]);
    drop(tx);
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_managers_and_one_receipt_count_once() {
    let counter = Counter::open("settle-once").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let mut ids = Vec::new();
    for number in 1..=2 {
        let sale = counter.paid_with(number, product, "22222-22222");
        flagged(&counter, &sale, &["receipt"]).await;
        ids.push(counter.flag_of(sale.id).await.flag_id);
    }
    let mpesa = ends(Some(Tender::Mpesa), 11_600, "sgl31ha2uv");
    let nobody = ends(None, 11_600, "");
    let (paid, off) = tokio::join!(
        counter.settle(ids[0], &mpesa),
        counter.settle(ids[0], &nobody)
    );
    let mut said = [paid, off].concat();
    assert_eq!(said.pop().as_deref(), Some("refused-voucher-missing"));
    assert!(said.is_empty(), "{said:?}");
    assert_eq!(counter.books("1320").await, 11_600);
    let books = (counter.books("1140").await, counter.books("5180").await);
    assert_eq!(books.0 + books.1, 11_600);
    let again = ends(Some(Tender::Mpesa), 11_600, "SGL31HA2UV");
    let again = counter.settle(ids[1], &again).await;
    match books.0 {
        0 => assert!(again.is_empty(), "{again:?}"),
        _ => assert_eq!(again, ["refused-receipt-used"]),
    }
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_off_comes_back_with_the_goods() {
    let counter = Counter::open("settle-off").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let sale = with(&counter.paid_with(1, product, "22222-22222"), |sale| {
        sale.lines[0].quantity_milli = 2000;
        sale.tenders[0].amount_minor = 23_200;
    });
    flagged(&counter, &sale, &["receipt"]).await;
    let flag = counter.flag_of(sale.id).await;
    // Whoever reads it cannot guess from it.
    assert_eq!(
        flag.reasons[0].args,
        [("code".to_owned(), "*2222".to_owned())]
    );
    let refused = counter.settle(flag.flag_id, &ends(None, 23_200, "")).await;
    assert!(refused.is_empty(), "{refused:?}");
    let books = async || {
        let off = counter.books("5180").await;
        (counter.books("1320").await, off)
    };
    assert_eq!(books().await, (0, 23_200));
    counter.shop.check().await;
    // Nobody paid for it, and nobody is paid back.
    let by = Tender::Voucher;
    assert_eq!(counter.brings_back(sale.id).await, [(by, 11_600)]);
    assert_eq!(books().await, (0, 11_600));
    assert_eq!(counter.brings_back(sale.id).await, [(by, 11_600)]);
    assert_eq!(books().await, (0, 0));
    let flag = counter.flag_of(sale.id).await;
    let ended: Vec<i64> = flag.ended.iter().map(|one| one.amount.minor()).collect();
    assert_eq!(ended, [23_200, -11_600, -11_600]);
    assert_eq!(flag.missing, Money::ZERO);
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sale_of_before_is_recorded_when_its_voucher_has_lapsed() {
    let counter = Counter::open("settle-lapsed").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let voucher = counter.sold_voucher(11_600).await;
    let tx = counter.shop.look().await;
    let yesterday = tx.scope().today().pred_opt();
    drop(tx);
    let mut connection = counter.shop.superuser().await;
    sqlx::query("update app.voucher set expires_on = $2 where voucher_id = $1")
        .bind(voucher.voucher_id)
        .bind(yesterday)
        .execute(&mut connection)
        .await
        .unwrap();
    let taken = vouchers::lapse(&counter.shop.cx()).await;
    assert_eq!(taken, Ok((1, money(11_600))));
    let sale = counter.paid_with(1, product, &voucher.code);
    let sale = at(sale, clock::now() - TimeDelta::days(2));
    let payments = flagged(&counter, &sale, &["receipt"]).await;
    assert_eq!(payments, [(Tender::Voucher, 11_600, false)]);
    let flag = counter.flag_of(sale.id).await;
    assert_eq!(flag.reasons[0].key, "refused-voucher-expired");
    assert_eq!(flag.missing, money(11_600));
    assert_eq!(counter.left(&voucher).await, 0);
    assert_eq!(counter.books("4300").await, -11_600);
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_settles_it_on_the_page_of_its_flag() {
    let counter = Counter::open("settle-page").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let sale = counter.paid_with(1, product, "22222-22222");
    counter.tell(&sale).await;
    let flag_id = counter.flag_of(sale.id).await.flag_id;
    let mut manager = member(&counter.service, &counter.shop, Role::Manager).await;
    let page = format!("/b/{}/sales/flags", counter.shop.slug);
    let action = "/api/till/settle_voucher";
    let body = manager.get(&page).await.body;
    assert!(body.contains(action), "{body}");
    let settlement = Uuid::now_v7().to_string();
    let names = ["tenders", "codes", "whys"].map(|name| format!("{name}[f{flag_id}]"));
    let form = |tender: &str, code: &str| {
        fields(&[
            ("business", counter.shop.slug.as_str()),
            ("flag_id", &flag_id.to_string()),
            ("settlement_id", &settlement),
            ("amount", "11600"),
            (&names[0], tender),
            (&names[1], code),
            (&names[2], "asked twice"),
        ])
    };
    for (tender, code, said) in [
        ("", "", "Choose how it was paid"),
        ("mpesa", "a?", "Write the receipt or reference number"),
        ("written_off", "", "It is in the books"),
    ] {
        let answer = manager.post(action, &form(tender, code)).await;
        assert_eq!(answer.location, page, "{answer:?}");
        let body = manager.get(&page).await.body;
        assert!(body.contains(said), "{said}: {body}");
        let is_kept = body.contains("value=\"asked twice\"");
        assert_eq!(is_kept, tender != "written_off", "{body}");
    }
    let body = manager.get(&format!("{page}?show=all")).await.body;
    assert!(body.contains("was written off"), "{body}");
    assert!(body.contains("asked twice"), "{body}");
    assert!(!body.contains(action), "{body}");
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_says_why_not_also_where_its_flag_is_not_on_the_page() {
    let counter = Counter::open("settle-elsewhere").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let sale = counter.paid_with(1, product, "22222-22222");
    counter.tell(&sale).await;
    let flag_id = counter.flag_of(sale.id).await.flag_id;
    // Somebody has looked at it: it stands among all of them now.
    flags::resolve(&counter.shop.cx(), flag_id, "")
        .await
        .unwrap();
    let mut manager = member(&counter.service, &counter.shop, Role::Manager).await;
    let page = format!("/b/{}/sales/flags", counter.shop.slug);
    let names = ["tenders", "codes"].map(|name| format!("{name}[f{flag_id}]"));
    let settles = fields(&[
        ("business", counter.shop.slug.as_str()),
        ("flag_id", &flag_id.to_string()),
        ("settlement_id", &Uuid::now_v7().to_string()),
        ("amount", "11600"),
        (&names[0], "mpesa"),
        (&names[1], "a?"),
    ]);
    let resolves = fields(&[
        ("business", counter.shop.slug.as_str()),
        ("flag_id", &Uuid::now_v7().to_string()),
    ]);
    for (act, form, said) in [
        (
            "settle_voucher",
            settles,
            "Write the receipt or reference number",
        ),
        ("resolve_flag", resolves, "This is no longer there"),
    ] {
        manager.post(&format!("/api/till/{act}"), &form).await;
        let body = manager.get(&page).await.body;
        assert!(body.contains(said), "{act}: {body}");
    }
    counter.shop.check().await;
}
