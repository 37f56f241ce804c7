//! The forms that write a customer down, and give her a number.

use leptos::prelude::*;
use serde_json::json;

use super::CustomerForm;
use crate::platform::Visit;
use crate::platform::forms::{Done, Submitted};
use crate::platform::http::encode;
use crate::sales::api::id;
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// The key of what was typed into it.
pub(super) const NEW: &str = "new-customer";

/// Writes a customer down by her phone number, and shows her.
#[server(prefix = "/api/sales", endpoint = "add_customer")]
pub async fn add_customer(
    #[server(default)] business: String,
    #[server(default)] form: CustomerForm,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let list = format!("/b/{}/sales/customers", encode(&business));
    let submitted = Submitted::new(&visit, NEW, list.clone(), &form);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::Sell).await?;
        let customer_id = super::add(&cx, &form).await?;
        let notice = Refusal::of("done-customer-kept");
        Ok::<Done, Stop>(Done::saying(format!("{list}/{customer_id}"), notice))
    };
    submitted.answer(outcome.await).await
}

/// Gives a phone number to a customer who has none.
#[server(prefix = "/api/sales", endpoint = "give_customer_number")]
pub async fn give_customer_number(
    #[server(default)] business: String,
    #[server(default)] customer_id: String,
    #[server(default)] phone: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = format!(
        "/b/{}/sales/customers/{}",
        encode(&business),
        encode(&customer_id)
    );
    let typed = json!({ "act": "number", "phone": phone });
    let key = format!("customer:{customer_id}");
    let submitted = Submitted::new(&visit, &key, page.clone(), &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::Sell).await?;
        super::give_number(&cx, id(&customer_id)?, &phone).await?;
        Ok(Done::saying(page, Refusal::of("done-customer-number")))
    };
    submitted.answer(outcome.await).await
}
