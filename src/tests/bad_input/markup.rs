//! Markup in every text that a person can type, on every page that shows it.

use leptos_axum::generate_route_list;
use uuid::Uuid;

use super::sent;
use crate::app::App;
use crate::orders;
use crate::staff::Role;
use crate::tests::browser::{Browser, member, serving};
use crate::tests::support::Shop;

const EVIL: &str = "\"'></textarea></title><img src=x onerror=alert(1)>";

/// Writes it into everything that an owner keeps; the product's id and the category's.
async fn write_everywhere(owner: &mut Browser, shop: &Shop) -> (String, String) {
    let id = || Uuid::now_v7().to_string();
    let (category, area, product) = (id(), id(), id());
    let location = shop.location.to_string();
    let forms: [(&str, Vec<(&str, &str)>); 5] = [
        (
            "/api/catalog/keep_category",
            vec![("category_id", &category), ("name", EVIL), ("slug", "evil")],
        ),
        (
            "/api/businesses/keep_area",
            vec![
                ("area_id", &area),
                ("fresh", "1"),
                ("name", EVIL),
                ("fee", "50"),
            ],
        ),
        (
            "/api/businesses/keep_location",
            vec![
                ("location_id", &location),
                ("name", EVIL),
                ("address", EVIL),
                ("sells_online", "on"),
                ("offers_pickup", "on"),
            ],
        ),
        (
            "/api/businesses/keep_settings",
            vec![
                ("name", EVIL),
                ("about", EVIL),
                ("language", "en"),
                ("tax_point", "payment"),
                ("rounding", "whole"),
                ("pays_on_hand_over", "on"),
                ("storefront_open", "on"),
            ],
        ),
        (
            "/api/catalog/keep_product",
            vec![
                ("product_id", &product),
                ("name", EVIL),
                ("slug", "evil"),
                ("sku", "EVIL"),
                ("price", "100"),
                ("unit", "kg"),
                ("quantity_step", "1"),
                ("tax_class", "standard"),
                ("category_id", &category),
                ("stock", "10"),
                ("search_words", EVIL),
                ("description", EVIL),
            ],
        ),
    ];
    for (path, form) in forms {
        let names: Vec<String> = form
            .iter()
            .map(|(name, _)| format!("form[{name}]"))
            .collect();
        let values = form.iter().map(|(_, value)| *value);
        let mut form: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(values).collect();
        form.push(("business", &shop.slug));
        sent(owner, path, &form).await;
    }
    (product, area)
}

#[tokio::test(flavor = "multi_thread")]
async fn markup_in_every_text_is_text() {
    let shop = Shop::open("hostile").await;
    let service = serving(&shop);
    let mut owner = member(&service, &shop, Role::Owner).await;
    let (product, area) = write_everywhere(&mut owner, &shop).await;
    let browser = shop.cart_of(product.parse().unwrap(), "1").await;
    let form = orders::CheckoutForm {
        name: EVIL.to_owned(),
        note: EVIL.to_owned(),
        pay_by: "on_hand_over".to_owned(),
        address_note: EVIL.to_owned(),
        ..shop.checkout(&browser).await
    };
    let placed = orders::place(&shop.customer(), &browser, &form)
        .await
        .unwrap();
    let (order, location) = (placed.order_id.to_string(), shop.location.to_string());
    let mut shown = 0;
    for route in generate_route_list(App) {
        let parts: Vec<&str> = route.path().split('/').collect();
        let in_storefront = parts[1] == "s";
        let mut path = Vec::new();
        for part in &parts {
            let name = part.trim_matches(['{', '}', ':']);
            path.push(match name {
                _ if name.len() == part.len() => *part,
                "business" | "shop" => "hostile",
                "product" if in_storefront => "evil",
                "product" => &product,
                "category" => "evil",
                "area" => &area,
                "order" => &order,
                "location" => &location,
                "link" => &placed.link,
                _ => *part,
            });
        }
        let path = path.join("/");
        let query = "?q=%22%27%3E%3C/title%3E%3Cimg%20src=x%20onerror=alert(1)%3E\
                     &next=javascript:alert(1)";
        for path in [path.clone(), format!("{path}{query}")] {
            let page = owner.get(&path).await;
            assert!(!page.status.is_server_error(), "{path}: {}", page.status);
            assert!(!page.body.contains("<img src=x"), "{path} lets it through");
            assert!(!page.body.contains("href=\"javascript:"), "{path}");
            shown += usize::from(page.body.contains("&lt;img src=x"));
        }
    }
    assert!(shown > 20, "the text was shown on {shown} pages only");
}
