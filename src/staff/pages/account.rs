//! A person's own login: where she is signed in, her password, her name, and where she works.

use chrono::{DateTime, TimeDelta, Utc};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::people::shown;
use crate::platform::{Page, Visit};
use crate::staff::account::{Account, SessionShown, Workplace};
use crate::staff::api::{ChangePassword, EndOtherSessions, EndSession, KeepDetails, LeaveBusiness};
use crate::staff::{Typed, store};
use crate::ui::language::Say;
use crate::ui::{Field, Form, HiddenField, SelectField, Status, Submit};
use crate::values::{Language, Stop};

/// `/account`.
pub async fn account(visit: Visit) -> Result<Page, Stop> {
    let say = Say(visit.language());
    let session = visit.session().ok_or(Stop::SignIn)?;
    let db = &visit.state.db;
    let account = store::account_of(db, &session).await?.ok_or(Stop::SignIn)?;
    let sessions = store::sessions_of(db, &session).await?;
    let places = store::workplaces(db, &session).await?;
    let details = visit.flash("details").await?;
    let password = visit.flash("password").await?;
    let ended = visit.flash("sessions").await?;
    let left = visit.flash("leave").await?;
    let title = say.t("account-title");
    let as_whom = shown(&account.identity);
    let summary = |flash| Typed { say, flash }.summary();
    let body = view! {
        <h1>{title.clone()}</h1>
        <p class="quiet">{say.with("account-as", &[("whom", &as_whom)])}</p>
        <h2>{say.t("account-you")}</h2>
        {details_form(&Typed { say, flash: &details }, &account)}
        <h2>{say.t("account-places")}</h2>
        {summary(&left)}
        {workplaces(say, &places)}
        <h2>{say.t("account-sessions")}</h2>
        <p class="quiet">{say.t("account-sessions-text")}</p>
        {summary(&ended)}
        {session_list(say, &sessions, visit.now)}
        <h2>{say.t("account-password")}</h2>
        {password_form(&Typed { say, flash: &password })}
    };
    Ok(Page::outside("account", title, body.into_any()))
}

fn details_form(typed: &Typed<'_>, account: &Account) -> AnyView {
    let say = typed.say;
    let option = |language: Language| (language.code().to_owned(), language.own_name().to_owned());
    let mut languages = vec![(String::new(), say.t("account-language-none"))];
    languages.extend(Language::ALL.map(option));
    let language = account.language.map(Language::code).unwrap_or_default();
    let fields = view! {
        {typed.summary()}
        <Field
            label=say.t("staff-your-name")
            name=typed.name("name")
            value=typed.value("name", &account.name)
            hint=say.t("account-name-hint")
            error=typed.error("name")
            autocomplete="name"
            required=true
        />
        <SelectField
            label=say.t("language")
            name=typed.name("language")
            options=languages
            selected=typed.value("language", language)
        />
        <Submit label=say.t("save") kind="plain" />
    };
    let fields = fields.into_any();
    view! { <Form action=KeepDetails::url()>{fields}</Form> }.into_any()
}

fn workplaces(say: Say, places: &[Workplace]) -> AnyView {
    if places.is_empty() {
        return view! { <p>{say.t("account-no-places")}</p> }.into_any();
    }
    places
        .iter()
        .map(|place| workplace(say, place))
        .collect_view()
        .into_any()
}

fn workplace(say: Say, place: &Workplace) -> AnyView {
    let fields = view! {
        <HiddenField name="business" value=place.slug.clone() />
        <p>{say.with("account-leave-ask", &[("name", &place.name)])}</p>
        <Submit label=say.with("account-leave-name", &[("name", &place.name)]) kind="danger" />
    };
    let fields = fields.into_any();
    view! {
        <div>
            <a href=format!("/b/{}", place.slug)>{place.name.clone()}</a>
            " "
            <span class="quiet">{say.t(&format!("role-{}", place.role))}</span>
            " · "
            <a href=format!("/b/{}/pin", place.slug)>
                {say.with("account-pin", &[("name", &place.name)])}
            </a>
            <details class="more">
                <summary>{say.t("account-leave")}</summary>
                <Form action=LeaveBusiness::url()>{fields}</Form>
            </details>
        </div>
    }
    .into_any()
}

fn session_list(say: Say, sessions: &[SessionShown], now: DateTime<Utc>) -> AnyView {
    let items = sessions
        .iter()
        .map(|one| session_item(say, one, now))
        .collect_view();
    let others = view! { <Submit label=say.t("account-end-others") kind="plain" class="wide" /> };
    let others = others.into_any();
    let everywhere = view! {
        <HiddenField name="all" value="true" />
        <Submit label=say.t("account-end-all") kind="danger" class="wide" />
    };
    let everywhere = everywhere.into_any();
    let more = (sessions.len() > 1)
        .then(|| view! { <Form action=EndOtherSessions::url()>{others}</Form> });
    view! {
        <ul class="stack sessions">{items}</ul>
        {more}
        <Form action=EndOtherSessions::url()>{everywhere}</Form>
    }
    .into_any()
}

fn session_item(say: Say, one: &SessionShown, now: DateTime<Utc>) -> AnyView {
    let device = one.device.clone().filter(|device| !device.is_empty());
    let device = device.unwrap_or_else(|| say.t("account-device-unknown"));
    let from = one.came_from.clone().filter(|from| !from.is_empty());
    let from = from.map(|from| format!(" · {from}"));
    let times = say.with(
        "account-session-times",
        &[
            ("since", &ago(say, one.signed_in_at, now)),
            ("seen", &ago(say, one.seen_at, now)),
        ],
    );
    let end = if one.is_this {
        view! { <Status kind="good" text=say.t("account-this") /> }.into_any()
    } else {
        let fields = view! {
            <HiddenField name="session_id" value=one.session_id.to_string() />
            <Submit label=say.t("account-end") kind="plain" class="small" />
        };
        let fields = fields.into_any();
        view! {
            <Form action=EndSession::url() class="row">
                {fields}
            </Form>
        }
        .into_any()
    };
    view! {
        <li class="row">
            <span>
                <b>{device}</b>
                <span class="quiet">{from}</span>
                <br />
                <span class="quiet">{times}</span>
            </span>
            <span class="end">{end}</span>
        </li>
    }
    .into_any()
}

/// How long ago something was: outside every business there is no clock on the wall to tell it by.
fn ago(say: Say, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let gone = now - at;
    if gone < TimeDelta::minutes(6) {
        say.t("ago-now")
    } else if gone < TimeDelta::hours(1) {
        say.count("ago-minutes", gone.num_minutes())
    } else if gone < TimeDelta::days(1) {
        say.count("ago-hours", gone.num_hours())
    } else {
        say.count("ago-days", gone.num_days())
    }
}

fn password_form(typed: &Typed<'_>) -> AnyView {
    let say = typed.say;
    let fields = view! {
        {typed.summary()}
        <Field
            label=say.t("account-current-password")
            name=typed.name("current_password")
            kind="password"
            error=typed.error("current_password")
            autocomplete="current-password"
            required=true
        />
        <Field
            label=say.t("account-new-password")
            name=typed.name("new_password")
            kind="password"
            hint=say.t("staff-password-hint")
            error=typed.error("new_password")
            autocomplete="new-password"
            required=true
        />
        <p class="quiet">{say.t("account-password-text")}</p>
        <Submit label=say.t("account-change-password") kind="plain" />
    };
    let fields = fields.into_any();
    view! { <Form action=ChangePassword::url()>{fields}</Form> }.into_any()
}
