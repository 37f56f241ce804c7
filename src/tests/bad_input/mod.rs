//! What a careless or a malicious person sends: answered in words of her own language, with nothing
//! lost and nothing broken.

mod addresses;
mod bodies;
mod customers;
mod files;
mod markup;
mod owners;
mod searches;
mod signed_out;
mod stock;

use axum::http::StatusCode;

use super::browser::{Answer, Browser, fields};
use super::support::Shop;

/// Sends a form and opens the page that it leads to.
pub async fn sent(browser: &mut Browser, path: &str, form: &[(&str, &str)]) -> Answer {
    let answer = browser.post(path, &fields(form)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path} {answer:?}");
    browser.get(&answer.location).await
}

/// Fails where a page does not say this.
pub fn says(page: &Answer, text: &str) {
    let read = html_escape::decode_html_entities(&page.body);
    assert!(read.contains(text), "not said: {text}\n{}", page.body);
}

/// What stands in the element of this id, up to the end of its first paragraph; nothing where there
/// is no such element.
pub fn at(page: &Answer, id: &str) -> String {
    let opening = format!("id=\"{id}\"");
    let rest = page.body.find(&opening).map(|at| &page.body[at..]);
    let line = rest.and_then(|rest| rest.split("</p>").next());
    html_escape::decode_html_entities(line.unwrap_or_default()).into_owned()
}

/// The value of a hidden field of a page.
pub fn hidden(page: &str, name: &str) -> String {
    let at = page.find(&format!("name=\"{name}\"")).unwrap();
    let tag = &page[page[..at].rfind('<').unwrap()..at + page[at..].find('>').unwrap()];
    let value = tag.split("value=\"").nth(1).unwrap();
    value.split('"').next().unwrap().to_owned()
}

/// Whether the box that has this attribute is ticked.
pub fn is_ticked(page: &Answer, attribute: &str) -> bool {
    let at = page.body.find(attribute).unwrap();
    let from = page.body[..at].rfind('<').unwrap();
    let to = at + page.body[at..].find('>').unwrap();
    page.body[from..to].contains(" checked")
}

/// The checkout form of the cart that a browser sees: picked up, paid at hand-over.
pub async fn checkout_form(browser: &Browser, shop: &Shop) -> Vec<(String, String)> {
    let page = browser.get(&format!("/s/{}/checkout", shop.slug)).await;
    let mut form = fields(&[
        ("shop", &shop.slug),
        ("form[name]", "Jina langu"),
        ("form[phone]", "0712345678"),
        ("form[fulfilment]", &format!("pickup:{}", shop.location)),
        ("form[pay_by]", "on_hand_over"),
    ]);
    for name in [
        "form[cart_id]",
        "form[revision]",
        "form[order_id]",
        "form[shown]",
    ] {
        form.push((name.to_owned(), hidden(&page.body, name)));
    }
    form
}
