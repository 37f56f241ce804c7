//! The page of flags as managers meet it.

use axum::http::StatusCode;
use uuid::Uuid;

use super::{Raised, Show, list, raise, resolve};
use crate::platform::clock;
use crate::sales::{Flag, Oddity};
use crate::staff::Role;
use crate::tests::browser::{fields, member, serving};
use crate::tests::support::Shop;
use crate::tests::tills::till;
use crate::values::{Language, Refusal};

/// A flag about an event of a till.
async fn flagged(shop: &Shop) -> Raised {
    let about = Raised {
        event_id: Uuid::now_v7(),
        device_id: till(shop, shop.location).await,
        // Whoever that was.
        member_id: Uuid::now_v7(),
        sale_id: None,
        occurred_at: clock::now(),
    };
    let reason = Refusal::of("flag-short");
    let reason = reason.with("name", "<b>Unga</b>").with("short", "2");
    let mut tx = shop.cx().begin().await.unwrap();
    let flag = Flag::of(Oddity::Stock, reason);
    raise(&mut tx, &about, &[flag]).await.unwrap();
    tx.commit().await.unwrap();
    about
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_reads_why_and_says_what_she_found() {
    let shop = Shop::open("flags-page").await;
    flagged(&shop).await;
    let mut tx = shop.look().await;
    let flag_id = list(&mut tx, Show::Open, 1).await.unwrap().rows[0].flag_id;
    drop(tx);
    let service = serving(&shop);
    let mut manager = member(&service, &shop, Role::Manager).await;
    let page = format!("/b/{}/sales/flags", shop.slug);
    for (language, said) in [
        (Language::Sw, "Kimeuzwa zaidi ya kilichokuwepo"),
        (Language::Id, "Terjual lebih banyak daripada yang ada"),
        (Language::En, "More was sold than there was"),
    ] {
        manager.speaks(language);
        let shown = manager.get(&page).await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(shown.body.contains(said), "{shown:?}");
        assert!(!shown.body.contains("<b>Unga"), "{shown:?}");
    }
    let note = format!("notes[f{flag_id}]");
    let long = "x".repeat(301);
    for (words, said) in [
        (long.as_str(), "Use at most 300 characters"),
        ("two were in the back", "You have looked at it."),
    ] {
        let form = fields(&[
            ("business", &shop.slug),
            ("flag_id", &flag_id.to_string()),
            (&note, words),
        ]);
        let answer = manager.post("/api/till/resolve_flag", &form).await;
        assert_eq!(answer.location, page, "{answer:?}");
        let shown = manager.get(&page).await;
        assert!(shown.body.contains(said), "{said}: {shown:?}");
    }
    let all = manager.get(&format!("{page}?show=all")).await;
    assert!(all.body.contains("two were in the back"), "{all:?}");
    // A cashier neither reads nor answers them.
    let mut cashier = member(&service, &shop, Role::Cashier).await;
    assert_eq!(cashier.get(&page).await.status, StatusCode::FORBIDDEN);
    let form = fields(&[("business", &shop.slug), ("flag_id", &flag_id.to_string())]);
    cashier.post("/api/till/resolve_flag", &form).await;
    let mut tx = shop.look().await;
    let all = list(&mut tx, Show::All, 1).await.unwrap();
    assert_eq!(all.rows[0].note, "two were in the back");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_the_day_and_the_tab_say_how_much_there_is_to_look_at() {
    let shop = Shop::open("flags-told").await;
    flagged(&shop).await;
    let service = serving(&shop);
    let mut manager = member(&service, &shop, Role::Manager).await;
    let mut cashier = member(&service, &shop, Role::Cashier).await;
    manager.speaks(Language::En);
    cashier.speaks(Language::En);
    let home = format!("/b/{}", shop.slug);
    let (sales, flags) = (format!("{home}/sales"), format!("{home}/sales/flags"));
    let count = r#"<span class="quiet">1</span>"#;
    let day = manager.get(&home).await.body;
    assert!(day.contains("1 thing from a till to look at"), "{day}");
    assert!(day.contains(&flags), "{day}");
    let tabs = manager.get(&sales).await.body.replace("<!>", "");
    assert!(tabs.contains(count), "{tabs}");
    // Whoever may not read that page is led to none.
    for page in [&home, &sales] {
        let shown = cashier.get(page).await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(!shown.body.contains(&flags), "{shown:?}");
        assert!(!shown.body.contains("from a till"), "{shown:?}");
    }
    let mut tx = shop.look().await;
    let flag_id = list(&mut tx, Show::Open, 1).await.unwrap().rows[0].flag_id;
    drop(tx);
    resolve(&shop.cx(), flag_id, "").await.unwrap();
    assert!(!manager.get(&home).await.body.contains("from a till"));
    let tabs = manager.get(&sales).await.body.replace("<!>", "");
    assert!(!tabs.contains(count), "{tabs}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_till_tells_again_is_flagged_once() {
    let shop = Shop::open("flags-once").await;
    let about = flagged(&shop).await;
    let mut tx = shop.cx().begin().await.unwrap();
    let reason = || Refusal::of("flag-no-shift");
    let flags = [
        Flag::of(Oddity::Stock, reason()),
        Flag::of(Oddity::Shift, reason()),
    ];
    for _ in 0..2 {
        raise(&mut tx, &about, &flags).await.unwrap();
    }
    let all = list(&mut tx, Show::All, 1).await.unwrap();
    assert_eq!((all.rows.len(), all.open), (2, 2));
    assert!(all.rows.iter().all(|flag| flag.who.is_none()));
}
