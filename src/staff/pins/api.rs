//! The forms that set a PIN.

use leptos::prelude::*;
use uuid::Uuid;

use super::pin::PinForm;
use super::set;
use crate::platform::Visit;
use crate::platform::forms::{Done, Submitted};
use crate::platform::http::encode;
use crate::values::{Refusal, Stop};

/// Sets the PIN of whoever is signed in.
#[server(prefix = "/api/staff", endpoint = "set_own_pin")]
pub async fn set_own_pin(
    #[server(default)] business: String,
    #[server(default)] form: PinForm,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = format!("/b/{}/pin", encode(&business));
    let submitted = Submitted::new(&visit, "pin", page.clone(), &());
    let outcome = async {
        let cx = visit.member(&business)?;
        let me = cx.read().await?.scope().member_id();
        set::set_pin(&cx, me.ok_or(Stop::Forbidden)?, &form).await?;
        Ok(Done::saying(page, Refusal::of("done-pin-set")))
    };
    submitted.answer(outcome.await).await
}

/// Sets the PIN of another member.
#[server(prefix = "/api/staff", endpoint = "reset_pin")]
pub async fn reset_pin(
    #[server(default)] business: String,
    #[server(default)] member_id: String,
    #[server(default)] form: PinForm,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let list = format!("/b/{}/people", encode(&business));
    let id = member_id.parse::<Uuid>();
    // Only an id goes into an address, whatever was sent.
    let page = match &id {
        Ok(id) => format!("{list}/{id}"),
        Err(_) => list,
    };
    let key = format!("pin:{member_id}");
    let submitted = Submitted::new(&visit, &key, page.clone(), &());
    let outcome = async {
        let cx = visit.member(&business)?;
        let id = id.map_err(|_| Stop::NotFound)?;
        let name = set::set_pin(&cx, id, &form).await?;
        let notice = Refusal::of("done-pin-reset").with("name", name);
        Ok(Done::saying(page, notice))
    };
    submitted.answer(outcome.await).await
}
