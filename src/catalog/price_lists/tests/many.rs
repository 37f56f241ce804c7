//! A rule does what was shown, once, or nothing.

use super::*;
use crate::catalog::ProductForm;
use crate::catalog::keep_product::keep;
use crate::catalog::price_lists::many::plan;

fn rule(base: &str, percent: &str) -> RuleForm {
    RuleForm {
        base: base.to_owned(),
        percent: percent.to_owned(),
        round_to: "100".to_owned(),
        ..RuleForm::default()
    }
}

async fn shown(shop: &Shop, list: &str, form: &RuleForm) -> (Vec<Planned>, String) {
    let mut tx = shop.look().await;
    let rule = form.parse(tx.scope()).unwrap();
    let now = tx.scope().now;
    plan(&mut tx, list, now, &rule).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn retail_less_eight_percent_in_whole_shillings() {
    let shop = Shop::open("rule").await;
    let rice = shop.sells("RICE", "236", "5").await;
    // What costs ten is sold at ten: less, it is below its cost.
    let soap = shop.sells("SOAP", "10", "5").await;
    let cx = shop.cx();
    let list = add(&cx, "Wholesale").await.unwrap();
    let form = rule("retail", "8");
    let (planned, seen) = shown(&shop, &list, &form).await;
    let after: Vec<(Uuid, i64, bool)> = planned
        .iter()
        .map(|one| (one.product_id, one.after.minor(), one.below_cost))
        .collect();
    assert_eq!(after, [(soap, 900, true), (rice, 21_700, false)]);
    assert_eq!(
        pays(&shop, &list, rice, "1").await,
        Some(23_600),
        "only shown"
    );

    let set_id = Uuid::now_v7();
    let (one, two) = tokio::join!(
        set_many(&cx, &list, set_id, &form, &seen),
        set_many(&cx, &list, set_id, &form, &seen)
    );
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!(one.changed + two.changed, 2);
    assert_eq!(pays(&shop, &list, rice, "1").await, Some(21_700));
    let other = set_many(&cx, &list, set_id, &rule("retail", "9"), &seen).await;
    assert_eq!(keys(other), ["refused-price-set-other"]);
    let (again, _) = shown(&shop, &list, &form).await;
    assert!(again.is_empty());
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_would_come_of_it_by_now_is_looked_at_again() {
    let shop = Shop::open("rule-moved").await;
    let rice = shop.sells("RICE", "236", "5").await;
    let cx = shop.cx();
    let list = add(&cx, "Wholesale").await.unwrap();
    let tx = shop.look().await;
    assert!(rule("cost", "-").parse(tx.scope()).is_err());
    drop(tx);
    let form = RuleForm {
        way: "more".to_owned(),
        ..rule("cost", "25")
    };
    let free = ProductForm {
        product_id: Uuid::now_v7().to_string(),
        name: "A sample".to_owned(),
        price: "60".to_owned(),
        cost: "0".to_owned(),
        ..ProductForm::default()
    };
    keep(&cx, &free).await.unwrap();
    let (planned, seen) = shown(&shop, &list, &form).await;
    // It cost ten; 12.50 in whole shillings is thirteen. What came for free keeps its price.
    assert_eq!(planned.len(), 1, "{planned:?}");
    assert_eq!(planned[0].after.minor(), 1_300);
    set(&shop, &list, rice, ("", "13", "")).await.unwrap();
    // Later than that: a context stays at the instant it was made.
    let cx = shop.cx();
    let refused = set_many(&cx, &list, Uuid::now_v7(), &form, &seen).await;
    assert_eq!(keys(refused), ["refused-prices-moved"]);
    let (_, seen) = shown(&shop, &list, &form).await;
    let nothing = set_many(&cx, &list, Uuid::now_v7(), &form, &seen).await;
    assert_eq!(keys(nothing), ["refused-prices-nothing"]);
    let cashier = set_many(&shop.cashier(), &list, Uuid::now_v7(), &form, &seen).await;
    assert_eq!(cashier, Err(Stop::Forbidden));
    shop.check().await;
}
