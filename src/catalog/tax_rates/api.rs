//! Server functions of tax rates: each requires a power and calls one verb.

use std::collections::HashMap;

use leptos::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::keep_rate::RateForm;
use crate::platform::Visit;
use crate::platform::forms::{Done, Submitted};
use crate::platform::http::encode;
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop, typed_day};

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

/// Withdraws a rate whose day is still to come.
#[server(prefix = "/api/catalog", endpoint = "withdraw_tax_rate")]
pub async fn withdraw_tax_rate(
    #[server(default)] business: String,
    #[server(default)] tax_class_id: String,
    #[server(default)] valid_from: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = page_of(&business);
    let submitted = Submitted::new(&visit, "tax-withdraw", page.clone(), &json!({}));
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepSettings).await?;
        let class: Uuid = tax_class_id.trim().parse().map_err(|_| Stop::NotFound)?;
        let day = typed_day(&valid_from).ok_or(Stop::NotFound)?;
        super::withdraw_rate(&cx, class, day).await?;
        Ok::<Done, Stop>(Done::saying(page, Refusal::of("done-tax-withdrawn")))
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
