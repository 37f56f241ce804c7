//! What the link of an invitation shows: who invites, as what, and the way in.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::onward;
use crate::platform::{Page, Visit};
use crate::staff::api::{AcceptInvitation, SignOut};
use crate::staff::{Glimpse, Standing, Typed, look};
use crate::ui::language::Say;
use crate::ui::{Form, HiddenField, LinkButton, Submit};
use crate::values::{Language, Stop};

/// `/join/{token}`.
pub async fn join(visit: Visit) -> Result<Page, Stop> {
    let flash = visit.flash("join").await?;
    let token = visit.param("token").to_owned();
    let session = visit.session();
    let seen = look(&visit.state.db, &token, session.as_deref()).await?;
    let seen = seen.ok_or(Stop::NotFound)?;
    let language: Language = visit.chosen.unwrap_or(seen.language);
    let say = Say(language);
    let typed = Typed { say, flash: &flash };
    let title = say.with("join-title", &[("name", &seen.business_name)]);
    let body = view! {
        <h1>{title.clone()}</h1>
        {typed.summary()}
        {way_in(say, &seen, &token)}
    };
    Ok(Page::outside("join", title, body.into_any()))
}

fn way_in(say: Say, seen: &Glimpse, token: &str) -> AnyView {
    if seen.is_member {
        return view! {
            <p>{say.with("join-member", &[("name", &seen.business_name)])}</p>
            <LinkButton
                href=format!("/b/{}", seen.slug)
                label=say.with("join-enter", &[("name", &seen.business_name)])
                kind="go"
                class="wide"
            />
        }
        .into_any();
    }
    if seen.standing != Standing::Live {
        let why = seen.standing.refusal().map(|why| say.refusal(&why));
        let (href, label) = match &seen.signed_in_as {
            Some(name) => ("/businesses", say.with("join-stay", &[("name", name)])),
            None => ("/", say.t("stopped-to-start")),
        };
        return view! {
            <p>{why}</p>
            <p class="quiet">{say.with("join-ask-again", &[("name", &seen.invited_by)])}</p>
            <LinkButton href=href label=label class="wide" />
        }
        .into_any();
    }
    let offer = say.with(
        "join-offer",
        &[
            ("by", &seen.invited_by),
            ("role", &say.t(&format!("role-{}", seen.role))),
        ],
    );
    let way = match &seen.signed_in_as {
        None => sign_in_first(say, seen, token),
        Some(_) if seen.is_yours => accept(say, token),
        Some(name) => somebody_else(say, seen, name, token),
    };
    view! {
        <p>{offer}</p>
        <p class="quiet">{say.t(&format!("people-role-{}", seen.role))}</p>
        {way}
    }
    .into_any()
}

fn here(token: &str) -> String {
    format!("/join/{token}")
}

fn sign_in_first(say: Say, seen: &Glimpse, token: &str) -> AnyView {
    view! {
        <p>{say.with("join-sign-in", &[("whom", &seen.hint)])}</p>
        <LinkButton
            href=onward("/sign-in", &here(token))
            label=say.t("staff-sign-in")
            kind="go"
            class="wide"
        />
        <LinkButton
            href=onward("/sign-up", &here(token))
            label=say.t("staff-sign-up")
            class="wide"
        />
    }
    .into_any()
}

fn accept(say: Say, token: &str) -> AnyView {
    let fields = view! {
        <HiddenField name="token" value=token.to_owned() />
        <Submit label=say.t("join-accept") class="wide" />
    };
    let fields = fields.into_any();
    view! { <Form action=AcceptInvitation::url()>{fields}</Form> }.into_any()
}

/// Signed in, but as somebody that was not invited: either she has another login, or the link
/// reached the wrong person.
fn somebody_else(say: Say, seen: &Glimpse, name: &str, token: &str) -> AnyView {
    let wrong = say.with("join-not-yours", &[("name", name), ("whom", &seen.hint)]);
    let fields = view! {
        <HiddenField name="next" value=here(token) />
        <Submit label=say.t("join-other-login") class="wide" />
    };
    let fields = fields.into_any();
    view! {
        <p>{wrong}</p>
        <Form action=SignOut::url()>{fields}</Form>
        <LinkButton
            href="/businesses"
            label=say.with("join-stay", &[("name", name)])
            class="wide"
        />
    }
    .into_any()
}
