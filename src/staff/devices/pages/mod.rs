//! The pages of tills: the list with what makes another one, one till, and a browser that is none.

mod one;
mod till;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::api::{AddTill, CODE, TILL};
use super::device::{Device, Here, LONGEST_NAME, State};
use super::enrol::CODE_MINUTES;
use super::store::{self, Place};
use crate::platform::flash::Flash;
use crate::platform::{Page, Scope, Visit};
use crate::staff::{Power, Typed, allow};
use crate::ui::language::Say;
use crate::ui::{
    EmptyState, Field, Form, HiddenField, LinkButton, Notice, SelectField, Status, Submit, dates,
};
use crate::values::Stop;

pub use one::device;
pub use till::no_till;

/// `/b/{business}/tills`: every till, and the two ways to another one.
pub async fn tills(visit: Visit) -> Result<Page, Stop> {
    // Taken first, so that no request waits for a second connection while it holds one.
    let add = visit.flash("till-add").await?;
    let made = visit.flash(CODE).await?;
    let here = Here::of(&visit);
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    allow(&tx, Power::KeepTills)?;
    let devices = store::devices(&mut tx, &here).await?;
    let places = store::places(&mut tx).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let code = fresh_code(&visit, scope, &made);
    let code = code.map(|code| shown_once(say, &visit, &code));
    let (live, ended): (Vec<&Device>, Vec<&Device>) = devices
        .iter()
        .partition(|device| device.state() != State::Revoked);
    let is_till = live.iter().any(|device| device.is_this);
    let ended = (!ended.is_empty()).then(|| {
        view! {
            <details class="card more">
                <summary>{say.t("tills-ended")}</summary>
                {table(say, scope, &ended)}
            </details>
        }
    });
    let typed = Typed { say, flash: &add };
    let body = view! {
        <div class="stack">
            {code}
            {list(say, scope, &live)}
            {add_form(&typed, scope, &places, is_till)}
            {ended}
        </div>
    };
    let title = say.t("tills-title");
    Ok(Page::of(scope, "tills", title, body.into_any()))
}

fn list(say: Say, scope: &Scope, devices: &[&Device]) -> AnyView {
    if devices.is_empty() {
        let (title, text) = (say.t("tills-empty"), say.t("tills-empty-text"));
        return view! { <EmptyState icon="phone-pay" title=title text=text /> }.into_any();
    }
    view! { <section class="card table-wrap">{table(say, scope, devices)}</section> }.into_any()
}

fn table(say: Say, scope: &Scope, devices: &[&Device]) -> AnyView {
    let rows = devices.iter().map(|device| row(say, scope, device));
    let rows = rows.collect_view();
    view! {
        <table class="table">
            <caption class="hidden">{say.t("tills-title")}</caption>
            <thead>
                <tr>
                    <th scope="col">{say.t("name")}</th>
                    <th scope="col">{say.t("tills-series")}</th>
                    <th scope="col">{say.t("tills-place")}</th>
                    <th scope="col">{say.t("tills-turn")}</th>
                    <th scope="col">{say.t("tills-seen")}</th>
                    <th scope="col">{say.t("tills-unsynced")}</th>
                    <th scope="col">{say.t("state")}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(say: Say, scope: &Scope, device: &Device) -> AnyView {
    let href = format!("/b/{}/tills/{}", scope.slug, device.device_id);
    let this = device
        .is_this
        .then(|| view! { <span class="quiet">" " {say.t("tills-this")}</span> });
    let turn = device
        .at_till
        .clone()
        .unwrap_or_else(|| say.t("tills-nobody"));
    view! {
        <tr>
            <td class="lead">
                <a href=href>{device.name.clone()}</a>
                {this}
            </td>
            <td data-label=say.t("tills-series")>{device.series.clone()}</td>
            <td data-label=say.t("tills-place")>{device.location.clone()}</td>
            <td data-label=say.t("tills-turn")>{turn}</td>
            <td data-label=say.t("tills-seen")>{seen(say, scope, device)}</td>
            <td class="num" data-label=say.t("tills-unsynced")>
                {device.unsynced.to_string()}
            </td>
            <td class="state">{status(say, device)}</td>
        </tr>
    }
    .into_any()
}

/// When a till last asked for anything.
fn seen(say: Say, scope: &Scope, device: &Device) -> String {
    device.last_seen_at.map_or_else(
        || say.t("tills-never-seen"),
        |at| dates::recent(say, scope.calendar.local(at), scope.today()),
    )
}

fn status(say: Say, device: &Device) -> AnyView {
    let state = device.state();
    let kind = match state {
        State::Working => "good",
        State::Locked => "look",
        State::Revoked => "plain",
    };
    let text = say.t(&format!("till-{}", state.code()));
    view! { <Status kind=kind text=text /> }.into_any()
}

/// What a till is to be called and where it sells.
fn named_place(typed: &Typed<'_>, places: &[Place]) -> AnyView {
    let say = typed.say;
    let option = |place: &Place| (place.location_id.to_string(), place.name.clone());
    let options: Vec<(String, String)> = places.iter().map(option).collect();
    let first = options.first().map(|(id, _)| id.clone());
    view! {
        <Field
            label=say.t("till-name")
            name=typed.name("name")
            value=typed.value("name", "")
            hint=say.t("till-name-hint")
            error=typed.error("name")
            autocomplete="off"
            maxlength=LONGEST_NAME
            required=true
        />
        <SelectField
            label=say.t("tills-place")
            name=typed.name("location_id")
            options=options
            selected=typed.value("location_id", &first.unwrap_or_default())
            hint=say.t("till-place-hint")
            error=typed.error("location_id")
        />
    }
    .into_any()
}

/// One form with two ways to send it: this browser is to be the till, or another one that a code is
/// typed in.
fn add_form(typed: &Typed<'_>, scope: &Scope, places: &[Place], is_till: bool) -> AnyView {
    let say = typed.say;
    let id = typed.value("device_id", &Uuid::now_v7().to_string());
    let here = (!is_till).then(|| view! { <Submit label=say.t("till-here") /> });
    let (name, value) = ("by_code".to_owned(), "true".to_owned());
    let fields = view! {
        <HiddenField name="business" value=scope.slug.clone() />
        <HiddenField name=typed.name("device_id") value=id />
        {typed.summary()}
        {named_place(typed, places)}
        {here}
        <p class="quiet">{say.count("till-other-text", CODE_MINUTES)}</p>
        <Submit
            label=say.t("till-other")
            kind="plain"
            name=name
            value=value
        />
    };
    let fields = fields.into_any();
    view! {
        <section class="card stack" id="add">
            <h2>{say.t("till-add")}</h2>
            <p class="quiet">{say.t("till-add-text")}</p>
            <Form action=AddTill::url()>{fields}</Form>
        </section>
    }
    .into_any()
}

/// The code that was just made, if one was: opened for this business only.
fn fresh_code(visit: &Visit, scope: &Scope, flash: &Flash) -> Option<String> {
    let sealed = STANDARD.decode(flash.value("code", "")).ok()?;
    let code = visit.state.seal.open(scope.business_id, CODE, &sealed)?;
    String::from_utf8(code).ok()
}

fn shown_once(say: Say, visit: &Visit, code: &str) -> AnyView {
    let address = format!("{}{TILL}", visit.state.config.public_url);
    let minutes = CODE_MINUTES.to_string();
    let named = [("address", address.as_str()), ("count", minutes.as_str())];
    let text = say.with("till-code-text", &named);
    let more = view! {
        <p>
            <code class="link">{code.to_owned()}</code>
        </p>
        <p>{text}</p>
        <p class="row">
            <LinkButton href=TILL label=say.t("till-open") class="small" />
        </p>
    };
    let more = more.into_any();
    view! {
        <Notice kind="good" title=say.t("till-code-made")>
            {more}
        </Notice>
    }
    .into_any()
}
