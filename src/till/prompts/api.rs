//! The forms about prompts at tills, on the page of what a manager must look at. A page has a form for each:
//! what is typed is keyed by what it is about, and only one comes.

use std::collections::HashMap;

use leptos::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::{count, pay_back, set_aside};
use crate::payments::Tender;
use crate::platform::Visit;
use crate::platform::forms::{Done, Submitted};
use crate::platform::http::encode;
use crate::staff::{self, Power};
use crate::till::flags::api::FORM;
use crate::values::{Refusal, Stop};

fn page_of(business: &str) -> String {
    format!("/b/{}/sales/flags", encode(business))
}

fn only(typed: HashMap<String, String>) -> String {
    typed.into_values().next().unwrap_or_default()
}

fn id(text: &str) -> Result<Uuid, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

/// Records that money was paid back that a till's prompt brought and no sale names.
#[server(prefix = "/api/till", endpoint = "pay_back_prompt")]
pub async fn pay_back_prompt(
    #[server(default)] business: String,
    #[server(default)] payment_id: String,
    #[server(default)] back_id: String,
    #[server(default)] tenders: HashMap<String, String>,
    #[server(default)] codes: HashMap<String, String>,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let (tender, code) = (only(tenders), only(codes));
    let typed = json!({
        "act": "pay-back", "id": payment_id, "back_id": back_id, "tender": tender, "code": code,
    });
    let submitted = Submitted::new(&visit, FORM, page_of(&business), &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::Refund).await?;
        let tender =
            Tender::parse(&tender).ok_or_else(|| Refusal::at("tender", "refused-tender-needed"))?;
        pay_back(&cx, id(&payment_id)?, id(&back_id)?, tender, &code).await?;
        let done = Refusal::of("done-paid-back");
        Ok(Done::saying(page_of(&business), done))
    };
    submitted.answer(outcome.await).await
}

/// Money of a till's prompt that did not fit is ours.
#[server(prefix = "/api/till", endpoint = "count_prompt")]
pub async fn count_prompt(
    #[server(default)] business: String,
    #[server(default)] attempt_id: String,
    #[server(default)] amounts: HashMap<String, String>,
    #[server(default)] codes: HashMap<String, String>,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let (amount, code) = (only(amounts), only(codes));
    let typed = json!({ "act": "count", "id": attempt_id, "amount": amount, "code": code });
    let submitted = Submitted::new(&visit, FORM, page_of(&business), &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepSettings).await?;
        count(&cx, id(&attempt_id)?, &amount, &code).await?;
        let done = Refusal::of("done-prompt-counted");
        Ok(Done::saying(page_of(&business), done))
    };
    submitted.answer(outcome.await).await
}

/// A till's prompt that did not fit brought no money of ours.
#[server(prefix = "/api/till", endpoint = "set_prompt_aside")]
pub async fn set_prompt_aside(
    #[server(default)] business: String,
    #[server(default)] attempt_id: String,
    #[server(default)] whys: HashMap<String, String>,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let why = only(whys);
    let typed = json!({ "act": "set-aside", "id": attempt_id, "why": why });
    let submitted = Submitted::new(&visit, FORM, page_of(&business), &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepSettings).await?;
        set_aside(&cx, id(&attempt_id)?, &why).await?;
        let done = Refusal::of("done-prompt-set-aside");
        Ok(Done::saying(page_of(&business), done))
    };
    submitted.answer(outcome.await).await
}
