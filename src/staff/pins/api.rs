//! The forms that set a PIN, and those by which members take turns at a till.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::pin::PinForm;
use super::{set, verify};
use crate::platform::Visit;
use crate::platform::forms::{Done, Submitted};
use crate::platform::http::encode;
use crate::staff::devices::api::{TILL, at_till};
use crate::values::{Refusal, Stop};

/// What the page of a till sends when a member takes her turn.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TurnForm {
    /// Who she says she is.
    pub member_id: String,
    /// Her PIN; never kept.
    pub pin: String,
}

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

/// A member takes her turn at the till that this browser is.
#[server(prefix = "/api/staff", endpoint = "till_sign_in")]
pub async fn till_sign_in(#[server(default)] form: TurnForm) -> Result<(), Stop> {
    let visit = Visit::current();
    let submitted = Submitted::new(&visit, "till", TILL, &form);
    let outcome = async {
        let cx = visit.device()?;
        let nobody = || Refusal::at("member_id", "refused-till-nobody");
        let member_id = form.member_id.parse::<Uuid>().map_err(|_| nobody())?;
        let her = verify::verify(&cx, member_id, &form.pin).await?;
        let notice = Refusal::of("done-till-turn").with("name", her.name);
        Ok(Done::saying(TILL, notice))
    };
    submitted.answer(at_till(outcome.await)).await
}

/// Whoever has her turn at the till that this browser is ends it.
#[server(prefix = "/api/staff", endpoint = "till_sign_off")]
pub async fn till_sign_off() -> Result<(), Stop> {
    let visit = Visit::current();
    let submitted = Submitted::new(&visit, "till", TILL, &());
    let outcome = async {
        verify::sign_off(&visit.device()?).await?;
        Ok(Done::to(TILL))
    };
    submitted.answer(at_till(outcome.await)).await
}
