//! Server functions of tax rates: each requires a power and calls one verb.

use std::collections::HashMap;

use leptos::prelude::*;

use super::keep_rate::RateForm;
use crate::platform::Visit;
use crate::platform::forms::{Done, Submitted};
use crate::platform::http::encode;
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

fn page_of(business: &str) -> String {
    format!("/b/{}/settings/taxes", encode(business))
}

/// Gives a tax class another rate from a day on.
#[server(prefix = "/api/catalog", endpoint = "add_tax_rate")]
pub async fn add_tax_rate(
    #[server(default)] business: String,
    #[server(default)] form: RateForm,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = page_of(&business);
    let submitted = Submitted::new(&visit, "tax-rate", page.clone(), &form);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepSettings).await?;
        let rate = super::add_rate(&cx, &form).await?;
        let notice = Refusal::of("done-tax-rate").with("rate", rate.shown());
        Ok::<Done, Stop>(Done::saying(page, notice))
    };
    submitted.answer(outcome.await).await
}

/// Gives tax classes other letters on fiscal documents: one field for each class's code.
#[server(prefix = "/api/catalog", endpoint = "keep_tax_letters")]
pub async fn keep_tax_letters(
    #[server(default)] business: String,
    #[server(default)] form: HashMap<String, String>,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = page_of(&business);
    let submitted = Submitted::new(&visit, "tax-letters", page.clone(), &form);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepSettings).await?;
        super::keep_letters(&cx, &form).await?;
        Ok::<Done, Stop>(Done::saying(page, Refusal::of("done-tax-letters")))
    };
    submitted.answer(outcome.await).await
}
