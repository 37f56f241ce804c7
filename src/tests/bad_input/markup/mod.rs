//! Markup in every field that a person can type into, on every page that shows it: each field has a
//! marker of its own, which would be an element or an attribute if a page let it.

mod crawl;
mod html;

use uuid::Uuid;

use crawl::{Crawl, marker};
use html::broken_out;

use crate::orders;
use crate::platform::http::encode;
use crate::purchasing;
use crate::staff::{self, InvitationForm, Role};
use crate::tests::browser::{member, serving};
use crate::tests::support::Shop;

/// Goods, papers, counts and sales whose every word is the first marker, and three orders; the pages
/// that only links lead to which are sent to somebody.
async fn fill(shop: &Shop) -> Vec<String> {
    let mark = marker(0);
    let product = shop.sells(&mark, "120", "50").await;
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
    }
    // A business of everything; here its word is a marker.
    crate::tests::isolation::shelves::fill(shop, &mark, &mark).await;
    let cx = shop.cx();
    let mut tx = shop.look().await;
    let purchase: Uuid =
        sqlx::query_scalar("select purchase_id from app.purchase where business_id = $1 limit 1")
            .bind(tx.business())
            .fetch_one(tx.conn())
            .await
            .unwrap();
    drop(tx);
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

#[tokio::test(flavor = "multi_thread")]
async fn markup_in_every_text_is_text() {
    let shop = Shop::open("hostile").await;
    let sent = fill(&shop).await;
    let owner = member(&serving(&shop), &shop, Role::Owner).await;
    let mut crawl = Crawl::new(owner.clone(), "hostile");
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
    assert!(unopened.len() < 12, "not opened: {unopened:#?}");
    let posted = &crawl.posted;
    assert!(posted.len() >= 40, "only these were sent: {posted:#?}");
    let all = crawl.typed.iter().enumerate();
    let unseen: Vec<&String> = all
        .filter(|(number, _)| !crawl.shown.contains(number))
        .map(|(_, field)| field)
        .collect();
    assert!(crawl.typed.len() > 120, "{:#?}", crawl.typed);
    assert!(
        unseen.len() * 4 <= crawl.typed.len(),
        "never shown again, of {}: {unseen:#?}",
        crawl.typed.len()
    );

    // The control: the same page, had it been written as it was typed.
    let words = encode(&marker(0));
    let page = owner.get(&format!("/b/hostile/products?q={words}")).await;
    assert_eq!(broken_out(&page.body), None);
    let out_of_text = page.body.replace("&lt;zq", "<zq");
    assert!(broken_out(&out_of_text).is_some());
    let out_of_attribute = page.body.replace("&quot;zq", "\"zq");
    assert!(broken_out(&out_of_attribute).is_some());
}
