//! The page of one's own PIN, and the part of a member's page that sets hers.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::api::{ResetPin, SetOwnPin};
use super::set::may_set;
use super::store;
use crate::platform::flash::Flash;
use crate::platform::{BusinessTx, Page, Visit};
use crate::staff::{Member, Typed};
use crate::ui::language::Say;
use crate::ui::{Field, Form, HiddenField, Submit, dates};
use crate::values::Stop;

/// `/b/{business}/pin`.
pub async fn pin(visit: Visit) -> Result<Page, Stop> {
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash("pin").await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    let me = tx.scope().member_id().ok_or(Stop::Forbidden)?;
    let kept = store::colleague(&mut tx, me).await?;
    let set_at = kept.and_then(|kept| kept.set_at);
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let typed = Typed { say, flash: &flash };
    let since = set_at.map(|at| {
        let at = dates::moment(say, scope.calendar.local(at));
        view! { <p>{say.with("pin-set-at", &[("at", &at)])}</p> }
    });
    let fields = view! {
        <HiddenField name="business" value=scope.slug.clone() />
        {typed.summary()}
        {figures_asked(&typed)}
        <div class="form-foot">
            <Submit label=say.t("save") />
        </div>
    };
    let fields = fields.into_any();
    let body = view! {
        <div class="form-cols">
            <div class="card stack">
                <p>{say.t("pin-own-text")}</p>
                <p class="quiet">{say.t("pin-no-password")}</p>
                {since}
                <Form action=SetOwnPin::url()>{fields}</Form>
            </div>
        </div>
    };
    Ok(Page::of(scope, "pin", say.t("pin-title"), body.into_any()))
}

fn figures_asked(typed: &Typed<'_>) -> AnyView {
    let say = typed.say;
    view! {
        <Field
            label=say.t("pin-new")
            name=typed.name("pin")
            kind="password"
            hint=say.t("pin-hint")
            error=typed.error("pin")
            inputmode="numeric"
            autocomplete="off"
            maxlength=8
            required=true
        />
        <Field
            label=say.t("pin-again")
            name=typed.name("again")
            kind="password"
            error=typed.error("again")
            inputmode="numeric"
            autocomplete="off"
            maxlength=8
            required=true
        />
    }
    .into_any()
}

/// On a member's page: sets her PIN. None where whoever reads may not, or she has left.
pub(in crate::staff) async fn section(
    tx: &mut BusinessTx,
    say: Say,
    member: &Member,
    flash: &Flash,
) -> Result<Option<AnyView>, Stop> {
    let her = store::colleague(tx, member.member_id).await?;
    let scope = tx.scope();
    let her = her.filter(|her| may_set(scope, member.member_id, her.role));
    let Some(her) = her else { return Ok(None) };
    let typed = Typed { say, flash };
    let state = her.set_at.map_or_else(
        || say.t("pin-none"),
        |at| {
            let at = dates::moment(say, scope.calendar.local(at));
            say.with("pin-set-at", &[("at", &at)])
        },
    );
    let fields = view! {
        <HiddenField name="business" value=scope.slug.clone() />
        <HiddenField name="member_id" value=member.member_id.to_string() />
        {typed.summary()}
        {figures_asked(&typed)}
        <Submit label=say.t("pin-set") kind="plain" />
    };
    let fields = fields.into_any();
    let section = view! {
        <section class="card stack">
            <h2>{say.t("pin-for")}</h2>
            <p>{state}</p>
            <p class="quiet">{say.t("pin-for-text")}</p>
            <Form action=ResetPin::url()>{fields}</Form>
        </section>
    };
    Ok(Some(section.into_any()))
}
