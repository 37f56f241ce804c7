//! The forms of a person's own login.

use leptos::prelude::*;

use super::session;
use crate::platform::Visit;
use crate::platform::forms::{Done, Submitted};
use crate::platform::visit::LANGUAGE;
use crate::staff::account::{self, DetailsForm, PasswordForm};
use crate::staff::{keep_member, sign_out, store};
use crate::values::{Refusal, Stop};

const PAGE: &str = "/account";

/// Whoever is signed in, by her session's digest. A cookie whose session is over is nobody's.
async fn session_here(visit: &Visit) -> Result<Vec<u8>, Stop> {
    let session = visit.session().ok_or(Stop::SignIn)?;
    let who = store::signed_in(&visit.state.db, &session).await?;
    who.map(|_| session).ok_or(Stop::SignIn)
}

/// Keeps name and language.
#[server(prefix = "/api/staff", endpoint = "keep_details")]
pub async fn keep_details(#[server(default)] form: DetailsForm) -> Result<(), Stop> {
    let visit = Visit::current();
    let submitted = Submitted::new(&visit, "details", PAGE, &form);
    let outcome = async {
        let session = session_here(&visit).await?;
        let language = account::keep_details(&visit.state.db, &session, &form, visit.now).await?;
        if let Some(language) = language {
            visit.set_cookie(LANGUAGE, language.code(), 365);
        }
        Ok(Done::saying(PAGE, Refusal::of("done-details-kept")))
    };
    submitted.answer(outcome.await).await
}

/// Changes the password and ends every other session.
#[server(prefix = "/api/staff", endpoint = "change_password")]
pub async fn change_password(#[server(default)] form: PasswordForm) -> Result<(), Stop> {
    let visit = Visit::current();
    let submitted = Submitted::new(&visit, "password", PAGE, &form);
    let outcome = async {
        let session = session_here(&visit).await?;
        account::change_password(&visit.state.db, &session, &form).await?;
        Ok(Done::saying(PAGE, Refusal::of("done-password-changed")))
    };
    submitted.answer(outcome.await).await
}

/// Ends one session of whoever is signed in.
#[server(prefix = "/api/staff", endpoint = "end_session")]
pub async fn end_session(#[server(default)] session_id: String) -> Result<(), Stop> {
    let visit = Visit::current();
    let submitted = Submitted::new(&visit, "sessions", PAGE, &());
    let outcome = async {
        let session = session_here(&visit).await?;
        let which = session_id.parse().map_err(|_| Stop::NotFound)?;
        if !store::end_one_session(&visit.state.db, &session, which).await? {
            return Err(Stop::NotFound);
        }
        Ok(Done::saying(PAGE, Refusal::of("done-session-ended")))
    };
    submitted.answer(outcome.await).await
}

/// Ends every other session of whoever is signed in; with `all`, this one as well.
#[server(prefix = "/api/staff", endpoint = "end_other_sessions")]
pub async fn end_other_sessions(#[server(default)] all: String) -> Result<(), Stop> {
    let visit = Visit::current();
    let submitted = Submitted::new(&visit, "sessions", PAGE, &());
    let outcome = async {
        let here = session_here(&visit).await?;
        let ended = store::end_other_sessions(&visit.state.db, &here).await?;
        if all.is_empty() {
            let notice = Refusal::of("done-sessions-ended").with("count", ended);
            return Ok(Done::saying(PAGE, notice));
        }
        sign_out::sign_out(&session().await?).await?;
        Ok(Done::to("/sign-in"))
    };
    submitted.answer(outcome.await).await
}

/// Whoever is signed in leaves a business.
#[server(prefix = "/api/staff", endpoint = "leave_business")]
pub async fn leave_business(#[server(default)] business: String) -> Result<(), Stop> {
    let visit = Visit::current();
    let submitted = Submitted::new(&visit, "leave", PAGE, &());
    let outcome = async {
        let name = keep_member::leave(&visit.member(&business)?).await?;
        let notice = Refusal::of("done-left").with("name", name);
        Ok(Done::saying(PAGE, notice))
    };
    submitted.answer(outcome.await).await
}
