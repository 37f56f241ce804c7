//! The forms of who works in a business, and of coming in.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use leptos::prelude::*;
use serde_json::json;
use uuid::Uuid;

use crate::platform::flash::Flash;
use crate::platform::forms::{Done, Submitted};
use crate::platform::{Cx, Visit, fault, limits};
use crate::staff::invitation::InvitationForm;
use crate::staff::invite::Invited;
use crate::staff::role::{Power, Role};
use crate::staff::{invite, join, keep_member, require};
use crate::values::{Refusal, Stop};

/// Where the page of people finds the link that was just made, and for what it is sealed there.
pub(in crate::staff) const LINK: &str = "invitation-link";

fn people(business: &str) -> String {
    format!("/b/{business}/people")
}

/// The page of a member; the list where the text is no id.
fn person(business: &str, member_id: &str) -> String {
    match member_id.parse::<Uuid>() {
        Ok(id) => format!("{}/{id}", people(business)),
        Err(_) => people(business),
    }
}

fn id(text: &str) -> Result<Uuid, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

/// Hands a new link's token to the page that shows it once. Sealed: what stands in the database for
/// that moment is of no use to whoever reads it there.
async fn hand_over(visit: &Visit, made: &Invited) -> Result<(), Stop> {
    let Some(token) = &made.token else {
        return Ok(());
    };
    let sealed = visit
        .state
        .seal
        .seal(made.business_id, LINK, token.as_bytes());
    let sealed = sealed.ok_or_else(|| fault("a link could not be sealed", &made.invitation_id))?;
    let flash = Flash {
        typed: json!({
            "invitation_id": made.invitation_id.to_string(), "link": STANDARD.encode(sealed),
        }),
        ..Flash::default()
    };
    let browser = visit.browser_or_new();
    visit.state.db.keep_flash(&browser, LINK, &flash).await
}

/// The gate of the forms below, with a bound on how many links are made in a day.
async fn may_invite(visit: &Visit, business: &str) -> Result<Cx, Stop> {
    let cx = require(visit, business, Power::KeepPeople).await?;
    let db = &visit.state.db;
    db.limit(&limits::INVITE, business, cx.now).await?;
    Ok(cx)
}

/// Invites somebody.
#[server(prefix = "/api/staff", endpoint = "invite_member")]
pub async fn invite_member(
    business: String,
    #[server(default)] form: InvitationForm,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = people(&business);
    let submitted = Submitted::new(&visit, "invite", format!("{page}#invite"), &form);
    let outcome = async {
        let cx = may_invite(&visit, &business).await?;
        let made = invite::invite(&cx, &form).await?;
        hand_over(&visit, &made).await?;
        Ok(Done::to(page))
    };
    submitted.answer(outcome.await).await
}

/// Makes a new link for somebody who was invited; the old one dies.
#[server(prefix = "/api/staff", endpoint = "invite_again")]
pub async fn invite_again(
    business: String,
    #[server(default)] invitation_id: String,
    #[server(default)] new_id: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = people(&business);
    let submitted = Submitted::new(&visit, "invitations", page.clone(), &());
    let outcome = async {
        let cx = may_invite(&visit, &business).await?;
        let made = invite::invite_again(&cx, id(&invitation_id)?, id(&new_id)?).await?;
        hand_over(&visit, &made).await?;
        Ok(Done::to(page))
    };
    submitted.answer(outcome.await).await
}

/// Takes an invitation back.
#[server(prefix = "/api/staff", endpoint = "revoke_invitation")]
pub async fn revoke_invitation(
    business: String,
    #[server(default)] invitation_id: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = people(&business);
    let submitted = Submitted::new(&visit, "invitations", page.clone(), &());
    let outcome = async {
        let cx = require(&visit, &business, Power::KeepPeople).await?;
        invite::revoke(&cx, id(&invitation_id)?).await?;
        Ok(Done::saying(page, Refusal::of("done-invitation-revoked")))
    };
    submitted.answer(outcome.await).await
}

/// Changes a member's role.
#[server(prefix = "/api/staff", endpoint = "change_role")]
pub async fn change_role(
    business: String,
    #[server(default)] member_id: String,
    #[server(default)] role: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let key = format!("member:{member_id}");
    let typed = json!({ "role": role });
    let submitted = Submitted::new(&visit, &key, person(&business, &member_id), &typed);
    let outcome = async {
        let cx = require(&visit, &business, Power::KeepPeople).await?;
        let member_id = id(&member_id)?;
        let me = cx.read().await?.scope().member_id();
        let name = keep_member::change_role(&cx, member_id, &role).await?;
        let still_sees = Role::parse(&role).is_some_and(|role| role.may(Power::SeePeople));
        let to = if me == Some(member_id) && !still_sees {
            format!("/b/{business}")
        } else {
            people(&business)
        };
        let notice = Refusal::of("done-role-changed").with("name", name);
        Ok(Done::saying(to, notice))
    };
    submitted.answer(outcome.await).await
}

/// Lets a member go.
#[server(prefix = "/api/staff", endpoint = "remove_member")]
pub async fn remove_member(
    business: String,
    #[server(default)] member_id: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let key = format!("member:{member_id}");
    let submitted = Submitted::new(&visit, &key, person(&business, &member_id), &());
    let outcome = async {
        let cx = require(&visit, &business, Power::KeepPeople).await?;
        let member_id = id(&member_id)?;
        let me = cx.read().await?.scope().member_id();
        let name = keep_member::remove(&cx, member_id).await?;
        let to = if me == Some(member_id) {
            "/account".to_owned()
        } else {
            people(&business)
        };
        let notice = Refusal::of("done-member-removed").with("name", name);
        Ok(Done::saying(to, notice))
    };
    submitted.answer(outcome.await).await
}

/// Accepts an invitation.
#[server(prefix = "/api/staff", endpoint = "accept_invitation")]
pub async fn accept_invitation(#[server(default)] token: String) -> Result<(), Stop> {
    let visit = Visit::current();
    // Only what a token is made of goes into an address, whatever was sent.
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let token: String = token.chars().filter(|c| plain(*c)).take(64).collect();
    let page = format!("/join/{token}");
    let submitted = Submitted::new(&visit, "join", page, &());
    let outcome = async {
        let session = visit.session().ok_or(Stop::SignIn)?;
        let joined = join::accept(&visit.state.db, &session, &token, visit.now).await?;
        let key = if joined.is_new {
            "done-joined"
        } else {
            "done-joined-before"
        };
        let notice = Refusal::of(key).with("name", &joined.business_name);
        Ok(Done::saying(format!("/b/{}", joined.slug), notice))
    };
    submitted.answer(outcome.await).await
}
