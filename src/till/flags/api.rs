//! The forms of flags: that somebody has looked at one, and how what a voucher did not hold ended.

use std::collections::HashMap;

use leptos::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::{resolve, settle};
use crate::payments::Tender;
use crate::platform::Visit;
use crate::platform::forms::{Done, Submitted};
use crate::platform::http::encode;
use crate::sales::vouchers::Settlement;
use crate::staff::{self, Power};
use crate::values::{Money, Refusal, Stop};

/// The key of this page's forms in the flash.
pub(in crate::till) const FORM: &str = "flags";

/// What a form says in the place of a tender where nobody will pay.
pub(super) const WRITTEN_OFF: &str = "written_off";

/// The names of a flag's forms in the flash.
pub(super) const RESOLVE: &str = "resolve";
pub(super) const SETTLE: &str = "settle";

fn page_of(business: &str) -> String {
    format!("/b/{}/sales/flags", encode(business))
}

/// What was typed into a field of the one form that comes.
fn only(typed: HashMap<String, String>) -> String {
    typed.into_values().next().unwrap_or_default()
}

fn id(text: &str) -> Result<Uuid, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

/// Notes that somebody has looked at a flag. A page has a form for each: the field of its note is keyed
/// by the flag, and only one comes.
#[server(prefix = "/api/till", endpoint = "resolve_flag")]
pub async fn resolve_flag(
    #[server(default)] business: String,
    #[server(default)] flag_id: String,
    #[server(default)] notes: HashMap<String, String>,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = page_of(&business);
    let note = only(notes);
    let typed = json!({ "act": RESOLVE, "id": flag_id, "note": note });
    let submitted = Submitted::new(&visit, FORM, page.clone(), &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepTills).await?;
        resolve(&cx, id(&flag_id)?, &note).await?;
        Ok(Done::saying(page, Refusal::of("done-flag-resolved")))
    };
    submitted.answer(outcome.await).await
}

/// Says how what a voucher did not hold of a flag's sale ended: all of it, by a tender, or written off.
#[server(prefix = "/api/till", endpoint = "settle_voucher")]
pub async fn settle_voucher(
    #[server(default)] business: String,
    #[server(default)] flag_id: String,
    #[server(default)] settlement_id: String,
    #[server(default)] amount: String,
    #[server(default)] tenders: HashMap<String, String>,
    #[server(default)] codes: HashMap<String, String>,
    #[server(default)] whys: HashMap<String, String>,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = page_of(&business);
    let (tender, code, why) = (only(tenders), only(codes), only(whys));
    let typed = json!({
        "act": SETTLE, "id": flag_id, "settlement_id": settlement_id, "tender": tender,
        "code": code, "why": why,
    });
    let submitted = Submitted::new(&visit, FORM, page.clone(), &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepTills).await?;
        let minor: Option<i64> = amount.parse().ok();
        let minor = minor.ok_or_else(|| Refusal::of("refused-unreadable"))?;
        let tender = match tender.as_str() {
            WRITTEN_OFF => None,
            code => {
                let needed = || Refusal::at("tender", "refused-tender-needed");
                Some(Tender::parse(code).ok_or_else(needed)?)
            }
        };
        let ask = Settlement {
            settlement_id: id(&settlement_id)?,
            amount: Money::from_minor(minor),
            tender,
            reference: code.clone(),
            note: why.clone(),
        };
        settle(&cx, id(&flag_id)?, &ask).await?;
        Ok(Done::saying(page, Refusal::of("done-voucher-settled")))
    };
    submitted.answer(outcome.await).await
}
