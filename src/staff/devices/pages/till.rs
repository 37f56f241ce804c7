//! The till itself, as a plain page: a browser that is none asks for a code; one that is asks who takes
//! her turn, and for her PIN.

use axum::http::StatusCode;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use crate::platform::flash::Flash;
use crate::platform::{BusinessTx, Page, Visit};
use crate::staff::Typed;
use crate::staff::devices::api::EnrolByCode;
use crate::staff::devices::{keep, store};
use crate::staff::pins::api::{TillSignIn, TillSignOff};
use crate::staff::pins::{AtTill, Cashier, at_till, cashiers};
use crate::ui::language::Say;
use crate::ui::{Field, Form, HiddenField, Notice, SelectField, Submit};
use crate::values::Stop;

/// `/till`.
pub async fn till(visit: Visit) -> Result<Page, Stop> {
    let say = Say(visit.language());
    let Ok(cx) = visit.device() else {
        return no_till(&visit, say, false).await;
    };
    match keep::seen(&cx).await {
        Ok(()) => {}
        Err(Stop::SignIn) => return no_till(&visit, say, false).await,
        // Told to whatever asks, and said to whoever reads.
        Err(Stop::Refused(_)) => {
            visit.status(StatusCode::UNAUTHORIZED);
            return no_till(&visit, say, true).await;
        }
        Err(stop) => return Err(stop),
    }
    visit.stay_till();
    let flash = visit.flash("till").await?;
    let mut tx = cx.read().await?;
    turns(&mut tx, say, &flash).await
}

/// Asks for a code. `was_till`: somebody took it back.
async fn no_till(visit: &Visit, say: Say, was_till: bool) -> Result<Page, Stop> {
    // Its token hangs on this cookie: given before the code is typed, a form whose answer was lost can
    // be sent again.
    visit.browser_or_new();
    let flash = visit.flash("till-enrol").await?;
    let typed = Typed { say, flash: &flash };
    let title = say.t(if was_till {
        "till-ended-title"
    } else {
        "till-new-title"
    });
    let text = say.t(if was_till {
        "till-ended-text"
    } else {
        "till-new-text"
    });
    let id = typed.value("device_id", &Uuid::now_v7().to_string());
    let fields = view! {
        <HiddenField name=typed.name("device_id") value=id />
        {typed.summary()}
        <Field
            label=say.t("till-code")
            name=typed.name("code")
            value=typed.value("code", "")
            hint=say.t("till-code-hint")
            error=typed.error("code")
            autocomplete="off"
            maxlength=20
            required=true
        />
        <Submit label=say.t("till-enrol") class="wide" />
    };
    let fields = fields.into_any();
    let body = view! {
        <h1>{title.clone()}</h1>
        <p>{text}</p>
        <Form action=EnrolByCode::url()>{fields}</Form>
        <p class="quiet">{say.t("till-secure")}</p>
    };
    Ok(Page::outside("till", title, body.into_any()))
}

/// Whose turn it is, and the way to the next.
async fn turns(tx: &mut BusinessTx, say: Say, flash: &Flash) -> Result<Page, Stop> {
    let device = tx.scope().device.clone().ok_or(Stop::NotFound)?;
    let about = store::device(tx, device.device_id, None).await?;
    let turn = at_till(tx, device.device_id).await?;
    let cashiers = cashiers(tx).await?;
    let where_it_is = format!(
        "{} · {} · {}",
        tx.scope().name,
        about.location,
        about.series
    );
    let body = view! {
        <h1>{about.name.clone()}</h1>
        <p class="quiet">{where_it_is}</p>
        {whose_turn(say, turn.as_ref())}
        {sign_in(say, flash, &cashiers)}
    };
    Ok(Page::outside("till", about.name, body.into_any()))
}

fn whose_turn(say: Say, turn: Option<&AtTill>) -> AnyView {
    let Some(turn) = turn else {
        return view! { <p>{say.t("till-nobody")}</p> }.into_any();
    };
    let role = say.t(&format!("role-{}", turn.role));
    let named = [("name", turn.name.as_str()), ("role", role.as_str())];
    let off = view! { <Submit label=say.t("till-sign-off") kind="plain" class="wide" /> };
    let off = off.into_any();
    view! {
        <p>
            <b>{say.with("till-turn-of", &named)}</b>
        </p>
        <Form action=TillSignOff::url()>{off}</Form>
    }
    .into_any()
}

fn sign_in(say: Say, flash: &Flash, cashiers: &[Cashier]) -> AnyView {
    let typed = Typed { say, flash };
    if cashiers.is_empty() {
        let more = view! { <p>{say.t("till-no-pins-text")}</p> }.into_any();
        return view! {
            <Notice kind="info" title=say.t("till-no-pins")>
                {more}
            </Notice>
        }
        .into_any();
    }
    let option = |one: &Cashier| (one.member_id.to_string(), one.name.clone());
    let mut names = vec![(String::new(), say.t("till-choose"))];
    names.extend(cashiers.iter().map(option));
    let fields = view! {
        {typed.summary()}
        <SelectField
            label=say.t("till-who")
            name=typed.name("member_id")
            options=names
            selected=typed.value("member_id", "")
            error=typed.error("member_id")
        />
        <Field
            label=say.t("pin-word")
            name=typed.name("pin")
            kind="password"
            error=typed.error("pin")
            inputmode="numeric"
            autocomplete="off"
            maxlength=8
            required=true
        />
        <Submit label=say.t("till-sign-in") class="wide" />
    };
    let fields = fields.into_any();
    view! { <Form action=TillSignIn::url()>{fields}</Form> }.into_any()
}
