//! Every page and every server function with another business's ids, as every role and as nobody.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use leptos::server_fn::axum::server_fn_paths;
use leptos_axum::generate_route_list;

use super::owner::{OF_THE_OWNER, changed_by_owner};
use super::town::{Town, checksums, ids_of, mark};
use crate::app::App;
use crate::app::handlers::handlers;
use crate::platform::http::encode;
use crate::tests::browser::{Browser, fields};

/// Server functions about the browser itself: they take no id of any business.
pub(super) const OF_THE_BROWSER: [&str; 4] = [
    "/api/staff/sign_in",
    "/api/staff/sign_up",
    "/api/staff/sign_out",
    "/api/staff/choose_language",
];

/// What else the forms ask for, so that an attack is turned away for its ids and not because a
/// field is empty.
const PLAUSIBLE: &[(&str, &str)] = &[
    ("revision", "1"),
    ("to", "ready"),
    ("tender", "cash"),
    ("amount", "10"),
    ("receipt", ""),
    ("reason", "a reason"),
    ("quantity", "1"),
    ("phone", "0712345678"),
    ("since", "2026-01-01T00:00:00Z"),
    ("bring_back", ""),
    ("password", "a long enough password"),
    ("form[name]", "Renamed"),
    ("form[sku]", "NEW-SKU"),
    ("form[price]", "99"),
    ("form[unit]", "kg"),
    ("form[quantity_step]", "0.5"),
    ("form[tax_class]", "standard"),
    ("form[stock]", "7"),
    ("form[stock_before]", "50"),
    ("form[revision]", "1"),
    ("form[fee]", "10"),
    ("form[sells_online]", "on"),
    ("form[phone]", "0712345678"),
    ("form[pay_by]", "mpesa"),
    ("form[language]", "en"),
    ("form[tax_point]", "payment"),
    ("form[rounding]", "whole"),
    ("form[pays_by_mpesa]", "on"),
    ("form[storefront_open]", "on"),
    ("form[short_code]", "174379"),
    ("form[kind]", "paybill"),
    ("form[consumer_key]", "key"),
    ("form[consumer_secret]", "secret"),
    ("form[passkey]", "a passkey"),
    ("form[pin]", "2580"),
    ("form[again]", "2580"),
    ("note", "a note"),
    ("tenders[f1]", "cash"),
    ("codes[f1]", "UKL0000009"),
    ("why", "short"),
    ("off_note", "two were bad"),
    ("keep[l1]", "0"),
    ("words", "a note"),
    ("query", "tab=all"),
    ("view_name", "A view"),
    ("code", "UKL0000009"),
    ("counted", "10"),
    ("form[counted]", "10"),
    ("identity", "0799999999"),
    ("name", "A new user"),
    ("role", "cashier"),
];

/// Every address of the product that a browser may open.
fn addresses() -> Vec<String> {
    let routes = generate_route_list(App);
    let mut paths: Vec<String> = routes.iter().map(|route| route.path().to_owned()).collect();
    let files = handlers()
        .into_iter()
        .filter(|(method, _)| *method == "GET");
    paths.extend(files.map(|(_, path)| path));
    paths.iter().map(|path| braced(path)).collect()
}

/// `:order` as `{order}`.
fn braced(path: &str) -> String {
    let parts = path.split('/').map(|part| match part.strip_prefix(':') {
        Some(name) => format!("{{{name}}}"),
        None => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("/")
}

/// An address with a business in it and ids of another: one for each of the ids that fit.
pub(super) fn filled(
    path: &str,
    slug: &str,
    ids: &BTreeMap<String, Vec<String>>,
    link: &str,
) -> Vec<String> {
    let mut all = vec![path.replace("{business}", slug).replace("{shop}", slug)];
    all[0] = all[0].replace("{link}", &encode(link));
    while let Some(start) = all[0].find('{') {
        let end = all[0].find('}').unwrap();
        let hole = all[0][start..=end].to_owned();
        let column = format!("{}_id", &hole[1..hole.len() - 1]);
        let fitting = match hole.as_str() {
            "{width}" => vec!["160".to_owned()],
            "{what}" => vec!["packs".to_owned(), "parts".to_owned()],
            "{kind}" => ["categories", "customers", "transfers"]
                .map(str::to_owned)
                .to_vec(),
            _ => ids.get(&column).cloned().unwrap_or_default(),
        };
        let fitting = if fitting.is_empty() {
            ids.values().map(|ids| ids[0].clone()).take(3).collect()
        } else {
            fitting
        };
        all = all
            .iter()
            .flat_map(|path| fitting.iter().map(|id| path.replacen(&hole, id, 1)))
            .collect();
    }
    // The same id where an address takes it as a query.
    let query: Vec<String> = ids
        .iter()
        .map(|(column, ids)| format!("{}={}", column.trim_end_matches("_id"), ids[0]))
        .collect();
    let order = &ids["order_id"][0];
    all.push(format!(
        "{}?{}&ids={order}&id={order}",
        all[0],
        query.join("&")
    ));
    all
}

/// What leaked, in words.
pub(super) struct Findings {
    pub leaks: Vec<String>,
    pub tried: usize,
}

/// Opens every page of one business with the ids of another.
pub(super) async fn open_all(
    browser: &Browser,
    slug: &str,
    ids: &BTreeMap<String, Vec<String>>,
    link: &str,
    secret: &str,
) -> Findings {
    let (mut leaks, mut tried) = (Vec::new(), 0);
    for path in addresses() {
        for path in filled(&path, slug, ids, link) {
            let answer = browser.get(&path).await;
            tried += 1;
            if answer.body.contains(secret) || answer.location.contains(secret) {
                leaks.push(format!("{path} ({}) shows {secret}", answer.status));
            }
        }
    }
    Findings { leaks, tried }
}

/// The fields of an attack: every id of a business under every name that takes one.
pub(super) fn attack(
    slug: &str,
    ids: &BTreeMap<String, Vec<String>>,
    which: usize,
    link: &str,
) -> Vec<(String, String)> {
    let mut form = fields(PLAUSIBLE);
    form.extend(fields(&[
        ("business", slug),
        ("shop", slug),
        ("link", link),
        ("list", &ids["list_id"][0]),
    ]));
    for (column, ids) in ids {
        let id = &ids[which % ids.len()];
        form.push((column.clone(), id.clone()));
        form.push((format!("form[{column}]"), id.clone()));
    }
    // Documents that would be new, and rows that are ticked in a list.
    let new = "note_id view_id cancellation_id invitation_id back_id";
    for new in new.split(' ') {
        if !ids.contains_key(new) {
            form.push((new.to_owned(), uuid::Uuid::now_v7().to_string()));
        }
    }
    let order = &ids["order_id"][which % ids["order_id"].len()];
    form.push(("ids[0]".to_owned(), format!("{order}.1")));
    let location = &ids["location_id"][0];
    form.push(("form[fulfilment]".to_owned(), format!("pickup:{location}")));
    form
}

/// Calls every server function about one business with the ids of another, and follows where it
/// leads.
pub(super) async fn call_all(
    browser: &mut Browser,
    form: &[(String, String)],
    secret: &str,
) -> Findings {
    let (mut leaks, mut tried) = (Vec::new(), 0);
    for (path, _) in server_fn_paths() {
        if OF_THE_BROWSER.contains(&path) {
            continue;
        }
        let answer = browser.post(path, form).await;
        tried += 1;
        assert!(
            !answer.location.contains("missing+field") && !answer.body.contains("missing field"),
            "{path} wants a field that this test does not know: {answer:?}"
        );
        if answer.body.contains(secret) || answer.location.contains(secret) {
            leaks.push(format!("{path} answers with {secret}"));
        }
        if answer.location.starts_with('/') {
            let shown = browser.get(&answer.location).await;
            if shown.body.contains(secret) {
                leaks.push(format!("{path} leads to {secret} at {}", answer.location));
            }
        }
    }
    Findings { leaks, tried }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_shows_another_business() {
    let town = Town::build().await;
    let (ids, secret) = (ids_of(&town.theirs).await, mark("theirs"));
    let before = checksums(&town.theirs).await;
    let mut leaks = Vec::new();
    let stranger = Browser::new(&town.service, "10.0.0.9");
    let everyone = town.people.iter().map(|(_, browser)| browser);
    for browser in everyone.chain([&stranger, &town.their_customer, &town.till]) {
        let found = open_all(browser, "ours", &ids, &town.their_link, &secret).await;
        assert!(found.tried > 60, "only {} addresses", found.tried);
        leaks.extend(found.leaks);
        // Their back office is not there for us.
        for path in addresses().iter().filter(|path| path.starts_with("/b/")) {
            for path in filled(path, "theirs", &ids, &town.their_link) {
                let answer = browser.get(&path).await;
                // The same for everybody, whatever business is named.
                let handler = path.contains("sample.csv");
                let away = [StatusCode::NOT_FOUND, StatusCode::SEE_OTHER];
                if answer.body.contains(&secret) || !(handler || away.contains(&answer.status)) {
                    leaks.push(format!("{path}: {}", answer.status));
                }
            }
        }
    }
    assert!(leaks.is_empty(), "{leaks:#?}");
    assert_eq!(checksums(&town.theirs).await, before);
    // The sweep would have seen it: their own owner is shown the word on many pages.
    let own = open_all(&town.their_owner, "theirs", &ids, &town.their_link, &secret).await;
    assert!(own.leaks.len() > 15, "{:#?}", own.leaks);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_server_function_touches_another_business() {
    let mut town = Town::build().await;
    let (ids, secret) = (ids_of(&town.theirs).await, mark("theirs"));
    let before = (checksums(&town.theirs).await, checksums(&town.third).await);
    let mut people: Vec<Browser> = town.people.iter().map(|(_, b)| b.clone()).collect();
    people.push(Browser::new(&town.service, "10.0.0.9"));
    people.push(town.till.clone());
    let mut leaks = Vec::new();
    for (number, browser) in people.iter_mut().enumerate() {
        for which in 0..2 {
            browser.peer = format!("10.1.{number}.{which}");
            let form = attack("ours", &ids, which, &town.their_link);
            let found = call_all(browser, &form, &secret).await;
            assert!(found.tried > 15, "only {} functions", found.tried);
            leaks.extend(found.leaks);
        }
        // As a member of ours, straight at theirs; the storefront's doors are open to all.
        let form = attack("theirs", &ids, 0, "guessed");
        let form: Vec<_> = form
            .into_iter()
            .filter(|(name, _)| name != "shop")
            .collect();
        leaks.extend(call_all(browser, &form, &secret).await.leaks);
    }
    assert!(leaks.is_empty(), "{leaks:#?}");
    let after = (checksums(&town.theirs).await, checksums(&town.third).await);
    assert_eq!(after, before, "another business's rows changed");

    // The same calls by their own owner do change things, so the attacks were real.
    let changed = changed_by_owner(&mut town, &ids).await;
    for (path, table) in OF_THE_OWNER {
        let known = changed.get(path);
        assert!(
            known.is_some_and(|tables| tables.contains(table)),
            "{path} leaves {table} as it is even for its own owner; what changes: {changed:#?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_or_a_cart_of_another_shop_is_worth_nothing() {
    let town = Town::build().await;
    let secret = mark("theirs");
    let cart = town.their_customer.get("/s/ours/cart").await;
    assert_eq!(cart.status, StatusCode::OK);
    assert!(!cart.body.contains(&secret));
    let link = encode(&town.their_link);
    let order = town.their_customer.get(&format!("/s/ours/o/{link}")).await;
    assert_eq!(order.status, StatusCode::NOT_FOUND);
    let own = town
        .their_customer
        .get(&format!("/s/theirs/o/{link}"))
        .await;
    assert!(own.body.contains(&secret), "the link is a good one");
    // Nor does a code with its phone number open an order anywhere else.
    let code: String = {
        let mut connection = town.theirs.superuser().await;
        sqlx::query_scalar(
            "select o.code from app.order o join app.business b using (business_id)
              where b.slug = 'theirs' limit 1",
        )
        .fetch_one(&mut connection)
        .await
        .unwrap()
    };
    let find = |shop: &str| fields(&[("shop", shop), ("phone", "0712345678"), ("code", &code)]);
    let mut browser = Browser::new(&town.service, "10.0.0.7");
    let there = browser
        .post("/api/storefront/find_order", &find("theirs"))
        .await;
    assert!(there.location.starts_with("/s/theirs/o/"), "{there:?}");
    let here = browser
        .post("/api/storefront/find_order", &find("ours"))
        .await;
    assert_eq!(here.location, "/s/ours/find");
}
