//! Server functions of price lists: each requires a power and calls one verb.

use std::collections::HashMap;

use leptos::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::ask::Ask;
use super::keep_prices::ProductPriceForm;
use super::many::RuleForm;
use super::set_prices::SetDone;
use crate::platform::Visit;
use crate::platform::forms::{Done, Submitted};
use crate::platform::http::encode;
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// The page of all lists.
pub(super) fn lists_page(business: &str) -> String {
    format!("/b/{}/prices", encode(business))
}

/// The page of a list.
pub(super) fn list_page(business: &str, list: &str) -> String {
    format!("{}/{}", lists_page(business), encode(list))
}

/// Where the answer of a list's form waits for its page.
pub(super) fn flash_of(what: &str, list: &str) -> String {
    format!("price-list-{what}:{list}")
}

fn id(text: &str) -> Result<Uuid, Stop> {
    text.trim().parse().map_err(|_| Stop::NotFound)
}

/// What a set of prices did, in words.
pub(super) fn told(done: &SetDone) -> Refusal {
    if done.changed == 0 {
        return Refusal::of("done-prices-none");
    }
    if done.below_cost.is_empty() {
        return Refusal::of("done-prices-set").with("count", done.changed);
    }
    Refusal::of("done-prices-set-below")
        .with("count", done.changed)
        .with("names", named(&done.below_cost))
}

/// The first few of many names.
pub(super) fn named(all: &[String]) -> String {
    let first: Vec<&str> = all.iter().take(5).map(String::as_str).collect();
    let more = if all.len() > first.len() { ", …" } else { "" };
    format!("{}{more}", first.join(", "))
}

/// Adds a price list.
#[server(prefix = "/api/catalog", endpoint = "add_price_list")]
pub async fn add_price_list(
    #[server(default)] business: String,
    #[server(default)] name: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let typed = json!({ "name": name });
    let submitted = Submitted::new(&visit, "price-lists", lists_page(&business), &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepProducts).await?;
        let list = super::add(&cx, &name).await?;
        let notice = Refusal::of("done-price-list-kept").with("name", name.trim());
        Ok::<Done, Stop>(Done::saying(list_page(&business, &list), notice))
    };
    submitted.answer(outcome.await).await
}

/// Gives a list another name; closes it, or opens it again: `act` is `rename`, `retire` or
/// `bring_back`.
#[server(prefix = "/api/catalog", endpoint = "keep_price_list")]
pub async fn keep_price_list(
    #[server(default)] business: String,
    #[server(default)] list: String,
    #[server(default)] act: String,
    #[server(default)] name: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = list_page(&business, &list);
    let typed = json!({ "name": name });
    let key = flash_of("self", &list);
    let submitted = Submitted::new(&visit, &key, page.clone(), &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepProducts).await?;
        let notice = match act.as_str() {
            "rename" => {
                let name = super::rename(&cx, &list, &name).await?;
                Refusal::of("done-price-list-kept").with("name", name)
            }
            "retire" => {
                let name = super::retire(&cx, &list).await?;
                Refusal::of("done-price-list-closed").with("name", name)
            }
            "bring_back" => {
                let name = super::bring_back(&cx, &list).await?;
                Refusal::of("done-price-list-back").with("name", name)
            }
            _ => return Err(Refusal::of("refused-unreadable").into()),
        };
        Ok::<Done, Stop>(Done::saying(page, notice))
    };
    submitted.answer(outcome.await).await
}

/// Keeps the prices that stand in the rows of a list's page.
#[server(prefix = "/api/catalog", endpoint = "keep_prices")]
pub async fn keep_prices(
    #[server(default)] business: String,
    #[server(default)] list: String,
    #[server(default)] set_id: String,
    #[server(default)] query: String,
    #[server(default)] form: HashMap<String, String>,
) -> Result<(), Stop> {
    let visit = Visit::current();
    // Read and spelled anew: whatever was sent, it stays an address of ours.
    let back = format!(
        "{}?{}",
        list_page(&business, &list),
        Ask::parse(&query).query()
    );
    let key = flash_of("rows", &list);
    let submitted = Submitted::new(&visit, &key, back.clone(), &form);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepProducts).await?;
        let done = super::keep_shown(&cx, &list, id(&set_id)?, &form).await?;
        Ok::<Done, Stop>(Done::saying(back, told(&done)))
    };
    submitted.answer(outcome.await).await
}

/// Sets one price of one product.
#[server(prefix = "/api/catalog", endpoint = "keep_product_price")]
pub async fn keep_product_price(
    #[server(default)] business: String,
    #[server(default)] list: String,
    #[server(default)] product_id: String,
    #[server(default)] set_id: String,
    #[server(default)] form: ProductPriceForm,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = format!("{}/{}", list_page(&business, &list), encode(&product_id));
    let key = flash_of(&product_id, &list);
    let submitted = Submitted::new(&visit, &key, page.clone(), &form);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepProducts).await?;
        let (product, set) = (id(&product_id)?, id(&set_id)?);
        let done = super::keep_price(&cx, &list, product, set, &form).await?;
        Ok::<Done, Stop>(Done::saying(page, told(&done)))
    };
    submitted.answer(outcome.await).await
}

/// Sets many prices by a rule whose outcome was shown.
#[server(prefix = "/api/catalog", endpoint = "set_many_prices")]
pub async fn set_many_prices(
    #[server(default)] business: String,
    #[server(default)] list: String,
    #[server(default)] set_id: String,
    #[server(default)] seen: String,
    #[server(default)] form: RuleForm,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = list_page(&business, &list);
    let key = flash_of("many", &list);
    let back = format!("{page}/many?{}", form.query());
    let submitted = Submitted::new(&visit, &key, back, &form);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepProducts).await?;
        let done = super::set_many(&cx, &list, id(&set_id)?, &form, &seen).await?;
        Ok::<Done, Stop>(Done::saying(page, told(&done)))
    };
    submitted.answer(outcome.await).await
}

/// Puts a customer on a list by her phone number.
#[server(prefix = "/api/catalog", endpoint = "put_on_price_list")]
pub async fn put_on_price_list(
    #[server(default)] business: String,
    #[server(default)] list: String,
    #[server(default)] phone: String,
    #[server(default)] name: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = format!("{}/customers", list_page(&business, &list));
    let typed = json!({ "phone": phone, "name": name });
    let key = flash_of("customers", &list);
    let submitted = Submitted::new(&visit, &key, page.clone(), &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepProducts).await?;
        let name = super::put_on(&cx, &list, &phone, &name).await?;
        let notice = Refusal::of("done-price-list-put-on").with("name", name);
        Ok::<Done, Stop>(Done::saying(page, notice))
    };
    submitted.answer(outcome.await).await
}

/// Takes a customer off a list.
#[server(prefix = "/api/catalog", endpoint = "take_off_price_list")]
pub async fn take_off_price_list(
    #[server(default)] business: String,
    #[server(default)] list: String,
    #[server(default)] customer_id: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = format!("{}/customers", list_page(&business, &list));
    let key = flash_of("customers", &list);
    let submitted = Submitted::new(&visit, &key, page.clone(), &json!({}));
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepProducts).await?;
        super::take_off(&cx, &list, id(&customer_id)?).await?;
        let notice = Refusal::of("done-price-list-taken-off");
        Ok::<Done, Stop>(Done::saying(page, notice))
    };
    submitted.answer(outcome.await).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_is_always_ours() {
        assert_eq!(list_page("a/b", "../x"), "/b/a%2Fb/prices/..%2Fx");
    }

    #[test]
    fn a_few_names_stand_for_many() {
        let names = |count: usize| vec!["Rice".to_owned(); count];
        assert_eq!(named(&names(1)), "Rice");
        assert_eq!(named(&names(7)), "Rice, Rice, Rice, Rice, Rice, …");
    }
}
