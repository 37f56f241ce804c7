//! The form that writes a customer down.

use leptos::prelude::*;

use super::CustomerForm;
use crate::platform::Visit;
use crate::platform::forms::{Done, Submitted};
use crate::platform::http::encode;
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
