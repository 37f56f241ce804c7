//! Views of the list of orders that somebody keeps under a name.

use uuid::Uuid;

use super::support::Shop;
use crate::orders::{self, Filter};
use crate::values::Stop;

#[tokio::test(flavor = "multi_thread")]
async fn a_view_is_its_makers_until_it_is_shared() {
    let shop = Shop::open("views").await;
    let filter = Filter::parse("tab=open&how=delivery&page=4");
    let (own, shared) = (Uuid::now_v7(), Uuid::now_v7());
    let cx = shop.cx();
    let mine = || orders::keep_view(&cx, own, "Mine", &filter, false);
    let twice = tokio::join!(mine(), mine());
    assert_eq!(twice, (Ok(()), Ok(())));
    let ours = orders::keep_view(&cx, shared, "Ours", &filter, true).await;
    assert_eq!(ours, Ok(()));
    let taken = orders::keep_view(&cx, Uuid::now_v7(), "Ours", &filter, true).await;
    assert!(matches!(taken, Err(Stop::Refused(_))));
    let mut tx = shop.cashier().read().await.unwrap();
    let seen = orders::views(&mut tx).await.unwrap();
    drop(tx);
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].query, "tab=open&how=delivery");
    let cashier = shop.cashier();
    let hers = orders::drop_view(&cashier, own).await;
    assert_eq!(hers, Err(Stop::NotFound));
    let ours = orders::drop_view(&cashier, shared).await;
    assert_eq!(ours, Err(Stop::Forbidden));
    for _ in 0..2 {
        orders::drop_view(&shop.cx(), shared).await.unwrap();
    }
    let mut tx = shop.look().await;
    assert_eq!(orders::views(&mut tx).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_views_that_is_gone_back_to_loses_nothing() {
    let shop = Shop::open("views-again").await;
    let (cx, page) = (shop.cx(), Uuid::now_v7());
    let filter = Filter::parse("tab=open");
    let keep = async |name: &str| {
        let kept = orders::keep_view(&cx, page, name, &filter, false).await;
        assert_eq!(kept, Ok(()), "{name}");
    };
    let names = async || {
        let mut tx = shop.look().await;
        let all = orders::views(&mut tx).await.unwrap();
        let names = all.into_iter().map(|view| view.name);
        names.collect::<Vec<String>>()
    };
    keep("Today").await;
    // Another name from the same page is another view, and once.
    for _ in 0..2 {
        keep("Whatever is open").await;
        assert_eq!(names().await, ["Today", "Whatever is open"]);
    }
    // What was thrown away does not come back with a form that comes late.
    orders::drop_view(&cx, page).await.unwrap();
    keep("Today").await;
    assert_eq!(names().await, ["Whatever is open"]);
}
