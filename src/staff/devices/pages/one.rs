//! One till: what is known of it, its name, its lock, and its end.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::{seen, status};
use crate::platform::{Page, Scope, Visit};
use crate::staff::devices::api::{RenameTill, RevokeTill, UnlockTill};
use crate::staff::devices::device::{Device, Here, LONGEST_NAME, State};
use crate::staff::devices::store;
use crate::staff::{Power, Typed, allow};
use crate::ui::language::Say;
use crate::ui::{CheckField, Facts, Field, Form, HiddenField, Notice, Submit, dates};
use crate::values::Stop;

/// `/b/{business}/tills/{device}`.
pub async fn device(visit: Visit) -> Result<Page, Stop> {
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit
        .flash(&format!("till:{}", visit.param("device")))
        .await?;
    let here = Here::of(&visit);
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    allow(&tx, Power::KeepTills)?;
    let device_id = visit.param_id("device")?;
    let device = store::device(&mut tx, device_id, &here).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let typed = Typed { say, flash: &flash };
    let locked = (device.state() == State::Locked).then(|| unlock(say, scope, &device));
    let live = device.state() != State::Revoked;
    let acts = live.then(|| {
        view! {
            {rename(&typed, scope, &device)}
            {revoke(say, scope, &device)}
        }
    });
    let body = view! {
        <div class="stack">
            {locked}
            <section class="card">
                <Facts rows=facts(say, scope, &device) />
            </section>
            {acts}
        </div>
    };
    Ok(Page::of(scope, "tills", device.name, body.into_any()))
}

fn facts(say: Say, scope: &Scope, device: &Device) -> Vec<(String, AnyView)> {
    let moment = |at| dates::moment(say, scope.calendar.local(at));
    let at = moment(device.enrolled_at);
    let named = [("name", device.enrolled_by.as_str()), ("at", at.as_str())];
    let turn = device
        .at_till
        .clone()
        .unwrap_or_else(|| say.t("tills-nobody"));
    let mut rows = vec![
        (say.t("state"), status(say, device)),
        (say.t("tills-series"), device.series.clone().into_any()),
        (say.t("tills-place"), device.location.clone().into_any()),
        (say.t("tills-turn"), turn.into_any()),
        (say.t("tills-seen"), seen(say, scope, device).into_any()),
        (
            say.t("tills-unsynced"),
            device.unsynced.to_string().into_any(),
        ),
        (
            say.t("till-enrolled"),
            say.with("till-enrolled-by", &named).into_any(),
        ),
    ];
    if let Some(at) = device.revoked_at {
        rows.push((say.t("till-ended-at"), moment(at).into_any()));
    }
    rows
}

fn rename(typed: &Typed<'_>, scope: &Scope, device: &Device) -> AnyView {
    let say = typed.say;
    let fields = view! {
        <HiddenField name="business" value=scope.slug.clone() />
        <HiddenField name=typed.name("device_id") value=device.device_id.to_string() />
        {typed.summary()}
        <Field
            label=say.t("till-name")
            name=typed.name("name")
            value=typed.value("name", &device.name)
            hint=say.t("till-name-hint")
            error=typed.error("name")
            autocomplete="off"
            maxlength=LONGEST_NAME
            required=true
        />
        <Submit label=say.t("save") />
    };
    let fields = fields.into_any();
    view! {
        <section class="card">
            <Form action=RenameTill::url()>{fields}</Form>
        </section>
    }
    .into_any()
}

fn unlock(say: Say, scope: &Scope, device: &Device) -> AnyView {
    let fields = view! {
        <HiddenField name="business" value=scope.slug.clone() />
        <HiddenField name="device_id" value=device.device_id.to_string() />
        <p>{say.t("till-locked-text")}</p>
        <Submit label=say.t("till-unlock") />
    };
    let fields = fields.into_any();
    let form = view! { <Form action=UnlockTill::url()>{fields}</Form> }.into_any();
    view! {
        <Notice kind="look" title=say.t("till-locked-title")>
            {form}
        </Notice>
    }
    .into_any()
}

/// Asks once more, with its name, before it ends.
fn revoke(say: Say, scope: &Scope, device: &Device) -> AnyView {
    let unsynced = (device.unsynced > 0).then(|| {
        let count = i64::from(device.unsynced);
        view! {
            <p><b>{say.count("till-revoke-unsynced", count)}</b></p>
            <CheckField label=say.t("till-revoke-lost") name="give_up" />
        }
    });
    let fields = view! {
        <HiddenField name="business" value=scope.slug.clone() />
        <HiddenField name="device_id" value=device.device_id.to_string() />
        <p>{say.with("till-revoke-ask", &[("name", &device.name)])}</p>
        {unsynced}
        <Submit label=say.with("till-revoke-name", &[("name", &device.name)]) kind="danger" />
    };
    let fields = fields.into_any();
    view! {
        <details class="card more">
            <summary>{say.t("till-revoke")}</summary>
            <Form action=RevokeTill::url()>{fields}</Form>
        </details>
    }
    .into_any()
}
