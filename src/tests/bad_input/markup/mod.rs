//! Markup in every field that a person can type into, on every page that shows it: each field has a
//! marker of its own, which would be an element or an attribute if a page let it.

mod crawl;
mod file;
mod html;

use std::collections::BTreeMap;

use uuid::Uuid;

use crawl::{Crawl, marker};
use html::broken_out;

use crate::catalog::keep_category::CategoryForm;
use crate::catalog::{self, ProductForm};
use crate::orders;
use crate::platform::http::encode;
use crate::purchasing::{self, orders::PurchaseForm};
use crate::staff::{self, InvitationForm, Role};
use crate::tests::browser::{Browser, member, serving};
use crate::tests::support::Shop;

/// What is typed and never shown again: the end of the form's address, or of the page that it asks
/// for; how the field begins; and why.
const NEVER_SHOWN: [(&str, &str, &str); 23] = [
    ("/staff/reset_pin", "form[pin]", SECRET),
    ("/staff/reset_pin", "form[again]", SECRET),
    ("/staff/set_own_pin", "form[pin]", SECRET),
    ("/staff/set_own_pin", "form[again]", SECRET),
    ("/orders", "from", NO_DAY),
    ("/orders", "to", NO_DAY),
    ("/sales", "from", NO_DAY),
    ("/sales", "to", NO_DAY),
    ("/sales/shifts", "from", NO_DAY),
    ("/sales/shifts", "to", NO_DAY),
    ("/stock/adjustments", "from", NO_DAY),
    ("/stock/adjustments", "to", NO_DAY),
    ("/stock/movements", "from", NO_DAY),
    ("/stock/movements", "to", NO_DAY),
    ("/statement", "from", NO_DAY),
    ("/products/labels", "since", NO_DAY),
    ("/products/labels", "n-", NO_NUMBER),
    ("/products/labels", "skip", NO_NUMBER),
    ("/suppliers/import", "prices", NO_ROW),
    ("/files/customers", "file", NO_ROW),
    ("/files/categories", "file", NO_ROW),
    ("/files/locations", "file", NO_ROW),
    ("/sales/void_voucher", "receipt", NO_CODE),
];
const SECRET: &str = "a PIN is never sent back";
const NO_DAY: &str = "a day that is none is passed over";
const NO_ROW: &str = "a row that is refused is told by its number";
const NO_CODE: &str = "cash that is paid back has no code";
const NO_NUMBER: &str = "a number of labels that is none is passed over";

/// Whether what is typed there is never shown; a field is its form's address and its name.
fn is_never_shown(field: &str) -> bool {
    let (form, name) = field.split_once(' ').unwrap_or_default();
    let mut known = NEVER_SHOWN.iter();
    known.any(|(end, begin, _)| form.ends_with(end) && name.starts_with(begin))
}

/// Goods, papers, counts and sales whose every word is the first marker, and three orders; the pages
/// that only links lead to which are sent to somebody.
async fn fill(shop: &Shop) -> Vec<String> {
    let mark = marker(0);
    let product = shop.sells(&mark, "120", "50").await;
    shelve(shop, &mark).await;
    let mut sent = Vec::new();
    for _ in 0..3 {
        let browser = shop.cart_of(product, "1").await;
        let form = orders::CheckoutForm {
            name: mark.clone(),
            note: mark.clone(),
            address_note: mark.clone(),
            pay_by: "on_hand_over".to_owned(),
            ..shop.checkout(&browser).await
        };
        let placed = orders::place(&shop.customer(), &browser, &form)
            .await
            .unwrap();
        sent.push(format!("/s/hostile/o/{}", placed.link));
        // No page leads there any more once it is called off.
        sent.push(format!("/b/hostile/orders/{}/slip", placed.order_id));
    }
    // A business of everything; here its word is a marker.
    crate::tests::isolation::shelves::fill(shop, &mark, &mark).await;
    let cx = shop.cx();
    let mut tx = shop.look().await;
    let (purchase, supplier): (Uuid, Uuid) = sqlx::query_as(
        "select purchase_id, supplier_id from app.purchase where business_id = $1 limit 1",
    )
    .bind(tx.business())
    .fetch_one(tx.conn())
    .await
    .unwrap();
    let take: Uuid =
        sqlx::query_scalar("select take_id from app.stock_take where business_id = $1 limit 1")
            .bind(tx.business())
            .fetch_one(tx.conn())
            .await
            .unwrap();
    drop(tx);
    order_from(shop, &mark, supplier).await;
    // A form leads there, no link.
    sent.push(format!("/b/hostile/stock/takes/{take}/close"));
    let link = purchasing::orders::make_link(&cx, purchase).await.unwrap();
    sent.push(format!("/s/hostile/po/{link}"));
    let invitation = InvitationForm {
        invitation_id: Uuid::now_v7().to_string(),
        identity: "somebody@example.com".to_owned(),
        role: "cashier".to_owned(),
    };
    let made = staff::invite(&cx, &invitation).await.unwrap();
    sent.push(format!("/join/{}", made.token.unwrap()));
    sent
}

/// Something for sale in a category.
async fn shelve(shop: &Shop, mark: &str) {
    let category_id = Uuid::now_v7().to_string();
    let category = CategoryForm {
        category_id: category_id.clone(),
        name: mark.to_owned(),
        slug: "marked".to_owned(),
        ..CategoryForm::default()
    };
    let cx = shop.cx();
    catalog::keep_category::keep(&cx, &category).await.unwrap();
    let product = ProductForm {
        product_id: Uuid::now_v7().to_string(),
        name: mark.to_owned(),
        sku: "SHELVED".to_owned(),
        unit: "piece".to_owned(),
        quantity_step: "1".to_owned(),
        price: "120".to_owned(),
        cost: "10".to_owned(),
        tax_class: "standard".to_owned(),
        stock: "5".to_owned(),
        category_id,
        ..ProductForm::default()
    };
    catalog::keep_product::keep(&cx, &product).await.unwrap();
}

/// Something that is ordered and has not come.
async fn order_from(shop: &Shop, mark: &str, supplier: Uuid) {
    let line = |value: &str| BTreeMap::from([("l1".to_owned(), value.to_owned())]);
    let order = PurchaseForm {
        purchase_id: Uuid::now_v7().to_string(),
        supplier_id: supplier.to_string(),
        location_id: shop.location.to_string(),
        note: mark.to_owned(),
        what: line("SHELVED"),
        packs: line("10"),
        cost: line("8"),
        ..PurchaseForm::default()
    };
    let cx = shop.cx();
    let order = purchasing::orders::keep(&cx, &order).await.unwrap();
    purchasing::orders::send(&cx, order.purchase_id, order.revision)
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn markup_in_every_text_is_text() {
    let shop = Shop::open("hostile").await;
    let sent = fill(&shop).await;
    let service = serving(&shop);
    let owner = member(&service, &shop, Role::Owner).await;
    let stranger = Browser::new(&service, "10.0.0.5");
    let mut crawl = Crawl::new(owner.clone(), stranger, "hostile");
    crawl.besides = sent;
    // Twice: what the first forms make has forms of its own.
    for _ in 0..2 {
        crawl.walk().await;
        crawl.write().await;
    }
    crawl.walk().await;
    assert!(crawl.findings.is_empty(), "{:#?}", crawl.findings);

    // It went everywhere and wrote into everything.
    let unopened = crawl.unopened();
    assert!(unopened.is_empty(), "not opened: {unopened:#?}");
    let posted = &crawl.posted;
    assert!(posted.len() >= 50, "only these were sent: {posted:#?}");
    for action in ["/api/staff/sign_up", "/b/hostile/products/import"] {
        assert!(posted.contains(action), "{action} was not sent");
    }
    let all = crawl.typed.iter().enumerate();
    let unseen: Vec<&String> = all
        .filter(|(number, field)| !crawl.shown.contains(number) && !is_never_shown(field))
        .map(|(_, field)| field)
        .collect();
    assert!(crawl.typed.len() > 200, "{:#?}", crawl.typed);
    assert!(unseen.is_empty(), "never shown again: {unseen:#?}");

    // The control: the same page, had it been written as it was typed.
    let words = encode(&marker(0));
    let page = owner.get(&format!("/b/hostile/products?q={words}")).await;
    assert_eq!(broken_out(&page.body), None);
    let out_of_text = page.body.replace("&lt;zq", "<zq");
    assert!(broken_out(&out_of_text).is_some());
    let out_of_attribute = page.body.replace("&quot;zq", "\"zq");
    assert!(broken_out(&out_of_attribute).is_some());
}
