//! The form that says that somebody has looked at a flag.

use std::collections::HashMap;

use leptos::prelude::*;
use serde_json::json;

use super::resolve;
use crate::platform::Visit;
use crate::platform::forms::{Done, Submitted};
use crate::platform::http::encode;
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// The key of this page's forms in the flash.
pub(in crate::till) const FORM: &str = "flags";

/// Notes that somebody has looked at a flag. A page has a form for each: the field of its note is keyed
/// by the flag, and only one comes.
#[server(prefix = "/api/till", endpoint = "resolve_flag")]
pub async fn resolve_flag(
    #[server(default)] business: String,
    #[server(default)] flag_id: String,
    #[server(default)] notes: HashMap<String, String>,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = format!("/b/{}/sales/flags", encode(&business));
    let note = notes.into_values().next().unwrap_or_default();
    let typed = json!({ "flag_id": flag_id, "note": note });
    let submitted = Submitted::new(&visit, FORM, page.clone(), &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepTills).await?;
        let flag_id = flag_id.parse().map_err(|_| Stop::NotFound)?;
        resolve(&cx, flag_id, &note).await?;
        Ok(Done::saying(page, Refusal::of("done-flag-resolved")))
    };
    submitted.answer(outcome.await).await
}
