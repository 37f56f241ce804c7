//! What was sold and is no product, and what was noted of a line.

use super::*;
use crate::platform::http::encode;
use crate::sales::cart::QuickItem;
use crate::sales::receipts::code::code_of;
use crate::staff::Role;
use crate::values::Money;

/// So many of something that no product is, at 150.00.
fn quick(name: &str, barcode: &str, milli: i64) -> wire::SaleLine {
    wire::SaleLine {
        quick: Some(QuickItem {
            name: name.to_owned(),
            barcode: barcode.to_owned(),
        }),
        ..line(1, Uuid::nil(), milli, 15_000)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_product_is_sold_by_its_name_and_comes_back() {
    let counter = Counter::open("sync-quick").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let noted = wire::SaleLine {
        note: " for <Njeri> ".to_owned(),
        ..line(2, product, 1000, 11_600)
    };
    let lines = vec![quick("Sufuria & lid", "6161100100022", 2000), noted];
    let sale = counter.sale(1, lines, 41_600);
    let settled = counter.tell(&sale).await;
    assert_eq!(settled.outcome, Outcome::Flagged, "{settled:?}");
    assert_eq!(settled.flags, ["quick_item"]);
    let whole = counter.recorded(sale.id).await;
    let first = &whole.lines[0];
    assert_eq!(first.product_id, None);
    let said = (first.name.as_str(), first.sku.as_str());
    assert_eq!(said, ("Sufuria & lid", "6161100100022"));
    assert_eq!(first.amount, Money::from_minor(30_000));
    assert_eq!(first.cost, Money::ZERO);
    assert_eq!(first.tax.code, "standard");
    assert!(!first.tax.amount.is_zero());
    assert_eq!(whole.lines[1].note, "for <Njeri>");
    assert_eq!(counter.on_hand(product).await, Quantity::from_milli(19_000));
    // A manager makes a product of it, with all that is known filled in.
    let manager = browser::member(&counter.service, &counter.shop, Role::Manager).await;
    let page = format!("/b/sync-quick/sales/{}", sale.id);
    let make = format!(
        "/b/sync-quick/products/new?name={}&amp;barcode=6161100100022&amp;price=150",
        encode("Sufuria & lid")
    );
    for address in [page.as_str(), "/b/sync-quick/sales/flags"] {
        let shown = manager.get(address).await.body;
        assert!(shown.contains(&make), "{address}: {shown}");
    }
    let form = manager.get(&make.replace("&amp;", "&")).await.body;
    for filled in ["Sufuria &amp; lid", "6161100100022", "value=\"150"] {
        assert!(form.contains(filled), "{filled}: {form}");
    }
    // What was noted stands on the sale and on its paper, and is nobody else's business.
    let note = "for &lt;Njeri&gt;";
    for address in [page.clone(), format!("{page}/receipt")] {
        let shown = manager.get(&address).await.body;
        assert!(shown.contains(note), "{address}: {shown}");
    }
    let anybody = format!("/s/sync-quick/r/{}", code_of(sale.id));
    let shown = manager.get(&anybody).await.body;
    assert!(shown.contains("Sufuria &amp; lid") && !shown.contains(note));
    let back = counter.event(Body::Refund(wire::Refund {
        number: 2,
        sale_id: sale.id,
        shift_id: None,
        lines: vec![wire::RefundLine {
            line_no: 1,
            quantity_milli: 2000,
            restock: true,
        }],
        pay_out: wire::PayOut::AsPaid,
        note: String::new(),
        approved_by: None,
    }));
    let settled = counter.tell(&back).await;
    assert_eq!(settled.flags, ["power"], "{settled:?}");
    let back = counter.recorded(back.id).await;
    assert_eq!(back.sale.total, Money::from_minor(30_000));
    assert_eq!(back.sale.cost, Money::ZERO);
    // It was on no shelf, and is on none.
    let page = format!("/b/sync-quick/sales/{}", back.sale.sale_id);
    let shown = manager.get(&page).await.body;
    assert!(shown.contains("Sufuria &amp; lid"), "{shown}");
    assert!(!shown.contains("Back on the shelf"), "{shown}");
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_no_shelf_is_once_as_well() {
    let counter = Counter::open("sync-quick-twice").await;
    for number in 1..=5 {
        let lines = vec![quick("Sahani", "", 1000)];
        let sale = counter.sale(number, lines, 15_000);
        let one = std::slice::from_ref(&sale);
        let (first, second) = tokio::join!(counter.send(one), counter.send(one));
        let mut outcomes = [first[0].outcome, second[0].outcome];
        outcomes.sort_by_key(|outcome| *outcome != Outcome::Flagged);
        assert_eq!(outcomes, [Outcome::Flagged, Outcome::Again]);
        assert_eq!(first[0].number, second[0].number);
    }
    assert_eq!(counter.documents().await, 5);
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quick_item_that_cannot_be_is_refused() {
    let counter = Counter::open("sync-quick-bad").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let nameless = counter.sale(1, vec![quick(" ", "6161100100022", 1000)], 15_000);
    let settled = counter.tell(&nameless).await;
    assert_eq!(keys(&settled), ["refused-quick-item"]);
    let both = wire::SaleLine {
        product_id: product,
        ..quick("Sahani", "", 1000)
    };
    let both = counter.sale(2, vec![both], 15_000);
    assert_eq!(keys(&counter.tell(&both).await), ["refused-unreadable"]);
    let nothing = counter.sale(3, vec![line(1, Uuid::nil(), 1000, 15_000)], 15_000);
    assert_eq!(counter.tell(&nothing).await.outcome, Outcome::Refused);
    let long = wire::SaleLine {
        note: "x".repeat(301),
        ..quick("Sahani", "", 1000)
    };
    let long = counter.sale(4, vec![long], 15_000);
    assert_eq!(keys(&counter.tell(&long).await), ["refused-too-long"]);
    // Half a thing was sold: it happened, and is looked at.
    let half = counter.sale(5, vec![quick("Sahani", "", 500)], 7_500);
    let flags = counter.tell(&half).await.flags;
    assert!(flags.iter().any(|flag| flag == "goods"), "{flags:?}");
    counter.shop.check().await;
}
