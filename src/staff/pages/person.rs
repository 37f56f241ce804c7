//! One member: what she is here, her PIN, and letting her go.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::people::{role_choices, shown};
use crate::platform::{Page, Scope, Visit};
use crate::staff::api::{ChangeRole, RemoveMember};
use crate::staff::{Member, Power, Typed, allow, may, pins, store};
use crate::ui::language::Say;
use crate::ui::{ChoiceField, Facts, Form, HiddenField, Submit, dates};
use crate::values::Stop;

/// `/b/{business}/people/{member}`.
pub async fn person(visit: Visit) -> Result<Page, Stop> {
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit
        .flash(&format!("member:{}", visit.param("member")))
        .await?;
    let pin_flash = visit
        .flash(&format!("pin:{}", visit.param("member")))
        .await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    allow(&tx, Power::SeePeople)?;
    let member_id = visit.param_id("member")?;
    let members = store::members(&mut tx).await?;
    let member = members
        .into_iter()
        .find(|member| member.member_id == member_id);
    let member = member.ok_or(Stop::NotFound)?;
    let say = Say(visit.language_for(tx.scope()));
    let pin = pins::section_of(&mut tx, say, &member, &pin_flash).await?;
    let scope = tx.scope();
    let typed = Typed { say, flash: &flash };
    let keeps = may(&scope.who, Power::KeepPeople) && member.left_at.is_none();
    let acts =
        keeps.then(|| view! { {role(&typed, scope, &member)} {remove(say, scope, &member)} });
    let body = view! {
        <div class="stack">
            {typed.summary()}
            <section class="card">
                <Facts rows=facts(say, scope, &member) />
            </section>
            {pin}
            {acts}
        </div>
    };
    Ok(Page::of(scope, "people", member.name, body.into_any()))
}

fn facts(say: Say, scope: &Scope, member: &Member) -> Vec<(String, AnyView)> {
    let moment = |at| dates::moment(say, scope.calendar.local(at));
    let mut rows = vec![
        (
            say.t("people-role"),
            say.t(&format!("role-{}", member.role.code())).into_any(),
        ),
        (say.t("staff-identity"), shown(&member.identity).into_any()),
        (say.t("people-since"), moment(member.since).into_any()),
    ];
    if let Some(at) = member.seen_at {
        rows.push((say.t("people-seen"), moment(at).into_any()));
    }
    if let Some(at) = member.left_at {
        rows.push((say.t("people-gone-since"), moment(at).into_any()));
    }
    rows
}

fn role(typed: &Typed<'_>, scope: &Scope, member: &Member) -> AnyView {
    let say = typed.say;
    let fields = view! {
        <HiddenField name="business" value=scope.slug.clone() />
        <HiddenField name="member_id" value=member.member_id.to_string() />
        <ChoiceField
            label=say.t("people-role")
            name="role"
            choices=role_choices(say)
            selected=typed.value("role", member.role.code())
        />
        <Submit label=say.t("save") />
    };
    let fields = fields.into_any();
    view! {
        <section class="card">
            <Form action=ChangeRole::url()>{fields}</Form>
        </section>
    }
    .into_any()
}

/// Asks once more, with her name, before she goes.
fn remove(say: Say, scope: &Scope, member: &Member) -> AnyView {
    let fields = view! {
        <HiddenField name="business" value=scope.slug.clone() />
        <HiddenField name="member_id" value=member.member_id.to_string() />
        <p>{say.with("people-remove-ask", &[("name", &member.name)])}</p>
        <Submit label=say.with("people-remove-name", &[("name", &member.name)]) kind="danger" />
    };
    let fields = fields.into_any();
    view! {
        <details class="card more">
            <summary>{say.t("people-remove")}</summary>
            <Form action=RemoveMember::url()>{fields}</Form>
        </details>
    }
    .into_any()
}
