//! Customers by their phone numbers, against a real PostgreSQL, and the page of one.

use super::*;
use crate::sales::set_limit;
use crate::staff::Role;
use crate::tests::browser::{fields, member, serving};
use crate::tests::support::Shop;
use crate::values::{Money, Stop};

fn form(phone: &str, name: &str) -> CustomerForm {
    CustomerForm {
        phone: phone.to_owned(),
        name: name.to_owned(),
    }
}

async fn found(shop: &Shop, typed: &str) -> Vec<String> {
    let mut tx = shop.look().await;
    let found = find(&mut tx, typed).await.unwrap();
    found.iter().map(Customer::called).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_number_is_one_customer() {
    let shop = Shop::open("customers").await;
    let cashier = shop.cashier();
    let her = add(&cashier, &form("0722 000 111", "")).await.unwrap();
    assert_eq!(found(&shop, "").await, ["0722 000 111"]);
    // However it is written, and a name is hers from the first that is told.
    for (phone, name) in [("+254722000111", "Asha"), ("254722000111", "Another")] {
        assert_eq!(add(&cashier, &form(phone, name)).await.unwrap(), her);
    }
    let other = add(&cashier, &form("0733000222", "Baraka")).await.unwrap();
    set_limit(&shop.cx(), other, Money::from_minor(50_000))
        .await
        .unwrap();
    assert_eq!(found(&shop, "0722000111").await, ["Asha"]);
    assert_eq!(found(&shop, " bar ").await, ["Baraka"]);
    assert_eq!(found(&shop, "%").await, [""; 0]);
    assert_eq!(found(&shop, "").await, ["Asha", "Baraka"]);
    let mut tx = shop.look().await;
    let baraka = customer(&mut tx, other).await.unwrap();
    assert_eq!(baraka.account.limit, Money::from_minor(50_000));
    assert_eq!(baraka.account.owed, Money::ZERO);
    drop(tx);
    let Err(Stop::Refused(refusals)) = add(&cashier, &form("12", &"x".repeat(81))).await else {
        panic!("kept what is no customer");
    };
    let wrong: Vec<_> = refusals.iter().map(|one| one.field.as_deref()).collect();
    assert_eq!(wrong, [Some("phone"), Some("name")]);
    let accountant = shop.member(&shop.hire("accountant").await);
    let refused = add(&accountant, &form("0722000111", "")).await;
    assert_eq!(refused, Err(Stop::Forbidden));
    // Next door nobody knows her.
    let neighbour = shop.neighbour("customers-next-door").await;
    let mut tx = neighbour.look().await;
    assert_eq!(customer(&mut tx, her).await, Err(Stop::NotFound));
}

#[tokio::test(flavor = "multi_thread")]
async fn her_page_gives_her_an_account_before_she_has_bought() {
    let shop = Shop::open("customer-page").await;
    let service = serving(&shop);
    let mut owner = member(&service, &shop, Role::Owner).await;
    let send = |form: &[(&str, &str)]| {
        let mut form = fields(form);
        form.push(("business".to_owned(), shop.slug.clone()));
        form
    };
    let new = send(&[("form[phone]", "0722000111"), ("form[name]", "Asha")]);
    let page = owner.post("/api/sales/add_customer", &new).await.location;
    let her = page.rsplit('/').next().unwrap().to_owned();
    let list = format!("/b/{}/sales/customers", shop.slug);
    assert_eq!(page, format!("{list}/{her}"));
    for (limit, said) in [("many", "value=\"many\""), ("300", "300.00")] {
        let form = send(&[("customer_id", her.as_str()), ("limit", limit)]);
        let answer = owner.post("/api/sales/set_customer_limit", &form).await;
        assert_eq!(answer.location, page);
        let body = owner.get(&page).await.body;
        assert!(body.contains(said), "{said}: {body}");
    }
    let id = uuid::Uuid::now_v7().to_string();
    let paid = [
        ("customer_id", her.as_str()),
        ("payment_id", id.as_str()),
        ("tender", "cash"),
        ("amount", "120"),
    ];
    let answer = owner
        .post("/api/sales/pay_customer_account", &send(&paid))
        .await;
    assert_eq!(answer.location, page);
    // She has paid ahead.
    let mut tx = shop.look().await;
    let asha = customer(&mut tx, her.parse().unwrap()).await.unwrap();
    assert_eq!(asha.account.owed, Money::from_minor(-12_000));
    drop(tx);
    // Who only reads sees what is owed, and no form.
    let accountant = member(&service, &shop, Role::Accountant).await;
    let body = accountant.get(&page).await.body;
    assert!(
        body.contains("300.00") && !body.contains("name=\"limit\""),
        "{body}"
    );
    // What was looked for stays in its place; whoever looked in vain is led back to all of them.
    let all = "Show all customers";
    for (words, finds) in [("asha", true), ("nobody", false)] {
        let body = accountant.get(&format!("{list}?q={words}")).await.body;
        assert!(body.contains(&format!("value=\"{words}\"")), "{body}");
        let there = (body.contains("Asha"), body.contains(all));
        assert_eq!(there, (finds, !finds), "{words}: {body}");
    }
    shop.check().await;
}

/// A till wrote her down by what is no number; the shop finds it out later.
#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_number_is_given_one() {
    let shop = Shop::open("customer-number").await;
    let cashier = shop.cashier();
    let taken = add(&cashier, &form("0733000222", "Baraka")).await.unwrap();
    let her = uuid::Uuid::now_v7();
    let mut tx = shop.cx().begin().await.unwrap();
    sqlx::query(
        "insert into app.customer (business_id, customer_id, name) values ($1, $2, 'Asha')",
    )
    .bind(tx.business())
    .bind(her)
    .execute(tx.conn())
    .await
    .unwrap();
    tx.commit().await.unwrap();

    let service = serving(&shop);
    let mut owner = member(&service, &shop, Role::Owner).await;
    let page = format!("/b/{}/sales/customers/{her}", shop.slug);
    let id = her.to_string();
    let other = "Another customer has this number";
    for (phone, says) in [
        ("12", "value=\"12\""),
        ("0733 000 222", other),
        ("0722 000 111", ""),
    ] {
        let body = owner.get(&page).await.body;
        assert!(body.contains("give_customer_number"), "{body}");
        let form = fields(&[
            ("business", shop.slug.as_str()),
            ("customer_id", &id),
            ("phone", phone),
        ]);
        let answer = owner.post("/api/sales/give_customer_number", &form).await;
        assert_eq!(answer.location, page);
        let body = owner.get(&page).await.body;
        assert!(body.contains(says), "{says}: {body}");
    }
    let body = owner.get(&page).await.body;
    assert!(body.contains("0722 000 111") && !body.contains("give_customer_number"));
    // The same again is no error; another one is not hers, and hers is not another's.
    give_number(&cashier, her, "+254722000111").await.unwrap();
    for (customer, phone, key) in [
        (her, "0711000333", "refused-customer-has-number"),
        (taken, "0722000111", "refused-customer-has-number"),
    ] {
        let Err(Stop::Refused(refusals)) = give_number(&cashier, customer, phone).await else {
            panic!("gave {phone}");
        };
        assert_eq!(refusals[0].key, key);
    }
    assert_eq!(found(&shop, "0722000111").await, ["Asha"]);
    let accountant = shop.member(&shop.hire("accountant").await);
    let refused = give_number(&accountant, her, "0722000111").await;
    assert_eq!(refused, Err(Stop::Forbidden));
    let neighbour = shop.neighbour("customer-number-next-door").await;
    let refused = give_number(&neighbour.cashier(), her, "0722000111").await;
    assert_eq!(refused, Err(Stop::NotFound));
    shop.check().await;
}
