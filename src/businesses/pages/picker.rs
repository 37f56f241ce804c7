//! Which business to enter, and a new one.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::businesses::api::OpenBusiness;
use crate::businesses::country::COUNTRIES;
use crate::businesses::store::{Listed, listed};
use crate::platform::{Page, Visit};
use crate::staff::api::{SIGN_OUT, SignOut};
use crate::staff::{SignedIn, Typed, signed_in};
use crate::ui::language::Say;
use crate::ui::{
    EmptyState, Field, Form, HiddenField, Icon, LinkButton, Notice, SelectField, Submit,
};
use crate::values::Stop;

/// `/businesses`: the businesses of whoever is signed in. With `?go=1`, as after a sign-in, it
/// leads on where there is only one.
pub async fn businesses(visit: Visit) -> Result<Page, Stop> {
    let say = Say(visit.language());
    let (session, who) = signed_in_here(&visit).await?;
    let all = listed(&visit.state.db, &session).await?;
    if let [only] = all.as_slice()
        && visit.query("go").is_some()
    {
        visit.send_to(&format!("/b/{}", only.slug));
    }
    let list = if all.is_empty() {
        view! {
            <EmptyState
                icon="home"
                title=say.t("settings-no-business")
                text=say.t("settings-no-business-text")
            />
        }
        .into_any()
    } else {
        let rows = all.into_iter().map(|one| row(say, one)).collect_view();
        view! { <nav class="choices">{rows}</nav> }.into_any()
    };
    let flash = visit.flash(SIGN_OUT).await?;
    let kept = flash.refusals.first();
    let next = flash.value("next", "");
    let kept = kept.map(|kept| stays(say, say.refusal(kept), next));
    let leave = view! { <Submit label=say.t("staff-sign-out") kind="bare" /> }.into_any();
    let title = say.t("settings-your-businesses");
    let body = view! {
        <h1>{title.clone()}</h1>
        {kept}
        {list}
        <LinkButton
            href="/businesses/new"
            label=say.t("settings-open-business")
            icon="plus"
            class="wide"
        />
        <div class="row">
            <span class="quiet">{say.with("staff-signed-in-as", &[("name", &who.name)])}</span>
            <Form action=SignOut::url() class="end">
                {leave}
            </Form>
        </div>
    };
    Ok(Page::outside("businesses", title, body.into_any()))
}

/// Why she is not signed out yet: the till in this browser keeps sales. And how she is all the same, on her way to
/// `next`.
fn stays(say: Say, why: String, next: String) -> AnyView {
    let fields = view! {
        <HiddenField name="next" value=next />
        <HiddenField name="anyway" value="true" />
        <Submit label=say.t("staff-sign-out-anyway") kind="bare" />
    };
    let fields = fields.into_any();
    view! {
        <Notice kind="bad" title=say.t("staff-sign-out-not-yet")>
            <p>{why}</p>
            <div class="row">
                <LinkButton href="/till" label=say.t("staff-open-till") />
                <Form action=SignOut::url()>{fields}</Form>
            </div>
        </Notice>
    }
    .into_any()
}

fn row(say: Say, one: Listed) -> AnyView {
    let href = format!("/b/{}", one.slug);
    let role = say.t(&format!("role-{}", one.role));
    view! {
        <a class="choice" href=href>
            <span>
                <b>{one.name}</b>
                <span class="quiet">{role}</span>
            </span>
            <span class="end">
                <Icon name="arrow-right" />
            </span>
        </a>
    }
    .into_any()
}

/// `/businesses/new`: opens a business.
pub async fn new_business(visit: Visit) -> Result<Page, Stop> {
    let say = Say(visit.language());
    signed_in_here(&visit).await?;
    let flash = visit.flash("open-business").await?;
    let typed = Typed { say, flash: &flash };
    let fields = view! {
        {typed.summary()}
        {name_fields(&typed)}
        {place_fields(&typed)}
        <Submit label=say.t("settings-open-business") class="wide" />
    };
    let fields = fields.into_any();
    let title = say.t("settings-open-business");
    let body = view! {
        <h1>{title.clone()}</h1>
        <p class="quiet">{say.t("settings-open-business-text")}</p>
        <Form action=OpenBusiness::url()>{fields}</Form>
        <p>
            <a href="/businesses">{say.t("settings-your-businesses")}</a>
        </p>
    };
    Ok(Page::outside("businesses", title, body.into_any()))
}

fn name_fields(typed: &Typed<'_>) -> AnyView {
    let say = typed.say;
    view! {
        <Field
            label=say.t("settings-name")
            name=typed.name("name")
            value=typed.value("name", "")
            hint=say.t("settings-name-hint")
            error=typed.error("name")
            autocomplete="organization"
            required=true
        />
        <Field
            label=say.t("settings-slug")
            name=typed.name("slug")
            value=typed.value("slug", "")
            hint=say.t("settings-slug-hint")
            error=typed.error("slug")
            autocomplete="off"
            prefix="/s/".to_owned()
        />
    }
    .into_any()
}

fn place_fields(typed: &Typed<'_>) -> AnyView {
    let say = typed.say;
    let option = |code: &str| {
        let words = say.t(&format!("settings-country-{}", code.to_lowercase()));
        (code.to_owned(), words)
    };
    let countries: Vec<(String, String)> = COUNTRIES.map(|country| option(country.code)).into();
    view! {
        <SelectField
            label=say.t("settings-country")
            name=typed.name("country")
            options=countries
            selected=typed.value("country", "KE")
            hint=say.t("settings-country-hint")
            error=typed.error("country")
        />
        <Field
            label=say.t("settings-phone")
            name=typed.name("phone")
            value=typed.value("phone", "")
            kind="tel"
            hint=say.t("settings-phone-hint")
            error=typed.error("phone")
            inputmode="tel"
            autocomplete="tel"
        />
        <Field
            label=say.t("settings-first-location")
            name=typed.name("location_name")
            value=typed.value("location_name", &say.t("settings-first-location-name"))
            hint=say.t("settings-first-location-hint")
            error=typed.error("location_name")
            required=true
        />
    }
    .into_any()
}

/// The session and who is behind it.
async fn signed_in_here(visit: &Visit) -> Result<(Vec<u8>, SignedIn), Stop> {
    let session = visit.session().ok_or(Stop::SignIn)?;
    let who = signed_in(&visit.state.db, &session)
        .await?
        .ok_or(Stop::SignIn)?;
    Ok((session, who))
}
