//! The form of the rules of selling.

use leptos::prelude::*;

use super::RulesForm;
use crate::platform::Visit;
use crate::platform::forms::{Done, Submitted};
use crate::platform::http::encode;
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// Keeps the rules of selling.
#[server(prefix = "/api/sales", endpoint = "keep_selling_rules")]
pub async fn keep_selling_rules(
    #[server(default)] business: String,
    #[server(default)] form: RulesForm,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = format!("/b/{}/settings/selling", encode(&business));
    let submitted = Submitted::new(&visit, "selling-rules", page.clone(), &form);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepSettings).await?;
        super::keep(&cx, &form).await?;
        let notice = Refusal::of("done-settings-kept");
        Ok::<Done, Stop>(Done::saying(page, notice))
    };
    submitted.answer(outcome.await).await
}
