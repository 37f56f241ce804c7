//! The way in: signing in, signing up, and the choice of a language. These pages stand outside
//! every business and draw their own heading.

mod account;
mod join;
mod people;
mod person;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::api::{ChooseLanguage, SignIn, SignUp};
use super::local_path::local_path;
use super::typed::Typed;
use crate::platform::forms::KEPT;
use crate::platform::{Page, Visit, http};
use crate::ui::language::Say;
use crate::ui::{Field, Form, HiddenField, Notice, Submit};
use crate::values::{Language, Stop};

pub use account::account;
pub use join::join;
pub use people::people;
pub use person::person;

/// `/sign-in`: phone or e-mail, and the password.
pub async fn sign_in(visit: Visit) -> Result<Page, Stop> {
    let say = Say(visit.language());
    let flash = visit.flash("sign-in").await?;
    let next = next_of(&visit);
    let typed = Typed { say, flash: &flash };
    let mut here = onward("/sign-in", &next);
    let is_kept = !next.is_empty() && visit.query(KEPT).is_some();
    let kept = is_kept.then(|| {
        here = format!("{here}&{KEPT}=1");
        view! { <Notice kind="info" title=say.t("staff-typed-kept") /> }
    });
    let fields = view! {
        {kept}
        {typed.summary()}
        {identity_field(&typed)}
        <Field
            label=say.t("password")
            name=typed.name("password")
            kind="password"
            autocomplete="current-password"
            required=true
        />
        <HiddenField name=typed.name("next") value=next.clone() />
        <Submit label=say.t("staff-sign-in") class="wide" />
    };
    let fields = fields.into_any();
    let form = view! {
        <Form action=SignIn::url()>{fields}</Form>
        <details class="more">
            <summary>{say.t("staff-password-lost")}</summary>
            <p class="quiet">{say.t("staff-password-lost-text")}</p>
        </details>
    };
    let frame = Frame {
        say,
        title: say.t("staff-sign-in"),
        lead: say.t("staff-sign-in-text"),
        other: (onward("/sign-up", &next), say.t("staff-sign-up-instead")),
        back: here,
    };
    Ok(frame.page("sign-in", form.into_any()))
}

/// `/sign-up`: a name, phone or e-mail, and a password.
pub async fn sign_up(visit: Visit) -> Result<Page, Stop> {
    let say = Say(visit.language());
    let flash = visit.flash("sign-up").await?;
    let next = next_of(&visit);
    let typed = Typed { say, flash: &flash };
    let fields = view! {
        {typed.summary()}
        <Field
            label=say.t("staff-your-name")
            name=typed.name("name")
            value=typed.value("name", "")
            error=typed.error("name")
            autocomplete="name"
            required=true
        />
        {identity_field(&typed)}
        <Field
            label=say.t("password")
            name=typed.name("password")
            kind="password"
            hint=say.t("staff-password-hint")
            error=typed.error("password")
            autocomplete="new-password"
            required=true
        />
        <HiddenField name=typed.name("next") value=next.clone() />
        <Submit label=say.t("staff-sign-up") class="wide" />
    };
    let fields = fields.into_any();
    let form = view! { <Form action=SignUp::url()>{fields}</Form> };
    let frame = Frame {
        say,
        title: say.t("staff-sign-up"),
        lead: say.t("staff-sign-up-text"),
        other: (onward("/sign-in", &next), say.t("staff-sign-in-instead")),
        back: onward("/sign-up", &next),
    };
    Ok(frame.page("sign-up", form.into_any()))
}

/// The languages, each under its own name; choosing one leads back to `back`, a path of ours.
#[component]
pub fn LanguageSwitch(
    /// The reader's language.
    say: Say,
    /// Where the reader is.
    #[prop(into)]
    back: String,
) -> impl IntoView {
    let choice = |language: Language| {
        let here = (language == say.0).then_some("true");
        let class = if here.is_some() {
            "button small"
        } else {
            "button bare small"
        };
        view! {
            <button
                type="submit"
                class=class
                name="language"
                value=language.code()
                lang=language.code()
                aria-current=here
            >
                {language.own_name()}
            </button>
        }
    };
    let choices = Language::ALL.into_iter().map(choice).collect_view();
    view! {
        <Form action=ChooseLanguage::url() class="row">
            <span class="hidden">{say.t("language")}</span>
            <HiddenField name="back" value=back />
            {choices}
        </Form>
    }
}

fn identity_field(typed: &Typed<'_>) -> AnyView {
    let say = typed.say;
    view! {
        <Field
            label=say.t("staff-identity")
            name=typed.name("identity")
            value=typed.value("identity", "")
            hint=say.t("staff-identity-hint")
            error=typed.error("identity")
            autocomplete="username"
            required=true
        />
    }
    .into_any()
}

/// Where the reader wanted to go, if it is a page of ours.
fn next_of(visit: &Visit) -> String {
    let next = visit.query("next").unwrap_or_default();
    local_path(&next).unwrap_or_default().to_owned()
}

/// One of the two pages, leading to the same place as this one.
fn onward(path: &str, next: &str) -> String {
    if next.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?next={}", http::encode(next))
    }
}

/// What stands round the form of somebody who is not signed in.
struct Frame {
    say: Say,
    title: String,
    lead: String,
    /// Address and words of the other page of the two.
    other: (String, String),
    /// This page's own address.
    back: String,
}

impl Frame {
    fn page(self, section: &'static str, form: AnyView) -> Page {
        let (href, words) = self.other;
        let body = view! {
            <div class="sign-in">
                <div class="stack">
                    <span class="mark" aria-hidden="true">"D"</span>
                    <h1>{self.title.clone()}</h1>
                    <p class="quiet">{self.lead}</p>
                </div>
                <div class="card stack">{form}</div>
                <p>
                    <a href=href>{words}</a>
                </p>
                <LanguageSwitch say=self.say back=self.back />
            </div>
        };
        Page::outside(section, self.title, body.into_any())
    }
}
