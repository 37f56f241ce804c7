//! The form of the settings of stock.

use leptos::prelude::*;

use super::PolicyForm;
use crate::platform::Visit;
use crate::platform::forms::{Done, Submitted};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// Keeps the settings of stock.
#[server(prefix = "/api/stock", endpoint = "keep_policy")]
pub async fn keep_policy(
    #[server(default)] business: String,
    #[server(default)] form: PolicyForm,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = format!("/b/{business}/settings/stock");
    let submitted = Submitted::new(&visit, "stock-policy", page.clone(), &form);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepSettings).await?;
        super::keep(&cx, &form).await?;
        let notice = Refusal::of("done-settings-kept");
        Ok::<Done, Stop>(Done::saying(page, notice))
    };
    submitted.answer(outcome.await).await
}
