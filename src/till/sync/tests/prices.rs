//! What a till is told of prices to come.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn of_two_prices_of_one_moment_the_last_is_told() {
    let counter = Counter::open("pull-corrected").await;
    counter.shop.sells("A", "116", "20").await;
    // Ids are in the order in which prices were set; rows are in any.
    for set in [
        "insert into app.price (business_id, price_id, product_id, unit, amount_minor, valid_from)
         select $1, '0199a3f2-7c1b-7d4e-9a1f-000000000002', product_id, unit, 9500, '2199-01-01'
           from app.product where business_id = $1",
        "insert into app.price (business_id, price_id, product_id, unit, amount_minor, valid_from)
         select $1, '0199a3f2-7c1b-7d4e-9a1f-000000000001', product_id, unit, 9900, '2199-01-01'
           from app.product where business_id = $1",
    ] {
        counter.change(set).await;
    }
    let told = counter.ask("").await.products[0].prices.clone();
    let told: Vec<Option<i64>> = told.iter().map(|price| price.amount_minor).collect();
    assert_eq!(told, [Some(11_600), Some(9_500)]);
}
