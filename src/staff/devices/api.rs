//! The forms that make a browser a till, and those that keep tills.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use leptos::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::device::{CodeTyped, DeviceForm, Here};
use super::enrol::{self, CodeMade};
use super::keep;
use crate::platform::flash::Flash;
use crate::platform::forms::{Done, Submitted};
use crate::platform::http::encode;
use crate::platform::{Visit, fault, limits};
use crate::staff::{Power, require};
use crate::values::{Refusal, Stop};

/// Where the page of tills finds the code that was just made, and for what it is sealed there.
pub(super) const CODE: &str = "till-code";

/// The page of the till that a browser is.
pub(super) const TILL: &str = "/till";

/// The same for a browser that has just become one: its worker may have kept the page of another till that it
/// was before, and goes by this.
fn enrolled(device_id: Uuid) -> String {
    format!("{TILL}?enrolled={device_id}")
}

fn tills(business: &str) -> String {
    format!("/b/{}/tills", encode(business))
}

/// The page of a device; the list where the text is no id.
fn one(business: &str, device_id: &str) -> String {
    match device_id.parse::<Uuid>() {
        Ok(id) => format!("{}/{id}", tills(business)),
        Err(_) => tills(business),
    }
}

fn id(text: &str) -> Result<Uuid, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

/// Makes the browser that sends it a till of the business or, with `by_code`, a code that makes
/// another browser one.
#[server(prefix = "/api/staff", endpoint = "add_till")]
pub async fn add_till(
    #[server(default)] business: String,
    #[server(default)] form: DeviceForm,
    #[server(default)] by_code: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = tills(&business);
    let submitted = Submitted::new(&visit, "till-add", format!("{page}#add"), &form);
    let outcome = async {
        let cx = require(&visit, &business, Power::KeepTills).await?;
        if by_code.is_empty() {
            let token = visit.token_for(&format!("till of {business}\n{}", form.device_id));
            let device_id = enrol::enrol(&cx, &form, &token).await?;
            visit.become_till(&token);
            let page = enrolled(device_id);
            return Ok(Done::saying(page, Refusal::of("done-till-enrolled")));
        }
        let db = &visit.state.db;
        db.limit(&limits::TILL_CODE, &business, cx.now).await?;
        let made = enrol::make_code(&cx, &form).await?;
        hand_over(&visit, &made).await?;
        Ok(Done::to(page))
    };
    submitted.answer(outcome.await).await
}

/// Hands a new code to the page that shows it once. Sealed: what stands in the database for that
/// moment is of no use to whoever reads it there.
async fn hand_over(visit: &Visit, made: &CodeMade) -> Result<(), Stop> {
    let Some(code) = &made.code else {
        return Ok(());
    };
    let seal = &visit.state.seal;
    let sealed = seal.seal(made.business_id, CODE, code.as_bytes());
    let sealed = sealed.ok_or_else(|| fault("a code could not be sealed", &made.code_id))?;
    let flash = Flash {
        typed: json!({ "code": STANDARD.encode(sealed) }),
        ..Flash::default()
    };
    let browser = visit.browser_or_new();
    visit.state.db.keep_flash(&browser, CODE, &flash).await
}

/// Makes the browser in which a code was typed a till.
#[server(prefix = "/api/staff", endpoint = "enrol_by_code")]
pub async fn enrol_by_code(#[server(default)] form: CodeTyped) -> Result<(), Stop> {
    let visit = Visit::current();
    let submitted = Submitted::new(&visit, "till-enrol", TILL, &form);
    let outcome = async {
        let token = visit.token_for(&format!("till by code\n{}", form.device_id));
        let (db, peer) = (&visit.state.db, visit.peer());
        let device_id = enrol::enrol_by_code(db, &peer, &form, &token, visit.now).await?;
        visit.become_till(&token);
        let page = enrolled(device_id);
        Ok(Done::saying(page, Refusal::of("done-till-enrolled")))
    };
    submitted.answer(outcome.await).await
}

/// Gives a till another name.
#[server(prefix = "/api/staff", endpoint = "rename_till")]
pub async fn rename_till(
    #[server(default)] business: String,
    #[server(default)] form: DeviceForm,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = one(&business, &form.device_id);
    let key = format!("till:{}", form.device_id);
    let submitted = Submitted::new(&visit, &key, page.clone(), &form);
    let outcome = async {
        let cx = require(&visit, &business, Power::KeepTills).await?;
        let name = keep::rename(&cx, id(&form.device_id)?, &form.name).await?;
        let notice = Refusal::of("done-till-renamed").with("name", name);
        Ok(Done::saying(page, notice))
    };
    submitted.answer(outcome.await).await
}

/// Ends a till; `give_up`: with what it has not sent.
#[server(prefix = "/api/staff", endpoint = "revoke_till")]
pub async fn revoke_till(
    #[server(default)] business: String,
    #[server(default)] device_id: String,
    #[server(default)] give_up: bool,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let key = format!("till:{device_id}");
    let submitted = Submitted::new(&visit, &key, one(&business, &device_id), &());
    let outcome = async {
        let cx = require(&visit, &business, Power::KeepTills).await?;
        let name = keep::revoke(&cx, id(&device_id)?, &Here::of(&visit), give_up).await?;
        let notice = Refusal::of("done-till-revoked").with("name", name);
        Ok(Done::saying(tills(&business), notice))
    };
    submitted.answer(outcome.await).await
}

/// Lets a till that wrong PINs locked take PINs again.
#[server(prefix = "/api/staff", endpoint = "unlock_till")]
pub async fn unlock_till(
    #[server(default)] business: String,
    #[server(default)] device_id: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = one(&business, &device_id);
    let key = format!("till:{device_id}");
    let submitted = Submitted::new(&visit, &key, page.clone(), &());
    let outcome = async {
        let cx = require(&visit, &business, Power::KeepTills).await?;
        let name = keep::unlock(&cx, id(&device_id)?).await?;
        let notice = Refusal::of("done-till-unlocked").with("name", name);
        Ok(Done::saying(page, notice))
    };
    submitted.answer(outcome.await).await
}
