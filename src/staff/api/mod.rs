//! The forms of signing up, in and out.

mod account;
mod people;

use leptos::prelude::*;
use serde_json::json;
use tower_sessions::Session;

use super::local_path::local_path;
use super::sign_in::{Comer, SignInForm, remember};
use super::sign_up::SignUpForm;
use super::store;
use crate::platform::forms::{Done, Submitted};
use crate::platform::visit::LANGUAGE;
use crate::platform::{Visit, fault, http};
use crate::values::{Language, Refusal, Stop};

pub use account::*;
pub use people::*;

/// Where a sign-in leads that came from nowhere in particular: straight into the business, where
/// there is only one.
const HOME: &str = "/businesses?go=1";

/// The form of signing out, in the flash of the page where it is said why not.
pub const SIGN_OUT: &str = "sign-out";

async fn session() -> Result<Session, Stop> {
    let session = leptos_axum::extract::<Session>().await;
    session.map_err(|error| fault("there is no session", &error))
}

/// A page of ours to come back to, with where to go after it.
fn page(path: &str, next: &str) -> String {
    match local_path(next) {
        Some(next) => format!("{path}?next={}", http::encode(next)),
        None => path.to_owned(),
    }
}

/// Signs in.
#[server(prefix = "/api/staff", endpoint = "sign_in")]
pub async fn sign_in(#[server(default)] form: SignInForm) -> Result<(), Stop> {
    let visit = Visit::current();
    let back = page("/sign-in", &form.next);
    let submitted = Submitted::new(&visit, "sign-in", back, &form);
    let outcome = async {
        let comer = Comer {
            peer: &visit.peer(),
            browser: &visit.browser_or_new(),
            now: visit.now,
        };
        let user = super::sign_in::sign_in(&visit.state.db, &comer, &form).await?;
        remember(&session().await?, user, &visit).await?;
        Ok(Done::to(local_path(&form.next).unwrap_or(HOME)))
    };
    submitted.answer(outcome.await).await
}

/// Makes a login and signs it in; where the same form made it before, it is signed in.
#[server(prefix = "/api/staff", endpoint = "sign_up")]
pub async fn sign_up(#[server(default)] form: SignUpForm) -> Result<(), Stop> {
    let visit = Visit::current();
    let back = page("/sign-up", &form.next);
    let submitted = Submitted::new(&visit, "sign-up", back, &form);
    let outcome = async {
        let db = &visit.state.db;
        let comer = Comer {
            peer: &visit.peer(),
            browser: &visit.browser_or_new(),
            now: visit.now,
        };
        let user = super::sign_up::sign_up_or_in(db, &comer, &form).await?;
        store::remember_browser(db, user, comer.browser, comer.now).await?;
        remember(&session().await?, user, &visit).await?;
        Ok(Done::to(
            local_path(&form.next).unwrap_or("/businesses/new"),
        ))
    };
    submitted.answer(outcome.await).await
}

/// Signs out, and leads to the sign-in that leads on to `next`, a path of ours. Where the till in this browser
/// keeps what the books do not have, it is refused once: `anyway` says that she knows.
#[server(prefix = "/api/staff", endpoint = "sign_out")]
pub async fn sign_out(
    #[server(default)] next: String,
    #[server(default)] anyway: bool,
) -> Result<(), Stop> {
    let visit = Visit::current();
    // Where she was going, she goes from there.
    let typed = json!({ "next": next });
    let submitted = Submitted::new(&visit, SIGN_OUT, "/businesses", &typed);
    let outcome = async {
        let unsent = if anyway { 0 } else { unsent(&visit).await? };
        if unsent > 0 {
            let refusal = Refusal::at("anyway", "refused-sign-out-unsent");
            return Err(refusal.with("count", unsent).into());
        }
        super::sign_out::sign_out(&session().await?).await?;
        Ok(Done::to(page("/sign-in", &next)))
    };
    submitted.answer(outcome.await).await
}

/// How much the till in this browser keeps that it could send; nothing where it is a till no more.
async fn unsent(visit: &Visit) -> Result<i32, Stop> {
    let said = visit.unsent();
    if said == 0 {
        return Ok(0);
    }
    match visit.device()?.read().await {
        Ok(_) => Ok(said),
        Err(Stop::SignIn | Stop::NotFound | Stop::Refused(_)) => Ok(0),
        Err(stop) => Err(stop),
    }
}

/// Chooses the language that this browser is spoken to in, for a year, and goes back.
#[server(prefix = "/api/staff", endpoint = "choose_language")]
pub async fn choose_language(
    #[server(default)] language: String,
    #[server(default)] back: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    if let Some(language) = Language::parse(&language) {
        visit.set_cookie(LANGUAGE, language.code(), 365);
    }
    visit.send_to(local_path(&back).unwrap_or("/"));
    Ok(())
}
