//! Who works in the business, who is invited, and the link that was just made.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use crate::platform::flash::Flash;
use crate::platform::{BusinessTx, Page, Scope, Visit, http};
use crate::staff::api::{InviteAgain, InviteMember, LINK, RevokeInvitation};
use crate::staff::invite::OTHER;
use crate::staff::{Invitation, Member, Power, Role, Standing, Typed, allow, may, store};
use crate::ui::language::Say;
use crate::ui::{Choice, ChoiceField, Field, Form, HiddenField, Notice, Status, Submit, dates};
use crate::values::{Phone, Stop};

/// `/b/{business}/people`.
pub async fn people(visit: Visit) -> Result<Page, Stop> {
    // Taken first, so that no request waits for a second connection while it holds one.
    let invite = visit.flash("invite").await?;
    let acted = visit.flash("invitations").await?;
    let link = visit.flash(LINK).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    allow(&tx, Power::SeePeople)?;
    let keeps = may(&tx.scope().who, Power::KeepPeople);
    let members = store::members(&mut tx).await?;
    let invitations = store::invitations(&mut tx).await?;
    let say = Say(visit.language_for(tx.scope()));
    let fresh = fresh_link(&visit, &tx, &link);
    let scope = tx.scope();
    let made = fresh.map(|fresh| shown_once(say, scope, &fresh));
    let typed = Typed { say, flash: &acted };
    let (here, gone): (Vec<&Member>, Vec<&Member>) =
        members.iter().partition(|member| member.left_at.is_none());
    let gone = (!gone.is_empty()).then(|| {
        view! {
            <details class="card more">
                <summary>{say.t("people-gone")}</summary>
                {table(say, scope, &gone)}
            </details>
        }
    });
    let form = keeps.then(|| {
        invite_form(
            &Typed {
                say,
                flash: &invite,
            },
            scope,
        )
    });
    let body = view! {
        <div class="stack">
            {made}
            {typed.summary()}
            <section class="card table-wrap">{table(say, scope, &here)}</section>
            {invited(say, scope, &invitations, keeps)}
            {form}
            {gone}
        </div>
    };
    Ok(Page::of(
        scope,
        "people",
        say.t("people-title"),
        body.into_any(),
    ))
}

/// A phone number as its owner writes it; an e-mail address as it is.
pub(super) fn shown(identity: &str) -> String {
    if identity.starts_with('+') {
        Phone::from_stored(identity.to_owned()).shown()
    } else {
        identity.to_owned()
    }
}

fn table(say: Say, scope: &Scope, members: &[&Member]) -> AnyView {
    let rows = members.iter().map(|member| row(say, scope, member));
    let rows = rows.collect_view();
    view! {
        <table class="table">
            <caption class="hidden">{say.t("people-title")}</caption>
            <thead>
                <tr>
                    <th scope="col">{say.t("name")}</th>
                    <th scope="col">{say.t("people-role")}</th>
                    <th scope="col">{say.t("people-since")}</th>
                    <th scope="col">{say.t("people-seen")}</th>
                    <th scope="col">{say.t("state")}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(say: Say, scope: &Scope, member: &Member) -> AnyView {
    let href = format!("/b/{}/people/{}", scope.slug, member.member_id);
    let day = |at| dates::day(say, scope.calendar.local(at).date_naive());
    let seen = member.seen_at.map_or_else(
        || say.t("people-never-seen"),
        |at| dates::recent(say, scope.calendar.local(at), scope.today()),
    );
    let (kind, state) = match member.left_at {
        None => ("good", say.t("people-works-here")),
        Some(at) => ("plain", say.with("people-left", &[("day", &day(at))])),
    };
    let you = (scope.member_id() == Some(member.member_id)).then(|| {
        view! { <span class="quiet">" " {say.t("people-you")}</span> }
    });
    view! {
        <tr>
            <td class="lead">
                <a href=href>{member.name.clone()}</a>
                {you}
            </td>
            <td data-label=say.t("people-role")>{say.t(&format!("role-{}", member.role.code()))}</td>
            <td data-label=say.t("people-since")>{day(member.since)}</td>
            <td data-label=say.t("people-seen")>{seen}</td>
            <td class="state">
                <Status kind=kind text=state />
            </td>
        </tr>
    }
    .into_any()
}

/// Every invitation of late, with what became of it.
fn invited(say: Say, scope: &Scope, all: &[Invitation], keeps: bool) -> AnyView {
    if all.is_empty() {
        return ().into_any();
    }
    let rows = all
        .iter()
        .map(|one| invited_row(say, scope, one, keeps))
        .collect_view();
    view! {
        <section class="card table-wrap">
            <h2>{say.t("people-invitations")}</h2>
            <table class="table">
                <caption class="hidden">{say.t("people-invitations")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say.t("people-invited")}</th>
                        <th scope="col">{say.t("people-role")}</th>
                        <th scope="col">{say.t("people-until")}</th>
                        <th scope="col">{say.t("state")}</th>
                        <th scope="col">
                            <span class="hidden">{say.t("people-acts")}</span>
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}

fn invited_row(say: Say, scope: &Scope, one: &Invitation, keeps: bool) -> AnyView {
    let until = dates::moment(say, scope.calendar.local(one.expires_at));
    let kind = match one.standing {
        Standing::Live => "info",
        Standing::Accepted => "good",
        Standing::Expired => "look",
        Standing::Revoked | Standing::Replaced => "plain",
    };
    let state = say.t(&format!("invitation-{}", one.standing.code()));
    let open = matches!(one.standing, Standing::Live | Standing::Expired);
    let acts = (keeps && open).then(|| acts(say, scope, one));
    view! {
        <tr>
            <td class="lead">
                {shown(&one.identity)} <br />
                <span class="quiet">
                    {say.with("people-invited-by", &[("name", &one.invited_by)])}
                </span>
            </td>
            <td data-label=say.t("people-role")>{say.t(&format!("role-{}", one.role.code()))}</td>
            <td data-label=say.t("people-until")>{until}</td>
            <td class="state">
                <Status kind=kind text=state />
            </td>
            <td>{acts}</td>
        </tr>
    }
    .into_any()
}

fn acts(say: Say, scope: &Scope, one: &Invitation) -> AnyView {
    let id = one.invitation_id.to_string();
    let again = view! {
        <HiddenField name="business" value=scope.slug.clone() />
        <HiddenField name="invitation_id" value=id.clone() />
        <HiddenField name="new_id" value=Uuid::now_v7().to_string() />
        <Submit label=say.t("people-new-link") kind="plain" class="small" />
    };
    let again = again.into_any();
    let revoke = view! {
        <HiddenField name="business" value=scope.slug.clone() />
        <HiddenField name="invitation_id" value=id />
        <Submit label=say.t("people-revoke") kind="bare" class="small" />
    };
    let revoke = revoke.into_any();
    view! {
        <div class="row">
            <Form action=InviteAgain::url() class="row">
                {again}
            </Form>
            <Form action=RevokeInvitation::url() class="row">
                {revoke}
            </Form>
        </div>
    }
    .into_any()
}

/// What each role means, for whoever gives it away.
pub(super) fn role_choices(say: Say) -> Vec<Choice> {
    let choice = |role: Role| Choice {
        value: role.code().to_owned(),
        title: say.t(&format!("role-{}", role.code())),
        description: Some(say.t(&format!("people-role-{}", role.code()))),
        price: None,
    };
    Role::ALL.map(choice).into()
}

fn invite_form(typed: &Typed<'_>, scope: &Scope) -> AnyView {
    let say = typed.say;
    let fresh = Uuid::now_v7().to_string();
    // One that has invited somebody else is used up.
    let is_used = typed.flash.refusals.iter().any(|one| one.key == OTHER);
    let id = if is_used {
        fresh
    } else {
        typed.value("invitation_id", &fresh)
    };
    let fields = view! {
        <HiddenField name="business" value=scope.slug.clone() />
        <HiddenField name=typed.name("invitation_id") value=id />
        {typed.summary()}
        <Field
            label=say.t("staff-identity")
            name=typed.name("identity")
            value=typed.value("identity", "")
            hint=say.t("people-identity-hint")
            error=typed.error("identity")
            autocomplete="off"
            required=true
        />
        <ChoiceField
            label=say.t("people-role")
            name=typed.name("role")
            choices=role_choices(say)
            selected=typed.value("role", Role::Cashier.code())
            error=typed.error("role")
        />
        <Submit label=say.t("people-invite") />
    };
    let fields = fields.into_any();
    view! {
        <section class="card" id="invite">
            <h2>{say.t("people-invite-title")}</h2>
            <p class="quiet">{say.t("people-invite-text")}</p>
            <Form action=InviteMember::url()>{fields}</Form>
        </section>
    }
    .into_any()
}

/// The link that was just made, if one was: opened for this business only.
fn fresh_link(visit: &Visit, tx: &BusinessTx, flash: &Flash) -> Option<String> {
    let sealed = STANDARD.decode(flash.value("link", "")).ok()?;
    let token = visit.state.seal.open(tx.business(), LINK, &sealed)?;
    let token = String::from_utf8(token).ok()?;
    Some(format!("{}/join/{token}", visit.state.config.public_url))
}

fn shown_once(say: Say, scope: &Scope, link: &str) -> AnyView {
    let message = say.with(
        "people-link-message",
        &[("name", &scope.name), ("link", link)],
    );
    let message = http::encode(&message);
    let whatsapp = format!("https://wa.me/?text={message}");
    let sms = format!("sms:?body={message}");
    let more = view! {
            <p>{say.t("people-link-text")}</p>
            <p>
                <code class="link">{link.to_owned()}</code>
            </p>
            <p class="row">
                <a class="button" href=whatsapp rel="noopener noreferrer" target="_blank">
                    "WhatsApp"
                </a>
                <a class="button" href=sms>
                    "SMS"
                </a>
            </p>
    };
    let more = more.into_any();
    view! {
        <Notice kind="good" title=say.t("people-link-made")>
            {more}
        </Notice>
    }
    .into_any()
}
