//! Forms whose fields are named by ids. A name in brackets that begins with a digit would be read as a
//! place in a list, and the form as one that never arrived: each has a letter first.

use uuid::Uuid;

use super::browser::{fields, member, serving};
use super::support::Shop;
use crate::staff::Role;

#[tokio::test(flavor = "multi_thread")]
async fn fields_that_are_named_by_ids_arrive() {
    let shop = Shop::open("named").await;
    let service = serving(&shop);
    let mut owner = member(&service, &shop, Role::Owner).await;
    let id = Uuid::now_v7();
    let hex = id.simple();
    for (path, field) in [
        ("purchasing/enter_bill", format!("form[take][r{hex}x1]")),
        (
            "purchasing/enter_supplier_credit",
            format!("form[quantity][r{hex}x1]"),
        ),
        ("purchasing/pay_supplier", format!("form[take][b{hex}]")),
        (
            "purchasing/receive_goods",
            format!("form[quantity][p{hex}]"),
        ),
        ("stock/count_in_take", format!("packs[p{id}]")),
        ("stock/keep_points", format!("minimum[at{id}]")),
    ] {
        let path = format!("/api/{path}");
        let form = fields(&[("business", "named"), (field.as_str(), "1")]);
        let answer = owner.post(&path, &form).await;
        assert!(
            answer.location.starts_with("/b/named/"),
            "{path}: {}",
            answer.location
        );
        // The control: without its letter it is lost.
        let bare = field
            .replace("[r", "[")
            .replace("[b", "[")
            .replace("[p", "[")
            .replace("[at", "[");
        let form = fields(&[("business", "named"), (bare.as_str(), "1")]);
        let answer = owner.post(&path, &form).await;
        assert!(
            !answer.location.starts_with("/b/named/"),
            "{path} {bare}: {}",
            answer.location
        );
    }
}

/// What pages send is what is tried above.
#[test]
fn pages_put_a_letter_first() {
    let page = include_str!("../purchasing/receiving/receipt.rs");
    assert!(page.contains(r#"format!("r{}x{}""#));
    let page = include_str!("../purchasing/bills/pages/pay.rs");
    assert!(page.contains(r#"format!("take-b{}""#));
    let page = include_str!("../stock/counts/how_many.rs");
    assert!(page.contains(r#"format!("packs[p{pack_id}]")"#));
    let page = include_str!("../stock/levels/pages/product.rs");
    assert!(page.contains(r#"format!("{point}[at{location}]")"#));
}
